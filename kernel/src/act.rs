//! Acts: what somebody asks to be entered. Each kind is declared a decision or a fact, and says which roles may do it.

use crate::actor::{Ctx, Role};
use crate::entry::NewEntry;
use crate::refusal::Denial;
use crate::rule::Facet;
use crate::view::{Needs, View};
use crate::{Id, Span};
use minicbor::{Decode, Encode};

/// Decisions are refused, facts are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// What Tutela is asked to decide or do: refused where a rule forbids it.
    Decision,
    /// What an authority did in the world: always entered; marked where it violates a rule.
    Fact,
}

/// Where a fact comes from: it needs an authority, a past date and a source document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The unit (authority) that did it.
    pub authority: Id,
    /// When it happened.
    pub happened: Span,
    /// The document that says so.
    pub document: Id,
}

/// A kind of act.
#[derive(Debug)]
pub struct ActKind {
    /// Its number; never reused.
    pub code: u16,
    /// Its stable name, `room.act`.
    pub name: &'static str,
    /// One line for the command line and the API.
    pub about: &'static str,
    /// Decision or fact.
    pub nature: Nature,
    /// Who may do it.
    pub roles: &'static [Role],
}

/// An act with its public body: codes, ids and dates. Personal data travel sealed beside it.
pub trait Act: Encode<()> + for<'b> Decode<'b, ()> + Send + 'static {
    /// Its kind.
    const KIND: &'static ActKind;

    /// The records that it names, each by its field: the acting unit must know of every one ([`knowing`](crate::knowing)).
    /// What the act itself makes is not among them.
    fn names(&self) -> Vec<(&'static str, Id)>;

    /// The numbers of the records that it makes, each by its field: they follow from the act's own id ([`made`]).
    fn makes(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    /// What it needs to see; asked again with what it has seen until it adds none, at most three times.
    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs);

    /// What it would do, in the words that rules speak.
    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet>;

    /// The record it concerns: a refusal names it.
    fn subject(&self) -> Id;

    /// For facts: who did it, when, and which document says so.
    fn source(&self) -> Option<Source> {
        None
    }

    /// Entries, or why not. Pure: no clock, chance, file or network.
    ///
    /// # Errors
    /// A [`Denial`]: a rule of the room refuses, or the input does not fit what is recorded.
    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial>;
}

/// The number of the record that an act makes in this field. Nobody chooses it: whoever has got the number of another unit's
/// record finds no act by which it could be tried, since the number tells nothing of the act that it follows from.
#[must_use]
pub fn made(act: Id, field: &str) -> Id {
    act.derive(field, 0)
}

/// [`Act`] without its type, so that rooms can be listed together.
pub trait AnyAct: Send {
    /// See [`Act::KIND`].
    fn kind(&self) -> &'static ActKind;
    /// Its canonical public body.
    fn body(&self) -> Vec<u8>;
    /// See [`Act::names`].
    fn names(&self) -> Vec<(&'static str, Id)>;
    /// See [`Act::makes`].
    fn makes(&self) -> Vec<(&'static str, Id)>;
    /// See [`Act::needs`].
    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs);
    /// See [`Act::facets`].
    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet>;
    /// See [`Act::subject`].
    fn subject(&self) -> Id;
    /// See [`Act::source`].
    fn source(&self) -> Option<Source>;
    /// See [`Act::decide`].
    ///
    /// # Errors
    /// See [`Act::decide`].
    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial>;
}

impl<A: Act> AnyAct for A {
    fn kind(&self) -> &'static ActKind {
        A::KIND
    }
    fn body(&self) -> Vec<u8> {
        crate::entry::to_cbor(self)
    }
    fn names(&self) -> Vec<(&'static str, Id)> {
        Act::names(self)
    }
    fn makes(&self) -> Vec<(&'static str, Id)> {
        Act::makes(self)
    }
    fn needs(&self, ctx: &Ctx, view: &View, needs: &mut Needs) {
        Act::needs(self, ctx, view, needs);
    }
    fn facets(&self, ctx: &Ctx, view: &View) -> Vec<Facet> {
        Act::facets(self, ctx, view)
    }
    fn subject(&self) -> Id {
        Act::subject(self)
    }
    fn source(&self) -> Option<Source> {
        Act::source(self)
    }
    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        Act::decide(self, ctx, view)
    }
}

/// How acts of one kind are read from their bytes.
pub struct ActSpec {
    /// The kind.
    pub kind: &'static ActKind,
    /// Reads the canonical public body.
    pub decode: fn(&[u8]) -> Result<Box<dyn AnyAct>, String>,
}

impl ActSpec {
    /// The specification of `A`.
    #[must_use]
    pub fn of<A: Act>() -> ActSpec {
        ActSpec {
            kind: A::KIND,
            decode: |bytes| {
                crate::entry::from_canonical::<A>(bytes).map(|act| Box::new(act) as Box<dyn AnyAct>)
            },
        }
    }
}

//! Erasing a person: asked for by one, confirmed by the overseer. The journal stays whole; what was sealed is gone.

use crate::act::{Act, ActKind, ActSpec, Nature};
use crate::actor::{Ctx, Role};
use crate::charter::{Apply, EventSpec};
use crate::entry::{Entry, Event, NewEntry};
use crate::refusal::{Denial, Problem};
use crate::rule::Facet;
use crate::table::{Record, Table};
use crate::tables::{TableFault, Tables};
use crate::view::{Needs, View};
use crate::{Id, Instant, event, record};
use minicbor::{Decode, Encode};

record! {
    /// Erasures asked for and carried out.
    pub struct Erasure in "erasure", Derived, key 1, indexes [by_state: 3] {
        /// The report or person whose sealed data go.
        subject: Id, Internal;
        /// Who asked.
        asked_by: Id, Internal;
        /// When it was asked, UTC ms.
        asked_at: Instant, Internal;
        /// 0 asked, 1 carried out.
        done: bool, Internal;
        /// Number of the entry that carried it out; 0 before.
        seq: i64, Internal;
    }
}

/// Somebody asked that a report's or person's sealed data be erased.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ErasureAsked {}
event!(ErasureAsked, 3, 1, "journal.erasure-asked");

/// The overseer confirmed: keys, ciphertexts, sealed rows and salts of the entry's subject are gone.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Erased {}
event!(Erased, 4, 1, "journal.erased");

/// Asks for an erasure.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskErasure {
    /// The report or person.
    #[n(0)]
    pub subject: Id,
}

/// Confirms an erasure that somebody else asked for.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmErasure {
    /// The report or person.
    #[n(0)]
    pub subject: Id,
}

/// Honours an erasure whose entry was lost with the end of a journal: its keys are gone already. Entered by Tutela itself when a
/// backup is restored that is older than the erasure.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HonourErasure {
    /// The report or person.
    #[n(0)]
    pub subject: Id,
}

/// Kind of [`AskErasure`].
pub const ASK: ActKind = ActKind {
    code: 1,
    name: "journal.ask-erasure",
    about: "Ask that a report's or person's sealed data be erased",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::VictimSupport, Role::Overseer],
};

/// Kind of [`ConfirmErasure`].
pub const CONFIRM: ActKind = ActKind {
    code: 2,
    name: "journal.confirm-erasure",
    about: "Confirm an erasure that somebody else asked for",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

/// Kind of [`HonourErasure`].
pub const HONOUR: ActKind = ActKind {
    code: 8,
    name: "journal.honour-erasure",
    about: "Enter an erasure again that is not in a restored journal",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for AskErasure {
    const KIND: &'static ActKind = &ASK;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Erasure>(self.subject);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.subject }]
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.subject.is_none() {
            return Err(Problem::new("subject", "names nothing", "the number of a report or a person").into());
        }
        // What is sealed after an erasure can be erased again.
        if view.get::<Erasure>(self.subject).is_some_and(|erasure| !erasure.done) {
            return Err(
                Problem::new("subject", "its erasure was asked for already", "confirm that one").into()
            );
        }
        Ok(vec![NewEntry::of(&ErasureAsked {})])
    }
}

impl Act for ConfirmErasure {
    const KIND: &'static ActKind = &CONFIRM;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("subject", self.subject)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Erasure>(self.subject);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let first = view.get::<Erasure>(self.subject).map_or(Id::NONE, |erasure| erasure.asked_by);
        vec![Facet::NeedsTwo { first }, Facet::Handles { matter: self.subject }]
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        match view.get::<Erasure>(self.subject) {
            Some(erasure) if !erasure.done => Ok(vec![NewEntry::of(&Erased {})]),
            Some(_) => Err(Problem::new("subject", "it is erased already", "nothing is left to do").into()),
            None => {
                Err(Problem::new("subject", "nobody asked for its erasure", "one asks, another confirms")
                    .into())
            }
        }
    }
}

impl Act for HonourErasure {
    const KIND: &'static ActKind = &HONOUR;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    // Two people decided it before its entry was lost; who handles the matter decides nothing here.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.subject
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.subject.is_none() {
            return Err(Problem::new("subject", "names nothing", "the number of a report or a person").into());
        }
        Ok(vec![NewEntry::of(&Erased {})])
    }
}

fn apply_asked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let (subject, asked_by, asked_at) = (entry.subject, entry.actor.id, entry.recorded);
    tables.put(&Erasure { subject, asked_by, asked_at, done: false, seq: 0 })
}

fn apply_erased(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let asked = tables.get::<Erasure>(entry.subject)?;
    // Where the asking was lost with a journal's end, who enters the erasure again stands for it.
    let (subject, asked_by, asked_at) = (entry.subject, entry.actor.id, entry.recorded);
    let erasure = asked.unwrap_or(Erasure { subject, asked_by, asked_at, done: false, seq: 0 });
    let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
    tables.put(&Erasure { done: true, seq, ..erasure })
}

pub(crate) fn acts() -> Vec<ActSpec> {
    vec![ActSpec::of::<AskErasure>(), ActSpec::of::<ConfirmErasure>(), ActSpec::of::<HonourErasure>()]
}

pub(crate) fn events() -> [EventSpec; 2] {
    [EventSpec::of::<ErasureAsked>(), EventSpec::of::<Erased>()]
}

pub(crate) fn projections() -> [(u16, Apply); 2] {
    [(ErasureAsked::KIND, apply_asked), (Erased::KIND, apply_erased)]
}

pub(crate) const TABLE: &Table = <Erasure as Record>::TABLE;

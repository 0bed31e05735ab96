//! Proposing that originals of a record go to a recipient (¶63).

use super::{in_force, last_day, wrong};
use crate::codes::LegalBasis;
use crate::events::{Chosen, HandoverProposed};
use crate::tables::{Handover, Recipient};
use facts::original::Original;
use kernel::Span;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ProposeHandover`].
pub const KIND: ActKind = ActKind {
    code: 803,
    name: "evidence.propose-handover",
    about: "Propose that originals of a record go to a recipient",
    nature: Nature::Decision,
    roles: super::WORKERS,
};

/// Originals as a form and a command line write them: each as ACT/SLOT, with spaces between.
mod as_text {
    use super::Chosen;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(all: &[Chosen], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<Chosen>, D::Error> {
        let text = String::deserialize(from)?;
        // One more than may be: the act itself says that they are too many.
        text.split_whitespace()
            .take(super::super::MOST + 1)
            .map(|one| one.parse().map_err(D::Error::custom))
            .collect()
    }
}

/// Proposes a handover.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeHandover {
    /// The record that the originals came with.
    #[n(0)]
    pub record: Id,
    /// Its number: left out, the node draws it.
    #[n(1)]
    #[schema(required = false)]
    pub handover: Id,
    /// Who gets them.
    #[n(2)]
    pub recipient: Id,
    /// On what it rests; the words of law or order are sealed in slot 0.
    #[n(3)]
    pub basis: LegalBasis,
    /// Until which day the record is held, at most a year from today.
    #[n(4)]
    pub until: Span,
    /// The originals, each once: the act beside which it lies sealed, a slash, and its first slot there; with spaces between.
    #[n(5)]
    #[serde(with = "as_text")]
    #[schema(value_type = String, max_length = 2_600)]
    pub originals: Vec<Chosen>,
}

impl Act for ProposeHandover {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("handover", self.handover)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Handover>(self.handover);
        needs.row::<Recipient>(self.recipient);
        for one in self.originals.iter().take(super::MOST) {
            needs.row::<Original>((self.record, one.act, i64::from(one.slot)));
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ProposeHandover { record, handover, recipient, basis, until, ref originals } = *self;
        if handover.is_none() || view.get::<Handover>(handover).is_some() {
            return wrong("handover", "is no new number", "the number that the node draws");
        }
        in_force(recipient, ctx, view)?;
        let until = last_day(until, ctx.now.day())?;
        let mut chosen = originals.clone();
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.is_empty() || chosen.len() != originals.len() || chosen.len() > super::MOST {
            return wrong("originals", "are none, too many, or named twice", "1 to 64 originals, each once");
        }
        let lies = |one: &Chosen| view.get::<Original>((record, one.act, i64::from(one.slot))).is_some();
        if !chosen.iter().all(lies) {
            return wrong("originals", "do not all lie with this record", "originals that came with it");
        }
        Ok(vec![NewEntry::of(&HandoverProposed { handover, recipient, basis, until, originals: chosen })])
    }
}

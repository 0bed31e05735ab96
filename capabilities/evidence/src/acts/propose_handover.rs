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

/// Where an original lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OneOriginal {
    /// The act beside which it lies sealed.
    #[n(0)]
    pub act: Id,
    /// Its first slot there.
    #[n(1)]
    pub slot: u16,
}

/// Proposes a handover.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeHandover {
    /// The record that the originals came with.
    #[n(0)]
    pub record: Id,
    /// The handover's new number.
    #[n(1)]
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
    /// The originals, each once.
    #[n(5)]
    pub originals: Vec<OneOriginal>,
}

impl Act for ProposeHandover {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Handover>(self.handover);
        needs.row::<Recipient>(self.recipient);
        let _ = view;
        for one in self.originals.iter().take(super::MOST) {
            needs.row::<Original>((self.record, one.act, i64::from(one.slot)));
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let _ = view;
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ProposeHandover { record, handover, recipient, basis, until, ref originals } = *self;
        if handover.is_none() || view.get::<Handover>(handover).is_some() {
            return wrong("handover", "is no new number", "a new random number");
        }
        in_force(recipient, ctx, view)?;
        let until = last_day(until, ctx.now.day())?;
        let mut chosen: Vec<Chosen> =
            originals.iter().map(|one| Chosen { act: one.act, slot: one.slot }).collect();
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

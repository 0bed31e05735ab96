//! Entering what the recipient found: the answer comes back as a fact.

use super::at;
use crate::codes::HandoverState;
use crate::tables::{Handover, Recipient};
use facts::evidence::{EvidenceAnswer, EvidenceAnswered};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`AnswerHandover`].
pub const KIND: ActKind = ActKind {
    code: 809,
    name: "evidence.answer-handover",
    about: "Enter what the recipient of originals found",
    nature: Nature::Decision,
    roles: super::WORKERS,
};

/// Enters an answer.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerHandover {
    /// The record that the originals came with.
    #[n(0)]
    pub record: Id,
    /// The handover.
    #[n(1)]
    pub handover: Id,
    /// What it found.
    #[n(2)]
    pub answer: EvidenceAnswer,
}

impl Act for AnswerHandover {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Handover>(self.handover);
        if let Some(row) = view.peek::<Handover>(self.handover) {
            needs.row::<Recipient>(row.recipient);
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
        let _ = ctx;
        let row = at(self.record, self.handover, &[HandoverState::Arrived], view)?;
        Ok(vec![NewEntry::of(&EvidenceAnswered { handover: row.handover, answer: self.answer })])
    }
}

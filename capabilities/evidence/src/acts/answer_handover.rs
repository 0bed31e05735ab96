//! Entering what the recipient found: the answer comes back as a fact.

use super::at;
use crate::codes::HandoverState;
use crate::tables::{HANDED_IN, Handed, Handover, Recipient};
use facts::evidence::{EvidenceAnswer, EvidenceAnswered};
use facts::original::{Original, OriginalKind};
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
        needs.list::<Handed>(HANDED_IN, self.handover);
        for one in view.peek_list::<Handed>(HANDED_IN, self.handover) {
            needs.row::<Original>((one.record_id, one.act, one.slot));
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let Handover { handover, recipient, .. } =
            at(self.record, self.handover, &[HandoverState::Arrived], view)?;
        let unit = view.get::<Recipient>(recipient).map_or(Id::NONE, |row| row.unit);
        let handed = view.list::<Handed>(HANDED_IN, handover);
        let originals =
            handed.iter().filter_map(|one| view.get::<Original>((one.record_id, one.act, one.slot)));
        let pictures = originals
            .filter(|original| original.kind == OriginalKind::Picture)
            .filter_map(|original| u32::try_from(original.n).ok())
            .collect();
        Ok(vec![NewEntry::of(&EvidenceAnswered { handover, answer: self.answer, pictures, unit })])
    }
}

//! Approving a handover that somebody else proposed: it is packed, and the record is held.

use super::{at, in_force};
use crate::codes::HandoverState;
use crate::events::HandoverApproved;
use crate::tables::{Handover, Recipient};
use facts::evidence::EvidenceHeld;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ApproveHandover`].
pub const KIND: ActKind = ActKind {
    code: 804,
    name: "evidence.approve-handover",
    about: "Approve a handover that somebody else proposed",
    nature: Nature::Decision,
    roles: super::WORKERS,
};

/// Approves a handover.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveHandover {
    /// The record that the originals came with.
    #[n(0)]
    pub record: Id,
    /// The handover.
    #[n(1)]
    pub handover: Id,
}

impl Act for ApproveHandover {
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
        let row = view.get::<Handover>(self.handover).filter(|row| row.record_id == self.record);
        let first = row.map_or(Id::NONE, |row| row.proposed_by);
        vec![Facet::NeedsTwo { first }, Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = at(self.record, self.handover, &[HandoverState::Proposed], view)?;
        let Recipient { unit, public_key: key, .. } = in_force(row.recipient, ctx, view)?;
        let Handover { handover, held_to: until, .. } = row;
        Ok(vec![
            NewEntry::of(&HandoverApproved { handover, key }),
            NewEntry::of(&EvidenceHeld { handover, unit, until }),
        ])
    }
}

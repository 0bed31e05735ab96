//! Calling a handover off: one person does, at once, while nothing was fetched. Tutela itself stops one that cannot go on.

use super::at;
use crate::codes::HandoverState;
use crate::events::HandoverCalledOff;
use crate::tables::Handover;
use kernel::Role;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`CallOff`].
pub const KIND: ActKind = ActKind {
    code: 805,
    name: "evidence.call-off",
    about: "Call a handover off before anything was fetched",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::System],
};

/// Calls a handover off.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallOff {
    /// The record that the originals came with.
    #[n(0)]
    pub record: Id,
    /// The handover.
    #[n(1)]
    pub handover: Id,
}

impl Act for CallOff {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Handover>(self.handover);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        // Tutela stops what it cannot pack; what lies packed only a person calls off.
        let stopped = ctx.actor.role == Role::System;
        let states: &[HandoverState] = if stopped {
            &[HandoverState::Approved]
        } else {
            &[HandoverState::Proposed, HandoverState::Approved, HandoverState::Packed]
        };
        let row = at(self.record, self.handover, states, view)?;
        Ok(vec![NewEntry::of(&HandoverCalledOff { handover: row.handover, stopped })])
    }
}

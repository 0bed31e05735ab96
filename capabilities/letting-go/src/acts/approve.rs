//! Approving a schedule that somebody else laid down: it takes the place of the one before.

use super::KEEPERS;
use crate::codes::ScheduleState;
use crate::events::ScheduleApproved;
use crate::tables::{SCHEDULES_OF, Schedule};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Approves a schedule.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveSchedule {
    /// The schedule.
    #[n(0)]
    pub schedule: Id,
}

/// Kind of [`ApproveSchedule`].
pub const KIND: ActKind = ActKind {
    code: 957,
    name: "letting-go.approve-schedule",
    about: "Approve a schedule that somebody else laid down",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for ApproveSchedule {
    const KIND: &'static ActKind = &KIND;

    /// Schedules are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Schedule>(self.schedule);
        if let Some(schedule) = view.peek::<Schedule>(self.schedule) {
            needs.list::<Schedule>(SCHEDULES_OF, (schedule.kind, ScheduleState::InForce));
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let first = view.get::<Schedule>(self.schedule).map_or(Id::NONE, |row| row.laid_down_by);
        vec![Facet::NeedsTwo { first }, Facet::Handles { matter: self.schedule }]
    }

    fn subject(&self) -> Id {
        self.schedule
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let waits = view.get::<Schedule>(self.schedule).filter(|row| row.state == ScheduleState::Proposed);
        let Some(Schedule { schedule, kind, .. }) = waits else {
            return Err(Problem::new("schedule", "does not wait to be approved", "one that does").into());
        };
        let before = view.list::<Schedule>(SCHEDULES_OF, (kind, ScheduleState::InForce));
        let replaces = before.first().map_or(Id::NONE, |row| row.schedule);
        Ok(vec![NewEntry::of(&ScheduleApproved { schedule, replaces })])
    }
}

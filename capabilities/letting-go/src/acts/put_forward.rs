//! Putting an erasure forward when its day has come: the schedule is the first of two, the overseer the second.

use crate::codes::{DueState, ScheduleState};
use crate::events::ErasurePutForward;
use crate::tables::{Due, Schedule};
use crate::terms::{due_day, terms_needs};
use kernel::erasure::Erasure;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Puts forward the erasure of a record that was announced.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutForward {
    /// The record.
    #[n(0)]
    pub record: Id,
}

/// Kind of [`PutForward`].
pub const KIND: ActKind = ActKind {
    code: 961,
    name: "letting-go.put-forward",
    about: "Put forward the erasure of a record whose day has come",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for PutForward {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Due>(self.record);
        needs.row::<Erasure>(self.record);
        terms_needs(self.record, view, needs);
        if let Some(due) = view.peek::<Due>(self.record) {
            needs.row::<Schedule>(due.schedule);
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Erases { subject: self.record, scheduled: true }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let today = ctx.now.day();
        let announced = view.get::<Due>(self.record).filter(|due| due.state == DueState::Announced);
        let Some(due) = announced.filter(|due| due.due_on <= today) else {
            return Err(Problem::new("record", "is not due", "one whose day has come").into());
        };
        if view.get::<Erasure>(self.record).is_some_and(|erasure| !erasure.done) {
            return Err(Problem::new("record", "its erasure is asked for already", "confirm that one").into());
        }
        let schedule = view.get::<Schedule>(due.schedule).filter(|row| row.state == ScheduleState::InForce);
        let still = schedule.filter(|row| due_day(self.record, row, view).is_some_and(|day| day <= today));
        let Some(Schedule { schedule, laid_down_by, .. }) = still else {
            return Err(Problem::new("record", "is not due any more", "one that nothing happened to").into());
        };
        Ok(vec![NewEntry::of(&ErasurePutForward { schedule, laid_down_by })])
    }
}

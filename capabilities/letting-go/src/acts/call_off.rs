//! Calling off what was announced or put forward: something was entered since, or the schedule changed.

use crate::codes::ScheduleState;
use crate::events::DueCalledOff;
use crate::tables::{Due, Schedule};
use crate::terms::{due_day, terms_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Calls off that a record is due.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallOff {
    /// The record.
    #[n(0)]
    pub record: Id,
}

/// Kind of [`CallOff`].
pub const KIND: ActKind = ActKind {
    code: 962,
    name: "letting-go.call-off",
    about: "Enter that a record does not fall due after all",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for CallOff {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Due>(self.record);
        terms_needs(self.record, view, needs);
        if let Some(due) = view.peek::<Due>(self.record) {
            needs.row::<Schedule>(due.schedule);
        }
    }

    // It decides nothing: what it says follows from what is on record.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let Some(due) = view.get::<Due>(self.record) else {
            return Err(Problem::new("record", "is not due", "one that was announced").into());
        };
        let schedule = view.get::<Schedule>(due.schedule).filter(|row| row.state == ScheduleState::InForce);
        let day = schedule.and_then(|row| due_day(self.record, &row, view));
        if day.is_some_and(|day| day <= due.due_on) {
            return Err(Problem::new("record", "is due still", "one that something happened to").into());
        }
        Ok(vec![NewEntry::of(&DueCalledOff {})])
    }
}

//! Showing that a record falls due, before anything is put forward.

use crate::codes::ScheduleState;
use crate::events::DueAnnounced;
use crate::tables::{Due, Schedule};
use crate::terms::{due_day, terms_needs};
use kernel::erasure::Erasure;
use kernel::{Act, ActKind, Ctx, Day, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Announces that a record falls due by a schedule.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Announce {
    /// The record.
    #[n(0)]
    pub record: Id,
    /// The schedule.
    #[n(1)]
    pub schedule: Id,
}

/// Kind of [`Announce`].
pub const KIND: ActKind = ActKind {
    code: 960,
    name: "letting-go.announce",
    about: "Show that a record falls due",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for Announce {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Schedule>(self.schedule);
        needs.row::<Due>(self.record);
        needs.row::<Erasure>(self.record);
        terms_needs(self.record, view, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Erases { subject: self.record, scheduled: true }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let in_force = view.get::<Schedule>(self.schedule).filter(|row| row.state == ScheduleState::InForce);
        let Some(row) = in_force else {
            return Err(Problem::new("schedule", "is not in force", "one that is").into());
        };
        let asked = view.get::<Erasure>(self.record).is_some_and(|erasure| !erasure.done);
        if asked || view.get::<Due>(self.record).is_some() {
            return Err(Problem::new("record", "falls due already", "one that nobody announced").into());
        }
        let notice = i32::try_from(row.notice_days).unwrap_or(i32::MAX);
        // However late the job comes, nobody is shown a record for fewer days than the schedule says.
        let earliest = Day(ctx.now.day().0.saturating_add(notice));
        let day = due_day(self.record, &row, view).filter(|day| *day <= earliest);
        let Some(day) = day else {
            return Err(Problem::new("record", "does not fall due yet", "one whose term ends soon").into());
        };
        let due = DueAnnounced { schedule: row.schedule, kind: row.kind, due_on: day.max(earliest) };
        Ok(vec![NewEntry::of(&due)])
    }
}

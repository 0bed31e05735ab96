//! Approving when somebody sits at the desk. What was due already does not move.

use crate::events::DeskHoursSet;
use crate::staffed::DeskWeek;
use crate::tables::desk_hours::{DeskHoursProposal, ProposedHours};
use crate::weights::THE_ONE;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ApproveDeskHours`].
pub const KIND: ActKind = ActKind {
    code: 174,
    name: "reports.approve-desk-hours",
    about: "Approve when somebody sits at the desk, as somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

/// Approves the hours that wait. It names the proposal, so that nobody approves others than those they read.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveDeskHours {
    /// The proposal's number.
    #[n(0)]
    pub proposal: Id,
}

impl Act for ApproveDeskHours {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DeskHoursProposal>(THE_ONE);
        (1_i64..=7).for_each(|weekday| needs.row::<ProposedHours>(weekday));
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let waiting = view.get::<DeskHoursProposal>(THE_ONE);
        waiting.map(|one| Facet::NeedsTwo { first: one.proposed_by }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let waiting = view.get::<DeskHoursProposal>(THE_ONE).filter(|one| one.proposal == self.proposal);
        let Some(DeskHoursProposal { proposed_by, .. }) = waiting else {
            let right = "the newest one's number";
            return Err(Problem::new("proposal", "is not the one that waits", right).into());
        };
        let minute = |cell: i64| u32::try_from(cell).unwrap_or(0);
        let day = |weekday: i64| {
            view.get::<ProposedHours>(weekday).map_or((0, 0), |row| (minute(row.opens), minute(row.closes)))
        };
        let hours = DeskWeek::of([1, 2, 3, 4, 5, 6, 7].map(day));
        // An update may have set other bounds since.
        hours.check()?;
        Ok(vec![NewEntry::of(&DeskHoursSet { hours, proposed_by })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AddToThread, FileReport, ProposeDeskHours, Reply, RoundTheClock};
    use crate::limits::HOUR_MS;
    use crate::priority::{Reason, numbers};
    use crate::tables::Report;
    use crate::tables::desk_hours::DeskHours;
    use crate::testing::{REPORT, Room, TOLD, a_report, administrator, analyst, field, overseer, told};
    use facts::working::{HolidaySet, TimeZoneSet};
    use kernel::codes::DangerAnswer;
    use kernel::{Actor, Outcome, RuleName};

    const OTHER: Id = Id([3; 16]);

    /// The desk is open Mondays to Fridays from 9 to 17.
    fn office(room: &mut Room) {
        let (open, shut) = ((9 * 60, 17 * 60), (0, 0));
        let hours = DeskWeek::of([open, open, open, open, open, shut, shut]);
        assert!(room.entered(&ProposeDeskHours { hours }, administrator(1)));
        let act = ApproveDeskHours { proposal: room.rows::<DeskHoursProposal>()[0].proposal };
        assert_eq!(
            room.refused_by(&act, Actor { role: Role::Overseer, ..administrator(1) }),
            RuleName::TwoPeople
        );
        assert!(matches!(room.enter(&act, administrator(2)), Outcome::Forbidden(_)));
        assert!(room.entered(&act, overseer(2)));
        assert_eq!(field(&room.enter(&act, overseer(2))), "proposal", "nothing waits any more");
    }

    fn hours_of(row: &Report) -> i64 {
        (row.due_at.0 - row.last_at.0) / HOUR_MS
    }

    fn filed(room: &mut Room, report: Id, danger: DangerAnswer) -> Report {
        let act = told(&crate::priority::Told { danger, ..TOLD });
        assert!(room.entered(&FileReport { report, ..act }, Actor::PUBLIC));
        room.rows::<Report>().into_iter().find(|row| row.report == report).unwrap()
    }

    #[test]
    fn what_can_wait_counts_hours_at_the_desk_and_what_is_urgent_every_hour() {
        let mut room = Room::with_report();
        let before = room.report();
        assert_eq!(hours_of(&before), 72, "nothing is set: round the clock");
        office(&mut room);
        assert_eq!(room.report().due_at, before.due_at, "what was due already does not move");
        // The room's clock stands on Friday, 15 January 2027, in the morning before the desk opens.
        let ordinary = filed(&mut room, OTHER, DangerAnswer::Safe);
        assert_eq!(ordinary.last_at.to_string().get(..13), Some("2027-01-15T08"));
        assert_eq!(
            ordinary.due_at.to_string().get(..16),
            Some("2027-01-27T17:00"),
            "nine days of eight hours"
        );
        assert_eq!(
            hours_of(&filed(&mut room, Id([6; 16]), DangerAnswer::Unsure)),
            24,
            "danger waits for no desk"
        );
        let urgent = filed(&mut room, Id([4; 16]), DangerAnswer::NotSafe);
        assert_eq!((hours_of(&urgent), urgent.due_at.0 - urgent.last_at.0), (1, HOUR_MS));
        // Free on Monday, and the node is in Bogotá, where it is night still.
        let monday = "2027-01-18".parse::<kernel::Span>().unwrap().from;
        room.tell(&HolidaySet { day: monday, free: true, source: "fictional law".into() });
        room.tell(&TimeZoneSet { zone: "America/Bogota".into() });
        let ordinary = filed(&mut room, Id([5; 16]), DangerAnswer::Safe);
        assert_eq!(ordinary.due_at.to_string().get(..16), Some("2027-01-28T22:00"));
        // Danger told later is answered within the hour, whatever the desk's hours.
        let danger = AddToThread { report: REPORT, reasons: numbers(&[Reason::DangerNow]) };
        assert!(room.entered(&danger, Actor::PUBLIC));
        assert_eq!(hours_of(&room.report()), 1);
        assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
        assert!(room.replays());
    }

    #[test]
    fn round_the_clock_is_in_force_at_once_and_by_one() {
        let mut room = Room::default();
        assert_eq!(field(&room.enter(&RoundTheClock {}, administrator(1))), "hours", "it is so already");
        office(&mut room);
        assert_eq!(room.rows::<DeskHours>().len(), 7);
        assert!(matches!(room.enter(&RoundTheClock {}, analyst(1)), Outcome::Forbidden(_)));
        assert!(room.entered(&RoundTheClock {}, administrator(1)));
        assert!(room.rows::<DeskHours>().is_empty());
        assert!(room.entered(&a_report(), Actor::PUBLIC));
        assert_eq!(hours_of(&room.report()), 72);
        assert!(room.replays());
    }
}

//! Reports of machines that say the same stand in one line, so that nobody reads a thousand of them to find the one that differs.

use super::carrying::{carried, carried_needs};
use super::{known, same_unit};
use crate::events::Folded;
use crate::state::stage_of;
use crate::tables::Report;
use facts::machine::{tell_needs, to_tell};
use kernel::codes::{QueueState, ReportingPerson};
use kernel::knowing::not_known;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Fold`].
pub const KIND: ActKind = ActKind {
    code: 150,
    name: "reports.fold",
    about: "Put a machine's report in the line of another one that says the same",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Puts one report in the line of another, which counts it and is as urgent as the more urgent of both; whoever must not see the one is
/// kept from the other. What a person told is never
/// folded: it is linked, and each is answered. [`Unfold`](super::Unfold) undoes it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fold {
    /// The report that gives up its line.
    #[n(0)]
    pub report: Id,
    /// The one in whose line it stands from then on.
    #[n(1)]
    pub other_report: Id,
}

/// A machine's report that stands in a line of its own and in no case.
fn stands_alone(field: &'static str, row: &Report) -> Result<(), Problem> {
    if row.reporter != ReportingPerson::Machine {
        let right = "a machine's report; two of persons are linked, so that each is answered";
        return Err(Problem::new(field, "was told by a person", right));
    }
    if row.state == QueueState::Folded {
        return Err(Problem::new(
            field,
            "stands in the line of another one already",
            "the report of that line",
        ));
    }
    Ok(())
}

impl Act for Fold {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report), ("other_report", self.other_report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        for report in [self.report, self.other_report] {
            needs.row::<Report>(report);
            carried_needs(report, needs);
        }
        tell_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }, Facet::Handles { matter: self.other_report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (one, Some(two)) = (known(self.report, view)?, view.get::<Report>(self.other_report)) else {
            return Err(not_known("other_report").into());
        };
        if self.report == self.other_report {
            return Err(
                Problem::new("other_report", "is the same report", "the number of another one").into()
            );
        }
        stands_alone("report", &one)?;
        stands_alone("other_report", &two)?;
        if !one.case_id.is_none() {
            return Err(Problem::new("report", "went into a case", "a report that is in no case").into());
        }
        same_unit(&one, &two)?;
        if one.stands_for > 1 {
            let right =
                "a report that stands for itself alone; put those of the shorter line in the longer one";
            return Err(
                Problem::new("report", format!("stands for {} reports", one.stands_for), right).into()
            );
        }
        if one.waiting && !two.waiting {
            let right = "a report that waits, too: take that line up again first, or decide about this one";
            return Err(Problem::new("other_report", "waits for nobody any more", right).into());
        }
        let folded = NewEntry::of(&Folded { report: self.report, into: self.other_report });
        let (there, back) = (carried(self.report, &two, view)?, carried(self.other_report, &one, view)?);
        // It goes where its line goes, from now on.
        let told = stage_of(two.state).map(|stage| to_tell(self.report, stage, view)).unwrap_or_default();
        Ok(std::iter::once(folded).chain(there).chain(back).chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{FileReport, NotPursue, Refer, TakeUp, Unfold};
    use crate::codes::{ReferralState, SaidOf};
    use crate::priority::Told;
    use crate::tables::referral::Referral;
    use crate::tables::{Call, FoldedReport};
    use crate::testing::{REPORT, Room, TOLD, a_report, analyst, field, told};
    use kernel::codes::{DangerAnswer, NotPursuedReason};
    use kernel::knowing::Holding;
    use kernel::{Actor, RuleName};

    const OTHER: Id = Id([3; 16]);
    const FOLD: Fold = Fold { report: OTHER, other_report: REPORT };
    const UNFOLD: Unfold = Unfold { head: REPORT, report: OTHER };

    fn of_machine(report: Id, danger: DangerAnswer) -> FileReport {
        FileReport { report, ..told(&Told { by: ReportingPerson::Machine, danger, ..TOLD }) }
    }

    fn machine_refers(report: Id, unit: Id) -> Refer {
        Refer { agreement: None, ..Refer::agreed(report, unit) }
    }

    fn room() -> Room {
        let mut room = Room::default();
        assert!(room.entered(&of_machine(REPORT, DangerAnswer::Safe), Actor::SYSTEM));
        assert!(room.entered(&of_machine(OTHER, DangerAnswer::NotSafe), Actor::SYSTEM));
        room
    }

    fn row(room: &Room, report: Id) -> Report {
        room.rows::<Report>().into_iter().find(|row| row.report == report).unwrap()
    }

    fn known_of(room: &Room, report: Id) -> bool {
        room.rows::<Holding>().iter().any(|row| row.record_id == report)
    }

    #[test]
    fn one_line_counts_both_and_is_as_urgent_as_the_more_urgent() {
        let mut room = room();
        assert!(room.entered(&FOLD, analyst(1)));
        let (head, folded) = (room.report(), row(&room, OTHER));
        assert_eq!((head.stands_for, head.points, head.waiting), (2, folded.points, true));
        assert_eq!((folded.state, folded.waiting), (QueueState::Folded, false));
        assert!(!known_of(&room, OTHER), "it is known through its line alone");
        let calls: Vec<Id> =
            room.rows::<Call>().into_iter().filter(|row| row.times == 0).map(|row| row.report).collect();
        assert!(calls.contains(&REPORT), "danger calls for the line that it stands in");
        assert!(room.replays());
    }

    #[test]
    fn what_was_folded_stands_alone_again_with_whoever_has_the_line_by_then() {
        let mut room = room();
        room.hotline(analyst(1).unit);
        assert!(room.entered(&FOLD, analyst(1)));
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert_eq!(field(&room.enter(&Unfold { head: REPORT, report: REPORT }, analyst(1))), "report");
        assert!(room.entered(&UNFOLD, analyst(2)));
        let (head, again) = (room.report(), row(&room, OTHER));
        assert_eq!((head.stands_for, again.stands_for, again.waiting), (1, 1, true));
        assert_eq!((again.state, again.unit, again.taken_by), (QueueState::Referred, head.unit, Id::NONE));
        assert!(room.rows::<FoldedReport>().is_empty() && known_of(&room, OTHER));
        assert_eq!(field(&room.enter(&UNFOLD, analyst(1))), "report");
        assert!(room.replays());
    }

    #[test]
    fn what_a_machine_says_again_stands_in_the_line_from_the_first() {
        let mut room = room();
        let again =
            |n: u8| FileReport { folded_into: Some(REPORT), ..of_machine(Id([n; 16]), DangerAnswer::Safe) };
        assert!(room.entered(&again(20), Actor::SYSTEM));
        assert!(room.entered(&again(21), analyst(1)));
        assert_eq!(room.report().stands_for, 3);
        assert!(!known_of(&room, Id([20; 16])));
        assert_eq!(room.rows::<FoldedReport>().len(), 2);
        // Decided or not, the line goes on counting, and nothing comes up again by it.
        let put_aside =
            NotPursue { report: REPORT, reason: NotPursuedReason::Duplicate, ground: None, told: false };
        assert!(room.entered(&put_aside, analyst(1)));
        assert!(room.entered(&again(22), Actor::SYSTEM));
        assert_eq!((room.report().stands_for, room.report().waiting), (4, false));
        assert!(room.replays());
    }

    #[test]
    fn only_what_machines_say_is_folded() {
        let mut room = room();
        let child = FileReport { report: Id([9; 16]), ..a_report() };
        assert!(room.entered(&child, Actor::PUBLIC));
        assert_eq!(
            field(&room.enter(&Fold { report: child.report, other_report: REPORT }, analyst(1))),
            "report"
        );
        let onto_child = Fold { report: REPORT, other_report: child.report };
        assert_eq!(field(&room.enter(&onto_child, analyst(1))), "other_report");
        let told = FileReport { report: Id([10; 16]), folded_into: Some(REPORT), ..a_report() };
        assert_eq!(field(&room.enter(&told, Actor::PUBLIC)), "folded_into");
        assert_eq!(field(&room.enter(&of_machine(Id([11; 16]), DangerAnswer::Safe), Actor::PUBLIC)), "by");
        for head in [child.report, Id([99; 16])] {
            let act = FileReport { folded_into: Some(head), ..of_machine(Id([12; 16]), DangerAnswer::Safe) };
            assert_eq!(field(&room.enter(&act, Actor::SYSTEM)), "folded_into");
        }
        assert!(room.entered(&FOLD, analyst(1)));
        let onto_folded =
            FileReport { folded_into: Some(OTHER), ..of_machine(Id([12; 16]), DangerAnswer::Safe) };
        assert_eq!(field(&room.enter(&onto_folded, Actor::SYSTEM)), "folded_into");
    }

    #[test]
    fn nothing_that_waits_is_put_in_a_line_that_nobody_looks_at() {
        let mut room = room();
        let put_aside =
            NotPursue { report: REPORT, reason: NotPursuedReason::Duplicate, ground: None, told: false };
        assert!(room.entered(&put_aside, analyst(1)));
        assert_eq!(field(&room.enter(&FOLD, analyst(1))), "other_report");
        let mut room = super::tests::room();
        let again = FileReport { folded_into: Some(OTHER), ..of_machine(Id([20; 16]), DangerAnswer::Safe) };
        assert!(room.entered(&again, Actor::SYSTEM));
        assert_eq!(field(&room.enter(&FOLD, analyst(1))), "report", "it stands for two");
        assert!(room.entered(&Fold { report: REPORT, other_report: OTHER }, analyst(1)));
    }

    #[test]
    fn a_complaint_stands_with_its_line_and_what_was_found_of_the_line_holds_for_it() {
        let mut room = Room::default();
        let police =
            crate::circumstances::Circumstances { said_of: vec![SaidOf::Police], ..Default::default() };
        let told = |report, folded_into| FileReport {
            circumstances: police.clone(),
            folded_into,
            ..of_machine(report, DangerAnswer::Safe)
        };
        assert!(room.entered(&told(REPORT, None), Actor::SYSTEM));
        assert!(room.entered(&told(OTHER, Some(REPORT)), Actor::SYSTEM));
        let (head, folded) = (room.report(), row(&room, OTHER));
        assert_eq!((head.stands_for, folded.state, folded.waiting), (2, QueueState::Folded, false));
        // Found of the line only: it is laid on what leaves it.
        let mut room = super::tests::room();
        assert!(room.entered(&FOLD, analyst(1)));
        room.declare_conflict(4, REPORT);
        assert!(room.entered(&UNFOLD, analyst(1)));
        assert_eq!(room.refused_by(&TakeUp { report: OTHER }, analyst(4)), RuleName::NoJudgeInOwnCause);
        assert!(room.replays());
    }

    #[test]
    fn a_referral_that_is_put_in_a_line_calls_nobody_any_more() {
        let mut room = room();
        let there = Id([201; 16]);
        room.hotline(there);
        room.hotline(analyst(1).unit);
        for report in [REPORT, OTHER] {
            assert!(room.entered(&machine_refers(report, there), analyst(1)));
        }
        assert!(room.entered(&FOLD, Actor { unit: there, ..analyst(5) }));
        let open = |row: &Referral| row.report == OTHER && row.referral_state == ReferralState::Waiting;
        assert!(!room.rows::<Referral>().iter().any(open));
    }

    #[test]
    fn a_line_is_of_one_unit_and_a_conflict_keeps_away() {
        let mut room = room();
        room.declare_conflict(4, OTHER);
        assert_eq!(room.refused_by(&FOLD, analyst(4)), RuleName::NoJudgeInOwnCause);
        let there = Id([201; 16]);
        room.hotline(there);
        room.hotline(analyst(1).unit);
        assert!(room.entered(&machine_refers(OTHER, there), analyst(1)));
        assert!(!room.entered(&FOLD, analyst(1)), "it is with another unit");
    }
}

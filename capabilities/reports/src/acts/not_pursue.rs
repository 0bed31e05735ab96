//! A report is put aside, with a reason that its reporter can read. It can be taken up again.

use super::{second_look_needs, second_people, that_can};
use crate::events::NotPursued;
use crate::state::Step;
use crate::tables::Report;
use facts::machine::{SenderStage, tell_needs, to_tell};
use kernel::codes::{ClosureReason, NotPursuedReason};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`NotPursue`].
pub const KIND: ActKind = ActKind {
    code: 105,
    name: "reports.not-pursue",
    about: "Put a report aside, with a reason that the reporter can read",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Puts a report aside. Words to the reporter, where there are any, are sealed in [`SLOT_TEXT`](super::SLOT_TEXT) and
/// stand in the thread; without them the thread shows the reason alone.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotPursue {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Why.
    #[n(1)]
    pub reason: NotPursuedReason,
    /// The ground in the words of a case: with the reason "other" and only there, since the other reasons say theirs. So
    /// free words are no way around the rules: a ground that rests on a complaint, on testimony or on consent is refused.
    #[n(2)]
    pub ground: Option<ClosureReason>,
    /// True when words to the reporter are sealed with it; always with the reason "other".
    #[n(3)]
    pub told: bool,
}

impl NotPursue {
    /// On what ground it puts the report aside, in the words of a case; none for what is no report at all.
    #[must_use]
    pub fn closure(&self) -> Option<ClosureReason> {
        match self.reason {
            NotPursuedReason::NoChildConcerned | NotPursuedReason::NoOffenceSeen => {
                Some(ClosureReason::NoOffence)
            }
            NotPursuedReason::TooLittleToAct | NotPursuedReason::ContentGone => {
                Some(ClosureReason::InsufficientEvidence)
            }
            NotPursuedReason::Duplicate => Some(ClosureReason::Duplicate),
            NotPursuedReason::OutsideRemit | NotPursuedReason::NotAReport => None,
            NotPursuedReason::Other => Some(self.ground.unwrap_or(ClosureReason::Other)),
        }
    }
}

impl Act for NotPursue {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        second_look_needs(self.report, needs);
        tell_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let handles = Facet::Handles { matter: self.report };
        // A stated ground is judged even where it does not belong, before the input is.
        let grounds = self.closure().into_iter().chain(self.ground);
        // A report has no suspects yet: whoever exploited may have been an adult.
        let closes =
            grounds.map(|reason| Facet::Closes { reason, suspects: Vec::new(), when: Span::UNKNOWN });
        std::iter::once(handles).chain(second_people(self.report, view)).chain(closes).collect()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        that_can(Step::NotPursue, self.report, view)?;
        let other = self.reason == NotPursuedReason::Other;
        if other != self.ground.is_some() {
            let wrong = if other { "is missing" } else { "is said by the reason already" };
            return Err(
                Problem::new("ground", wrong, "a ground with the reason 'other', and only there").into()
            );
        }
        if other && !self.told {
            let right = "words to the reporter: the reason 'other' does not explain itself";
            return Err(Problem::new("told", "is false", right).into());
        }
        let (report, reason, ground, told) = (self.report, self.reason, self.closure(), self.told);
        let put_aside = NewEntry::of(&NotPursued { report, reason, ground, told });
        let to_sender = to_tell(report, SenderStage::PutAside, view);
        Ok(std::iter::once(put_aside).chain(to_sender).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::TakeUp;
    use crate::testing::{REPORT, Room, analyst, field, support};
    use facts::report::ReportBecameCase;
    use kernel::codes::{CodeList, QueueState};
    use kernel::{Actor, Outcome, RuleName};
    use proptest::prelude::*;
    use proptest::sample::select;

    fn aside(reason: NotPursuedReason) -> NotPursue {
        let other = reason == NotPursuedReason::Other;
        NotPursue { report: REPORT, reason, ground: other.then_some(ClosureReason::TimeBarred), told: other }
    }

    #[test]
    fn the_reason_is_shown_and_the_report_can_be_taken_up_again() {
        for &reason in NotPursuedReason::all() {
            let mut room = Room::with_report();
            assert!(room.entered(&aside(reason), analyst(1)), "{reason:?}");
            let row = room.report();
            assert_eq!((row.state, row.not_pursued), (QueueState::NotPursued, reason.number()));
            assert!(!row.waiting);
            let told = reason == NotPursuedReason::Other;
            assert_eq!((row.messages, row.answered_at == row.last_at), (1 + i64::from(told), told));
            assert_eq!(field(&room.enter(&aside(reason), analyst(1))), "report");
            assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
            assert_eq!((room.report().state, room.report().not_pursued), (QueueState::TakenUp, 0));
            assert!(room.replays());
        }
    }

    proptest! {
        #[test]
        fn no_complaint_no_testimony_and_no_consent_are_no_ground(
            ground in select(ClosureReason::all().to_vec()), reason in select(NotPursuedReason::all().to_vec()),
        ) {
            let mut room = Room::with_report();
            let outcome = room.enter(&NotPursue { ground: Some(ground), told: true, ..aside(reason) }, analyst(1));
            let wanted = match ground {
                ClosureReason::NoComplaint | ClosureReason::ComplaintWithdrawn | ClosureReason::ChildWillNotTestify => {
                    Some(RuleName::ExOfficio)
                }
                ClosureReason::AllegedConsent | ClosureReason::AgeAllegedlyNotKnown
                | ClosureReason::PeersWithoutExploitation => Some(RuleName::NoConsentOfAChild),
                _ => None,
            };
            match outcome {
                Outcome::Refused(refusal) => prop_assert_eq!(Some(refusal.rule), wanted),
                Outcome::Entered { .. } => prop_assert!(wanted.is_none() && reason == NotPursuedReason::Other),
                Outcome::Invalid(problem) => {
                    prop_assert!(wanted.is_none() && reason != NotPursuedReason::Other);
                    prop_assert_eq!(problem.field, "ground");
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let mut room = Room::with_report();
        let other = aside(NotPursuedReason::Other);
        assert_eq!(field(&room.enter(&NotPursue { ground: None, ..other }, analyst(1))), "ground");
        assert_eq!(field(&room.enter(&NotPursue { told: false, ..other }, analyst(1))), "told");
        assert_eq!(field(&room.enter(&NotPursue { report: Id([9; 16]), ..other }, analyst(1))), "report");
        room.tell(&ReportBecameCase { report: REPORT, case: Id([5; 16]) });
        assert_eq!(field(&room.enter(&aside(NotPursuedReason::Duplicate), analyst(1))), "report");
    }

    #[test]
    fn a_conflict_puts_nothing_aside() {
        let mut room = Room::with_report();
        room.declare_conflict(1, REPORT);
        let act = aside(NotPursuedReason::NoOffenceSeen);
        assert_eq!(room.refused_by(&act, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert!(matches!(room.enter(&act, support(2)), Outcome::Forbidden(_)));
        assert!(matches!(room.enter(&act, Actor::PUBLIC), Outcome::Forbidden(_)));
        assert_eq!(room.report().state, QueueState::New);
    }
}

//! The reporter asks, by receipt, that somebody else looks at a report that was put aside.

use super::known;
use crate::events::SecondLookAsked;
use crate::tables::{AskedLook, Report};
use kernel::codes::QueueState;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`AskSecondLook`].
pub const KIND: ActKind = ActKind {
    code: 111,
    name: "reports.ask-second-look",
    about: "Ask that another person looks at a report that was put aside",
    nature: Nature::Decision,
    roles: &[Role::Public],
};

/// Asks for a second look. The report waits again, in its unit, until somebody takes it up or decides: nobody who had put it aside
/// does either ([`TakeUp`](super::TakeUp), [`NotPursue`](super::NotPursue)). Once for each report: who knows more writes it into the
/// thread, as often as they like.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSecondLook {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for AskSecondLook {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<AskedLook>(self.report);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = known(self.report, view)?;
        if row.state != QueueState::NotPursued {
            return Err(Problem::new("report", "is not put aside", "write into its thread instead").into());
        }
        if view.get::<AskedLook>(self.report).is_some() {
            let wrong = "was looked at by another person already";
            return Err(Problem::new("report", wrong, "write into its thread what is new").into());
        }
        Ok(vec![NewEntry::of(&SecondLookAsked { report: self.report })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{MarkComplaint, NameBody, NotPursue, Refer, Reply, TakeUp};
    use crate::codes::{SaidOf, SecondLook};
    use crate::testing::{REPORT, Room, UNIT, analyst, field, overseer};
    use facts::complaint::Body;
    use facts::report::ReportBecameCase;
    use facts::unit::UnitKind;
    use kernel::codes::NotPursuedReason;
    use kernel::{Actor, Outcome, RuleName};

    const ASK: AskSecondLook = AskSecondLook { report: REPORT };
    const TAKE_UP: TakeUp = TakeUp { report: REPORT };

    fn aside() -> NotPursue {
        let reason = NotPursuedReason::TooLittleToAct;
        NotPursue { report: REPORT, reason, ground: None, told: false }
    }

    fn look(room: &Room) -> Option<SecondLook> {
        room.rows::<AskedLook>().first().map(|row| row.second_look)
    }

    #[test]
    fn another_person_decides_and_the_one_who_put_it_aside_never_does_again() {
        let mut room = Room::with_report();
        assert_eq!(field(&room.enter(&ASK, Actor::PUBLIC)), "report");
        assert!(room.entered(&TAKE_UP, analyst(1)));
        assert!(room.entered(&aside(), analyst(1)));
        assert!(room.entered(&ASK, Actor::PUBLIC));
        let row = room.report();
        assert_eq!((row.state, row.waiting, row.not_pursued), (QueueState::New, true, 0));
        assert_eq!((row.unit, row.taken_by), (UNIT, Id::NONE));
        assert!(row.due_at > row.last_at);
        assert_eq!(look(&room), Some(SecondLook::Asked));

        assert_eq!(room.refused_by(&aside(), analyst(1)), RuleName::TwoPeople);
        assert_eq!(room.refused_by(&TAKE_UP, analyst(1)), RuleName::TwoPeople);
        assert!(room.entered(&aside(), analyst(2)));
        assert_eq!((look(&room), room.report().state), (Some(SecondLook::Done), QueueState::NotPursued));
        assert_eq!(field(&room.enter(&ASK, Actor::PUBLIC)), "report");
        // Once somebody else has looked, anybody may go on; but never put it aside.
        assert!(room.entered(&TAKE_UP, analyst(1)));
        assert_eq!(room.refused_by(&aside(), analyst(1)), RuleName::TwoPeople);
        assert!(room.entered(&aside(), analyst(2)), "who looked may");
        assert!(room.replays());
    }

    #[test]
    fn nobody_of_several_who_put_it_aside_looks_again() {
        let mut room = Room::with_report();
        for officer in [1, 2] {
            assert!(room.entered(&TAKE_UP, analyst(officer)));
            assert!(room.entered(&aside(), analyst(officer)));
        }
        assert!(room.entered(&ASK, Actor::PUBLIC));
        for officer in [1, 2] {
            assert_eq!(room.refused_by(&TAKE_UP, analyst(officer)), RuleName::TwoPeople);
        }
        assert!(room.entered(&TAKE_UP, analyst(3)));
        assert_eq!(look(&room), Some(SecondLook::Done));
        assert!(room.replays());
    }

    #[test]
    fn no_word_and_no_referral_ends_a_second_look() {
        let mut room = Room::with_report();
        let other = Id([150; 16]);
        room.hotline(other);
        assert!(room.entered(&aside(), analyst(1)));
        assert!(room.entered(&ASK, Actor::PUBLIC));
        for officer in [1, 2] {
            assert!(room.entered(&Reply { report: REPORT }, analyst(officer)));
            assert!(room.report().waiting);
        }
        assert!(room.entered(&Refer::agreed(REPORT, other), analyst(1)));
        assert_eq!((look(&room), room.report().waiting), (Some(SecondLook::Asked), true));
        let there = Actor { unit: other, ..analyst(3) };
        assert!(room.entered(&TAKE_UP, there));
        assert!(room.entered(&Reply { report: REPORT }, there));
        assert_eq!((look(&room), room.report().waiting), (Some(SecondLook::Done), false));
        assert!(room.replays());
    }

    #[test]
    fn a_case_or_the_body_that_hears_complaints_decides_anew() {
        let aside_and_asked = || {
            let mut room = Room::with_report();
            assert!(room.entered(&aside(), analyst(1)));
            assert!(room.entered(&ASK, Actor::PUBLIC));
            room
        };
        let mut room = aside_and_asked();
        room.tell(&ReportBecameCase { report: REPORT, case: Id([5; 16]) });
        assert_eq!(look(&room), None);

        let mut room = aside_and_asked();
        let unit = room.unit("hears", UnitKind::Oversight);
        assert!(room.entered(&NameBody { body: Body::First, unit }, overseer(9)));
        assert!(room.entered(&MarkComplaint { report: REPORT, said_of: SaidOf::Police }, analyst(1)));
        assert_eq!(look(&room), None);
        let there = Actor { unit, ..analyst(4) };
        assert!(room.entered(&aside(), there));
        assert!(room.entered(&ASK, Actor::PUBLIC));
        assert_eq!(room.refused_by(&aside(), there), RuleName::TwoPeople);
        // Marked once more within the body that has it, it is decided by nobody else.
        assert!(room.entered(&MarkComplaint { report: REPORT, said_of: SaidOf::Court }, there));
        assert_eq!(room.refused_by(&aside(), there), RuleName::TwoPeople);
        assert!(room.replays());
    }

    #[test]
    fn staff_do_not_ask_for_the_reporter() {
        let mut room = Room::with_report();
        assert!(room.entered(&aside(), analyst(1)));
        assert!(matches!(room.enter(&ASK, analyst(1)), Outcome::Forbidden(_)));
        let unknown = AskSecondLook { report: Id([9; 16]) };
        assert_eq!(field(&room.enter(&unknown, Actor::PUBLIC)), "report");
    }
}

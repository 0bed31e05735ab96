//! The reporter asks, by receipt, that somebody else looks at a report that was put aside.

use super::known;
use crate::codes::SecondLook;
use crate::events::SecondLookAsked;
use crate::tables::{PutAside, Report};
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

/// Asks for a second look. The report waits again, in its unit, and whoever put it aside never does so again
/// ([`NotPursue`](super::NotPursue)). Once for each report: who knows more writes it into the thread, as often as they like.
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
        needs.row::<PutAside>(self.report);
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
        let asked =
            view.get::<PutAside>(self.report).is_some_and(|row| row.second_look != SecondLook::NotAsked);
        if asked {
            let wrong = "was looked at by another person already";
            return Err(Problem::new("report", wrong, "write into its thread what is new").into());
        }
        Ok(vec![NewEntry::of(&SecondLookAsked { report: self.report })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{NotPursue, Refer, TakeUp};
    use crate::testing::{REPORT, Room, UNIT, analyst, field};
    use kernel::codes::NotPursuedReason;
    use kernel::{Actor, Outcome, RuleName};

    const ASK: AskSecondLook = AskSecondLook { report: REPORT };

    fn aside() -> NotPursue {
        let reason = NotPursuedReason::TooLittleToAct;
        NotPursue { report: REPORT, reason, ground: None, told: false }
    }

    fn look(room: &Room) -> SecondLook {
        room.rows::<PutAside>()[0].second_look
    }

    #[test]
    fn another_person_decides_and_the_one_who_put_it_aside_never_does_again() {
        let mut room = Room::with_report();
        assert_eq!(field(&room.enter(&ASK, Actor::PUBLIC)), "report");
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert!(room.entered(&aside(), analyst(1)));
        assert!(room.entered(&ASK, Actor::PUBLIC));
        let row = room.report();
        assert_eq!((row.state, row.waiting, row.not_pursued), (QueueState::New, true, 0));
        assert_eq!((row.unit, row.taken_by), (UNIT, Id::NONE));
        assert!(row.due_at > row.last_at);
        assert_eq!(look(&room), SecondLook::Asked);

        assert_eq!(room.refused_by(&aside(), analyst(1)), RuleName::TwoPeople);
        assert!(room.entered(&aside(), analyst(2)));
        assert_eq!((look(&room), room.report().state), (SecondLook::Done, QueueState::NotPursued));
        assert_eq!(field(&room.enter(&ASK, Actor::PUBLIC)), "report");
        // Not by way of taking it up first, either.
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert_eq!(room.refused_by(&aside(), analyst(1)), RuleName::TwoPeople);
        assert!(room.replays());
    }

    #[test]
    fn a_report_that_is_taken_up_or_sent_on_was_looked_at() {
        for sent_on in [false, true] {
            let mut room = Room::with_report();
            let other = Id([150; 16]);
            room.hotline(other);
            assert!(room.entered(&aside(), analyst(1)));
            assert!(room.entered(&ASK, Actor::PUBLIC));
            if sent_on {
                assert!(room.entered(&TakeUp { report: REPORT }, analyst(2)));
                assert!(room.entered(&Refer { report: REPORT, unit: other }, analyst(2)));
            } else {
                assert!(room.entered(&TakeUp { report: REPORT }, analyst(2)));
            }
            assert_eq!(look(&room), SecondLook::Done);
            assert!(room.replays());
        }
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

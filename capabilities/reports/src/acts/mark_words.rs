//! Whoever read a report says whether its words may distress those who read it next (¶52 derived: whoever helps is looked after, too).

use super::known;
use crate::events::WordsMarked;
use crate::tables::Report;
use crate::tables::marked::MarkedWords;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`MarkWords`].
pub const KIND: ActKind = ActKind {
    code: 188,
    name: "reports.mark-words",
    about: "Say whether the words of a report may distress those who read it next: they are folded until opened, or not",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Marks the words of a report for those who read it next. What was marked last holds, whatever its points and answers say; it moves
/// nothing in the queue, and while a human is called nothing is folded by it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkWords {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// True when its words may distress.
    #[n(1)]
    pub may_distress: bool,
}

impl Act for MarkWords {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<MarkedWords>(self.report);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        known(self.report, view)?;
        let MarkWords { report, may_distress } = *self;
        if view.get::<MarkedWords>(report).is_some_and(|row| row.may_distress == may_distress) {
            return Err(Problem::new("may_distress", "is marked so already", "the other, or leave it").into());
        }
        Ok(vec![NewEntry::of(&WordsMarked { report, may_distress })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{REPORT, Room, analyst, field};
    use kernel::{Actor, Outcome, RuleName};

    #[test]
    fn what_was_marked_last_holds_and_moves_nothing() {
        let mut room = Room::with_report();
        let before = room.report();
        let mark = |may_distress| MarkWords { report: REPORT, may_distress };
        assert!(room.entered(&mark(true), analyst(1)));
        assert_eq!(field(&room.enter(&mark(true), analyst(2))), "may_distress");
        assert!(room.entered(&mark(false), analyst(2)));
        assert!(!room.rows::<MarkedWords>().pop().unwrap().may_distress);
        assert_eq!((room.report().points, room.report().state), (before.points, before.state));
        assert!(room.replays());
    }

    #[test]
    fn a_stranger_and_whoever_has_a_conflict_mark_nothing() {
        let mut room = Room::with_report();
        let mark = MarkWords { report: REPORT, may_distress: true };
        assert_eq!(
            field(&room.enter(&MarkWords { report: Id([9; 16]), ..mark.clone() }, analyst(1))),
            "report"
        );
        assert!(matches!(room.enter(&mark, Actor::PUBLIC), Outcome::Forbidden(_)));
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&mark, analyst(1)), RuleName::NoJudgeInOwnCause);
    }
}

//! A person answers in the thread. Possible in every state: a case or a decision does not end the talk.

use super::known;
use crate::events::Replied;
use crate::tables::Report;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Reply`].
pub const KIND: ActKind = ActKind {
    code: 102,
    name: "reports.reply",
    about: "Answer the reporter in the thread of a report",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Answers in the thread; the text is sealed in [`SLOT_TEXT`](super::SLOT_TEXT).
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for Reply {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        known(self.report, view)?;
        Ok(vec![NewEntry::of(&Replied { report: self.report })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Speaker;
    use crate::tables::Message;
    use crate::testing::{REPORT, Room, analyst, field, support};
    use kernel::{Actor, Outcome, RuleName};

    #[test]
    fn the_first_answer_is_kept_and_nothing_waits() {
        let mut room = Room::with_report();
        assert!(room.entered(&Reply { report: REPORT }, support(2)));
        let first = room.report();
        assert_eq!((first.waiting, first.answered_at, first.messages), (false, first.last_at, 2));
        assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
        let second = room.report();
        assert_eq!((second.answered_at, second.messages), (first.answered_at, 3));
        assert!(second.last_at > first.last_at);
        let speakers: Vec<Speaker> = room.rows::<Message>().iter().map(|row| row.speaker).collect();
        assert_eq!(speakers, [Speaker::Reporter, Speaker::Staff, Speaker::Staff]);
        assert!(room.replays());
    }

    #[test]
    fn a_conflict_keeps_out_of_the_thread() {
        let mut room = Room::with_report();
        room.declare_conflict(1, REPORT);
        assert_eq!(room.refused_by(&Reply { report: REPORT }, analyst(1)), RuleName::NoJudgeInOwnCause);
        assert_eq!(field(&room.enter(&Reply { report: Id([9; 16]) }, analyst(2))), "report");
        assert!(matches!(room.enter(&Reply { report: REPORT }, Actor::PUBLIC), Outcome::Forbidden(_)));
        assert!(room.report().waiting);
    }
}

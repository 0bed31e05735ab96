//! The reporter writes again, by receipt. Always possible: also after the report was put aside or went into a case.

use super::known;
use crate::events::MessageAdded;
use crate::priority::{Reason, from_numbers, numbers, union};
use crate::tables::{REASONS_OF, Report, ReportReason};
use crate::weights::{entered, in_force, in_force_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`AddToThread`].
pub const KIND: ActKind = ActKind {
    code: 101,
    name: "reports.add-to-thread",
    about: "Write again to those who look after a report",
    nature: Nature::Decision,
    roles: &[Role::Public],
};

/// Adds a message of the reporter, sealed in [`SLOT_TEXT`](super::SLOT_TEXT). The door enters it only for who has shown
/// the receipt. Urgent words in it raise the report's points; nothing lowers them.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddToThread {
    /// The report whose thread it is.
    #[n(0)]
    pub report: Id,
    /// Numbers of the [`Reason`]s that its words give, in rising order.
    #[n(1)]
    pub reasons: Vec<u32>,
}

impl Act for AddToThread {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.list::<ReportReason>(REASONS_OF, self.report);
        in_force_needs(view, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = known(self.report, view)?;
        let told = from_numbers(&self.reasons)?;
        if let Some(made_up) = told.iter().find(|reason| !reason.from_words()) {
            let wrong = format!("hold {made_up:?}, which no words give");
            return Err(
                Problem::new("reasons", wrong, "the reasons that the assessment of the text gave").into()
            );
        }
        let before: Vec<Reason> =
            view.list::<ReportReason>(REASONS_OF, self.report).into_iter().map(|row| row.reason).collect();
        // Points given under an older table of points are kept where they are higher.
        let ((version, weights), had) = (in_force(view), u32::try_from(row.points).unwrap_or(0));
        let fresh = weights.points(&union(&before, &told));
        let weights = entered(version).filter(|_| fresh >= had);
        let (report, reasons, points) = (self.report, numbers(&told), fresh.max(had));
        Ok(vec![NewEntry::of(&MessageAdded { report, reasons, points, weights })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{NotPursue, Reply};
    use crate::codes::Speaker;
    use crate::priority::assess_text;
    use crate::tables::Message;
    use crate::testing::{HOUR_MS, REPORT, Room, analyst, field};
    use facts::report::ReportBecameCase;
    use kernel::codes::{NotPursuedReason, QueueState};
    use kernel::{Actor, Outcome};

    fn says(text: &str) -> AddToThread {
        AddToThread { report: REPORT, reasons: numbers(&assess_text(text)) }
    }

    #[test]
    fn urgent_words_raise_the_points_and_bring_the_answer_forward() {
        let mut room = Room::with_report();
        let before = room.report();
        assert!(room.entered(&says("Fictional: nothing new"), Actor::PUBLIC));
        assert_eq!((room.report().points, room.report().due_at), (before.points, before.due_at));
        assert!(room.entered(&says("Fictional: he is here now"), Actor::PUBLIC));
        let row = room.report();
        assert_eq!((row.points, row.rank), (before.points + 60, before.rank - 60));
        assert_eq!((row.due_at.0 - row.last_at.0, row.messages), (HOUR_MS, 3));
        assert!(room.entered(&says("Fictional: he is here now"), Actor::PUBLIC));
        assert_eq!((room.report().points, room.report().due_at), (row.points, row.due_at));
        assert_eq!(
            room.rows::<ReportReason>().iter().filter(|row| row.reason == Reason::DangerNow).count(),
            1
        );
        assert!(room.replays());
    }

    #[test]
    fn a_report_put_aside_or_closed_waits_again_when_its_reporter_writes() {
        let mut room = Room::with_report();
        let reason = NotPursuedReason::TooLittleToAct;
        let aside = NotPursue { report: REPORT, reason, ground: None, told: false };
        assert!(room.entered(&aside, analyst(1)));
        assert!(!room.report().waiting);
        assert!(room.entered(&says(""), Actor::PUBLIC));
        let row = room.report();
        assert_eq!((row.state, row.waiting), (QueueState::NotPursued, true));
        assert!(row.due_at > row.last_at);

        room.tell(&ReportBecameCase { report: REPORT, case: Id([5; 16]) });
        assert!(room.entered(&Reply { report: REPORT }, analyst(1)));
        assert!(!room.report().waiting);
        assert!(room.entered(&says(""), Actor::PUBLIC));
        let row = room.report();
        assert_eq!((row.state, row.waiting, row.messages), (QueueState::Closed, true, 4));
        let last = room.rows::<Message>().pop().unwrap();
        assert_eq!((last.n, last.speaker, last.at), (3, Speaker::Reporter, row.last_at));
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_told_and_staff_do_not_write_as_the_reporter() {
        let mut room = Room::with_report();
        let unknown = AddToThread { report: Id([9; 16]), reasons: vec![] };
        assert_eq!(field(&room.enter(&unknown, Actor::PUBLIC)), "report");
        for reasons in [vec![13], vec![8], vec![2, 1], vec![77]] {
            let act = AddToThread { report: REPORT, reasons };
            assert_eq!(field(&room.enter(&act, Actor::PUBLIC)), "reasons");
        }
        assert!(matches!(room.enter(&says(""), analyst(1)), Outcome::Forbidden(_)));
        assert_eq!(room.report().messages, 1);
    }
}

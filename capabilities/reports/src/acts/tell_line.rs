//! What became of a line is told to each sender whose report stands in it, some at a time.

use crate::events::LineTold;
use facts::machine::{LineToTell, Needed, SenderStage, SenderToTell, SentReport};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// So many are told at a time.
pub const AT_A_TIME: usize = 256;

/// Kind of [`TellLine`].
pub const KIND: ActKind = ActKind {
    code: 739,
    name: "reports.tell-line",
    about: "Tell senders what became of the line in which their reports stand",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells the senders of some reports of a line.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellLine {
    /// The report of the line.
    #[n(0)]
    pub head: Id,
    /// Where the line stands.
    #[n(1)]
    pub stage: SenderStage,
    /// What would have made it useful, as somebody said.
    #[n(2)]
    pub needed: Vec<Needed>,
    /// The reports, at most [`AT_A_TIME`].
    #[n(3)]
    pub reports: Vec<Id>,
    /// The last of them, where more stand behind it; none where none do.
    #[n(4)]
    pub more_after: Id,
}

impl Act for TellLine {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        for report in &self.reports {
            needs.row::<SentReport>(*report);
        }
    }

    // It decides nothing about anybody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.head
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellLine { head, stage, needed, reports, more_after } = self.clone();
        if reports.len() > AT_A_TIME {
            return Err(Problem::new("reports", format!("are {}", reports.len()), "at most 256").into());
        }
        let news = reports.iter().filter_map(|report| view.get::<SentReport>(*report));
        let news = news.filter(|row| row.sender_stage != stage || !needed.is_empty());
        let told: Vec<NewEntry> = news
            .map(|row| {
                let (report, sender) = (row.report, row.sender);
                NewEntry::of(&SenderToTell { report, sender, stage, needed: needed.clone() }).about(report)
            })
            .collect();
        let told_now = LineTold { head, reports: u32::try_from(told.len()).unwrap_or(u32::MAX) };
        let more = more_after
            .some()
            .map(|after| NewEntry::of(&LineToTell { head, stage, needed: needed.clone(), after }));
        Ok(std::iter::once(NewEntry::of(&told_now)).chain(told).chain(more).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AssignNext, FileReport, Fold, NotPursue, Refer, TakeUp, Unfold};
    use crate::testing::{REPORT, Room, SENDER, UNIT, analyst, of_machine, sender};
    use facts::machine::SentLine;
    use facts::report::ReportBecameCase;
    use kernel::codes::NotPursuedReason;
    use kernel::{Actor, AnyAct, Event as _};

    const OTHER: Id = Id([3; 16]);
    const OTHER_SENDER: Id = Id([212; 16]);

    fn row(room: &Room, report: Id) -> SentReport {
        room.rows::<SentReport>().into_iter().find(|row| row.report == report).unwrap()
    }

    fn told(room: &Room) -> Vec<(Id, SenderStage)> {
        let entries = room.node.entries.iter().filter(|entry| entry.kind == SenderToTell::KIND);
        entries
            .map(|entry| entry.event::<SenderToTell>().unwrap())
            .map(|told| (told.report, told.stage))
            .collect()
    }

    fn aside(report: Id) -> NotPursue {
        NotPursue { report, reason: NotPursuedReason::Duplicate, ground: None, told: false }
    }

    #[test]
    fn each_stage_is_told_once_with_the_entry_that_reaches_it() {
        let mut room = Room::with_sent_report();
        room.hotline(Id([201; 16]));
        room.hotline(UNIT);
        assert_eq!((row(&room, REPORT).sender, row(&room, REPORT).place), (SENDER, 1));
        let there = Actor { unit: Id([201; 16]), ..analyst(5) };
        let refer = Refer { agreement: None, ..Refer::agreed(REPORT, Id([201; 16])) };
        let steps: [(&dyn AnyAct, Actor); 6] = [
            (&AssignNext { lighter: None }, analyst(1)),
            (&TakeUp { report: REPORT }, analyst(2)),
            (&refer, analyst(2)),
            (&TakeUp { report: REPORT }, there),
            (&aside(REPORT), there),
            (&TakeUp { report: REPORT }, there),
        ];
        for (act, actor) in steps {
            assert!(room.entered(act, actor), "{}", act.kind().name);
        }
        use SenderStage::{InReview, PutAside, Referred};
        let stages: Vec<SenderStage> = told(&room).into_iter().map(|(_, stage)| stage).collect();
        assert_eq!(stages, [InReview, Referred, InReview, PutAside, InReview], "a colleague is no news");
        assert_eq!(row(&room, REPORT).place, 6);
        assert!(room.replays());
    }

    #[test]
    fn a_line_is_told_to_each_sender_whose_report_stands_in_it() {
        let mut room = Room::with_sent_report();
        let again = FileReport { folded_into: Some(REPORT), ..of_machine(OTHER) };
        assert!(room.entered(&again, sender(OTHER_SENDER)));
        assert_eq!(room.rows::<SentLine>().pop().unwrap().in_line, 1);
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        let jobs = room.node.jobs().into_iter().filter(|job| job.reactor == "reports.tell-line").count();
        assert_eq!(jobs, 1);
        let tell = |stage, more_after| TellLine {
            head: REPORT,
            stage,
            needed: Vec::new(),
            reports: vec![OTHER],
            more_after,
        };
        assert!(room.entered(&tell(SenderStage::InReview, OTHER), Actor::SYSTEM));
        assert_eq!(told(&room).last(), Some(&(OTHER, SenderStage::InReview)));
        assert!(room.entered(&tell(SenderStage::InReview, Id::NONE), Actor::SYSTEM));
        assert_eq!(told(&room).len(), 2, "told already");
        let more = room.node.entries.iter().filter(|entry| entry.kind == LineToTell::KIND);
        let after: Vec<Id> = more.map(|entry| entry.event::<LineToTell>().unwrap().after).collect();
        assert_eq!(after, [Id::NONE, OTHER], "each step says where the next begins");
        assert!(room.replays());
    }

    #[test]
    fn what_comes_into_a_line_later_is_told_where_that_stands() {
        let mut room = Room::with_sent_report();
        assert!(room.entered(&aside(REPORT), analyst(1)));
        let again = FileReport { folded_into: Some(REPORT), ..of_machine(OTHER) };
        assert!(room.entered(&again, sender(OTHER_SENDER)));
        assert_eq!(told(&room).last(), Some(&(OTHER, SenderStage::PutAside)));
        assert_eq!(row(&room, OTHER).sender, OTHER_SENDER);
        // Folded by a person, and out of it again.
        let third = Id([4; 16]);
        let mut room = Room::with_sent_report();
        assert!(room.entered(&of_machine(third), sender(OTHER_SENDER)));
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert!(room.entered(&TakeUp { report: third }, analyst(1)));
        assert!(room.entered(&Fold { report: third, other_report: REPORT }, analyst(1)));
        assert!(room.entered(&Unfold { head: REPORT, report: third }, analyst(1)));
        assert_eq!(told(&room).last(), Some(&(third, SenderStage::Referred)));
        assert_eq!(room.rows::<SentLine>().pop().unwrap().in_line, 0);
        assert!(room.replays());
    }

    #[test]
    fn what_people_told_tells_no_sender_anything() {
        let mut room = Room::with_report();
        assert!(room.entered(&TakeUp { report: REPORT }, analyst(1)));
        assert!(room.entered(&aside(REPORT), analyst(1)));
        room.tell(&ReportBecameCase { report: REPORT, case: Id([5; 16]) });
        assert!(told(&room).is_empty() && room.rows::<SentReport>().is_empty());
    }

    #[test]
    fn more_than_a_step_may_have_is_no_step() {
        let mut room = Room::with_sent_report();
        let (head, stage) = (REPORT, SenderStage::InReview);
        let reports = vec![OTHER; AT_A_TIME + 1];
        let many = TellLine { head, stage, needed: Vec::new(), reports, more_after: Id::NONE };
        assert_eq!(crate::testing::field(&room.enter(&many, Actor::SYSTEM)), "reports");
    }
}

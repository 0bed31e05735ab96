//! Random acts about the table of points and the hours of the desk.

use super::Acts;
use kernel::{AnyAct, Id};
use reports::acts::{
    ApproveDeskHours, ApproveWeights, ProposeDeskHours, ProposeWeights, Reassess, RoundTheClock,
};
use reports::priority::weights::Weights;
use reports::staffed::DeskWeek;

impl Acts {
    pub(super) fn propose_weights(&mut self) -> Box<dyn AnyAct> {
        self.weights.push(self.act_id());
        let weights = Weights {
            danger_now: if self.numbers.chance(5) { 59 } else { 60 },
            adult_nearby: self.numbers.below(61) as u32,
            child_13_17: 5 + self.numbers.below(16) as u32,
            ..Weights::BUILT_IN
        };
        Box::new(ProposeWeights { weights, also_waiting: self.numbers.chance(70) })
    }

    pub(super) fn approve_weights(&mut self) -> Box<dyn AnyAct> {
        let newest = self.weights.last().copied().filter(|_| self.numbers.chance(90));
        if let Some(proposal) = newest {
            self.approving = Some(proposal);
        }
        Box::new(ApproveWeights { proposal: newest.unwrap_or(Id::NONE) })
    }

    /// As the worker does it, in one step; often when nothing is to be gone over.
    pub(super) fn reassess(&mut self) -> Box<dyn AnyAct> {
        let mut reports: Vec<Id> = (0..3).map(|_| self.report()).collect();
        reports.sort_unstable();
        let upto_report = reports.last().copied().unwrap_or(Id::NONE);
        Box::new(Reassess {
            version: self.version,
            after_due: 0,
            after_report: Id::NONE,
            reports,
            upto_due: 1,
            upto_report,
            done: true,
        })
    }

    pub(super) fn propose_desk_hours(&mut self) -> Box<dyn AnyAct> {
        self.desk_hours = Some(self.act_id());
        let opens = self.numbers.below(600) as u32;
        let day = (opens, opens + 100 + self.numbers.below(800) as u32);
        let sunday = if self.numbers.chance(5) { (9, 3) } else { (0, 0) };
        Box::new(ProposeDeskHours { hours: DeskWeek::of([day, day, day, day, day, day, sunday]) })
    }

    pub(super) fn approve_desk_hours(&mut self) -> Box<dyn AnyAct> {
        let newest = self.desk_hours.filter(|_| self.numbers.chance(90));
        Box::new(ApproveDeskHours { proposal: newest.unwrap_or(Id::NONE) })
    }

    pub(super) fn round_the_clock(&mut self) -> Box<dyn AnyAct> {
        Box::new(RoundTheClock {})
    }
}

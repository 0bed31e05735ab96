//! Random acts of senders' systems.

use super::Acts;
use facts::machine::Wire;
use kernel::{AnyAct, Id};
use platforms::acts::{
    BeginHook, DescribeFile, EndHook, ExpireReport, FinishReport, LayHook, OpenReport, RetractReport,
    SendAgain, TakeFile, TellHook, TryHook, trial_of,
};

impl Acts {
    fn machine_report(&mut self) -> Id {
        self.some(|acts| &acts.machine_reports)
    }
    pub(super) fn open_machine_report(&mut self) -> Box<dyn AnyAct> {
        let report = self.new_number("report");
        self.machine_reports.push(report);
        // Its document is an original.
        self.originals.push((report, self.act_id()));
        let bytes = if self.numbers.chance(95) { 2_000 } else { 0 };
        Box::new(OpenReport { report, wire: self.numbers.code::<Wire>(), bytes })
    }
    pub(super) fn take_machine_file(&mut self) -> Box<dyn AnyAct> {
        let (report, file) = (self.machine_report(), self.new_number("file"));
        self.machine_files.push((report, file));
        Box::new(TakeFile { report, file, bytes: 3_000_000 })
    }
    pub(super) fn describe_machine_file(&mut self) -> Box<dyn AnyAct> {
        let back = self.numbers.below(self.machine_files.len().min(6));
        let known = self.machine_files.len().checked_sub(back + 1).map(|at| self.machine_files[at]);
        let (report, file) = known.unwrap_or((Id::NONE, Id::NONE));
        Box::new(DescribeFile { report, file, bytes: 500 })
    }
    pub(super) fn finish_machine_report(&mut self) -> Box<dyn AnyAct> {
        let quality = self.numbers.below(102) as u32;
        Box::new(FinishReport { report: self.machine_report(), quality })
    }
    pub(super) fn retract_machine_report(&mut self) -> Box<dyn AnyAct> {
        Box::new(RetractReport { report: self.machine_report() })
    }
    /// The unit whose systems most acts here are about.
    fn hook_unit(&mut self) -> Id {
        Id([if self.numbers.chance(85) { 200 } else { 201 }; 16])
    }
    pub(super) fn lay_hook(&mut self) -> Box<dyn AnyAct> {
        Box::new(LayHook { hook: self.new_number("hook"), sender: self.hook_unit() })
    }
    pub(super) fn end_hook(&mut self) -> Box<dyn AnyAct> {
        Box::new(EndHook { sender: self.hook_unit() })
    }
    pub(super) fn try_hook(&mut self) -> Box<dyn AnyAct> {
        self.hook_messages.push(trial_of(self.act_id()));
        Box::new(TryHook { sender: self.hook_unit() })
    }
    pub(super) fn send_again(&mut self) -> Box<dyn AnyAct> {
        Box::new(SendAgain { sender: self.hook_unit(), messages: vec![self.hook_message()] })
    }
    pub(super) fn begin_hook(&mut self) -> Box<dyn AnyAct> {
        Box::new(BeginHook { message: self.hook_message(), attempt: 1 })
    }
    pub(super) fn tell_hook(&mut self) -> Box<dyn AnyAct> {
        let (message, became) = (self.hook_message(), self.numbers.code());
        Box::new(TellHook { message, attempt: 1, became, code: 0 })
    }
    fn hook_message(&mut self) -> Id {
        self.some(|acts| &acts.hook_messages)
    }
    /// Of one that was opened long ago: a young one may still be finished.
    pub(super) fn expire_machine_report(&mut self) -> Box<dyn AnyAct> {
        let at = self.numbers.below(self.machine_reports.len());
        let report = self.machine_reports.get(at).copied().unwrap_or(Id::NONE);
        Box::new(ExpireReport { report })
    }
}

//! The room's acts, one file each.

pub mod begin_hook;
pub mod describe_file;
pub mod end_hook;
pub mod expire_report;
pub mod finish_report;
pub mod lay_hook;
pub mod open_report;
pub mod retract_report;
pub mod send_again;
pub mod take_file;
pub mod tell_hook;
pub mod try_hook;

pub use begin_hook::BeginHook;
pub use describe_file::DescribeFile;
pub use end_hook::EndHook;
pub use expire_report::ExpireReport;
pub use finish_report::FinishReport;
pub use lay_hook::{LayHook, SLOT_ADDRESS, SLOT_SECRET};
pub use open_report::OpenReport;
pub use retract_report::RetractReport;
pub use send_again::SendAgain;
pub use take_file::TakeFile;
pub use tell_hook::TellHook;
pub use try_hook::{TryHook, trial_of};

use crate::codes::{HookDelivery, TipState};
use crate::tables::{HookMessage, MachineReport, SenderHook};
use kernel::{ActSpec, Ctx, Id, Problem, Role, View};

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<OpenReport>(),
        ActSpec::of::<TakeFile>(),
        ActSpec::of::<DescribeFile>(),
        ActSpec::of::<FinishReport>(),
        ActSpec::of::<RetractReport>(),
        ActSpec::of::<ExpireReport>(),
        ActSpec::of::<LayHook>(),
        ActSpec::of::<EndHook>(),
        ActSpec::of::<TryHook>(),
        ActSpec::of::<SendAgain>(),
        ActSpec::of::<BeginHook>(),
        ActSpec::of::<TellHook>(),
    ]
}

/// The report of that number, while its sender may still change it. Tutela itself is nobody's sender.
fn open(report: Id, ctx: &Ctx, view: &View) -> Result<MachineReport, Problem> {
    let row = view.get::<MachineReport>(report).filter(|row| {
        row.tip_state == TipState::Open && (ctx.actor.role == Role::System || row.sender == ctx.actor.unit)
    });
    row.ok_or_else(|| {
        Problem::new("report", "is none that is open", "a report that you opened and did not finish")
    })
}

/// A sender's system looks after its own unit's affairs; an administrator after every sender's.
fn of_sender(sender: Id, ctx: &Ctx) -> Result<(), Problem> {
    if ctx.actor.role != Role::Sender || ctx.actor.unit == sender {
        return Ok(());
    }
    Err(Problem::new("sender", "is another unit", "your own"))
}

/// The webhook of a sender, while it is used.
fn used_hook(sender: Id, view: &View) -> Result<SenderHook, Problem> {
    let row = view.get::<SenderHook>(sender).filter(|row| row.in_use);
    row.ok_or_else(|| Problem::new("sender", "has no webhook", "a unit whose webhook is laid down"))
}

/// The message of that number, while it is on its way.
fn message_on_its_way(message: Id, view: &View) -> Result<HookMessage, Problem> {
    let row = view.get::<HookMessage>(message).filter(|row| row.hook_delivery == HookDelivery::OnItsWay);
    row.ok_or_else(|| Problem::new("message", "is none that is on its way", "nothing is left to do"))
}

#[cfg(test)]
mod tests;

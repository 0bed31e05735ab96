//! The room's acts, one file each.

pub mod describe_file;
pub mod expire_report;
pub mod finish_report;
pub mod open_report;
pub mod retract_report;
pub mod take_file;

pub use describe_file::DescribeFile;
pub use expire_report::ExpireReport;
pub use finish_report::FinishReport;
pub use open_report::OpenReport;
pub use retract_report::RetractReport;
pub use take_file::TakeFile;

use crate::codes::TipState;
use crate::tables::MachineReport;
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

//! A sender takes an open report back. What was sealed about it is erased: it was never a report.

use super::open;
use crate::events::ReportRetracted;
use crate::tables::MachineReport;
use kernel::erasure::Erased;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`RetractReport`].
pub const KIND: ActKind = ActKind {
    code: 704,
    name: "platforms.retract-report",
    about: "Take back a report by machine that is not finished",
    nature: Nature::Decision,
    roles: &[Role::Sender],
};

/// Takes an open report back.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RetractReport {
    /// The report.
    #[n(0)]
    pub report: Id,
}

impl Act for RetractReport {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineReport>(self.report);
    }

    // The wire's own rule, and no erasure that somebody asked for: what is not finished is its sender's.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        open(self.report, ctx, view)?;
        Ok(vec![NewEntry::of(&Erased {}), NewEntry::of(&ReportRetracted { report: self.report })])
    }
}

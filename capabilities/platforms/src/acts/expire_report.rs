//! An open report that its sender never finished goes: at the later of 24 hours after it was opened and one hour after it last changed.

use super::open;
use crate::events::ReportExpired;
use crate::limits::{IDLE_MS, OPEN_MS};
use crate::tables::MachineReport;
use kernel::erasure::Erased;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`ExpireReport`].
pub const KIND: ActKind = ActKind {
    code: 705,
    name: "platforms.expire-report",
    about: "Let go of a report by machine that was never finished",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Lets an open report go.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ExpireReport {
    /// The report.
    #[n(0)]
    pub report: Id,
}

/// When an open report goes.
#[must_use]
pub fn expires_at(row: &MachineReport) -> Instant {
    Instant(row.opened_at.0.saturating_add(OPEN_MS).max(row.changed_at.0.saturating_add(IDLE_MS)))
}

impl Act for ExpireReport {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineReport>(self.report);
    }

    // The wire's own rule, and no erasure that somebody asked for: what is not finished is no report yet.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = open(self.report, ctx, view)?;
        if ctx.now < expires_at(&row) {
            let right = "24 hours after it was opened and an hour after it last changed";
            return Err(Problem::new("report", "may still be finished", right).into());
        }
        Ok(vec![NewEntry::of(&Erased {}), NewEntry::of(&ReportExpired { report: self.report })])
    }
}

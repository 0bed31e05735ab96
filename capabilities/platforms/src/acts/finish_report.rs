//! A sender finishes a report: from now on it is the desk's.

use super::open;
use crate::tables::MachineReport;
use facts::machine::MachineReportComplete;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`FinishReport`].
pub const KIND: ActKind = ActKind {
    code: 703,
    name: "platforms.finish-report",
    about: "Finish a report by machine",
    nature: Nature::Decision,
    roles: &[Role::Sender],
};

/// Finishes a report: nothing can be added, changed or taken back any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FinishReport {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// How useful it is for whoever must act on it, 0 to 100, as the door found it before it was sealed.
    #[n(1)]
    pub quality: u32,
}

impl Act for FinishReport {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineReport>(self.report);
    }

    // To be named in a report makes nobody a suspect: it accuses nobody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = open(self.report, ctx, view)?;
        if self.quality > 100 {
            let wrong = format!("is {}", self.quality);
            return Err(Problem::new("quality", wrong, "0 to 100").into());
        }
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(vec![NewEntry::of(&MachineReportComplete {
            report: self.report,
            sender: row.sender,
            wire: row.wire,
            told_in: row.told_in,
            slots: count(row.slots),
            files: count(row.files),
            quality: self.quality,
        })])
    }
}

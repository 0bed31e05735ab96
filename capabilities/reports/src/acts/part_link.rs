//! Two reports do not belong together after all, or a proposal that they do is taken back.

use super::known;
use crate::tables::{Report, ReportLink};
use facts::report::ReportsParted;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`PartLink`].
pub const KIND: ActKind = ActKind {
    code: 116,
    name: "reports.part-link",
    about: "Say that two reports do not belong together, or take back that they might",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Parts two reports. Their points stay, whoever must not see the one does not see the other, and what keeps the one from being let
/// go keeps the other: one person undoes nothing that two have laid down, and nobody is let in by a mistake.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartLink {
    /// A report.
    #[n(0)]
    pub report: Id,
    /// The other one.
    #[n(1)]
    pub other_report: Id,
}

impl Act for PartLink {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report), ("other_report", self.other_report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<ReportLink>(ReportLink::pair(self.report, self.other_report));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }, Facet::Handles { matter: self.other_report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        known(self.report, view)?;
        if view.get::<ReportLink>(ReportLink::pair(self.report, self.other_report)).is_none() {
            let right = "a report that is linked with it, or proposed to be";
            return Err(Problem::new("other_report", "is not linked with it", right).into());
        }
        Ok(vec![NewEntry::of(&ReportsParted { report: self.report, other: self.other_report })])
    }
}

//! Somebody who lost a receipt tells again: two reports of one child are proposed to belong together.

use super::{known, same_unit};
use crate::events::LinkProposed;
use crate::tables::{Report, ReportLink};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ProposeLink`].
pub const KIND: ActKind = ActKind {
    code: 113,
    name: "reports.propose-link",
    about: "Propose that two reports belong together",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Proposes a link. Both reports stay what they are, each with its own receipt and thread, and each is answered.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeLink {
    /// A report.
    #[n(0)]
    pub report: Id,
    /// The other one.
    #[n(1)]
    pub other_report: Id,
}

impl Act for ProposeLink {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report), ("other_report", self.other_report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Report>(self.other_report);
        needs.row::<ReportLink>(ReportLink::pair(self.report, self.other_report));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }, Facet::Handles { matter: self.other_report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let one = known(self.report, view)?;
        if self.other_report == self.report {
            return Err(
                Problem::new("other_report", "is the same report", "the number of another one").into()
            );
        }
        let Some(two) = view.get::<Report>(self.other_report) else {
            return Err(kernel::knowing::not_known("other_report").into());
        };
        same_unit(&one, &two)?;
        if view.get::<ReportLink>(ReportLink::pair(self.report, self.other_report)).is_some() {
            let right = "another person approves it, or nothing is left to do";
            return Err(Problem::new("other_report", "is linked with it or proposed already", right).into());
        }
        Ok(vec![NewEntry::of(&LinkProposed { report: self.report, other: self.other_report })])
    }
}

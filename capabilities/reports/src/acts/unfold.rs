//! A report that stands in the line of another gets its own again.

use super::carrying::{carried, carried_needs};
use super::{known, said_of};
use crate::events::{FoundToConcern, Unfolded};
use crate::tables::{FoldedReport, Report, SaidOfReport};
use facts::machine::{SenderStage, tell_needs, to_tell};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`Unfold`].
pub const KIND: ActKind = ActKind {
    code: 151,
    name: "reports.unfold",
    about: "Give a report that stands in the line of another its own line again",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Takes a report out of a line. It waits anew, with whoever looks after the line by then, and whatever was found of the line holds for it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unfold {
    /// The report of the line.
    #[n(0)]
    pub head: Id,
    /// The one that stands in it.
    #[n(1)]
    pub report: Id,
}

impl Act for Unfold {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("head", self.head)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<FoldedReport>(self.report);
        for report in [self.head, self.report] {
            needs.row::<Report>(report);
            needs.list::<SaidOfReport>(SaidOfReport::BY_REPORT, report);
            carried_needs(report, needs);
        }
        tell_needs(self.report, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.head }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        // Where there is no such line, the words are those for what is kept from the actor.
        known(self.head, view).map_err(|_| kernel::knowing::not_known("head"))?;
        if view.get::<FoldedReport>(self.report).is_none_or(|row| row.head != self.head) {
            let right = "the number of a report that stands in it";
            return Err(Problem::new("report", "does not stand in this line", right).into());
        }
        let Some(row) = view.get::<Report>(self.report) else {
            return Err(kernel::knowing::not_known("report").into());
        };
        // It says what the line says: whatever was found of that holds for it, too.
        let report = self.report;
        let own = said_of(report, view);
        let found = said_of(self.head, view).into_iter().filter(|said_of| !own.contains(said_of));
        let found = found.map(|said_of| NewEntry::of(&FoundToConcern { report, said_of }));
        let unfolded = NewEntry::of(&Unfolded { report });
        let is_new = view.get::<Report>(self.head).is_some_and(|line| line.unit.is_none());
        let stage = if is_new { SenderStage::Received } else { SenderStage::Referred };
        let told = to_tell(report, stage, view);
        Ok(std::iter::once(unfolded)
            .chain(found)
            .chain(carried(self.head, &row, view)?)
            .chain(told)
            .collect())
    }
}

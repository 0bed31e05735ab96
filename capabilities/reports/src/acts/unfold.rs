//! A report that stands in the line of another gets its own again.

use super::known;
use crate::events::Unfolded;
use crate::tables::{FoldedReport, Report};
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

/// Takes a report out of a line. It waits anew, with whoever looks after the line by then.
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
        needs.row::<Report>(self.head);
        needs.row::<FoldedReport>(self.report);
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
        Ok(vec![NewEntry::of(&Unfolded { report: self.report })])
    }
}

//! Whoever asked another unit about a report ends the question: nothing of it is shown there from then on.

use super::known;
use crate::events::ConsultationEnded;
use crate::tables::Report;
use crate::tables::consultation::Consultation;
use kernel::knowing::not_known;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`EndConsultation`].
pub const KIND: ActKind = ActKind {
    code: 181,
    name: "reports.end-consultation",
    about: "End what another unit was asked about a report: it is shown nothing more",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Ends a question that waits for its answer.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndConsultation {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The consultation about it.
    #[n(1)]
    pub consultation: Id,
}

impl Act for EndConsultation {
    const KIND: &'static ActKind = &KIND;

    /// A consultation belongs to its report: one of another report is answered like one that never was.
    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Consultation>(self.consultation);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.report }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        known(self.report, view)?;
        let row = view.get::<Consultation>(self.consultation).filter(|row| row.report == self.report);
        let Some(row) = row else { return Err(not_known("consultation").into()) };
        if row.asking_unit != ctx.actor.unit {
            return Err(Problem::new(
                "consultation",
                "was asked by another unit",
                "leave it to those who asked",
            )
            .into());
        }
        if !row.is_open_to(row.asked_unit, ctx.now) {
            return Err(Problem::new("consultation", "is over already", "nothing is left to do").into());
        }
        Ok(vec![NewEntry::of(&ConsultationEnded { consultation: self.consultation })])
    }
}

//! Asking another unit about a report that stays where it is: it is shown the parts that were chosen, until it answers or its time is over.

use super::giving::{another_unit, noted, works_here};
use super::known;
use crate::codes::{Agreement, ConsultPart};
use crate::events::Consulted;
use crate::limits::DAY_MS;
use crate::tables::Report;
use crate::tables::consultation::Consultation;
use facts::unit::Unit;
use kernel::codes::QueueState;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many days a question stays open where nothing else is said.
pub const DAYS: u32 = 7;
/// So many at most: who needs longer asks again.
pub const MOST_DAYS: u32 = 30;
/// So many questions may be asked about one report.
const MOST: usize = 50;

/// Kind of [`Consult`].
pub const KIND: ActKind = ActKind {
    code: 179,
    name: "reports.consult",
    about: "Ask another unit about a report that stays yours, and show it chosen parts",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport],
};

/// Asks another unit about a report; the question is sealed in [`SLOT_TEXT`](super::SLOT_TEXT). The report, its contact, voice, pictures
/// and what is alike stay closed there.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consult {
    /// The report: your unit looks after it.
    #[n(0)]
    pub report: Id,
    /// The unit that is asked.
    #[n(1)]
    pub unit: Id,
    /// What it is shown: no more than it needs for its answer.
    #[n(2)]
    pub parts: Vec<ConsultPart>,
    /// For how many days, 1 to 30; 7 where it is left out.
    #[n(3)]
    pub days: Option<u32>,
    /// What the reporter says to it, or why nobody asked; may be left out of a machine's report alone.
    #[n(4)]
    pub agreement: Option<Agreement>,
}

impl Consult {
    /// What is shown, each part once.
    fn parts(&self) -> Result<Vec<ConsultPart>, Problem> {
        let mut parts = self.parts.clone();
        parts.sort_unstable();
        parts.dedup();
        if parts.is_empty() {
            let right = "what the other unit needs for its answer: circumstances, words, thread";
            return Err(Problem::new("parts", "names nothing", right));
        }
        Ok(parts)
    }

    /// Until when.
    fn until(&self, ctx: &Ctx) -> Result<Instant, Problem> {
        let days = self.days.unwrap_or(DAYS);
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Problem::new(
                "days",
                format!("{days} is none"),
                "1 to 30; ask again where it takes longer",
            ));
        }
        Ok(Instant(ctx.now.0.saturating_add(i64::from(days) * DAY_MS)))
    }

    /// The number of this question, where the unit is not asked already.
    fn number(&self, ctx: &Ctx, view: &View) -> Result<Id, Problem> {
        let before = view.list::<Consultation>(Consultation::BY_REPORT, self.report);
        if before.iter().any(|row| row.is_open_to(self.unit, ctx.now)) {
            return Err(Problem::new("unit", "is asked already", "its answer, or end that question first"));
        }
        if before.len() >= MOST {
            let right = "refer it: whoever is asked so often should have it";
            return Err(Problem::new("report", "was asked about 50 times", right));
        }
        Ok(Consultation::number(self.report, u32::try_from(before.len()).unwrap_or(u32::MAX)))
    }
}

/// Whoever asks looks after the report: nobody shows what is another's, or nobody's yet.
fn is_own(row: &Report, ctx: &Ctx) -> Result<(), Problem> {
    if row.unit == ctx.actor.unit && row.state != QueueState::Folded {
        return Ok(());
    }
    Err(Problem::new("report", "is not looked after by your unit", "take it up first"))
}

impl Act for Consult {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Report>(self.report);
        needs.row::<Unit>(self.unit);
        needs.list::<Consultation>(Consultation::BY_REPORT, self.report);
    }

    /// Shown or given, a complaint never reaches the unit that it is about.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        let matter = self.report;
        vec![Facet::Handles { matter }, Facet::Gives { matter, to: self.unit }]
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        another_unit(self.unit, "a colleague may open the report: ask them", ctx)?;
        let row = known(self.report, view)?;
        is_own(&row, ctx)?;
        works_here(self.unit, view)?;
        noted(self.agreement, &row)?;
        let (parts, until) = (self.parts()?, self.until(ctx)?);
        let consultation = self.number(ctx, view)?;
        let Consult { report, unit, agreement, .. } = *self;
        Ok(vec![NewEntry::of(&Consulted { report, consultation, unit, parts, until, agreement })])
    }
}

#[cfg(test)]
mod tests;

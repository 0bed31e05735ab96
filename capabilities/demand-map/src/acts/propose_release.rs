//! Proposing a release: the figures as they would be published, frozen from the tables and never recounted.
//!
//! The act carries the figures after hiding, so that no count which is not to be shown ever enters the journal. It checks
//! that they are a whole release of the scheme and fit together; that they protect everybody is for count-nobody-out.

use super::earlier::{needs_published, no_other_slice, published};
use crate::events::ReleaseProposed;
use crate::exposure::exposed;
use crate::release::shown_table;
use crate::scheme::{Cell, breakdowns, figures, keys};
use crate::tables::Release;
use kernel::{Act, ActKind, Ctx, Day, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ProposeRelease`].
pub const PROPOSE_RELEASE: ActKind = ActKind {
    code: 500,
    name: "demand-map.propose-release",
    about: "Propose a frozen release of the demand map",
    nature: Nature::Decision,
    roles: &[Role::Statistician],
};

/// Proposes a release.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRelease {
    /// Its number, given by the sender.
    #[n(0)]
    pub release: Id,
    /// The years that it counts: whole ones, and past.
    #[n(1)]
    pub period: Span,
    /// The least count, but zero, that it shows: 3 to 100.
    #[n(2)]
    pub threshold: i64,
    /// Every figure of the scheme, in its order, as [`freeze_after`](crate::release::freeze_after) makes them.
    #[n(3)]
    pub cells: Vec<Cell>,
}

impl Act for ProposeRelease {
    const KIND: &'static ActKind = &PROPOSE_RELEASE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Release>(self.release);
        needs_published(Some(self.period), view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let counts = exposed(&self.cells, &published(self.period, view), self.threshold);
        vec![Facet::Publishes { counts, threshold: self.threshold }]
    }

    fn subject(&self) -> Id {
        self.release
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.release.is_none() || view.get::<Release>(self.release).is_some() {
            return Err(Problem::new("release", "is none or taken", "a new number").into());
        }
        if !disclosure::Rule::THRESHOLDS.contains(&self.threshold) {
            return Err(Problem::new(
                "threshold",
                format!("is {}", self.threshold),
                "a number from 3 to 100",
            )
            .into());
        }
        whole_past_years(self.period, ctx)?;
        no_other_slice(self.period, view)?;
        fits(&self.cells)?;
        let ProposeRelease { release, period, threshold, cells } = self.clone();
        Ok(vec![NewEntry::of(&ReleaseProposed { release, period, threshold, cells })])
    }
}

/// Persons are counted by year, and a year that still runs would be published twice with few people between.
fn whole_past_years(period: Span, ctx: &Ctx) -> Result<(), Problem> {
    let (first, last) = (period.from.parts().0, period.to.parts().0);
    let whole = Day::of(first, 1, 1).zip(Day::of(last, 12, 31));
    if first > last || whole != Some((period.from, period.to)) {
        Err(Problem::new("period", "is not made of whole years", "1 January of one year to 31 December"))
    } else if period.to >= ctx.now.day() {
        Err(Problem::new("period", "is not over", "years that are past"))
    } else {
        Ok(())
    }
}

/// Whether the figures are one release: each of the scheme once and in order, and no sum at odds with its parts.
fn fits(cells: &[Cell]) -> Result<(), Problem> {
    const RIGHT: &str = "the figures as they were frozen";
    if !cells.iter().map(|cell| cell.key).eq(keys()) {
        return Err(Problem::new("cells", "are not the figures of the scheme in its order", RIGHT));
    }
    let figures = figures(cells);
    for breakdown in breakdowns() {
        let Some(table) = shown_table(&breakdown, &figures) else { continue };
        let whole = breakdown.whole.number;
        if figures[&breakdown.whole].count().is_none() {
            return Err(Problem::new("cells", format!("show parts of {whole}, which is hidden"), RIGHT));
        }
        table.map_err(|wrong| Problem::new("cells", format!("do not add up at {whole}: {wrong}"), RIGHT))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::FunnelStep;
    use crate::scheme::{CellKey, Figure};
    use crate::testing::{ctx, node, proposal, with_figure};
    use kernel::{Outcome, RuleName};

    fn outcome(act: &ProposeRelease) -> Outcome {
        node().enter(act, &ctx(Role::Statistician, 1)).unwrap()
    }

    fn problem(act: &ProposeRelease) -> (&'static str, String) {
        match outcome(act) {
            Outcome::Invalid(problem) => (problem.field, problem.wrong),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_frozen_release_is_entered_and_a_number_is_taken_once() {
        let mut node = node();
        let ctx = ctx(Role::Statistician, 1);
        assert!(matches!(node.enter(&proposal(), &ctx).unwrap(), Outcome::Entered { .. }));
        assert!(
            matches!(node.enter(&proposal(), &ctx).unwrap(), Outcome::Invalid(p) if p.field == "release")
        );
        assert_eq!(problem(&ProposeRelease { release: Id::NONE, ..proposal() }).0, "release");
    }

    #[test]
    fn only_a_statistician_proposes() {
        let outcome = node().enter(&proposal(), &ctx(Role::Overseer, 1)).unwrap();
        assert!(matches!(outcome, Outcome::Forbidden(_)));
    }

    #[test]
    fn a_period_is_made_of_whole_past_years() {
        for (text, wrong) in [
            ("2025-01/2025-11", "is not made of whole years"),
            ("2025-03-01", "is not made of whole years"),
            ("2027", "is not over"),
            ("2025/2031", "is not over"),
        ] {
            let period = text.parse().unwrap();
            assert_eq!(
                problem(&ProposeRelease { period, ..proposal() }),
                ("period", wrong.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn figures_that_are_no_release_are_told_apart() {
        let mut shuffled = proposal();
        shuffled.cells.swap(0, 1);
        assert_eq!(problem(&shuffled).0, "cells");
        let hidden_whole = with_figure(proposal(), FunnelStep::Identified, Figure::Suppressed);
        assert_eq!(problem(&hidden_whole).1, "show parts of 3, which is hidden");
        let at_odds = with_figure(proposal(), FunnelStep::Identified, Figure::Shown(999));
        assert!(problem(&at_odds).1.starts_with("do not add up at 3"));
    }

    #[test]
    fn count_nobody_out_refuses_what_singles_out() {
        let refused = |act: &ProposeRelease| match outcome(act) {
            Outcome::Refused(refusal) => refusal.rule == RuleName::CountNobodyOut,
            other => panic!("{other:?}"),
        };
        assert!(refused(&ProposeRelease { threshold: 2, ..proposal() }));
        assert!(refused(&with_figure(proposal(), FunnelStep::ReportsFiled, Figure::Shown(4))));
        // One part alone is hidden: its count is the rest.
        let step = FunnelStep::ClosedBeforeContact;
        let key = CellKey::step(step);
        assert!(proposal().cells.iter().any(|cell| cell.key == key && cell.figure == Figure::Suppressed));
        assert!(refused(&with_figure(proposal(), FunnelStep::NotKnownBeforeContact, Figure::Shown(12))));
    }

    #[test]
    fn too_high_a_threshold_is_a_wrong_input() {
        let nothing = proposal().cells.into_iter().map(|cell| Cell { figure: Figure::Suppressed, ..cell });
        let act = ProposeRelease { threshold: 101, cells: nothing.collect(), ..proposal() };
        assert_eq!(problem(&act).0, "threshold");
    }
}

//! Freezing: from exact counts to figures that single nobody out, and that are never recounted.
//!
//! Each division of the [`scheme`](crate::scheme) is hidden by itself, as a table with its total. That is safe for all of
//! them together because a division is shown only where its whole is: then it shares with the rest a number that the
//! reader knows already, and no more. Where hiding would have to take the whole, or where an earlier release of the same
//! period stands against it, the division is not shown at all.

use crate::codes::{FunnelStep, Part};
use crate::counts::DemandCounts;
use crate::funnel::Funnel;
use crate::scheme::{Breakdown, Cell, CellKey, Figure, Figures, breakdowns, figures, keys};
use disclosure::{
    Dimension, Reason, Rule, RuleError, SafeCell, SafeTable, Table, TableError, differences_safe,
    suppress_after,
};
use std::collections::BTreeMap;

/// Why counts cannot be frozen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    /// The threshold is none that may be used.
    #[error(transparent)]
    Threshold(#[from] RuleError),
    /// The funnel and demand are not counts of the same persons and cases.
    #[error("the parts of figure {number} count {parts}, it counts {whole}")]
    DoesNotAddUp {
        /// Number of the whole.
        number: i64,
        /// Its count.
        whole: i64,
        /// The sum of its parts.
        parts: i64,
    },
    /// A count is below zero or beyond all people.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// The figures of a first release of these counts: hides every count in `1..threshold` and whatever would give it away.
///
/// # Errors
/// [`FreezeError`].
pub fn freeze(funnel: &Funnel, demand: &DemandCounts, threshold: i64) -> Result<Vec<Cell>, FreezeError> {
    freeze_after(funnel, demand, threshold, &[])
}

/// As [`freeze`], where earlier releases of the same period are already published: what they and this one would tell
/// together is hidden, too.
///
/// # Errors
/// [`FreezeError`].
pub fn freeze_after(
    funnel: &Funnel,
    demand: &DemandCounts,
    threshold: i64,
    earlier: &[Vec<Cell>],
) -> Result<Vec<Cell>, FreezeError> {
    let rule = Rule::new(threshold)?;
    let counts = tally(funnel, demand);
    let earlier: Vec<Figures> = earlier.iter().map(|cells| figures(cells)).collect();
    let mut frozen: Figures = keys().into_iter().map(|key| (key, Figure::Suppressed)).collect();
    for breakdown in breakdowns() {
        let whole_is_shown = frozen[&breakdown.whole].count().is_some();
        let table = counted(&breakdown, &counts)?;
        if breakdown.stands_alone() || whole_is_shown {
            hide(&breakdown, &table, rule, &earlier, &mut frozen);
        }
    }
    Ok(keys().into_iter().map(|key| Cell { key, figure: frozen[&key] }).collect())
}

/// Shows of one division what may be shown beside its whole; nothing where the two cannot go together.
fn hide(breakdown: &Breakdown, table: &Table, rule: Rule, earlier: &[Figures], frozen: &mut Figures) {
    let earlier: Vec<SafeTable> =
        earlier.iter().filter_map(|figures| shown_table(breakdown, figures)?.ok()).collect();
    let safe = suppress_after(table, rule, &earlier);
    let mut cells = safe.cells().map(|(_, cell)| cell.shown());
    let parts: Vec<Option<i64>> = cells.by_ref().take(breakdown.parts.len()).collect();
    let whole_stays = cells.next().flatten().is_some();
    if whole_stays && differences_safe(&earlier, &safe, rule).is_ok() {
        for (key, count) in breakdown.parts.iter().zip(parts) {
            frozen.insert(*key, count.map_or(Figure::Suppressed, Figure::Shown));
        }
    }
}

/// One division of a release as a reader sees it, or `None` where none of its figures is shown: that tells nothing.
pub(crate) fn shown_table(breakdown: &Breakdown, figures: &Figures) -> Option<Result<SafeTable, TableError>> {
    let cell = |key: &CellKey| match figures.get(key).and_then(|figure| figure.count()) {
        Some(count) => SafeCell::Shown(count),
        // Which of the two reasons it was is not kept, and nothing here depends on it.
        None => SafeCell::Suppressed(Reason::Secondary),
    };
    let cells: Vec<SafeCell> = breakdown.parts.iter().map(cell).collect();
    let is_shown = cells.iter().any(|cell| cell.shown().is_some());
    is_shown.then(|| {
        SafeTable::restore(vec![dimension(breakdown)?], [cells, vec![cell(&breakdown.whole)]].concat())
    })
}

fn dimension(breakdown: &Breakdown) -> Result<Dimension, TableError> {
    let whole = breakdown.whole.number.to_string();
    Dimension::new(whole, breakdown.parts.iter().map(|key| key.number.to_string()))
}

fn counted(breakdown: &Breakdown, counts: &BTreeMap<CellKey, i64>) -> Result<Table, FreezeError> {
    let count = |key: &CellKey| counts.get(key).copied().unwrap_or(0);
    let parts: Vec<i64> = breakdown.parts.iter().map(count).collect();
    let table = Table::from_counts(vec![dimension(breakdown)?], &parts)?;
    let (whole, parts) = (count(&breakdown.whole), parts.iter().sum());
    if whole == parts {
        Ok(table)
    } else {
        Err(FreezeError::DoesNotAddUp { number: breakdown.whole.number, whole, parts })
    }
}

/// Every figure of the scheme, exact: for staff, and for freezing.
#[must_use]
pub fn tally(funnel: &Funnel, demand: &DemandCounts) -> BTreeMap<CellKey, i64> {
    use FunnelStep as S;
    let (identified, contact, charged) = (&funnel.identified, &funnel.contact, &funnel.charged);
    let steps = [
        (S::ReportsFiled, funnel.reports),
        (S::CasesOpened, funnel.cases),
        (S::Identified, identified.total()),
        (S::FormalContact, contact.total()),
        (S::ClosedBeforeContact, identified.closed - contact.closed),
        (S::NotKnownBeforeContact, identified.not_known - contact.not_known),
        (S::Charged, charged.total()),
        (S::ClosedBeforeCharge, contact.closed - charged.closed),
        (S::NotKnownBeforeCharge, contact.not_known - charged.not_known),
        (S::Convicted, charged.convicted),
        (S::Acquitted, charged.acquitted),
        (S::Dismissed, charged.dismissed),
        (S::Unfit, charged.unfit),
        (S::ClosedAfterCharge, charged.closed),
        (S::NotKnownAfterCharge, charged.not_known),
        (S::Sentenced, funnel.sentenced),
        (S::NoSentenceKnown, charged.convicted - funnel.sentenced),
        (S::SentenceFinal, funnel.sentence_final),
        (S::SentenceNotFinal, funnel.sentenced - funnel.sentence_final),
    ];
    let steps = steps.into_iter().map(|(step, count)| (CellKey::step(step), count));
    let demand = demand
        .each_once
        .iter()
        .map(|(number, count)| (CellKey { part: Part::Demand, number: *number }, *count));
    steps.chain(demand).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exposure::exposed;
    use crate::testing::{counted_in, grown, people_and_codings};
    use proptest::prelude::*;

    /// The reader's own reckoning, apart from the engine: of a whole less what is shown, how far apart are the least and
    /// the greatest count of a hidden part? (Zeros are shown, so a hidden part of a division that shows anything is at
    /// least 1.)
    fn reckon(figures: &Figures, threshold: i64) -> Result<(), TestCaseError> {
        for breakdown in breakdowns() {
            let shown: Vec<i64> = breakdown.parts.iter().filter_map(|key| figures[key].count()).collect();
            let hidden = (breakdown.parts.len() - shown.len()) as i64;
            prop_assert!(shown.iter().all(|count| *count == 0 || *count >= threshold));
            if breakdown.stands_alone() || shown.is_empty() {
                continue;
            }
            let whole = figures[&breakdown.whole].count();
            prop_assert!(whole.is_some(), "{:?} could be added up", breakdown.whole);
            let rest = whole.unwrap() - shown.iter().sum::<i64>();
            // One hidden part is the rest; of several, each can be 1 up to the rest less 1 for each other.
            let room = if hidden == 0 { rest == 0 } else { hidden > 1 && rest - hidden >= threshold };
            prop_assert!(room, "{:?}: {hidden} parts hide {rest}", breakdown.whole);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn nobody_can_be_worked_out(world in people_and_codings(60), threshold in 3_i64..8) {
            let (funnel, demand) = counted_in(&world);
            let cells = freeze(&funnel, &demand, threshold).unwrap();
            reckon(&figures(&cells), threshold)?;
            let small = exposed(&cells, &[], threshold).into_iter().find(|count| (1..threshold).contains(count));
            prop_assert_eq!(small, None);
        }

        #[test]
        fn what_is_shown_is_true(world in people_and_codings(60)) {
            let (funnel, demand) = counted_in(&world);
            let exact = tally(&funnel, &demand);
            for cell in freeze(&funnel, &demand, 5).unwrap() {
                prop_assert!(cell.figure.count().is_none_or(|count| count == exact[&cell.key]));
            }
        }

        #[test]
        fn two_releases_of_one_period_tell_of_nobody_who_came_between(
            world in people_and_codings(60), more in 1_usize..12
        ) {
            let (funnel, demand) = counted_in(&world);
            let first = freeze(&funnel, &demand, 5).unwrap();
            let (funnel, demand) = counted_in(&grown(&world, more));
            let second = freeze_after(&funnel, &demand, 5, std::slice::from_ref(&first)).unwrap();
            reckon(&figures(&second), 5)?;
            for (old, new) in first.iter().zip(&second) {
                if let (Some(old), Some(new)) = (old.figure.count(), new.figure.count()) {
                    prop_assert!(!(1..5).contains(&(new - old).abs()));
                }
            }
            let together = exposed(&second, std::slice::from_ref(&first), 5);
            prop_assert!(!together.iter().any(|count| (1..5).contains(count)), "{together:?}");
        }
    }

    #[test]
    fn counts_of_different_people_do_not_go_together() {
        let funnel = Funnel { cases: 3, ..Funnel::default() };
        let refused = freeze(&funnel, &DemandCounts::default(), 5);
        assert_eq!(refused, Err(FreezeError::DoesNotAddUp { number: 2, whole: 3, parts: 0 }));
        assert!(matches!(freeze(&funnel, &DemandCounts::default(), 1), Err(FreezeError::Threshold(_))));
    }

    #[test]
    fn a_large_country_sees_its_funnel() {
        let outcomes = |closed, not_known| crate::funnel::Outcomes {
            convicted: 220,
            acquitted: 41,
            dismissed: 33,
            unfit: 2,
            closed,
            not_known,
        };
        let funnel = Funnel {
            reports: 3_100,
            cases: 0,
            identified: outcomes(310, 420),
            contact: outcomes(190, 260),
            charged: outcomes(60, 118),
            sentenced: 207,
            sentence_final: 150,
            ..Funnel::default()
        };
        let persons = funnel.identified.total();
        let each_once = BTreeMap::from([(4, persons)]);
        let demand = DemandCounts { persons, each_once, ..DemandCounts::default() };
        let frozen = figures(&freeze(&funnel, &demand, 5).unwrap());
        let hidden: Vec<FunnelStep> = kernel::codes::CodeList::all()
            .iter()
            .copied()
            .filter(|step| frozen[&CellKey::step(*step)] == Figure::Suppressed)
            .collect();
        assert_eq!(
            hidden,
            [FunnelStep::Dismissed, FunnelStep::Unfit],
            "two not fit, hidden in the smallest other"
        );
    }
}

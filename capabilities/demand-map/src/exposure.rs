//! What a reader gets from a release: what it shows, and what can be worked out from it and from earlier ones.

use crate::release::shown_table;
use crate::scheme::{Cell, Figures, breakdowns, figures};
use disclosure::{Exposure, Rule, SafeTable, differences_safe, intervals};

/// Stands for a group of which nothing better can be promised: it may be one person.
const PERHAPS_ONE: i64 = 1;

/// Every count that a reader of `cells` gets: those shown, those that are hidden and lie within too narrow bounds, and
/// those by which earlier releases of the same period differ. The rule count-nobody-out judges them all alike.
#[must_use]
pub fn exposed(cells: &[Cell], earlier: &[Vec<Cell>], threshold: i64) -> Vec<i64> {
    let mut counts: Vec<i64> = cells.iter().filter_map(|cell| cell.figure.count()).collect();
    let Ok(rule) = Rule::new(threshold) else { return counts };
    let now = figures(cells);
    let earlier: Vec<Figures> = earlier.iter().map(|cells| figures(cells)).collect();
    for breakdown in breakdowns() {
        // What does not fit the scheme is a wrong input, which `decide` names.
        let Some(Ok(table)) = shown_table(&breakdown, &now) else { continue };
        let before: Vec<SafeTable> =
            earlier.iter().filter_map(|figures| shown_table(&breakdown, figures)?.ok()).collect();
        counts.extend(narrow(&table, rule));
        counts.extend(between(&before, &table, rule));
    }
    counts
}

/// Hidden counts that a reader can narrow to less than the threshold, by the least that they can be.
fn narrow(table: &SafeTable, rule: Rule) -> impl Iterator<Item = i64> {
    let bounds = intervals(table).into_iter().map(|(_, interval)| interval);
    bounds.filter(move |bound| !bound.is_at_least(rule.threshold())).map(|bound| bound.min)
}

/// By how many people a release and an earlier one differ, where those are too few.
fn between(earlier: &[SafeTable], table: &SafeTable, rule: Rule) -> Option<i64> {
    match differences_safe(earlier, table, rule) {
        Ok(()) | Err(Exposure::Small { .. }) => None, // A small count is among those shown.
        Err(Exposure::Difference { difference, .. } | Exposure::Remainder { difference, .. }) => {
            Some(difference.abs())
        }
        Err(Exposure::Growth { interval, .. }) => Some(interval.min.max(PERHAPS_ONE)),
        Err(Exposure::NotComparable { .. }) => Some(PERHAPS_ONE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::FunnelStep;
    use crate::scheme::{CellKey, Figure, keys};

    /// A release that shows just these steps.
    fn showing(steps: &[(FunnelStep, i64)]) -> Vec<Cell> {
        let shown = |key| steps.iter().find(|(step, _)| CellKey::step(*step) == key);
        let figure = |key| shown(key).map_or(Figure::Suppressed, |(_, count)| Figure::Shown(*count));
        keys().into_iter().map(|key| Cell { key, figure: figure(key) }).collect()
    }

    const CHARGED: [(FunnelStep, i64); 7] = [
        (FunnelStep::Identified, 60),
        (FunnelStep::Charged, 40),
        (FunnelStep::Convicted, 20),
        (FunnelStep::Acquitted, 10),
        (FunnelStep::Dismissed, 7),
        (FunnelStep::ClosedAfterCharge, 0),
        (FunnelStep::NotKnownAfterCharge, 0),
    ];

    #[test]
    fn a_hidden_count_that_is_the_rest_is_as_good_as_shown() {
        assert!(exposed(&showing(&CHARGED), &[], 5).contains(&3));
    }

    #[test]
    fn a_difference_between_releases_counts_people() {
        let later = showing(&[(FunnelStep::Identified, 62)]);
        let earlier = showing(&[(FunnelStep::Identified, 60)]);
        assert_eq!(exposed(&later, &[], 5), [62]);
        assert_eq!(exposed(&later, &[earlier], 5), [62, 2]);
    }

    #[test]
    fn without_a_usable_threshold_the_shown_counts_stand() {
        assert_eq!(exposed(&showing(&[(FunnelStep::Identified, 2)]), &[], 0), [2]);
    }
}

//! Two releases read as a series that only grows: their increases are a table of people, too.

use crate::attack::Interval;
use crate::flow::{Bounds, Network};
use crate::releases::{Learned, difference};
use crate::rule::Rule;
use crate::safe::SafeTable;

/// The first cell that the two releases together give away, or `None`: also where some count must have fallen,
/// for then this reader is wrong.
pub(crate) fn narrowed(old: &SafeTable, new: &SafeTable, rule: Rule) -> Option<(usize, Learned, Interval)> {
    let network = Network::of(new.shape());
    let bounds: Option<Vec<Bounds>> = (0..new.shape().size()).map(|cell| increase(old, new, cell)).collect();
    let bounds = bounds?;
    let feasible = network.feasible(&bounds)?;
    let interval = |cell| network.interval(&bounds, &feasible, cell);
    let increases: Vec<Interval> = (0..bounds.len()).map(interval).collect();

    let unsafe_increase = |(cell, interval): (usize, &Interval)| {
        let is_news = difference(old, new, cell).is_none();
        (is_news && interval.singles_out(rule.threshold())).then_some((cell, Learned::Increase, *interval))
    };
    let known_earlier = || known(old, |cell| before(new.shown(cell)?, increases[cell]));
    let known_now = || known(new, |cell| Some(after(old.shown(cell)?, increases[cell])));
    increases
        .iter()
        .enumerate()
        .find_map(unsafe_increase)
        .or_else(|| {
            closest(&network, old, &known_earlier(), rule).map(|(c, i)| (c, Learned::EarlierCount, i))
        })
        .or_else(|| closest(&network, new, &known_now(), rule).map(|(c, i)| (c, Learned::NewCount, i)))
}

/// What the two shown counts say of a cell's increase; `None` where it fell. A hidden count is at least 1.
fn increase(old: &SafeTable, new: &SafeTable, cell: usize) -> Option<Bounds> {
    let bounds = match (old.shown(cell), new.shown(cell)) {
        (Some(before), Some(after)) => Bounds::exactly(after - before),
        (None, Some(after)) => Bounds { low: 0, high: Some(after - 1) },
        (Some(before), None) => Bounds::from((1 - before).max(0)),
        (None, None) => Bounds::from(0),
    };
    (bounds.low >= 0 && bounds.high.is_none_or(|high| high >= 0)).then_some(bounds)
}

fn before(after: i64, increase: Interval) -> Option<Bounds> {
    Some(Bounds { low: (after - increase.max?).max(1), high: Some(after - increase.min) })
}

fn after(before: i64, increase: Interval) -> Bounds {
    Bounds { low: (before + increase.min).max(1), high: increase.max.map(|most| before + most) }
}

/// A release's own bounds, its hidden cells narrowed by what else is known of them.
fn known(release: &SafeTable, narrower: impl Fn(usize) -> Option<Bounds>) -> Vec<Bounds> {
    let mut bounds = release.bounds();
    for (cell, bound) in bounds.iter_mut().enumerate() {
        if release.shown(cell).is_none() {
            *bound = narrower(cell).unwrap_or(*bound);
        }
    }
    bounds
}

fn closest(
    network: &Network,
    release: &SafeTable,
    bounds: &[Bounds],
    rule: Rule,
) -> Option<(usize, Interval)> {
    let feasible = network.feasible(bounds)?;
    let hidden = (0..bounds.len()).filter(|&cell| release.shown(cell).is_none());
    let mut intervals = hidden.map(|cell| (cell, network.interval(bounds, &feasible, cell)));
    intervals.find(|(_, interval)| interval.singles_out(rule.threshold()))
}

//! Tables of near misses: 0, 1, and counts about the threshold.

use disclosure::{Dimension, Table};
use proptest::prelude::*;

pub(crate) fn dimension(name: &str, size: usize) -> Dimension {
    Dimension::new(name, (0..size).map(|at| format!("{name}{at}"))).unwrap()
}

pub(crate) fn list(counts: &[i64]) -> Table {
    Table::from_counts(vec![dimension("a", counts.len())], counts).unwrap()
}

pub(crate) fn grid(rows: usize, counts: &[i64]) -> Table {
    Table::from_counts(vec![dimension("r", rows), dimension("c", counts.len() / rows)], counts).unwrap()
}

pub(crate) fn count(threshold: i64) -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => Just(0),
        3 => Just(1),
        2 => Just(threshold - 1),
        3 => Just(threshold),
        3 => Just(threshold + 1),
        2 => threshold + 2..3 * threshold,
    ]
}

pub(crate) fn lists(threshold: i64, sizes: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Table> {
    prop::collection::vec(count(threshold), sizes).prop_map(|counts| list(&counts))
}

pub(crate) fn grids(
    threshold: i64,
    rows: std::ops::RangeInclusive<usize>,
    columns: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = Table> {
    (rows, columns).prop_flat_map(move |(rows, columns)| {
        let counts = prop::collection::vec(count(threshold), rows * columns);
        counts.prop_map(move |counts| grid(rows, &counts))
    })
}

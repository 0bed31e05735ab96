//! Hiding: what is small, then what would give it away.

use std::cmp::Reverse;

use crate::pattern::Pattern;
use crate::rule::Rule;
use crate::safe::{Reason, SafeCell, SafeTable};
use crate::table::Table;

/// Hides every count in `1..threshold` and as many further ones as keep every hidden count uncertain by at
/// least the threshold. It cannot fail: in the last resort all but the zeros is hidden.
#[must_use]
pub fn suppress(table: &Table, rule: Rule) -> SafeTable {
    suppress_after(table, rule, &[])
}

/// As [`suppress`], and where further cells must be hidden takes those first that earlier releases hid.
///
/// A cell hidden in turns gives away its neighbours, so a series should keep its pattern. This prefers, it does
/// not promise: [`differences_safe`](crate::differences_safe) decides. Releases of other dimensions say nothing
/// here.
#[must_use]
pub fn suppress_after(table: &Table, rule: Rule, earlier: &[SafeTable]) -> SafeTable {
    let counts = table.counts();
    let alike: Vec<&SafeTable> = earlier.iter().filter(|release| release.shape() == table.shape()).collect();
    let was_hidden = |cell: usize| alike.iter().any(|release| release.shown(cell).is_none());
    let mut pattern = Pattern::new(table, (0..counts.len()).map(was_hidden).collect(), rule.threshold());
    // A count that has just reached the threshold would, shown, bound what it was when it was hidden.
    let just_reached = |cell: usize| counts[cell] == rule.threshold() && was_hidden(cell);
    let first = (0..counts.len()).filter(|&cell| rule.is_small(counts[cell]) || just_reached(cell));
    let first: Vec<usize> = first.collect();
    for &cell in &first {
        pattern.hide(cell);
    }
    let secondary = hide_secondary(&mut pattern, first);
    show_needless(&mut pattern, table, secondary);
    let cell = |(cell, &count): (usize, &i64)| match pattern.is_hidden(cell) {
        false => SafeCell::Shown(count),
        true if rule.is_small(count) => SafeCell::Suppressed(Reason::Primary),
        true => SafeCell::Suppressed(Reason::Secondary),
    };
    SafeTable::new(table.shape().clone(), counts.iter().enumerate().map(cell).collect())
}

/// Hides further cells until every hidden one is safe, and returns them. A cell once safe stays so: hiding more
/// only adds tables that a reader must reckon with.
fn hide_secondary(pattern: &mut Pattern<'_>, mut unchecked: Vec<usize>) -> Vec<usize> {
    let mut secondary = Vec::new();
    while let Some(cell) = unchecked.pop() {
        while pattern.shortfall(cell) > 0 {
            for further in pattern.widen(cell) {
                pattern.hide(further);
                unchecked.push(further);
                secondary.push(further);
            }
        }
    }
    secondary
}

/// Shows again what later choices made needless: totals first, then large counts.
fn show_needless(pattern: &mut Pattern<'_>, table: &Table, mut secondary: Vec<usize>) {
    let size = |&cell: &usize| (table.shape().totals(cell), table.counts()[cell]);
    secondary.sort_by_key(|cell| (pattern.is_cheap(*cell), Reverse(size(cell)), *cell));
    for &cell in &secondary {
        pattern.show(cell);
        let cells = 0..table.counts().len();
        if cells.into_iter().any(|other| pattern.is_hidden(other) && pattern.shortfall(other) > 0) {
            pattern.hide(cell);
        }
    }
}

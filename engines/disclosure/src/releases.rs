//! What a sequence of releases tells that none of them tells by itself.

use crate::attack::Interval;
use crate::growth;
use crate::rule::Rule;
use crate::safe::SafeTable;
use crate::shape::Place;

/// How a new release, laid beside an earlier one, singles somebody out. For those who hold the data: it names
/// what must not be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Exposure {
    /// The earlier release has other dimensions or categories, so nothing can be promised.
    #[error("release {release} has other dimensions and cannot be compared")]
    NotComparable {
        /// Which of the earlier releases, from 0.
        release: usize,
    },
    /// The new release shows a count that is too small by itself under this rule.
    #[error("{place} shows {count}")]
    Small {
        /// The cell.
        place: Place,
        /// The count that it shows.
        count: i64,
    },
    /// Both releases show the cell, and the two counts differ by too few people.
    #[error("since release {release}, {place} changed by {difference}")]
    Difference {
        /// Which of the earlier releases, from 0.
        release: usize,
        /// The cell.
        place: Place,
        /// New count less old, in people.
        difference: i64,
    },
    /// What a total leaves for its parts that are not shown in both changed by too few people.
    #[error("since release {release}, the hidden part of {place} changed by {difference}")]
    Remainder {
        /// Which of the earlier releases, from 0.
        release: usize,
        /// The total.
        place: Place,
        /// New remainder less old, in people.
        difference: i64,
    },
    /// Read as a series that only grows, the two releases leave too narrow an interval for a cell.
    #[error("with release {release}, {place} is known too closely ({about:?})")]
    Growth {
        /// Which of the earlier releases, from 0.
        release: usize,
        /// The cell.
        place: Place,
        /// What becomes known.
        about: Learned,
        /// How closely.
        interval: Interval,
    },
}

/// What two releases together give away of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learned {
    /// How many were added between them.
    Increase,
    /// Its count in the earlier release.
    EarlierCount,
    /// Its count in the new release.
    NewCount,
}

/// Whether a new release may follow these earlier ones, each compared with it by itself.
///
/// Refused are: a shown count that is too small under this rule; a shown cell whose difference is in
/// `1..threshold`, up or down; a total whose parts hidden in either release changed together by so few; and, where
/// no shown count fell, whatever a reader who takes the series for one that only grows can narrow to less than the
/// threshold while it may be small: an increase, or a count that one of the two releases hides.
///
/// The last is a real attack (increases are a table too, and bound hidden counts by shown ones), not every one: a
/// reader who solves both tables and their difference at once, or three releases together, may do better.
///
/// # Errors
/// The first [`Exposure`] found, in the order of the releases and of their cells.
pub fn differences_safe(earlier: &[SafeTable], new: &SafeTable, rule: Rule) -> Result<(), Exposure> {
    for cell in 0..new.shape().size() {
        if let Some(count) = new.shown(cell).filter(|&count| rule.is_small(count)) {
            return Err(Exposure::Small { place: new.shape().place(cell), count });
        }
    }
    for (release, old) in earlier.iter().enumerate() {
        if old.shape() != new.shape() {
            return Err(Exposure::NotComparable { release });
        }
        if let Some((cell, difference)) = small_difference(old, new, rule) {
            return Err(Exposure::Difference { release, place: new.shape().place(cell), difference });
        }
        if let Some((cell, difference)) = small_remainder(old, new, rule) {
            return Err(Exposure::Remainder { release, place: new.shape().place(cell), difference });
        }
        if let Some((cell, about, interval)) = growth::narrowed(old, new, rule) {
            let place = new.shape().place(cell);
            return Err(Exposure::Growth { release, place, about, interval });
        }
    }
    Ok(())
}

/// New count less old where both are shown.
pub(crate) fn difference(old: &SafeTable, new: &SafeTable, cell: usize) -> Option<i64> {
    Some(new.shown(cell)? - old.shown(cell)?)
}

fn small_difference(old: &SafeTable, new: &SafeTable, rule: Rule) -> Option<(usize, i64)> {
    let differences = (0..new.shape().size()).filter_map(|cell| Some((cell, difference(old, new, cell)?)));
    differences.into_iter().find(|(_, difference)| rule.is_small(difference.abs()))
}

fn small_remainder(old: &SafeTable, new: &SafeTable, rule: Rule) -> Option<(usize, i64)> {
    let remainder = |(whole, parts): (usize, Vec<usize>)| {
        let shown: i64 = parts.into_iter().filter_map(|part| difference(old, new, part)).sum();
        Some((whole, difference(old, new, whole)? - shown))
    };
    let remainders = new.shape().sums().into_iter().filter_map(remainder);
    remainders.into_iter().find(|(_, remainder)| rule.is_small(remainder.abs()))
}

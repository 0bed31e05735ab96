//! The threshold: how many people a published count must speak of at least.

use std::ops::RangeInclusive;

/// The smallest group that may be shown. A count in `1..threshold` is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    threshold: i64,
}

/// Why a rule was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The threshold lies outside [`Rule::THRESHOLDS`].
    #[error("a threshold of {0} is outside 3..=100")]
    OutOfRange(i64),
}

impl Rule {
    /// Below three, either of two people knows the other; above a hundred, a table says little.
    pub const THRESHOLDS: RangeInclusive<i64> = 3..=100;

    /// A rule with this threshold, in people.
    ///
    /// # Errors
    /// [`RuleError::OutOfRange`] outside `3..=100`.
    pub fn new(threshold: i64) -> Result<Self, RuleError> {
        if Self::THRESHOLDS.contains(&threshold) {
            Ok(Self { threshold })
        } else {
            Err(RuleError::OutOfRange(threshold))
        }
    }

    /// The threshold, in people.
    #[must_use]
    pub fn threshold(self) -> i64 {
        self.threshold
    }

    /// Whether this one count, shown, would single somebody out.
    #[must_use]
    pub fn is_small(self, count: i64) -> bool {
        (1..self.threshold).contains(&count)
    }
}

impl Default for Rule {
    /// Five, the usual threshold for frequency tables of people.
    fn default() -> Self {
        Self { threshold: 5 }
    }
}

/// The first of these counts that lies in `1..threshold`, or `None` where none singles anybody out.
///
/// It looks at each count by itself; what can be worked out from several of them is for
/// [`suppress`](crate::suppress).
///
/// ```
/// assert_eq!(disclosure::singles_out([0, 5, 4, 12], 5), Some(4));
/// assert_eq!(disclosure::singles_out([0, 5, 12], 5), None);
/// ```
pub fn singles_out(counts: impl IntoIterator<Item = i64>, threshold: i64) -> Option<i64> {
    counts.into_iter().find(|count| (1..threshold).contains(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_have_a_floor_and_a_ceiling() {
        assert_eq!(Rule::new(2), Err(RuleError::OutOfRange(2)));
        assert_eq!(Rule::new(101), Err(RuleError::OutOfRange(101)));
        assert_eq!(Rule::new(3).map(Rule::threshold), Ok(3));
        assert_eq!(Rule::new(100).map(Rule::threshold), Ok(100));
        assert_eq!(Rule::default().threshold(), 5);
    }

    #[test]
    fn small_is_one_up_to_the_threshold_exclusive() {
        let rule = Rule::default();
        let small: Vec<i64> = (-1..8).filter(|&count| rule.is_small(count)).collect();
        assert_eq!(small, [1, 2, 3, 4]);
        assert_eq!(singles_out(-1..8, 5), Some(1));
        assert_eq!(singles_out([], 5), None);
    }
}

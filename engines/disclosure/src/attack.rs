//! What a reader can work out.

use crate::flow::Network;
use crate::safe::SafeTable;
use crate::shape::Place;

/// The least and the greatest count that a hidden cell can have. Both are attained, and so is all between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least count.
    pub min: i64,
    /// The greatest count; `None` where nothing shown bounds it.
    pub max: Option<i64>,
}

impl Interval {
    /// Whether the greatest count lies at least this far above the least.
    #[must_use]
    pub fn is_at_least(self, width: i64) -> bool {
        self.max.is_none_or(|max| max - self.min >= width)
    }

    /// Whether knowing this much singles somebody out: narrower than the threshold, and possibly small.
    pub(crate) fn singles_out(self, threshold: i64) -> bool {
        let is_small_possible = self.min < threshold && self.max.is_none_or(|max| max >= 1);
        is_small_possible && !self.is_at_least(threshold)
    }
}

/// Every hidden cell of a release with the exact interval that its shown cells leave, for those who check.
///
/// It uses nothing but what is shown, and that zeros are: no hidden count enters into it.
#[must_use]
pub fn intervals(release: &SafeTable) -> Vec<(Place, Interval)> {
    let network = Network::of(release.shape());
    let bounds = release.bounds();
    let feasible =
        network.feasible(&bounds).expect("a release is made or restored from a table that fits it");
    let hidden = (0..bounds.len()).filter(|&index| release.shown(index).is_none());
    hidden.map(|index| (release.shape().place(index), network.interval(&bounds, &feasible, index))).collect()
}

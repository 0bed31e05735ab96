//! What is ordinary: median and spread, in whole numbers, so that every machine finds the same.

/// What is ordinary among some counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinary {
    /// The median, rounded down.
    pub median: i64,
    /// The largest count that is ordinary still.
    pub bound: i64,
}

fn median(mut counts: Vec<i64>) -> i64 {
    counts.sort_unstable();
    let (low, high) = (counts.len().saturating_sub(1) / 2, counts.len() / 2);
    match (counts.get(low), counts.get(high)) {
        (Some(&low), Some(&high)) => low.saturating_add(high).div_euclid(2),
        _ => 0,
    }
}

/// Median and bound: the median and so many spreads. Half of the counts can be anything at all, and the bound stays where the
/// other half puts it.
#[must_use]
pub fn ordinary(counts: &[i64], spreads: i64) -> Ordinary {
    let middle = median(counts.to_vec());
    let deviation = median(counts.iter().map(|count| count.abs_diff(middle).cast_signed()).collect());
    // 1.4826: what makes the deviation of a normal distribution its standard deviation.
    let spread = deviation.saturating_mul(14_826).saturating_add(9_999) / 10_000;
    let by_chance = middle.max(0).isqrt();
    Ordinary { median: middle, bound: middle.saturating_add(spreads.saturating_mul(spread.max(by_chance))) }
}

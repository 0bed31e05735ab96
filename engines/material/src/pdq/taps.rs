//! What each of 64 samples along one side is made of: two box filters and the choice of one value, which together are one weighted sum.

use super::SIDE;
use super::shrink::{lead, middle, window};
use std::rc::Rc;

/// The values that one sample along a side is summed from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tap {
    /// The first of them.
    pub(super) start: usize,
    /// Their weights.
    pub(super) weights: Weights,
}

/// Weights in the order of the values. They add up to 1 after division.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Weights {
    /// Both boxes are whole everywhere: whole numbers, to be divided by the second field. All such samples of a side have the same.
    Whole(Rc<[u32]>, f32),
    /// An end of the side cuts some box: each such box is divided by what is left of it.
    Cut(Vec<f32>),
}

impl Tap {
    /// How many values.
    pub(super) fn len(&self) -> usize {
        match &self.weights {
            Weights::Whole(weights, _) => weights.len(),
            Weights::Cut(weights) => weights.len(),
        }
    }
}

/// The 64 samples of a side of so many values, at least 1. It takes steps in proportion to the side.
pub(super) fn taps(side: usize) -> [Tap; SIDE] {
    let window = window(side);
    let mut whole = None;
    std::array::from_fn(|k| {
        let at = middle(k, side);
        let (first, last) = covered(at, side, window);
        let (start, end) = (covered(first, side, window).0, covered(last, side, window).1);
        // Boxes are cut at an end alone, so the outermost tell.
        let is_whole = |(from, to): (usize, usize)| to - from + 1 == window;
        let all_whole = is_whole((first, last))
            && is_whole(covered(first, side, window))
            && is_whole(covered(last, side, window));
        let weights = if all_whole {
            Weights::Whole(Rc::clone(whole.get_or_insert_with(|| tent(window))), (window * window) as f32)
        } else {
            Weights::Cut(cut(first, last, start, end, |at| covered(at, side, window)))
        };
        Tap { start, weights }
    })
}

/// How often each of the values is counted by two whole boxes.
fn tent(window: usize) -> Rc<[u32]> {
    let up = 1..=window;
    up.clone().chain(up.rev().skip(1)).map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect()
}

/// The values that the box at `at` covers, first and last.
fn covered(at: usize, side: usize, window: usize) -> (usize, usize) {
    let last = at + lead(window);
    ((last + 1).saturating_sub(window), last.min(side - 1))
}

/// Each value once for each box of the first pass that covers it, from the box at `first` to that at `last`; each divided by its length.
fn cut(
    first: usize,
    last: usize,
    start: usize,
    end: usize,
    covered: impl Fn(usize) -> (usize, usize),
) -> Vec<f32> {
    // What is added from each value on, so that a box costs two steps and not its length.
    let mut steps = vec![0.0f64; end - start + 2];
    for (from, to) in (first..=last).map(covered) {
        let weight = 1.0 / ((last - first + 1) as f64 * (to - from + 1) as f64);
        steps[from - start] += weight;
        steps[to + 1 - start] -= weight;
    }
    let mut sum = 0.0;
    let weights = steps[..=end - start].iter().map(|step| {
        sum += step;
        single(sum)
    });
    weights.collect()
}

#[expect(clippy::cast_possible_truncation, reason = "single precision is meant")]
fn single(weight: f64) -> f32 {
    weight as f32
}

#[cfg(test)]
mod tests {
    use super::{Weights, taps};

    #[test]
    fn weights_add_up_to_one_at_every_side() {
        for side in (1..700).chain([1_024, 4_000, 8_191, 8_192, 8_193, 20_000, 10_000_000]) {
            for tap in taps(side) {
                let sum = match &tap.weights {
                    Weights::Whole(weights, divisor) => {
                        weights.iter().map(|&weight| f64::from(weight)).sum::<f64>() / f64::from(*divisor)
                    }
                    Weights::Cut(weights) => weights.iter().map(|&weight| f64::from(weight)).sum(),
                };
                assert!((sum - 1.0).abs() < 1e-5, "side {side}: {tap:?}");
                assert!(tap.start + tap.len() <= side);
            }
        }
    }

    #[test]
    fn only_the_ends_of_a_large_side_are_cut() {
        let cut = taps(4_000).iter().filter(|tap| matches!(tap.weights, Weights::Cut(_))).count();
        assert!(cut <= 2, "{cut}");
    }
}

//! What each of 64 samples along one side is made of: two box filters and the choice of one value, which together are one weighted sum.

use super::SIDE;
use super::shrink::{lead, middle, window};

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
    /// Both boxes are whole everywhere: whole numbers, to be divided by the second field.
    Whole(Vec<u32>, u32),
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

/// The 64 samples of a side of so many values, at least 1.
pub(super) fn taps(side: usize) -> [Tap; SIDE] {
    std::array::from_fn(|k| tap(middle(k, side), side))
}

/// The values that the box at `at` covers, first and last.
fn covered(at: usize, side: usize, window: usize) -> (usize, usize) {
    let last = at + lead(window);
    ((last + 1).saturating_sub(window), last.min(side - 1))
}

/// How often each value is counted: once for each box of the first pass that covers it and that the box of the second pass at `at` covers.
fn tap(at: usize, side: usize) -> Tap {
    let window = window(side);
    let (first, last) = covered(at, side, window);
    let (start, end) = (covered(first, side, window).0, covered(last, side, window).1);
    let boxes = (first..=last).map(|at| covered(at, side, window));
    let cut = last - first + 1 < window || boxes.clone().any(|(from, to)| to - from + 1 < window);
    if cut {
        let mut weights = vec![0.0f64; end - start + 1];
        for (from, to) in boxes {
            let weight = 1.0 / ((last - first + 1) * (to - from + 1)) as f64;
            weights[from - start..=to - start].iter_mut().for_each(|sum| *sum += weight);
        }
        return Tap { start, weights: Weights::Cut(weights.into_iter().map(single).collect()) };
    }
    let mut weights = vec![0u32; end - start + 1];
    for (from, to) in boxes {
        weights[from - start..=to - start].iter_mut().for_each(|count| *count += 1);
    }
    let divisor = u32::try_from(window * window).unwrap_or(u32::MAX);
    Tap { start, weights: Weights::Whole(weights, divisor) }
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
        for side in (1..700).chain([1_024, 4_000, 8_191, 8_192, 8_193, 20_000]) {
            for tap in taps(side) {
                let sum = match &tap.weights {
                    Weights::Whole(weights, divisor) => {
                        f64::from(weights.iter().sum::<u32>()) / f64::from(*divisor)
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

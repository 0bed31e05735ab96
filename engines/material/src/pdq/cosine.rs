//! From the small picture to its low frequencies, and from these to bits.

use std::f64::consts::PI;
use std::sync::LazyLock;

use super::{FREQUENCIES, Pdq, SIDE, Small, Spectrum};

type Waves = [[f32; SIDE]; FREQUENCIES];

/// Cosine waves of frequency 1 to 16: the constant part is left out, so overall brightness does not matter.
static WAVES: LazyLock<Waves> =
    LazyLock::new(|| std::array::from_fn(|i| std::array::from_fn(|j| wave(i, j))));

/// The same with the sample first.
static WAVES_BY_PLACE: LazyLock<[[f32; FREQUENCIES]; SIDE]> =
    LazyLock::new(|| std::array::from_fn(|place| std::array::from_fn(|i| WAVES[i][place])));

#[expect(
    clippy::cast_possible_truncation,
    reason = "single precision is the reference's, and so is its rounding"
)]
fn wave(i: usize, j: usize) -> f32 {
    let scale = f64::from((2.0 / SIDE as f64).sqrt() as f32);
    (scale * ((PI / 2.0 / SIDE as f64) * (i + 1) as f64 * (2 * j + 1) as f64).cos()) as f32
}

/// The two-dimensional cosine transform `W A Wᵀ`, summed in the reference's order.
pub(super) fn spectrum(small: &Small) -> Spectrum {
    let waves = &*WAVES;
    let mut half = [[0.0f32; SIDE]; FREQUENCIES];
    for (sums, wave) in half.iter_mut().zip(waves) {
        for (weight, row) in wave.iter().zip(small) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += weight * value;
            }
        }
    }
    half.map(|sums| {
        // All frequencies side by side, each summed from left to right.
        let mut line = [0.0f32; FREQUENCIES];
        for (value, weights) in sums.iter().zip(&*WAVES_BY_PLACE) {
            line.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
        }
        line
    })
}

/// One bit for each frequency: whether it is stronger than the lower median of all. Bit `16 i + j` has the
/// weight `2^(16 i + j)` in a number that is written with its most significant byte first.
pub(super) fn bits(spectrum: &Spectrum) -> Pdq {
    let mut sorted = *spectrum;
    let (_, &mut median, _) = sorted.as_flattened_mut().select_nth_unstable_by(LOWER_MIDDLE, f32::total_cmp);
    above(spectrum, median)
}

/// The bits, if they are the same wherever within `error` of `spectrum` the true values are. An error of 0 is none: then there are always bits.
pub(super) fn bits_within(spectrum: &Spectrum, error: f32) -> Option<Pdq> {
    if error <= 0.0 {
        return Some(bits(spectrum));
    }
    let mut sorted = *spectrum;
    let (_, &mut median, higher) =
        sorted.as_flattened_mut().select_nth_unstable_by(LOWER_MIDDLE, f32::total_cmp);
    let next = higher.iter().copied().fold(f32::INFINITY, f32::min);
    (next - median > 2.0 * error).then(|| above(spectrum, median))
}

const LOWER_MIDDLE: usize = FREQUENCIES * FREQUENCIES / 2 - 1;

fn above(spectrum: &Spectrum, median: f32) -> Pdq {
    let mut bytes = [0; 32];
    for (k, &value) in spectrum.as_flattened().iter().enumerate() {
        bytes[31 - k / 8] |= u8::from(value > median) << (k % 8);
    }
    Pdq(bytes)
}

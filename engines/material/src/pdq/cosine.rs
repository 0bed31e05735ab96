//! From the small picture to its low frequencies, and from these to bits.

use std::f64::consts::PI;
use std::sync::LazyLock;

use super::{FREQUENCIES, Pdq, SIDE, Small, Spectrum};

type Waves = [[f32; SIDE]; FREQUENCIES];

/// Cosine waves of frequency 1 to 16: the constant part is left out, so overall brightness does not matter.
static WAVES: LazyLock<Waves> =
    LazyLock::new(|| std::array::from_fn(|i| std::array::from_fn(|j| wave(i, j))));

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
    std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            half[i].iter().zip(&waves[j]).fold(0.0, |sum, (value, weight)| sum + value * weight)
        })
    })
}

/// One bit for each frequency: whether it is stronger than the lower median of all. Bit `16 i + j` has the
/// weight `2^(16 i + j)` in a number that is written with its most significant byte first.
pub(super) fn bits(spectrum: &Spectrum) -> Pdq {
    let mut sorted = *spectrum;
    let lower_middle = FREQUENCIES * FREQUENCIES / 2 - 1;
    let (_, &mut median, _) = sorted.as_flattened_mut().select_nth_unstable_by(lower_middle, f32::total_cmp);
    let mut bytes = [0; 32];
    for (k, &value) in spectrum.as_flattened().iter().enumerate() {
        if value > median {
            bytes[31 - k / 8] |= 1 << (k % 8);
        }
    }
    Pdq(bytes)
}

//! From bytes to the small picture in one pass over them.
//!
//! Both box filters of each axis and the choice of one sample per field are linear: together they are one weighted sum down the columns and one
//! along the rows. The sum down the columns comes first, in whole numbers and on the bytes as they lie, colours side by side; only what is left
//! of it, 64 rows, meets fractions. Every byte is read once, or twice where two fields overlap.
//!
//! What comes out is nearer to the true mean than the reference, whose running sums gather rounding errors: [`super::hash::decide`] asks whether
//! that could change a bit, and sums in the reference's order where it could.

use super::taps::{Tap, Weights, taps};
use super::{SIDE, Small};
use crate::Channels;
use crate::kernels::rows::{MAX_WEIGHT, weigh_rows};

/// How far a value may be from the reference's, in steps of brightness: twice what was found over pictures of all kinds and up to 48 megapixels.
pub(super) const ERROR: f32 = 1.2e-3;
/// How far a frequency may be from the reference's. The waves have length 1, so that errors which know nothing of each other stay as they are;
/// this is several times that.
pub(super) const SPECTRUM_ERROR: f32 = 6e-3;

/// The pixels of a picture.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) channels: Channels,
}

/// The small picture. Both sides must be at least 1.
pub(super) fn shrink(rows: &Rows) -> Small {
    let shares = rows.channels.brightness_shares();
    let length = rows.width * shares.len();
    let across = Across::new(rows.width, shares);
    let mut sums = vec![0.0; length];
    let mut small = [[0.0; SIDE]; SIDE];
    for (tap, out) in taps(rows.height).iter().zip(&mut small) {
        let divisor = down(rows.bytes, tap, &mut sums);
        across.sum(&sums, divisor, out);
    }
    small
}

/// The weighted sum of a tap's rows; what it is still to be divided by.
fn down(bytes: &[u8], tap: &Tap, sums: &mut [f32]) -> f32 {
    let bytes = &bytes[tap.start * sums.len()..(tap.start + tap.len()) * sums.len()];
    match &tap.weights {
        Weights::Whole(weights, divisor) if weights.iter().all(|&weight| weight <= MAX_WEIGHT) => {
            weigh_rows(bytes, weights, sums);
            *divisor
        }
        Weights::Whole(weights, divisor) => {
            add_rows(bytes, weights.iter().map(|&weight| weight as f32), sums);
            *divisor
        }
        Weights::Cut(weights) => {
            add_rows(bytes, weights.iter().copied(), sums);
            1.0
        }
    }
}

fn add_rows(bytes: &[u8], weights: impl Iterator<Item = f32>, sums: &mut [f32]) {
    sums.fill(0.0);
    for (row, weight) in bytes.chunks_exact(sums.len()).zip(weights) {
        sums.iter_mut().zip(row).for_each(|(sum, &byte)| *sum += weight * f32::from(byte));
    }
}

/// The weighted sums along a row, the shares of colours in the weights.
struct Across {
    /// Where in the row each begins, and from where to where its weights are: for all that no end cuts the same.
    places: [(usize, (usize, usize)); SIDE],
    weights: Vec<f32>,
}

impl Across {
    fn new(width: usize, shares: &[f32]) -> Across {
        let mut weights: Vec<f32> = Vec::new();
        let mut whole = None;
        let places = taps(width).map(|tap| {
            let from = weights.len();
            let mut push = |weight: f32| weights.extend(shares.iter().map(|share| weight * share));
            let range = match &tap.weights {
                Weights::Whole(counts, divisor) => *whole.get_or_insert_with(|| {
                    counts.iter().for_each(|&count| push(count as f32 / divisor));
                    (from, from + counts.len() * shares.len())
                }),
                Weights::Cut(fractions) => {
                    fractions.iter().copied().for_each(push);
                    (from, from + fractions.len() * shares.len())
                }
            };
            (tap.start * shares.len(), range)
        });
        Across { places, weights }
    }

    fn sum(&self, row: &[f32], divisor: f32, out: &mut [f32; SIDE]) {
        for (&(start, (from, to)), out) in self.places.iter().zip(out) {
            *out = dot(&row[start..start + (to - from)], &self.weights[from..to]) / divisor;
        }
    }
}

/// A sum of products, in sixteen sums that are added up in pairs: the same bits whatever the processor makes of it.
fn dot(values: &[f32], weights: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0f32; LANES];
    let (values, values_left) = values.as_chunks::<LANES>();
    let (weights, weights_left) = weights.as_chunks::<LANES>();
    for (values, weights) in values.iter().zip(weights) {
        for lane in 0..LANES {
            sums[lane] += values[lane] * weights[lane];
        }
    }
    for (sum, (value, weight)) in sums.iter_mut().zip(values_left.iter().zip(weights_left)) {
        *sum += value * weight;
    }
    let mut lanes = LANES / 2;
    while lanes > 0 {
        for lane in 0..lanes {
            sums[lane] += sums[lane + lanes];
        }
        lanes /= 2;
    }
    sums[0]
}

//! The hash of a picture with its quality.

use super::fused::{self, Rows};
use super::{Pdq, SIDE, Small, Spectrum, cosine, quality, shrink};
use crate::Picture;

/// The least quality at which a hash may be matched: the reference discards 49 and less.
pub const MIN_QUALITY: u8 = 50;

/// Pictures with a shorter side have no hash.
const MIN_SIDE: usize = 5;

/// A PDQ hash and how much it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PdqHash {
    /// The hash; [`Pdq::ZERO`] when a side has fewer than 5 pixels.
    pub hash: Pdq,
    /// 0 (flat) to 100 (full of detail).
    pub quality: u8,
}

/// The number of brightness values is not `width * height`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{values} values cannot be {width} x {height} pixels")]
pub struct WrongLumaLength {
    /// Values given.
    pub values: usize,
    /// Width stated, in pixels.
    pub width: usize,
    /// Height stated, in pixels.
    pub height: usize,
}

impl PdqHash {
    /// Of a picture that is too small to have any.
    const NONE: PdqHash = PdqHash { hash: Pdq::ZERO, quality: 0 };

    /// Whether the hash may be matched perceptually: quality at least [`MIN_QUALITY`] and not all zero.
    /// Hashes of pictures with little detail are near to each other whatever the pictures show.
    pub fn usable(&self) -> bool {
        self.quality >= MIN_QUALITY && self.hash != Pdq::ZERO
    }
}

/// PDQ of brightness values, 0 to 255, row by row, summed in the reference's own order: many times slower than [`pdq_of_image`]. Values must be
/// finite: otherwise the hash means nothing.
///
/// # Errors
/// [`WrongLumaLength`] unless there are exactly `width * height` values.
pub fn pdq_of_luma(luma: &[f32], width: usize, height: usize) -> Result<PdqHash, WrongLumaLength> {
    if width.checked_mul(height) != Some(luma.len()) {
        return Err(WrongLumaLength { values: luma.len(), width, height });
    }
    if too_small(width, height) {
        return Ok(PdqHash::NONE);
    }
    let small = in_order(width, height, |y, row| row.copy_from_slice(&luma[y * width..(y + 1) * width]));
    Ok(PdqHash { hash: cosine::bits(&cosine::spectrum(&small)), quality: quality::quality(&small) })
}

/// PDQ of a picture at its full size, without shrinking it by other means first.
///
/// ```
/// use material::{Pdq, Picture, pdq_of_image};
///
/// let flat = Picture::from_rgb(100, 80, vec![90; 100 * 80 * 3])?;
/// let hash = pdq_of_image(&flat);
/// assert!(!hash.usable() && hash.quality == 0);
/// # Ok::<(), material::WrongPixelLength>(())
/// ```
#[must_use]
pub fn pdq_of_image(picture: &Picture) -> PdqHash {
    decide(picture, cosine::bits_within).map_or(PdqHash::NONE, |(hash, quality)| PdqHash { hash, quality })
}

/// Quality, and what `bits_within` makes of the spectrum: of the fused sum where rounding cannot have changed it, else of the reference's sum, for
/// which the error is 0. `None` for a picture with a side too short to have any.
pub(super) fn decide<T>(
    picture: &Picture,
    bits_within: impl Fn(&Spectrum, f32) -> Option<T>,
) -> Option<(T, u8)> {
    let side = |pixels: u32| usize::try_from(pixels).unwrap_or(usize::MAX);
    let (width, height) = (side(picture.width()), side(picture.height()));
    if too_small(width, height) {
        return None;
    }
    let small = fused::shrink(&Rows { bytes: picture.pixels(), width, height, channels: picture.channels() });
    let fused = bits_within(&cosine::spectrum(&small), fused::SPECTRUM_ERROR)
        .zip(quality::quality_within(&small, fused::ERROR));
    fused.or_else(|| {
        let small = in_order(width, height, rows_of(picture, width));
        bits_within(&cosine::spectrum(&small), 0.0).zip(Some(quality::quality(&small)))
    })
}

fn too_small(width: usize, height: usize) -> bool {
    width < MIN_SIDE || height < MIN_SIDE
}

/// The small picture as the reference sums it; `read_row(y, row)` fills in the brightness of one row.
fn in_order(width: usize, height: usize, mut read_row: impl FnMut(usize, &mut [f32])) -> Small {
    if (width, height) == (SIDE, SIDE) {
        let mut small: Small = [[0.0; SIDE]; SIDE];
        small.iter_mut().enumerate().for_each(|(y, row)| read_row(y, row));
        return small;
    }
    shrink::shrink(width, height, read_row)
}

/// What fills in the brightness of one row.
fn rows_of(picture: &Picture, width: usize) -> impl FnMut(usize, &mut [f32]) {
    let pixel_bytes = picture.channels().bytes();
    move |y, row| {
        let pixels = picture.pixels()[y * width * pixel_bytes..].chunks_exact(pixel_bytes);
        row.iter_mut().zip(pixels).for_each(|(value, pixel)| *value = brightness(pixel));
    }
}

/// Brightness after ITU-R BT.601, rounded once as the published hashing services round it.
#[expect(clippy::cast_possible_truncation, reason = "rounding to single precision is meant")]
fn brightness(pixel: &[u8]) -> f32 {
    match *pixel {
        [red, green, blue] => {
            (f64::from(red) * 0.299 + f64::from(green) * 0.587 + f64::from(blue) * 0.114) as f32
        }
        [brightness, ..] => f32::from(brightness),
        [] => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{fused, in_order, rows_of};
    use crate::pdq::{cosine, fused::Rows};
    use crate::{Channels, Picture, pdq_of_image, pdq_of_luma};
    use proptest::prelude::*;

    /// Rough, smooth and split pictures, from a seed.
    fn picture(seed: u64, width: u32, height: u32, kind: u8, channels: Channels) -> Picture {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        };
        let per = u32::try_from(channels.bytes()).unwrap();
        let pixels = (0..width * height * per).map(|at| {
            let (x, y) = (at / per % width, at / per / width);
            match kind {
                0 => next(),
                1 => ((x * 255 / width + y * 200 / height + u32::from(next() % 32)) % 256).to_le_bytes()[0],
                _ if x > width / 2 => 255,
                _ => next() % 4,
            }
        });
        Picture::from_pixels(width, height, channels, pixels.collect()).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn the_fused_sum_is_as_near_to_the_reference_as_is_assumed_and_the_hash_the_same(
            seed: u64,
            (width, height) in prop_oneof![(5u32..300, 5u32..300), (5u32..40, 300u32..2_000), (300u32..2_000, 5u32..40)],
            kind in 0u8..3,
            grey: bool,
        ) {
            let channels = if grey { Channels::Brightness } else { Channels::RedGreenBlue };
            let picture = picture(seed, width, height, kind, channels);
            let (wide, high) = (width as usize, height as usize);
            let fast = fused::shrink(&Rows { bytes: picture.pixels(), width: wide, height: high, channels });
            let slow = in_order(wide, high, rows_of(&picture, wide));
            let apart = |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            prop_assert!(apart(fast.as_flattened(), slow.as_flattened()) < fused::ERROR);
            let (fast, slow) = (cosine::spectrum(&fast), cosine::spectrum(&slow));
            prop_assert!(apart(fast.as_flattened(), slow.as_flattened()) < fused::SPECTRUM_ERROR);
            let mut luma = vec![0.0; wide * high];
            let mut read = rows_of(&picture, wide);
            luma.chunks_exact_mut(wide).enumerate().for_each(|(y, row)| read(y, row));
            prop_assert_eq!(pdq_of_image(&picture), pdq_of_luma(&luma, wide, high).unwrap());
        }
    }
}

//! The hash of a picture with its quality.

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
    /// Whether the hash may be matched perceptually: quality at least [`MIN_QUALITY`] and not all zero.
    /// Hashes of pictures with little detail are near to each other whatever the pictures show.
    pub fn usable(&self) -> bool {
        self.quality >= MIN_QUALITY && self.hash != Pdq::ZERO
    }
}

/// PDQ of brightness values, 0 to 255, row by row. Values must be finite: otherwise the hash means nothing.
///
/// # Errors
/// [`WrongLumaLength`] unless there are exactly `width * height` values.
pub fn pdq_of_luma(luma: &[f32], width: usize, height: usize) -> Result<PdqHash, WrongLumaLength> {
    if width.checked_mul(height) != Some(luma.len()) {
        return Err(WrongLumaLength { values: luma.len(), width, height });
    }
    Ok(pdq_of_rows(width, height, |y, row| row.copy_from_slice(&luma[y * width..(y + 1) * width])))
}

/// PDQ of a picture at its full size, without shrinking it by other means first.
pub fn pdq_of_image(picture: &Picture) -> PdqHash {
    let (width, height, read_row) = rows_of(picture);
    pdq_of_rows(width, height, read_row)
}

/// Width, height, and what fills in the brightness of one row.
pub(super) fn rows_of(picture: &Picture) -> (usize, usize, impl FnMut(usize, &mut [f32])) {
    let side = |pixels: u32| usize::try_from(pixels).expect("the pixels are in memory, so a side fits");
    let width = side(picture.width());
    let (pixels, _) = picture.rgb().as_chunks::<3>();
    let read_row = move |y: usize, row: &mut [f32]| {
        for (value, pixel) in row.iter_mut().zip(&pixels[y * width..]) {
            *value = luma(pixel);
        }
    };
    (width, side(picture.height()), read_row)
}

/// Brightness after ITU-R BT.601, rounded once as the published hashing services round it.
#[expect(clippy::cast_possible_truncation, reason = "rounding to single precision is meant")]
fn luma(&[red, green, blue]: &[u8; 3]) -> f32 {
    (f64::from(red) * 0.299 + f64::from(green) * 0.587 + f64::from(blue) * 0.114) as f32
}

fn pdq_of_rows(width: usize, height: usize, read_row: impl FnMut(usize, &mut [f32])) -> PdqHash {
    match analyse(width, height, read_row) {
        Some((spectrum, quality)) => PdqHash { hash: cosine::bits(&spectrum), quality },
        None => PdqHash { hash: Pdq::ZERO, quality: 0 },
    }
}

/// Spectrum and quality; `None` for a side too short to have any.
pub(super) fn analyse(
    width: usize,
    height: usize,
    mut read_row: impl FnMut(usize, &mut [f32]),
) -> Option<(Spectrum, u8)> {
    if width < MIN_SIDE || height < MIN_SIDE {
        return None;
    }
    let small = if (width, height) == (SIDE, SIDE) {
        let mut small: Small = [[0.0; SIDE]; SIDE];
        small.iter_mut().enumerate().for_each(|(y, row)| read_row(y, row));
        small
    } else {
        shrink::shrink(width, height, read_row)
    };
    Some((cosine::spectrum(&small), quality::quality(&small)))
}

//! Pictures of our own making for the demo: hills, a sky and a few trees, drawn from a number. Nobody is in them.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{Rgb, RgbImage};

/// A picture's width and height in pixels.
const SIZE: (u32, u32) = (640, 480);

/// A small generator of numbers, the same on every machine: the demo must be repeatable.
pub(crate) struct Numbers(u64);

impl Numbers {
    /// From a seed.
    pub(crate) fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x0005_7a7e)
    }

    /// The next number (SplitMix64).
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is at least 1.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// One of several things.
    pub(crate) fn one_of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        let at = usize::try_from(self.below(things.len() as u64)).unwrap_or(0);
        &things[at]
    }
}

/// A colour's strength from 0 to 255.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255 first")]
fn shade(base: f64) -> u8 {
    base.clamp(0.0, 255.0).round() as u8
}

/// A landscape: the same number gives the same one.
pub(crate) fn landscape(seed: u64) -> RgbImage {
    let mut numbers = Numbers::new(seed);
    let (width, height) = SIZE;
    let hills: Vec<(f64, f64, f64)> = (0..4)
        .map(|_| {
            (
                numbers.below(100) as f64 / 16.0,
                0.004 + numbers.below(100) as f64 / 6000.0,
                20.0 + numbers.below(70) as f64,
            )
        })
        .collect();
    let trees: Vec<(u32, u32, u32)> = (0..24)
        .map(|_| {
            let at = |numbers: &mut Numbers, bound: u32| {
                u32::try_from(numbers.below(u64::from(bound))).unwrap_or(0)
            };
            (at(&mut numbers, width), 200 + at(&mut numbers, height - 240), 8 + at(&mut numbers, 34))
        })
        .collect();
    RgbImage::from_fn(width, height, |x, y| {
        let slope =
            |(start, step, rise): &(f64, f64, f64)| 250.0 + rise * (start + step * f64::from(x)).sin();
        let ground =
            hills.iter().enumerate().rev().find(|(n, hill)| f64::from(y) > slope(hill) + 45.0 * *n as f64);
        let in_tree = trees.iter().any(|(tx, ty, r)| x.abs_diff(*tx).pow(2) + y.abs_diff(*ty).pow(2) < r * r);
        match ground {
            _ if in_tree => Rgb([24, shade(60.0 + f64::from((x * 7 + y * 13) % 40)), 30]),
            Some((n, _)) => {
                Rgb([shade(120.0 - 20.0 * n as f64), shade(150.0 - 15.0 * n as f64), shade(70.0)])
            }
            None => Rgb([shade(120.0 + f64::from(y) / 4.0), shade(160.0 + f64::from(y) / 5.0), 235]),
        }
    })
}

/// A picture as JPEG.
pub(crate) fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail for a picture of this size.
    drop(JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture));
    bytes
}

/// The same picture, smaller.
pub(crate) fn resized(picture: &RgbImage) -> RgbImage {
    image::imageops::resize(picture, SIZE.0 / 2, SIZE.1 / 2, FilterType::Triangle)
}

/// The same picture, brighter.
pub(crate) fn brightened(picture: &RgbImage) -> RgbImage {
    image::imageops::colorops::brighten(picture, 25)
}

#[cfg(test)]
mod tests {
    use super::*;
    use material::{decode, pdq_of_image};

    #[test]
    fn altered_copies_stay_near_and_different_pictures_far() {
        let hash = |bytes: &[u8]| {
            pdq_of_image(&decode(bytes, Some("image/jpeg"), &material::DecodeLimits::default()).unwrap())
        };
        let pictures: Vec<RgbImage> = (1..=4).map(landscape).collect();
        for (n, picture) in pictures.iter().enumerate() {
            let original = hash(&jpeg(picture, 95));
            assert!(original.usable(), "picture {n} has quality {}", original.quality);
            for copy in [jpeg(picture, 50), jpeg(&resized(picture), 90), jpeg(&brightened(picture), 90)] {
                assert!(original.hash.distance(&hash(&copy).hash) <= 31);
            }
            for other in &pictures[n + 1..] {
                assert!(original.hash.distance(&hash(&jpeg(other, 95)).hash) > 60);
            }
        }
    }
}

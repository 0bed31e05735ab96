//! Grey pixels, no more of them than reading needs.

/// Most pixels that are given to the reader: of a larger picture, squares of pixels become one.
const MOST_PIXELS: u64 = 8_000_000;

/// The number of bytes is not `width * height * 3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes cannot be a picture of {width} x {height} pixels with three bytes each")]
pub struct WrongLength {
    bytes: usize,
    width: u32,
    height: u32,
}

/// A picture in shades of grey.
pub struct Grey {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Grey {
    /// A picture from rows of red, green and blue bytes. One with more than 8 million pixels is made smaller by whole steps.
    ///
    /// # Errors
    /// [`WrongLength`] unless there are exactly `width * height * 3` bytes, of one pixel at least.
    pub fn from_rgb(width: u32, height: u32, rgb: &[u8]) -> Result<Grey, WrongLength> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 || Some(rgb.len() as u64) != pixels.checked_mul(3) {
            return Err(WrongLength { bytes: rgb.len(), width, height });
        }
        let step = (1_u32..).find(|step| pixels / u64::from(step * step) <= MOST_PIXELS).unwrap_or(1);
        let (small_width, small_height) = ((width / step).max(1), (height / step).max(1));
        let (step_x, step_y) = (step.min(width), step.min(height));
        let mut small = Vec::with_capacity(small_width as usize * small_height as usize);
        for y in 0..small_height {
            for x in 0..small_width {
                small.push(shade(rgb, width, (x * step_x, y * step_y), (step_x, step_y)));
            }
        }
        Ok(Grey { width: small_width, height: small_height, pixels: small })
    }

    /// The picture as a PGM file: a header of three numbers, and the pixels.
    pub(crate) fn pgm(&self) -> Vec<u8> {
        [format!("P5\n{} {}\n255\n", self.width, self.height).as_bytes(), &self.pixels].concat()
    }
}

/// The mean luminance (ITU-R BT.601) of some pixels.
fn shade(rgb: &[u8], width: u32, (left, top): (u32, u32), (across, down): (u32, u32)) -> u8 {
    let mut sum = 0_u64;
    for y in top..top + down {
        for x in left..left + across {
            let at = 3 * (y as usize * width as usize + x as usize);
            let [red, green, blue] = [rgb[at], rgb[at + 1], rgb[at + 2]].map(u64::from);
            sum += 299 * red + 587 * green + 114 * blue;
        }
    }
    u8::try_from(sum / (1000 * u64::from(across) * u64::from(down))).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_pixel_becomes_its_shade(width in 1_u32..20, height in 1_u32..20, colour: [u8; 3]) {
            let grey = Grey::from_rgb(width, height, &colour.repeat((width * height) as usize)).unwrap();
            prop_assert_eq!((grey.width, grey.height), (width, height));
            let (least, most) = (*colour.iter().min().unwrap(), *colour.iter().max().unwrap());
            prop_assert!(grey.pixels.iter().all(|shade| (least..=most).contains(shade)));
            prop_assert_eq!(grey.pgm().len(), format!("P5\n{width} {height}\n255\n").len() + grey.pixels.len());
        }
    }

    #[test]
    fn large_pictures_are_made_smaller_and_long_ones_stay_pictures() {
        let of = |width: u32, height: u32| {
            let grey = Grey::from_rgb(width, height, &vec![200; (width * height * 3) as usize]).unwrap();
            assert!(grey.pixels.iter().all(|shade| *shade == 200));
            (grey.width, grey.height)
        };
        assert_eq!(of(4000, 3000), (2000, 1500));
        assert_eq!(of(4000, 2000), (4000, 2000));
        assert_eq!(of(9_000_000, 1), (4_500_000, 1));
    }

    #[test]
    fn other_lengths_are_no_picture() {
        for (width, height, bytes) in [(0, 4, 0), (2, 2, 11), (2, 2, 13), (u32::MAX, u32::MAX, 3)] {
            assert!(Grey::from_rgb(width, height, &vec![0; bytes]).is_err());
        }
    }
}

//! Decoded pixels.

use std::fmt;

use image::RgbImage;

/// A decoded picture: rows of red, green and blue bytes, top row first.
///
/// Transparency and the orientation noted in EXIF are ignored, as the services that made most hash lists
/// ignore them. `Debug` prints the size only, so that no log line can carry pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pixels: RgbImage,
}

/// The number of bytes is not `width * height * 3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes cannot be a picture of {width} x {height} pixels with three bytes each")]
pub struct WrongPixelLength {
    /// Bytes given.
    pub bytes: usize,
    /// Width stated, in pixels.
    pub width: u32,
    /// Height stated, in pixels.
    pub height: u32,
}

impl Picture {
    /// A picture from pixels that something else decoded, for instance a frame of a video.
    ///
    /// # Errors
    /// [`WrongPixelLength`] unless `rgb` holds exactly `width * height * 3` bytes.
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Result<Picture, WrongPixelLength> {
        let bytes = rgb.len();
        let expected =
            u64::from(width).checked_mul(u64::from(height)).and_then(|pixels| pixels.checked_mul(3));
        // `RgbImage` would take a longer buffer too and ignore its end.
        if u64::try_from(bytes).ok() != expected {
            return Err(WrongPixelLength { bytes, width, height });
        }
        match RgbImage::from_raw(width, height, rgb) {
            Some(pixels) => Ok(Picture { pixels }),
            None => Err(WrongPixelLength { bytes, width, height }),
        }
    }

    pub(crate) fn from_image(pixels: RgbImage) -> Picture {
        Picture { pixels }
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.pixels.width()
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.pixels.height()
    }

    /// All pixels as red, green and blue bytes, row by row.
    pub fn rgb(&self) -> &[u8] {
        self.pixels.as_raw()
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {})", self.width(), self.height())
    }
}

//! Decoded pixels.

use std::fmt;

/// What the bytes of a pixel mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channels {
    /// One byte: brightness, 0 to 255, as in the first plane of a JPEG.
    Brightness,
    /// Three bytes: red, green, blue.
    RedGreenBlue,
}

impl Channels {
    /// Bytes of a pixel.
    #[must_use]
    pub fn bytes(self) -> usize {
        self.brightness_shares().len()
    }

    /// How much each byte of a pixel counts for its brightness (ITU-R BT.601).
    pub(crate) fn brightness_shares(self) -> &'static [f32] {
        match self {
            Channels::Brightness => &[1.0],
            Channels::RedGreenBlue => &[0.299, 0.587, 0.114],
        }
    }
}

/// A decoded picture: rows of pixels, top row first.
///
/// It has no transparency: what becomes of that is said by [`Mode`](crate::Mode). `Debug` prints the size only, so that no log line can carry
/// pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    channels: Channels,
    pixels: Vec<u8>,
}

/// The number of bytes is not what so many pixels have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes cannot be a picture of {width} x {height} pixels with {} each", .channels.bytes())]
pub struct WrongPixelLength {
    /// Bytes given.
    pub bytes: usize,
    /// Width stated, in pixels.
    pub width: u32,
    /// Height stated, in pixels.
    pub height: u32,
    /// What a pixel was said to be.
    pub channels: Channels,
}

impl Picture {
    /// A picture from pixels that something else decoded, for instance a frame of a video.
    ///
    /// # Errors
    /// [`WrongPixelLength`] unless `pixels` holds exactly the bytes of `width * height` pixels.
    pub fn from_pixels(
        width: u32,
        height: u32,
        channels: Channels,
        pixels: Vec<u8>,
    ) -> Result<Picture, WrongPixelLength> {
        let wanted = usize::try_from(u64::from(width) * u64::from(height))
            .ok()
            .and_then(|count| count.checked_mul(channels.bytes()));
        if wanted != Some(pixels.len()) {
            return Err(WrongPixelLength { bytes: pixels.len(), width, height, channels });
        }
        Ok(Picture { width, height, channels, pixels })
    }

    /// As [`Picture::from_pixels`], of red, green and blue bytes.
    ///
    /// # Errors
    /// [`WrongPixelLength`] unless `rgb` holds exactly `width * height * 3` bytes.
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Result<Picture, WrongPixelLength> {
        Picture::from_pixels(width, height, Channels::RedGreenBlue, rgb)
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// What the bytes of a pixel mean.
    #[must_use]
    pub fn channels(&self) -> Channels {
        self.channels
    }

    /// The bytes of all pixels, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

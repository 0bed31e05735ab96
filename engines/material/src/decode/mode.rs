//! The two ways to look at a picture.

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, RgbImage};

use super::DecodeError;
use crate::{Channels, Format, Picture};

/// How a picture is looked at before it is hashed.
///
/// In both, a palette is looked up, and the inks of a CMYK picture become red, green and blue. The Python services that
/// made some lists (`threatexchange`) hash the palette's numbers and the first three inks instead; such a hash is near to
/// that of no other copy of the picture and is never made here: the same file is found by its digests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// As the pixels lie in the file, as the reference takes them: a turn that EXIF notes is not made, and transparency is ignored.
    #[default]
    Compatible,
    /// As a viewer shows it: turned as EXIF (CIPA DC-008) notes, and over white where it is transparent.
    Upright,
}

impl Mode {
    /// The turn to be made. What cannot be read notes none: wrong words about a picture do not make it unreadable.
    pub(super) fn turned(self, noted: impl FnOnce() -> Option<Orientation>) -> Orientation {
        match self {
            Mode::Compatible => Orientation::NoTransforms,
            Mode::Upright => noted().unwrap_or(Orientation::NoTransforms),
        }
    }

    /// How many bytes a pixel takes in the copies that are made of decoded ones; all may be held at once.
    pub(super) fn copied_bytes(self, decoded: ColorType, turned: Orientation) -> u64 {
        let flattened = match (self, decoded) {
            (Mode::Upright, ColorType::Rgba8) => 3,
            (Mode::Upright, _) if decoded.has_alpha() => 7,
            (_, ColorType::Rgb8) => 0,
            _ => 3,
        };
        flattened + if turned == Orientation::NoTransforms { 0 } else { 3 }
    }

    /// The decoded picture as this mode looks at it.
    pub(super) fn shown(self, decoded: DynamicImage, turned: Orientation) -> DynamicImage {
        let mut shown = match self {
            Mode::Upright if decoded.color().has_alpha() => over_white(decoded),
            _ => decoded,
        };
        shown.apply_orientation(turned);
        shown
    }
}

fn over_white(image: DynamicImage) -> DynamicImage {
    let rgba = image.into_rgba8();
    let (width, height) = rgba.dimensions();
    let mixed = |colour: u8, alpha: u8| {
        let (colour, alpha) = (u32::from(colour), u32::from(alpha));
        // At most 255, rounded.
        u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
    };
    let mut white = RgbImage::new(width, height);
    for (to, from) in white.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|colour| mixed(colour, alpha));
    }
    white.into()
}

/// Red, green and blue.
pub(super) fn coloured(image: DynamicImage, format: Format) -> Result<Picture, DecodeError> {
    let rgb = image.into_rgb8();
    let (width, height) = rgb.dimensions();
    made(Picture::from_rgb(width, height, rgb.into_raw()), format)
}

/// The brightness of a grey picture, as it is; else red, green and blue.
pub(super) fn grey_or_coloured(image: DynamicImage, format: Format) -> Result<Picture, DecodeError> {
    if !matches!(image.color(), ColorType::L8 | ColorType::L16) {
        return coloured(image, format);
    }
    let grey = image.into_luma8();
    let (width, height) = grey.dimensions();
    made(Picture::from_pixels(width, height, Channels::Brightness, grey.into_raw()), format)
}

fn made(picture: Result<Picture, crate::WrongPixelLength>, format: Format) -> Result<Picture, DecodeError> {
    picture.map_err(|wrong| DecodeError::Corrupt { format, reason: wrong.to_string() })
}

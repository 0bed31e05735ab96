//! The brightness of a JPEG without its colours.
//!
//! A JPEG keeps brightness (Y of ITU-R BT.601, by JFIF) apart from colour. It is all that PDQ looks at: taken as it lies in the file, it saves the
//! colours' decoding, the conversion and two thirds of the memory. Rounded to whole steps once instead of thrice, the hash is at most a few bits
//! from that of the same file's red, green and blue.

use super::{DecodeError, DecodeLimits, Mode, check_pixels};
use crate::{Channels, Format, Picture};
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Bytes that a progressive JPEG takes for a pixel while its scans come in.
const PROGRESSIVE_BYTES: u64 = 6;

/// The picture's brightness; `None` where the file does not keep it apart.
pub(super) fn brightness(
    bytes: &[u8],
    scans: u64,
    mode: Mode,
    limits: &DecodeLimits,
) -> Result<Option<Picture>, DecodeError> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| corrupt(&error))?;
    if !matches!(decoder.input_colorspace(), Some(ColorSpace::YCbCr | ColorSpace::Luma)) {
        return Ok(None);
    }
    let Some(info) = decoder.info() else { return Ok(None) };
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let pixels = check_pixels(Format::Jpeg, (width, height), limits)?;
    let turned = mode.turned(|| Orientation::from_exif_chunk(decoder.exif()?));
    let each = if scans > 1 { 1 + PROGRESSIVE_BYTES } else { 1 };
    if pixels * (each + u64::from(turned != Orientation::NoTransforms)) > limits.max_alloc_bytes {
        return Err(DecodeError::TooMuchMemory { limit_bytes: limits.max_alloc_bytes });
    }
    let values = decoder.decode().map_err(|error| corrupt(&error))?;
    let (width, height, values) = turn(width, height, values, turned).ok_or_else(odd)?;
    Picture::from_pixels(width, height, Channels::Brightness, values).map(Some).map_err(|_| odd())
}

/// The picture turned; nothing when the decoder gave another number of values than it said.
fn turn(width: u32, height: u32, values: Vec<u8>, turned: Orientation) -> Option<(u32, u32, Vec<u8>)> {
    if turned == Orientation::NoTransforms {
        return Some((width, height, values));
    }
    let mut image = DynamicImage::ImageLuma8(GrayImage::from_raw(width, height, values)?);
    image.apply_orientation(turned);
    let grey = image.into_luma8();
    Some((grey.width(), grey.height(), grey.into_raw()))
}

fn odd() -> DecodeError {
    DecodeError::Corrupt { format: Format::Jpeg, reason: "not as many values as pixels".to_owned() }
}

fn corrupt(error: &DecodeErrors) -> DecodeError {
    DecodeError::Corrupt { format: Format::Jpeg, reason: format!("{error:?}") }
}

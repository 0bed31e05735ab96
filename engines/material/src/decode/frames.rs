//! The key frames of an animated GIF, WebP or PNG.
//!
//! An animation may say that it has millions of frames, each a few bytes long and as large as the canvas once it is put
//! together; what is looked at is bounded by number and by pixels, and it is told where that was not all.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, Frames, ImageDecoder, Limits};

use super::{DecodeError, DecodeLimits, check_pixels, guarded, mode, translate};
use crate::{Format, Pdq, PdqHash, PdqTurns, Radius, pdq_of_turns};

/// Bytes a pixel of the canvas takes while an animation is put together: canvas, frame, both together, and the copy that is hashed.
const BYTES_A_PIXEL: u64 = 4 + 4 + 4 + 3;

/// What one animation may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameLimits {
    /// Most frames that are looked at. Default 2,000.
    pub max_frames: usize,
    /// Most pixels of all of them together. Default 400 million.
    pub max_pixels_in_all: u64,
    /// Most key frames that are kept. Default 256.
    pub max_kept: usize,
}

impl Default for FrameLimits {
    fn default() -> FrameLimits {
        FrameLimits { max_frames: 2_000, max_pixels_in_all: 400_000_000, max_kept: 256 }
    }
}

/// A frame that does not look like the key frame before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyFrame {
    /// When it is first shown, in milliseconds from the beginning.
    pub at_ms: u64,
    /// Its hashes in all eight positions, and its quality.
    pub turns: PdqTurns,
}

/// The key frames of an animation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyFrames {
    /// Those with enough detail to be matched, in the order in which they are shown. None of a picture that stands still.
    pub frames: Vec<KeyFrame>,
    /// Frames that were looked at.
    pub looked_at: usize,
    /// Whether there was more that was not looked at, for its size or because it is damaged.
    pub is_cut: bool,
}

/// The frames of an animation that do not look alike: the first, and each that is more than 31 bits from the one kept
/// before it. Transparency is ignored, as in [`Mode::Compatible`](super::Mode::Compatible).
///
/// # Errors
/// As [`decode`](super::decode), when not even the first frame can be read.
pub fn key_frames(
    bytes: &[u8],
    limits: &DecodeLimits,
    bounds: &FrameLimits,
) -> Result<KeyFrames, DecodeError> {
    let format = Format::sniff(bytes).ok_or(DecodeError::UnknownFormat)?;
    guarded(format, || {
        let Some((pixels, frames)) = animation(bytes, format, limits)? else {
            return Ok(KeyFrames::default());
        };
        let most = bounds.max_pixels_in_all / pixels.max(1);
        let most = usize::try_from(most).unwrap_or(usize::MAX).clamp(1, bounds.max_frames.max(1));
        walk(frames, most, bounds.max_kept, format, limits)
    })
}

fn walk(
    frames: Frames<'_>,
    most: usize,
    most_kept: usize,
    format: Format,
    limits: &DecodeLimits,
) -> Result<KeyFrames, DecodeError> {
    let mut found = KeyFrames::default();
    let (mut at_ms, mut last) = (0_u64, None::<Pdq>);
    for frame in frames {
        let frame = match frame {
            Ok(frame) if found.looked_at < most && found.frames.len() < most_kept => frame,
            Err(error) if found.looked_at == 0 => return Err(translate(&error, format, limits)),
            // What was found until here counts.
            _ => {
                found.is_cut = true;
                break;
            }
        };
        found.looked_at += 1;
        let (numerator, denominator) = frame.delay().numer_denom_ms();
        let shown = DynamicImage::ImageRgba8(frame.into_buffer());
        let turns = pdq_of_turns(&mode::coloured(shown, format)?);
        let hash = turns.hashes[0].1;
        let is_new = last.is_none_or(|last| last.distance(&hash) > Radius::MAX.bits());
        if is_new && (PdqHash { hash, quality: turns.quality }).usable() {
            last = Some(hash);
            found.frames.push(KeyFrame { at_ms, turns });
        }
        at_ms = at_ms.saturating_add(u64::from(numerator) / u64::from(denominator.max(1)));
    }
    Ok(found)
}

/// The frames as a viewer puts them together, with the pixels of each; `None` of a picture that stands still.
fn animation<'b>(
    bytes: &'b [u8],
    format: Format,
    limits: &DecodeLimits,
) -> Result<Option<(u64, Frames<'b>)>, DecodeError> {
    let translate = |error| translate(&error, format, limits);
    let mut allowed = Limits::no_limits();
    allowed.max_alloc = Some(limits.max_alloc_bytes);
    let input = Cursor::new(bytes);
    match format {
        Format::Gif => {
            let mut decoder = GifDecoder::new(input).map_err(translate)?;
            let pixels = canvas(format, &decoder, limits)?;
            decoder.set_limits(allowed).map_err(translate)?;
            Ok(Some((pixels, decoder.into_frames())))
        }
        Format::Webp => {
            let mut decoder = WebPDecoder::new(input).map_err(translate)?;
            if !decoder.has_animation() {
                return Ok(None);
            }
            let pixels = canvas(format, &decoder, limits)?;
            decoder.set_limits(allowed).map_err(translate)?;
            Ok(Some((pixels, decoder.into_frames())))
        }
        Format::Png => {
            let decoder = PngDecoder::with_limits(input, allowed).map_err(translate)?;
            if !decoder.is_apng().map_err(translate)? {
                return Ok(None);
            }
            let pixels = canvas(format, &decoder, limits)?;
            Ok(Some((pixels, decoder.apng().map_err(translate)?.into_frames())))
        }
        Format::Jpeg | Format::Tiff | Format::Bmp => Ok(None),
    }
}

/// The pixels of the canvas, if it may be put together at all.
fn canvas(format: Format, decoder: &impl ImageDecoder, limits: &DecodeLimits) -> Result<u64, DecodeError> {
    let pixels = check_pixels(format, decoder.dimensions(), limits)?;
    if pixels * BYTES_A_PIXEL > limits.max_alloc_bytes {
        return Err(DecodeError::TooMuchMemory { limit_bytes: limits.max_alloc_bytes });
    }
    Ok(pixels)
}

//! Bounded decoding of pictures from bytes that nobody has vouched for.

mod frames;
mod mode;
mod plane;

pub use frames::{FrameLimits, KeyFrame, KeyFrames, key_frames};
pub use mode::Mode;

use std::error::Error;
use std::io::{Cursor, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};

use crate::format::{Foreign, foreign};
use crate::jpeg_walk::walk;
use crate::{Format, Picture};

/// What one picture may cost. Time is bounded through the pixels and the times that a decoder goes over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeLimits {
    /// Most pixels, width times height, as stated in the file's header. Default 50 million.
    pub max_pixels: u64,
    /// Most bytes that decoding may take: the decoder's output and frames, the coefficients of a progressive JPEG, the
    /// copies that become the [`Picture`]. Default 512 MiB. The bytes of the file itself come on top.
    pub max_alloc_bytes: u64,
    /// Most scans of a JPEG: each of them goes over the whole picture. Default 100; cameras and programs write at most
    /// about a dozen.
    pub max_scans: u64,
}

impl Default for DecodeLimits {
    fn default() -> DecodeLimits {
        DecodeLimits { max_pixels: 50_000_000, max_alloc_bytes: 512 << 20, max_scans: 100 }
    }
}

/// Why bytes did not become a picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The first bytes are those of none of the six formats.
    #[error("neither JPEG, PNG, WebP, GIF, TIFF nor BMP")]
    UnknownFormat,
    /// A picture of a format that is known and not read: no memory-safe decoder of it is at hand.
    #[error("{name} is not read here")]
    NotRead {
        /// What the format is called.
        name: &'static str,
    },
    /// A video; its frames are hashed one by one.
    #[error("a video, and no picture")]
    Video,
    /// The bytes are in one format and whoever sent them named another. To go on all the same, decode again
    /// without a declared type.
    #[error("declared as {declared:?}, but the bytes are {found}")]
    Mislabelled {
        /// The media type that came with the bytes.
        declared: String,
        /// The format of the bytes.
        found: Format,
    },
    /// More pixels than allowed; nothing was decoded.
    #[error("{pixels} pixels are more than the {limit} allowed")]
    TooLarge {
        /// Width times height, as stated in the header.
        pixels: u64,
        /// [`DecodeLimits::max_pixels`].
        limit: u64,
    },
    /// Decoding would have allocated more than allowed.
    #[error("decoding needs more than the {limit_bytes} bytes allowed")]
    TooMuchMemory {
        /// [`DecodeLimits::max_alloc_bytes`].
        limit_bytes: u64,
    },
    /// More scans than allowed; nothing was decoded.
    #[error("{scans} scans are more than the {limit} allowed")]
    TooManyScans {
        /// Scans of the first picture in the file.
        scans: u64,
        /// [`DecodeLimits::max_scans`].
        limit: u64,
    },
    /// The bytes stop before the picture does. Where a decoder cannot tell, a cut file is `Corrupt`.
    #[error("the {format} data stop early")]
    Truncated {
        /// The format of the bytes.
        format: Format,
    },
    /// The bytes break the rules of their format.
    #[error("the {format} data are damaged: {reason}")]
    Corrupt {
        /// The format of the bytes.
        format: Format,
        /// What the decoder said.
        reason: String,
    },
    /// A valid but rare variant that the decoder does not know.
    #[error("this variant of {format} cannot be decoded: {reason}")]
    Unsupported {
        /// The format of the bytes.
        format: Format,
        /// What the decoder said.
        reason: String,
    },
}

/// Decodes a JPEG, PNG, WebP, GIF, TIFF or BMP to red, green and blue, as [`Mode::Compatible`] says; of an animation the
/// first picture.
///
/// The format is taken from the bytes. `declared` is the media type that came with them, if any did; the
/// empty claim `application/octet-stream` counts as none.
///
/// # Errors
/// One [`DecodeError`] variant per cause; `TooLarge` is raised from the header, before pixels are decoded, and
/// `TooManyScans` from the markers.
pub fn decode(bytes: &[u8], declared: Option<&str>, limits: &DecodeLimits) -> Result<Picture, DecodeError> {
    let (format, scans) = look(bytes, declared, limits)?;
    guarded(format, || mode::coloured(decoded(bytes, format, scans, Mode::Compatible, limits)?, format))
}

/// Decodes as much of a picture as its hash needs: of most JPEGs the brightness alone, which is several times faster and at most 4 bits of 256
/// apart in what was measured; everything else as [`decode`], grey pictures to their brightness.
///
/// # Errors
/// As [`decode`].
pub fn decode_for_hash(
    bytes: &[u8],
    declared: Option<&str>,
    limits: &DecodeLimits,
) -> Result<Picture, DecodeError> {
    decode_for_hash_in(Mode::Compatible, bytes, declared, limits)
}

/// As [`decode_for_hash`], in either mode.
///
/// # Errors
/// As [`decode`].
pub fn decode_for_hash_in(
    mode: Mode,
    bytes: &[u8],
    declared: Option<&str>,
    limits: &DecodeLimits,
) -> Result<Picture, DecodeError> {
    let (format, scans) = look(bytes, declared, limits)?;
    guarded(format, || {
        if format == Format::Jpeg
            && let Some(picture) = plane::brightness(bytes, scans, mode, limits)?
        {
            return Ok(picture);
        }
        mode::grey_or_coloured(decoded(bytes, format, scans, mode, limits)?, format)
    })
}

/// The format, and the scans of a JPEG; what can be refused before anything is decoded is.
fn look(bytes: &[u8], declared: Option<&str>, limits: &DecodeLimits) -> Result<(Format, u64), DecodeError> {
    let format = Format::sniff(bytes).ok_or_else(|| match foreign(bytes) {
        Some(Foreign::Picture(name)) => DecodeError::NotRead { name },
        Some(Foreign::Video) => DecodeError::Video,
        None => DecodeError::UnknownFormat,
    })?;
    if let Some(declared) = declared.filter(|claim| !claims_nothing(claim))
        && !format.is_declared_by(declared)
    {
        return Err(DecodeError::Mislabelled { declared: declared.to_owned(), found: format });
    }
    Ok((format, if format == Format::Jpeg { check_walk(bytes, limits)? } else { 1 }))
}

/// The decoders are other people's code and the bytes may be an attack on it: a panic there ends here.
fn guarded<T>(format: Format, decode: impl FnOnce() -> Result<T, DecodeError>) -> Result<T, DecodeError> {
    catch_unwind(AssertUnwindSafe(decode))
        .unwrap_or_else(|_| Err(DecodeError::Corrupt { format, reason: "the decoder gave up".to_owned() }))
}

/// What a JPEG's markers forbid before it is decoded; its scans.
fn check_walk(bytes: &[u8], limits: &DecodeLimits) -> Result<u64, DecodeError> {
    let walked = walk(bytes);
    if walked.scans > limits.max_scans {
        return Err(DecodeError::TooManyScans { scans: walked.scans, limit: limits.max_scans });
    }
    if walked.ends { Ok(walked.scans) } else { Err(DecodeError::Truncated { format: Format::Jpeg }) }
}

fn claims_nothing(media_type: &str) -> bool {
    media_type.trim().eq_ignore_ascii_case("application/octet-stream")
}

/// What a size in a header allows, or forbids before anything is decoded.
fn check_pixels(
    format: Format,
    (width, height): (u32, u32),
    limits: &DecodeLimits,
) -> Result<u64, DecodeError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(DecodeError::Corrupt { format, reason: "it has no pixels".to_owned() });
    }
    if pixels > limits.max_pixels {
        return Err(DecodeError::TooLarge { pixels, limit: limits.max_pixels });
    }
    Ok(pixels)
}

/// The whole picture, in the mode asked for.
fn decoded(
    bytes: &[u8],
    format: Format,
    scans: u64,
    mode: Mode,
    limits: &DecodeLimits,
) -> Result<DynamicImage, DecodeError> {
    let translate = |error| translate(&error, format, limits);
    let mut allowed = Limits::no_limits();
    allowed.max_alloc = Some(limits.max_alloc_bytes);

    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.for_decoder());
    reader.limits(allowed.clone());
    let mut decoder = reader.into_decoder().map_err(translate)?;

    let pixels = check_pixels(format, decoder.dimensions(), limits)?;
    let besides = match (format, scans) {
        // The decoder has a copy of the file, and of a progressive picture all coefficients, at worst of four inks.
        (Format::Jpeg, 0 | 1) => bytes.len() as u64,
        (Format::Jpeg, _) => bytes.len() as u64 + pixels * 8,
        _ => 0,
    };
    let turned = mode.turned(|| decoder.orientation().ok());
    let copies = pixels * mode.copied_bytes(decoder.color_type(), turned);
    // The decoders count only what they allocate besides their output.
    allowed.reserve(decoder.total_bytes().saturating_add(besides + copies)).map_err(translate)?;
    decoder.set_limits(allowed).map_err(translate)?;
    Ok(mode.shown(DynamicImage::from_decoder(decoder).map_err(translate)?, turned))
}

fn translate(error: &ImageError, format: Format, limits: &DecodeLimits) -> DecodeError {
    match error {
        ImageError::Limits(_) => DecodeError::TooMuchMemory { limit_bytes: limits.max_alloc_bytes },
        ImageError::Unsupported(_) => DecodeError::Unsupported { format, reason: error.to_string() },
        _ if stops_early(error) => DecodeError::Truncated { format },
        _ => DecodeError::Corrupt { format, reason: error.to_string() },
    }
}

/// Whether any error in the chain says that the bytes ended unexpectedly.
fn stops_early(error: &ImageError) -> bool {
    if let ImageError::IoError(io) = error {
        return io.kind() == ErrorKind::UnexpectedEof;
    }
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(current) = cause {
        if current.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = current.source();
    }
    false
}

//! Which picture format bytes are in, by their first bytes, and what media types call it.

use std::fmt;

use image::ImageFormat;

/// A picture format that this crate decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, ITU-T T.81.
    Jpeg,
    /// PNG, ISO/IEC 15948.
    Png,
    /// WebP, RFC 9649.
    Webp,
    /// GIF 87a or 89a.
    Gif,
}

impl Format {
    /// The format that the first bytes announce; a dozen bytes are enough. `None`: none of the four.
    pub fn sniff(bytes: &[u8]) -> Option<Format> {
        match image::guess_format(bytes).ok()? {
            ImageFormat::Jpeg => Some(Format::Jpeg),
            ImageFormat::Png => Some(Format::Png),
            ImageFormat::WebP => Some(Format::Webp),
            ImageFormat::Gif => Some(Format::Gif),
            _ => None,
        }
    }

    /// The registered media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Webp => "image/webp",
            Format::Gif => "image/gif",
        }
    }

    /// Whether a declared media type means this format. Case and parameters (`; charset=…`) do not matter,
    /// and the wrong but common `image/jpg` and `image/pjpeg` count as JPEG.
    pub fn is_declared_by(self, media_type: &str) -> bool {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let aliases: &[&str] = match self {
            Format::Jpeg => &["image/jpg", "image/pjpeg"],
            Format::Png => &["image/x-png"],
            Format::Webp | Format::Gif => &[],
        };
        essence.eq_ignore_ascii_case(self.media_type())
            || aliases.iter().any(|alias| essence.eq_ignore_ascii_case(alias))
    }

    pub(crate) fn for_decoder(self) -> ImageFormat {
        match self {
            Format::Jpeg => ImageFormat::Jpeg,
            Format::Png => ImageFormat::Png,
            Format::Webp => ImageFormat::WebP,
            Format::Gif => ImageFormat::Gif,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.media_type())
    }
}

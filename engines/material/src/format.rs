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
    /// TIFF 6.0, without palettes.
    Tiff,
    /// BMP, Microsoft's device-independent bitmap.
    Bmp,
}

impl Format {
    /// The format that the first bytes announce; a dozen bytes are enough. `None`: none of the six.
    pub fn sniff(bytes: &[u8]) -> Option<Format> {
        match image::guess_format(bytes).ok()? {
            ImageFormat::Jpeg => Some(Format::Jpeg),
            ImageFormat::Png => Some(Format::Png),
            ImageFormat::WebP => Some(Format::Webp),
            ImageFormat::Gif => Some(Format::Gif),
            ImageFormat::Tiff => Some(Format::Tiff),
            ImageFormat::Bmp => Some(Format::Bmp),
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
            Format::Tiff => "image/tiff",
            Format::Bmp => "image/bmp",
        }
    }

    /// Whether a declared media type means this format. Case and parameters (`; charset=…`) do not matter,
    /// and the wrong but common `image/jpg` and `image/pjpeg` count as JPEG.
    pub fn is_declared_by(self, media_type: &str) -> bool {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let aliases: &[&str] = match self {
            Format::Jpeg => &["image/jpg", "image/pjpeg"],
            Format::Png => &["image/x-png"],
            Format::Bmp => &["image/x-bmp", "image/x-ms-bmp"],
            Format::Webp | Format::Gif | Format::Tiff => &[],
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
            Format::Tiff => ImageFormat::Tiff,
            Format::Bmp => ImageFormat::Bmp,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.media_type())
    }
}

/// What a file is that is no picture of a [`Format`], where its first bytes say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Foreign {
    /// A picture in a format for which no memory-safe decoder is at hand; its name.
    Picture(&'static str),
    /// A video, or a sound in the same container.
    Video,
}

/// What else the first bytes announce; sixteen are enough for all but MPEG transport streams, which want 189.
#[must_use]
pub fn foreign(bytes: &[u8]) -> Option<Foreign> {
    let at = |from: usize, what: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(what));
    if at(4, b"ftyp") {
        return Some(match bytes.get(8..12)? {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
                Foreign::Picture("HEIC")
            }
            b"avif" | b"avis" => Foreign::Picture("AVIF"),
            _ => Foreign::Video,
        });
    }
    let pictures: [(&[u8], &'static str); 5] = [
        (b"\xff\x0a", "JPEG XL"),
        (b"\0\0\0\x0cJXL ", "JPEG XL"),
        (b"\0\0\0\x0cjP  ", "JPEG 2000"),
        (b"\xff\x4f\xff\x51", "JPEG 2000"),
        (b"8BPS", "Photoshop"),
    ];
    if let Some((_, name)) = pictures.into_iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(Foreign::Picture(name));
    }
    // Matroska and WebM, MPEG program and elementary streams, Flash, Windows Media, Ogg.
    let videos: [&[u8]; 6] = [
        b"\x1a\x45\xdf\xa3",
        b"\0\0\x01\xba",
        b"\0\0\x01\xb3",
        b"FLV\x01",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        b"OggS",
    ];
    let is_video = videos.iter().any(|magic| bytes.starts_with(magic))
        || (at(0, b"RIFF") && at(8, b"AVI "))
        || (at(0, b"G") && at(188, b"G"));
    is_video.then_some(Foreign::Video)
}

#[cfg(test)]
mod tests {
    use super::{Foreign, Format, foreign};

    #[test]
    fn what_is_no_picture_of_ours_is_named() {
        let cases: [(&[u8], Option<Foreign>); 9] = [
            (b"\0\0\0\x18ftypheic\0\0\0\0", Some(Foreign::Picture("HEIC"))),
            (b"\0\0\0\x18ftypavif\0\0\0\0", Some(Foreign::Picture("AVIF"))),
            (b"\0\0\0\x18ftypisom\0\0\0\0", Some(Foreign::Video)),
            (b"\0\0\0\x18ftyp", None),
            (b"\xff\x0a\x00", Some(Foreign::Picture("JPEG XL"))),
            (b"\x1a\x45\xdf\xa3\x01", Some(Foreign::Video)),
            (b"RIFF\0\0\0\0AVI LIST", Some(Foreign::Video)),
            (b"%PDF-1.7", None),
            (b"", None),
        ];
        for (bytes, wanted) in cases {
            assert_eq!((foreign(bytes), Format::sniff(bytes)), (wanted, None), "{bytes:?}");
        }
    }
}

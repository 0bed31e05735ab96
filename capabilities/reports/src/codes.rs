//! The room's own code lists: what kind of picture, and who speaks in a thread.

use kernel::code_list;

code_list! {
    /// The format of a picture, as its first bytes say.
    pub Media, "picture-media", version 1, source "IANA media types; RFC 9649 for WebP" {
        Jpeg = 1, "jpeg", "JPEG";
        Png = 2, "png", "PNG";
        Webp = 3, "webp", "WebP";
        Gif = 4, "gif", "GIF";
    }
}

impl From<material::Format> for Media {
    fn from(format: material::Format) -> Media {
        match format {
            material::Format::Jpeg => Media::Jpeg,
            material::Format::Png => Media::Png,
            material::Format::Webp => Media::Webp,
            material::Format::Gif => Media::Gif,
        }
    }
}

code_list! {
    /// Who speaks in a thread.
    pub Speaker, "speaker", version 1, source "A/HRC/31/58, ¶82(g)" {
        Reporter = 1, "reporter", "Who reported";
        Staff = 2, "staff", "A person who looks after the report";
        /// Said by code and rendered in the reader's language; there is no sealed text.
        Notice = 3, "notice", "A notice";
    }
}

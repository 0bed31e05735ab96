//! A picture at the door: what it is, checked by its bytes; decoded within bounds; hashed. Never shown.

use crate::codes::Media;
use crate::limits::MAX_PICTURE_BYTES;
use crate::wire::TakenPicture;
use material::{DecodeError, DecodeLimits, Digests, Format, PdqTurns, Picture, decode, pdq_of_turns};

/// Why a picture is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// The file is too large.
    #[error("the file has more than {MAX_PICTURE_BYTES} bytes")]
    TooManyBytes,
    /// It has too many pixels, or decoding it would take too much memory.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// It is put together so that decoding it would take too long.
    #[error("the picture would take too long to decode")]
    TooSlow,
    /// It is none of the four formats.
    #[error("neither JPEG, PNG, WebP nor GIF")]
    NoPicture,
    /// It is called one format and is another.
    #[error("it is called {declared}, and its bytes are {found}")]
    Mislabelled {
        /// The media type that came with it, cut to 40 characters.
        declared: String,
        /// The format of the bytes.
        found: Format,
    },
    /// It stops before the picture does, as after an upload that broke off.
    #[error("the file is cut off")]
    CutOff,
    /// It breaks the rules of its format.
    #[error("the file is damaged")]
    Damaged,
}

/// Takes a picture: sniffs, decodes, measures and hashes it. Never panics, whatever the bytes are. A rare variant of a
/// known format that no decoder here knows is taken with its exact hashes alone.
///
/// # Errors
/// [`PictureFault`] says what is wrong with the file.
///
/// ```
/// use reports::picture::{PictureFault, take};
/// assert_eq!(take(b"not a picture".to_vec(), Some("image/png")).err(), Some(PictureFault::NoPicture));
/// ```
pub fn take(bytes: Vec<u8>, declared: Option<&str>) -> Result<TakenPicture, PictureFault> {
    if bytes.len() as u64 > MAX_PICTURE_BYTES {
        return Err(PictureFault::TooManyBytes);
    }
    let taken = |format: &Format| Media::of(*format).is_some();
    let format = Format::sniff(&bytes).filter(taken).ok_or(PictureFault::NoPicture)?;
    let picture = match decode(&bytes, declared, &DecodeLimits::default()) {
        Ok(picture) => Some(picture),
        Err(DecodeError::Unsupported { .. }) => None,
        Err(error) => return Err(fault(error)),
    };
    let turns = picture.as_ref().map(pdq_of_turns);
    let digests = Digests::of(&bytes);
    let each = |turns: &PdqTurns| turns.hashes.iter().flat_map(|(_, hash)| hash.0).collect();
    Ok(TakenPicture {
        media: format.media_type().to_owned(),
        width: picture.as_ref().map_or(0, Picture::width),
        height: picture.as_ref().map_or(0, Picture::height),
        sha256: digests.sha256,
        md5: digests.md5,
        pdq: turns.as_ref().map(each).unwrap_or_default(),
        quality: turns.map_or(0, |turns| turns.quality),
        bytes,
    })
}

fn fault(error: DecodeError) -> PictureFault {
    match error {
        DecodeError::UnknownFormat | DecodeError::NotRead { .. } | DecodeError::Video => {
            PictureFault::NoPicture
        }
        DecodeError::Mislabelled { declared, found } => {
            PictureFault::Mislabelled { declared: declared.chars().take(40).collect(), found }
        }
        DecodeError::TooLarge { .. } | DecodeError::TooMuchMemory { .. } => PictureFault::TooManyPixels,
        DecodeError::TooManyScans { .. } => PictureFault::TooSlow,
        DecodeError::Truncated { .. } => PictureFault::CutOff,
        DecodeError::Corrupt { .. } | DecodeError::Unsupported { .. } => PictureFault::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sample_picture;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400), head in 0_usize..4) {
            let heads: [&[u8]; 4] = [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP"];
            drop(take([heads[head], &bytes].concat(), None));
            drop(take(bytes, Some("image/gif")));
        }
    }

    #[test]
    fn a_picture_is_measured_and_hashed_in_eight_positions() {
        let taken = take(sample_picture(), Some("image/png")).unwrap();
        assert_eq!(
            (taken.media.as_str(), taken.width, taken.height, taken.pdq.len()),
            ("image/png", 96, 64, 256)
        );
        assert_eq!(taken.sha256, Digests::of(&sample_picture()).sha256);
    }

    #[test]
    fn each_fault_has_its_name() {
        let png = sample_picture();
        let fault = |bytes: &[u8], declared| take(bytes.to_vec(), declared).err().unwrap();
        let found = Format::Png;
        assert_eq!(
            fault(&png, Some("image/jpeg")),
            PictureFault::Mislabelled { declared: "image/jpeg".into(), found }
        );
        assert_eq!(fault(&png[..png.len() / 2], None), PictureFault::CutOff);
        assert_eq!(fault(b"%PDF-1.7", Some("application/pdf")), PictureFault::NoPicture);
        // Formats that the engine decodes and the door does not take.
        for head in [&b"BM6\0\0\0"[..], b"II*\0\x08\0\0\0"] {
            assert_eq!(fault(head, None), PictureFault::NoPicture);
        }
        // The header of a PNG of 100,000 by 100,000 pixels.
        let mut bomb = png;
        bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        assert!(matches!(fault(&bomb, None), PictureFault::TooManyPixels | PictureFault::Damaged));
        let large = vec![0; usize::try_from(MAX_PICTURE_BYTES).unwrap() + 1];
        assert_eq!(fault(&large, None), PictureFault::TooManyBytes);
    }
}

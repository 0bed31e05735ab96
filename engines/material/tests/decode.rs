//! Decoding: what is accepted, what is refused, and that nothing panics.

#![expect(clippy::cast_possible_truncation, reason = "values are masked to a byte before the cast")]

mod pattern;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use material::{Channels, DecodeError, DecodeLimits, Format, Picture, decode, decode_for_hash, pdq_of_image};
use pattern::{Pattern, picture};
use proptest::prelude::*;

const ALL: [Format; 4] = [Format::Jpeg, Format::Png, Format::Webp, Format::Gif];

fn encode(picture: &Picture, format: Format) -> Vec<u8> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Webp => ImageFormat::WebP,
        Format::Gif => ImageFormat::Gif,
    };
    let pixels = RgbImage::from_raw(picture.width(), picture.height(), picture.pixels().to_vec())
        .expect("a picture is whole");
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(pixels).write_to(&mut bytes, format).expect("memory takes all bytes");
    bytes.into_inner()
}

fn plain(bytes: &[u8]) -> Result<Picture, DecodeError> {
    decode(bytes, None, &DecodeLimits::default())
}

#[test]
fn each_format_decodes_to_the_same_picture() {
    let original = picture(Pattern::Patches, 333, 222);
    let hash = pdq_of_image(&original).hash;
    for format in ALL {
        let bytes = encode(&original, format);
        let decoded = decode(&bytes, Some(format.media_type()), &DecodeLimits::default()).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (333, 222));
        assert!(pdq_of_image(&decoded).hash.distance(&hash) <= 10, "{format}");
    }
}

#[test]
fn lossless_formats_keep_every_pixel() {
    use Pattern::{Flat, Noise, Patches, Ramp, Rings, Weave};
    for pattern in [Patches, Rings, Weave, Noise, Ramp, Flat] {
        let original = picture(pattern, 61, 47);
        for format in [Format::Png, Format::Webp] {
            assert_eq!(plain(&encode(&original, format)), Ok(original.clone()), "{pattern:?} as {format}");
        }
    }
}

#[test]
fn a_wrong_label_is_named_and_a_loose_one_is_understood() {
    let bytes = encode(&picture(Pattern::Patches, 40, 30), Format::Png);
    for declared in ["image/jpeg", "image/bmp", "text/plain", ""] {
        let error = decode(&bytes, Some(declared), &DecodeLimits::default()).unwrap_err();
        assert_eq!(error, DecodeError::Mislabelled { declared: declared.to_owned(), found: Format::Png });
    }
    for declared in ["IMAGE/PNG", "image/png; charset=binary", "application/octet-stream"] {
        assert!(decode(&bytes, Some(declared), &DecodeLimits::default()).is_ok(), "{declared}");
    }
    assert!(Format::Jpeg.is_declared_by("image/jpg"));
}

#[test]
fn other_bytes_are_of_no_known_format() {
    for bytes in [&b""[..], b"BM6\0\0\0\0\0\0\0", b"%PDF-1.7", b"<svg/>", b"\x89PN", b"RIFF\0\0\0\0AVI "] {
        assert_eq!(plain(bytes), Err(DecodeError::UnknownFormat));
    }
}

#[test]
fn too_many_pixels_are_refused_from_the_header() {
    let original = picture(Pattern::Noise, 100, 80);
    for format in ALL {
        let bytes = encode(&original, format);
        let limits = |max_pixels| DecodeLimits { max_pixels, ..DecodeLimits::default() };
        assert!(decode(&bytes, None, &limits(8000)).is_ok());
        let refused = decode(&bytes, None, &limits(7999));
        assert_eq!(refused, Err(DecodeError::TooLarge { pixels: 8000, limit: 7999 }), "{format}");
    }
}

/// The screen size of a GIF is stated in bytes 6 to 9; here it becomes 65535 x 65535.
#[test]
fn a_small_file_that_claims_a_huge_picture_costs_nothing() {
    let mut bytes = encode(&picture(Pattern::Flat, 8, 8), Format::Gif);
    bytes[6..10].fill(0xFF);
    assert_eq!(plain(&bytes), Err(DecodeError::TooLarge { pixels: 65535 * 65535, limit: 50_000_000 }));
}

/// A baseline JPEG whose only scan is put in again and again: each repetition would be decoded over the whole picture.
#[test]
fn scans_without_end_are_refused_before_anything_is_decoded() {
    let bytes = encode(&picture(Pattern::Patches, 64, 48), Format::Jpeg);
    let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    let (head, scan) = (&bytes[..at], &bytes[at..bytes.len() - 2]);
    let with = |scans: usize| [head, &scan.repeat(scans), &[0xFF, 0xD9][..]].concat();
    assert!(plain(&with(1)).is_ok());
    assert!(!matches!(plain(&with(100)), Err(DecodeError::TooManyScans { .. })));
    assert_eq!(plain(&with(101)), Err(DecodeError::TooManyScans { scans: 101, limit: 100 }));
}

#[test]
fn memory_is_limited() {
    let original = picture(Pattern::Noise, 100, 80);
    for format in ALL {
        let limits = DecodeLimits { max_alloc_bytes: 10_000, ..DecodeLimits::default() };
        let refused = decode(&encode(&original, format), None, &limits);
        assert_eq!(refused, Err(DecodeError::TooMuchMemory { limit_bytes: 10_000 }), "{format}");
    }
}

#[test]
fn half_a_file_is_an_error() {
    let original = picture(Pattern::Patches, 200, 150);
    for format in ALL {
        let bytes = encode(&original, format);
        for part in [2, 4] {
            let cut = &bytes[..bytes.len() * (part - 1) / part];
            assert!(
                matches!(plain(cut), Err(DecodeError::Truncated { .. } | DecodeError::Corrupt { .. })),
                "{format}: {:?}",
                plain(cut)
            );
        }
    }
}

#[test]
fn the_first_picture_of_an_animation_is_taken() {
    let (first, second) = (picture(Pattern::Patches, 90, 70), picture(Pattern::Noise, 90, 70));
    let mut bytes = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for frame in [&first, &second] {
            encoder.encode(frame.pixels(), 90, 70, image::ExtendedColorType::Rgb8).unwrap();
        }
    }
    let near = pdq_of_image(&plain(&bytes).unwrap()).hash.distance(&pdq_of_image(&first).hash);
    assert!(near <= 10, "{near}");
}

#[test]
fn pixels_stay_out_of_logs() {
    assert_eq!(format!("{:?}", picture(Pattern::Noise, 6, 5)), "Picture(6 x 5)");
}

#[test]
fn a_wrong_number_of_bytes_is_no_picture() {
    assert!(Picture::from_rgb(2, 2, vec![0; 11]).is_err());
    assert!(Picture::from_rgb(2, 2, vec![0; 13]).is_err());
    assert!(Picture::from_rgb(u32::MAX, u32::MAX, Vec::new()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_never_panics(
        format in prop::sample::select(&ALL),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        keep_all: bool,
    ) {
        let mut bytes = encode(&picture(Pattern::Weave, 37, 23), format);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if !keep_all {
            bytes.truncate(cut.index(bytes.len()));
        }
        let limits =
            DecodeLimits { max_pixels: 1_000_000, max_alloc_bytes: 16 << 20, ..DecodeLimits::default() };
        if let Ok(decoded) = decode(&bytes, None, &limits) {
            prop_assert!(u64::from(decoded.width()) * u64::from(decoded.height()) <= 1_000_000);
            let _ = pdq_of_image(&decoded);
        }
    }
}

#[test]
fn the_brightness_of_a_jpeg_hashes_nearly_like_its_colours() {
    for pattern in [Pattern::Patches, Pattern::Weave, Pattern::Noise, Pattern::Rings] {
        let bytes = encode(&picture(pattern, 517, 391), Format::Jpeg);
        let (whole, plane) =
            (plain(&bytes).unwrap(), decode_for_hash(&bytes, None, &DecodeLimits::default()).unwrap());
        assert_eq!(plane.channels(), Channels::Brightness);
        assert_eq!((plane.width(), plane.height()), (517, 391));
        let apart = pdq_of_image(&whole).hash.distance(&pdq_of_image(&plane).hash);
        assert!(apart <= 4, "{pattern:?}: {apart} bits");
    }
}

#[test]
fn other_formats_are_decoded_whole_for_their_hash() {
    for format in [Format::Png, Format::Webp, Format::Gif] {
        let bytes = encode(&picture(Pattern::Patches, 61, 47), format);
        assert_eq!(decode_for_hash(&bytes, None, &DecodeLimits::default()), plain(&bytes));
    }
}

#[test]
fn what_decoding_refuses_is_refused_for_a_hash_too() {
    let bytes = encode(&picture(Pattern::Patches, 100, 80), Format::Jpeg);
    let tight = |limits: DecodeLimits| decode_for_hash(&bytes, None, &limits).unwrap_err();
    assert!(matches!(
        tight(DecodeLimits { max_pixels: 7_999, ..Default::default() }),
        DecodeError::TooLarge { pixels: 8_000, .. }
    ));
    assert!(matches!(
        tight(DecodeLimits { max_alloc_bytes: 7_999, ..Default::default() }),
        DecodeError::TooMuchMemory { .. }
    ));
    assert!(decode_for_hash(&bytes[..bytes.len() - 2], None, &DecodeLimits::default()).is_err());
    for cut in 0..bytes.len() {
        assert!(decode_for_hash(&bytes[..cut], None, &DecodeLimits::default()).is_err());
    }
}

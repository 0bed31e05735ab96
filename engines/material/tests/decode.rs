//! Decoding: what is accepted, what is refused, and that nothing panics.

#![expect(clippy::cast_possible_truncation, reason = "values are masked to a byte before the cast")]

mod pattern;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use material::{
    Channels, DecodeError, DecodeLimits, Format, FrameLimits, Mode, Picture, decode, decode_for_hash,
    decode_for_hash_in, key_frames, pdq_of_image,
};
use pattern::{Pattern, picture};
use proptest::prelude::*;

const ALL: [Format; 6] = [Format::Jpeg, Format::Png, Format::Webp, Format::Gif, Format::Tiff, Format::Bmp];

fn encode(picture: &Picture, format: Format) -> Vec<u8> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Webp => ImageFormat::WebP,
        Format::Gif => ImageFormat::Gif,
        Format::Tiff => ImageFormat::Tiff,
        Format::Bmp => ImageFormat::Bmp,
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
        for format in [Format::Png, Format::Webp, Format::Tiff, Format::Bmp] {
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
    for bytes in [&b""[..], b"B", b"%PDF-1.7", b"<svg/>", b"\x89PN", b"\0\0\x01\0\x01\0", b"RIFF\0\0\0\0WAVE"]
    {
        assert_eq!(plain(bytes), Err(DecodeError::UnknownFormat));
    }
    assert_eq!(plain(b"\0\0\0\x18ftypheic\0\0\0\0"), Err(DecodeError::NotRead { name: "HEIC" }));
    assert_eq!(plain(b"\0\0\0\x18ftypmp42\0\0\0\0"), Err(DecodeError::Video));
    assert_eq!(plain(b"BM6\0\0\0\0\0\0\0"), Err(DecodeError::Truncated { format: Format::Bmp }));
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
    for format in [Format::Png, Format::Webp, Format::Gif, Format::Tiff, Format::Bmp] {
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

/// A JPEG with the EXIF note of a camera that was held so (CIPA DC-008, tag 274).
fn noted(picture: &Picture, orientation: u8) -> Vec<u8> {
    let jpeg = encode(picture, Format::Jpeg);
    let tiff =
        [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation, 0, 0, 0, 0, 0, 0, 0][..]].concat();
    let segment = [&[0xFF, 0xE1, 0, (tiff.len() + 8) as u8][..], b"Exif\0\0", &tiff].concat();
    [&jpeg[..2], &segment, &jpeg[2..]].concat()
}

/// What a viewer shows: of the picture that lies in the file the pixel that EXIF's words put at each place.
fn held_so(lying: &Picture, orientation: u8) -> Picture {
    let (wide, high) = (lying.width(), lying.height());
    let (width, height) = if (5..=8).contains(&orientation) { (high, wide) } else { (wide, high) };
    let pixels = (0..width * height).flat_map(|at| {
        let (x, y) = (at % width, at / width);
        let (x, y) = match orientation {
            2 => (wide - 1 - x, y),
            3 => (wide - 1 - x, high - 1 - y),
            4 => (x, high - 1 - y),
            5 => (y, x),
            6 => (y, high - 1 - x),
            7 => (wide - 1 - y, high - 1 - x),
            8 => (wide - 1 - y, x),
            _ => (x, y),
        };
        let at = ((y * wide + x) * 3) as usize;
        lying.pixels()[at..at + 3].to_vec()
    });
    Picture::from_rgb(width, height, pixels.collect()).expect("each pixel came along")
}

#[test]
fn upright_turns_as_the_camera_noted_and_compatible_does_not() {
    let original = picture(Pattern::Patches, 160, 120);
    for orientation in 0..=9 {
        let bytes = noted(&original, orientation);
        let seen = |mode| decode_for_hash_in(mode, &bytes, None, &DecodeLimits::default()).unwrap();
        for (seen, wanted) in
            [(seen(Mode::Compatible), &original), (seen(Mode::Upright), &held_so(&original, orientation))]
        {
            assert_eq!((seen.width(), seen.height()), (wanted.width(), wanted.height()), "{orientation}");
            let apart = pdq_of_image(&seen).hash.distance(&pdq_of_image(wanted).hash);
            assert!(apart <= 10, "{orientation}: {apart} bits");
        }
    }
}

#[test]
fn upright_lays_what_is_transparent_over_white() {
    let (shown, hidden) = (picture(Pattern::Patches, 90, 60), picture(Pattern::Rings, 90, 60));
    // Where the one is opaque the other shows through: dark pixels of `shown` cover, light ones let white through.
    let pixels = hidden.pixels().chunks_exact(3).zip(shown.pixels().chunks_exact(3));
    let rgba = pixels.flat_map(|(under, over)| [under[0], under[1], under[2], 255 - over[0]]).collect();
    let image = image::RgbaImage::from_raw(90, 60, rgba).unwrap();
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(image.clone()).write_to(&mut bytes, format).unwrap();
        let bytes = bytes.into_inner();
        let seen = |mode| decode_for_hash_in(mode, &bytes, None, &DecodeLimits::default()).unwrap();
        assert_eq!(seen(Mode::Compatible), hidden, "{format:?}");
        let upright = seen(Mode::Upright);
        for (pixel, (under, over)) in upright
            .pixels()
            .chunks_exact(3)
            .zip(hidden.pixels().chunks_exact(3).zip(shown.pixels().chunks_exact(3)))
        {
            let alpha = f64::from(255 - over[0]) / 255.0;
            let wanted = f64::from(under[1]) * alpha + 255.0 * (1.0 - alpha);
            assert!((f64::from(pixel[1]) - wanted).abs() <= 0.51, "{format:?}");
        }
    }
}

#[test]
fn a_grey_picture_is_hashed_by_its_brightness_and_the_same() {
    let original = picture(Pattern::Patches, 90, 60);
    let grey = image::GrayImage::from_fn(90, 60, |x, y| {
        image::Luma([original.pixels()[((y * 90 + x) * 3) as usize]])
    });
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let mut bytes = Cursor::new(Vec::new());
        grey.write_to(&mut bytes, format).unwrap();
        let for_hash = decode_for_hash(bytes.get_ref(), None, &DecodeLimits::default()).unwrap();
        assert_eq!(
            (for_hash.channels(), for_hash.pixels()),
            (Channels::Brightness, grey.as_raw().as_slice())
        );
        assert_eq!(pdq_of_image(&for_hash), pdq_of_image(&plain(bytes.get_ref()).unwrap()), "{format:?}");
    }
}

/// An animation of these pictures, 100 ms each.
fn moving(pictures: &[Picture]) -> Vec<u8> {
    let mut bytes = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new_with_speed(&mut bytes, 30);
        for picture in pictures {
            let rgb = RgbImage::from_raw(picture.width(), picture.height(), picture.pixels().to_vec())
                .expect("a picture is whole");
            let frame = image::Frame::from_parts(
                DynamicImage::from(rgb).into_rgba8(),
                0,
                0,
                image::Delay::from_numer_denom_ms(100, 1),
            );
            encoder.encode_frame(frame).expect("memory takes all bytes");
        }
    }
    bytes
}

#[test]
fn key_frames_are_those_that_look_different() {
    // Few colours, so that the palette of a GIF has all of them.
    let patches = picture(Pattern::Patches, 80, 60);
    let mirrored = held_so(&patches, 2);
    let flat = picture(Pattern::Flat, 80, 60);
    let bytes = moving(&[patches.clone(), patches.clone(), flat, mirrored.clone(), patches.clone()]);
    let found = key_frames(&bytes, &DecodeLimits::default(), &FrameLimits::default()).unwrap();
    let times: Vec<u64> = found.frames.iter().map(|frame| frame.at_ms).collect();
    assert_eq!((times, found.looked_at, found.is_cut), (vec![0, 300, 400], 5, false));
    for (frame, original) in found.frames.iter().zip([&patches, &mirrored, &patches]) {
        assert!(frame.turns.hashes[0].1.distance(&pdq_of_image(original).hash) <= 10);
    }
    // Of what stands still there are none.
    for format in [Format::Jpeg, Format::Png, Format::Webp, Format::Tiff, Format::Bmp] {
        let found = key_frames(&encode(&patches, format), &DecodeLimits::default(), &FrameLimits::default());
        assert_eq!(found.unwrap().looked_at, 0, "{format}");
    }
}

#[test]
fn an_animation_without_end_is_looked_at_within_bounds() {
    let patches = picture(Pattern::Patches, 40, 30);
    let bytes = moving(&[patches.clone(), held_so(&patches, 2)]);
    // The two pictures again and again: what stands between the first control block and the last byte.
    let head = bytes.windows(3).position(|three| three == [0x21, 0xF9, 0x04]).unwrap();
    let body = &bytes[head..bytes.len() - 1];
    let endless = [&bytes[..head], &body.repeat(300), &[0x3B]].concat();
    let look =
        |bounds: FrameLimits, bytes: &[u8]| key_frames(bytes, &DecodeLimits::default(), &bounds).unwrap();
    let bounds = FrameLimits::default();
    let by_number = look(FrameLimits { max_frames: 50, ..bounds }, &endless);
    assert_eq!((by_number.looked_at, by_number.frames.len(), by_number.is_cut), (50, 50, true));
    let by_pixels = look(FrameLimits { max_pixels_in_all: 12_000, ..bounds }, &endless);
    assert_eq!((by_pixels.looked_at, by_pixels.is_cut), (10, true));
    let by_kept = look(FrameLimits { max_kept: 7, ..bounds }, &endless);
    assert_eq!((by_kept.frames.len(), by_kept.is_cut), (7, true));
    assert!(!look(bounds, &bytes).is_cut);
    // Damage in the middle: what came before counts.
    let cut = look(bounds, &endless[..endless.len() / 2]);
    assert!(cut.is_cut && cut.looked_at > 100);
    let small = DecodeLimits { max_alloc_bytes: 10_000, ..DecodeLimits::default() };
    assert!(matches!(key_frames(&bytes, &small, &bounds), Err(DecodeError::TooMuchMemory { .. })));
}

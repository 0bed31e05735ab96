//! PDQ against its reference, on patterns.
//!
//! The expected hashes and qualities were computed once by the PyPI package pdqhash 0.2.8, Meta's C++ reference
//! with Python bindings, from the same red, green and blue bytes. Listed are patterns in which no frequency is
//! nearer to the median than 0.0003 of the spread, so that they hold for any honest order of summation.

#![expect(clippy::cast_possible_truncation, reason = "values are masked to a byte before the cast")]

mod pattern;

use material::{Pdq, Picture, pdq_of_image, pdq_of_luma};
use pattern::Pattern::{self, Flat, Noise, Patches, Ramp, Rings, Weave};
use pattern::picture;
use proptest::prelude::*;

const EXPECTED: &[(Pattern, u32, u32, &str, u8)] = &[
    (Patches, 5, 5, "9b269b2664d964d964d996a53b8e695acb721b269b269b2664d964d9348d96a5", 100),
    (Patches, 5, 97, "318cd6376c5b398ece739b263b0e9b269b26c4f164d964d9c4b564d9318cc631", 100),
    (Patches, 63, 65, "c63a54ab54abc6327c83ab5520f2a37699ccb1e4e6736c9bde0954ab827c5c89", 100),
    (Patches, 100, 37, "433b44ba5f8963307c83ab4560f6a37698cc98cc63336c9bdf09558be33c5c8b", 100),
    (Patches, 128, 128, "827e5d897d89a2747c83ab5421f6936619cc6c99e6336c9bde0954ab827c5d89", 100),
    (Patches, 333, 222, "837c5c8beb53a3747c83ab5421f6b36499cc663366334c9bde0954aa837c5c89", 100),
    (Patches, 511, 640, "027cdd897d83a2747d83ab5421f6326499cc4d9b6633cd9bde0954aa027cdd8b", 100),
    (Rings, 63, 65, "c44f205fc3cf96ff039f0bff3fef37d29fd04280de80d9807e406d00bf807a00", 100),
    (Rings, 64, 64, "c457006d43df8dff93bd13ae3fee37d2bfb0cf805e807d807a007f00b700fa00", 100),
    (Rings, 100, 37, "0100f6fdfbeb80628b6ffff9fb38a108011a2bff7ffebeee7e806600e000e000", 100),
    (Rings, 127, 129, "807f01ff07ff0fff17fc1ff03fc85f80bfa0df803e007f00fc007c00bf00fc00", 100),
    (Rings, 128, 128, "c01fa1ef03f687fb27f77fdd3decffd03f00ff40fb003c00da00ee007c009c04", 100),
    (Rings, 129, 255, "787f79ffc070fffe00f0f9f0c1e0c1e0ffe00fe0f9c007c0c1c0ebc0cfc0f180", 100),
    (Rings, 333, 222, "fe80e000800400ff03ff0fff7ffffffdffe0ff80ff00fe00fc00f800f000f800", 100),
    (Rings, 511, 640, "41ffc3ff07ff07ff07fcdff01fe01fc03f805f007f005f003f003e003f007e00", 100),
    (Rings, 1031, 769, "e000800000ff03ff0fff3fff3ffffff8ffc0ff80fe00fc00fc00f800f800f800", 100),
    (Weave, 5, 97, "cb72cb729b26c3f0ce7391a4348d64d99f26348d91a4ce73c3723e0fc1f0c1f0", 100),
    (Weave, 63, 65, "df039c2d31ff6f528ed062f9607ac091df4527bb34aefb411a166fbc80a0d803", 100),
    (Weave, 64, 64, "da45350216ffbf508a420dafb03e9827bf4124bc77abfb039810fefdc0a6da40", 100),
    (Weave, 100, 37, "63939c4b33faf7bc8940606961ad808bff5207e5363bff4314065dfd80ba9a03", 100),
    (Weave, 127, 129, "2b9830a927fedf49853944bed0b8e8427e4725f876e3fa479005ddfd80aa9a03", 100),
    (Weave, 128, 128, "da0289ab6de87a4fd0477498ccaa8919da5565ba72edbb559611d5fd80aa9a03", 100),
    (Weave, 129, 255, "fa0721ba77f87e54021377ab012a8807fe0165ae7fbf8a439855ddfc81aa9a03", 100),
    (Weave, 333, 222, "fa0305bf77f87e40c00775fcc0ac8813db4425ae76fe9a529c15ddfc80ab9a03", 100),
    (Weave, 511, 640, "da438dae75ec7e47b00776f841be8810da5525ba76ecba419e15ddfc802a9a03", 100),
    (Weave, 1031, 769, "da0385bf27ec7e47800375bcc0bf8812da5525ae76fcfa409c17fdfc802a9a03", 100),
    (Noise, 5, 5, "3f0f64d9c1f09b26c6f164d996259b26294a64d93e0f64d9c1f09b26c6f164d9", 100),
    (Noise, 5, 97, "cb7264d964d984a5c4f1694a6cdb348dc4f183603f0ece733b0e6cdb2b4a695a", 100),
    (Noise, 63, 65, "5ce1d9a62b3db099612740c7df4863538ce5d74681bd2362a33691796b9d8ee4", 100),
    (Noise, 64, 64, "cdc4830507b7ef527a2316695bbd70e281b5d03b03b44f10ebc7dae4396f0b68", 100),
    (Noise, 100, 37, "2924126ef8d1d590399a0f34c3fb4115563563d96b134baac9851f5e0f7b5b2b", 100),
    (Noise, 128, 128, "0e45e2562d7bdb7e623be00ad353f103986632cd4d20793e791737b772964429", 100),
    (Noise, 129, 255, "92dda6ba5f6696b5907623e5e7e221c251d131aed2a4c1af3ac999156a4cc4ab", 100),
    (Noise, 333, 222, "a80013e5b31c326786963b0caad24d46b601de35e5e67a9e989ae2eeecae935d", 100),
    (Noise, 511, 640, "59d2a3d73cf5c87ab8016ab06b24137b3d4d3e6df3c20d57012b07f4c88c996e", 100),
];

/// Too little detail for steady bits, but the quality is exact.
const EXPECTED_QUALITY: &[(Pattern, u32, u32, u8)] = &[
    (Ramp, 5, 5, 52),
    (Ramp, 5, 97, 42),
    (Ramp, 63, 65, 26),
    (Ramp, 64, 64, 27),
    (Ramp, 100, 37, 25),
    (Ramp, 127, 129, 23),
    (Ramp, 128, 128, 27),
    (Ramp, 129, 255, 24),
    (Ramp, 333, 222, 21),
    (Ramp, 511, 640, 24),
    (Ramp, 1031, 769, 23),
    (Flat, 129, 255, 0),
];

#[test]
fn hashes_and_qualities_are_the_references() {
    for &(pattern, width, height, hash, quality) in EXPECTED {
        let found = pdq_of_image(&picture(pattern, width, height));
        assert_eq!(found.hash.to_string(), hash, "{pattern:?} {width} x {height}");
        assert_eq!(found.quality, quality, "{pattern:?} {width} x {height}");
        assert!(found.usable());
    }
}

#[test]
fn little_detail_has_the_references_quality() {
    for &(pattern, width, height, quality) in EXPECTED_QUALITY {
        let found = pdq_of_image(&picture(pattern, width, height));
        assert_eq!(found.quality, quality, "{pattern:?} {width} x {height}");
        assert_eq!(found.usable(), quality >= 50);
    }
}

#[test]
fn a_side_under_five_pixels_has_no_hash() {
    for (width, height) in [(4, 90), (90, 4), (1, 1), (0, 9), (9, 0)] {
        let found = pdq_of_image(&picture(Noise, width, height));
        assert_eq!((found.hash, found.quality), (Pdq::ZERO, 0));
        assert!(!found.usable());
    }
}

#[test]
fn brightness_values_hash_like_the_grey_picture() {
    let grey: Vec<u8> = picture(Weave, 150, 110).pixels().iter().step_by(3).copied().collect();
    let luma: Vec<f32> = grey.iter().map(|&value| f32::from(value)).collect();
    let rgb = grey.iter().flat_map(|&value| [value; 3]).collect();
    let of_image = pdq_of_image(&Picture::from_rgb(150, 110, rgb).unwrap());
    assert_eq!(pdq_of_luma(&luma, 150, 110), Ok(of_image));
}

#[test]
fn a_wrong_number_of_values_is_an_error() {
    let error = pdq_of_luma(&[0.0; 99], 10, 10).unwrap_err();
    assert_eq!((error.values, error.width, error.height), (99, 10, 10));
    assert!(pdq_of_luma(&[], usize::MAX, 2).is_err());
}

/// Each pixel doubled along both axes and darkened by a third.
fn larger_and_darker(original: &Picture) -> Picture {
    let (width, height) = (original.width() as usize, original.height() as usize);
    let rgb = (0..4 * width * height)
        .map(|i| (i % (2 * width) / 2, i / (2 * width) / 2))
        .flat_map(|(x, y)| (0..3).map(move |c| (y * width + x) * 3 + c))
        .map(|at| original.pixels()[at] / 3 * 2)
        .collect();
    Picture::from_rgb(2 * original.width(), 2 * original.height(), rgb).expect("four pixels for each")
}

#[test]
fn an_altered_picture_is_near_and_another_picture_is_far() {
    let hash = |picture: &Picture| pdq_of_image(picture).hash;
    for pattern in [Patches, Rings, Weave] {
        let original = picture(pattern, 333, 222);
        let near = hash(&original).distance(&hash(&larger_and_darker(&original)));
        assert!(near <= 31, "{pattern:?}: {near}");
        let far = hash(&original).distance(&hash(&picture(Noise, 333, 222)));
        assert!(far > 80, "{pattern:?}: {far}");
    }
}

proptest! {
    #[test]
    fn any_values_at_any_size_have_a_hash(width in 0usize..300, height in 0usize..300, values: [f32; 7]) {
        let luma: Vec<f32> = values.iter().copied().cycle().take(width * height).collect();
        let found = pdq_of_luma(&luma, width, height).unwrap();
        prop_assert!(found.quality <= 100);
        if values.iter().all(|value| (0.0..=255.0).contains(value)) {
            let ones: u32 = found.hash.0.iter().map(|byte| byte.count_ones()).sum();
            prop_assert!(ones <= 128, "more than half of 256 values cannot be above the lower median");
        }
    }
}

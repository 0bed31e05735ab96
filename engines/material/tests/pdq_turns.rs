//! The hashes of turned and mirrored pictures.
//!
//! Expected hashes as in `pdq_vectors.rs`: from the PyPI package pdqhash 0.2.8, function `compute_dihedral`.

#![expect(clippy::cast_possible_truncation, reason = "values are masked to a byte before the cast")]

mod pattern;

use material::{MIN_QUALITY, Pdq, Picture, Turn, pdq_of_image, pdq_of_turns};
use pattern::Pattern::{self, Flat, Noise, Patches, Ramp, Rings, Weave};
use pattern::picture;

const EXPECTED: &[(Pattern, u32, u32, [&str; 8])] = &[
    (
        Weave,
        333,
        222,
        [
            "fa0305bf77f87e40c00775fcc0ac8813db4425ae76fe9a529c15ddfc80ab9a03",
            "8b9f415bb4604b42919d8b93b0b19b3b6666cb4b66669ac36666f113895336f6",
            "af56af1122add4ea9552df5695f922b98e118f0423a930f8c9407756d57f30a9",
            "decaebf1e135e1e8c4c82139e5e43191333361e13333307933335bb9dc269c5c",
            "fa03fa4677f881bfc0078a03c0ac77ecdb44da5176fe65bd9c15220380aa65fc",
            "af5650ec22ad2b15955220a995f9dd468e1170fb23a9cf07c94088a9d5ffcf56",
            "8b9fbea4b460b4bd919d746cb0b164c4666634b46666653c66664eecc973c90b",
            "deca140ee1351e17c4c8dec6e5e4ce6e33319e1e3333cf963333a4469c0663a3",
        ],
    ),
    (
        Patches,
        127,
        129,
        [
            "a37c5cc92b57a3741cc3aa7420f693649ccc679b67134c999f0955aaa33c5c8b",
            "b58abf8ab662b6726c99b702b56a4e914ad5007f9706498dc0df487d2a759786",
            "f629f6637e0209de499600de75a339cec999cd313246e6318a5cff00f669f621",
            "c0df1528e3371cd839cc1da8e03fe43b1f80aad5c253e327958ae2d77f203d2c",
            "a37ca3362b575c8b1cc3558b20f66c9b9ccc98646713b364df09aa55a33ca374",
            "f629099cfe02f6214996ff2175a3c631c99932ce324619ceca5c00fff66909de",
            "958a4075b662498d6c9948fdb56ab16e4ad5ff809706b672c0dfb7822a656879",
            "c0dfead7e337e32739cce257e03f1bc41f80552ac2531cd8958a1d287f20c2d3",
        ],
    ),
    (
        Rings,
        129,
        255,
        [
            "787f79ffc070fffe00f0f9f0c1e0c1e0ffe00fe0f9c007c0c1c0ebc0cfc0f180",
            "37af085094a02b5fd4a6ef3f10d6a8085ffe000dff4007ffd0002fffc0003fff",
            "2d2af3559525555655a5534a94b56b4aaab5ad4aac95a96a95d5612a9e956b2a",
            "62faa2fac1f581f581f345d7458302ab0aabaaafaa95ad558555855595559555",
            "787fa600c070000300f0061fc1e03e1fffe0fc1ff9c0fc3fc1c0347fcfc03fff",
            "2d2a0caa9525aaa955a5acb594b594b5aa9552b5ac95569595d59ed59e959455",
            "37aff7afd4a5d4a1d4e610d210d657ff5ffffffeffc0fc00d000d000d000c000",
            "62fa5d05c1f57e0a81f3ba6a4583fd5d0aaa5558aa9552aa85557aaa95556aaa",
        ],
    ),
];

#[test]
fn the_eight_hashes_are_the_references() {
    for &(pattern, width, height, expected) in EXPECTED {
        let found = pdq_of_turns(&picture(pattern, width, height));
        for ((turn, hash), expected) in found.hashes.iter().zip(expected) {
            assert_eq!(hash.to_string(), expected, "{pattern:?} {turn:?}");
        }
    }
}

#[test]
fn the_first_is_the_plain_hash() {
    for pattern in [Patches, Rings, Weave, Noise, Ramp, Flat] {
        for (width, height) in [(64, 64), (100, 37), (3, 90)] {
            let original = picture(pattern, width, height);
            let (plain, turns) = (pdq_of_image(&original), pdq_of_turns(&original));
            assert_eq!((turns.hashes[0], turns.quality), ((Turn::AsIs, plain.hash), plain.quality));
            assert_eq!(turns.hashes.map(|(turn, _)| turn), Turn::ALL);
        }
    }
}

#[test]
fn a_side_under_five_pixels_has_no_hash() {
    let turns = pdq_of_turns(&picture(Noise, 4, 90));
    assert!(turns.hashes.iter().all(|(_, hash)| *hash == Pdq::ZERO));
    assert!(turns.quality < MIN_QUALITY);
}

/// Turns the pixels themselves: where in the original each pixel of the result comes from.
fn turned(original: &Picture, turn: Turn) -> Picture {
    let (w, h) = (original.width() as usize, original.height() as usize);
    let swapped =
        matches!(turn, Turn::QuarterLeft | Turn::QuarterRight | Turn::Transposed | Turn::Transversed);
    let (width, height) = if swapped { (h, w) } else { (w, h) };
    let source = |x: usize, y: usize| match turn {
        Turn::AsIs => (x, y),
        Turn::QuarterLeft => (w - 1 - y, x),
        Turn::Half => (w - 1 - x, h - 1 - y),
        Turn::QuarterRight => (y, h - 1 - x),
        Turn::UpsideDown => (x, h - 1 - y),
        Turn::Mirrored => (w - 1 - x, y),
        Turn::Transposed => (y, x),
        Turn::Transversed => (w - 1 - y, h - 1 - x),
    };
    let rgb = (0..width * height)
        .map(|i| source(i % width, i / width))
        .flat_map(|(x, y)| original.pixels()[(y * w + x) * 3..][..3].to_vec())
        .collect();
    Picture::from_rgb(width as u32, height as u32, rgb).expect("as many pixels as before")
}

/// At 64 x 64 nothing is shrunk, so that turning loses nothing.
#[test]
fn each_hash_is_that_of_the_turned_pixels() {
    for pattern in [Patches, Weave, Noise] {
        let original = picture(pattern, 64, 64);
        for (turn, hash) in pdq_of_turns(&original).hashes {
            let distance = hash.distance(&pdq_of_image(&turned(&original, turn)).hash);
            assert!(distance <= 2, "{pattern:?} {turn:?}: {distance}");
        }
    }
}

#[test]
fn a_mirrored_picture_is_found_among_the_turns_only() {
    let original = picture(Patches, 333, 222);
    let listed = pdq_of_image(&original).hash;
    let seen = pdq_of_turns(&turned(&original, Turn::Mirrored));
    assert!(listed.distance(&seen.hashes[0].1) > 80);
    assert!(seen.hashes.iter().any(|(_, hash)| listed.distance(hash) <= 31));
}

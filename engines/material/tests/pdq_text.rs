//! The text and the distance of PDQ hashes.

use material::{Pdq, PdqParseError};
use proptest::prelude::*;

proptest! {
    #[test]
    fn text_reads_back(bytes: [u8; 32]) {
        let hash = Pdq(bytes);
        let text = hash.to_string();
        prop_assert_eq!(text.len(), 64);
        prop_assert_eq!(text.parse(), Ok(hash));
        prop_assert_eq!(text.to_uppercase().parse(), Ok(hash));
    }

    #[test]
    fn distance_counts_the_flipped_bits(bytes: [u8; 32], flips in prop::collection::btree_set(0usize..256, 0..=256)) {
        let mut other = bytes;
        for &bit in &flips {
            other[bit / 8] ^= 1 << (bit % 8);
        }
        let (one, other) = (Pdq(bytes), Pdq(other));
        prop_assert_eq!(one.distance(&other) as usize, flips.len());
        prop_assert_eq!(other.distance(&one) as usize, flips.len());
    }

    #[test]
    fn other_texts_are_refused(text in "\\PC{0,80}") {
        prop_assume!(text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        prop_assert_eq!(text.parse::<Pdq>(), Err(PdqParseError));
    }
}

#[test]
fn one_digit_too_few_too_many_or_signed_is_refused() {
    for text in ["a".repeat(63), "a".repeat(65), format!("+{}", "a".repeat(63)), "g".repeat(64)] {
        assert_eq!(text.parse::<Pdq>(), Err(PdqParseError), "{text}");
    }
}

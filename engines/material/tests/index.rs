//! Exact digests against a reference that is too simple to be wrong; the live index has its tests beside it.

use std::collections::BTreeSet;

use material::{Digests, ExactDigest, ExactHit, ExactIndex, MatchedBy, Pdq, Radius, RadiusTooLarge};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn exact_finds_what_is_listed(
        steps in prop::collection::vec((0u64..8, 0u8..4, prop::bool::ANY, prop::bool::weighted(0.2)), 0..60),
        sha256 in 0u8..4,
        md5 in 0u8..4,
    ) {
        let mut index = ExactIndex::default();
        let mut listed: BTreeSet<(u64, u8, bool)> = BTreeSet::new();
        for (id, digest, strong, remove) in steps {
            if remove {
                let before = listed.len();
                listed.retain(|entry| entry.0 != id);
                prop_assert_eq!(index.remove(id), listed.len() < before);
            } else {
                let entry = if strong { ExactDigest::Sha256([digest; 32]) } else { ExactDigest::Md5([digest; 16]) };
                index.insert(id, entry);
                listed.insert((id, digest, strong));
            }
        }
        let ids: BTreeSet<u64> = listed.iter().map(|entry| entry.0).collect();
        prop_assert_eq!(index.len(), ids.len());
        prop_assert_eq!(index.is_empty(), ids.is_empty());
        let expected: Vec<ExactHit> = ids
            .into_iter()
            .filter_map(|id| {
                let by = if listed.contains(&(id, sha256, true)) {
                    MatchedBy::Sha256
                } else if listed.contains(&(id, md5, false)) {
                    MatchedBy::Md5
                } else {
                    return None;
                };
                Some(ExactHit { id, by })
            })
            .collect();
        prop_assert_eq!(index.lookup(&Digests { sha256: [sha256; 32], md5: [md5; 16] }), expected);
    }
}

#[test]
fn a_hash_of_mostly_one_value_says_too_little() {
    let with_ones = |ones: usize| {
        let mut bytes = [0; 32];
        (0..ones).for_each(|bit| bytes[bit / 8] |= 1 << (bit % 8));
        Pdq(bytes)
    };
    for (ones, little) in
        [(0, true), (63, true), (64, false), (128, false), (192, false), (193, true), (256, true)]
    {
        assert_eq!(with_ones(ones).says_little(), little, "{ones}");
    }
}

#[test]
fn a_limit_above_31_is_refused() {
    assert_eq!(Radius::new(31), Ok(Radius::MAX));
    assert_eq!(Radius::new(32), Err(RadiusTooLarge(32)));
    assert_eq!(Radius::new(256), Err(RadiusTooLarge(256)));
}

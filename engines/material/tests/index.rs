//! The indexes against a reference that is too simple to be wrong.

use std::collections::{BTreeMap, BTreeSet};

use material::{
    Digests, ExactDigest, ExactHit, ExactIndex, HashIndex, Hit, MatchedBy, Pdq, Radius, RadiusTooLarge,
    ScanIndex, Unmatchable,
};
use proptest::prelude::*;

/// What happens to an index.
#[derive(Clone, Debug)]
enum Step {
    /// List a hash that differs from the query in these bits.
    Plant {
        id: u64,
        flips: Vec<usize>,
        max_distance: u32,
    },
    Remove {
        id: u64,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let id = 0u64..60;
    let flips = (0usize..=40)
        .prop_flat_map(|distance| prop::sample::subsequence((0..256).collect::<Vec<usize>>(), distance));
    let limit = prop_oneof![3 => Just(31u32), 1 => 0u32..=31];
    let plant = (id.clone(), flips, limit).prop_map(|(id, flips, max_distance)| Step::Plant {
        id,
        flips,
        max_distance,
    });
    prop::collection::vec(prop_oneof![4 => plant, 1 => id.prop_map(|id| Step::Remove { id })], 0..120)
}

fn flipped(hash: &Pdq, flips: &[usize]) -> Pdq {
    let mut bytes = hash.0;
    for &bit in flips {
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    Pdq(bytes)
}

/// Inserts and removes as told, and says what a lookup of `query` must find.
fn play(index: &mut impl HashIndex, query: &Pdq, steps: &[Step]) -> Vec<Hit> {
    let mut listed = BTreeMap::new();
    for step in steps {
        match step {
            Step::Plant { id, flips, max_distance } => {
                let hash = flipped(query, flips);
                if hash != Pdq::ZERO {
                    let limit = Radius::new(*max_distance).expect("steps stay within 31");
                    index.insert(*id, hash, limit).expect("the hash is not zero");
                    listed.insert(*id, (flips.len(), *max_distance));
                }
            }
            Step::Remove { id } => assert_eq!(index.remove(*id), listed.remove(id).is_some()),
        }
        assert_eq!(index.len(), listed.len());
        assert_eq!(index.is_empty(), listed.is_empty());
    }
    let mut expected: Vec<Hit> = listed
        .into_iter()
        .map(|(id, (flips, limit))| (Hit { id, distance: u32::try_from(flips).expect("at most 40") }, limit))
        .filter(|(hit, limit)| hit.distance <= *limit)
        .map(|(hit, _)| hit)
        .collect();
    expected.sort_by_key(|hit| (hit.distance, hit.id));
    expected
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn scan_finds_exactly_what_is_near(query: [u8; 32], steps in steps()) {
        let mut index = ScanIndex::default();
        let expected = play(&mut index, &Pdq(query), &steps);
        prop_assert_eq!(index.lookup(&Pdq(query)), expected);
    }

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
fn the_zero_hash_is_refused_and_changes_nothing() {
    let mut index = ScanIndex::default();
    let hash = Pdq([0x5A; 32]);
    index.insert(1, hash, Radius::MAX).unwrap();
    assert_eq!(index.insert(1, Pdq::ZERO, Radius::MAX), Err(Unmatchable));
    assert_eq!(index.lookup(&hash), [Hit { id: 1, distance: 0 }]);
}

#[test]
fn a_limit_above_31_is_refused() {
    assert_eq!(Radius::new(31), Ok(Radius::MAX));
    assert_eq!(Radius::new(32), Err(RadiusTooLarge(32)));
    assert_eq!(Radius::new(256), Err(RadiusTooLarge(256)));
}

//! Near misses, weak pictures, harmless entries; and a plain model of it all.

use super::*;
use material::{Pdq, Turn};
use proptest::prelude::*;

const FAR: Id = Id([1; 16]);
const NEAR: Id = Id([2; 16]);
const BASELINE: Graded = Graded { grade: Grade::Baseline, stands: GradeStands::Proposed };
const NATIONAL: Graded = Graded { grade: Grade::National, ..BASELINE };
const HARMLESS: Graded = Graded { grade: Grade::KnownHarmless, stands: GradeStands::Confirmed };
const LISTED: Pdq = Pdq([0xa5; 32]);

fn at(distance: u32) -> Pdq {
    let mut pdq = LISTED;
    for bit in 0..distance as usize {
        // Spread over all bytes, so that no part of the hash alone decides.
        pdq.0[bit * 7 % 32] ^= 1 << (bit / 32);
    }
    assert_eq!(pdq.distance(&LISTED), distance);
    pdq
}

fn picture(hash: Pdq, quality: u8) -> PictureHashes {
    let digests = Digests { sha256: [9; 32], md5: [9; 16] };
    PictureHashes { picture: 4, digests, pdq: vec![PdqHash { hash, quality }] }
}

fn leads(matcher: &Matcher, picture: &PictureHashes) -> Vec<Hit> {
    matcher.hits(picture).leads
}

fn only(pdq: Pdq) -> EntryHashes {
    EntryHashes { pdq: Some(pdq), ..EntryHashes::default() }
}

fn holding(lists: &[(Id, u8)]) -> Matcher {
    let matcher = Matcher::default();
    for (list, max_distance) in lists {
        matcher.hold(*list, *max_distance).unwrap();
        matcher.add(*list, 1, &only(LISTED), BASELINE).unwrap();
    }
    matcher
}

#[test]
fn exactly_the_lists_own_distance_matches_and_one_more_does_not() {
    for max in 0..=31_u8 {
        let matcher = holding(&[(FAR, max)]);
        let hits = leads(&matcher, &picture(at(u32::from(max)), 100));
        let wanted = Hit {
            picture: 4,
            list: FAR,
            entry: 1,
            how: How::Perceptual,
            distance: max,
            grade: Grade::Baseline,
        };
        assert_eq!(hits, [wanted]);
        assert_eq!(leads(&matcher, &picture(at(u32::from(max) + 1), 100)), []);
    }
}

#[test]
fn each_list_has_its_own_distance() {
    let matcher = holding(&[(FAR, 31), (NEAR, 10)]);
    let lists = |distance| {
        leads(&matcher, &picture(at(distance), 100)).iter().map(|hit| hit.list).collect::<Vec<_>>()
    };
    assert_eq!(lists(10), [FAR, NEAR]);
    assert_eq!(lists(11), [FAR]);
}

#[test]
fn a_picture_with_little_detail_is_compared_exactly_only() {
    let matcher = holding(&[(FAR, 31)]);
    assert_eq!(leads(&matcher, &picture(LISTED, 50)).len(), 1);
    assert_eq!(leads(&matcher, &picture(LISTED, 49)), []);
    matcher.add(FAR, 2, &EntryHashes { md5: Some([9; 16]), ..only(LISTED) }, NATIONAL).unwrap();
    let hits = leads(&matcher, &picture(LISTED, 0));
    assert_eq!((hits.len(), hits[0].how, hits[0].distance), (1, How::ExactMd5, 0));
    assert_eq!(leads(&matcher, &PictureHashes { pdq: vec![], ..picture(LISTED, 0) }), hits);
}

#[test]
fn a_mirrored_copy_is_known_again_at_its_own_distance() {
    let mut hashes = Turn::ALL.map(|turn| (turn, Pdq([0xff; 32])));
    hashes[5].1 = at(7);
    hashes[6].1 = at(9);
    let digests = Digests { sha256: [9; 32], md5: [9; 16] };
    let turned = |quality| PictureHashes::new(4, digests, Some(&PdqTurns { hashes, quality }));
    let matcher = holding(&[(FAR, 31)]);
    let distances: Vec<u8> = leads(&matcher, &turned(50)).iter().map(|hit| hit.distance).collect();
    assert_eq!(distances, [7]);
    assert_eq!(leads(&matcher, &turned(49)), []);
    assert_eq!((turned(50).exact_only(), turned(49).exact_only()), (false, true));
    assert!(PictureHashes::new(4, digests, None).exact_only());
}

#[test]
fn an_entry_is_hit_once_by_its_strongest_way() {
    let matcher = holding(&[(FAR, 31)]);
    let both = EntryHashes { sha256: Some([9; 32]), md5: Some([9; 16]), ..only(LISTED) };
    matcher.add(FAR, 2, &both, NATIONAL).unwrap();
    let ways: Vec<_> =
        leads(&matcher, &picture(LISTED, 100)).iter().map(|hit| (hit.entry, hit.how)).collect();
    assert_eq!(ways, [(2, How::ExactSha256), (1, How::Perceptual)]);
}

/// With a negative entry of these hashes beside the listed one.
fn beside(negative: &EntryHashes, grade: Graded) -> Matcher {
    let matcher = holding(&[(FAR, 31)]);
    matcher.hold(NEAR, 31).unwrap();
    matcher.add(NEAR, 1, negative, grade).unwrap();
    matcher
}

#[test]
fn what_looks_more_like_what_is_harmless_is_set_aside_and_says_by_what() {
    let matcher = beside(&only(at(10)), HARMLESS);
    let looked = |distance| {
        let hits = matcher.hits(&picture(at(distance), 100));
        (
            hits.leads.len(),
            hits.set_aside.iter().map(|one| (one.hit.list, one.list, one.entry)).collect::<Vec<_>>(),
        )
    };
    assert_eq!(looked(4), (1, vec![]), "nearer to the listed one");
    assert_eq!(looked(5), (1, vec![]), "as near to both");
    assert_eq!(looked(6), (0, vec![(FAR, NEAR, 1)]));
    let seen = matcher.look_up(&picture(at(6), 100), &Visible::These([FAR].into()), 9);
    assert_eq!(seen[0].set_aside_by, None, "who does not see the negative list is not told of it");
}

#[test]
fn the_same_file_sets_aside_by_sha256_and_never_by_md5_and_never_a_listed_file() {
    let exact = EntryHashes { sha256: Some([9; 32]), ..EntryHashes::default() };
    let weak = EntryHashes { md5: Some([9; 16]), ..EntryHashes::default() };
    let aside = |matcher: &Matcher| matcher.hits(&picture(LISTED, 100)).set_aside.len();
    assert_eq!(aside(&beside(&exact, HARMLESS)), 1);
    assert_eq!(aside(&beside(&weak, HARMLESS)), 0);
    let matcher = beside(&exact, HARMLESS);
    matcher.add(FAR, 2, &exact, BASELINE).unwrap();
    let hits = matcher.hits(&picture(LISTED, 100));
    assert_eq!((hits.leads.len(), hits.leads[0].entry, hits.set_aside.len()), (1, 2, 1));
}

#[test]
fn what_one_person_calls_harmless_is_neither_found_nor_sets_anything_aside() {
    let alone = Graded { stands: GradeStands::Proposed, ..HARMLESS };
    let exact = EntryHashes { sha256: Some([9; 32]), ..only(LISTED) };
    let matcher = beside(&exact, alone);
    assert_eq!(leads(&matcher, &picture(LISTED, 100)).iter().map(|hit| hit.list).collect::<Vec<_>>(), [FAR]);
    assert!(matcher.hits(&picture(LISTED, 100)).set_aside.is_empty());
    matcher.add(FAR, 1, &exact, HARMLESS).unwrap();
    assert_eq!(matcher.hits(&picture(LISTED, 100)), Hits::default());
}

#[test]
fn what_cannot_be_matched_is_not_held() {
    let matcher = Matcher::default();
    assert_eq!(matcher.add(FAR, 1, &only(LISTED), BASELINE), Err(NotListed::NoSuchList(FAR)));
    assert_eq!(matcher.hold(FAR, 32), Err(NotListed::Distance(RadiusTooLarge(32))));
    matcher.hold(FAR, 31).unwrap();
    let unmatchable = Err(NotListed::Unmatchable { list: FAR, entry: 1 });
    assert_eq!(matcher.add(FAR, 1, &only(Pdq::ZERO), BASELINE), unmatchable);
    assert_eq!(matcher.add(FAR, 1, &EntryHashes::default(), BASELINE), unmatchable);
    let leaning = Pdq(std::array::from_fn(|n| if n < 7 { 0xff } else { 0 }));
    assert_eq!(matcher.add(FAR, 1, &only(leaning), BASELINE), unmatchable);
    let exact_too = EntryHashes { sha256: Some([9; 32]), ..only(Pdq::ZERO) };
    matcher.add(FAR, 1, &exact_too, BASELINE).unwrap();
    assert_eq!(leads(&matcher, &picture(Pdq::ZERO, 100))[0].how, How::ExactSha256);
    assert!(!matcher.withdraw(NEAR, 1));
}

#[test]
fn whoever_may_not_see_a_list_finds_nothing_of_it() {
    let matcher = holding(&[(FAR, 31), (NEAR, 31)]);
    let exact = EntryHashes { sha256: Some([9; 32]), ..only(LISTED) };
    matcher.add(FAR, 2, &exact, NATIONAL).unwrap();
    let seen = |lists: &[Id], limit| {
        let lists = Visible::These(lists.iter().copied().collect());
        let found = matcher.look_up(&picture(LISTED, 100), &lists, limit);
        found.iter().map(|one| (one.list, one.entry)).collect::<Vec<_>>()
    };
    assert_eq!(seen(&[], 9), []);
    assert_eq!(seen(&[NEAR], 9), [(NEAR, 1)]);
    assert_eq!(seen(&[FAR, Id([77; 16])], 9), [(FAR, 2), (FAR, 1)]);
    assert_eq!(seen(&[FAR, NEAR], 1), [(FAR, 2)]);
}

#[test]
fn more_lists_than_the_index_has_numbers_are_told_apart() {
    let list = |n: u8| Id([n; 16]);
    let all: Vec<(Id, u8)> = (1..=200).map(|n| (list(n), 31)).collect();
    let matcher = holding(&all);
    for n in [1, 72, 129, 200] {
        let lists = Visible::These([list(n)].into());
        let found = matcher.look_up(&picture(LISTED, 100), &lists, 300);
        assert_eq!(found.iter().map(|one| one.list).collect::<Vec<_>>(), [list(n)]);
    }
    assert_eq!(leads(&matcher, &picture(LISTED, 100)).len(), 200);
}

#[test]
fn a_list_that_is_forgotten_is_silent_and_others_are_not() {
    let matcher = holding(&[(FAR, 31), (NEAR, 31)]);
    matcher.forget(FAR);
    assert_eq!(leads(&matcher, &picture(LISTED, 100)).iter().map(|hit| hit.list).collect::<Vec<_>>(), [NEAR]);
    assert_eq!(matcher.len(), 1);
}

#[test]
fn what_is_loaded_at_once_is_found_like_what_is_added() {
    let mut loading = Loading::default();
    loading.hold(FAR, 31).unwrap();
    let hashes = EntryHashes { sha256: Some([9; 32]), ..only(LISTED) };
    loading.add(FAR, 1, &hashes, BASELINE).unwrap();
    loading.add(FAR, 2, &only(at(3)), BASELINE).unwrap();
    let matcher = loading.finish(1);
    let ways: Vec<_> =
        leads(&matcher, &picture(LISTED, 100)).iter().map(|hit| (hit.entry, hit.distance)).collect();
    assert_eq!(ways, [(1, 0), (2, 3)]);
    assert!(matcher.withdraw(FAR, 2) && matcher.withdraw(FAR, 1));
    assert_eq!(leads(&matcher, &picture(LISTED, 100)), []);
}

#[derive(Clone, Debug)]
enum Step {
    Merge,
    Add { list: bool, entry: u32, distance: u32, sha: u8, grade: usize },
    Withdraw { list: bool, entry: u32 },
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<bool>(), 1_u32..6, 0_u32..40, 8_u8..11, 0_usize..4)
            .prop_map(|(list, entry, distance, sha, grade)| Step::Add { list, entry, distance, sha, grade }),
        1 => (any::<bool>(), 1_u32..6).prop_map(|(list, entry)| Step::Withdraw { list, entry }),
        1 => Just(Step::Merge),
    ]
}

proptest! {
    #[test]
    fn finds_what_a_plain_model_finds(steps in proptest::collection::vec(any_step(), 0..40), max in 0_u8..=31, quality in 45_u8..55) {
        use kernel::CodeList;
        use std::collections::BTreeMap;
        let matcher = Matcher::default();
        matcher.hold(FAR, 31).unwrap();
        matcher.hold(NEAR, max).unwrap();
        let mut model: BTreeMap<(Id, u32), (u32, u8, Grade)> = BTreeMap::new();
        let id = |list| if list { NEAR } else { FAR };
        for step in steps {
            match step {
                Step::Merge => while matcher.merge(1) {},
                Step::Add { list, entry, distance, sha, grade } => {
                    let hashes = EntryHashes { sha256: Some([sha; 32]), ..only(at(distance)) };
                    let grade = Grade::all()[grade];
                    // One person's word: what it calls harmless is not held.
                    matcher.add(id(list), entry, &hashes, Graded { grade, ..BASELINE }).unwrap();
                    model.insert((id(list), entry), (distance, sha, grade));
                }
                Step::Withdraw { list, entry } => {
                    let listed = model.remove(&(id(list), entry));
                    let could = listed.is_some_and(|(_, _, grade)| grade != Grade::KnownHarmless);
                    prop_assert_eq!(matcher.withdraw(id(list), entry), could);
                }
            }
        }
        let mut wanted: Vec<Hit> = model.into_iter().filter_map(|((list, entry), (distance, sha, grade))| {
            let limit = if list == NEAR { u32::from(max) } else { 31 };
            let (how, distance) = match (sha == 9, quality >= 50 && distance <= limit) {
                (true, _) => (How::ExactSha256, 0),
                (false, true) => (How::Perceptual, u8::try_from(distance).unwrap()),
                (false, false) => return None,
            };
            (grade != Grade::KnownHarmless).then_some(Hit { picture: 4, list, entry, how, distance, grade })
        }).collect();
        wanted.sort_by_key(strength);
        prop_assert_eq!(leads(&matcher, &picture(LISTED, quality)), wanted);
    }
}

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bits from a seed.
struct Dice(u64);

impl Dice {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn hash(&mut self) -> Pdq {
        let mut bytes = [0; 32];
        bytes.as_chunks_mut::<8>().0.iter_mut().for_each(|part| *part = self.word().to_be_bytes());
        Pdq(bytes)
    }

    /// Another hash so many bits away.
    fn near(&mut self, hash: Pdq, distance: usize) -> Pdq {
        let mut flipped = HashSet::new();
        while flipped.len() < distance {
            flipped.insert(usize::from(self.word().to_be_bytes()[0]));
        }
        let mut near = hash;
        flipped.iter().for_each(|&bit| near.0[bit / 8] ^= 1 << (bit % 8));
        near
    }

    /// A hash that shares most of its bits with many others, as those of pictures do.
    fn alike(&mut self) -> Pdq {
        let base = Pdq([0b1010_0110; 32]);
        let distance = usize::from(self.word().to_be_bytes()[0] % 40);
        self.near(base, distance)
    }
}

fn by_hand(listed: &[Listing], query: &Query) -> Found {
    let mut hits: Vec<Near> = listed
        .iter()
        .map(|one| (one, one.hash.distance(&query.hash)))
        .filter(|(one, distance)| *distance <= one.radius.bits().min(query.radius.bits()))
        .map(|(one, distance)| Near { id: one.id, distance, lists: one.lists.and(query.lists) })
        .filter(|near| !near.lists.is_none())
        .collect();
    hits.sort_by_key(|near| (near.distance, near.id, near.lists.0));
    let count = hits.len();
    hits.truncate(query.most);
    Found { hits, count }
}

fn listing(id: u64, hash: Pdq) -> Listing {
    Listing { id, hash, lists: Lists::one(0), radius: Radius::MAX }
}

#[test]
fn every_planted_distance_is_found_up_to_31_and_no_farther() {
    let mut dice = Dice(11);
    let random: Vec<Listing> = (0..3_000).map(|id| listing(id, dice.hash())).collect();
    let index = LiveIndex::build(random.len(), random.iter().copied(), 2);
    for distance in 0..=40 {
        for planted in random.iter().step_by(150) {
            let query = Query::of(dice.near(planted.hash, distance));
            let found = index.find(&query);
            assert_eq!(found, by_hand(&random, &query));
            assert_eq!(found.hits.iter().any(|hit| hit.id == planted.id), distance <= 31);
        }
    }
}

#[test]
fn what_shares_most_of_its_bits_is_found_once_each() {
    let mut dice = Dice(12);
    let alike: Vec<Listing> = (0..2_000).map(|id| listing(id, dice.alike())).collect();
    let index = LiveIndex::build(alike.len(), alike.iter().copied(), 1);
    for _ in 0..200 {
        let mut query = Query::of(dice.alike());
        query.most = usize::MAX;
        assert_eq!(index.find(&query), by_hand(&alike, &query));
    }
}

#[test]
fn the_layout_for_a_hundred_million_finds_the_same() {
    let mut dice = Dice(13);
    let mut groups = Groups::default();
    let listed: Vec<Listed> = (0..4_000).map(|id| groups.listed(&listing(id, dice.hash()))).collect();
    for bands in [12, 14, 16] {
        let ring = Ring::build_of(bands, &listed);
        for (one, distance) in listed.iter().step_by(40).zip((0..=31).cycle()) {
            let query = words_of(&dice.near(pdq_of(&one.words), distance));
            for level in Level::all() {
                let mut found = Vec::new();
                ring.visit(level, &query, 31, &mut Scratch::default(), &mut |place, apart| {
                    found.push((place, apart))
                });
                let apart = u32::try_from(distance).unwrap();
                assert!(
                    found.iter().any(|&(place, away)| ring.get(place).id == one.id && away == apart),
                    "{bands} bands"
                );
            }
        }
    }
}

fn pdq_of(words: &Words) -> Pdq {
    let mut bytes = [0; 32];
    bytes
        .as_chunks_mut::<8>()
        .0
        .iter_mut()
        .zip(words.iter().rev())
        .for_each(|(part, word)| *part = word.to_be_bytes());
    Pdq(bytes)
}

#[derive(Clone, Debug)]
enum Step {
    Add { id: u64, seed: u8, list: u32, radius: u32 },
    Remove { nth: usize },
    Merge,
    Find { nth: usize, distance: usize, lists: u128, radius: u32, most: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0u64..40, any::<u8>(), 0u32..4, 0u32..32).prop_map(|(id, seed, list, radius)| Step::Add { id, seed, list, radius }),
        3 => any::<usize>().prop_map(|nth| Step::Remove { nth }),
        1 => Just(Step::Merge),
        3 => (any::<usize>(), 0usize..36, 0u128..16, 0u32..32, 0usize..30)
            .prop_map(|(nth, distance, lists, radius, most)| Step::Find { nth, distance, lists, radius, most }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn whatever_is_added_removed_and_merged_the_answers_are_those_of_a_plain_list(
        steps in prop::collection::vec(step(), 1..400),
    ) {
        let (index, mut listed, mut dice) = (LiveIndex::default(), Vec::<Listing>::new(), Dice(5));
        for step in steps {
            match step {
                Step::Add { id, seed, list, radius } => {
                    let one = Listing {
                        id,
                        hash: Dice(u64::from(seed) + 1).alike(),
                        lists: Lists::one(list),
                        radius: Radius::new(radius).unwrap(),
                    };
                    index.add(one).unwrap();
                    listed.retain(|other| (other.id, other.hash) != (one.id, one.hash));
                    listed.push(one);
                }
                Step::Remove { nth } => {
                    if listed.is_empty() { continue }
                    let gone = listed.swap_remove(nth % listed.len());
                    prop_assert!(index.remove(gone.id, &gone.hash));
                    prop_assert!(!index.remove(gone.id, &gone.hash));
                }
                Step::Merge => while index.merge(2) {},
                Step::Find { nth, distance, lists, radius, most } => {
                    if listed.is_empty() { continue }
                    let hash = dice.near(listed[nth % listed.len()].hash, distance);
                    let query = Query { hash, lists: Lists(lists), radius: Radius::new(radius).unwrap(), most };
                    prop_assert_eq!(index.find(&query), by_hand(&listed, &query));
                }
            }
            prop_assert_eq!(index.size().listed, listed.len());
        }
    }
}

#[test]
fn the_zero_hash_is_not_listed() {
    let index = LiveIndex::default();
    assert_eq!(index.add(listing(1, Pdq::ZERO)), Err(Unmatchable));
    assert_eq!(LiveIndex::build(1, [listing(1, Pdq::ZERO)].into_iter(), 1).size().listed, 0);
}

#[test]
fn many_at_once_are_answered_in_their_order() {
    let mut dice = Dice(14);
    let all: Vec<Listing> = (0..500).map(|id| listing(id, dice.hash())).collect();
    let index = LiveIndex::build(all.len(), all.iter().copied(), 2);
    let queries: Vec<Query> = all.iter().map(|one| Query::of(one.hash)).collect();
    for threads in [0, 1, 2, 7, 1_000] {
        let found = index.find_all(&queries, threads);
        assert!(found.iter().zip(&all).all(|(found, one)| found.hits[0].id == one.id), "{threads}");
    }
    assert!(index.find_all(&[], 2).is_empty());
}

/// Threads that add, remove, merge and ask at once: what stays is always found, and what went is never found after it went.
#[test]
fn changes_and_merges_never_hide_what_stays_nor_show_what_went() {
    let mut dice = Dice(15);
    let stays: Vec<Listing> = (0..300).map(|id| listing(id, dice.hash())).collect();
    let comes: Vec<Listing> = (1_000..3_000).map(|id| listing(id, dice.hash())).collect();
    let index = LiveIndex::build(stays.len(), stays.iter().copied(), 1);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for one in &comes {
                index.add(*one).unwrap();
                assert_eq!(index.find(&Query::of(one.hash)).count, 1);
                if one.id % 3 != 0 {
                    assert!(index.remove(one.id, &one.hash));
                    assert_eq!(index.find(&Query::of(one.hash)).count, 0);
                }
            }
            over.store(true, Ordering::Release);
        });
        scope.spawn(|| {
            while !over.load(Ordering::Acquire) {
                index.merge(1);
            }
        });
        scope.spawn(|| {
            while !over.load(Ordering::Acquire) {
                assert!(stays.iter().step_by(17).all(|one| index.find(&Query::of(one.hash)).count == 1));
            }
        });
    });
    while index.merge(2) {}
    let left = comes.iter().filter(|one| one.id % 3 == 0).count();
    assert_eq!(index.size().listed, stays.len() + left);
}

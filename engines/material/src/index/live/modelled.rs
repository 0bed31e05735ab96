//! Orders in which additions, removals, queries and merges may come, tried by a model of the locks: `cargo xtask proof index-model`.

use super::{Listing, LiveIndex, Query};
use crate::{Lists, Pdq, Radius};
use shuttle::thread;
use std::sync::Arc;

/// So many orders are drawn, unless `TUTELA_MODEL_ORDERS` says otherwise.
const ORDERS: usize = 2_000;

/// Hashes that are farther from each other than any radius.
fn hash_of(id: u64) -> Pdq {
    let seed = id.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
    Pdq(std::array::from_fn(|n| seed[n % 8].rotate_left(u32::from(seed[n / 4] % 8)) ^ seed[n / 4]))
}

fn add(index: &LiveIndex, id: u64) {
    let listing = Listing { id, hash: hash_of(id), lists: Lists::one(0), radius: Radius::MAX };
    index.add(listing).expect("the hash is not zero");
}

/// How often it is found.
fn times(index: &LiveIndex, id: u64) -> usize {
    index.find(&Query::of(hash_of(id))).hits.iter().filter(|hit| hit.id == id).count()
}

/// As many as are due to be sorted, and some more.
fn filled(count: u64) -> Arc<LiveIndex> {
    let index = LiveIndex::default();
    (1..=count).for_each(|id| add(&index, id));
    Arc::new(index)
}

fn in_every_order(test: fn()) {
    let orders =
        std::env::var("TUTELA_MODEL_ORDERS").ok().and_then(|text| text.parse().ok()).unwrap_or(ORDERS);
    shuttle::check_random(test, orders);
    shuttle::check_pct(test, orders, 3);
    println!("proof: {} orders", 2 * orders);
}

#[test]
fn what_stays_is_found_once_what_came_at_once_and_what_went_never_again_while_layers_are_merged() {
    in_every_order(|| {
        let index = filled(9);
        let merging = Arc::clone(&index);
        let merges = thread::spawn(move || merging.merge(1));
        let removing = Arc::clone(&index);
        let removes = thread::spawn(move || {
            assert!(removing.remove(3, &hash_of(3)), "it was listed");
            assert_eq!(times(&removing, 3), 0, "it was removed");
        });
        let adding = Arc::clone(&index);
        let adds = thread::spawn(move || {
            for id in 20..23 {
                add(&adding, id);
                assert_eq!(times(&adding, id), 1, "it was added");
            }
        });
        for _ in 0..2 {
            assert_eq!(times(&index, 5), 1, "it stays");
        }
        assert!(merges.join().expect("merging ends"), "it was due");
        removes.join().expect("removing ends");
        adds.join().expect("adding ends");
        assert_eq!(times(&index, 3), 0);
        assert_eq!(index.size().listed, 11);
    });
}

#[test]
fn two_who_merge_and_one_who_lists_again_and_removes_leave_each_hash_once() {
    in_every_order(|| {
        let index = filled(10);
        let mergers: Vec<_> = (0..2)
            .map(|_| {
                let index = Arc::clone(&index);
                thread::spawn(move || index.merge(1))
            })
            .collect();
        let again = Arc::clone(&index);
        let lists = thread::spawn(move || {
            // Once more under the same id: it takes the place of the first.
            add(&again, 4);
            assert_eq!(times(&again, 4), 1);
            assert!(again.remove(4, &hash_of(4)));
            assert!(!again.remove(4, &hash_of(4)), "once is enough");
            add(&again, 4);
        });
        assert_eq!(times(&index, 7), 1);
        let merged = mergers.into_iter().map(|one| one.join().expect("merging ends")).filter(|did| *did);
        assert!(merged.count() >= 1, "it was due");
        lists.join().expect("listing ends");
        assert_eq!((1..=10).map(|id| times(&index, id)).sum::<usize>(), 10);
        assert_eq!(index.size().listed, 10);
    });
}

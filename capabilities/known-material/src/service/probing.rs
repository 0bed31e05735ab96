//! Whether one caller's look-ups look like finding out what stands on a list.
//!
//! Whoever looks pictures up that people sent, finds few matches, and these are close. Whoever wants to know the hash of a listed
//! picture changes one that matches bit by bit until it does not match any more: many of these look-ups are *near misses*, and each is a
//! *walk*, close to one that matched before. Both are counted within an hour. Nobody is stopped by it: a person is told.

use super::limits::{MANY_NEAR, MANY_WALKS, NEAR_BITS, PROBING_MS, REMEMBERED, WALK_BITS};
use kernel::Instant;
use material::Pdq;
use std::collections::VecDeque;

/// What was seen of a caller when it became too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) since: Instant,
    pub(crate) look_ups: u64,
    pub(crate) near_misses: u32,
    pub(crate) walks: u32,
}

/// The counts of one caller.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    since: Instant,
    look_ups: u64,
    near_misses: u32,
    walks: u32,
    is_told: bool,
    matched: VecDeque<Pdq>,
}

impl Watch {
    /// Counts a look-up; `nearest` is the distance of its nearest match. Tells once an hour when there is too much.
    pub(crate) fn note(&mut self, pdq: Option<&Pdq>, nearest: Option<u32>, now: Instant) -> Option<Seen> {
        if now.0.saturating_sub(self.since.0) >= PROBING_MS {
            *self = Watch { since: now, matched: std::mem::take(&mut self.matched), ..Watch::default() };
        }
        self.look_ups += 1;
        let pdq = pdq?;
        let walks = self.matched.iter().any(|one| (1..=WALK_BITS).contains(&one.distance(pdq)));
        self.walks += u32::from(walks);
        self.near_misses += u32::from(nearest.is_some_and(|bits| bits >= NEAR_BITS));
        if nearest.is_some() && !self.matched.contains(pdq) {
            self.matched.push_back(*pdq);
            if self.matched.len() > REMEMBERED {
                self.matched.pop_front();
            }
        }
        let is_much = self.near_misses >= MANY_NEAR || self.walks >= MANY_WALKS;
        if !is_much || std::mem::replace(&mut self.is_told, true) {
            return None;
        }
        let Watch { since, look_ups, near_misses, walks, .. } = *self;
        Some(Seen { since, look_ups, near_misses, walks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hash that has nothing in common with those of other numbers.
    fn stranger(n: u64) -> Pdq {
        let mut state = n;
        Pdq(std::array::from_fn(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        }))
    }

    fn flipped(hash: Pdq, bits: usize) -> Pdq {
        let mut hash = hash;
        (0..bits).for_each(|bit| hash.0[bit % 32] ^= 1 << (bit / 32));
        hash
    }

    #[test]
    fn pictures_that_people_send_are_no_probing() {
        let mut watch = Watch::default();
        for n in 0..20_000_u64 {
            let nearest = n.is_multiple_of(50).then_some(6);
            assert_eq!(watch.note(Some(&stranger(n)), nearest, Instant(n.cast_signed())), None);
        }
        // The same picture, over and over, is no walk either.
        for _ in 0..1_000 {
            assert_eq!(watch.note(Some(&stranger(7)), Some(0), Instant(30_000)), None);
        }
        // Exact digests cannot be walked.
        assert!((0..1_000).all(|_| watch.note(None, Some(0), Instant(30_000)).is_none()));
    }

    #[test]
    fn a_walk_around_one_that_matches_is_told_once_an_hour() {
        let (mut watch, listed) = (Watch::default(), stranger(1));
        let mut told = Vec::new();
        for step in 0..600_usize {
            let asked = flipped(listed, step % 40);
            let nearest = u32::try_from(step % 40).ok().filter(|bits| *bits <= 31);
            told.extend(watch.note(Some(&asked), nearest, Instant(1_000 + i64::try_from(step).unwrap())));
        }
        assert_eq!(told.len(), 1);
        let seen = told[0];
        assert!(seen.walks >= MANY_WALKS || seen.near_misses >= MANY_NEAR);
        assert!(seen.look_ups <= 600 && seen.since == Instant(0));
        let later = Instant(PROBING_MS + 5_000);
        let again =
            (0..600_usize).filter_map(|step| watch.note(Some(&flipped(listed, 1 + step % 40)), None, later));
        assert_eq!(again.map(|seen| seen.since).collect::<Vec<_>>(), [later]);
    }
}

//! Lists, entries and what is found in them, in plain words: one entry after the other.

use crate::codes::{GradeStands, How};
use crate::hashes::EntryHashes;
use crate::matcher::{Match, PictureHashes};
use kernel::codes::Grade;
use kernel::{CodeList, Id};
use material::{Digests, Pdq, PdqHash};
use std::collections::{BTreeMap, BTreeSet};

/// A generator of numbers, the same on every machine (SplitMix64).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn id(&mut self) -> Id {
        let mut id = [0; 16];
        id.as_chunks_mut::<8>().0.iter_mut().for_each(|half| *half = self.next().to_be_bytes());
        Id(id)
    }

    pub(super) fn code<L: CodeList>(&mut self) -> L {
        L::all()[self.below(L::all().len())]
    }
}

/// What is known of a list, in plain words.
pub(super) struct List {
    pub(super) owner: Id,
    pub(super) everybody: bool,
    pub(super) named: BTreeSet<Id>,
    pub(super) harmless_only: bool,
    pub(super) distance: u8,
    pub(super) entries: u32,
}

/// What is known of an entry.
pub(super) struct Entry {
    pub(super) picture: u32,
    pub(super) distance: u32,
    pub(super) same_file: bool,
    pub(super) withdrawn: bool,
    pub(super) grade: Grade,
    /// The two who stand behind the grade.
    pub(super) behind: Option<(Id, Id)>,
    /// Grade and proposer of what waits.
    pub(super) waits: Option<(Grade, Id)>,
    pub(super) voted: BTreeSet<Id>,
}

#[derive(Default)]
pub(super) struct Model {
    pub(super) lists: BTreeMap<Id, List>,
    pub(super) entries: BTreeMap<(Id, u32), Entry>,
    pub(super) disputes: BTreeMap<Id, (Id, u32, Id)>,
}

impl Model {
    pub(super) fn sees(&self, unit: Id, list: Id) -> bool {
        self.lists
            .get(&list)
            .is_some_and(|row| row.everybody || row.owner == unit || row.named.contains(&unit))
    }

    pub(super) fn owns(&self, unit: Id, list: Id) -> bool {
        self.lists.get(&list).is_some_and(|row| row.owner == unit)
    }

    pub(super) fn stands(&self, at: (Id, u32)) -> bool {
        self.entries.get(&at).is_some_and(|entry| !entry.withdrawn)
    }

    /// What a picture matches in these lists, worked out one entry after the other.
    pub(super) fn look_up(&self, picture: u32, lists: &BTreeSet<Id>) -> Vec<Match> {
        let mut all: Vec<Match> = Vec::new();
        for (&(list, number), entry) in &self.entries {
            let near = entry.distance <= u32::from(self.lists[&list].distance);
            let held = !entry.withdrawn && (entry.grade != Grade::KnownHarmless || entry.behind.is_some());
            if !held || entry.picture != picture || !lists.contains(&list) || !(entry.same_file || near) {
                continue;
            }
            let how = if entry.same_file { How::ExactSha256 } else { How::Perceptual };
            let distance = if entry.same_file { 0 } else { u8::try_from(entry.distance).unwrap() };
            let stands = if entry.behind.is_some() { GradeStands::Confirmed } else { GradeStands::Proposed };
            all.push(Match {
                list,
                entry: number,
                how,
                distance,
                grade: entry.grade,
                stands,
                set_aside_by: None,
            });
        }
        all.sort_by_key(|one| (one.how, one.distance, one.list, one.entry));
        let (harmless, mut hits): (Vec<Match>, Vec<Match>) =
            all.into_iter().partition(|one| one.grade == Grade::KnownHarmless);
        for hit in hits.iter_mut().filter(|hit| hit.how == How::Perceptual) {
            let by =
                harmless.first().filter(|one| one.how == How::ExactSha256 || one.distance < hit.distance);
            hit.set_aside_by = by.map(|one| (one.list, one.entry));
        }
        hits
    }
}

pub(super) fn base(picture: u32) -> Pdq {
    let mut numbers = Numbers(u64::from(picture) + 99);
    let mut bytes = [0; 32];
    bytes.as_chunks_mut::<8>().0.iter_mut().for_each(|part| *part = numbers.next().to_be_bytes());
    Pdq(bytes)
}

pub(super) fn digests(picture: u32) -> Digests {
    Digests::of(format!("fictional picture {picture}").as_bytes())
}

pub(super) fn picture(n: u32) -> PictureHashes {
    PictureHashes { picture: n, digests: digests(n), pdq: vec![PdqHash { hash: base(n), quality: 100 }] }
}

pub(super) fn hashes(entry: &Entry) -> EntryHashes {
    let mut pdq = base(entry.picture);
    for bit in 0..usize::try_from(entry.distance).unwrap() {
        pdq.0[bit * 7 % 32] ^= 1 << (bit / 32);
    }
    let sha256 = entry.same_file.then_some(digests(entry.picture).sha256);
    EntryHashes { sha256, md5: None, pdq: Some(pdq) }
}

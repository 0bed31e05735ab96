//! Lists in memory, and what of them a file is.

use super::lists::{self, Entry, MOST_LISTS};
use super::looking::{Look, Unseen};
use crate::fault::Fault;
use data_encoding::HEXLOWER;
use material::{DigestWriter, Listing, Lists, LiveIndex, Pdq, PdqHash, Query, Radius, Turn};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// Most hits that are told of one file.
pub(super) const MOST_HITS: usize = 1_000;

/// Everything that is known.
pub(super) struct Known {
    files: Vec<PathBuf>,
    radius: Radius,
    index: LiveIndex,
    sha256: Vec<([u8; 32], Entry)>,
    md5: Vec<([u8; 16], Entry)>,
}

/// How a file was found to be a listed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Sha256,
    /// Two files of one MD5 can be made on purpose.
    Md5,
    /// By what it looks like.
    Pdq {
        distance: u32,
        /// The place of the position among [`Turn::ALL`].
        turn: usize,
        at_ms: Option<u64>,
    },
}

/// An entry that a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) entry: Entry,
    pub(super) by: By,
}

impl By {
    pub(super) fn is_exact(self) -> bool {
        !matches!(self, By::Pdq { .. })
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            By::Sha256 => "sha256",
            By::Md5 => "md5",
            By::Pdq { .. } => "pdq",
        }
    }
}

/// What a position is called.
pub(super) fn position(turn: usize) -> &'static str {
    match Turn::ALL.get(turn) {
        None | Some(Turn::AsIs) => "as-is",
        Some(Turn::QuarterLeft) => "quarter-left",
        Some(Turn::Half) => "half-turn",
        Some(Turn::QuarterRight) => "quarter-right",
        Some(Turn::UpsideDown) => "upside-down",
        Some(Turn::Mirrored) => "mirrored",
        Some(Turn::Transposed) => "transposed",
        Some(Turn::Transversed) => "transversed",
    }
}

impl Known {
    /// Reads lists and sorts them.
    ///
    /// # Errors
    /// [`Fault`] names the file and the lines that are wrong.
    pub(super) fn read(files: &[PathBuf], radius: Radius) -> Result<Known, Fault> {
        if files.len() > MOST_LISTS {
            return Err(Fault::Input(format!("--list: {} lists; at most {MOST_LISTS}", files.len())));
        }
        let mut perceptual: Vec<(Pdq, Entry)> = Vec::new();
        let (mut sha256, mut md5) = (Vec::new(), Vec::new());
        for (number, file) in files.iter().enumerate() {
            lists::read(file, |row| {
                let entry = Entry::new(number, row);
                sha256.extend(row.hashes.sha256.map(|hash| (hash, entry)));
                md5.extend(row.hashes.md5.map(|hash| (hash, entry)));
                perceptual.extend(row.hashes.pdq.map(|hash| (hash, entry)));
            })?;
        }
        sha256.sort_unstable();
        md5.sort_unstable();
        let listing =
            |(hash, entry): &(Pdq, Entry)| Listing { id: entry.0, hash: *hash, lists: Lists::ALL, radius };
        let index = LiveIndex::build(perceptual.len(), perceptual.iter().map(listing), threads());
        Ok(Known { files: files.to_vec(), radius, index, sha256, md5 })
    }

    /// What tells these lists and this distance from others.
    ///
    /// # Errors
    /// [`Fault::File`].
    pub(super) fn identity(&self) -> Result<String, Fault> {
        let mut identity = format!("{} bits", self.radius.bits());
        for file in &self.files {
            let mut digests = DigestWriter::default();
            let opened = File::open(file).map_err(Fault::file(file))?;
            std::io::copy(&mut BufReader::with_capacity(1 << 17, opened), &mut digests)
                .map_err(Fault::file(file))?;
            identity += &format!(" {}", HEXLOWER.encode(&digests.finish().sha256));
        }
        Ok(identity)
    }

    /// The file of an entry's list.
    pub(super) fn list(&self, entry: Entry) -> String {
        self.files.get(entry.list()).map(|file| file.display().to_string()).unwrap_or_default()
    }

    pub(super) fn index(&self) -> &LiveIndex {
        &self.index
    }

    /// Hashes by which files are found: SHA-256, MD5.
    pub(super) fn exact(&self) -> (usize, usize) {
        (self.sha256.len(), self.md5.len())
    }

    /// Each entry that a file is, once, by the strongest that tells it: exact ones first, then the nearest.
    pub(super) fn find(&self, look: &Look) -> Vec<Hit> {
        let mut best: BTreeMap<Entry, By> = BTreeMap::new();
        let mut tell = |entry: Entry, by: By| {
            best.entry(entry).and_modify(|old| *old = by.min(*old)).or_insert(by);
        };
        equal(&self.sha256, &look.digests.sha256).for_each(|entry| tell(entry, By::Sha256));
        equal(&self.md5, &look.digests.md5).for_each(|entry| tell(entry, By::Md5));
        for shown in look.seen.iter().flat_map(|sight| &sight.shown) {
            for (turn, (_, hash)) in shown.turns.hashes.iter().enumerate() {
                if !(PdqHash { hash: *hash, quality: shown.turns.quality }).usable() {
                    continue;
                }
                let query = Query { radius: self.radius, most: MOST_HITS, ..Query::of(*hash) };
                for near in self.index.find(&query).hits {
                    tell(Entry(near.id), By::Pdq { distance: near.distance, turn, at_ms: shown.at_ms });
                }
            }
        }
        let mut hits: Vec<Hit> = best.into_iter().map(|(entry, by)| Hit { entry, by }).collect();
        hits.sort_by_key(|hit| (hit.by, hit.entry));
        hits.truncate(MOST_HITS);
        hits
    }
}

/// So many threads as there are cores.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The entries of a hash in a sorted list.
fn equal<'l, const N: usize>(
    list: &'l [([u8; N], Entry)],
    hash: &[u8; N],
) -> impl Iterator<Item = Entry> + use<'l, N> {
    let hash = *hash;
    let from = list.partition_point(|(listed, _)| *listed < hash);
    list[from..].iter().take_while(move |(listed, _)| *listed == hash).map(|(_, entry)| *entry)
}

/// What was found in many files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Tally {
    pub(super) files: u64,
    pub(super) exact: u64,
    pub(super) perceptual: u64,
    /// Pictures and videos that were looked at.
    pub(super) looked_at: u64,
    /// Pictures with too little detail to be told by what they look like.
    pub(super) low_detail: u64,
    /// Videos whose frames nobody asked for.
    pub(super) videos: u64,
    /// Files that could not be read or looked at.
    pub(super) trouble: u64,
}

impl Tally {
    pub(super) fn count(&mut self, look: &Look, found: &[Hit]) {
        self.files += 1;
        match found.first() {
            Some(hit) if hit.by.is_exact() => self.exact += 1,
            Some(_) => self.perceptual += 1,
            None => {}
        }
        match &look.seen {
            Ok(sight) => {
                self.looked_at += 1;
                self.low_detail += u64::from(sight.note().is_some());
            }
            Err(Unseen::Video) => self.videos += 1,
            Err(Unseen::Trouble(_)) => self.trouble += 1,
            Err(Unseen::NoPicture(_)) => {}
        }
    }

    /// All of it in two or three lines.
    pub(super) fn words(&self) -> String {
        let Tally { files, exact, perceptual, looked_at, low_detail, videos, trouble } = self;
        let none = files.saturating_sub(exact + perceptual);
        let mut words = format!(
            "{files} files: {exact} listed, {perceptual} look like a listed picture, {none} neither.\n{looked_at} of them were looked at as pictures or videos"
        );
        for (count, what) in [
            (low_detail, "have too little detail to be told by their looks"),
            (videos, "are videos that were not looked at: --videos"),
            (trouble, "could not be read"),
        ] {
            if *count > 0 {
                words += &format!("; {count} {what}");
            }
        }
        words + ".\nA match is a lead for a person to look into, never a verdict."
    }
}

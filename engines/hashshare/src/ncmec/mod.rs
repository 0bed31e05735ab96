//! NCMEC's Hash Sharing, version 2: XML over HTTP, paths below `/v2`.
//!
//! Of an entry only its latest state is ever told; whoever reads replaces what it knew under [`Entry::key`]. Pages of one range are read to the
//! end before any of it counts as read.

mod feedback;
mod page;
mod paging;

pub use feedback::{Submission, accepted, read_submission, reasons, submission};
pub use page::{members, page, read_page, read_status, status};
pub use paging::Next;

use std::collections::BTreeMap;

/// The namespace of every document.
pub const NAMESPACE: &str = "https://hashsharing.ncmec.org/hashsharing/v2";
/// Entries on a page.
pub const PAGE: u64 = 1_000;

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Member {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
}

/// What an entry is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    /// A picture.
    Image,
    /// A film.
    Video,
}

/// The kinds of fingerprint that votes are cast on, by the name in addresses; in entries they stand in small letters.
pub const FINGERPRINTS: [&str; 9] =
    ["MD5", "SHA1", "PDNA", "PDQ", "NETCLEAN", "VIDENTIFIER", "TMK_PDQF", "SSVH_PDNA", "SSVH_SAFER_HASH"];

/// Why members say that a fingerprint should not be there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason {
    /// Its number.
    pub guid: String,
    /// In words.
    pub name: String,
}

/// What members said of one kind of fingerprint of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Who confirms it.
    pub affirmed: Vec<Member>,
    /// Who says that it should not be there, by reason.
    pub denied: Vec<(Reason, Vec<Member>)>,
    /// When anybody last said something, seconds of UTC.
    pub at: i64,
}

/// An entry as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, unique for its member.
    pub id: String,
    /// Who brought it.
    pub member: Member,
    /// What it is of.
    pub medium: Medium,
    /// When it last changed, seconds of UTC.
    pub at: i64,
    /// Whether it was taken back: then it has neither fingerprints nor votes.
    pub deleted: bool,
    /// Its class, `A1` to `B2`.
    pub classification: Option<String>,
    /// Its fingerprints by kind, in small letters: `md5`, `sha1`, `pdq`.
    pub fingerprints: BTreeMap<String, String>,
    /// What members said, by kind as in [`FINGERPRINTS`].
    pub votes: BTreeMap<String, Votes>,
}

impl Entry {
    /// One that stands, without fingerprints yet.
    #[must_use]
    pub fn standing(id: &str, member: Member, medium: Medium, at: i64) -> Entry {
        Entry {
            id: id.to_owned(),
            member,
            medium,
            at,
            deleted: false,
            classification: None,
            fingerprints: BTreeMap::new(),
            votes: BTreeMap::new(),
        }
    }

    /// One that was taken back.
    #[must_use]
    pub fn taken_back(id: &str, member: Member, medium: Medium, at: i64) -> Entry {
        Entry { deleted: true, ..Entry::standing(id, member, medium, at) }
    }

    /// The same with one more fingerprint.
    #[must_use]
    pub fn with(mut self, kind: &str, fingerprint: &str) -> Entry {
        self.fingerprints.insert(kind.to_owned(), fingerprint.to_owned());
        self
    }

    /// Under what it is known: a later state of the same replaces it.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}-{}", self.member.id, self.id)
    }
}

/// A page of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Pictures and films, in any order of time.
    pub entries: Vec<Entry>,
    /// Where the next page is; none on the last.
    pub next: Option<Next>,
}

#[cfg(test)]
mod tests;

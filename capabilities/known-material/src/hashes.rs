//! The hashes of one list entry: what a CSV line carries, the matcher lists and a sealed row keeps.

use crate::codes::EntryReach;
use crate::tables::ListHash;
use kernel::Id;
use material::Pdq;

/// The hashes of one list entry; at least one of them is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryHashes {
    /// SHA-256 of the file.
    pub sha256: Option<[u8; 32]>,
    /// MD5 of the file.
    pub md5: Option<[u8; 16]>,
    /// PDQ of the picture.
    pub pdq: Option<Pdq>,
}

/// A sealed row whose bytes are no hashes: a damaged database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {entry} of list {list}: the {column} has {found} bytes")]
pub struct NotHashes {
    /// The list.
    pub list: Id,
    /// The entry.
    pub entry: i64,
    /// Which column.
    pub column: &'static str,
    /// How many bytes it has.
    pub found: usize,
}

impl EntryHashes {
    /// True when there is no hash at all: such an entry could never match.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == EntryHashes::default()
    }

    /// By what the entry can be found: a hash of a picture without detail would match what has nothing in common.
    #[must_use]
    pub fn reach(&self) -> EntryReach {
        let has_digest = self.sha256.is_some() || self.md5.is_some();
        match (self.pdq.is_some_and(|pdq| !pdq.says_little()), has_digest) {
            (true, _) => EntryReach::Likeness,
            (false, true) => EntryReach::ExactOnly,
            (false, false) => EntryReach::Nothing,
        }
    }

    /// The sealed row of entry number `entry` of `list`; its subject is the list.
    #[must_use]
    pub fn row(&self, list: Id, entry: u32) -> ListHash {
        let bytes = |hash: Option<&[u8]>| hash.map(<[u8]>::to_vec).unwrap_or_default();
        ListHash {
            list,
            entry: i64::from(entry),
            sha256: bytes(self.sha256.as_ref().map(<[u8; 32]>::as_slice)),
            md5: bytes(self.md5.as_ref().map(<[u8; 16]>::as_slice)),
            pdq: bytes(self.pdq.as_ref().map(|pdq| pdq.0.as_slice())),
        }
    }

    /// The hashes of a sealed row.
    ///
    /// # Errors
    /// [`NotHashes`] when a column has another length than its hash.
    pub fn of(row: &ListHash) -> Result<EntryHashes, NotHashes> {
        let wrong = |column, found| NotHashes { list: row.list, entry: row.entry, column, found };
        Ok(EntryHashes {
            sha256: sized(&row.sha256).map_err(|found| wrong("sha256", found))?,
            md5: sized(&row.md5).map_err(|found| wrong("md5", found))?,
            pdq: sized(&row.pdq).map_err(|found| wrong("pdq", found))?.map(Pdq),
        })
    }
}

fn sized<const N: usize>(bytes: &[u8]) -> Result<Option<[u8; N]>, usize> {
    if bytes.is_empty() { Ok(None) } else { bytes.try_into().map(Some).map_err(|_| bytes.len()) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        /// Any hashes but none; no PDQ of zeros, which nobody can list.
        pub(crate) fn any_hashes()(sha256: Option<[u8; 32]>, md5: Option<[u8; 16]>, pdq: Option<[u8; 32]>, last: [u8; 32]) -> EntryHashes {
            let pdq = pdq.map(Pdq).filter(|pdq| *pdq != Pdq::ZERO);
            let hashes = EntryHashes { sha256, md5, pdq };
            if hashes.is_empty() { EntryHashes { sha256: Some(last), ..hashes } } else { hashes }
        }
    }

    proptest! {
        #[test]
        fn a_sealed_row_gives_back_its_hashes(hashes in any_hashes(), entry: u32) {
            let row = hashes.row(Id([1; 16]), entry);
            prop_assert_eq!(EntryHashes::of(&row), Ok(hashes));
            prop_assert_eq!((row.list, row.entry), (Id([1; 16]), i64::from(entry)));
        }
    }

    #[test]
    fn an_entry_says_by_what_it_can_be_found() {
        let flat = EntryHashes { pdq: Some(Pdq([1; 32])), ..EntryHashes::default() };
        let full = EntryHashes { pdq: Some(Pdq([0xa5; 32])), md5: Some([7; 16]), ..EntryHashes::default() };
        let digest = EntryHashes { md5: Some([7; 16]), ..flat };
        let reach = [flat, digest, full].map(|hashes| hashes.reach());
        assert_eq!(reach, [EntryReach::Nothing, EntryReach::ExactOnly, EntryReach::Likeness]);
    }

    #[test]
    fn a_cut_hash_is_told() {
        let mut row = EntryHashes { md5: Some([7; 16]), ..EntryHashes::default() }.row(Id([1; 16]), 3);
        row.md5.pop();
        let wrong = EntryHashes::of(&row).unwrap_err();
        assert_eq!((wrong.column, wrong.found, wrong.entry), ("md5", 15, 3));
    }
}

//! Listed digests of whole files.

use std::collections::HashMap;

use crate::Digests;

/// One listed digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExactDigest {
    /// SHA-256, 32 bytes.
    Sha256([u8; 32]),
    /// MD5, 16 bytes.
    Md5([u8; 16]),
}

/// Which digest matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchedBy {
    /// SHA-256: it is the listed file.
    Sha256,
    /// MD5 only: it is the listed file unless somebody forged one of the two.
    Md5,
}

/// A listed file with the same digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExactHit {
    /// The listed file, as named on insertion.
    pub id: u64,
    /// The strongest digest that matched.
    pub by: MatchedBy,
}

/// Finds listed files by their digests. An id may have digests of both kinds, and several ids (of several
/// lists, say) may share one digest.
#[derive(Clone, Debug, Default)]
pub struct ExactIndex {
    ids: HashMap<ExactDigest, Vec<u64>>,
    digests: HashMap<u64, Vec<ExactDigest>>,
}

impl ExactIndex {
    /// Lists a digest under `id`, beside those it has already. Listing the same one twice changes nothing.
    pub fn insert(&mut self, id: u64, digest: ExactDigest) {
        let digests = self.digests.entry(id).or_default();
        if !digests.contains(&digest) {
            digests.push(digest);
            self.ids.entry(digest).or_default().push(id);
        }
    }

    /// Takes all digests of `id` off the list; whether it had any.
    pub fn remove(&mut self, id: u64) -> bool {
        let Some(digests) = self.digests.remove(&id) else { return false };
        for digest in digests {
            if let Some(ids) = self.ids.get_mut(&digest) {
                ids.retain(|&listed| listed != id);
                if ids.is_empty() {
                    self.ids.remove(&digest);
                }
            }
        }
        true
    }

    /// All listed files with the SHA-256 or the MD5 of `digests`, by id; each once.
    pub fn lookup(&self, digests: &Digests) -> Vec<ExactHit> {
        let listed = |digest, by| {
            let ids = self.ids.get(&digest).map(Vec::as_slice).unwrap_or_default();
            ids.iter().map(move |&id| ExactHit { id, by })
        };
        let mut hits: Vec<ExactHit> =
            listed(ExactDigest::Sha256(digests.sha256), MatchedBy::Sha256).collect();
        hits.extend(listed(ExactDigest::Md5(digests.md5), MatchedBy::Md5));
        // Stable, and SHA-256 was put in first: of two hits on one id the stronger stays.
        hits.sort_by_key(|hit| hit.id);
        hits.dedup_by_key(|hit| hit.id);
        hits
    }

    /// Number of listed files.
    pub fn len(&self) -> usize {
        self.digests.len()
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }
}

//! The chain of custody as a document that anybody verifies offline: the entries of a handover word for word, each with its path
//! to one signed checkpoint, and the rules that they must keep.

mod chain;
#[cfg(test)]
mod tests;

pub use chain::Custody;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Entry, Hash, Id};
use serde::{Deserialize, Serialize};
use store::merkle::VerifierKey;
use store::proof::Proof;

const FORMAT: &str = "tutela-custody/1";
/// Longest document, in bytes.
pub const LONGEST: usize = 4 << 20;
/// Most entries of one document.
const MOST_ENTRIES: usize = 256;

/// What is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It cannot be read as such a document at all.
    #[error("not a custody document: {0}")]
    Unreadable(String),
    /// An entry does not stand in the journal that was signed.
    #[error("entry {0}: {1}")]
    Unproven(u64, String),
    /// The chain itself does not hold.
    #[error("chain: {0}")]
    Chain(String),
}

impl Broken {
    /// True when something was found wrong; false when there was nothing that could be looked at.
    #[must_use]
    pub fn is_found(&self) -> bool {
        !matches!(self, Broken::Unreadable(_))
    }
}

/// One entry with its path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    /// Its number.
    pub number: u64,
    /// Its bytes, Base64.
    pub entry: String,
    /// The audit path from its leaf upwards, Base64.
    pub path: Vec<String>,
}

/// The document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Always `tutela-custody/1`.
    pub format: String,
    /// The handover.
    pub handover: Id,
    /// The node's verifier key: to be compared with what the node's people say it is.
    pub verifier: String,
    /// The signed checkpoint under which all entries stand.
    pub checkpoint: String,
    /// The entries, in their order.
    pub entries: Vec<Proven>,
}

impl Document {
    /// Puts a document together of entries' bytes with their proofs under one checkpoint.
    #[must_use]
    pub fn of(handover: Id, verifier: &VerifierKey, entries: &[(Vec<u8>, Proof)]) -> Document {
        let proven = |(bytes, proof): &(Vec<u8>, Proof)| Proven {
            number: proof.entry(),
            entry: STANDARD.encode(bytes),
            path: proof.path.iter().map(|hash| STANDARD.encode(hash.0)).collect(),
        };
        Document {
            format: FORMAT.to_owned(),
            handover,
            verifier: verifier.to_text(),
            checkpoint: entries.first().map(|(_, proof)| proof.checkpoint.clone()).unwrap_or_default(),
            entries: entries.iter().map(proven).collect(),
        }
    }

    /// Reads a document; nothing of it is believed yet.
    ///
    /// # Errors
    /// [`Broken::Unreadable`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Document, Broken> {
        let unreadable = |wrong: &str| Err(Broken::Unreadable(wrong.to_owned()));
        if bytes.len() > LONGEST {
            return unreadable("it is longer than 4 MiB");
        }
        let document: Document =
            serde_json::from_slice(bytes).map_err(|error| Broken::Unreadable(error.to_string()))?;
        if document.format != FORMAT {
            return unreadable("format is not tutela-custody/1");
        }
        if document.entries.len() > MOST_ENTRIES {
            return unreadable("it has more than 256 entries");
        }
        Ok(document)
    }

    /// Checks signature, paths and chain. With a key of the reader's own, it must be that one.
    ///
    /// # Errors
    /// [`Broken`] names the first thing that is wrong.
    pub fn verify(&self, own: Option<&VerifierKey>) -> Result<Custody, Broken> {
        let Some(key) = VerifierKey::from_text(&self.verifier) else {
            return Err(Broken::Unreadable("verifier is no key; NAME+ID+BASE64 is".into()));
        };
        if own.is_some_and(|own| own.to_text() != key.to_text()) {
            return Err(Broken::Chain("verifier is another key than the one that was given".into()));
        }
        let entries = self.entries.iter().map(|one| self.proven(one, &key)).collect::<Result<Vec<_>, _>>()?;
        Custody::of(self.handover, &entries)
    }

    fn proven(&self, one: &Proven, key: &VerifierKey) -> Result<Entry, Broken> {
        let unproven = |wrong: String| Broken::Unproven(one.number, wrong);
        let not_base64 = || unproven("its bytes or its path are no Base64".into());
        let bytes = STANDARD.decode(&one.entry).map_err(|_| not_base64())?;
        let hash = |text: &String| STANDARD.decode(text).ok()?.try_into().ok().map(Hash);
        let path = one.path.iter().map(hash).collect::<Option<Vec<Hash>>>().ok_or_else(not_base64)?;
        let index = one.number.checked_sub(1).ok_or_else(|| unproven("entries count from 1".into()))?;
        let leaf = kernel::entry::leaf_hash(&bytes);
        let proof = Proof { index, leaf, path, checkpoint: self.checkpoint.clone() };
        proof.verify(key).map_err(|error| unproven(error.to_string()))?;
        let entry = Entry::from_bytes(&bytes).map_err(|error| unproven(error.to_string()))?;
        if entry.seq == one.number {
            Ok(entry)
        } else {
            Err(unproven("its bytes bear another number".into()))
        }
    }
}

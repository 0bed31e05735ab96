//! The manifest of a package: which record, on what it rests, each original with its SHA-256, and the hands so far.

use super::{LONGEST_MANIFEST, Wrong};
use crate::codes::LegalBasis;
use facts::original::OriginalKind;
use kernel::{CodeList as _, Id};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "tutela-evidence/1";

/// One original in a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inside {
    /// Its name in the tar.
    pub file: String,
    /// What it is, by the list original-kind.
    pub kind: String,
    /// Its size, in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Number of the journal's entry that took it in: its promise has stood there since.
    pub taken_in: u64,
}

impl Inside {
    /// The name in the tar of the original at that place, from 0.
    #[must_use]
    pub fn name(at: usize, kind: OriginalKind) -> String {
        format!("original-{:03}.{}", at + 1, kind.code())
    }
}

/// What stands in a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `tutela-evidence/1`.
    pub format: String,
    /// The node's name.
    pub node: String,
    /// The handover.
    pub handover: Id,
    /// The record that the originals came with.
    pub record: Id,
    /// The recipient.
    pub recipient: Id,
    /// Its name.
    pub recipient_name: String,
    /// The key that the package is encrypted to.
    pub key: String,
    /// On what it rests, by the list evidence-basis.
    pub legal_basis: String,
    /// The words of law or order.
    pub legal_words: String,
    /// Until which day the record is held where it came from.
    pub held_to: String,
    /// Numbers of the entries by which it was proposed and approved: the chain so far.
    pub chain: Vec<u64>,
    /// The originals.
    pub originals: Vec<Inside>,
}

impl Manifest {
    /// What its first field says.
    #[must_use]
    pub fn format() -> String {
        FORMAT.to_owned()
    }

    /// As it stands in the package.
    ///
    /// # Panics
    /// Never: it is text and numbers alone.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("text and numbers are JSON")
    }

    /// Reads [`Manifest::to_bytes`], and no other way to write the same.
    ///
    /// # Errors
    /// [`Wrong::Manifest`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Manifest, Wrong> {
        let wrong = |wrong: &str| Err(Wrong::Manifest(wrong.to_owned()));
        if bytes.len() as u64 > LONGEST_MANIFEST {
            return wrong("is longer than 1 MiB");
        }
        let manifest: Manifest =
            serde_json::from_slice(bytes).map_err(|error| Wrong::Manifest(error.to_string()))?;
        if manifest.format != FORMAT {
            return wrong("format is not tutela-evidence/1");
        }
        if LegalBasis::from_code(&manifest.legal_basis).is_err() {
            return wrong("legal_basis is none of the list evidence-basis");
        }
        let is_numbered = manifest.originals.iter().enumerate().all(|(at, one)| {
            OriginalKind::from_code(&one.kind).is_ok_and(|kind| one.file == Inside::name(at, kind))
        });
        if manifest.originals.is_empty() || !is_numbered {
            return wrong("originals are none, or not named one after the other");
        }
        if manifest.to_bytes() != bytes {
            return wrong("is written otherwise than Tutela writes it");
        }
        Ok(manifest)
    }
}

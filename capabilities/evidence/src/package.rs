//! Packages: an age file, encrypted to the recipient's key, of a tar with the originals and, last, a manifest that names each.
//! Whoever has no Tutela opens one with `age` and `tar` alone.

pub mod manifest;
mod open;
pub mod receipt;
mod tar;
mod write;

pub use open::{Identities, Opened, hash_of, open};
pub use write::{Packed, Source, Take, write};

use std::path::PathBuf;

/// The manifest's name in the tar.
pub(crate) const MANIFEST: &str = "manifest.json";
/// Longest manifest, in bytes.
pub(crate) const LONGEST_MANIFEST: u64 = 1 << 20;

/// What is wrong with a package, or keeps it from being read or written.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    /// A file.
    #[error("{file}: {1}", file = .0.display())]
    File(PathBuf, std::io::Error),
    /// It is encrypted to another key.
    #[error("package: none of the identities opens it")]
    OtherKey,
    /// It was changed on its way, or breaks off.
    #[error("package: was changed or breaks off: {0}")]
    Damaged(String),
    /// What is in it is not what its manifest says.
    #[error("package: {0}: {1}")]
    Inside(String, &'static str),
    /// The manifest.
    #[error("manifest: {0}")]
    Manifest(String),
    /// The key of a recipient.
    #[error("key: is no age recipient")]
    Key,
    /// An original has another size than is on record.
    #[error("original {0}: has another size than is on record")]
    Size(usize),
    /// An original does not open.
    #[error("original {0}: {1}")]
    Source(usize, String),
}

impl Wrong {
    /// True when something was found wrong with what was handed over; false when it could not be looked at.
    #[must_use]
    pub fn is_found(&self) -> bool {
        !matches!(self, Wrong::File(..))
    }
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;

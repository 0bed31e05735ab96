//! The receipt that the receiving side sends back: what it computed itself, after it decrypted.

use kernel::Id;
use serde::{Deserialize, Serialize};

const FORMAT: &str = "tutela-receipt/1";
/// Longest receipt, in bytes.
const LONGEST: usize = 64 * 1024;

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Always `tutela-receipt/1`.
    pub format: String,
    /// The handover.
    pub handover: Id,
    /// The record that the originals came with.
    pub record: Id,
    /// SHA-256 of the package as it arrived, hexadecimal.
    pub package: String,
    /// SHA-256 of the manifest after decryption, hexadecimal.
    pub manifest: String,
    /// How many originals were there, each with the hash that the manifest says.
    pub originals: u32,
}

/// What is no receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("receipt: {0}; what 'tutela custody receive' wrote is wanted")]
pub struct NoReceipt(String);

impl Receipt {
    /// What its first field says.
    #[must_use]
    pub fn format() -> String {
        FORMAT.to_owned()
    }

    /// As a file.
    ///
    /// # Panics
    /// Never: it is text and numbers alone.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).expect("text and numbers are JSON") + "\n"
    }

    /// Reads a receipt. A line of its own may have been wrapped on its way, so any way to write it will do.
    ///
    /// # Errors
    /// [`NoReceipt`] says what is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Receipt, NoReceipt> {
        if bytes.len() > LONGEST {
            return Err(NoReceipt("is longer than 64 KiB".into()));
        }
        let receipt: Receipt = serde_json::from_slice(bytes).map_err(|error| NoReceipt(error.to_string()))?;
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if receipt.format != FORMAT {
            return Err(NoReceipt("format is not tutela-receipt/1".into()));
        }
        if !is_hash(&receipt.package) || !is_hash(&receipt.manifest) {
            return Err(NoReceipt("package or manifest is no SHA-256 value of 64 hexadecimal digits".into()));
        }
        Ok(receipt)
    }
}

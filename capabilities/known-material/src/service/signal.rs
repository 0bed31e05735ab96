//! Kinds of hashes as callers name them.

use material::{MatchedBy, Pdq};
use std::str::FromStr;

/// What is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Looks alike.
    Pdq(Pdq),
    /// The same file.
    Sha256([u8; 32]),
    /// The same file; lists hold none of these yet.
    Sha1([u8; 20]),
    /// The same file, unless somebody forged one of two.
    Md5([u8; 16]),
}

/// A kind of hash under a name that callers know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignalType {
    /// The name.
    pub name: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pdq,
    Sha256,
    Md5,
}

/// All that is looked up here. A video's MD5 is a file's MD5.
pub const TYPES: [SignalType; 4] = [
    SignalType { name: "pdq", kind: Kind::Pdq },
    SignalType { name: "sha256", kind: Kind::Sha256 },
    SignalType { name: "md5", kind: Kind::Md5 },
    SignalType { name: "video_md5", kind: Kind::Md5 },
];

/// Bytes of hexadecimal digits, small or large; nothing where there are more, fewer or others.
#[must_use]
pub fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = [0; N];
    for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

/// The same as text.
#[must_use]
pub fn written(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl SignalType {
    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<SignalType> {
        TYPES.into_iter().find(|kind| kind.name == name)
    }

    /// Reads a hash of this kind.
    #[must_use]
    pub fn read(self, text: &str) -> Option<Signal> {
        match self.kind {
            Kind::Pdq => Pdq::from_str(text).ok().map(Signal::Pdq),
            Kind::Sha256 => hex(text).map(Signal::Sha256),
            Kind::Md5 => hex(text).map(Signal::Md5),
        }
    }

    /// What would be right in the place of a hash that could not be read.
    #[must_use]
    pub fn right(self) -> &'static str {
        match self.kind {
            Kind::Pdq | Kind::Sha256 => "64 hexadecimal digits",
            Kind::Md5 => "32 hexadecimal digits",
        }
    }
}

impl Signal {
    /// The bytes that stand for it in the audit: kind and hash.
    #[must_use]
    pub fn parts(&self) -> (u8, &[u8]) {
        match self {
            Signal::Pdq(pdq) => (1, &pdq.0),
            Signal::Sha256(bytes) => (2, bytes),
            Signal::Sha1(bytes) => (3, bytes),
            Signal::Md5(bytes) => (4, bytes),
        }
    }
}

/// By which hash something matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// SHA-256.
    Sha256,
    /// MD5 alone.
    Md5,
    /// PDQ.
    Pdq,
}

impl By {
    /// Its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            By::Sha256 => "sha256",
            By::Md5 => "md5",
            By::Pdq => "pdq",
        }
    }
}

impl From<MatchedBy> for By {
    fn from(by: MatchedBy) -> By {
        match by {
            MatchedBy::Sha256 => By::Sha256,
            MatchedBy::Md5 => By::Md5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_again(bytes: [u8; 16], large: bool) {
            let text = if large { written(&bytes).to_uppercase() } else { written(&bytes) };
            prop_assert_eq!(hex(&text), Some(bytes));
            prop_assert_eq!(SignalType::named("video_md5").and_then(|kind| kind.read(&text)), Some(Signal::Md5(bytes)));
            prop_assert_eq!(hex::<15>(&text), None);
        }

        #[test]
        fn no_text_is_read_that_is_no_hash(text in ".{0,80}") {
            for kind in TYPES {
                let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
                prop_assert!(kind.read(&text).is_none() || digits == text.len());
            }
        }
    }

    #[test]
    fn only_known_kinds_have_a_name() {
        assert!(SignalType::named("sha1").is_none() && SignalType::named("").is_none());
        assert!(SignalType::named("pdq").unwrap().read(&"ab".repeat(32)).is_some());
        assert!(SignalType::named("pdq").unwrap().read(&"ag".repeat(32)).is_none());
    }
}

//! Entries: facts in the past tense, numbered, chained, with commitments to what is sealed beside them.

use crate::actor::{Actor, Purpose};
use crate::rule::RuleName;
use crate::tables::TableFault;
use crate::{Id, Instant};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

/// A SHA-256 value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Hash(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl Hash {
    /// SHA-256 of the parts, one after the other.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Hash {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        Hash(hash.finalize().into())
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0[..6].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What an entry promises about one sealed thing beside the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Commitment {
    /// Which of the act's sealed things, counted from 0 over payloads first and rows after.
    #[n(0)]
    pub slot: u16,
    /// Whose data it is: an erasure of this subject explains its absence.
    #[n(1)]
    pub subject: Id,
    /// SHA-256 of the ciphertext, or of salt and row.
    #[n(2)]
    pub hash: Hash,
}

/// One entry of the journal. Its canonical CBOR is what the chain hashes.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Entry {
    /// Its number, from 1 without gaps. The number orders; the clock does not.
    #[n(0)]
    pub seq: u64,
    /// Leaf hash of the entry before it; zero for the first.
    #[n(1)]
    pub previous: Hash,
    /// When it was recorded: never before the entry before it.
    #[n(2)]
    pub recorded: Instant,
    /// The act it comes from.
    #[n(3)]
    pub act: Id,
    /// Its place among the entries of that act, from 0.
    #[n(4)]
    pub ordinal: u16,
    /// What kind of fact it is.
    #[n(5)]
    pub kind: u16,
    /// Version of the body's layout.
    #[n(6)]
    pub version: u8,
    /// Who acted.
    #[n(7)]
    pub actor: Actor,
    /// To what end.
    #[n(8)]
    pub purpose: Purpose,
    /// The entry that this one reacts to.
    #[n(9)]
    pub cause: Option<u64>,
    /// Rules that this fact violates: entered all the same, marked, alarmed and counted.
    #[n(10)]
    pub marks: Vec<RuleName>,
    /// The public body: codes, ids, dates; no personal data.
    #[cbor(n(11), with = "minicbor::bytes")]
    pub body: Vec<u8>,
    /// The record that it concerns: report, case, person, list; [`Id::NONE`] when there is none.
    #[n(12)]
    pub subject: Id,
    /// Promises about sealed things; on an act's first entry only.
    #[n(13)]
    pub commitments: Vec<Commitment>,
}

impl Entry {
    /// The canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// [`NotAnEntry`] when they do not decode or are not the one canonical form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Entry, NotAnEntry> {
        from_canonical(bytes).map_err(NotAnEntry)
    }

    /// The body as the event it is.
    ///
    /// # Errors
    /// [`TableFault::Body`] when it does not decode as `E`.
    pub fn event<E: Event>(&self) -> Result<E, TableFault> {
        minicbor::decode(&self.body)
            .map_err(|cause| TableFault::Body { kind: self.kind, cause: cause.to_string() })
    }
}

/// RFC 9162 leaf hash of an entry's canonical bytes.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash::of(&[&[0], entry])
}

/// Bytes that are not one canonical entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a canonical entry: {0}")]
pub struct NotAnEntry(String);

/// Deterministic CBOR of a value (definite lengths, integer-indexed, shortest integers, no floats).
#[must_use]
pub fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(192);
    // Writing to a Vec cannot fail, and no type of this house refuses to encode itself.
    let written = minicbor::encode(value, &mut bytes);
    debug_assert!(written.is_ok());
    bytes
}

/// Reads a value and refuses any other encoding of it than the canonical one, trailing bytes included.
///
/// # Errors
/// What is wrong, as text.
pub fn from_canonical<T: Encode<()> + for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, String> {
    let value: T = minicbor::decode(bytes).map_err(|cause| cause.to_string())?;
    if to_cbor(&value) == bytes {
        Ok(value)
    } else {
        Err("encoded in another than the canonical form".to_owned())
    }
}

/// A kind of fact: the body of an entry.
pub trait Event: Encode<()> + for<'b> Decode<'b, ()> {
    /// Its number in the journal; never reused.
    const KIND: u16;
    /// Version of this layout.
    const VERSION: u8;
    /// Its stable name, `room.fact`.
    const NAME: &'static str;
}

/// An entry to be: what `decide` returns. Number, chain and time are the writer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// Kind of fact.
    pub kind: u16,
    /// Version of the body's layout.
    pub version: u8,
    /// The public body.
    pub body: Vec<u8>,
    /// The record that it concerns, where that is another than the act's subject.
    pub subject: Option<Id>,
}

impl NewEntry {
    /// The entry of this fact, concerning the act's subject.
    #[must_use]
    pub fn of<E: Event>(event: &E) -> NewEntry {
        NewEntry { kind: E::KIND, version: E::VERSION, body: to_cbor(event), subject: None }
    }

    /// The same, concerning another record (one that the act creates, say).
    #[must_use]
    pub fn about(self, subject: Id) -> NewEntry {
        NewEntry { subject: Some(subject), ..self }
    }
}

/// Names a struct as a kind of fact.
///
/// ```
/// use kernel::{event, Event};
/// #[derive(minicbor::Encode, minicbor::Decode)]
/// struct LampLit { #[n(0)] watts: u32 }
/// event!(LampLit, 9999, 1, "example.lamp-lit");
/// assert_eq!(LampLit::KIND, 9999);
/// ```
#[macro_export]
macro_rules! event {
    ($type:ty, $kind:literal, $version:literal, $name:literal) => {
        impl $crate::Event for $type {
            const KIND: u16 = $kind;
            const VERSION: u8 = $version;
            const NAME: &'static str = $name;
        }
    };
}

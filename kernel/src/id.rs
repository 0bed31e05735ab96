//! Public numbers: random 128-bit ids that tell nothing about order, time or kind.

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A random 128-bit number, written as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(pub [u8; 16]);

/// A text that is not an [`Id`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a number of this system: 32 hexadecimal digits are wanted, {found} characters were given")]
pub struct NotAnId {
    /// How many characters were given.
    pub found: usize,
}

impl Id {
    /// The id of nothing: stands where a column has no value, since no column is ever NULL.
    pub const NONE: Id = Id([0; 16]);

    /// True for [`Id::NONE`].
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// The id itself, or `None` for [`Id::NONE`].
    #[must_use]
    pub fn some(self) -> Option<Id> {
        (!self.is_none()).then_some(self)
    }

    /// A number derived from this one: the same `label` and `n` give the same id, so that a retry names the same thing.
    #[must_use]
    pub fn derive(self, label: &str, n: u32) -> Id {
        let mut hash = Sha256::new();
        hash.update(b"tutela id\0");
        hash.update(self.0);
        hash.update(n.to_be_bytes());
        hash.update(label.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash.finalize()[..16]);
        Id(id)
    }

    /// The first eight digits: enough for a person to tell two apart on one page, never enough to name a record.
    #[must_use]
    pub fn short(self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId { found: text.chars().count() };
        if text.len() != 32 || !text.is_ascii() {
            return Err(wrong());
        }
        let mut id = [0; 16];
        if !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        for (n, byte) in id.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * n..2 * n + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Id(id))
    }
}

impl<C> Encode<C> for Id {
    fn encode<W: encode::Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Id {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let bytes = d.bytes()?;
        bytes.try_into().map(Id).map_err(|_| decode::Error::message("an id has 16 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let id = Id([7; 16]).derive("case", 3);
        assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
        assert_ne!(id, Id([7; 16]).derive("case", 4));
        assert!("+7".repeat(16).parse::<Id>().is_err());
        assert_eq!("zz".parse::<Id>(), Err(NotAnId { found: 2 }));
    }
}

//! The 256 bits, their text and their distance.

use std::fmt;
use std::str::FromStr;

/// A PDQ hash. Its text is the reference's: 64 hexadecimal digits, the most significant first; byte 0 here is
/// the first two digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pdq(pub [u8; 32]);

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a PDQ hash is 64 hexadecimal digits")]
pub struct PdqParseError;

/// The fewest ones, and the fewest zeros, of the hash of a picture with detail.
const FEWEST: u32 = 64;

impl Pdq {
    /// The hash of a picture without any detail; it would be near every other such picture.
    pub const ZERO: Pdq = Pdq([0; 32]);

    /// Number of bits that differ, 0 to 256. Different pictures are around 128 apart; the reference suggests
    /// to call 31 or less a match.
    pub fn distance(&self, other: &Pdq) -> u32 {
        let mine = self.words();
        let theirs = other.words();
        (0..4).map(|i| (mine[i] ^ theirs[i]).count_ones()).sum()
    }

    /// Whether it says too little of its picture to be listed. A bit is set where the picture has more than the
    /// median of its spectrum, so a picture with detail has about as many ones as zeros (128 in 99 of 100); fewer than 64 of
    /// either mean that most of the spectrum is one value.
    #[must_use]
    pub fn says_little(&self) -> bool {
        let ones: u32 = self.words().iter().map(|word| word.count_ones()).sum();
        !(FEWEST..=256 - FEWEST).contains(&ones)
    }

    /// The bits as four words, the most significant first.
    pub(crate) fn words(&self) -> [u64; 4] {
        let (chunks, _) = self.0.as_chunks::<8>();
        std::array::from_fn(|i| u64::from_be_bytes(chunks[i]))
    }
}

impl fmt::Display for Pdq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Pdq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pdq({self})")
    }
}

impl FromStr for Pdq {
    type Err = PdqParseError;

    fn from_str(text: &str) -> Result<Pdq, PdqParseError> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(PdqParseError);
        }
        let mut bytes = [0; 32];
        for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(high)? << 4 | digit(low)?;
        }
        Ok(Pdq(bytes))
    }
}

fn digit(text: u8) -> Result<u8, PdqParseError> {
    match text {
        b'0'..=b'9' => Ok(text - b'0'),
        b'a'..=b'f' => Ok(text - b'a' + 10),
        b'A'..=b'F' => Ok(text - b'A' + 10),
        _ => Err(PdqParseError),
    }
}

//! The receipt: the one secret by which a reporter comes back to the thread of a report.
//!
//! A reporter gives no name and keeps no account (¶82(g)), so the receipt is all there is: whoever holds it may open the
//! thread, and nobody else. It is made to be copied by hand by a child, read out over a telephone and typed on
//! somebody else's keyboard:
//!
//! - [`ENTROPY_BITS`] random bits, drawn by the caller, and [`CHECKSUM_BITS`] bits that notice a slip of the pen;
//! - written as nine words of a list of 1,024 in the reader's language ([`WordList`]), or, where there is no list
//!   for it, as 28 decimal digits in seven groups of four: all forms are the same receipt;
//! - read by [`Receipt::parse`], which finds out by itself which form and language was typed, and forgives case,
//!   accents, vowel marks, hyphens, line breaks, numbering and the digits of another script.
//!
//! The server keeps [`Receipt::proof`] only. It is a plain hash, not a slow one, because there is nothing to guess:
//! 2^80 receipts are out of reach where a password would not be.
//!
//! ```
//! use reports::receipt::{Receipt, ReceiptError, WordList};
//!
//! let receipt = Receipt::from_entropy(*b"0123456789");
//! let words = receipt.words(WordList::English).join(" ");
//! let typed = format!("  {} ", words.to_uppercase().replace(' ', "\n- "));
//! assert_eq!(Receipt::parse(&typed)?.proof(), receipt.proof());
//! assert_eq!(Receipt::parse(&receipt.digits())?.proof(), receipt.proof());
//! assert_eq!(receipt.digits().split(' ').count(), 7);
//!
//! let eight = Receipt::parse(words.rsplit_once(' ').expect("nine words").0);
//! assert_eq!(eight.unwrap_err(), ReceiptError::WordCount { found: 8 });
//! # Ok::<(), ReceiptError>(())
//! ```

mod checksum;
mod error;
mod parse;
mod suggest;
#[cfg(test)]
mod tests;
mod words;

pub use error::ReceiptError;
pub use words::WordList;

use std::fmt;
use zeroize::Zeroize;

/// Random bits in a receipt: what somebody who guesses has to guess.
pub const ENTROPY_BITS: u32 = 80;
/// Bits of checksum: a slip of one word goes unnoticed once in 1,024 times.
pub const CHECKSUM_BITS: u32 = 10;
/// Words in a receipt, of [`WORD_BITS`] bits each.
pub const WORDS: usize = 9;
/// Bits in one word: each list holds `2^WORD_BITS` words.
pub const WORD_BITS: u32 = 10;
/// Decimal digits in a receipt: 90 bits are less than 10^28.
pub const DIGITS: usize = 28;
/// Bytes of typed text that [`Receipt::parse`] looks at; nine decorated words need a tenth of it.
pub const MAX_TYPED_BYTES: usize = 2_000;

const DIGITS_IN_GROUP: usize = 4;
const WORD_MASK: u128 = (1 << WORD_BITS) - 1;

/// The secret behind a thread. It cannot be printed or cloned by accident and is wiped from memory when dropped.
pub struct Receipt {
    entropy: [u8; 10],
}

impl Receipt {
    /// Makes a receipt of 80 random bits, which must come from the operating system's generator.
    #[must_use]
    pub fn from_entropy(entropy: [u8; 10]) -> Self {
        Self { entropy }
    }

    /// Reads what a person typed: words or digits, in any language that has a [`WordList`].
    ///
    /// # Errors
    /// [`ReceiptError`] says what to mend, and never repeats what was typed.
    pub fn parse(typed: &str) -> Result<Self, ReceiptError> {
        parse::parse(typed)
    }

    /// Its words in that language, BCP 47; none where that language has no words, so that its digits stand alone.
    #[must_use]
    pub fn words_in(&self, language: &str) -> Vec<&'static str> {
        WordList::for_language(language).map(|list| self.words(list)).unwrap_or_default()
    }

    /// The nine words, spelled as in the list of that language.
    #[must_use]
    pub fn words(&self, list: WordList) -> Vec<&'static str> {
        let number = self.number();
        (0..WORDS).rev().map(|place| list.word(word_at(number, place))).collect()
    }

    /// The 28 decimal digits, in seven groups of four with spaces between them.
    #[must_use]
    pub fn digits(&self) -> String {
        let plain = format!("{:0DIGITS$}", self.number());
        let groups: Vec<&str> =
            (0..DIGITS).step_by(DIGITS_IN_GROUP).map(|at| &plain[at..at + DIGITS_IN_GROUP]).collect();
        groups.join(" ")
    }

    /// What is sent and kept to open the thread: SHA-256 of the secret, under a domain of its own, so that neither
    /// the server's tables nor the checksum tell the receipt.
    #[must_use]
    pub fn proof(&self) -> [u8; 32] {
        checksum::proof(&self.entropy)
    }

    /// All 90 bits: the entropy, most significant byte first, then the checksum.
    fn number(&self) -> u128 {
        let entropy = self.entropy.iter().fold(0, |sum, byte| sum << 8 | u128::from(*byte));
        entropy << CHECKSUM_BITS | u128::from(checksum::checksum(&self.entropy))
    }

    /// The receipt with these 90 bits, if they fit together.
    fn from_number(number: u128) -> Result<Self, ReceiptError> {
        if number >> (ENTROPY_BITS + CHECKSUM_BITS) != 0 {
            return Err(ReceiptError::Checksum);
        }
        let mut receipt = Self { entropy: [0; 10] };
        let bytes = (number >> CHECKSUM_BITS).to_be_bytes();
        receipt.entropy.copy_from_slice(&bytes[bytes.len() - 10..]);
        if receipt.number() == number { Ok(receipt) } else { Err(ReceiptError::Checksum) }
    }
}

/// The index of the word that stands `place` words before the last one.
fn word_at(number: u128, place: usize) -> usize {
    let shifted = (0..place).fold(number, |rest, _| rest >> WORD_BITS);
    usize::try_from(shifted & WORD_MASK).expect("ten bits fit a usize")
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(..)")
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        self.entropy.zeroize();
    }
}

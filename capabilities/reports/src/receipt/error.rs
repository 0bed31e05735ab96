//! What can be wrong with a typed receipt, told so that it can be mended and so that no log learns the receipt.

use super::{DIGITS, MAX_TYPED_BYTES, WORDS};

/// Why a typed text is not a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Neither a letter nor a digit was typed.
    #[error("type the {WORDS} words or the {DIGITS} digits of the receipt")]
    Empty,
    /// More text than any receipt needs.
    #[error("this is longer than a receipt: at most {MAX_TYPED_BYTES} bytes are read")]
    TooLong,
    /// Words were typed, but not nine.
    #[error("a receipt has {WORDS} words; {found} were found")]
    WordCount {
        /// Words found, numbering left out.
        found: usize,
    },
    /// One word is in no list of its language.
    #[error("word number {position} is not in the list{}", hint(suggestions))]
    UnknownWord {
        /// Which word, counted from one.
        position: usize,
        /// Up to three words of the list that are at most two slips away, nearest first.
        suggestions: Vec<&'static str>,
    },
    /// Digits were typed, but not 28.
    #[error("a receipt has {DIGITS} digits; {found} were found")]
    DigitCount {
        /// Digits found.
        found: usize,
    },
    /// Every word or digit is possible, but they do not fit together.
    #[error("the receipt does not fit together: one word or digit is mistyped or two are swapped")]
    Checksum,
}

fn hint(suggestions: &[&str]) -> String {
    if suggestions.is_empty() { String::new() } else { format!("; did you mean {}?", suggestions.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_say_what_to_mend() {
        let unknown = ReceiptError::UnknownWord { position: 4, suggestions: vec!["otter", "butter"] };
        assert_eq!(unknown.to_string(), "word number 4 is not in the list; did you mean otter, butter?");
        let lost = ReceiptError::UnknownWord { position: 9, suggestions: vec![] };
        assert_eq!(lost.to_string(), "word number 9 is not in the list");
        let eight = ReceiptError::WordCount { found: 8 };
        assert_eq!(eight.to_string(), "a receipt has 9 words; 8 were found");
    }
}

//! From what was typed to a receipt: letters make words, digits make a number, everything else separates.

use super::{DIGITS, MAX_TYPED_BYTES, Receipt, ReceiptError, WORD_BITS, WORDS, WordList};
use face::spelling::{digit, is_han, normalised};
use zeroize::Zeroizing;

/// Typed text, taken apart. It is wiped when dropped, for it is the secret.
struct Typed {
    words: Zeroizing<Vec<String>>,
    digits: Zeroizing<Vec<u8>>,
}

pub(super) fn parse(text: &str) -> Result<Receipt, ReceiptError> {
    if text.len() > MAX_TYPED_BYTES {
        return Err(ReceiptError::TooLong);
    }
    let typed = Typed::read(text);
    if typed.words.is_empty() && typed.digits.is_empty() {
        return Err(ReceiptError::Empty);
    }
    let list = language(&typed.words);
    if typed.is_number(list) { from_digits(&typed.digits) } else { from_words(list, &typed.words) }
}

impl Typed {
    fn read(text: &str) -> Self {
        let mut words: Zeroizing<Vec<String>> = Zeroizing::new(vec![]);
        let mut digits = Zeroizing::new(vec![]);
        let mut in_word = false;
        for letter in normalised(text) {
            let is_letter = letter.is_alphabetic();
            match words.last_mut() {
                Some(word) if is_letter && in_word && !is_whole(word, letter) => String::push(word, letter),
                _ if is_letter => words.push(String::from(letter)),
                _ => digits.extend(digit(letter)),
            }
            in_word = is_letter;
        }
        Self { words, digits }
    }

    /// Digits are the receipt when there are all of them, or many and no word that a list knows; otherwise they are
    /// the numbering of the words.
    fn is_number(&self, list: WordList) -> bool {
        let all_digits = self.digits.len() == DIGITS && self.words.len() != WORDS;
        let mostly_digits = self.digits.len() >= DIGITS / 2 && known(list, &self.words) == 0;
        self.words.is_empty() || all_digits || mostly_digits
    }
}

/// Whether a word ends before this letter though nothing separates them: Chinese words are typed without spaces, and each of the
/// list has two characters.
fn is_whole(word: &str, next: char) -> bool {
    is_han(next) && word.chars().count() >= 2
}

/// The list that knows most of the words; if none knows any, the one in whose script most of them are.
fn language(words: &[String]) -> WordList {
    let in_script = |list: WordList| words.iter().filter(|word| list.is_in_script(word)).count();
    WordList::ALL
        .into_iter()
        .rev()
        .max_by_key(|list| (known(*list, words), in_script(*list)))
        .expect("there is a list")
}

fn known(list: WordList, words: &[String]) -> usize {
    words.iter().filter(|word| list.index(word).is_some()).count()
}

fn from_words(list: WordList, words: &[String]) -> Result<Receipt, ReceiptError> {
    let indices: Vec<Option<usize>> = words.iter().map(|word| list.index(word)).collect();
    // Nine known words among others are a receipt with a heading; the checksum guards against chance.
    if words.len() != WORDS && known(list, words) != WORDS {
        return Err(ReceiptError::WordCount { found: words.len() });
    }
    let unknown = indices.iter().position(Option::is_none).filter(|_| words.len() == WORDS);
    if let Some(place) = unknown {
        let suggestions = list.near(&words[place]);
        return Err(ReceiptError::UnknownWord { position: place + 1, suggestions });
    }
    let number = indices.into_iter().flatten().fold(0_u128, |sum, index| sum << WORD_BITS | index as u128);
    Receipt::from_number(number)
}

fn from_digits(digits: &[u8]) -> Result<Receipt, ReceiptError> {
    if digits.len() != DIGITS {
        return Err(ReceiptError::DigitCount { found: digits.len() });
    }
    Receipt::from_number(digits.iter().fold(0, |sum, digit| sum * 10 + u128::from(*digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt() -> Receipt {
        Receipt::from_entropy([7, 1, 99, 200, 13, 0, 255, 42, 128, 5])
    }

    fn error(text: &str) -> ReceiptError {
        Receipt::parse(text).unwrap_err()
    }

    #[test]
    fn each_mistake_has_its_error() {
        let words = receipt().words(WordList::English);
        let digits = receipt().digits();
        assert_eq!(error(" ,.- \n"), ReceiptError::Empty);
        assert_eq!(error(&"a ".repeat(MAX_TYPED_BYTES)), ReceiptError::TooLong);
        assert_eq!(error(&words[1..].join(" ")), ReceiptError::WordCount { found: 8 });
        assert_eq!(error(&digits[1..]), ReceiptError::DigitCount { found: 27 });
        assert_eq!(error(&format!("1 {digits}")), ReceiptError::DigitCount { found: 29 });
        assert_eq!(error(&"9".repeat(28)), ReceiptError::Checksum);
        let mut swapped = words.clone();
        swapped.swap(2, 3);
        assert_eq!(error(&swapped.join(" ")), ReceiptError::Checksum);
    }

    #[test]
    fn an_unknown_word_is_named_by_its_number_only() {
        for list in WordList::ALL.into_iter().filter(|list| *list != WordList::Chinese) {
            let words = receipt().words(list);
            let typed = words.join(" ").replacen(words[3], &format!("{}{}", words[3], words[3]), 1);
            let ReceiptError::UnknownWord { position, suggestions } = error(&typed) else {
                panic!("an unknown word")
            };
            assert_eq!((position, suggestions.len()), (4, 0), "{list:?}");
            let mut slip = words.join(" ");
            slip.pop();
            let ReceiptError::UnknownWord { position, suggestions } = error(&slip) else {
                panic!("an unknown word")
            };
            assert_eq!(position, 9);
            assert!(suggestions.contains(&words[8]), "{list:?}: {suggestions:?}");
        }
    }

    #[test]
    fn headings_and_numbering_are_no_words() {
        let words = receipt().words(WordList::Arabic);
        let numbered: String = words.iter().zip(1..).map(|(word, n)| format!("{n}){word}\n")).collect();
        for typed in
            [numbered, format!("receipt: {}", receipt().digits()), format!("xyz {}", words.join("-"))]
        {
            assert_eq!(Receipt::parse(&typed).unwrap().proof(), receipt().proof());
        }
    }

    #[test]
    fn chinese_words_are_read_with_and_without_spaces() {
        let words = receipt().words(WordList::Chinese);
        for typed in [words.concat(), words.join(" "), words.join("、"), format!("1.{}", words.join("\n"))] {
            assert_eq!(Receipt::parse(&typed).unwrap().proof(), receipt().proof(), "{typed}");
        }
        let mut unknown = words.clone();
        unknown[4] = "龘龘";
        assert!(matches!(error(&unknown.concat()), ReceiptError::UnknownWord { position: 5, .. }));
        assert_eq!(error(&words[1..].concat()), ReceiptError::WordCount { found: 8 });
    }

    #[test]
    fn words_that_no_list_knows_are_sought_in_their_script() {
        let typed = "ارمب ".repeat(9);
        let ReceiptError::UnknownWord { suggestions, .. } = error(&typed) else { panic!("an unknown word") };
        assert_eq!(suggestions.first(), Some(&"أرنب"));
    }
}

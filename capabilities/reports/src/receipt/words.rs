//! The lists of 1,024 words. A list never changes once a receipt was printed from it; a language may gain one.

use super::suggest::slips;
use face::spelling::{is_arabic, normalised};
use std::sync::LazyLock;

/// A language that has a list of words. Readers of the others are given digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordList {
    /// English.
    English,
    /// Modern Standard Arabic, without articles and vowel signs.
    Arabic,
}

/// Slips up to which a word of the list is offered.
const SUGGESTED_SLIPS: usize = 2;
/// Words offered at most.
const SUGGESTIONS: usize = 3;

/// The words as they are shown, and as they are looked up, in the same order: sorted by the normalised spelling.
struct Table {
    shown: Vec<&'static str>,
    normal: Vec<String>,
}

static ENGLISH: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/en.txt")));
static ARABIC: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/ar.txt")));

impl Table {
    fn read(text: &'static str) -> Self {
        let shown: Vec<_> = text.lines().collect();
        let normal = shown.iter().map(|word| normalised(word).collect()).collect();
        Self { shown, normal }
    }
}

impl WordList {
    /// Every list there is.
    pub const ALL: [Self; 2] = [Self::English, Self::Arabic];

    /// The list for a BCP 47 language tag such as `ar` or `en-GB`; none where the language has no list.
    #[must_use]
    pub fn for_language(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ar" => Some(Self::Arabic),
            _ => None,
        }
    }

    /// All 1,024 words, sorted by their normalised spelling, for a page that helps with typing.
    #[must_use]
    pub fn all_words(self) -> &'static [&'static str] {
        &self.table().shown
    }

    /// The word with this index, 0 to 1,023.
    pub(super) fn word(self, index: usize) -> &'static str {
        self.table().shown[index]
    }

    /// The index of a normalised word.
    pub(super) fn index(self, normal: &str) -> Option<usize> {
        self.table().normal.binary_search_by(|word| word.as_str().cmp(normal)).ok()
    }

    /// True if a normalised word is written in the script of this language.
    pub(super) fn is_in_script(self, normal: &str) -> bool {
        normal.chars().any(is_arabic) == (self == Self::Arabic)
    }

    /// Up to three words of the list that the typed one may have been meant to be: nearest first, and among equals
    /// those that begin with the letter that was typed, which is seldom wrong.
    pub(super) fn near(self, normal: &str) -> Vec<&'static str> {
        let typed: Vec<char> = normal.chars().collect();
        let table = self.table();
        let mut found: Vec<(usize, bool, usize)> = table
            .normal
            .iter()
            .enumerate()
            .filter_map(|(index, word)| {
                let word: Vec<char> = word.chars().collect();
                Some((slips(&typed, &word, SUGGESTED_SLIPS)?, typed.first() != word.first(), index))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().take(SUGGESTIONS).map(|(.., index)| table.shown[index]).collect()
    }

    fn table(self) -> &'static Table {
        match self {
            Self::English => &ENGLISH,
            Self::Arabic => &ARABIC,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of words that one slip makes into each other.
    fn close_pairs(list: WordList) -> Vec<(&'static str, &'static str)> {
        let table = list.table();
        let letters: Vec<Vec<char>> = table.normal.iter().map(|word| word.chars().collect()).collect();
        let mut pairs = vec![];
        for (i, one) in letters.iter().enumerate() {
            for (j, other) in letters.iter().enumerate().skip(i + 1) {
                if slips(one, other, 1).is_some() {
                    pairs.push((table.shown[i], table.shown[j]));
                }
            }
        }
        pairs
    }

    #[test]
    fn lists_are_complete_distinct_and_sorted() {
        for list in WordList::ALL {
            let normal = &list.table().normal;
            assert_eq!(normal.len(), 1 << super::super::WORD_BITS, "{list:?}");
            assert!(normal.is_sorted_by(|a, b| a < b), "{list:?} is sorted and distinct once normalised");
            for word in normal {
                assert!((3..=8).contains(&word.chars().count()), "{word}");
                assert!(word.chars().all(char::is_alphabetic) && list.is_in_script(word), "{word}");
            }
        }
    }

    #[test]
    fn lists_are_spelled_plainly() {
        assert!(WordList::English.all_words().iter().all(|w| w.chars().all(|c| c.is_ascii_lowercase())));
        let letters = '\u{0621}'..='\u{064A}';
        let plain = |word: &str| word.chars().all(|c| letters.contains(&c) && c != '\u{0640}');
        assert!(WordList::Arabic.all_words().iter().all(|word| plain(word)));
    }

    #[test]
    fn no_word_is_one_slip_from_another() {
        for list in WordList::ALL {
            assert_eq!(close_pairs(list), [], "{list:?}");
        }
    }

    #[test]
    fn suggestions_are_near_and_few() {
        assert_eq!(WordList::English.near("ottre").first(), Some(&"otter"));
        assert_eq!(WordList::Arabic.near("ارمب").first(), Some(&"أرنب"));
        assert!(WordList::English.near("xqzxqzxq").is_empty());
        assert!(WordList::English.near("pan").len() <= SUGGESTIONS);
    }

    #[test]
    fn languages_find_their_list() {
        assert_eq!(WordList::for_language("ar-EG"), Some(WordList::Arabic));
        assert_eq!(WordList::for_language("EN"), Some(WordList::English));
        assert_eq!(WordList::for_language("fr"), None);
        assert_eq!(WordList::for_language(""), None);
    }
}

//! The lists of 1,024 words. A list never changes once a receipt was printed from it; a language may gain one.

use super::suggest::slips;
use face::spelling::{is_arabic, is_cyrillic, is_han, normalised};
use std::sync::LazyLock;

/// A language that has a list of words. Readers of the others are given digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordList {
    /// English.
    English,
    /// Modern Standard Arabic, without articles and vowel signs.
    Arabic,
    /// Chinese in simplified script, two characters each.
    Chinese,
    /// French.
    French,
    /// Russian.
    Russian,
    /// Spanish.
    Spanish,
}

/// Slips up to which a word of the list is offered: of two characters, two slips would be any word.
const fn suggested_slips(list: WordList) -> usize {
    if matches!(list, WordList::Chinese) { 1 } else { 2 }
}

/// Words offered at most.
const SUGGESTIONS: usize = 3;

/// The words as they are shown, and as they are looked up, in the same order: sorted by the normalised spelling.
struct Table {
    shown: Vec<&'static str>,
    normal: Vec<String>,
}

static ENGLISH: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/en.txt")));
static ARABIC: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/ar.txt")));
static CHINESE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/zh.txt")));
static FRENCH: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/fr.txt")));
static RUSSIAN: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/ru.txt")));
static SPANISH: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../words/es.txt")));

impl Table {
    fn read(text: &'static str) -> Self {
        let shown: Vec<_> = text.lines().collect();
        let normal = shown.iter().map(|word| normalised(word).collect()).collect();
        Self { shown, normal }
    }
}

impl WordList {
    /// Every list there is.
    pub const ALL: [Self; 6] =
        [Self::English, Self::Arabic, Self::Chinese, Self::French, Self::Russian, Self::Spanish];

    /// The list for a BCP 47 language tag such as `ar` or `en-GB`; none where the language has no list.
    #[must_use]
    pub fn for_language(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ar" => Some(Self::Arabic),
            "zh" => Some(Self::Chinese),
            "fr" => Some(Self::French),
            "ru" => Some(Self::Russian),
            "es" => Some(Self::Spanish),
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
        let of_others = |letter| is_arabic(letter) || is_cyrillic(letter) || is_han(letter);
        match self {
            Self::Arabic => normal.chars().any(is_arabic),
            Self::Chinese => normal.chars().any(is_han),
            Self::Russian => normal.chars().any(is_cyrillic),
            Self::English | Self::French | Self::Spanish => !normal.chars().any(of_others),
        }
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
                Some((slips(&typed, &word, suggested_slips(self))?, typed.first() != word.first(), index))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().take(SUGGESTIONS).map(|(.., index)| table.shown[index]).collect()
    }

    fn table(self) -> &'static Table {
        match self {
            Self::English => &ENGLISH,
            Self::Arabic => &ARABIC,
            Self::Chinese => &CHINESE,
            Self::French => &FRENCH,
            Self::Russian => &RUSSIAN,
            Self::Spanish => &SPANISH,
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
            let lengths = if list == WordList::Chinese { 2..=2 } else { 3..=8 };
            for word in normal {
                assert!(lengths.contains(&word.chars().count()), "{word}");
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
        // Of two characters, one slip makes every other word; the checksum finds it.
        for list in WordList::ALL.into_iter().filter(|list| *list != WordList::Chinese) {
            assert_eq!(close_pairs(list), [], "{list:?}");
        }
    }

    #[test]
    fn no_chinese_word_is_another_backwards() {
        let words: std::collections::BTreeSet<&str> = WordList::Chinese.all_words().iter().copied().collect();
        let backwards = |word: &&&str| {
            let other: String = word.chars().rev().collect();
            other != ***word && words.contains(&*other)
        };
        assert_eq!(words.iter().filter(backwards).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn lists_in_one_script_share_few_words() {
        let latin = [WordList::English, WordList::French, WordList::Spanish];
        for (one, other) in [(0, 1), (0, 2), (1, 2)].map(|(one, other)| (latin[one], latin[other])) {
            let shared = one.table().normal.iter().filter(|word| other.index(word).is_some()).count();
            assert!(shared < 32, "{one:?} and {other:?} share {shared} words");
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
        assert_eq!(WordList::for_language("zh-Hans"), Some(WordList::Chinese));
        assert_eq!(WordList::for_language("pt"), None);
        assert_eq!(WordList::for_language(""), None);
    }
}

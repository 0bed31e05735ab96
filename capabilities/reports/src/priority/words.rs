//! Words and phrases that make a report urgent, in every language that has a list, whatever language it says it is in.
//!
//! The lists are files that people without a compiler can read and mend: `words/danger/*.txt`. A line is one phrase, a
//! line in brackets names the reason of those below, a line with `#` is a remark. Only neutral words stand there.

use super::Reason;
use face::spelling::{is_han, normalised};
use kernel::CodeList;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The lists, by language.
const LISTS: [(&str, &str); 6] = [
    ("en", include_str!("../../words/danger/en.txt")),
    ("ar", include_str!("../../words/danger/ar.txt")),
    ("zh", include_str!("../../words/danger/zh.txt")),
    ("fr", include_str!("../../words/danger/fr.txt")),
    ("ru", include_str!("../../words/danger/ru.txt")),
    ("es", include_str!("../../words/danger/es.txt")),
];

/// Phrases by their first word: the words after it, and the reason.
static PHRASES: LazyLock<BTreeMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: BTreeMap<String, Vec<Phrase>> = BTreeMap::new();
    for (reason, text) in LISTS.iter().flat_map(|(_, list)| listed(list)) {
        let mut words = sentences(text).into_iter().flatten();
        let Some(first) = words.next() else { continue };
        phrases.entry(first).or_default().push(Phrase { rest: words.collect(), reason });
    }
    phrases
});

struct Phrase {
    rest: Vec<String>,
    reason: Reason,
}

/// The phrases of a list with their reasons. Lines under an unknown reason are left out; a test keeps the lists from
/// having any.
fn listed(list: &'static str) -> impl Iterator<Item = (Reason, &'static str)> {
    let mut reason = None;
    list.lines().map(str::trim).filter_map(move |line| {
        if let Some(code) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            reason = Reason::from_code(code).ok();
            return None;
        }
        let phrase = !line.is_empty() && !line.starts_with('#');
        reason.filter(|_| phrase).map(|reason| (reason, line))
    })
}

/// The reasons whose phrases stand in a text, each once, in the order of the list.
pub(super) fn reasons_in(text: &str) -> Vec<Reason> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        for at in 0..sentence.len() {
            let (here, after) = (&sentence[at], &sentence[at + 1..]);
            for phrase in spellings(here).filter_map(|word| PHRASES.get(word)).flatten() {
                if follows(&phrase.rest, after) {
                    found.push(phrase.reason);
                }
            }
        }
    }
    super::union(&found, &[])
}

fn follows(rest: &[String], said: &[String]) -> bool {
    said.len() >= rest.len()
        && rest.iter().zip(said).all(|(word, said)| spellings(said).any(|spelling| spelling == word))
}

/// A word as it was said, and without the Arabic "and" or "so" that is written on to the next word.
fn spellings(said: &str) -> impl Iterator<Item = &str> {
    [Some(said), said.strip_prefix(['و', 'ف'])].into_iter().flatten()
}

/// The words of each sentence, in one spelling. A phrase never reaches over the end of a sentence, so that their order
/// does not matter.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let spoken: String = text.chars().filter(|letter| !is_apostrophe(*letter)).collect();
    let plain: String = normalised(&spoken).collect();
    let words = |sentence: &str| -> Vec<String> {
        let words = sentence.split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| !word.is_empty()).flat_map(apart).map(str::to_owned).collect()
    };
    plain.split(ends_sentence).map(words).filter(|words| !words.is_empty()).collect()
}

/// A Chinese character is a word by itself, since no space tells where words end; what others write together stays together.
fn apart(written: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        let end = if is_han(first) { first.len_utf8() } else { rest.find(is_han).unwrap_or(rest.len()) };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

fn ends_sentence(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | ';' | '\u{061F}' | '\u{061B}' | '\u{06D4}' | '\u{3002}')
}

/// Left out, so that "can't" and "cant" are one word. They go before NFKD, which would put a space for some.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '`' | '\u{00B4}' | '\u{02BC}' | '\u{2018}' | '\u{2019}' | '\u{201B}')
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every phrase of every list, with its reason.
    pub(in crate::priority) fn all_phrases() -> Vec<(Reason, &'static str)> {
        LISTS.iter().flat_map(|(_, list)| listed(list)).collect()
    }

    #[test]
    fn every_list_speaks_of_every_reason_that_words_can_give() {
        for (language, list) in LISTS {
            let codes: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix('[')).collect();
            let known = codes.iter().map(|code| Reason::from_code(code.trim_end_matches(']')).unwrap());
            let wanted: BTreeSet<Reason> =
                Reason::all().iter().copied().filter(|reason| reason.from_words()).collect();
            assert_eq!(known.collect::<BTreeSet<_>>(), wanted, "{language}");
            assert_eq!(listed(list).map(|(reason, _)| reason).collect::<BTreeSet<_>>(), wanted, "{language}");
        }
    }

    #[test]
    fn no_phrase_is_empty_long_or_listed_twice() {
        let mut seen = BTreeSet::new();
        for (_, phrase) in all_phrases() {
            let sentences = sentences(phrase);
            assert!(sentences.len() == 1 && (1..=12).contains(&sentences[0].len()), "{phrase}");
            assert!(seen.insert(sentences), "{phrase} stands there twice");
        }
        assert!(seen.len() > 150);
    }

    #[test]
    fn one_spelling_for_the_ways_a_word_is_typed() {
        for (typed, plain) in [
            ("Don’t DON'T don´t dont", "dont dont dont dont"),
            ("ＡＢＣ éa İ", "abc ea i"),
            ("أُرِيــدُ إلى مدرسةٌ", "اريد الي مدرسه"),
            ("say\u{200B}ing", "saying"),
        ] {
            assert_eq!(sentences(typed).concat().join(" "), plain);
        }
        assert_eq!(sentences("我很怕abc。")[0], ["我", "很", "怕", "abc"]);
        assert_eq!(sentences("One, two\nthree! … Four؟").len(), 2);
    }
}

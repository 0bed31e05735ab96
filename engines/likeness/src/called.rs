//! Whether a text names somebody, in whatever script either is written.
//!
//! The same name has many spellings: Хаддад, حداد and Haddad are one family. Two words of different scripts are held to be one name when they
//! have the same *sound*: the word in Latin letters ([`any_ascii`]), vowels and half-vowels left out, consonants by where they are made in
//! the mouth (the classes of Soundex, not cut off after four, m and n kept apart). That finds more than is meant; whoever asks must
//! prefer one too many. Within one script nothing but the word itself
//! counts, but for Cyrillic, where names are declined; in Arabic what is joined to the beginning of a word is left out, too.

use any_ascii::any_ascii_char;
use std::collections::BTreeSet;

/// Fewest letters of a word that counts by itself.
const LEAST_LETTERS: usize = 3;
/// Fewest sounds of a whole name that are compared across scripts: with fewer, half a language would be meant.
const LEAST_SOUNDS: usize = 3;
/// Fewest Latin letters of a Chinese name that are looked for in a text: its words run on without spaces.
const LEAST_RUN: usize = 4;
/// Words of a name that are tried in every order, one after the other.
const MOST_IN_ORDER: usize = 4;

/// A Chinese character: words are written there without spaces between them.
fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3134F}')
}

/// Where in the mouth a consonant is made; none for what comes and goes between languages.
fn class(letter: char) -> Option<char> {
    match letter {
        'b' | 'f' | 'p' | 'v' => Some('1'),
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => Some('2'),
        'd' | 't' => Some('3'),
        'l' => Some('4'),
        'm' => Some('5'),
        'n' => Some('6'),
        'r' => Some('7'),
        _ => None,
    }
}

/// Letters that together, or in Latin letters, are written otherwise than they sound.
const HEARD: &[(&str, &str)] =
    &[("ντ", "d"), ("μπ", "b"), ("γκ", "g"), ("χ", "h"), ("ا", "a"), ("ى", "a"), ("ع", "a")];

/// A word in Latin letters, a rough breath (kh) as any other.
fn latin(word: &str) -> String {
    let heard = HEARD.iter().fold(word.to_owned(), |word, (written, sound)| word.replace(written, sound));
    let letters = heard.chars().flat_map(|letter| any_ascii_char(letter).chars());
    letters.map(|letter| letter.to_ascii_lowercase()).collect::<String>().replace("kh", "h")
}

/// The consonants of a word in Latin letters, a doubled one once.
fn sound(latin: &str) -> String {
    let (mut sounds, mut before) = (String::new(), None);
    for letter in latin.chars() {
        let heard = class(letter);
        sounds.extend(heard.filter(|_| heard != before));
        before = heard;
    }
    sounds
}

/// What a word may sound like: a w is a v in one language and a vowel in the next, and a j is breathed or hissed.
fn sounds(word: &str) -> BTreeSet<String> {
    let latin = latin(word);
    let ways = [("", ""), ("", "j"), ("v", ""), ("v", "j")];
    ways.into_iter().map(|(w, j)| sound(&latin.replace('w', w).replace('j', j))).collect()
}

/// Cyrillic and Arabic among scripts.
const CYRILLIC: u32 = 2;
const ARABIC: u32 = 6;

/// In which letters a word is written, as far as its first one tells.
fn script(word: &str) -> u32 {
    match word.chars().next().map_or(0, u32::from) {
        0..0x250 => 0,
        0x370..0x400 => 1,
        0x400..0x530 => CYRILLIC,
        0x600..0x780 => ARABIC,
        other => other >> 8,
    }
}

/// What is written in one word with the next one in Arabic: and, so, by, to, like, and the article.
const JOINED: &[&str] = &["لل", "ال", "و", "ف", "ب", "ل", "ك"];

/// An Arabic word of four letters or more without what is joined to its beginning.
fn without_joined(word: &str) -> Option<&str> {
    let is_long = script(word) == ARABIC && word.chars().count() >= 4;
    JOINED.iter().filter(|_| is_long).find_map(|joined| word.strip_prefix(joined))
}

/// Cyrillic names are declined: a word sounds like the name, or ends on an m beside.
fn is_declined(heard: &str, name: &str) -> bool {
    let ending = heard.strip_prefix(name).filter(|_| !name.is_empty());
    ending.is_some_and(|ending| ending.is_empty() || ending == "5")
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// All orders of a few words, written one after the other.
fn in_every_order(words: &[String]) -> Vec<String> {
    if words.len() <= 1 {
        return words.to_vec();
    }
    let first = |n: usize| {
        let rest: Vec<String> =
            words.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, word)| word.clone()).collect();
        in_every_order(&rest).into_iter().map(move |tail| format!("{}{tail}", words[n]))
    };
    (0..words.len()).flat_map(first).collect()
}

/// A text in which people may be named.
///
/// ```
/// use likeness::Called;
///
/// let said = Called::new("не показывайте амире хаддад");
/// assert!(said.names("amire-haddad"));
/// assert!(!said.names("omar.saleh"));
/// assert!(Called::new("请不要告诉王小明老师").names("xiaoming.wang"));
/// ```
#[derive(Clone, Debug)]
pub struct Called {
    words: BTreeSet<String>,
    /// Each word's script, and what it may sound like.
    heard: Vec<(u32, BTreeSet<String>)>,
    /// What stands in Chinese characters, as it is and in Latin letters.
    han: Vec<(String, String)>,
}

impl Called {
    /// Reads a text that is in lower case and without accents or vowel signs, as the caller writes names, too.
    #[must_use]
    pub fn new(text: &str) -> Called {
        let mut all = words(text);
        all.extend(all.clone().into_iter().filter_map(without_joined));
        let runs = text.split(|letter: char| !is_han(letter)).filter(|run| !run.is_empty());
        Called {
            heard: all.iter().map(|word| (script(word), sounds(word))).collect(),
            han: runs.map(|run| (run.to_owned(), latin(run))).collect(),
            words: all.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether somebody of that name is named.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        let words = words(name);
        self.as_written(&words) || self.by_sound(&words) || self.in_chinese(&words)
    }

    /// Whether a name stands there letter by letter.
    #[must_use]
    pub fn writes(&self, name: &str) -> bool {
        self.as_written(&words(name))
    }

    /// Every word of the name that has three letters or more stands there; where all are shorter, each of at least two.
    fn as_written(&self, words: &[&str]) -> bool {
        let counts = |word: &&&str| word.chars().count() >= LEAST_LETTERS;
        let long: Vec<&&str> = words.iter().filter(counts).collect();
        if long.is_empty() {
            return words.len() >= 2 && words.iter().all(|word| self.words.contains(*word));
        }
        long.into_iter().all(|word| self.words.contains(*word))
    }

    /// Every word of the name that can be heard sounds like one in another script.
    fn by_sound(&self, words: &[&str]) -> bool {
        let heard: Vec<(u32, BTreeSet<String>)> =
            words.iter().map(|word| (script(word), sounds(word))).collect();
        let longest = |sounds: &BTreeSet<String>| sounds.iter().map(String::len).max().unwrap_or(0);
        let can_be_heard = || heard.iter().filter(|(_, sounds)| longest(sounds) > 0);
        let is_said = |(own, sounds): &(u32, BTreeSet<String>)| {
            let others = self.heard.iter().filter(|(script, _)| script != own || *script == CYRILLIC);
            others.into_iter().any(|(script, there)| match *script {
                CYRILLIC => there.iter().any(|heard| sounds.iter().any(|name| is_declined(heard, name))),
                _ => there.intersection(sounds).any(|sound| !sound.is_empty()),
            })
        };
        can_be_heard().map(|(_, sounds)| longest(sounds)).sum::<usize>() >= LEAST_SOUNDS
            && can_be_heard().all(is_said)
    }

    /// The name stands in Chinese characters: as it is, or read out, its words in any order.
    fn in_chinese(&self, words: &[&str]) -> bool {
        if words.is_empty() || words.len() > MOST_IN_ORDER {
            return false;
        }
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        let (is_han_name, is_latin) =
            (words.iter().all(|word| word.chars().all(is_han)), words.iter().all(|word| word.is_ascii()));
        let orders = || in_every_order(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        if is_han_name && letters >= 2 {
            return orders().iter().any(|name| self.han.iter().any(|(run, _)| run.contains(name)));
        }
        is_latin
            && letters >= LEAST_RUN
            && orders().iter().any(|name| self.han.iter().any(|(_, read)| read.contains(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Fictional people: the names that they are known by, and how others write them.
    const PEOPLE: &[(&[&str], &[&str])] = &[
        (
            &["amira.haddad", "амира хаддад"],
            &[
                "амира хаддад",
                "اميره حداد",
                "حداد اميره",
                "αμιρα χανταντ",
                "amira haddad",
                "haddad amira",
                "لا تروه لاميره حداد",
                "и амире хаддад",
                "с амирой хаддадом",
            ],
        ),
        (&["jose-garcia"], &["хосе гарсиа", "خوسيه غارسيا", "жозе гарсия"]),
        (&["mohamed.saleh"], &["мохамед салех", "محمد صالح"]),
        (
            &["ivan.petrov", "иван петров"],
            &["иван петров", "ивану петрову", "с иваном петровым", "ايفان بتروف", "ιβαν πετροφ"],
        ),
        (&["olga.nikolaeva"], &["ольга николаева"]),
        (&["william.brown"], &["вильям браун", "вилиам браун"]),
        (&["kofi.mensah"], &["кофи менса", "كوفي منسا"]),
        (&["xiaoming.wang", "wang.xiaoming"], &["不要告诉王小明老师", "王 小明", "王小明"]),
        (&["李娜", "li.na"], &["请不要给李娜看", "李娜"]),
        (&["bo.li"], &["bo li", "li bo"]),
    ];

    #[test]
    fn one_name_in_many_scripts_is_one_name() {
        for (names, spellings) in PEOPLE {
            for (name, spelling) in names.iter().flat_map(|name| spellings.iter().map(move |one| (name, one)))
            {
                assert!(Called::new(spelling).names(name), "{name} in {spelling}: {:?}", sounds(name));
                let sentence = format!("пожалуйста {spelling} ни за что");
                assert!(Called::new(&sentence).names(name), "{name} in {sentence}");
            }
        }
    }

    #[test]
    fn one_is_not_the_other() {
        for (n, (names, _)) in PEOPLE.iter().enumerate() {
            for (_, (_, others)) in PEOPLE.iter().enumerate().filter(|(other, _)| *other != n) {
                for (name, other) in names.iter().flat_map(|name| others.iter().map(move |one| (name, one))) {
                    assert!(!Called::new(other).names(name), "{name} in {other}");
                }
            }
        }
    }

    #[test]
    fn what_is_too_short_to_be_a_name_is_none() {
        for (text, name) in [
            ("bo and amira", "bo"),
            ("мама и папа", "bo"),
            ("я иду", "aya"),
            ("我不知道", "bu"),
            ("", ""),
            ("王小明", ""),
        ] {
            assert!(!Called::new(text).names(name), "{name:?} in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_read(text in "\\PC{0,80}", name in "\\PC{0,20}") {
            let _ = Called::new(&text).names(&name);
        }

        #[test]
        fn whoever_is_named_is_found_whatever_else_is_said(before in "[а-я ]{0,30}", name in "[a-z]{3,8}[.][a-z]{3,8}", after in "[a-z ]{0,30}") {
            let text = format!("{before} {} {after}", name.replace('.', " "));
            prop_assert!(Called::new(&text).names(&name));
        }
    }
}

//! Words that an operator puts in the place of built-in ones: plain text on one line with the built-in text's variables.

use std::{collections::BTreeMap, sync::Arc};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Expression, InlineExpression, PatternElement};

use super::catalogue::{Bundle, Catalogue, empty_bundle};
use super::value::letters_run;
use crate::Language;

/// Letters that words in the place of a text may have at most.
pub const MOST_LETTERS: usize = 600;

/// Words in the place of one text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The language.
    pub language: Language,
    /// The text's key.
    pub key: String,
    /// The words, with variables as in `{ $number }`.
    pub words: String,
}

/// Why words cannot stand in the place of a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsFault {
    /// There is no such text, or one that chooses between forms of a word.
    #[error("stand for no text that can be replaced")]
    Key,
    /// There are none.
    #[error("are empty")]
    Empty,
    /// They are too many.
    #[error("have {0} letters")]
    Long(usize),
    /// They hold a line's end or another sign that is none of a line.
    #[error("have a line's end, or a sign that cannot be seen")]
    Line,
    /// They hold what looks like HTML.
    #[error("have '<' or '>', as markup has")]
    Markup,
    /// A brace that opens or closes no variable.
    #[error("have a brace that stands around no variable")]
    Brace,
    /// Their variables are others than those of the built-in text.
    #[error("have other variables than the built-in text, which has: {}", listed(.0))]
    Variables(Vec<String>),
    /// No letter of theirs runs as the language does.
    #[error("have no letter of the language's script")]
    Script,
}

impl WordsFault {
    /// What would be right.
    #[must_use]
    pub fn right(&self) -> &'static str {
        match self {
            Self::Key => "one of the texts on the list",
            Self::Empty => "the words that are to stand there; to have the built-in ones, take yours back",
            Self::Long(_) => "at most 600 letters",
            Self::Line => "words on one line, without marks that turn the direction of what follows",
            Self::Markup => "plain text: it is shown as it is written",
            Self::Brace => "braces only around a variable's name, as in { $number }",
            Self::Variables(_) => "exactly the variables of the built-in text, each once",
            Self::Script => "words in the language that they are for",
        }
    }
}

/// Variables as people write them.
fn listed(names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|name| placeable(name)).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

fn placeable(name: &str) -> String {
    format!("{{ ${name} }}")
}

/// A part of plain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Variable(&'a str),
}

/// Marks that turn the direction of everything behind them, unseen. Those that speak for one place alone are left: Arabic needs
/// them beside numbers.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn pieces(words: &str) -> Result<Vec<Piece<'_>>, WordsFault> {
    let mut found = Vec::new();
    let mut rest = words;
    while let Some((before, opened)) = rest.split_once('{') {
        let (inner, after) = opened.split_once('}').ok_or(WordsFault::Brace)?;
        let is_name = |name: &&str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        let name = inner.trim().strip_prefix('$').filter(is_name).ok_or(WordsFault::Brace)?;
        found.extend([Piece::Words(before), Piece::Variable(name)]);
        rest = after;
    }
    found.push(Piece::Words(rest));
    let is_whole = |piece: &Piece<'_>| !matches!(piece, Piece::Words(words) if words.contains('}'));
    if found.iter().all(is_whole) { Ok(found) } else { Err(WordsFault::Brace) }
}

/// The words as a message of Fluent. All that is no variable stands in quotes, so nothing in it means anything.
fn message(key: &str, pieces: &[Piece<'_>]) -> String {
    let piece = |piece: &Piece<'_>| match piece {
        Piece::Words("") => String::new(),
        Piece::Words(words) => format!("{{\"{}\"}}", words.replace('\\', "\\\\").replace('"', "\\\"")),
        Piece::Variable(name) => placeable(name),
    };
    format!("{key} = {}\n", pieces.iter().map(piece).collect::<String>())
}

impl Catalogue {
    /// A text as it is written, its variables as in `{ $number }`; none of a text that chooses between forms of a word.
    #[must_use]
    pub fn plain(&self, language: Language, key: &str) -> Option<String> {
        let pattern = self.bundles[&language].get_message(key)?.value()?;
        let element = |element: &PatternElement<&str>| match element {
            PatternElement::TextElement { value } => Some((*value).to_owned()),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::VariableReference { id } => Some(placeable(id.name)),
                _ => None,
            },
            PatternElement::Placeable { .. } => None,
        };
        pattern.elements.iter().map(element).collect()
    }

    /// Whether words can stand in the place of a text.
    ///
    /// # Errors
    /// [`WordsFault`]: the first thing that is wrong with them.
    pub fn fits(&self, language: Language, key: &str, words: &str) -> Result<(), WordsFault> {
        self.message_of(language, key, words).map(drop)
    }

    fn message_of(&self, language: Language, key: &str, words: &str) -> Result<String, WordsFault> {
        let built_in = self.plain(language, key).ok_or(WordsFault::Key)?;
        let letters = words.chars().count();
        if words.trim().is_empty() {
            return Err(WordsFault::Empty);
        }
        if letters > MOST_LETTERS {
            return Err(WordsFault::Long(letters));
        }
        if words
            .contains(|c: char| c.is_control() || turns_direction(c) || matches!(c, '\u{2028}' | '\u{2029}'))
        {
            return Err(WordsFault::Line);
        }
        if words.contains(['<', '>']) {
            return Err(WordsFault::Markup);
        }
        let (found, wanted) = (pieces(words)?, pieces(&built_in).map_err(|_| WordsFault::Key)?);
        if variables(&found) != variables(&wanted) {
            let names = variables(&wanted).into_iter().map(ToOwned::to_owned).collect();
            return Err(WordsFault::Variables(names));
        }
        let spoken =
            found.iter().any(|piece| matches!(piece, Piece::Words(words) if letters_run(words, language)));
        if spoken { Ok(message(key, &found)) } else { Err(WordsFault::Script) }
    }

    /// These texts with other words in the place of some, instead of those that were replaced before. What does not fit is
    /// told, and the built-in words stand there.
    #[must_use]
    pub fn replacing(&self, all: &[Replacement]) -> (Self, Vec<(Replacement, WordsFault)>) {
        let mut over: BTreeMap<Language, Bundle> = BTreeMap::new();
        let mut faults = Vec::new();
        for one in all {
            let placed = self.message_of(one.language, &one.key, &one.words).and_then(|message| {
                let resource = FluentResource::try_new(message).map_err(|_| WordsFault::Key)?;
                over.entry(one.language)
                    .or_insert_with(|| empty_bundle(one.language))
                    .add_resource_overriding(resource);
                Ok(())
            });
            faults.extend(placed.err().map(|fault| (one.clone(), fault)));
        }
        let over = over.into_iter().map(|(language, bundle)| (language, Arc::new(bundle))).collect();
        (self.with_over(over), faults)
    }
}

/// The names of all variables, each as often as it stands there.
fn variables<'a>(pieces: &[Piece<'a>]) -> Vec<&'a str> {
    let name = |piece: &Piece<'a>| match piece {
        Piece::Variable(name) => Some(*name),
        Piece::Words(_) => None,
    };
    let mut names: Vec<&str> = pieces.iter().filter_map(name).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Resource;
    use proptest::prelude::*;

    const KEY: &str = "room-call";
    const WORDS: &str = "room-words";

    fn catalogue() -> Catalogue {
        let english = "room-call = Call { $number } now\nroom-words = Plain words\n\
                       room-n = { $n ->\n    [one] one\n   *[other] { $n }\n}";
        let arabic = "room-call = اتصل على { $number } الآن\nroom-words = كلمات\n\
                      room-n = { $n ->\n    [one] واحد\n   *[other] { $n }\n}";
        Catalogue::new(&[
            Resource { language: Language::English, is_for_door: false, source: english },
            Resource { language: Language::Arabic, is_for_door: false, source: arabic },
        ])
        .unwrap()
    }

    fn one(language: Language, key: &str, words: &str) -> Replacement {
        Replacement { language, key: key.into(), words: words.into() }
    }

    fn shown(language: Language, words: &str) -> String {
        let (replaced, faults) = catalogue().replacing(&[one(language, KEY, words)]);
        assert_eq!(faults, Vec::new());
        replaced.texts(language).with(KEY, "number", "112")
    }

    #[test]
    fn words_stand_in_the_place_of_a_text_in_one_language_until_they_are_taken_back() {
        let (replaced, faults) = catalogue().replacing(&[
            one(Language::English, KEY, "Ring { $number }, or write"),
            one(Language::Arabic, WORDS, "كلمات أخرى"),
        ]);
        assert_eq!(faults, Vec::new());
        let (english, arabic) = (replaced.texts(Language::English), replaced.texts(Language::Arabic));
        assert_eq!(english.with(KEY, "number", "112"), "Ring 112, or write");
        assert_eq!((english.t(WORDS), arabic.t(WORDS)), ("Plain words".into(), "كلمات أخرى".into()));
        assert_eq!(arabic.with(KEY, "number", "112"), "اتصل على 112 الآن");
        assert_eq!(
            replaced.replacing(&[]).0.texts(Language::English).with(KEY, "number", "112"),
            "Call 112 now"
        );
    }

    #[test]
    fn nothing_in_the_words_means_anything_but_its_variables() {
        for words in
            ["Say \"{ $number }\" \\ to *us", ".{$number} = [one] # -term", "{ $number }\u{200f} A & B"]
        {
            let wanted = words.replace("{ $number }", "112").replace("{$number}", "112");
            assert_eq!(shown(Language::English, words), wanted);
        }
    }

    #[test]
    fn what_would_be_right_says_how_many_letters() {
        assert!(WordsFault::Long(9).right().contains(&MOST_LETTERS.to_string()));
        assert!(WordsFault::Variables(vec!["number".into()]).to_string().ends_with("which has: { $number }"));
    }

    #[test]
    fn built_in_words_are_told_as_they_are_written() {
        let all = catalogue();
        assert_eq!(all.plain(Language::English, KEY).unwrap(), "Call { $number } now");
        assert_eq!(all.plain(Language::English, "room-n"), None, "it chooses between forms");
        assert_eq!(all.plain(Language::English, "no-such-key"), None);
    }

    #[test]
    fn what_does_not_fit_is_told_and_the_built_in_words_stand() {
        let long = "x".repeat(MOST_LETTERS + 1);
        for (language, key, words, fault) in [
            (Language::English, "no-such-key", "Words", WordsFault::Key),
            (Language::English, "room-n", "Words { $n }", WordsFault::Key),
            (Language::English, KEY, " ", WordsFault::Empty),
            (Language::English, WORDS, long.as_str(), WordsFault::Long(MOST_LETTERS + 1)),
            (Language::English, WORDS, "two\nlines", WordsFault::Line),
            (Language::English, WORDS, "turned \u{202e}words", WordsFault::Line),
            (Language::English, WORDS, "<b>bold</b>", WordsFault::Markup),
            (Language::English, KEY, "Call { number }", WordsFault::Brace),
            (Language::English, KEY, "Call { $number", WordsFault::Brace),
            (Language::English, KEY, "Call $number }", WordsFault::Brace),
            (Language::English, KEY, "Call us", WordsFault::Variables(vec!["number".into()])),
            (
                Language::English,
                KEY,
                "{ $number } { $number } a",
                WordsFault::Variables(vec!["number".into()]),
            ),
            (Language::English, KEY, "Call { $n }", WordsFault::Variables(vec!["number".into()])),
            (Language::English, WORDS, "Call { $number }", WordsFault::Variables(Vec::new())),
            (Language::Arabic, WORDS, "Latin", WordsFault::Script),
            (Language::English, KEY, "{ $number } الآن", WordsFault::Script),
        ] {
            let (replaced, faults) = catalogue().replacing(&[one(language, key, words)]);
            assert_eq!(faults, vec![(one(language, key, words), fault.clone())], "{words}");
            assert!(!fault.right().is_empty() && !fault.to_string().is_empty());
            assert_eq!(replaced.texts(language).t(WORDS), catalogue().texts(language).t(WORDS));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_shown_letter_by_letter(words in "\\PC{0,40}") {
            let all = catalogue();
            if all.fits(Language::English, WORDS, &words).is_ok() {
                let (replaced, faults) = all.replacing(&[one(Language::English, WORDS, &words)]);
                prop_assert!(faults.is_empty());
                prop_assert_eq!(replaced.texts(Language::English).t(WORDS), words);
            }
        }
    }
}

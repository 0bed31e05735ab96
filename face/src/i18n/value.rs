//! What a text can be given: words and whole numbers.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

use crate::Language;

/// An argument of a text. Made with `.into()` from `&str`, `&String` and whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Words, shown as they are.
    Text(Cow<'a, str>),
    /// A whole number: it chooses the plural and is shown with the language's grouping.
    Number(i64),
}

impl<'a> Value<'a> {
    /// The value as Fluent takes it; words in another script are isolated, so that neither sentence loses its order.
    pub(crate) fn for_fluent(&'a self, language: Language) -> FluentValue<'a> {
        match self {
            Self::Text(text) if is_foreign(text, language) => format!("\u{2068}{text}\u{2069}").into(),
            Self::Text(text) => text.as_ref().into(),
            Self::Number(number) => (*number).into(),
        }
    }
}

/// Whether a text holds letters that run against the language's direction.
fn is_foreign(text: &str, language: Language) -> bool {
    let runs_rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    if language.direction().is_rtl() {
        text.chars().any(|c| c.is_alphabetic() && !runs_rtl(c))
    } else {
        text.chars().any(runs_rtl)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// Numbers that fit whole into `i64`, by value and by reference (templates hand over references).
macro_rules! whole_numbers {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(i64::from(number))
            }
        }
        impl From<&$kind> for Value<'_> {
            fn from(number: &$kind) -> Self {
                Self::Number(i64::from(*number))
            }
        }
    )+};
}
whole_numbers!(i64, i32, u32, u16, u8);

/// Numbers of 64 bits without a sign, and sizes: what no count reaches is shown as the largest number.
macro_rules! counts {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
        impl From<&$kind> for Value<'_> {
            fn from(number: &$kind) -> Self {
                Self::from(*number)
            }
        }
    )+};
}
counts!(u64, usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_run_against_the_sentence_are_isolated() {
        assert!(is_foreign("Nour", Language::Arabic));
        assert!(!is_foreign("نور", Language::Arabic));
        assert!(!is_foreign("2026-03-01", Language::Arabic));
        assert!(is_foreign("نور", Language::English));
        assert!(!is_foreign("Nour, 3", Language::English));
    }
}

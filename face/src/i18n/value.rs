//! What a text can be given: words and whole numbers.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

use crate::{Direction, Language};

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

/// Whether a letter is of a script that runs from right to left.
fn runs_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

fn is_letter_of(direction: Direction, c: char) -> bool {
    if direction.is_rtl() { runs_rtl(c) } else { c.is_alphabetic() && !runs_rtl(c) }
}

/// Whether a text holds letters that run against the language's direction.
fn is_foreign(text: &str, language: Language) -> bool {
    let against = if language.direction().is_rtl() { Direction::LeftToRight } else { Direction::RightToLeft };
    text.chars().any(|c| is_letter_of(against, c))
}

/// Whether a text holds a letter that runs in the language's direction.
pub(super) fn letters_run(text: &str, language: Language) -> bool {
    text.chars().any(|c| is_letter_of(language.direction(), c))
}

/// What a text can be given. Templates hand over references, often of references, so those count too.
pub trait ToValue {
    /// The value as an argument.
    fn to_value(&self) -> Value<'_>;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        self.as_str().to_value()
    }
}

/// What no `i64` reaches is shown as the largest number.
macro_rules! whole_numbers {
    ($($kind:ty),+) => {$(
        impl ToValue for $kind {
            fn to_value(&self) -> Value<'_> {
                Value::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
        impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )+};
}
whole_numbers!(i64, i32, u64, u32, u16, u8, usize);

impl<'a, T: ToValue + ?Sized> From<&'a T> for Value<'a> {
    fn from(value: &'a T) -> Self {
        value.to_value()
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

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

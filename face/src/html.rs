//! HTML that is known to be safe, because an escaping template made it.

use std::fmt;

use askama::{Template, filters::HtmlSafe};

/// Markup that templates show as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// What a template draws, which has escaped every value in it.
    #[must_use]
    pub fn of(template: &impl Template) -> Self {
        Self(
            template
                .render()
                .expect("drawing into memory fails only if a template fails by itself, and none does"),
        )
    }

    /// Text that this crate has put together from constants and escaped parts.
    pub(crate) fn of_safe(text: String) -> Self {
        Self(text)
    }

    /// Plain words, escaped.
    #[must_use]
    pub fn escape(words: &str) -> Self {
        Self(
            askama::filters::escape(words, askama::filters::Html)
                .map(|safe| safe.to_string())
                .unwrap_or_default(),
        )
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// Says of types whose `Display` is drawn by a template that other templates may show them as they are.
macro_rules! drawn {
    ($($name:ty),+) => {
        $(impl askama::filters::HtmlSafe for $name {})+
    };
}
pub(crate) use drawn;

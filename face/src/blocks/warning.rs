//! A sentence that must not be overlooked.

use askama::Template;

use crate::{Texts, html::drawn};

/// A warning inside a page's text.
#[derive(Clone, Debug, Template)]
#[template(path = "blocks/warning.html")]
pub struct Warning {
    label: String,
    words: String,
}
drawn!(Warning);

impl Warning {
    /// A warning in words of the reader's language.
    #[must_use]
    pub fn new(t: &Texts, words: impl Into<String>) -> Self {
        Self { label: t.t("warning-label"), words: words.into() }
    }
}

//! What a page has to say before anything else.

use askama::Template;

use crate::{Texts, html::drawn};

/// A notice above a page's content.
#[derive(Clone, Debug, Template)]
#[template(path = "blocks/banner.html")]
pub struct Banner {
    title: String,
    words: String,
    is_done: bool,
}
drawn!(Banner);

impl Banner {
    /// Something to know before reading on.
    #[must_use]
    pub fn notice(t: &Texts, words: impl Into<String>) -> Self {
        Self { title: t.t("notice-title"), words: words.into(), is_done: false }
    }

    /// What has just been done.
    #[must_use]
    pub fn done(t: &Texts, words: impl Into<String>) -> Self {
        Self { title: t.t("done-title"), words: words.into(), is_done: true }
    }
}

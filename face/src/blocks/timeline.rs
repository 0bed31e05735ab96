//! What happened, in order.

use askama::Template;

use super::tag::Tag;
use crate::{Texts, html::drawn};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Moment {
    what: String,
    when: String,
    more: Option<String>,
    tag: Option<Tag>,
}

impl Moment {
    /// What happened and when, in words of the reader's language.
    #[must_use]
    pub fn new(what: impl Into<String>, when: impl Into<String>) -> Self {
        Self { what: what.into(), when: when.into(), more: None, tag: None }
    }

    /// A sentence about it.
    #[must_use]
    pub fn more(mut self, words: impl Into<String>) -> Self {
        self.more = Some(words.into());
        self
    }

    /// A state beside it, such as a violation.
    #[must_use]
    pub fn tag(mut self, tag: Tag) -> Self {
        self.tag = Some(tag);
        self
    }
}

/// An ordered list of moments.
#[derive(Clone, Debug, Template)]
#[template(path = "blocks/timeline.html")]
pub struct Timeline {
    label: String,
    moments: Vec<Moment>,
}
drawn!(Timeline);

impl Timeline {
    /// A timeline of moments in the order given.
    #[must_use]
    pub fn new(t: &Texts, moments: Vec<Moment>) -> Self {
        Self { label: t.t("timeline-label"), moments }
    }
}

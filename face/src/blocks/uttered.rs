//! One piece of a talk: what somebody said, or what happened meanwhile. Each is drawn by itself, as it comes.

use askama::Template;

use crate::html::drawn;

/// What somebody said, with who and when.
#[derive(Clone, Debug, Template)]
#[template(path = "blocks/uttered.html")]
pub struct Uttered {
    who: String,
    when: String,
    words: String,
    folded: Option<String>,
}
drawn!(Uttered);

impl Uttered {
    /// Who said it, when, and what.
    #[must_use]
    pub fn new(who: impl Into<String>, when: impl Into<String>, words: impl Into<String>) -> Self {
        Self { who: who.into(), when: when.into(), words: words.into(), folded: None }
    }

    /// The same, with these words in its place until it is opened.
    #[must_use]
    pub fn folded(self, label: Option<String>) -> Self {
        Self { folded: label, ..self }
    }
}

/// What happened in a talk beside what was said, such as that somebody came.
#[derive(Clone, Debug, Template)]
#[template(path = "blocks/meanwhile.html")]
pub struct Meanwhile {
    lines: Vec<String>,
}
drawn!(Meanwhile);

impl Meanwhile {
    /// Told in these sentences.
    #[must_use]
    pub fn new(lines: impl IntoIterator<Item = String>) -> Self {
        Self { lines: lines.into_iter().collect() }
    }
}

//! A state in one or two words, with a colour that never says more than the words.

use askama::Template;

use crate::html::drawn;

/// How a state feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Going on.
    Calm,
    /// Done, met, confirmed.
    Good,
    /// Due, waiting, uncertain.
    Watch,
    /// Overdue, refused, violated.
    Alarm,
    /// Over, or not begun.
    Still,
}

/// A state of something.
#[derive(Clone, Debug, Template)]
#[template(source = r#"<strong class="govuk-tag{{ self.colour() }}">{{ words }}</strong>"#, ext = "html")]
pub struct Tag {
    words: String,
    tone: Tone,
}
drawn!(Tag);

impl Tag {
    /// A state in words of the reader's language.
    #[must_use]
    pub fn new(words: impl Into<String>, tone: Tone) -> Self {
        Self { words: words.into(), tone }
    }

    fn colour(&self) -> &'static str {
        match self.tone {
            Tone::Calm => "",
            Tone::Good => " govuk-tag--green",
            Tone::Watch => " govuk-tag--yellow",
            Tone::Alarm => " govuk-tag--red",
            Tone::Still => " govuk-tag--grey",
        }
    }
}

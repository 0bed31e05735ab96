//! Ways to go on, each a card with one link.

use askama::Template;

use crate::html::drawn;

/// One way to go on.
#[derive(Clone, Debug)]
struct Card {
    title: String,
    words: String,
    href: String,
}

/// Cards beside each other where there is room.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "blocks/cards.html")]
pub struct Cards {
    cards: Vec<Card>,
}
drawn!(Cards);

impl Cards {
    /// No cards yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A card: its title is the link, its words say what is behind it.
    #[must_use]
    pub fn card(
        mut self,
        title: impl Into<String>,
        words: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        self.cards.push(Card { title: title.into(), words: words.into(), href: href.into() });
        self
    }
}

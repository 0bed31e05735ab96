//! Choices: one of several, any of several, one of many.

use askama::Template;

use super::control::{Ask, Control};
use crate::{Field, Texts, html::Markup};

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
}

impl Choice {
    /// A choice with words already in the reader's language.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// A choice whose words are a text.
    #[must_use]
    pub fn of(t: &Texts, value: &str, label_key: &str) -> Self {
        Self::new(value, t.t(label_key))
    }

    /// Words under the choice, already in the reader's language.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

#[derive(Template)]
#[template(path = "form/choices.html")]
struct ChoicesHtml<'a> {
    ask: &'a Ask<'a>,
    choices: &'a [Choice],
    /// `radios` or `checkboxes`, as in class names.
    group: &'static str,
    kind: &'static str,
    is_inline: bool,
}

/// One choice of several.
#[derive(Clone, Debug)]
pub struct Radios {
    choices: Vec<Choice>,
    is_inline: bool,
}

impl Radios {
    pub(super) fn new(choices: &[Choice]) -> Self {
        Self { choices: choices.into(), is_inline: false }
    }
}

impl Control for Radios {
    const IS_GROUP: bool = true;

    fn draw(&self, ask: &Ask<'_>) -> Markup {
        let (choices, is_inline) = (self.choices.as_slice(), self.is_inline);
        Markup::of(&ChoicesHtml { ask, choices, group: "radios", kind: "radio", is_inline })
    }
}

impl Field<'_, Radios> {
    /// Side by side: for two short choices.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.control.is_inline = true;
        self
    }
}

/// Any choices of several.
#[derive(Clone, Debug)]
pub struct Checkboxes {
    choices: Vec<Choice>,
}

impl Checkboxes {
    pub(super) fn new(choices: &[Choice]) -> Self {
        Self { choices: choices.into() }
    }
}

impl Control for Checkboxes {
    const IS_GROUP: bool = true;

    fn draw(&self, ask: &Ask<'_>) -> Markup {
        let choices = self.choices.as_slice();
        Markup::of(&ChoicesHtml { ask, choices, group: "checkboxes", kind: "checkbox", is_inline: false })
    }
}

/// One choice of many, opened on demand; its first entry is empty and says "choose".
#[derive(Clone, Debug)]
pub struct Select {
    empty: String,
    choices: Vec<Choice>,
}

impl Select {
    pub(super) fn new(t: &Texts, choices: &[Choice]) -> Self {
        Self { empty: t.t("choose"), choices: choices.into() }
    }
}

#[derive(Template)]
#[template(path = "form/select.html")]
struct SelectHtml<'a> {
    ask: &'a Ask<'a>,
    empty: &'a str,
    choices: &'a [Choice],
}

impl Control for Select {
    const IS_GROUP: bool = false;

    fn draw(&self, ask: &Ask<'_>) -> Markup {
        Markup::of(&SelectHtml { ask, empty: &self.empty, choices: &self.choices })
    }
}

impl Field<'_, Select> {
    /// Other words for the empty entry, such as "all".
    #[must_use]
    pub fn empty_as(mut self, words: String) -> Self {
        self.control.empty = words;
        self
    }
}

//! One question: label or legend, hint, error, and the control in the middle.

use std::fmt;

use askama::{Template, filters::HtmlSafe};

use super::control::{Ask, Control};
use crate::{Texts, Typed, html::Markup};

/// A field, shown by a template with `{{ … }}`.
#[derive(Clone, Debug)]
pub struct Field<'a, C> {
    t: &'a Texts,
    ask: Ask<'a>,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    is_heading: bool,
    is_optional: bool,
    pub(super) control: C,
}

#[derive(Template)]
#[template(path = "form/field.html")]
struct Html<'a> {
    t: &'a Texts,
    name: &'a str,
    described_by: &'a str,
    label: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    is_heading: bool,
    is_optional: bool,
    is_group: bool,
    control: Markup,
}

impl<'a, C: Control> Field<'a, C> {
    pub(super) fn new(
        t: &'a Texts,
        typed: &'a Typed,
        name: &str,
        label: String,
        error: Option<String>,
        control: C,
    ) -> Self {
        let ask = Ask { typed, name: name.into(), described_by: String::new(), wrong: error.is_some() };
        Self { t, ask, label, hint: None, error, is_heading: false, is_optional: false, control }
    }

    /// A text under the label.
    #[must_use]
    pub fn hint(mut self, hint_key: &str) -> Self {
        self.hint = Some(self.t.t(hint_key));
        self
    }

    /// The label is the page's `h1`: for pages that ask one thing.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.is_heading = true;
        self
    }

    /// Says beside the label that nobody has to answer.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// The ids of the hint and the error that are there.
    fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.ask.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.ask.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

impl<C: Control> fmt::Display for Field<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let described_by = self.described_by();
        let ask = Ask { described_by: described_by.clone(), ..self.ask.clone() };
        let html = Html {
            t: self.t,
            name: &ask.name,
            described_by: &described_by,
            label: &self.label,
            hint: self.hint.as_deref(),
            error: self.error.as_deref(),
            is_heading: self.is_heading,
            is_optional: self.is_optional,
            is_group: C::IS_GROUP,
            control: self.control.draw(&ask),
        };
        write!(f, "{html}")
    }
}

impl<C: Control> HtmlSafe for Field<'_, C> {}

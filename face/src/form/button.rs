//! Buttons, and links that look like them.

use askama::Template;

use crate::html::drawn;

/// A button that sends its form, or a link that looks like one.
#[derive(Clone, Debug, Template)]
#[template(path = "form/button.html")]
pub struct Button {
    label: String,
    look: &'static str,
    href: Option<String>,
    name: Option<(String, String)>,
}
drawn!(Button);

impl Button {
    /// A button that sends the form around it.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), look: "", href: None, name: None }
    }

    /// A link to another page, for the one step that a page is about.
    #[must_use]
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::new(label) }
    }

    /// For the step beside the main one.
    #[must_use]
    pub fn secondary(mut self) -> Self {
        self.look = " govuk-button--secondary";
        self
    }

    /// For what cannot be undone.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.look = " govuk-button--warning";
        self
    }

    /// Sends `name=value` with the form, where one form has several buttons.
    #[must_use]
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some((name.into(), value.into()));
        self
    }
}

//! The form above a list by which rows are chosen.

use askama::Template;

use super::asked::Asked;
use crate::{
    Texts, Typed,
    form::{Choice, Form},
    html::{Markup, drawn},
};

/// A form that asks the list again (GET), with the list's order kept.
#[derive(Clone, Debug, Template)]
#[template(path = "lists/filter.html")]
pub struct Filter {
    t: Texts,
    path: String,
    kept: Vec<(String, String)>,
    typed: Typed,
    fields: Vec<Markup>,
}
drawn!(Filter);

impl Filter {
    /// A filter of the list that an address asked for.
    #[must_use]
    pub fn new(t: &Texts, asked: &Asked) -> Self {
        let (path, kept) = (asked.path().to_owned(), asked.kept());
        Self { t: t.clone(), path, kept, typed: asked.typed(), fields: Vec::new() }
    }

    /// A word or code to look for.
    #[must_use]
    pub fn word(mut self, name: &str, label_key: &str) -> Self {
        let field = Form::again(&self.t, &self.typed, &[]).line(name, label_key).to_string();
        self.fields.push(Markup::of_safe(field));
        self
    }

    /// One of several values, or all.
    #[must_use]
    pub fn one_of(mut self, name: &str, label_key: &str, choices: impl AsRef<[Choice]>) -> Self {
        let form = Form::again(&self.t, &self.typed, &[]);
        let field = form.select(name, label_key, choices).empty_as(self.t.t("all")).to_string();
        self.fields.push(Markup::of_safe(field));
        self
    }
}

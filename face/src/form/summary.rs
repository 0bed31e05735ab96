//! The list of everything that is wrong, above the page's heading, each linked to its field.

use askama::Template;

use crate::{FieldError, Texts, html::drawn};

/// Shown by a template with `{{ form.summary() }}`; draws nothing when nothing is wrong.
#[derive(Template)]
#[template(path = "form/summary.html")]
pub struct ErrorSummary<'a> {
    t: &'a Texts,
    errors: &'a [FieldError],
}
drawn!(ErrorSummary<'_>);

impl<'a> ErrorSummary<'a> {
    pub(super) fn new(t: &'a Texts, errors: &'a [FieldError]) -> Self {
        Self { t, errors }
    }
}

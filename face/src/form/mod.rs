//! Forms: fields that keep what was typed, say what is wrong and how it would be right.
//!
//! A handler makes a [`Form`] (empty, or from what was [`Typed`] and the errors found); the room's template asks it for
//! fields: `{{ form.line("place", "report-place").hint("report-place-hint") }}`. Labels and hints are keys of texts.

mod button;
mod choice;
mod control;
mod date;
mod field;
mod file;
mod line;
mod summary;
mod typed;

use std::borrow::Cow;

pub use button::Button;
pub use choice::{Checkboxes, Choice, Radios, Select};
pub use control::Control;
pub use date::DateParts;
pub use field::Field;
pub use file::FileUpload;
pub use line::{Line, Lines};
pub use summary::ErrorSummary;
pub use typed::Typed;

use crate::{FieldError, Texts};

/// A form as it is to be shown.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    t: &'a Texts,
    typed: Cow<'a, Typed>,
    errors: Cow<'a, [FieldError]>,
}

impl<'a> Form<'a> {
    /// A form that nobody has touched.
    #[must_use]
    pub fn new(t: &'a Texts) -> Self {
        Self { t, typed: Cow::Owned(Typed::nothing()), errors: Cow::Borrowed(&[]) }
    }

    /// A form opened with values, or shown again with what was typed and the errors found.
    #[must_use]
    pub fn again(t: &'a Texts, typed: &'a Typed, errors: &'a [FieldError]) -> Self {
        Self { t, typed: Cow::Borrowed(typed), errors: Cow::Borrowed(errors) }
    }

    /// What stands above a page's heading when there are errors; nothing otherwise.
    #[must_use]
    pub fn summary(&self) -> ErrorSummary<'_> {
        ErrorSummary::new(self.t, &self.errors)
    }

    /// One line of text.
    #[must_use]
    pub fn line(&self, name: &str, label_key: &str) -> Field<'_, Line> {
        self.field(name, label_key, Line::default())
    }

    /// Several lines of text.
    #[must_use]
    pub fn lines(&self, name: &str, label_key: &str) -> Field<'_, Lines> {
        self.field(name, label_key, Lines::default())
    }

    /// One choice of several.
    #[must_use]
    pub fn radios(&self, name: &str, label_key: &str, choices: impl AsRef<[Choice]>) -> Field<'_, Radios> {
        self.field(name, label_key, Radios::new(choices.as_ref()))
    }

    /// Yes (`yes`) or no (`no`), side by side.
    #[must_use]
    pub fn yes_no(&self, name: &str, label_key: &str) -> Field<'_, Radios> {
        let choices = [Choice::new("yes", self.t.t("yes")), Choice::new("no", self.t.t("no"))];
        self.radios(name, label_key, choices).inline()
    }

    /// Any choices of several.
    #[must_use]
    pub fn checkboxes(
        &self,
        name: &str,
        label_key: &str,
        choices: impl AsRef<[Choice]>,
    ) -> Field<'_, Checkboxes> {
        self.field(name, label_key, Checkboxes::new(choices.as_ref()))
    }

    /// One choice of many, such as a country; radios are kinder up to about ten.
    #[must_use]
    pub fn select(&self, name: &str, label_key: &str, choices: impl AsRef<[Choice]>) -> Field<'_, Select> {
        self.field(name, label_key, Select::new(self.t, choices.as_ref()))
    }

    /// A file to send; the `<form>` around it needs `enctype="multipart/form-data"`.
    #[must_use]
    pub fn file(&self, name: &str, label_key: &str) -> Field<'_, FileUpload> {
        self.field(name, label_key, FileUpload::default())
    }

    /// A date in three parts, `NAME-day`, `NAME-month`, `NAME-year`, any of which may stay empty; read it with
    /// [`Typed::date`].
    #[must_use]
    pub fn date(&self, name: &str, label_key: &str) -> Field<'_, DateParts> {
        self.field(name, label_key, DateParts::new(self.t))
    }

    /// A button that sends the form.
    #[must_use]
    pub fn button(&self, label_key: &str) -> Button {
        Button::new(self.t.t(label_key))
    }

    fn field<C: Control>(&self, name: &str, label_key: &str, control: C) -> Field<'_, C> {
        let error = self.errors.iter().find(|error| error.field == name).map(|error| error.line(self.t));
        Field::new(self.t, &self.typed, name, self.t.t(label_key), error, control)
    }
}

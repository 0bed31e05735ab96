//! What is wrong with one field, and what would be right.

use serde::Serialize;

use crate::Texts;

/// An error of one field, in the reader's language. Both halves are whole sentences: "That day is in the future." and
/// "Enter a day up to today.".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name in the form or the JSON body.
    pub field: String,
    /// What is wrong.
    pub wrong: String,
    /// How it would be right.
    pub right: String,
}

impl FieldError {
    /// An error from two texts.
    #[must_use]
    pub fn new(t: &Texts, field: &str, wrong_key: &str, right_key: &str) -> Self {
        Self { field: field.into(), wrong: t.t(wrong_key), right: t.t(right_key) }
    }

    /// Both sentences as one line.
    #[must_use]
    pub fn line(&self, t: &Texts) -> String {
        t.t_args(
            "error-line",
            &[("wrong", self.wrong.as_str().into()), ("right", self.right.as_str().into())],
        )
    }
}

//! A file to send.

use askama::Template;

use super::control::{Ask, Control};
use crate::{Field, html::Markup};

/// A file from the sender's machine.
#[derive(Clone, Debug, Default)]
pub struct FileUpload {
    accept: Option<&'static str>,
    is_many: bool,
}

#[derive(Template)]
#[template(path = "form/file.html")]
struct FileHtml<'a> {
    ask: &'a Ask<'a>,
    file: &'a FileUpload,
}

impl Control for FileUpload {
    const IS_GROUP: bool = false;

    fn draw(&self, ask: &Ask<'_>) -> Markup {
        Markup::of(&FileHtml { ask, file: self })
    }
}

impl Field<'_, FileUpload> {
    /// The kinds of file offered, as in HTML's `accept`; the room checks what really comes.
    #[must_use]
    pub fn accept(mut self, kinds: &'static str) -> Self {
        self.control.accept = Some(kinds);
        self
    }

    /// Several files at once.
    #[must_use]
    pub fn many(mut self) -> Self {
        self.control.is_many = true;
        self
    }
}

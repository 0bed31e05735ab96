//! Text of one line and of several.

use askama::Template;

use super::control::{Ask, Control};
use crate::{Field, html::Markup};

/// One line of text.
#[derive(Clone, Debug)]
pub struct Line {
    kind: &'static str,
    width: Option<u8>,
    is_code: bool,
    autocomplete: &'static str,
}

impl Default for Line {
    fn default() -> Self {
        Self { kind: "text", width: None, is_code: false, autocomplete: "off" }
    }
}

#[derive(Template)]
#[template(path = "form/line.html")]
struct LineHtml<'a> {
    ask: &'a Ask<'a>,
    line: &'a Line,
    value: &'a str,
}

impl Control for Line {
    const IS_GROUP: bool = false;

    fn draw(&self, ask: &Ask<'_>) -> Markup {
        let value = if self.kind == "password" { "" } else { ask.value() };
        Markup::of(&LineHtml { ask, line: self, value })
    }
}

impl Field<'_, Line> {
    /// A secret: hidden while typed and never shown again.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.control.kind = "password";
        self
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(mut self) -> Self {
        self.control.kind = "email";
        self.code()
    }

    /// A receipt, code or number: always from left to right, with letters of one width.
    #[must_use]
    pub fn code(mut self) -> Self {
        self.control.is_code = true;
        self
    }

    /// About how many characters are expected: 2, 3, 4, 5, 10 or 20.
    #[must_use]
    pub fn width(mut self, characters: u8) -> Self {
        self.control.width = Some(characters);
        self
    }

    /// What the browser may fill in (`username`, `current-password`); without this it remembers nothing.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.control.autocomplete = token;
        self
    }
}

/// Several lines of text.
#[derive(Clone, Debug)]
pub struct Lines {
    rows: u8,
}

impl Default for Lines {
    fn default() -> Self {
        Self { rows: 6 }
    }
}

#[derive(Template)]
#[template(path = "form/lines.html")]
struct LinesHtml<'a> {
    ask: &'a Ask<'a>,
    rows: u8,
}

impl Control for Lines {
    const IS_GROUP: bool = false;

    fn draw(&self, ask: &Ask<'_>) -> Markup {
        Markup::of(&LinesHtml { ask, rows: self.rows })
    }
}

impl Field<'_, Lines> {
    /// How many lines are seen at once.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.control.rows = rows;
        self
    }
}

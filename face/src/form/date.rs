//! A date in three parts, because nobody should have to guess an order or scroll to a year of birth.

use askama::Template;

use super::control::{Ask, Control};
use crate::{Texts, html::Markup};

/// Day, month and year, each of which may stay empty.
#[derive(Clone, Debug)]
pub struct DateParts {
    labels: [String; 3],
}

impl DateParts {
    pub(super) fn new(t: &Texts) -> Self {
        Self { labels: ["date-day", "date-month", "date-year"].map(|key| t.t(key)) }
    }
}

/// One part: its name, label, width in characters and what was typed.
struct Part<'a> {
    name: &'static str,
    label: &'a str,
    width: u8,
    value: &'a str,
}

#[derive(Template)]
#[template(path = "form/date.html")]
struct DateHtml<'a> {
    ask: &'a Ask<'a>,
    parts: [Part<'a>; 3],
}

impl Control for DateParts {
    const IS_GROUP: bool = true;

    fn draw(&self, ask: &Ask<'_>) -> Markup {
        let [day, month, year] = ask.typed.date(&ask.name);
        let parts = [
            Part { name: "day", label: &self.labels[0], width: 2, value: day },
            Part { name: "month", label: &self.labels[1], width: 2, value: month },
            Part { name: "year", label: &self.labels[2], width: 4, value: year },
        ];
        Markup::of(&DateHtml { ask, parts })
    }
}

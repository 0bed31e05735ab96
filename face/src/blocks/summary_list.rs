//! What is known of one thing: keys and values, each with a way to change it.

use askama::Template;

use super::cell::Cell;
use crate::{Texts, html::drawn};

/// One key and its value.
#[derive(Clone, Debug)]
struct Row {
    key: String,
    value: Cell,
    change: Option<String>,
}

/// A list of keys and values.
#[derive(Clone, Debug, Template)]
#[template(path = "blocks/summary_list.html")]
pub struct SummaryList {
    change_label: String,
    rows: Vec<Row>,
}
drawn!(SummaryList);

impl SummaryList {
    /// An empty list.
    #[must_use]
    pub fn new(t: &Texts) -> Self {
        Self { change_label: t.t("change"), rows: Vec::new() }
    }

    /// A key, in words of the reader's language, and its value.
    #[must_use]
    pub fn row(mut self, key: impl Into<String>, value: impl Into<Cell>) -> Self {
        self.rows.push(Row { key: key.into(), value: value.into(), change: None });
        self
    }

    /// The same with a link that changes the value.
    #[must_use]
    pub fn changeable(
        mut self,
        key: impl Into<String>,
        value: impl Into<Cell>,
        href: impl Into<String>,
    ) -> Self {
        self.rows.push(Row { key: key.into(), value: value.into(), change: Some(href.into()) });
        self
    }
}

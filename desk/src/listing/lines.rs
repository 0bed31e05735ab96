//! Rows of a list as lines: JSON and CSV, and which of them is asked for.

use super::{Listing, Shown};
use face::{Asked, FieldError};
use kernel::Value;

impl Listing {
    /// A row as JSON, by column name.
    #[must_use]
    pub fn json(&self, row: &[Value]) -> serde_json::Value {
        let member = |(at, column): Shown| {
            let cell = row.get(at)?;
            let text = (column.text)(cell);
            let plain = matches!(cell, Value::Integer(n) if n.to_string() == text);
            let value = if plain { serde_json::Value::from(text.parse::<i64>().ok()?) } else { text.into() };
            Some((column.name.to_owned(), value))
        };
        self.shown().into_iter().filter_map(member).collect::<serde_json::Map<_, _>>().into()
    }

    /// A row as a line of CSV (RFC 4180). Cells that a spreadsheet would run as formulas are quoted with an apostrophe.
    #[must_use]
    pub fn csv_line(&self, row: &[Value]) -> String {
        let cells = self
            .shown()
            .into_iter()
            .filter_map(|(at, column)| row.get(at).map(|cell| csv_cell(&(column.text)(cell))));
        cells.collect::<Vec<_>>().join(",") + "\r\n"
    }

    /// The header line of the CSV.
    #[must_use]
    pub fn csv_header(&self) -> String {
        self.shown().iter().map(|(_, column)| column.name).collect::<Vec<_>>().join(",") + "\r\n"
    }
}

/// The form of the answer that is asked for, the first of those offered where none is. One that is not offered is told, lest
/// somebody take another for it.
///
/// # Errors
/// Which forms there are.
pub fn format_of<'f>(asked: &Asked, offered: &[&'f str]) -> Result<&'f str, FieldError> {
    let format = asked.get("format");
    let found = offered.iter().find(|one| **one == format || format.is_empty());
    found.copied().ok_or_else(|| FieldError {
        field: "format".into(),
        wrong: format!("'{}' is none", format.chars().take(40).collect::<String>()),
        right: offered.join(", "),
    })
}

/// A cell of CSV (RFC 4180); one that a spreadsheet would run as a formula is quoted with an apostrophe.
#[must_use]
pub fn csv_cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let text = if risky { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

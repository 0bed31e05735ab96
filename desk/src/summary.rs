//! A row of a declared table on a page of its own: each column that is shown, in the reader's words.

use face::{Cell, SummaryList, Texts};
use kernel::{Column, Row, Table};

/// A cell in the reader's words: a code by its label, everything else as it stands.
#[must_use]
pub fn in_words(t: &Texts, column: &Column, text: &str) -> String {
    if matches!(text, "yes" | "no") {
        return t.t(text);
    }
    let label = (column.codes)().map(|list| format!("{}-{text}", list.name)).filter(|key| t.has(key));
    label.map_or_else(|| text.to_owned(), |key| t.t(&key))
}

/// A row as a list of its columns that are shown.
#[must_use]
pub fn summary(t: &Texts, table: &'static Table, row: &Row, shown: &[&str]) -> SummaryList {
    let cells = table.columns.iter().zip(row).filter(|(column, _)| shown.contains(&column.name));
    cells.fold(SummaryList::new(t), |list, (column, cell)| {
        let label = t.t(&format!("column-{}", column.name.replace('_', "-")));
        list.row(label, Cell::text(in_words(t, column, &(column.text)(cell))))
    })
}

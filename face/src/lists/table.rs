//! Tables: a caption, headers that sort, rows, pages and an export.

use askama::Template;

use super::{
    asked::{Asked, Order},
    pages::Pages,
};
use crate::{Texts, blocks::Cell, html::drawn};

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    name: &'static str,
    label: String,
    is_number: bool,
    is_sortable: bool,
}

impl Column {
    /// A column with its name in addresses and its label, a text.
    #[must_use]
    pub fn new(t: &Texts, name: &'static str, label_key: &str) -> Self {
        Self { name, label: t.t(label_key), is_number: false, is_sortable: false }
    }

    /// Its numbers stand at the column's end.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.is_number = true;
        self
    }

    /// Its header is a link that sorts.
    #[must_use]
    pub fn sortable(mut self) -> Self {
        self.is_sortable = true;
        self
    }
}

/// A box before each row, by which it is chosen.
#[derive(Clone, Debug)]
struct Choosing {
    head: String,
    boxes: Vec<(String, String)>,
}

/// A table. The first cell of each row names the row.
#[derive(Clone, Debug, Template)]
#[template(path = "lists/table.html")]
pub struct Table {
    t: Texts,
    id: &'static str,
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    sort: Option<(Asked, String, Order)>,
    total: Option<u64>,
    has_more: bool,
    pages: Option<Pages>,
    export: Option<String>,
    choosing: Option<Choosing>,
}
drawn!(Table);

impl Table {
    /// A table without rows; `id` is its own on the page and `caption` is in the reader's language.
    #[must_use]
    pub fn new(t: &Texts, id: &'static str, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        let (t, caption) = (t.clone(), caption.into());
        Self {
            t,
            id,
            caption,
            columns,
            rows: Vec::new(),
            sort: None,
            total: None,
            has_more: false,
            pages: None,
            export: None,
            choosing: None,
        }
    }

    /// Adds a row with one cell for each column.
    #[must_use]
    pub fn row(mut self, cells: impl Into<Vec<Cell>>) -> Self {
        let cells = cells.into();
        debug_assert_eq!(cells.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push(cells);
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows(self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    /// Says in which order the rows stand and makes the sortable headers links.
    #[must_use]
    pub fn sorted(mut self, asked: &Asked, (column, order): (&str, Order)) -> Self {
        self.sort = Some((asked.clone(), column.to_owned(), order));
        self
    }

    /// The list goes on: `rows` in all, `per_page` shown at once.
    #[must_use]
    pub fn paged(mut self, asked: &Asked, rows: u64, per_page: u64) -> Self {
        self.pages = Some(Pages::new(&self.t, asked, rows, per_page));
        self.total = Some(rows);
        self
    }

    /// Whether there are more rows than `paged` was told.
    #[must_use]
    pub fn and_more(self, has_more: bool) -> Self {
        Self { has_more, ..self }
    }

    /// A link that downloads the same rows.
    #[must_use]
    pub fn export(mut self, href: impl Into<String>) -> Self {
        self.export = Some(href.into());
        self
    }

    /// Puts a box of the name `row` before each row, in their order: what it sends, and its label. `head` names their column; all
    /// words are in the reader's language. The form around the table is the page's.
    #[must_use]
    pub fn choosing(mut self, head: impl Into<String>, boxes: Vec<(String, String)>) -> Self {
        debug_assert_eq!(boxes.len(), self.rows.len(), "each row has its box");
        self.choosing = Some(Choosing { head: head.into(), boxes });
        self
    }

    /// Each row with its box: what it sends, and its label.
    fn with_boxes(&self) -> impl Iterator<Item = (Option<&(String, String)>, &[Cell])> {
        let boxes = self.choosing.as_ref().map_or(&[][..], |choosing| &choosing.boxes);
        self.rows.iter().enumerate().map(|(n, row)| (boxes.get(n), row.as_slice()))
    }

    /// A row's cells, each with its column.
    fn under_columns<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (&'a Cell, &'a Column)> {
        row.iter().zip(&self.columns)
    }

    fn is_withholding(&self) -> bool {
        self.rows.iter().flatten().any(|cell| matches!(cell, Cell::Withheld(_)))
    }

    /// The order of a column, if the rows stand by it.
    fn order_of(&self, column: &Column) -> Option<Order> {
        self.sort.as_ref().and_then(|(_, by, order)| (by == column.name).then_some(*order))
    }

    /// The link of a sortable header: the other way round where the rows already stand by it.
    fn sort_href(&self, column: &Column) -> Option<String> {
        let (asked, ..) = self.sort.as_ref().filter(|_| column.is_sortable)?;
        let order = if self.order_of(column) == Some(Order::Up) { Order::Down } else { Order::Up };
        Some(asked.sorted_by(column.name, order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language};

    #[test]
    fn a_row_is_chosen_by_a_box_that_says_which() {
        let t = Catalogue::new(&[]).unwrap().texts(Language::English);
        let table = || Table::new(&t, "l", "L", vec![Column::new(&t, "who", "name")]).row([Cell::text("A")]);
        let html = table().choosing("Choose", vec![("07".into(), "Choose <A>".into())]).to_string();
        assert!(html.contains(r#"<input type="checkbox" name="row" value="07">"#), "{html}");
        assert!(html.contains("Choose &#60;A&#62;</span>"), "{html}");
        assert!(!table().to_string().contains("checkbox"));
    }

    #[test]
    fn headers_sort_both_ways_and_rows_are_headed() {
        let t = Catalogue::new(&[]).unwrap().texts(Language::English);
        let asked = Asked::of(&"/l?sort=n&page=2".parse().unwrap());
        let columns = vec![Column::new(&t, "who", "name"), Column::new(&t, "n", "all").number().sortable()];
        let table = Table::new(&t, "list", "People", columns)
            .row([Cell::text("A"), Cell::count(&t, None)])
            .sorted(&asked, ("n", Order::Up))
            .paged(&asked, 30, 10);
        let html = table.to_string();
        for part in [
            r#"<caption class="govuk-table__caption govuk-table__caption--m" id="list-caption">People</caption>"#,
            r#"aria-sort="ascending""#,
            r#"href="/l?sort=-n""#,
            r#"<th scope="row" role="rowheader" class="govuk-table__header"><bdi>A</bdi></th>"#,
            "Small numbers are not shown",
            "30 rows",
            r#"href="/l?sort=n&#38;page=3""#,
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    }
}

//! A list as a page: `GET /lists/{room}/{list}`.

use crate::answers::problem_of_database;
use crate::caller::{Caller, label};
use crate::listing::{self, BETWEEN, ListQuery, Listed, open, wrong_query};
use crate::many_page::{Offered as Many, boxes};
use crate::offers::{Offered, offered};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use crate::views::ViewsOf;
use access::READ_OWN;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use face::{Asked, Cell, Choice, Column, Filter, Form, Page, Problem, Table, Tag, Texts, Tone};
use kernel::codes::Listing;
use kernel::{Ask, ColumnType, Value};

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'a> {
    t: &'a Texts,
    title: String,
    form: Form<'a>,
    views: ViewsOf,
    shares: [Choice; 1],
    offers: Vec<Offered>,
    filter: Option<Filter>,
    news: String,
    query: String,
    has_keys: bool,
    keys: [(&'static str, &'static str); 7],
    script: String,
    many: Option<Many>,
    all: String,
    table: Table,
}

/// The single keys of a list, and the text of what each does. They are those of `face/scripts/list.js`.
const KEYS: [(&str, &str); 7] = [
    ("j", "list-key-next"),
    ("k", "list-key-before"),
    ("↓ ↑", "list-key-arrows"),
    ("Enter", "list-key-open"),
    ("x", "list-key-choose"),
    ("/", "list-key-search"),
    ("?", "list-key-help"),
];

async fn get_page(
    State(desk): State<Desk>,
    caller: Caller,
    Path((room, name)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Response> {
    let frame = caller.frame(&desk);
    let as_page = |problem: Problem| problem.staff_page(&frame).into_response();
    let listing = open(&desk, &caller, &room, &name).map_err(as_page)?;
    let asked = Asked::of(&uri);
    let query = listing.query(&asked).map_err(|error| as_page(wrong_query(&caller, error)))?;
    let (wanted, reader) = (query.clone(), caller.actor);
    let shows_views = caller.may(Ask::Read(&READ_OWN)).is_ok();
    let read = desk.blocking(move |node| {
        let listed = node.read(|database| listing.page(database, &wanted, &reader))?;
        let seen = crate::news::seen(node, listing, &listed.rows);
        let views = if shows_views { access::views(node, &reader)? } else { Vec::new() };
        Ok((listed, views, seen))
    });
    let (listed, views, seen) =
        read.await.map_err(|fault| as_page(problem_of_database(&caller.texts, &fault)))?;
    let title = caller.texts.t(&format!("list-{room}-{name}"));
    let table = table(listing, &caller, &asked, &query, &listed, &title);
    let many = Many::of(&desk, &caller, listing, &listed.rows);
    let table = match &many {
        Some(_) => {
            let boxes = boxes(&caller.texts, listing, &listed.rows);
            table.choosing(caller.texts.t("many-choose"), boxes)
        }
        None => table,
    };
    let on_page = i64::try_from(listed.rows.len()).unwrap_or(i64::MAX);
    let page = ListPage {
        t: &caller.texts,
        title: title.clone(),
        form: Form::new(&caller.texts),
        views: ViewsOf::of(&caller, listing, views),
        shares: [Choice::of(&caller.texts, "yes", "view-share")],
        offers: offered(&desk, &caller, Some(listing)).map_err(as_page)?,
        filter: filter(listing, &caller, &asked),
        news: format!("/lists/{room}/{name}/news/{seen}/"),
        query: uri.query().map(|query| format!("?{query}")).unwrap_or_default(),
        has_keys: caller.habits.keys,
        keys: KEYS,
        script: face::assets::list_script().href(),
        many,
        all: caller.texts.with("many-all", "count", on_page),
        table,
    };
    Ok(Page::staff(&frame, &title, &page).into_response())
}

fn filter(listing: &'static listing::Listing, caller: &Caller, asked: &Asked) -> Option<Filter> {
    if listing.filters.is_empty() && listing.when.is_empty() {
        return None;
    }
    let mut filter = Filter::new(&caller.texts, asked);
    for name in listing.filters {
        let Some(column) = listing.table.columns.iter().find(|column| column.name == *name) else { continue };
        let key = format!("column-{}", column.name.replace('_', "-"));
        filter = match (column.codes)() {
            None if is_yes_or_no(column) => filter.one_of(name, &key, yes_or_no(&caller.texts)),
            None => filter.word(name, &key),
            Some(list) => filter.one_of(name, &key, choices(&caller.texts, &list)),
        };
    }
    if !listing.when.is_empty() {
        filter = BETWEEN.iter().fold(filter, |filter, name| filter.word(name, &format!("list-{name}")));
    }
    Some(filter)
}

fn is_yes_or_no(column: &kernel::Column) -> bool {
    column.column_type == ColumnType::Integer && (column.text)(&Value::Integer(1)) == "yes"
}

fn yes_or_no(texts: &Texts) -> [Choice; 2] {
    ["yes", "no"].map(|answer| Choice::of(texts, answer, answer))
}

/// The codes of a list as choices in the reader's language.
pub(crate) fn choices(texts: &Texts, list: &Listing) -> Vec<Choice> {
    list.codes
        .iter()
        .map(|one| Choice::new(one.code, code_label(texts, list, one.code).unwrap_or_default()))
        .collect()
}

fn code_label(texts: &Texts, list: &Listing, code: &str) -> Option<String> {
    let listed = list.codes.iter().find(|listed| listed.code == code)?;
    Some(label(texts, &format!("{}-{code}", list.name), listed.label))
}

fn table(
    listing: &'static listing::Listing,
    caller: &Caller,
    asked: &Asked,
    query: &ListQuery,
    listed: &Listed,
    title: &str,
) -> Table {
    let columns = listing.shown().into_iter().map(|(_, column)| {
        let shown =
            Column::new(&caller.texts, column.name, &format!("column-{}", column.name.replace('_', "-")))
                .sortable();
        let counts = column.column_type == ColumnType::Integer && (column.text)(&Value::Integer(1)) == "1";
        if counts { shown.number() } else { shown }
    });
    let rows = listed.rows.iter().map(|row| {
        let cells = listing.shown().into_iter().enumerate();
        cells.map(|(n, (at, column))| cell(listing, caller, row, n, at, column)).collect::<Vec<_>>()
    });
    Table::new(&caller.texts, "list", title, columns.collect())
        .rows(rows)
        .sorted(asked, listing.order_of(query))
        .paged(asked, listed.total, listed.per_page)
        .and_more(listed.has_more)
        .export(export_href(listing, asked))
}

fn export_href(listing: &listing::Listing, asked: &Asked) -> String {
    let path = asked.at_path(&format!("/api/lists/{}/{}", listing.room, listing.name));
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}format=csv")
}

fn cell(
    listing: &listing::Listing,
    caller: &Caller,
    row: &[Value],
    n: usize,
    at: usize,
    column: &kernel::Column,
) -> Cell {
    let value = &row[at];
    let text = (column.text)(value);
    if let Some(label) = (column.codes)().and_then(|list| code_label(&caller.texts, &list, &text)) {
        return Cell::text(label);
    }
    if is_late(listing, row, column) {
        let words = caller.texts.with("list-overdue", "when", text.as_str());
        return Tag::new(words, Tone::Alarm).into();
    }
    let is_id = column.column_type == ColumnType::Bytes && text.len() == 32;
    if n == 0 && !listing.href.is_empty() {
        let shown = if is_id { text[..8].to_owned() } else { text };
        return Cell::link(shown, href_of(listing, row));
    }
    match value {
        _ if is_id => Cell::code(&text[..8]),
        Value::Integer(number) if number.to_string() == text => Cell::number(&caller.texts, *number),
        _ if text == "yes" || text == "no" => Cell::text(caller.texts.t(&text)),
        _ => Cell::text(text),
    }
}

/// Where a row's page is: each place of the address is filled with the next key cell.
fn href_of(listing: &listing::Listing, row: &[Value]) -> String {
    let keys = row.iter().zip(listing.table.columns).take(listing.table.key);
    keys.fold(listing.href.to_owned(), |href, (key, column)| href.replacen("{}", &(column.text)(key), 1))
}

/// A row that waits, beyond the moment by which it was due: lists with columns of these names say so in alarm.
fn is_late(listing: &listing::Listing, row: &[Value], column: &kernel::Column) -> bool {
    let cell = |name: &str| {
        let at = listing.table.columns.iter().position(|column| column.name == name)?;
        row.get(at)
    };
    let waits = cell("waiting") == Some(&Value::Integer(1));
    let due = cell("due_at").is_some_and(|due| matches!(due, Value::Integer(due) if *due < Desk::now().0));
    column.name == "due_at" && waits && due
}

/// `GET /lists/{room}/{list}`: every list of every room.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/lists/{room}/{name}", Line::Named, get_page)
}

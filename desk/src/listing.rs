//! A declared table as a list: filter, sort, page, export; as JSON, CSV and page, from one declaration.

mod lines;
mod made;
mod tag;

pub use lines::{csv_cell, format_of};
pub use made::Rows;

use crate::answers::problem_of_database;
use crate::caller::Caller;
use crate::known::Guard;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use face::{Asked, ErrorStatus, FieldError, Order, Problem};
use kernel::export::NoteExport;
use kernel::{Actor, Ask, Cell as _, Column, Id, ReadKind, Row, Span, Table, Value};
use store::database::quoted;
use store::{Database, DatabaseFault, Statement};

/// Rows on a page when nothing else is asked for.
const PER_PAGE: u64 = 25;
/// Rows on a page at most.
pub(crate) const MOST_PER_PAGE: u64 = 500;
/// The last page that can be asked for: with the most rows on each, databases still count that far.
pub(crate) const LAST_PAGE: u64 = 1_000_000_000;
/// What every list can be asked besides its filters.
const ASKED: [&str; 5] = ["sort", "page", "per_page", "format", "lang"];
/// The forms in which a list is given.
pub(crate) const FORMATS: [&str; 2] = ["json", "csv"];
/// What a list whose rows have a moment can be asked, too.
pub(crate) const BETWEEN: [&str; 2] = ["from", "until"];
/// Rows are counted up to so many, and some pages beyond the one that is shown: nobody waits for a count of millions.
const MOST_COUNTED: u64 = 10_000;
/// Rows in an export at most.
const MOST_EXPORTED: u64 = 1_000_000;

/// A list of a declared table.
#[derive(Debug)]
pub struct Listing {
    /// The room's name.
    pub room: &'static str,
    /// The list's name, unique in its room; its texts are `list-ROOM-NAME` and `column-COLUMN`.
    pub name: &'static str,
    /// The table.
    pub table: &'static Table,
    /// Where its rows come from.
    pub rows: Rows,
    /// Who may read it.
    pub read: &'static ReadKind,
    /// Which rows the reader's unit knows of.
    pub guard: Guard,
    /// Columns shown, in order; all of the table when empty.
    pub columns: &'static [&'static str],
    /// Columns that filter by a text or a code.
    pub filters: &'static [&'static str],
    /// The column of a moment by which rows are chosen with `from` and `until`; empty when there is none.
    pub when: &'static str,
    /// The order when nothing else is asked for: a column, with `-` before it for the largest first. Columns behind a comma
    /// decide between equals, whatever order is asked for; the key decides last.
    pub order: &'static str,
    /// Where a row's page is: `/cases/{}`, each place filled with the next key cell; empty when rows have no page.
    pub href: &'static str,
}

/// What is asked of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQuery {
    filters: Vec<(usize, &'static str, Value)>,
    order: Option<(usize, bool)>,
    page: u64,
    per_page: u64,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// All rows that the filters let through, as far as they were counted.
    pub total: u64,
    /// Whether there are more than were counted.
    pub has_more: bool,
    /// Rows of this page.
    pub rows: Vec<Row>,
    /// Rows on a page.
    pub per_page: u64,
}

/// A shown column: its place in the row and its declaration.
pub type Shown = (usize, &'static Column);

impl Listing {
    fn place(&self, column: &str) -> Option<usize> {
        self.table.columns.iter().position(|declared| declared.name == column)
    }

    /// The columns shown.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown> {
        let all = || self.table.columns.iter().map(|column| column.name).collect();
        let names: Vec<&str> = if self.columns.is_empty() { all() } else { self.columns.to_vec() };
        names.iter().filter_map(|name| self.place(name)).map(|at| (at, &self.table.columns[at])).collect()
    }

    /// Reads what is asked: filters by column name, `sort`, `page`, `per_page`.
    ///
    /// # Errors
    /// Which parameter is wrong and what would be right.
    pub fn query(&self, asked: &Asked) -> Result<ListQuery, FieldError> {
        self.is_known(asked)?;
        let mut query = ListQuery { page: 1, per_page: PER_PAGE, ..ListQuery::default() };
        for name in self.filters {
            let (Some(at), text) = (self.place(name), asked.get(name)) else { continue };
            if text.is_empty() {
                continue;
            }
            let column = &self.table.columns[at];
            let cell = (column.cell)(text).ok_or_else(|| {
                let codes = |list: kernel::codes::Listing| {
                    list.codes.iter().map(|one| one.code).collect::<Vec<_>>().join(", ")
                };
                let right = (column.codes)().map_or_else(|| column.comment.trim().to_owned(), codes);
                FieldError {
                    field: (*name).into(),
                    wrong: format!("'{}' is none", text.chars().take(40).collect::<String>()),
                    right,
                }
            })?;
            query.filters.push((at, "=", cell));
        }
        query.filters.extend(self.between(asked)?);
        format_of(asked, &FORMATS)?;
        let order = match asked.get("sort") {
            "" => self.orders().next().unwrap_or_default(),
            asked => asked,
        };
        query.order = Some(self.ordered(order)?);
        query.page = whole(asked, "page", LAST_PAGE)?.unwrap_or(query.page);
        query.per_page = whole(asked, "per_page", MOST_PER_PAGE)?.unwrap_or(query.per_page);
        Ok(query)
    }

    /// The first and the last day asked for, as the moments between which rows must lie.
    fn between(&self, asked: &Asked) -> Result<Vec<(usize, &'static str, Value)>, FieldError> {
        let Some(at) = self.place(self.when) else { return Ok(Vec::new()) };
        let day = |name: &'static str| match asked.get(name) {
            "" => Ok(None),
            text => text.parse::<Span>().map(Some).map_err(|error| FieldError {
                field: name.into(),
                wrong: error.to_string(),
                right: "a day, a month or a year".into(),
            }),
        };
        let from = day("from")?.map(|span| (at, ">=", span.from.start().to_value()));
        let until = day("until")?.map(|span| (at, "<", span.to.start().plus_days(1).to_value()));
        Ok(from.into_iter().chain(until).collect())
    }

    /// Whether everything asked is something that this list knows: a filter with a slip in its name would show every row.
    fn is_known(&self, asked: &Asked) -> Result<(), FieldError> {
        let days: &[&str] = if self.when.is_empty() { &[] } else { &BETWEEN };
        let known = |name: &&str| [self.filters, &ASKED, days].iter().any(|names| names.contains(name));
        let right = || [self.filters, days, &ASKED].concat().join(", ");
        asked.names().find(|name| !known(name)).map_or(Ok(()), |name| {
            Err(FieldError {
                field: name.chars().take(40).collect(),
                wrong: "this list has no such filter".into(),
                right: right(),
            })
        })
    }

    fn orders(&self) -> impl Iterator<Item = &'static str> {
        self.order.split(',')
    }

    fn ordered(&self, text: &str) -> Result<(usize, bool), FieldError> {
        let (name, down) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        self.place(name).map(|at| (at, down)).ok_or_else(|| FieldError {
            field: "sort".into(),
            wrong: format!("'{}' is no column of this list", name.chars().take(40).collect::<String>()),
            right: self.shown().iter().map(|(_, column)| column.name).collect::<Vec<_>>().join(", "),
        })
    }

    /// The order that is in force.
    #[must_use]
    pub fn order_of(&self, query: &ListQuery) -> (&'static str, Order) {
        let (at, down) = query.order.unwrap_or((0, false));
        (self.table.columns[at].name, if down { Order::Down } else { Order::Up })
    }

    /// The rows that are made for this reading; none of a list that is kept in a table.
    fn made(
        &self,
        database: &mut dyn Database,
        query: &ListQuery,
        reader: &Actor,
    ) -> Result<Option<Vec<Row>>, DatabaseFault> {
        let Rows::Made(make) = self.rows else { return Ok(None) };
        let is_bound = self.guard.sql(self.table.name, reader, 1).is_some();
        let all = if is_bound { Vec::new() } else { make(database)? };
        Ok(Some(made::chosen(all, query, self.table.key)))
    }

    /// Reads the rows of one page and counts nothing.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub(crate) fn rows(
        &self,
        database: &mut dyn Database,
        query: &ListQuery,
        reader: &Actor,
    ) -> Result<Vec<Row>, DatabaseFault> {
        if let Rows::Made(_) = self.rows {
            return Ok(self.page(database, query, reader)?.rows);
        }
        let skipped = query.page.saturating_sub(1).saturating_mul(query.per_page);
        let (filters, parameters) = self.filters(query, reader);
        let (select, with) = self.select(query, &filters, parameters, (query.per_page, skipped));
        database.rows(&select, with)
    }

    /// Reads one page.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn page(
        &self,
        database: &mut dyn Database,
        query: &ListQuery,
        reader: &Actor,
    ) -> Result<Listed, DatabaseFault> {
        let skipped = query.page.saturating_sub(1).saturating_mul(query.per_page);
        if let Some(rows) = self.made(database, query, reader)? {
            let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
            let (total, per_page) = (rows.len() as u64, query.per_page);
            let rows = rows.into_iter().skip(whole(skipped)).take(whole(per_page)).collect();
            return Ok(Listed { total, has_more: false, rows, per_page });
        }
        let (filters, parameters) = self.filters(query, reader);
        let upto = skipped.saturating_add(query.per_page);
        let counted = MOST_COUNTED.max(upto.saturating_add(query.per_page));
        let (count, with) = self.count(&filters, parameters.clone(), counted.saturating_add(1));
        let found = database.number(&count, with)?.unsigned_abs();
        let (select, with) = self.select(query, &filters, parameters, (query.per_page, skipped));
        let rows = database.rows(&select, with)?;
        Ok(Listed { total: found.min(counted), has_more: found > counted, rows, per_page: query.per_page })
    }

    /// The first rows in their order, so many at most and uncounted: for a page that looks through what a list shows.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn first(
        &self,
        database: &mut dyn Database,
        query: &ListQuery,
        reader: &Actor,
        most: u64,
    ) -> Result<Vec<Row>, DatabaseFault> {
        let (filters, parameters) = self.filters(query, reader);
        let (sql, parameters) = self.select(query, &filters, parameters, (most, 0));
        database.rows(&sql, parameters)
    }

    /// Streams every row that the filters let through.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub fn each(
        &self,
        database: &mut dyn Database,
        query: &ListQuery,
        reader: &Actor,
        take: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), DatabaseFault> {
        if let Some(rows) = self.made(database, query, reader)? {
            // Whoever takes them says when it is enough.
            let _all_taken = rows.into_iter().all(take);
            return Ok(());
        }
        let (filters, parameters) = self.filters(query, reader);
        let (sql, parameters) = self.select(query, &filters, parameters, (MOST_EXPORTED, 0));
        database.each(&Statement::new(sql, parameters), take)
    }

    /// Conditions of which a row of the list fulfils one, and their parameters.
    fn filters(&self, query: &ListQuery, reader: &Actor) -> (Vec<String>, Vec<Value>) {
        let one = |(n, (at, is, _)): (usize, &(usize, &str, Value))| {
            format!("{} {is} ${}", quoted(self.table.columns[*at].name), n + 1)
        };
        let tests: Vec<String> = query.filters.iter().enumerate().map(one).collect();
        let mut parameters: Vec<Value> = query.filters.iter().map(|(_, _, cell)| cell.clone()).collect();
        let (guards, units) =
            self.guard.sql(self.table.name, reader, parameters.len() + 1).unwrap_or_default();
        parameters.extend(units);
        let asked = if tests.is_empty() { "1 = 1".to_owned() } else { tests.join(" AND ") };
        if guards.is_empty() {
            return (vec![asked], parameters);
        }
        (guards.into_iter().map(|guard| format!("{guard} AND {asked}")).collect(), parameters)
    }

    /// Counts the rows, at most so many for each condition.
    fn count(&self, filters: &[String], mut with: Vec<Value>, most: u64) -> (String, Vec<Value>) {
        with.push(number(most));
        let one = |filter: &String| {
            format!("SELECT 1 FROM {} WHERE {filter} LIMIT ${}", self.table.name, with.len())
        };
        (format!("SELECT COUNT(*) FROM ({}) AS counted", all_of(filters.iter().map(one), "1")), with)
    }

    /// So many rows in their order, and so many before them left out.
    fn select(
        &self,
        query: &ListQuery,
        filters: &[String],
        mut with: Vec<Value>,
        (rows, skipped): (u64, u64),
    ) -> (String, Vec<Value>) {
        let all: Vec<String> = self.table.columns.iter().map(|column| quoted(column.name)).collect();
        let (at, down) = query.order.unwrap_or((0, false));
        // The key decides between equals, in the same direction, so that pages never overlap.
        let way = if down { " DESC" } else { "" };
        let mut by = vec![at];
        let then = self.orders().skip(1).filter_map(|column| self.place(column));
        by.extend(then.filter(|next| *next != at));
        let thens = by.len() - 1;
        by.extend((0..self.table.key).filter(|next| *next != at));
        // Between equals the oldest comes first, say, whichever way the rest is sorted.
        let way_of = |n: usize| if (1..=thens).contains(&n) { "" } else { way };
        let order: Vec<String> =
            by.into_iter().enumerate().map(|(n, at)| format!("{}{}", all[at], way_of(n))).collect();
        let (columns, order) = (all.join(", "), order.join(", "));
        let one = |filter: &String| {
            format!("SELECT {columns} FROM {} WHERE {filter} ORDER BY {order}", self.table.name)
        };
        // Numbers ride as parameters: a statement for each page would be kept by every connection.
        let all = if let [filter] = filters {
            one(filter)
        } else {
            with.push(number(skipped.saturating_add(rows)));
            let each = filters.iter().map(|filter| format!("{} LIMIT ${}", one(filter), with.len()));
            format!("SELECT {columns} FROM ({}) AS found ORDER BY {order}", all_of(each, &columns))
        };
        with.extend([number(rows), number(skipped)]);
        (format!("{all} LIMIT ${} OFFSET ${}", with.len() - 1, with.len()), with)
    }

    /// The columns by which a query narrows this list, each once: what the trace of an export tells.
    #[must_use]
    pub fn narrowed_by(&self, query: &ListQuery) -> Vec<String> {
        let mut names: Vec<&str> =
            query.filters.iter().map(|(at, _, _)| self.table.columns[*at].name).collect();
        names.dedup();
        names.into_iter().map(ToOwned::to_owned).collect()
    }

    /// The trace of an export of this list, to be entered before the file is given.
    #[must_use]
    pub fn exported(&self, query: &ListQuery, rows: u64) -> NoteExport {
        let list = format!("{}.{}", self.room, self.name);
        NoteExport { list, rows, narrowed_by: self.narrowed_by(query), record: Id::NONE }
    }
}

fn number(n: u64) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What several queries find, one after the other.
fn all_of(queries: impl Iterator<Item = String>, columns: &str) -> String {
    let each = queries.enumerate().map(|(n, query)| format!("SELECT {columns} FROM ({query}) AS part{n}"));
    each.collect::<Vec<_>>().join(" UNION ALL ")
}

/// A whole number from 1 to `most` in the address; none when none is there.
fn whole(asked: &Asked, name: &str, most: u64) -> Result<Option<u64>, FieldError> {
    let text = asked.get(name);
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.map(Some).ok_or_else(|| FieldError {
        field: name.into(),
        wrong: format!("'{}' is none", text.chars().take(40).collect::<String>()),
        right: format!("1 to {most}"),
    })
}

/// Finds a list for a caller who may read it.
pub(crate) fn open(
    desk: &Desk,
    caller: &Caller,
    room: &str,
    name: &str,
) -> Result<&'static Listing, Problem> {
    let found = desk.listings().find(|listing| listing.room == room && listing.name == name);
    let listing = found.ok_or_else(|| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))?;
    caller.may(Ask::Read(listing.read))?;
    Ok(listing)
}

/// Something in the address does not fit.
#[must_use]
pub fn wrong_query(caller: &Caller, error: FieldError) -> Problem {
    Problem::of(&caller.texts, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
}

async fn get_list(
    State(desk): State<Desk>,
    caller: Caller,
    Path((room, name)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    let listing = open(&desk, &caller, &room, &name)?;
    let asked = Asked::of(&uri);
    let query = listing.query(&asked).map_err(|error| wrong_query(&caller, error))?;
    if asked.get("format") == "csv" {
        return export(&desk, &caller, listing, query).await;
    }
    let (page, reader) = (query.page, caller.actor);
    let listed =
        desk.blocking(move |node| node.read(|database| listing.page(database, &query, &reader))).await;
    let listed = listed.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    let rows: Vec<serde_json::Value> = listed.rows.iter().map(|row| listing.json(row)).collect();
    let (total, has_more, per_page) = (listed.total, listed.has_more, listed.per_page);
    let body = serde_json::json!({
        "total": total, "has_more": has_more, "page": page, "per_page": per_page, "rows": rows,
    });
    Ok(tag::tagged(desk.node(), &headers, body))
}

async fn export(
    desk: &Desk,
    caller: &Caller,
    listing: &'static Listing,
    query: ListQuery,
) -> Result<Response, Problem> {
    let reader = caller.actor;
    let wanted = query.clone();
    let written = desk.blocking(move |node| {
        node.read(|database| {
            let (mut text, mut rows) = (listing.csv_header(), 0);
            listing.each(database, &wanted, &reader, &mut |row| {
                text += &listing.csv_line(&row);
                rows += 1;
                true
            })?;
            Ok((text, rows))
        })
    });
    let (text, rows) = written.await.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    crate::export::noted(desk, caller, listing.exported(&query, rows)).await?;
    let name = format!("attachment; filename=\"{}-{}.csv\"", listing.room, listing.name);
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    face::headers::secure(headers);
    Ok(response)
}

/// `GET /api/lists/{room}/{list}`: every list of every room, as JSON or CSV.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/lists/{room}/{name}", Line::Named, get_list)
}

#[cfg(test)]
mod tests;

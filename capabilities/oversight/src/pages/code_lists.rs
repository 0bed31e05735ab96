//! Every code list with its numbers, codes, source and labels in all languages: to be read, and taken out as CSV.

use crate::READ_SETTINGS;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, format_of, wrong_query};
use face::{Asked, BackLink, Cell, Column, ErrorStatus, Language, Page, Problem, SummaryList, Table, Texts};
use kernel::codes::Listing;
use kernel::export::NoteExport;
use kernel::{Ask, Id, Purpose, Registry, Role};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One code with its labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Code {
    /// Its number in entries; never reused.
    pub number: i64,
    /// The code.
    pub code: &'static str,
    /// Its label by language.
    pub labels: BTreeMap<&'static str, String>,
}

/// One code list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeListSeen {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u16,
    /// The standard, treaty or report that it comes from.
    pub source: &'static str,
    /// Its codes in the order in which they are shown.
    pub codes: Vec<Code>,
}

/// Every list that a column of any table holds, and the kernel's own, each once and by name.
fn listings(registry: &Registry) -> Vec<Listing> {
    let columns = registry.tables().flat_map(|table| table.columns.iter());
    let own = [Listing::of::<Role>(), Listing::of::<Purpose>()];
    let all = columns.filter_map(|column| (column.codes)()).chain(kernel::codes::catalogue()).chain(own);
    let named: BTreeMap<&'static str, Listing> = all.map(|list| (list.name, list)).collect();
    named.into_values().collect()
}

fn seen(list: &Listing, languages: &[Texts]) -> CodeListSeen {
    let label = |t: &Texts, code: &str, english: &str| {
        let key = format!("{}-{code}", list.name);
        if t.has(&key) { t.t(&key) } else { english.to_owned() }
    };
    let codes = list.codes.iter().map(|one| Code {
        number: one.number,
        code: one.code,
        labels: languages.iter().map(|t| (t.language().code(), label(t, one.code, one.label))).collect(),
    });
    CodeListSeen { name: list.name, version: list.version, source: list.source, codes: codes.collect() }
}

fn languages(desk: &Desk) -> Vec<Texts> {
    Language::STAFF.iter().map(|&language| desk.looks().catalogue().texts(language)).collect()
}

/// The lists, or the one of that name.
fn found(desk: &Desk, caller: &Caller, name: Option<&str>) -> Result<Vec<CodeListSeen>, Problem> {
    caller.may(Ask::Read(&READ_SETTINGS))?;
    let languages = languages(desk);
    let all = listings(desk.node().registry());
    let chosen = all.iter().filter(|list| name.is_none_or(|name| list.name == name));
    let lists: Vec<CodeListSeen> = chosen.map(|list| seen(list, &languages)).collect();
    if lists.is_empty() { Err(Problem::of(&caller.texts, ErrorStatus::NOT_FOUND)) } else { Ok(lists) }
}

fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// One line for each code.
fn csv(lists: &[CodeListSeen]) -> (String, u64) {
    let names: Vec<String> = Language::STAFF.iter().map(|one| format!("label_{}", one.code())).collect();
    let mut text = format!("list,version,source,number,code,{}\r\n", names.join(","));
    let mut rows = 0;
    for list in lists {
        for code in &list.codes {
            let labels = code.labels_in_order().map(cell).collect::<Vec<_>>().join(",");
            let (version, number) = (list.version, code.number);
            text +=
                &format!("{},{version},{},{number},{},{labels}\r\n", list.name, cell(list.source), code.code);
            rows += 1;
        }
    }
    (text, rows)
}

impl Code {
    fn labels_in_order(&self) -> impl Iterator<Item = &str> {
        Language::STAFF.iter().map(|one| self.labels.get(one.code()).map_or("", String::as_str))
    }
}

async fn answer(desk: &Desk, caller: &Caller, name: Option<&str>, uri: &Uri) -> Result<Response, Problem> {
    let lists = found(desk, caller, name)?;
    let format = format_of(&Asked::of(uri), &["json", "csv"]).map_err(|error| wrong_query(caller, error))?;
    if format == "json" {
        return Ok(Json(lists).into_response());
    }
    let (text, rows) = csv(&lists);
    let narrowed_by = name.map(|_| "name".to_owned()).into_iter().collect();
    let note = NoteExport { list: "oversight.code-lists".to_owned(), rows, narrowed_by, record: Id::NONE };
    desk::note_export(desk, caller, note).await?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let named = HeaderValue::from_static("attachment; filename=\"code-lists.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, named);
    face::headers::secure(headers);
    Ok(response)
}

/// Every code list: numbers, codes, source, labels in all languages.
#[utoipa::path(
    get,
    path = "/api/code-lists",
    operation_id = "oversight.code-lists",
    tag = "oversight",
    params(("format" = Option<String>, Query, description = "csv for one line for each code")),
    responses((status = 200, description = "The lists",
        content((Vec<CodeListSeen> = "application/json"), (String = "text/csv"))))
)]
pub(super) async fn all_json(
    State(desk): State<Desk>,
    caller: Caller,
    uri: Uri,
) -> Result<Response, Problem> {
    answer(&desk, &caller, None, &uri).await
}

/// One code list: numbers, codes, source, labels in all languages.
#[utoipa::path(
    get,
    path = "/api/code-lists/{name}",
    operation_id = "oversight.code-list",
    tag = "oversight",
    params(("name" = String, Path, description = "The list's name"),
        ("format" = Option<String>, Query, description = "csv for one line for each code")),
    responses((status = 200, description = "The list, alone in an array",
            content((Vec<CodeListSeen> = "application/json"), (String = "text/csv"))),
        (status = 404, description = "There is no list of that name."))
)]
pub(super) async fn one_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    answer(&desk, &caller, Some(&name), &uri).await
}

#[derive(Template)]
#[template(path = "code_lists.html")]
pub(super) struct Lists<'a> {
    t: &'a Texts,
    table: Table,
}

impl<'a> Lists<'a> {
    pub(super) fn new(t: &'a Texts, lists: &[CodeListSeen]) -> Lists<'a> {
        let columns = vec![
            Column::new(t, "name", "oversight-code-list"),
            Column::new(t, "source", "column-source"),
            Column::new(t, "version", "oversight-version").number(),
            Column::new(t, "codes", "oversight-codes").number(),
        ];
        let rows = lists.iter().map(|list| {
            vec![
                Cell::link(list.name, format!("/code-lists/{}", list.name)),
                Cell::text(list.source),
                Cell::number(t, i64::from(list.version)),
                Cell::number(t, i64::try_from(list.codes.len()).unwrap_or(i64::MAX)),
            ]
        });
        let table = Table::new(t, "code-lists", t.t("oversight-code-lists-title"), columns).rows(rows);
        Lists { t, table: table.export("/api/code-lists?format=csv") }
    }
}

#[derive(Template)]
#[template(path = "code_list.html")]
pub(super) struct One {
    back: BackLink,
    title: String,
    summary: SummaryList,
    table: Table,
}

impl One {
    pub(super) fn new(t: &Texts, list: &CodeListSeen) -> One {
        let mut columns = vec![
            Column::new(t, "code", "oversight-code"),
            Column::new(t, "number", "oversight-number").number(),
        ];
        columns.extend(Language::STAFF.iter().map(|one| {
            let name = if *one == Language::English { "label_en" } else { "label" };
            Column::new(t, name, &format!("oversight-label-{}", one.code()))
        }));
        let rows = list.codes.iter().map(|code| {
            let first = [Cell::code(code.code), Cell::number(t, code.number)];
            first.into_iter().chain(code.labels_in_order().map(Cell::text)).collect::<Vec<_>>()
        });
        let table = Table::new(t, "codes", list.name, columns).rows(rows);
        let summary = SummaryList::new(t)
            .row(t.t("column-source"), Cell::text(list.source))
            .row(t.t("oversight-version"), Cell::number(t, i64::from(list.version)));
        One {
            back: BackLink::new(t, "/code-lists"),
            title: list.name.to_owned(),
            summary,
            table: table.export(format!("/api/code-lists/{}?format=csv", list.name)),
        }
    }
}

pub(super) async fn show_all(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match found(&desk, &caller, None) {
        Ok(lists) => {
            let page = Lists::new(&caller.texts, &lists);
            Page::staff(&frame, &caller.texts.t("oversight-code-lists-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

pub(super) async fn show_one(State(desk): State<Desk>, caller: Caller, Path(name): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match found(&desk, &caller, Some(&name)) {
        Ok(lists) => lists.first().map_or_else(
            || Problem::of(&caller.texts, ErrorStatus::NOT_FOUND).staff_page(&frame).into_response(),
            |list| Page::staff(&frame, list.name, &One::new(&caller.texts, list)).into_response(),
        ),
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

#[cfg(test)]
pub(super) fn sample(languages: &[Texts]) -> Vec<CodeListSeen> {
    let registry = Registry::new(vec![crate::charter()]);
    registry
        .map(|registry| listings(&registry).iter().map(|list| seen(list, languages)).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_a_column_is_there_once_and_each_code_is_one_line() {
        let all: Vec<_> = desk::texts::resources().into_iter().chain(crate::room().texts).collect();
        let catalogue = face::Catalogue::new(&all).unwrap();
        let languages: Vec<Texts> = Language::STAFF.iter().map(|&one| catalogue.texts(one)).collect();
        let lists = sample(&languages);
        for name in ["watch-rule", "finding-state", "role", "purpose", "glass-reason", "country", "iccs"] {
            assert_eq!(lists.iter().filter(|list| list.name == name).count(), 1, "{name}");
        }
        let (text, rows) = csv(&lists);
        assert_eq!(usize::try_from(rows).unwrap(), text.trim_end().split("\r\n").count() - 1);
        assert!(text.starts_with("list,version,source,number,code,label_en,label_ar\r\n"));
        assert!(text.contains(",volume,Far more records than ordinary,"), "{text}");
    }
}

//! The sender's reports: where each stands, and what would have made it useful.

use super::Reader;
use crate::hooks::{count_of, page_of};
use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use desk::{Desk, MachineCaller};
use face::{Asked, Cell, Choice, Column, Filter, Pages, Table, Texts};
use facts::machine::{Needed, SenderStage, SentReport};
use kernel::{Cell as _, CodeList};

const PER_PAGE: i64 = 50;
/// Most lines of one file: more in a second, by the API.
const MOST_LINES: i64 = 100_000;

#[derive(Template)]
#[template(path = "reports.html")]
struct Reports<'a> {
    t: &'a Texts,
    filter: Filter,
    table: Option<Table>,
    pages: Pages,
    csv: String,
}

/// Codes of what would have made a report useful, in words.
fn in_words(t: &Texts, needed: &str) -> String {
    let words = needed.split_whitespace().filter_map(|code| Needed::from_code(code).ok());
    words.map(|one| t.t(&one.key())).collect::<Vec<_>>().join("; ")
}

fn stage_of(asked: &Asked) -> Option<SenderStage> {
    SenderStage::from_code(asked.get("stage")).ok()
}

fn headings(t: &Texts) -> Vec<Column> {
    [
        ("report", "column-report"),
        ("number", "column-number"),
        ("stage", "column-sender-stage"),
        ("sent", "sender-sent-at"),
        ("changed", "column-changed-at"),
        ("needed", "column-needed"),
    ]
    .map(|(name, label)| Column::new(t, name, label))
    .into()
}

/// Where the sender's reports stand.
pub(super) async fn show(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::of(&desk, caller, &uri, &headers);
    let (t, asked) = (&reader.texts, Asked::of(&uri));
    let (unit, stage, sandbox) = (reader.caller.sender.unit, stage_of(&asked), reader.is_sandbox());
    let number = i64::try_from(asked.page()).unwrap_or(1).clamp(1, 1_000_000);
    let found = desk.blocking(move |node| {
        if sandbox {
            return Ok((0, Vec::new()));
        }
        Ok::<_, store::DatabaseFault>((
            count_of(node, unit, stage)?,
            page_of(node, unit, stage, PER_PAGE, (number - 1) * PER_PAGE)?,
        ))
    });
    let (count, rows) = match found.await {
        Ok(found) => found,
        Err(fault) => return reader.broken(fault),
    };
    let cells = |(row, number): (SentReport, Option<i64>)| {
        vec![
            Cell::code(row.report.to_string()),
            Cell::code(number.map(|number| number.to_string()).unwrap_or_default()),
            Cell::text(t.t(&row.sender_stage.key())),
            Cell::text(row.sent_at.to_text()),
            Cell::text(row.told_at.to_text()),
            Cell::text(in_words(t, &row.needed)),
        ]
    };
    let is_empty = rows.is_empty();
    let table =
        Table::new(t, "reports", t.t("sender-reports"), headings(t)).rows(rows.into_iter().map(cells));
    let choices: Vec<Choice> =
        SenderStage::all().iter().map(|stage| Choice::of(t, stage.code(), &stage.key())).collect();
    let (all, per_page) = (count.unsigned_abs(), PER_PAGE.unsigned_abs());
    let body = Reports {
        t,
        filter: Filter::new(t, &asked).one_of("stage", "column-sender-stage", choices),
        table: (!is_empty).then_some(table),
        pages: Pages::new(t, &asked, all, per_page),
        csv: asked.at_path("/sender/reports.csv"),
    };
    reader.page("sender-reports", &body).into_response()
}

/// The same as a file: codes, numbers and times, which no spreadsheet takes for formulas.
pub(super) async fn csv(
    State(desk): State<Desk>,
    caller: MachineCaller,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let reader = Reader::of(&desk, caller, &uri, &headers);
    let (unit, stage, sandbox) = (reader.caller.sender.unit, stage_of(&Asked::of(&uri)), reader.is_sandbox());
    let most = if sandbox { 0 } else { MOST_LINES };
    let rows = match desk.blocking(move |node| page_of(node, unit, stage, most, 0)).await {
        Ok(rows) => rows,
        Err(fault) => return reader.broken(fault),
    };
    let mut file = String::from("report,number,status,received_at,changed_at,needed,sequence\r\n");
    for (row, number) in rows {
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let (status, needed, sequence) = (row.sender_stage.code(), row.needed, row.place);
        let (sent, told) = (row.sent_at.to_text(), row.told_at.to_text());
        file += &format!("{},{number},{status},{sent},{told},{needed},{sequence}\r\n", row.report);
    }
    let named = (CONTENT_DISPOSITION, "attachment; filename=\"reports.csv\"");
    ([(CONTENT_TYPE, "text/csv; charset=utf-8"), named], file).into_response()
}

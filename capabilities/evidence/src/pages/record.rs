//! One record's originals: what they are and where they lie, and the way to hand them over. None is shown.

use super::{Way, id_in, in_words};
use crate::READ_HANDOVERS;
use crate::acts::{MOST, propose_handover};
use crate::events::Chosen;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{BackLink, Cell, Column, ErrorStatus, Page, Problem, Table, Texts};
use facts::original::Original;
use kernel::{Ask, Cell as _, Id, Record};
use store::database::TableSql;

#[derive(Template)]
#[template(path = "evidence-record.html")]
struct RecordPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    table: Table,
    ways: Vec<Way>,
    handovers: String,
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<(Id, Vec<Original>), Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_HANDOVERS))?;
    let record = id_in(caller, path)?;
    caller.may_read(desk, &READ_HANDOVERS, record).await?;
    let sql =
        format!("{} WHERE record = $1 ORDER BY act, slot LIMIT 200", TableSql::of(Original::TABLE).every);
    let rows = desk.blocking(move |node| {
        node.read(|database| database.records::<Original>(&sql, vec![record.to_value()]))
    });
    let rows = rows.await.map_err(|fault| problem_of_database(t, &fault))?;
    if rows.is_empty() { Err(Problem::of(t, ErrorStatus::NOT_FOUND)) } else { Ok((record, rows)) }
}

fn name(original: &Original) -> String {
    let slot = u16::try_from(original.slot).unwrap_or_default();
    Chosen { act: original.act, slot }.to_string()
}

fn table(t: &Texts, rows: &[Original]) -> Table {
    let columns = vec![
        Column::new(t, "original", "evidence-record-original"),
        Column::new(t, "kind", "column-kind"),
        Column::new(t, "bytes", "column-bytes").number(),
    ];
    let cells = rows.iter().map(|original| {
        let cells = Original::TABLE.columns.iter().zip(original.to_row());
        let kind = cells
            .filter(|(column, _)| column.name == "kind")
            .map(|(column, cell)| in_words(t, column, &(column.text)(&cell)));
        vec![
            Cell::code(name(original)),
            Cell::text(kind.collect::<String>()),
            Cell::number(t, original.bytes),
        ]
    });
    Table::new(t, "originals", t.t("evidence-record-table"), columns).rows(cells)
}

/// The ways to hand over everything, or one original.
fn ways(caller: &Caller, record: Id, rows: &[Original]) -> Vec<Way> {
    if !Ask::Act(&propose_handover::KIND).is_for(caller.actor.role) {
        return Vec::new();
    }
    let t = &caller.texts;
    let href = |originals: &str| {
        format!(
            "/acts/{}?record={record}&originals={originals}&next=/evidence/handovers/%7Bhandover%7D",
            propose_handover::KIND.name
        )
    };
    let all: Vec<String> = rows.iter().take(MOST).map(name).collect();
    let one =
        |(n, name): (i64, &String)| Way { href: href(name), label: t.with("evidence-record-one", "n", n) };
    let each = (1_i64..).zip(&all).map(one);
    let whole = Way { href: href(&all.join("+")), label: t.t("evidence-record-all") };
    [whole].into_iter().chain(each.filter(|_| all.len() > 1)).collect()
}

/// The record's originals as a page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    let (record, rows) = match looked(&desk, &caller, &path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let page = RecordPage {
        t,
        back: BackLink::new(t, "/lists/evidence/originals"),
        title: t.with("evidence-record-title", "number", record.short()),
        table: table(t, &rows),
        ways: ways(&caller, record, &rows),
        handovers: format!("/lists/evidence/handovers?record_id={record}"),
    };
    Page::staff(&frame, &page.title, &page).into_response()
}

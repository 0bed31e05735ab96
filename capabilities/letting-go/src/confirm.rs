//! Erasures that wait for the overseer, each by its number, and the way to confirm them together. Nothing is hidden behind a
//! count: what is not read out here is not in the form.

use crate::tables::Due;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{Cell, Page, SummaryList, Texts};
use kernel::erasure::{CONFIRM_SEVERAL, Erasure, MOST_AT_ONCE};
use kernel::{Ask, Cell as _, CodeList, Id, Record};
use store::{DatabaseFault, Node};

/// An erasure that waits, with what is known of why.
struct Waits {
    erasure: Erasure,
    due: Option<Due>,
}

/// As many as one act confirms, the longest waiting first.
fn waiting(node: &Node) -> Result<Vec<Waits>, DatabaseFault> {
    let columns = |table: &kernel::Table| {
        let names: Vec<String> =
            table.columns.iter().map(|column| store::database::quoted(column.name)).collect();
        names.join(", ")
    };
    node.read(|database| {
        let sql = format!(
            "SELECT {} FROM erasure WHERE done = 0 ORDER BY asked_at, subject LIMIT {MOST_AT_ONCE}",
            columns(Erasure::TABLE)
        );
        let mut all = Vec::new();
        for erasure in database.records::<Erasure>(&sql, Vec::new())? {
            let sql = format!("SELECT {} FROM retention_due WHERE record_id = $1", columns(Due::TABLE));
            let due = database.records::<Due>(&sql, vec![erasure.subject.to_value()])?.into_iter().next();
            all.push(Waits { erasure, due });
        }
        Ok(all)
    })
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage<'a> {
    t: &'a Texts,
    title: String,
    waits: Vec<SummaryList>,
    form: String,
}

fn shown(t: &Texts, waits: &Waits) -> SummaryList {
    let Erasure { subject, asked_by, asked_at, schedule, .. } = &waits.erasure;
    let list = SummaryList::new(t)
        .row(t.t("column-subject"), Cell::code(subject.to_string()))
        .row(t.t("column-asked-at"), Cell::text(asked_at.to_text()))
        .row(t.t("column-asked-by"), Cell::code(asked_by.to_string()));
    let list = match schedule.some() {
        Some(schedule) => list.row(t.t("column-schedule"), Cell::code(schedule.to_string())),
        None => list,
    };
    match &waits.due {
        Some(due) => list
            .row(t.t("column-kind"), Cell::text(t.t(&due.kind.key())))
            .row(t.t("column-due-on"), Cell::text(due.due_on.to_text())),
        None => list,
    }
}

/// The form with every number that was read out.
fn form(waits: &[Waits]) -> String {
    let numbers: Vec<String> = waits.iter().map(|one: &Waits| Id::to_string(&one.erasure.subject)).collect();
    format!("/acts/{}?subjects={}&next=/letting-go/confirm", CONFIRM_SEVERAL.name, numbers.join("+"))
}

/// The page.
pub(crate) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    if let Err(problem) = caller.may(Ask::Act(&CONFIRM_SEVERAL)) {
        return problem.staff_page(&frame).into_response();
    }
    let waits = match desk.blocking(waiting).await {
        Ok(waits) => waits,
        Err(fault) => return problem_of_database(&caller.texts, &fault).staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let title = t.t("confirm-title");
    let form = if waits.is_empty() { String::new() } else { form(&waits) };
    let waits = waits.iter().map(|one| shown(t, one)).collect();
    Page::staff(&frame, &title, &ConfirmPage { t, title: title.clone(), waits, form }).into_response()
}

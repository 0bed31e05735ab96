//! One finding explained: which rule, the numbers, what would be ordinary; and the way to answer it.

use crate::READ_OVERSEER;
use crate::codes::{FindingState, WatchRule};
use crate::pages::reading::{row, unit_word};
use crate::room::FINDINGS;
use crate::tables::UnusualLook;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{BackLink, Button, Cell, ErrorStatus, Page, Problem, SummaryList, Tag, Texts, Tone};
use kernel::{Ask, Cell as _, CodeList as _, Id, Record};
use serde_json::Value;

/// A finding with what people call its officer and unit.
pub(super) struct Seen {
    pub(super) row: UnusualLook,
    pub(super) name: String,
    pub(super) unit: String,
}

#[derive(Template)]
#[template(path = "finding.html")]
pub(super) struct FindingPage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    /// What happened, in a sentence.
    why: String,
    /// What would be ordinary, in sentences.
    ordinary: Vec<String>,
    summary: SummaryList,
    more: Vec<(String, String)>,
    answer: Option<Button>,
}

fn key(rule: WatchRule) -> String {
    format!("oversight-why-{}", rule.code())
}

/// What would be ordinary, as far as it can be told.
fn ordinary(t: &Texts, row: &UnusualLook) -> Vec<String> {
    let told = |key: &str, median: i64, bound: i64| {
        (bound >= 0).then(|| t.t_args(key, &[("median", median.into()), ("bound", bound.into())]))
    };
    let mut all = vec![t.t(&format!("oversight-ordinary-{}", row.watch_rule.code()))];
    all.extend(told("oversight-own", row.own_median, row.own_bound));
    all.extend(told("oversight-peers", row.peers_median, row.peers_bound));
    all
}

fn summary(t: &Texts, Seen { row, name, unit }: &Seen, label: &dyn Fn(&str, &str) -> String) -> SummaryList {
    let tone = match row.state {
        FindingState::Open => Tone::Watch,
        FindingState::Explained => Tone::Good,
        FindingState::PassedOn => Tone::Alarm,
    };
    let mut list = SummaryList::new(t)
        .row(t.t("column-state"), Tag::new(label(&row.state.key(), row.state.label()), tone))
        .row(t.t("column-officer"), Cell::text(name.clone()))
        .row(t.t("column-role"), Cell::text(label(&row.role.key(), row.role.label())))
        .row(t.t("column-unit"), Cell::text(unit.clone()))
        .row(t.t("column-on-day"), Cell::code(row.on_day.to_string()))
        .row(t.t("column-counted"), Cell::number(t, row.counted));
    if !row.record_id.is_none() {
        list = list.row(t.t("column-record-id"), Cell::code(row.record_id.to_string()));
    }
    if row.state != FindingState::Open {
        list = list
            .row(t.t("column-ground"), Cell::text(label(&row.ground.key(), row.ground.label())))
            .row(t.t("column-answered-by"), Cell::code(row.answered_by.to_string()))
            .row(t.t("column-answered-at"), Cell::code(row.answered_at.to_string()));
    }
    list
}

impl<'a> FindingPage<'a> {
    pub(super) fn new(t: &'a Texts, seen: &Seen, label: &dyn Fn(&str, &str) -> String) -> FindingPage<'a> {
        let row = &seen.row;
        let looks =
            format!("/lists/journal/looks?actor={}&from={}&until={}", row.officer, row.on_day, row.on_day);
        let mut more = vec![
            (t.t("oversight-looks-of-the-day"), looks),
            (t.t("oversight-first-look"), format!("/overseer/entries/{}", row.first_seq)),
            (t.t("oversight-last-look"), format!("/overseer/entries/{}", row.last_seq)),
        ];
        if row.glass_seq > 0 {
            more.push((t.t("oversight-its-glass"), format!("/overseer/entries/{}", row.glass_seq)));
        }
        let href =
            format!("/acts/oversight.answer-finding?finding={0}&next=/overseer/findings/{0}", row.finding);
        let answer = Button::link(t.t("act-oversight-answer-finding"), href);
        let counted = [("counted", row.counted.into())];
        FindingPage {
            t,
            back: BackLink::new(t, "/lists/oversight/findings?state=open"),
            title: label(&row.watch_rule.key(), row.watch_rule.label()),
            why: t.t_args(&key(row.watch_rule), &counted),
            ordinary: ordinary(t, row),
            summary: summary(t, seen, label),
            more,
            answer: (row.state == FindingState::Open).then_some(answer),
        }
    }
}

async fn seen(desk: &Desk, caller: &Caller, finding: &str) -> Result<Seen, Problem> {
    caller.may(Ask::Read(&READ_OVERSEER))?;
    let missing = || Problem::of(&caller.texts, ErrorStatus::NOT_FOUND);
    let finding: Id = finding.parse().map_err(|_| missing())?;
    let read = desk.blocking(move |node| {
        let Some(row) = row::<UnusualLook>(node, vec![finding.to_value()])? else { return Ok(None) };
        let (name, unit) = (access::name_of(node, row.officer)?, unit_word(node, row.unit)?);
        Ok(Some(Seen { row, name, unit }))
    });
    read.await.map_err(|fault| problem_of_database(&caller.texts, &fault))?.ok_or_else(missing)
}

pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(finding): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match seen(&desk, &caller, &finding).await {
        Ok(seen) => {
            let t = &caller.texts;
            let label = |key: &str, english: &str| if t.has(key) { t.t(key) } else { english.to_owned() };
            let page = FindingPage::new(t, &seen, &label);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// One finding: which rule, the numbers, what would be ordinary, what became of it.
#[utoipa::path(
    get,
    path = "/api/overseer/findings/{finding}",
    operation_id = "oversight.finding",
    tag = "oversight",
    params(("finding" = Id, Path, description = "The finding")),
    responses((status = 200, description = "The finding's columns; what cannot be compared is -1", body = Value),
        (status = 404, description = "There is no finding of that number."))
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(finding): Path<String>,
) -> Result<Json<Value>, Problem> {
    let Seen { row, .. } = seen(&desk, &caller, &finding).await?;
    Ok(Json(FINDINGS.json(&row.to_row())))
}

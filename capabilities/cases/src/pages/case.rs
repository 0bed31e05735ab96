//! The page of one case: what it is about, who stands in it, what happened, what was coded and assessed, what can be done.

use super::links::{Doors, Group, Link};
use super::seen::{MOST, Seen, see};
use super::tables::{demand, proceedings, risks, timeline, victims};
use super::words::{label, moment, span, yes_no};
use super::{id_in, json, not_found};
use crate::codes::CaseState;
use crate::room::{READ_CASES, READ_NAMES};
use crate::tables::{CaseFile, Proceeding};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{BackLink, Button, Cell, Page, Problem, SummaryList, Table, Tag, Texts, Timeline, Tone, Warning};
use kernel::{Ask, CodeList, Day, Id};
use serde_json::Value;

/// Who reads, and when.
pub(super) struct Reader<'a> {
    pub(super) t: &'a Texts,
    pub(super) doors: Doors,
    /// Whether names are open to this role.
    pub(super) names: bool,
    pub(super) today: Day,
}

impl<'a> Reader<'a> {
    pub(super) fn of(desk: &Desk, caller: &'a Caller) -> Reader<'a> {
        let names = Ask::Read(&READ_NAMES).is_for(caller.actor.role);
        Reader { t: &caller.texts, doors: Doors::of(desk, caller), names, today: Desk::now().day() }
    }
}

#[derive(Template)]
#[template(path = "case.html")]
pub(super) struct CasePage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    cut: Option<String>,
    summary: SummaryList,
    names: Option<Button>,
    persons: Vec<Table>,
    wronged: Option<(Warning, Table)>,
    timeline: Timeline,
    coded: Vec<Table>,
    groups: Vec<Group>,
    lists: Vec<Link>,
}

impl<'a> CasePage<'a> {
    pub(super) fn new(reader: &Reader<'a>, seen: &Seen) -> CasePage<'a> {
        let (t, case) = (reader.t, seen.file.case_id);
        let names = Button::link(t.t("cases-names-show"), format!("/cases/{case}/names")).secondary();
        let (suspects, wronged): (Vec<&Proceeding>, Vec<&Proceeding>) =
            seen.proceedings.iter().partition(|row| row.suspect);
        let of_wronged =
            || (Warning::new(t, t.t("cases-wronged-words")), proceedings(t, "wronged", &wronged));
        CasePage {
            t,
            back: BackLink::new(t, "/cases"),
            title: t.with("cases-title", "number", case.short()),
            cut: seen.is_cut().then(|| t.with("cases-cut", "rows", MOST)),
            summary: summary(t, &seen.file),
            names: (reader.names && !seen.persons().is_empty()).then_some(names),
            persons: vec![proceedings(t, "suspects", &suspects), victims(t, seen)],
            wronged: (!wronged.is_empty()).then(of_wronged),
            timeline: timeline(t, seen.timeline.iter()),
            coded: vec![demand(t, seen), risks(t, seen, reader.today)],
            groups: groups(reader, &seen.file),
            lists: lists(t, case),
        }
    }
}

fn summary(t: &Texts, file: &CaseFile) -> SummaryList {
    let column = |name: &str| t.t(&format!("column-{name}"));
    let tone = if file.state == CaseState::Open { Tone::Calm } else { Tone::Still };
    let report = match file.report.some() {
        Some(report) => Cell::link(report.short(), format!("/reports/{report}")),
        None => Cell::text(t.t("cases-none")),
    };
    let offence = format!("{} (ICCS {})", label(t, file.offence), file.offence.code());
    SummaryList::new(t)
        .row(t.t("cases-number"), Cell::code(file.case_id.to_string()))
        .row(column("state"), Tag::new(label(t, file.state), tone))
        .row(column("offence"), Cell::text(offence))
        .row(t.t("field-conduct-when"), Cell::text(span(t, file.conduct_when())))
        .row(column("country"), Cell::text(label(t, file.country)))
        .row(column("unit"), Cell::code(file.unit.short()))
        .row(column("ex-officio"), Cell::text(yes_no(t, file.ex_officio)))
        .row(column("report"), report)
        .row(column("opened-at"), Cell::text(moment(t, file.opened_at)))
        .row(column("last-at"), Cell::text(moment(t, file.last_at)))
}

fn groups(reader: &Reader<'_>, file: &CaseFile) -> Vec<Group> {
    let (t, case, doors) = (reader.t, file.case_id, &reader.doors);
    let next = format!("/cases/{case}");
    let of_case = format!("case={case}");
    let new = doors
        .may("cases.enter-person")
        .then(|| Link { label: t.t("cases-new-person"), href: format!("/cases/{case}/persons/new") });
    let known = ["cases.record-victim", "cases.name-suspect"];
    let known = known.iter().filter_map(|act| doors.link(t, act, &of_case, &next));
    let mut decide = vec![("cases.code-demand", of_case.clone())];
    if file.state == CaseState::Open {
        decide.push(("cases.close", of_case.clone()));
    }
    let facts = [("cases.closed-by-authority", format!("deed.case={case}"))];
    let other = [
        ("cases.share", of_case.clone()),
        ("cases.unshare", of_case.clone()),
        ("cases.declare-conflict", format!("matter={case}")),
    ];
    [
        Group::of(t, "cases-do-persons", new.into_iter().chain(known).collect()),
        doors.group(t, "cases-do-decide", &decide, &next),
        doors.group(t, "cases-do-facts", &facts, &next),
        doors.group(t, "cases-do-other", &other, &next),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The same rows as lists, to sort, page and take along.
fn lists(t: &Texts, case: Id) -> Vec<Link> {
    let names = ["proceedings", "victims", "timeline", "demand", "risks"];
    let link = |name: &&str| Link {
        label: t.t(&format!("list-cases-{name}")),
        href: format!("/lists/cases/{name}?case_id={case}"),
    };
    names.iter().map(link).collect()
}

pub(super) async fn seen(desk: &Desk, caller: &Caller, path: &str) -> Result<Seen, Problem> {
    caller.may(Ask::Read(&READ_CASES))?;
    let case = id_in(caller, path)?;
    caller.may_read(desk, &READ_CASES, case).await?;
    let seen = desk.blocking(move |node| see(node, case)).await;
    seen.map_err(|fault| problem_of_database(&caller.texts, &fault))?.ok_or_else(|| not_found(caller))
}

/// The case.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match seen(&desk, &caller, &path).await {
        Ok(seen) => {
            let page = CasePage::new(&Reader::of(&desk, &caller), &seen);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// One case with its proceedings, victims, timeline, codings and assessments; numbers and codes, no names.
#[utoipa::path(
    get,
    path = "/api/cases/{case}",
    operation_id = "cases.case",
    tag = "cases",
    params(("case" = Id, Path, description = "The case")),
    responses((status = 200, description = "`case`, `proceedings`, `victims`, `timeline`, `demand`, `risks`; `cut` when a list has more rows than are given here", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let seen = seen(&desk, &caller, &path).await?;
    Ok(Json(json::case(&seen, Desk::now().day())))
}

//! The page of one case: who is in it, what happened, what can be done; names only after a look that is recorded.

use crate::room::{READ_CASES, READ_NAMES};
use crate::tables::{CaseFile, CaseVictim, Demand, Proceeding, Risk, TimelineRow};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use desk::{Caller, Desk, problem_of_database, problem_of_deed, problem_of_look};
use face::{Asked, Cell, ErrorStatus, Moment, Page, Problem, SummaryList, Tag, Texts, Timeline, Tone};
use kernel::{Ask, Cell as _, CodeList, Id, ReadKind, Record, Value, allow};
use serde_json::{Value as Json_, json};
use store::database::quoted;
use store::{DatabaseFault, LookFault, Node};

/// A case as staff see it: codes, ids and dates.
struct Seen {
    file: CaseFile,
    victims: Vec<CaseVictim>,
    proceedings: Vec<Proceeding>,
    timeline: Vec<TimelineRow>,
    demand: Vec<Demand>,
    risks: Vec<Risk>,
}

fn of_case<R: Record>(node: &Node, case: Id) -> Result<Vec<R>, DatabaseFault> {
    let names: Vec<String> = R::TABLE.columns.iter().map(|column| quoted(column.name)).collect();
    let sql = format!("SELECT {} FROM {} WHERE case_id = $1 ORDER BY 2", names.join(", "), R::TABLE.name);
    node.read(|database| database.records::<R>(&sql, vec![case.to_value()]))
}

fn see(node: &Node, case: Id) -> Result<Option<Seen>, DatabaseFault> {
    let Some(file) = of_case::<CaseFile>(node, case)?.into_iter().next() else { return Ok(None) };
    Ok(Some(Seen {
        file,
        victims: of_case(node, case)?,
        proceedings: of_case(node, case)?,
        timeline: of_case(node, case)?,
        demand: of_case(node, case)?,
        risks: of_case(node, case)?,
    }))
}

/// A person of the case: number, and what they are in it.
struct Somebody {
    id: String,
    short: String,
    what: Vec<String>,
    is_victim: bool,
}

type Names = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage<'a> {
    t: &'a Texts,
    id: String,
    title: String,
    summary: SummaryList,
    people: Vec<Somebody>,
    demand: Vec<String>,
    timeline: Timeline,
    names: Option<Names>,
}

fn summary(caller: &Caller, file: &CaseFile) -> SummaryList {
    let t = &caller.texts;
    let column = |name: &str| t.t(&format!("column-{name}"));
    let report = file.report.some().map_or_else(
        || Cell::text(t.t("case-no-report")),
        |report| Cell::link(report.short(), format!("/reports/{report}")),
    );
    SummaryList::new(t)
        .row(column("state"), Cell::text(caller.label(file.state)))
        .row(column("offence"), Cell::text(caller.label(file.offence)))
        .row(column("country"), Cell::text(caller.label(file.country)))
        .row(column("opened-at"), Cell::text(file.opened_at.to_text()))
        .row(column("ex-officio"), Cell::text(t.t(&file.ex_officio.to_text())))
        .row(column("report"), report)
}

fn people(caller: &Caller, seen: &Seen) -> Vec<Somebody> {
    let t = &caller.texts;
    let victims = seen.victims.iter().map(|row| (row.person, vec![t.t("case-victim")], true));
    let suspects = seen.proceedings.iter().map(|row| {
        let mut what = vec![caller.label(row.suspect_role), caller.label(row.stage)];
        what.extend((row.verdict.number() != 0).then(|| caller.label(row.verdict)));
        what.extend((row.sentence_months > 0).then(|| t.with("case-months", "months", row.sentence_months)));
        what.extend((!row.suspect).then(|| t.t("case-wronged")));
        (row.person, what, false)
    });
    let somebody = |(person, what, is_victim): (Id, Vec<String>, bool)| Somebody {
        id: person.to_string(),
        short: person.short(),
        what,
        is_victim,
    };
    victims.chain(suspects).map(somebody).collect()
}

/// What a line of the timeline says, in the reader's language.
fn fact(node: &Node, t: &Texts, kind: i64) -> String {
    let known = u16::try_from(kind).ok().and_then(|kind| node.registry().event(kind, 1));
    let name = known.map_or("", |event| event.name);
    let key = format!("fact-{}", name.replace('.', "-"));
    if t.has(&key) { t.t(&key) } else { name.to_owned() }
}

fn timeline(node: &Node, caller: &Caller, rows: &[TimelineRow]) -> Timeline {
    let t = &caller.texts;
    let moment = |row: &TimelineRow| {
        let happened = kernel::Span { from: row.happened_from, to: row.happened_to };
        let mut moment = Moment::new(fact(node, t, row.kind), happened.to_string());
        if !row.person.is_none() {
            moment = moment.more(t.with("case-about", "person", row.person.short().as_str()));
        }
        if row.marked { moment.tag(Tag::new(t.t("case-violation"), Tone::Watch)) } else { moment }
    };
    Timeline::new(t, rows.iter().map(moment).collect())
}

fn may(caller: &Caller, read: &'static ReadKind) -> Result<(), Problem> {
    allow(&caller.actor, Ask::Read(read), caller.purpose).map_err(|forbidden| {
        Problem::of(&caller.texts, ErrorStatus::FORBIDDEN)
            .with_kind("policy")
            .with_detail(forbidden.to_string())
    })
}

async fn looked(desk: &Desk, caller: &Caller, id: &str) -> Result<Seen, Problem> {
    let t = &caller.texts;
    may(caller, &READ_CASES)?;
    let case: Id = id.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let seen =
        desk.blocking(move |node| see(node, case)).await.map_err(|fault| problem_of_database(t, &fault))?;
    seen.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// Names and notes of everybody in the case, opened under one trace that names them all.
fn names_of(node: &Node, caller: &Caller, seen: &Seen) -> Result<Names, LookFault> {
    let suspects = seen.proceedings.iter().map(|row| row.person);
    let mut persons: Vec<Id> = seen.victims.iter().map(|row| row.person).chain(suspects).collect();
    persons.sort_unstable();
    persons.dedup();
    let trace = node.look(caller.actor, &READ_NAMES, caller.purpose, &persons)?;
    let mut names = Vec::new();
    for person in persons {
        let sql = "SELECT act, slot FROM payload WHERE subject = $1 ORDER BY act, slot";
        for row in node.read(|database| database.rows(sql, vec![person.to_value()]))? {
            let [act, Value::Integer(slot)] = row.as_slice() else { continue };
            let act = Id::from_value(act).unwrap_or(Id::NONE);
            let opened = node.open_payload(&trace, act, u16::try_from(*slot).unwrap_or(u16::MAX))?;
            names.push((person.short(), String::from_utf8_lossy(opened.expose()).into_owned()));
        }
    }
    Ok(names)
}

fn page<'a>(node: &Node, caller: &'a Caller, seen: &Seen, names: Option<Names>) -> CasePage<'a> {
    let t = &caller.texts;
    let coded = |row: &Demand| format!("{}: {}", caller.label(row.demand_level), caller.label(row.category));
    let mut demand: Vec<String> = seen.demand.iter().map(coded).collect();
    if demand.is_empty() {
        demand.push(caller.label(kernel::codes::DemandLevel::NotDetermined));
    }
    CasePage {
        t,
        id: seen.file.case_id.to_string(),
        title: t.with("case-title", "number", seen.file.case_id.short().as_str()),
        summary: summary(caller, &seen.file),
        people: people(caller, seen),
        demand,
        timeline: timeline(node, caller, &seen.timeline),
        names,
    }
}

async fn show(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &id).await {
        Ok(seen) => {
            let page = page(desk.node(), &caller, &seen, None);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

async fn with_names(desk: &Desk, caller: &Caller, id: &str) -> Result<(Seen, Names), Problem> {
    may(caller, &READ_NAMES)?;
    let seen = looked(desk, caller, id).await?;
    let by = caller.clone();
    let both = desk.blocking(move |node| names_of(node, &by, &seen).map(|names| (seen, names))).await;
    both.map_err(|fault| problem_of_look(&caller.texts, &fault))
}

async fn show_names(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match with_names(&desk, &caller, &id).await {
        Ok((seen, names)) => {
            let page = page(desk.node(), &caller, &seen, Some(names));
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

async fn json_names(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Json_>, Problem> {
    let (_, names) = with_names(&desk, &caller, &id).await?;
    let names = names.into_iter().map(|(person, text)| json!({ "person": person, "text": text }));
    Ok(Json(json!({ "names": names.collect::<Vec<_>>() })))
}

/// Rows as JSON, by column name.
fn rows_json<R: Record>(records: &[R]) -> Vec<Json_> {
    let one = |record: &R| {
        let row = record.to_row();
        let cells = R::TABLE.columns.iter().zip(&row);
        let cells = cells.map(|(column, cell)| (column.name.to_owned(), Json_::from((column.text)(cell))));
        cells.collect::<serde_json::Map<_, _>>().into()
    };
    records.iter().map(one).collect()
}

async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Json_>, Problem> {
    let seen = looked(&desk, &caller, &id).await?;
    Ok(Json(json!({
        "case": rows_json(std::slice::from_ref(&seen.file)),
        "victims": rows_json(&seen.victims),
        "proceedings": rows_json(&seen.proceedings),
        "timeline": rows_json(&seen.timeline),
        "demand": rows_json(&seen.demand),
        "risks": rows_json(&seen.risks),
    })))
}

/// Draws a number for a new case and leads to its form.
async fn new_case(State(desk): State<Desk>, caller: Caller, uri: Uri) -> Response {
    match desk.node().new_id() {
        Ok(case) => {
            let report = Asked::of(&uri).get("report").parse::<Id>();
            let report = report.map(|id| format!("&report={id}")).unwrap_or_default();
            Redirect::to(&format!("/acts/cases.open?case={case}{report}&next=/cases/{case}")).into_response()
        }
        Err(fault) => problem_of_deed(&caller.texts, &fault).staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// Draws a number for a new person and leads to the form; afterwards it is asked what they are in the case.
async fn new_person(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    match (desk.node().new_id(), id.parse::<Id>()) {
        (Ok(person), Ok(case)) => {
            let next = format!("/cases/{case}/with/{person}");
            Redirect::to(&format!("/acts/cases.enter-person?person={person}&next={next}")).into_response()
        }
        (_, Err(_)) => nothing_here(&desk, &caller),
        (Err(fault), _) => {
            problem_of_deed(&caller.texts, &fault).staff_page(&caller.frame(&desk)).into_response()
        }
    }
}

fn nothing_here(desk: &Desk, caller: &Caller) -> Response {
    Problem::of(&caller.texts, ErrorStatus::NOT_FOUND).staff_page(&caller.frame(desk)).into_response()
}

#[derive(Template)]
#[template(path = "person_in_case.html")]
struct PersonInCase<'a> {
    t: &'a Texts,
    case: String,
    person: String,
}

/// A person was entered: are they a victim or a suspect in this case?
async fn with_person(
    State(desk): State<Desk>,
    caller: Caller,
    Path(both): Path<(String, String)>,
) -> Response {
    let (Ok(case), Ok(person)) = (both.0.parse::<Id>(), both.1.parse::<Id>()) else {
        return nothing_here(&desk, &caller);
    };
    let page = PersonInCase { t: &caller.texts, case: case.to_string(), person: person.to_string() };
    Page::staff(&caller.frame(&desk), &caller.texts.t("case-person-title"), &page).into_response()
}

/// The room's own pages.
pub(crate) fn pages() -> Router<Desk> {
    Router::new()
        .route("/cases/new", get(new_case))
        .route("/cases/{id}", get(show))
        .route("/cases/{id}/names", get(show_names))
        .route("/cases/{id}/persons/new", get(new_person))
        .route("/cases/{id}/with/{person}", get(with_person))
}

/// Their JSON twins.
pub(crate) fn api() -> Router<Desk> {
    Router::new().route("/api/cases/{id}", get(show_json)).route("/api/cases/{id}/names", get(json_names))
}

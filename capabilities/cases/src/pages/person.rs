//! The page of one person in one case: by number, never by name; from here the acts that concern the person are begun.

use super::case::{Reader, seen};
use super::links::Group;
use super::seen::Seen;
use super::tables::{columns, person_link, risk_tags, timeline};
use super::words::{coded, label, sentence, span, verdict};
use super::{id_in, json};
use crate::codes::SuspicionGround;
use crate::tables::Proceeding;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk};
use face::{BackLink, Cell, Page, Problem, SummaryList, Table, Tag, Texts, Timeline, Tone, Warning};
use kernel::Id;
use kernel::codes::{ClosureReason, ConductOfExploitation, Iccs};
use serde_json::Value;

/// What an authority may have done to anybody, named before or not.
const TO_ANYBODY: [&str; 6] = [
    "cases.arrest-made",
    "cases.person-detained",
    "cases.charge-brought",
    "cases.verdict-given",
    "cases.sentence-passed",
    "cases.became-final",
];
/// What an authority may have done in a proceeding.
const IN_PROCEEDING: [&str; 4] = [
    "cases.appeal-lodged",
    "cases.release-happened",
    "cases.closed-by-authority",
    "cases.diverted-by-authority",
];

#[derive(Template)]
#[template(path = "person.html")]
pub(super) struct PersonPage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    wronged: Option<Warning>,
    summary: SummaryList,
    risks: Option<Table>,
    timeline: Timeline,
    groups: Vec<Group>,
}

impl<'a> PersonPage<'a> {
    pub(super) fn new(reader: &Reader<'a>, seen: &Seen, person: Id) -> PersonPage<'a> {
        let (t, case) = (reader.t, seen.file.case_id);
        let row = seen.proceedings.iter().find(|row| row.person == person);
        let wronged = row.is_some_and(|row| !row.suspect);
        PersonPage {
            t,
            back: BackLink::new(t, format!("/cases/{case}")),
            title: t.with("cases-person-title", "number", person.short()),
            wronged: wronged.then(|| Warning::new(t, t.t("cases-wronged-words"))),
            summary: summary(t, seen, person, row),
            risks: row.filter(|_| !seen.victims.is_empty()).map(|_| risks(reader, seen, person)),
            timeline: timeline(t, seen.timeline.iter().filter(|line| line.person == person)),
            groups: groups(reader, seen, person, row),
        }
    }
}

fn is_victim(seen: &Seen, person: Id) -> bool {
    seen.victims.iter().any(|row| row.person == person)
}

fn summary(t: &Texts, seen: &Seen, person: Id, row: Option<&Proceeding>) -> SummaryList {
    let column = |name: &str| t.t(&format!("column-{name}"));
    let (here, tone) = match (is_victim(seen, person), row.map(|row| row.suspect)) {
        (true, None) => ("cases-is-victim", Tone::Calm),
        (true, Some(true)) => ("cases-is-both", Tone::Watch),
        (true, Some(false)) => ("cases-is-wronged-victim", Tone::Alarm),
        (false, Some(true)) => ("cases-is-suspect", Tone::Calm),
        (false, Some(false)) => ("cases-is-wronged", Tone::Alarm),
        (false, None) => ("cases-is-nobody", Tone::Still),
    };
    let known = SummaryList::new(t)
        .row(t.t("cases-number"), Cell::code(person.to_string()))
        .row(t.t("cases-here"), Tag::new(t.t(here), tone));
    let Some(row) = row else { return known };
    known
        .row(column("suspect-role"), Cell::text(label(t, row.suspect_role)))
        .row(column("sector"), Cell::text(label(t, row.sector)))
        .row(column("ground"), Cell::text(coded::<SuspicionGround>(t, row.ground)))
        .row(t.t("field-conduct-when"), Cell::text(span(t, row.conduct_when())))
        .row(column("conduct"), Cell::text(coded::<ConductOfExploitation>(t, row.conduct)))
        .row(column("stage"), Cell::text(label(t, row.stage)))
        .row(column("charged-offence"), Cell::text(coded::<Iccs>(t, row.charged_offence)))
        .row(column("verdict"), Cell::text(verdict(t, row)))
        .row(t.t("cases-sentence"), Cell::text(sentence(t, row)))
        .row(column("closed-reason"), Cell::text(coded::<ClosureReason>(t, row.closed_reason)))
        .row(column("violations"), Cell::number(t, row.violations))
}

/// The risk to each victim of the case, should this person be released; what is not assessed stands here too.
fn risks(reader: &Reader<'_>, seen: &Seen, person: Id) -> Table {
    let (t, case) = (reader.t, seen.file.case_id);
    let columns = columns(
        t,
        &[
            ("victim", "column-victim"),
            ("level", "column-risk-level"),
            ("counts", "cases-risk-today"),
            ("assess", "cases-risk-assess"),
        ],
    );
    let standing = seen.standing_risks();
    let next = format!("/cases/{case}/persons/{person}");
    let missing = || (Cell::text(t.t("cases-none")), Tag::new(t.t("cases-risk-missing"), Tone::Watch).into());
    let rows = seen.victims.iter().filter(|victim| victim.person != person).map(|victim| {
        let risk = standing.iter().find(|risk| (risk.person, risk.victim) == (person, victim.person));
        let (level, counts) = risk.map_or_else(missing, |risk| {
            let (level, counts) = risk_tags(t, risk, reader.today, seen.holds_days);
            (level.into(), counts.into())
        });
        let query = format!("case={case}&person={person}&victim={}", victim.person);
        let link = reader.doors.link(t, "cases.assess-risk", &query, &next);
        let assess =
            link.map_or_else(|| Cell::text(""), |link| Cell::link(t.t("cases-risk-assess"), link.href));
        vec![person_link(case, victim.person), level, counts, assess]
    });
    Table::new(t, "risks", t.t("cases-risks-of-release"), columns).rows(rows)
}

fn groups(reader: &Reader<'_>, seen: &Seen, person: Id, row: Option<&Proceeding>) -> Vec<Group> {
    let (t, case, doors) = (reader.t, seen.file.case_id, &reader.doors);
    let next = format!("/cases/{case}/persons/{person}");
    let both = format!("case={case}&person={person}");
    let mut here = vec!["cases.name-suspect"];
    let mut decide = Vec::new();
    let mut facts = TO_ANYBODY.to_vec();
    let victim = is_victim(seen, person);
    if !victim {
        here.insert(0, "cases.record-victim");
    }
    if let Some(row) = row {
        facts.extend(IN_PROCEEDING);
        if row.suspect {
            decide.extend(["cases.code-demand", "cases.decide-charge"]);
        }
        decide.extend(["cases.decide-release", "cases.divert", "cases.close"]);
    }
    let with = |acts: Vec<&'static str>, query: &str| -> Vec<(&'static str, String)> {
        acts.into_iter().map(|act| (act, query.to_owned())).collect()
    };
    let of_victim = [
        ("cases.request-testimony", format!("case={case}&victim={person}")),
        ("victims.state-wish", format!("victim={person}&case={case}")),
        ("victims.name-guardian", format!("child={person}")),
        ("victims.exclude-guardian", format!("child={person}")),
    ];
    let other = [
        ("cases.link-persons", format!("linked={person}")),
        ("cases.declare-conflict", format!("matter={person}")),
        ("journal.ask-erasure", format!("subject={person}")),
    ];
    let deed = format!("deed.case={case}&deed.person={person}");
    [
        doors.group(t, "cases-do-here", &with(here, &both), &next),
        doors.group(t, "cases-do-victim", if victim { &of_victim } else { &[] }, &next),
        doors.group(t, "cases-do-decide", &with(decide, &both), &next),
        doors.group(t, "cases-do-facts", &with(facts, &deed), &next),
        doors.group(t, "cases-do-other", &other, &next),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The person.
pub(super) async fn show(
    State(desk): State<Desk>,
    caller: Caller,
    Path((case, person)): Path<(String, String)>,
) -> Response {
    let frame = caller.frame(&desk);
    let found = async { Ok::<_, Problem>((seen(&desk, &caller, &case).await?, id_in(&caller, &person)?)) };
    match found.await {
        Ok((seen, person)) => {
            let page = PersonPage::new(&Reader::of(&desk, &caller), &seen, person);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// One person in one case: the proceeding, the timeline, codings and assessments; no name.
#[utoipa::path(
    get,
    path = "/api/cases/{case}/persons/{person}",
    operation_id = "cases.person",
    tag = "cases",
    params(("case" = Id, Path, description = "The case"), ("person" = Id, Path, description = "The person")),
    responses((status = 200, description = "`proceeding` and `victim` are null where the person is none", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path((case, person)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let seen = seen(&desk, &caller, &case).await?;
    Ok(Json(json::person(&seen, id_in(&caller, &person)?, Desk::now().day())))
}

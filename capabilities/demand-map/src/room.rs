//! What the room shows staff: live figures, and the way of a release from proposal to publication.

use crate::acts::{CONFIRM_RELEASE, ConfirmRelease, PROPOSE_RELEASE, ProposeRelease};
use crate::codes::{Part, ReleaseState};
use crate::funnel::Outcomes;
use crate::live::Live;
use crate::load::{live, release, to_freeze};
use crate::public::{chart, label};
use crate::release::{FreezeError, freeze_after, tally};
use crate::scheme::{Cell, Figure};
use crate::tables::{Release, ReleaseCell};
use crate::{READ_LIVE, READ_PROPOSED};
use askama::Template;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{
    ActDoor, Caller, Desk, Entrusted, Guard, Line, Listing, Nav, Pressing, Room, Routes, Rows, Waits,
    answered, problem_of_database, problem_of_deed, unread_body,
};
use face::{Asked, BarChart, ErrorStatus, FieldError, Form, Page, Problem, Texts, Typed};
use kernel::{Ask, Id, Record, Span};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{OpenApi as _, ToSchema};

static PROPOSED: Entrusted = Entrusted::decided_by_another(
    "entrusted-releases",
    Release::TABLE,
    "proposed_by",
    Some(("state", ReleaseState::Proposed as i64)),
);

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "demand-map",
        name,
        table,
        rows: Rows::Kept,
        read: &READ_PROPOSED,
        guard: Guard::Open,
        columns: &[],
        filters: &[],
        when: "",
        order,
        href: "/demand-map/releases/{}",
    }
}

static RELEASES: Listing = Listing { filters: &["state"], ..listing("releases", Release::TABLE, "-at") };
static WAITS_RELEASES: Waits = Waits {
    label: "waits-releases",
    listing: &RELEASES,
    filters: &[("state", "proposed")],
    own: "",
    due: "",
    pressing: Pressing::Open,
};
static CELLS: Listing =
    Listing { filters: &["release_id"], ..listing("cells", ReleaseCell::TABLE, "release_id") };

#[derive(Template)]
#[template(path = "live.html")]
struct LivePage<'a> {
    t: &'a Texts,
    years: String,
    form: Form<'a>,
    funnel: BarChart,
    arrested: BarChart,
    demand: BarChart,
    may_propose: bool,
}

#[derive(Template)]
#[template(path = "propose.html")]
struct ProposePage<'a> {
    t: &'a Texts,
    id: String,
    form: Form<'a>,
}

#[derive(Template)]
#[template(path = "release.html")]
struct ReleasePage<'a> {
    t: &'a Texts,
    title: String,
    state: String,
    funnel: BarChart,
    demand: BarChart,
    waits: bool,
    confirm: Option<String>,
}

/// The years asked for: one, or all. What is no year is said, lest all years be taken for one.
fn years(t: &Texts, asked: &Asked) -> Result<(i64, i64), Problem> {
    let text = asked.get("year");
    if text.is_empty() {
        return Ok((0, 9999));
    }
    let year = text.parse().ok().filter(|year| (1900..=2200).contains(year));
    year.map(|year| (year, year)).ok_or_else(|| {
        let error = FieldError::new(t, "year", "live-year-wrong", "live-year-right");
        Problem::of(t, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
    })
}

/// Every cell with its exact count: for staff alone.
fn exact(figures: &Live) -> Vec<Cell> {
    let counts = tally(&figures.funnel, &figures.demand);
    counts.into_iter().map(|(key, count)| Cell { key, figure: Figure::Shown(count) }).collect()
}

/// What became of everybody who was arrested, "outcome not known" among them (¶63).
fn outcomes(t: &Texts, outcomes: &Outcomes) -> BarChart {
    let bars = [
        ("outcome-convicted", outcomes.convicted),
        ("outcome-acquitted", outcomes.acquitted),
        ("outcome-dismissed", outcomes.dismissed),
        ("outcome-unfit", outcomes.unfit),
        ("outcome-closed", outcomes.closed),
        ("outcome-not-known", outcomes.not_known),
    ];
    bars.into_iter().fold(BarChart::new(t, "arrested", t.t("arrested-title")), |chart, (key, count)| {
        chart.bar(t.t(key), Some(count.unsigned_abs()))
    })
}

async fn read_live(desk: &Desk, caller: &Caller, uri: &Uri) -> Result<(Live, Asked), Problem> {
    caller.may(Ask::Read(&READ_LIVE))?;
    let asked = Asked::of(uri);
    let wanted = years(&caller.texts, &asked)?;
    let figures = desk.blocking(move |node| live(node, wanted)).await;
    Ok((figures.map_err(|fault| problem_of_database(&caller.texts, &fault))?, asked))
}

async fn live_page(State(desk): State<Desk>, caller: Caller, uri: Uri) -> Response {
    let (frame, t) = (caller.frame(&desk), &caller.texts);
    let (figures, asked) = match read_live(&desk, &caller, &uri).await {
        Ok(read) => read,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let cells = exact(&figures);
    let typed = Typed::nothing().and("year", asked.get("year"));
    let page = LivePage {
        t,
        years: asked.get("year").to_owned(),
        form: Form::again(t, &typed, &[]),
        funnel: chart(t, "funnel", &t.t("funnel-title"), &cells, Part::Funnel),
        arrested: outcomes(t, &figures.funnel.arrested),
        demand: chart(t, "demand", &t.t("demand-title"), &cells, Part::Demand),
        may_propose: caller.may(Ask::Act(&PROPOSE_RELEASE)).is_ok(),
    };
    Page::staff(&frame, &t.t("live-title"), &page).into_response()
}

/// The live figures with their exact counts, for staff alone, and what became of everybody who was arrested.
#[utoipa::path(
    get,
    path = "/api/demand-map/live",
    operation_id = "demand-map.live",
    tag = "demand-map",
    params(("year" = Option<i64>, Query, description = "The year in which a proceeding began, 1900 to 2200; all years when none is given")),
    responses(
        (status = 200, description = "`cells` (code, label, count) and `arrested` by outcome, not known among them", body = Value),
        (status = 400, description = "What was given is no year"),
        (status = 403, description = "Not for this role"),
    )
)]
async fn live_json(State(desk): State<Desk>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    let (figures, _) = read_live(&desk, &caller, &uri).await?;
    let arrested = &figures.funnel.arrested;
    let cells = exact(&figures).into_iter().map(|cell| {
        let code = cell.key.code_and_label().unwrap_or_default().0;
        json!({ "code": code, "label": label(&caller.texts, cell.key), "count": cell.figure.count() })
    });
    Ok(Json(json!({
        "cells": cells.collect::<Vec<_>>(),
        "arrested": {
            "convicted": arrested.convicted, "acquitted": arrested.acquitted, "dismissed": arrested.dismissed,
            "unfit": arrested.unfit, "closed": arrested.closed, "outcome_not_known": arrested.not_known,
        },
    })))
}

/// What a release is frozen from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Proposal {
    /// Makes a retry harmless; a new one is drawn when none is given.
    #[serde(default)]
    id: Option<Id>,
    /// Whole past years: 2024, or 2020/2024.
    period: Span,
    /// Counts from 1 to one less are not shown: 3 to 100, 5 when none is given.
    #[serde(default)]
    threshold: Option<i64>,
}

/// Freezes the figures of a period and proposes them; a second person publishes. The same id again is the same release,
/// though the live figures have moved on.
async fn propose(desk: &Desk, caller: &Caller, proposal: Proposal) -> Result<Id, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Act(&PROPOSE_RELEASE))?;
    let (threshold, period) = (proposal.threshold.unwrap_or(5), proposal.period);
    let node = desk.node();
    let act_id = match proposal.id.and_then(Id::some) {
        Some(id) => id,
        None => node.new_id().map_err(|fault| problem_of_deed(t, &fault))?,
    };
    let id = act_id.derive("release", 0);
    let read = desk.blocking(move |node| Ok((release(node, id)?, to_freeze(node, period)?))).await;
    let (known, (figures, before)) = read.map_err(|fault| problem_of_database(t, &fault))?;
    if let Some((row, _)) = known
        && (row.period(), row.threshold, row.proposed_by) == (period, threshold, caller.actor.id)
    {
        return Ok(id);
    }
    let cells = freeze_after(&figures.funnel, &figures.demand, threshold, &before)
        .map_err(|fault| not_frozen(t, &fault))?;
    let act = ProposeRelease { release: id, period, threshold, cells };
    let deed = node.deed(act_id, &act, caller.actor, caller.purpose).build();
    let answer = node.enter(deed).await.map_err(|fault| problem_of_deed(t, &fault))?;
    answered(t, answer)?;
    Ok(id)
}

fn not_frozen(t: &Texts, fault: &FreezeError) -> Problem {
    if let FreezeError::Threshold(_) = fault {
        let error = FieldError::new(t, "threshold", "propose-threshold-wrong", "propose-threshold-right");
        return wrong(t, error);
    }
    tracing::error!(%fault, "live figures cannot be frozen");
    Problem::of(t, ErrorStatus::INTERNAL)
}

fn wrong(t: &Texts, error: FieldError) -> Problem {
    Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error])
}

/// Freezes the figures of a period and proposes them; a second person publishes them.
#[utoipa::path(
    post,
    path = "/api/demand-map/releases",
    operation_id = "demand-map.propose",
    tag = "demand-map",
    request_body = Proposal,
    responses(
        (status = 200, description = "`release`: its number; the same id again is the same release", body = Value),
        (status = 400, description = "What was sent cannot be read"),
        (status = 403, description = "Not for this role"),
        (status = 409, description = "The id was used for another content"),
        (status = 422, description = "A field is wrong, or the rule count-nobody-out refuses"),
    )
)]
async fn propose_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<Proposal>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    caller.may(Ask::Act(&PROPOSE_RELEASE))?;
    let Json(proposal) = body.map_err(|rejection| {
        let right = r#"JSON: {"period": "2025", "threshold": 5, "id": "..."}"#;
        unread_body(&caller.texts, rejection.body_text(), right)
    })?;
    let release = propose(&desk, &caller, proposal).await?;
    Ok(Json(json!({ "release": release })))
}

fn propose_form(desk: &Desk, caller: &Caller, typed: &Typed, errors: &[FieldError]) -> Page {
    let t = &caller.texts;
    Page::staff(
        &caller.frame(desk),
        &t.t("propose-title"),
        &ProposePage { t, id: typed.get("id").to_owned(), form: Form::again(t, typed, errors) },
    )
}

async fn propose_page(State(desk): State<Desk>, caller: Caller) -> Response {
    if let Err(problem) = caller.may(Ask::Act(&PROPOSE_RELEASE)) {
        return problem.staff_page(&caller.frame(&desk)).into_response();
    }
    match desk.node().new_id() {
        // Sent twice, the form is one release.
        Ok(id) => {
            let typed = Typed::nothing().and("threshold", "5").and("id", id.to_string());
            propose_form(&desk, &caller, &typed, &[]).into_response()
        }
        Err(fault) => problem_of_deed(&caller.texts, &fault).staff_page(&caller.frame(&desk)).into_response(),
    }
}

fn typed_proposal(t: &Texts, typed: &Typed) -> Result<Proposal, Problem> {
    let field = |name, key: &str| {
        wrong(t, FieldError::new(t, name, &format!("{key}-wrong"), &format!("{key}-right")))
    };
    Ok(Proposal {
        id: typed.get("id").parse().ok(),
        period: typed.get("period").parse().map_err(|_| field("period", "propose-period"))?,
        threshold: Some(typed.get("threshold").parse().map_err(|_| field("threshold", "propose-threshold"))?),
    })
}

async fn propose_send(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let proposed = match typed_proposal(&caller.texts, &typed) {
        Ok(proposal) => propose(&desk, &caller, proposal).await,
        Err(problem) => Err(problem),
    };
    let problem = match proposed {
        Ok(release) => return Redirect::to(&format!("/demand-map/releases/{release}")).into_response(),
        Err(problem) => problem,
    };
    // What a rule refuses is no field to mend: it has a page of its own.
    let is_field = |error: &FieldError| matches!(error.field.as_str(), "period" | "threshold");
    if problem.errors().iter().any(is_field) {
        let page = propose_form(&desk, &caller, &typed, problem.errors());
        page.with_status(problem.status().code()).into_response()
    } else {
        problem.staff_page(&caller.frame(&desk)).into_response()
    }
}

async fn read_release(desk: &Desk, caller: &Caller, id: &str) -> Result<(Release, Vec<Cell>), Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_PROPOSED))?;
    let id: Id = id.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let found =
        desk.blocking(move |node| release(node, id)).await.map_err(|fault| problem_of_database(t, &fault))?;
    found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// Whether this caller may be the second person of a release that waits for one.
fn may_confirm(caller: &Caller, row: &Release) -> bool {
    let is_second = row.proposed_by != caller.actor.id && caller.may(Ask::Act(&CONFIRM_RELEASE)).is_ok();
    is_second && !row.is_published()
}

async fn release_page(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Response {
    let (frame, t) = (caller.frame(&desk), &caller.texts);
    match read_release(&desk, &caller, &id).await {
        Ok((row, cells)) => {
            let page = ReleasePage {
                t,
                title: t.with("statistics-period", "period", row.period().to_string().as_str()),
                state: caller.label(row.state),
                funnel: chart(t, "funnel", &t.t("funnel-title"), &cells, Part::Funnel),
                demand: chart(t, "demand", &t.t("demand-title"), &cells, Part::Demand),
                waits: !row.is_published(),
                confirm: may_confirm(&caller, &row).then(|| {
                    format!("/acts/demand-map.confirm-release?release={id}&next=/demand-map/releases/{id}")
                }),
            };
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// A release, proposed or published, with its frozen figures.
#[utoipa::path(
    get,
    path = "/api/demand-map/releases/{id}",
    operation_id = "demand-map.release",
    tag = "demand-map",
    params(("id" = Id, Path, description = "The release")),
    responses((status = 200, description = "`release` and `cells`", body = Value))
)]
async fn release_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let (row, cells) = read_release(&desk, &caller, &id).await?;
    Ok(Json(json!({ "release": RELEASES.json(&row.to_row()), "cells": cells })))
}

/// The room's own routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(live_json, propose_json, release_json))]
struct Described;

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: [&face::resources!("demand-map")[..], &face::door_resources!("statistics")].concat(),
        nav: vec![
            Nav { label: "nav-demand-map", href: "/demand-map", read: &READ_LIVE },
            Nav { label: "nav-releases", href: "/lists/demand-map/releases", read: &READ_PROPOSED },
        ],
        listings: vec![&RELEASES, &CELLS],
        acts: vec![ActDoor::of::<ProposeRelease>(&[]), ActDoor::of::<ConfirmRelease>(&[])],
        pages: Routes::new()
            .get("/demand-map", Line::Read(&READ_LIVE), live_page)
            .get("/demand-map/release", Line::Act(&PROPOSE_RELEASE), propose_page)
            .post("/demand-map/release", Line::Act(&PROPOSE_RELEASE), propose_send)
            .get("/demand-map/releases/{id}", Line::Read(&READ_PROPOSED), release_page),
        api: Routes::new()
            .get("/api/demand-map/live", Line::Read(&READ_LIVE), live_json)
            .post("/api/demand-map/releases", Line::Act(&PROPOSE_RELEASE), propose_json)
            .get("/api/demand-map/releases/{id}", Line::Read(&READ_PROPOSED), release_json),
        openapi: Some(Described::openapi()),
        entrusted: vec![&PROPOSED],
        waits_for: vec![(&WAITS_RELEASES, &CONFIRM_RELEASE)],
        ..Room::default()
    }
}

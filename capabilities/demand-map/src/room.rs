//! What the room shows staff: live figures, and the way of a release from proposal to publication.

use crate::acts::{ConfirmRelease, ProposeRelease};
use crate::codes::Part;
use crate::funnel::Outcomes;
use crate::live::Live;
use crate::load::{earlier, live, release};
use crate::public::{chart, label};
use crate::release::{freeze_after, tally};
use crate::scheme::{Cell, Figure};
use crate::tables::{Release, ReleaseCell};
use crate::{READ_LIVE, READ_PROPOSED};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use desk::{ActDoor, Caller, Desk, Listing, Nav, Room, answered, problem_of_database, problem_of_deed};
use face::{Asked, BarChart, ErrorStatus, FieldError, Form, Language, Page, Problem, Resource, Texts, Typed};
use kernel::{Ask, Id, ReadKind, Record, Span, allow};
use serde::Deserialize;
use serde_json::{Value, json};

const fn listing(name: &'static str, table: &'static kernel::Table, order: &'static str) -> Listing {
    Listing {
        room: "demand-map",
        name,
        table,
        read: &READ_PROPOSED,
        columns: &[],
        filters: &[],
        order,
        href: "/demand-map/releases/{}",
    }
}

static RELEASES: Listing = Listing { filters: &["state"], ..listing("releases", Release::TABLE, "-at") };
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
}

#[derive(Template)]
#[template(path = "propose.html")]
struct ProposePage<'a> {
    t: &'a Texts,
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
    confirm: Option<String>,
}

fn may(caller: &Caller, read: &'static ReadKind) -> Result<(), Problem> {
    allow(&caller.actor, Ask::Read(read), caller.purpose).map_err(|forbidden| {
        Problem::of(&caller.texts, ErrorStatus::FORBIDDEN)
            .with_kind("policy")
            .with_detail(forbidden.to_string())
    })
}

/// The years asked for: one, or all.
fn years(asked: &Asked) -> (i64, i64) {
    asked
        .get("year")
        .parse()
        .ok()
        .filter(|year| (1900..=2200).contains(year))
        .map_or((0, 9999), |year| (year, year))
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
    may(caller, &READ_LIVE)?;
    let asked = Asked::of(uri);
    let wanted = years(&asked);
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
    };
    Page::staff(&frame, &t.t("live-title"), &page).into_response()
}

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
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proposal {
    #[serde(default)]
    id: Option<Id>,
    period: Span,
    #[serde(default)]
    threshold: Option<i64>,
}

/// Freezes the figures of a period and proposes them; a second person publishes.
async fn propose(desk: &Desk, caller: &Caller, proposal: Proposal) -> Result<Id, Problem> {
    let t = &caller.texts;
    let threshold = proposal.threshold.unwrap_or(5);
    let period = proposal.period;
    let wanted = (i64::from(period.from.parts().0), i64::from(period.to.parts().0));
    let read = desk.blocking(move |node| Ok((live(node, wanted)?, earlier(node, period)?))).await;
    let (figures, before) = read.map_err(|fault| problem_of_database(t, &fault))?;
    let cells = freeze_after(&figures.funnel, &figures.demand, threshold, &before).map_err(|error| {
        let error = FieldError {
            field: "threshold".into(),
            wrong: error.to_string(),
            right: "3 to 100; 5 is usual".into(),
        };
        Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error])
    })?;
    let node = desk.node();
    let act_id = match proposal.id {
        Some(id) => id,
        None => node.new_id().map_err(|fault| problem_of_deed(t, &fault))?,
    };
    let release = act_id.derive("release", 0);
    let act = ProposeRelease { release, period, threshold, cells };
    let deed = node.deed(act_id, &act, caller.actor, caller.purpose).build();
    let answer = node.enter(deed).await.map_err(|fault| problem_of_deed(t, &fault))?;
    answered(t, answer)?;
    Ok(release)
}

async fn propose_json(
    State(desk): State<Desk>,
    caller: Caller,
    Json(proposal): Json<Proposal>,
) -> Result<Json<Value>, Problem> {
    let release = propose(&desk, &caller, proposal).await?;
    Ok(Json(json!({ "release": release })))
}

fn propose_form(desk: &Desk, caller: &Caller, typed: &Typed, errors: &[FieldError]) -> Page {
    let t = &caller.texts;
    Page::staff(
        &caller.frame(desk),
        &t.t("propose-title"),
        &ProposePage { t, form: Form::again(t, typed, errors) },
    )
}

async fn propose_page(State(desk): State<Desk>, caller: Caller) -> Response {
    match may(&caller, &READ_PROPOSED) {
        Ok(()) => propose_form(&desk, &caller, &Typed::nothing().and("threshold", "5"), &[]).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

async fn propose_send(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let body = json!({ "period": typed.get("period"), "threshold": typed.get("threshold").parse::<i64>().unwrap_or(0) });
    let proposal = match serde_json::from_value::<Proposal>(body) {
        Ok(proposal) => proposal,
        Err(error) => {
            let error = FieldError {
                field: "period".into(),
                wrong: error.to_string(),
                right: caller.texts.t("propose-period-hint"),
            };
            return propose_form(&desk, &caller, &typed, &[error]).into_response();
        }
    };
    match propose(&desk, &caller, proposal).await {
        Ok(release) => Redirect::to(&format!("/demand-map/releases/{release}")).into_response(),
        Err(problem) if problem.errors().is_empty() => {
            problem.staff_page(&caller.frame(&desk)).into_response()
        }
        Err(problem) => propose_form(&desk, &caller, &typed, problem.errors()).into_response(),
    }
}

async fn read_release(desk: &Desk, caller: &Caller, id: &str) -> Result<(Release, Vec<Cell>), Problem> {
    let t = &caller.texts;
    may(caller, &READ_PROPOSED)?;
    let id: Id = id.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let found =
        desk.blocking(move |node| release(node, id)).await.map_err(|fault| problem_of_database(t, &fault))?;
    found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
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
                confirm: (!row.is_published()).then(|| {
                    format!("/acts/demand-map.confirm-release?release={id}&next=/demand-map/releases/{id}")
                }),
            };
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

async fn release_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let (row, cells) = read_release(&desk, &caller, &id).await?;
    Ok(Json(json!({ "release": RELEASES.json(&row.to_row()), "cells": cells })))
}

/// The room.
#[must_use]
pub fn room() -> Room {
    Room {
        charter: crate::charter(),
        texts: vec![
            Resource { language: Language::English, source: include_str!("../languages/en/demand-map.ftl") },
            Resource { language: Language::Arabic, source: include_str!("../languages/ar/demand-map.ftl") },
        ],
        nav: vec![
            Nav { label: "nav-demand-map", href: "/demand-map", read: &READ_LIVE },
            Nav { label: "nav-releases", href: "/lists/demand-map/releases", read: &READ_PROPOSED },
        ],
        listings: vec![&RELEASES, &CELLS],
        acts: vec![ActDoor::of::<ProposeRelease>(&[]), ActDoor::of::<ConfirmRelease>(&[])],
        pages: Router::new()
            .route("/demand-map", get(live_page))
            .route("/demand-map/release", get(propose_page).post(propose_send))
            .route("/demand-map/releases/{id}", get(release_page)),
        api: Router::new()
            .route("/api/demand-map/live", get(live_json))
            .route("/api/demand-map/releases", post(propose_json))
            .route("/api/demand-map/releases/{id}", get(release_json)),
        ..Room::default()
    }
}

//! The public edition: frozen releases that two people published, as pages, chart, CSV and JSON. National totals only.
//!
//! `core` writes them out as files; the public process reads nothing else of them.

use crate::csv::csv;
use crate::load::published;
use crate::scheme::{Cell, CellKey, Figure};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use face::{BarChart, Cards, ErrorStatus, Page, Problem, Texts, Visit};
use kernel::Id;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use store::{DatabaseFault, Node};

/// A file that `core` writes out for the public process.
pub struct PublicFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// How many of the newest releases stay public.
const MOST: usize = 50;

/// Writes out the published releases.
///
/// # Errors
/// [`DatabaseFault`].
pub fn write_out(node: &Node) -> Result<Vec<PublicFile>, DatabaseFault> {
    let releases: Vec<Value> = published(node)?
        .into_iter()
        .take(MOST)
        .map(|(release, cells)| {
            json!({
                "id": release.release_id.to_string(),
                "period": release.period().to_string(),
                "published": release.at.to_string(),
                "threshold": release.threshold,
                "cells": cells,
            })
        })
        .collect();
    Ok(vec![PublicFile {
        name: "releases.json".into(),
        bytes: Value::from(releases).to_string().into_bytes(),
    }])
}

/// A published release as the public process knows it.
#[derive(Clone, Debug, serde::Deserialize)]
struct Edition {
    id: Id,
    period: String,
    published: String,
    threshold: i64,
    cells: Vec<Cell>,
}

/// The directory that `core` writes to.
#[derive(Clone)]
pub struct PublicStatistics(Arc<PathBuf>);

impl PublicStatistics {
    /// Reads releases from this directory.
    #[must_use]
    pub fn new(directory: PathBuf) -> PublicStatistics {
        PublicStatistics(Arc::new(directory))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the public process has no store: it reads the one file that core writes out"
    )]
    fn editions(&self) -> Vec<Edition> {
        let text = std::fs::read_to_string(self.0.join("releases.json")).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "statistics.html")]
struct ListPage<'a> {
    t: &'a Texts,
    cards: Cards,
    none: bool,
}

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage<'a> {
    t: &'a Texts,
    title: String,
    published: String,
    threshold: String,
    funnel: BarChart,
    demand: BarChart,
    csv: String,
    json: String,
}

/// The label of a cell in the reader's language.
pub(crate) fn label(t: &Texts, key: CellKey) -> String {
    let Some((code, english)) = key.code_and_label() else { return key.number.to_string() };
    let keys = ["funnel-step", "demand-group", "demand-category"].map(|list| format!("{list}-{code}"));
    keys.iter().find(|key| t.has(key)).map_or_else(|| english.to_owned(), |key| t.t(key))
}

/// The chart of one part of a release.
pub(crate) fn chart(
    t: &Texts,
    id: &'static str,
    title: &str,
    cells: &[Cell],
    part: crate::codes::Part,
) -> BarChart {
    let of_part = cells.iter().filter(|cell| cell.key.part == part);
    of_part.fold(BarChart::new(t, id, title), |chart, cell| {
        let count = match cell.figure {
            Figure::Shown(count) => Some(count.unsigned_abs()),
            Figure::Suppressed => None,
        };
        chart.bar(label(t, cell.key), count)
    })
}

async fn list(State(statistics): State<PublicStatistics>, visit: Visit) -> Page {
    let t = visit.texts();
    let editions = statistics.editions();
    let none = editions.is_empty();
    let cards = editions.into_iter().fold(Cards::new(), |cards, edition| {
        cards.card(
            t.with("statistics-period", "period", edition.period.as_str()),
            edition.published,
            visit.link(&format!("/statistics/{}", edition.id)),
        )
    });
    Page::public(&visit, &ListPage { t, cards, none })
}

fn attachment(media: &'static str, name: &str, body: String) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    face::headers::secure(headers);
    response
}

async fn edition(
    State(statistics): State<PublicStatistics>,
    visit: Visit,
    Path(name): Path<String>,
) -> Response {
    let t = visit.texts();
    let (id, kind) = name.split_once('.').unwrap_or((&name, "html"));
    let found = statistics.editions().into_iter().find(|edition| edition.id.to_string() == id);
    let Some(edition) = found else {
        return Problem::of(t, ErrorStatus::NOT_FOUND).public_page(&visit).into_response();
    };
    match kind {
        "csv" => attachment("text/csv; charset=utf-8", &name, csv(&edition.cells)),
        "json" => axum::Json(as_json(&edition)).into_response(),
        _ => {
            use crate::codes::Part;
            let page = EditionPage {
                t,
                title: t.with("statistics-period", "period", edition.period.as_str()),
                published: t.with(
                    "statistics-published",
                    "day",
                    edition.published.split('T').next().unwrap_or_default(),
                ),
                threshold: t.with("statistics-threshold", "threshold", edition.threshold),
                funnel: chart(t, "funnel", &t.t("funnel-title"), &edition.cells, Part::Funnel),
                demand: chart(t, "demand", &t.t("demand-title"), &edition.cells, Part::Demand),
                csv: format!("/statistics/{}.csv", edition.id),
                json: format!("/statistics/{}.json", edition.id),
            };
            Page::public(&visit, &page).into_response()
        }
    }
}

fn as_json(edition: &Edition) -> Value {
    let cell = |cell: &Cell| {
        let (code, label) = cell.key.code_and_label().unwrap_or_default();
        json!({ "code": code, "label": label, "count": cell.figure.count() })
    };
    json!({
        "id": edition.id, "period": edition.period, "published": edition.published, "threshold": edition.threshold,
        "cells": edition.cells.iter().map(cell).collect::<Vec<_>>(),
    })
}

/// `/statistics`: what everybody may see.
pub fn public_routes(statistics: PublicStatistics) -> Router {
    Router::new()
        .route("/statistics", get(list))
        .route("/statistics/{name}", get(edition))
        .with_state(statistics)
}

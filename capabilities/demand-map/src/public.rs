//! The public edition: frozen releases that two people published, as pages, chart, CSV and JSON. National totals only.
//!
//! `core` writes them out as files; the public process reads nothing else of them.

use crate::codes::Part;
use crate::csv::csv;
use crate::load::published;
use crate::scheme::{Cell, CellKey, Figure};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use face::{BackLink, BarChart, Cards, ErrorStatus, Markup, Page, Problem, Texts, Visit};
use kernel::{CodeList as _, Id, Span};
use serde_json::{Map, Value, json};
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
    let releases: Vec<Value> = published(node, MOST)?
        .into_iter()
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

    /// The releases written out so far: none before the first. A file that cannot be read is a fault, never "none".
    #[expect(
        clippy::disallowed_methods,
        reason = "the public process has no store: it reads the one file that core writes out"
    )]
    fn editions(&self) -> Result<Vec<Edition>, ShelfFault> {
        match std::fs::read(self.0.join("releases.json")) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The same for a page: a fault goes to the log, and the visitor is asked to come back.
    fn editions_for(&self, visit: &Visit) -> Result<Vec<Edition>, Response> {
        self.editions().map_err(|fault| {
            tracing::error!(%fault, "published releases cannot be read");
            Problem::of(visit.texts(), ErrorStatus::UNAVAILABLE).public_page(visit).into_response()
        })
    }
}

/// Why the published releases are not read.
#[derive(Debug, thiserror::Error)]
enum ShelfFault {
    /// The system does not give the file.
    #[error("releases.json: {0}")]
    File(#[from] std::io::Error),
    /// It is not what `core` writes.
    #[error("releases.json: {0}")]
    Content(#[from] serde_json::Error),
}

#[derive(Template)]
#[template(path = "statistics.html")]
struct ListPage<'a> {
    t: &'a Texts,
    cards: Cards,
    newest: Option<Markup>,
}

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage<'a> {
    t: &'a Texts,
    title: String,
    back: BackLink,
    figures: Markup,
}

/// The figures of one release with what must be known to read them.
#[derive(Template)]
#[template(path = "figures.html")]
struct Figures<'a> {
    t: &'a Texts,
    title: String,
    published: String,
    threshold: String,
    funnel: BarChart,
    demand: BarChart,
    csv: String,
    json: String,
}

impl Edition {
    /// The day of publication in words: in Arabic, digits with hyphens would read backwards.
    fn day(&self, t: &Texts) -> String {
        let text = self.published.split('T').next().unwrap_or_default();
        let Ok(day) = text.parse::<Span>() else { return text.to_owned() };
        let (year, month, day) = day.from.parts();
        t.date(year.into(), u8::try_from(month).ok(), u8::try_from(day).ok())
    }
}

/// The label of a cell in the reader's language.
pub(crate) fn label(t: &Texts, key: CellKey) -> String {
    let Some((code, english)) = key.code_and_label() else { return key.number.to_string() };
    let keys = ["funnel-step", "demand-group", "demand-category"].map(|list| format!("{list}-{code}"));
    keys.iter().find(|key| t.has(key)).map_or_else(|| english.to_owned(), |key| t.t(key))
}

/// The chart of one part of a release.
pub(crate) fn chart(t: &Texts, id: &'static str, title: &str, cells: &[Cell], part: Part) -> BarChart {
    let of_part = cells.iter().filter(|cell| cell.key.part == part);
    of_part.fold(BarChart::new(t, id, title), |chart, cell| {
        let count = match cell.figure {
            Figure::Shown(count) => Some(count.unsigned_abs()),
            Figure::Suppressed => None,
        };
        chart.bar(label(t, cell.key), count)
    })
}

async fn list(State(statistics): State<PublicStatistics>, visit: Visit) -> Result<Page, Response> {
    let t = visit.texts();
    let editions = statistics.editions_for(&visit)?;
    let newest = editions.first().map(|edition| Markup::of(&figures_of(&visit, edition)));
    let cards = editions.iter().fold(Cards::new(), |cards, edition| {
        cards.card(
            t.with("statistics-period", "period", edition.period.as_str()),
            t.with("statistics-published", "day", edition.day(t)),
            visit.link(&format!("/statistics/{}", edition.id)),
        )
    });
    Ok(Page::public_titled(&visit, &t.t("statistics-title"), &ListPage { t, cards, newest }))
}

fn figures_of<'a>(visit: &'a Visit, edition: &Edition) -> Figures<'a> {
    let t = visit.texts();
    Figures {
        t,
        title: t.with("statistics-period", "period", edition.period.as_str()),
        published: t.with("statistics-published", "day", edition.day(t)),
        threshold: t.with("statistics-threshold", "threshold", edition.threshold),
        funnel: chart(t, "funnel", &t.t("funnel-title"), &edition.cells, Part::Funnel),
        demand: chart(t, "demand", &t.t("demand-title"), &edition.cells, Part::Demand),
        csv: format!("/statistics/{}.csv", edition.id),
        json: format!("/statistics/{}.json", edition.id),
    }
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
) -> Result<Response, Response> {
    let t = visit.texts();
    let not_found = || Problem::of(t, ErrorStatus::NOT_FOUND).public_page(&visit).into_response();
    let (id, kind) = name.split_once('.').unwrap_or((&name, ""));
    let editions = statistics.editions_for(&visit)?;
    let found = editions.into_iter().find(|edition| edition.id.to_string() == id);
    let edition = found.ok_or_else(not_found)?;
    match kind {
        "csv" => Ok(attachment("text/csv; charset=utf-8", &name, csv(&edition.cells))),
        "json" => {
            let mut response = axum::Json(as_json(&edition)).into_response();
            face::headers::secure(response.headers_mut());
            Ok(response)
        }
        "" => {
            let title = t.with("statistics-period", "period", edition.period.as_str());
            let back = BackLink::new(t, visit.link("/statistics"));
            let figures = Markup::of(&figures_of(&visit, &edition));
            let page = EditionPage { t, title, back, figures };
            Ok(Page::public_titled(&visit, &page.title, &page).into_response())
        }
        _ => Err(not_found()),
    }
}

fn as_json(edition: &Edition) -> Value {
    let cell = |cell: &Cell| {
        let (code, label) = cell.key.code_and_label().unwrap_or_default();
        json!({ "part": cell.key.part, "code": code, "label": label, "count": cell.figure.count() })
    };
    json!({
        "id": edition.id, "period": edition.period, "published": edition.published, "threshold": edition.threshold,
        "cells": edition.cells.iter().map(cell).collect::<Vec<_>>(),
    })
}

/// The addresses for programs as the public door's OpenAPI describes them.
#[must_use]
pub fn public_paths() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let parts: Vec<&str> = Part::all().iter().map(|part| part.code()).collect();
    let cell = json!({
        "type": "object", "required": ["part", "code", "label", "count"],
        "properties": {
            "part": { "enum": parts }, "code": text, "label": text,
            "count": { "type": ["integer", "null"], "description": "null where a count is not shown" },
        },
    });
    let release = json!({
        "type": "object", "required": ["id", "period", "published", "threshold", "cells"],
        "properties": {
            "id": text, "period": text, "published": text, "threshold": { "type": "integer" },
            "cells": { "type": "array", "items": cell },
        },
    });
    let number = json!({ "type": "string", "format": "record-number", "pattern": "^[0-9a-f]{32}$" });
    let get = |kind: &str, content: &Value| {
        json!({ "get": {
            "operationId": format!("statistics-{kind}"), "summary": "A published release.",
            "parameters": [{ "name": "release", "in": "path", "required": true, "schema": number }],
            "responses": {
                "200": { "description": "The release", "content": content },
                "404": { "description": "No release of that number is published." },
                "503": { "description": "Releases cannot be read now." },
            },
        } })
    };
    let as_json = get("json", &json!({ "application/json": { "schema": release } }));
    let mut as_csv = get("csv", &json!({ "text/csv": { "schema": text } }));
    // People follow the link to the file, too: what is wrong is told as a page.
    for status in ["404", "503"] {
        as_csv["get"]["responses"][status]["content"] = json!({ "text/html": { "schema": text } });
    }
    [("/statistics/{release}.json", as_json), ("/statistics/{release}.csv", as_csv)]
        .map(|(path, operation)| (path.to_owned(), operation))
        .into_iter()
        .collect()
}

/// `/statistics`: what everybody may see.
pub fn public_routes(statistics: PublicStatistics) -> Router {
    Router::new()
        .route("/statistics", get(list))
        .route("/statistics/{name}", get(edition))
        .with_state(statistics)
}

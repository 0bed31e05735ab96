//! One platform, one legal basis, and the figures of platforms.

use super::{Way, id_in, row, way};
use crate::codes::BasisState;
use crate::room::{BASES, PLATFORMS};
use crate::statistics::{Figures, figures};
use crate::tables::{Basis, Platform};
use crate::{READ_BASES, READ_LETTERS};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database, summary};
use face::{BackLink, Cell, Column, ErrorStatus, Page, Problem, SummaryList, Table, Texts};
use kernel::{Ask, Record};

#[derive(Template)]
#[template(path = "letters-other.html")]
struct OtherPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    summary: SummaryList,
    ways: Vec<Way>,
}

async fn looked<R: Record + Send + 'static>(desk: &Desk, caller: &Caller, path: &str) -> Result<R, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_BASES))?;
    let number = id_in(caller, path)?;
    let found = desk.blocking(move |node| row::<R>(node, number)).await;
    let found = found.map_err(|fault| problem_of_database(t, &fault))?;
    found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// One platform as a page.
pub(super) async fn platform(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    let at: Platform = match looked(&desk, &caller, &path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let (t, platform) = (&caller.texts, at.platform);
    let with = format!("platform={platform}");
    let ways = [
        way(&desk, &caller, "draft", &with, "/letters/letters/%7Bletter%7D"),
        way(&desk, &caller, "mend-platform", &with, &format!("/letters/platforms/{platform}")),
    ];
    let page = OtherPage {
        t,
        back: BackLink::new(t, "/lists/letters/platforms"),
        title: at.platform_name.clone(),
        summary: summary(t, Platform::TABLE, &at.to_row(), PLATFORMS.columns),
        ways: ways.into_iter().flatten().collect(),
    };
    Page::staff(&frame, &page.title, &page).into_response()
}

/// One legal basis as a page.
pub(super) async fn basis(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    let at: Basis = match looked(&desk, &caller, &path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let (t, basis) = (&caller.texts, at.basis);
    let ways = match at.basis_state {
        BasisState::Proposed => {
            vec![way(
                &desk,
                &caller,
                "approve-basis",
                &format!("legal_basis={basis}"),
                &format!("/letters/bases/{basis}"),
            )]
        }
        BasisState::InForce => vec![
            way(&desk, &caller, "draft", &format!("legal_basis={basis}"), "/letters/letters/%7Bletter%7D"),
            way(&desk, &caller, "propose-basis", &format!("replaces={basis}"), "/letters/bases/%7Bbasis%7D"),
        ],
        BasisState::Replaced => Vec::new(),
    };
    let shown: Vec<&str> = BASES.shown().into_iter().map(|(_, column)| column.name).collect();
    let page = OtherPage {
        t,
        back: BackLink::new(t, "/lists/letters/bases"),
        title: at.law.clone(),
        summary: summary(t, Basis::TABLE, &at.to_row(), &shown),
        ways: ways.into_iter().flatten().collect(),
    };
    Page::staff(&frame, &page.title, &page).into_response()
}

#[derive(Template)]
#[template(path = "letters-statistics.html")]
struct StatisticsPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    table: Table,
}

async fn counted(desk: &Desk, caller: &Caller) -> Result<Vec<Figures>, Problem> {
    caller.may(Ask::Read(&READ_LETTERS))?;
    let counted = desk.blocking(figures).await;
    counted.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

fn table(t: &Texts, all: &[Figures]) -> Table {
    let columns = vec![
        Column::new(t, "platform", "column-platform-name"),
        Column::new(t, "sent", "letters-statistics-sent").number(),
        Column::new(t, "answered", "letters-statistics-answered").number(),
        Column::new(t, "days", "letters-statistics-days").number(),
    ];
    let few = || Cell::text(t.t("letters-statistics-few"));
    let count =
        |n: Option<usize>| n.and_then(|n| i64::try_from(n).ok()).map_or_else(few, |n| Cell::number(t, n));
    let cells = all.iter().map(|one| {
        let days = one.median_days.map_or_else(few, |days| Cell::number(t, days));
        vec![Cell::text(one.name.clone()), count(one.sent), count(one.answered), days]
    });
    Table::new(t, "platforms", t.t("letters-statistics-title"), columns).rows(cells)
}

/// The figures as a page.
pub(super) async fn statistics(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    let all = match counted(&desk, &caller).await {
        Ok(all) => all,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let title = t.t("letters-statistics-title");
    let page = StatisticsPage { t, back: BackLink::new(t, "/letters"), title, table: table(t, &all) };
    Page::staff(&frame, &page.title, &page).into_response()
}

/// Letters by platform: sent, answered, and the median of days; what is too few to be told is null.
#[utoipa::path(
    get,
    path = "/api/letters/statistics",
    operation_id = "letters.statistics",
    tag = "letters",
    responses((status = 200, description = "By platform", body = Vec<Figures>))
)]
pub(super) async fn statistics_json(
    State(desk): State<Desk>,
    caller: Caller,
) -> Result<Json<Vec<Figures>>, Problem> {
    counted(&desk, &caller).await.map(Json)
}

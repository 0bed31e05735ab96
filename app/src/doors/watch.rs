//! The watch over looks: hourly beside the writer, and whenever an overseer wants it. Here the two rooms meet that it needs:
//! oversight judges, cases know by blind token who bears a name.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use cases::persons_named;
use desk::{Caller, Desk, Line, Routes, problem_of_deed};
use face::Problem;
use kernel::{Ask, ReadKind, Role};
use serde::Serialize;
use store::{DeedFault, Node};
use utoipa::ToSchema;

/// Having the looks gone over now.
pub(crate) static WATCH: ReadKind =
    ReadKind { code: 5, name: "journal.watch", roles: &[Role::Overseer], personal: false };

/// The worker: once an hour.
pub(crate) fn hourly(node: &Node) -> Result<usize, DeedFault> {
    oversight::watch_hourly(node, Desk::now(), persons_named)
}

/// What a watch found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Watched {
    /// How many new findings were put before the overseer.
    found: usize,
}

async fn watched(desk: &Desk, caller: &Caller) -> Result<usize, Problem> {
    caller.may(Ask::Read(&WATCH))?;
    let found = desk.blocking(|node| oversight::watch(node, Desk::now(), persons_named)).await;
    found.map_err(|fault| problem_of_deed(&caller.texts, &fault))
}

/// Goes over the looks of today and yesterday now. It does so by itself each hour.
#[utoipa::path(
    post,
    path = "/api/overseer/watch",
    operation_id = "oversight.watch",
    tag = "oversight",
    responses((status = 200, description = "How many new findings were put before the overseer", body = Watched))
)]
pub(crate) async fn from_api(State(desk): State<Desk>, caller: Caller) -> Result<Json<Watched>, Problem> {
    Ok(Json(Watched { found: watched(&desk, &caller).await? }))
}

async fn from_page(State(desk): State<Desk>, caller: Caller) -> Response {
    match watched(&desk, &caller).await {
        Ok(_) => Redirect::to("/lists/oversight/findings?state=open").into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// `POST /api/overseer/watch`, `POST /overseer/watch`.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/api/overseer/watch", Line::Read(&WATCH), from_api).post(
        "/overseer/watch",
        Line::Read(&WATCH),
        from_page,
    )
}

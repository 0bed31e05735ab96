//! A signed checkpoint of the running node, to be kept elsewhere: what finds a cut tail or a rewritten whole.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use desk::{Caller, Desk, problem_of_deed};
use kernel::{Ask, ReadKind, Role};

/// Asking for a checkpoint: it tells how long the journal is and nothing of what stands in it.
pub(crate) static READ_CHECKPOINT: ReadKind = ReadKind {
    code: 4,
    name: "journal.read-checkpoint",
    roles: &[Role::Overseer, Role::Administrator],
    personal: false,
};

/// Signs a checkpoint now and tells it: C2SP tlog-checkpoint text, to be kept elsewhere.
#[utoipa::path(
    get,
    path = "/api/checkpoint",
    operation_id = "journal.checkpoint",
    tag = "journal",
    responses(
        (status = 200, content_type = "text/plain", body = String, description = "The signed checkpoint"),
        (status = 403, description = "Only the overseer and the administrator may ask for one"),
    )
)]
pub(crate) async fn checkpoint(State(desk): State<Desk>, caller: Caller) -> Response {
    if let Err(problem) = caller.may(Ask::Read(&READ_CHECKPOINT)) {
        return problem.into_response();
    }
    match desk.blocking(store::Node::checkpoint).await {
        Ok(text) => ([("content-type", "text/plain; charset=utf-8")], text).into_response(),
        Err(fault) => problem_of_deed(&caller.texts, &fault).into_response(),
    }
}

/// `GET /api/checkpoint`.
pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/api/checkpoint", get(checkpoint))
}

//! What leaves: the package, whose fetching is entered before its first byte goes, and the chain of custody.

use super::one::known;
use crate::leaving::{Fetched, document, fetch};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, answered, problem_of_deed};
use face::{ErrorStatus, Problem};
use kernel::{Ask, Id};
use tokio_util::io::ReaderStream;

fn file_named(body: Body, media: &'static str, name: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    // What is encrypted does not get shorter by compression.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    face::headers::secure(headers);
    response
}

async fn take(desk: &Desk, caller: &Caller, path: &str) -> Result<Response, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Act(&crate::acts::tell_hand::KIND))?;
    let handover = known(desk, caller, path).await?.handover;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let fetched = desk.blocking(move |node| fetch(node, actor, purpose, handover)).await;
    let gone = || Problem::of(t, ErrorStatus::NOT_FOUND).with_detail(t.t("evidence-package-not-there"));
    let file = match fetched.map_err(|fault| problem_of_deed(t, &fault))? {
        Fetched::Package(file) => file,
        Fetched::NotThere => return Err(gone()),
        Fetched::Broken => {
            return Err(Problem::of(t, ErrorStatus::REFUSED).with_detail(t.t("evidence-package-broken")));
        }
        Fetched::NotEntered(answer) => {
            answered(t, answer)?;
            return Err(gone());
        }
    };
    let file = tokio::fs::File::from_std(file);
    let body = Body::from_stream(ReaderStream::with_capacity(file, 64 * 1024));
    Ok(file_named(body, "application/octet-stream", &format!("{handover}.age")))
}

/// Fetch a package: an age file, encrypted to its recipient.
///
/// Who fetched it is entered before the first byte goes. A package that is not as it was packed does not leave.
#[utoipa::path(
    post,
    path = "/api/evidence/handovers/{handover}/package",
    operation_id = "evidence.package",
    tag = "evidence",
    params(("handover" = Id, Path, description = "The handover's number")),
    responses(
        (status = 200, description = "The package", body = String, content_type = "application/octet-stream"),
        desk::Conflicted,
    )
)]
pub(super) async fn package(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    take(&desk, &caller, &path).await
}

/// The package, or a page that says why not.
pub(super) async fn package_from_page(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Response {
    match take(&desk, &caller, &path).await {
        Ok(response) => response,
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

async fn chain(desk: &Desk, caller: &Caller, path: &str) -> Result<Response, Problem> {
    let t = &caller.texts;
    let at = known(desk, caller, path).await?;
    let name = format!("custody-{}.json", at.handover);
    let document = desk.blocking(move |node| document(node, &at)).await;
    let document = document.map_err(|fault| problem_of_deed(t, &fault))?;
    let text = serde_json::to_vec_pretty(&document)
        .map_err(|error| Problem::of(t, ErrorStatus::INTERNAL).with_detail(error.to_string()))?;
    Ok(file_named(Body::from(text), "application/json", &name))
}

/// The chain of custody of a handover, to be verified offline.
///
/// Its entries word for word, each with its path to one checkpoint that is signed now: `tutela custody verify FILE`.
#[utoipa::path(
    get,
    path = "/api/evidence/handovers/{handover}/custody",
    operation_id = "evidence.custody",
    tag = "evidence",
    params(("handover" = Id, Path, description = "The handover's number")),
    responses((status = 200, description = "The document", body = serde_json::Value), desk::Conflicted)
)]
pub(super) async fn custody(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    chain(&desk, &caller, &path).await
}

/// The document, or a page that says why not.
pub(super) async fn custody_from_page(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Response {
    match chain(&desk, &caller, &path).await {
        Ok(response) => response,
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

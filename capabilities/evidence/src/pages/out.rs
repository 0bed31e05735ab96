//! What leaves: the package, whose fetching is entered before its first byte goes, and the chain of custody.

use super::one::known;
use crate::acts::TellHand;
use crate::codes::{Hand, HandoverState};
use crate::custody::Document;
use crate::package::{hash_of_file, hex};
use crate::tables::{Handover, Recipient};
use crate::worker::{place, row};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, answered, problem_of_deed};
use face::{ErrorStatus, Problem};
use kernel::{Ask, Cell as _, Hash, Id, Value};
use std::path::PathBuf;
use store::{DatabaseFault, DeedFault, Node};
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

/// The file, and what was computed over it just now.
fn computed(node: &Node, at: &Handover) -> Option<(PathBuf, String)> {
    let package = Hash(at.package.as_slice().try_into().ok()?);
    let path = place(node, at.handover, &package);
    let (found, _) = hash_of_file(&path).ok()?;
    Some((path, hex(&found.0)))
}

async fn take(desk: &Desk, caller: &Caller, path: &str) -> Result<Response, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Act(&crate::acts::tell_hand::KIND))?;
    let at = known(desk, caller, path).await?;
    let (handover, record) = (at.handover, at.record_id);
    let gone = || Problem::of(t, ErrorStatus::NOT_FOUND).with_detail(t.t("evidence-package-not-there"));
    if !matches!(at.handover_state, HandoverState::Packed | HandoverState::Fetched) {
        return Err(gone());
    }
    let found = desk.blocking(move |node| computed(node, &at)).await;
    let (file, hash) = found.ok_or_else(gone)?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let act = TellHand { record, handover, hand: Hand::Fetched, hash };
    let entered = desk.blocking(move |node| {
        let deed = node.deed(node.new_id()?, &act, actor, purpose).build();
        node.enter_now(deed)
    });
    let entered = entered.await.map_err(|fault| problem_of_deed(t, &fault))?;
    answered(t, entered)?;
    // The act says whether the hash was the same: what differs went into the journal, and does not leave.
    let is_fetched = desk.blocking(move |node| row::<Handover>(node, handover)).await;
    let is_fetched = is_fetched.map_err(|fault| desk::problem_of_database(t, &fault))?;
    if is_fetched.is_none_or(|row| row.handover_state != HandoverState::Fetched) {
        return Err(Problem::of(t, ErrorStatus::REFUSED).with_detail(t.t("evidence-package-broken")));
    }
    let file = tokio::fs::File::open(&file).await.map_err(|_| gone())?;
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

fn broken(fault: &DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// The numbers of the entries that the document shows, in their order.
fn numbers(node: &Node, at: &Handover) -> Result<Vec<u64>, DatabaseFault> {
    let to = row::<Recipient>(node, at.recipient)?;
    let named = to.map(|to| [to.proposed_in, to.approved_in, to.withdrawn_in]).into_iter().flatten();
    let sql = "SELECT seq FROM custody_hand WHERE handover = $1 ORDER BY seq LIMIT 200";
    let hands = node.read(|database| database.rows(sql, vec![at.handover.to_value()]))?;
    let hands = hands.iter().filter_map(|row| match row.first() {
        Some(Value::Integer(seq)) => Some(*seq),
        _ => None,
    });
    let mut all: Vec<u64> = named.chain(hands).filter(|seq| *seq > 0).map(i64::cast_unsigned).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Puts the document together, under a checkpoint that is signed now. Blocking.
///
/// # Errors
/// [`DeedFault`].
fn document(node: &Node, at: &Handover) -> Result<Document, DeedFault> {
    let numbers = numbers(node, at).map_err(|fault| broken(&fault))?;
    let missing = || DeedFault::Internal("an entry of a handover is missing".to_owned());
    let proofs = node.prove_all(&numbers)?.ok_or_else(missing)?;
    let entry = |number: &u64| {
        let entry = node.entry(*number).map_err(|fault| broken(&fault))?;
        entry.map(|entry| entry.to_bytes()).ok_or_else(missing)
    };
    let bytes = numbers.iter().map(entry).collect::<Result<Vec<_>, DeedFault>>()?;
    let entries: Vec<_> = bytes.into_iter().zip(proofs).collect();
    Ok(Document::of(at.handover, node.verifier(), &entries))
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

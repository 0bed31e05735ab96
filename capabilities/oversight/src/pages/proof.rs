//! The proof that an entry stands in the journal, without what it says: as JSON and as C2SP tlog-proof text, to be handed to
//! whoever doubts it.

use crate::READ_OVERSEER;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, format_of, problem_of_deed, wrong_query};
use face::{Asked, ErrorStatus, Problem};
use kernel::{Ask, Hash};
use serde::Serialize;
use store::proof::Proof;
use utoipa::ToSchema;

/// Proof that an entry stands in the journal. It tells nothing of what the entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryProof {
    /// The entry's number.
    pub entry: u64,
    /// Its place in the tree: the number less one.
    pub index: u64,
    /// Its leaf hash, hexadecimal: SHA-256 of a zero byte and the entry's bytes.
    pub leaf: String,
    /// The audit path of RFC 9162, from the leaf upwards, hexadecimal.
    pub path: Vec<String>,
    /// The signed checkpoint, C2SP tlog-checkpoint text.
    pub checkpoint: String,
    /// All of it as C2SP tlog-proof text: what `tutela verify --proof` reads.
    pub text: String,
}

fn hex(hash: &Hash) -> String {
    hash.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl From<&Proof> for EntryProof {
    fn from(proof: &Proof) -> EntryProof {
        EntryProof {
            entry: proof.entry(),
            index: proof.index,
            leaf: hex(&proof.leaf),
            path: proof.path.iter().map(hex).collect(),
            checkpoint: proof.checkpoint.clone(),
            text: proof.to_text(),
        }
    }
}

fn as_file(proof: &Proof) -> Response {
    let mut response = proof.to_text().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let name = format!("attachment; filename=\"entry-{}.tlog-proof\"", proof.entry());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    face::headers::secure(headers);
    response
}

/// Proof that an entry stands in the journal: leaf hash, audit path and signed checkpoint, without what the entry says.
///
/// `format=text` gives C2SP tlog-proof text, which `tutela verify --proof` checks without a database.
#[utoipa::path(
    get,
    path = "/api/overseer/entries/{entry}/proof",
    operation_id = "oversight.prove",
    tag = "oversight",
    params(("entry" = u64, Path, description = "The entry's number"),
        ("format" = Option<String>, Query, description = "text for C2SP tlog-proof text")),
    responses((status = 200, description = "The proof, under a checkpoint that is signed now",
            content((EntryProof = "application/json"), (String = "text/plain"))),
        (status = 404, description = "There is no entry of that number."))
)]
pub(super) async fn give(
    State(desk): State<Desk>,
    caller: Caller,
    Path(entry): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    caller.may(Ask::Read(&READ_OVERSEER))?;
    let t = &caller.texts;
    let entry: u64 = entry.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let format =
        format_of(&Asked::of(&uri), &["json", "text"]).map_err(|error| wrong_query(&caller, error))?;
    let proof = desk.blocking(move |node| node.prove(entry)).await;
    let proof = proof.map_err(|fault| problem_of_deed(t, &fault))?;
    let proof = proof.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    Ok(if format == "text" { as_file(&proof) } else { Json(EntryProof::from(&proof)).into_response() })
}

//! The chat for programs: one object of JSON a line, each as it happens.

use super::super::api::{json_of, receipt, said as told};
use super::super::ask::Door;
use super::super::intake::{problem, wrong};
use super::open::open;
use super::watching::Watching;
use crate::live::Happened;
use crate::wire::Said;
use axum::extract::{Request, State};
use axum::response::Response;
use face::{ErrorStatus, Problem, Visit};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::{Value, json};

/// A receipt.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LiveJson {
    receipt: String,
}

fn event(happened: &Happened<Said>) -> Value {
    match happened {
        Happened::Said(all) => {
            json!({ "event": "message", "said": all.iter().map(told).collect::<Vec<_>>() })
        }
        Happened::Here => json!({ "event": "here" }),
        Happened::Gone => json!({ "event": "gone" }),
        Happened::Still => json!({ "event": "still" }),
        Happened::End(end) => json!({ "event": "end", "why": end.code() }),
    }
}

/// `POST /api/thread/live`: what was said so far, and what happens from now on.
pub(crate) async fn live(
    State(door): State<Door>,
    visit: Visit,
    request: Request,
) -> Result<Response, Problem> {
    let t = visit.texts();
    let LiveJson { receipt: given } = json_of(t, request).await?;
    let receipt = receipt(t, &given)?;
    let thread = door.thread(receipt.proof(), 0).await.map_err(|kept| problem(t, kept))?;
    let place = open(&door, receipt.proof()).map_err(|_| {
        let full = wrong(t, "receipt", "door-live-full", "door-live-full-right");
        Problem::of(t, ErrorStatus::UNAVAILABLE).with_errors(vec![full])
    })?;
    let watching = Watching::new(&door, receipt.proof(), place, &thread);
    let before = (!thread.said.is_empty()).then_some(Happened::Said(thread.said));
    let all = futures_util::stream::iter(before).chain(watching.happening());
    Ok(face::unbuffered("application/x-ndjson", all.map(|happened| format!("{}\n", event(&happened)))))
}

//! Reports come in by the file: `POST /api/reports/intake`, a line of JSON each.

use crate::acts::file_report::KIND;
use crate::intake::{MAX_LINES, Taken, TooManyLines, take_file};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk};
use face::{ErrorStatus, FieldError, Problem};
use kernel::Ask;

/// The media type of what comes in and goes out: a JSON object a line.
const NDJSON: &str = "application/x-ndjson";

fn too_many(caller: &Caller, count: usize) -> Problem {
    let error = FieldError {
        field: "body".into(),
        wrong: format!("has {count} lines"),
        right: format!("at most {MAX_LINES} lines; more in a second file"),
    };
    Problem::of(&caller.texts, ErrorStatus::REFUSED).with_errors(vec![error])
}

/// Enter many reports: a company's, another hotline's, or what was told by telephone, a line of JSON each.
///
/// Each line is answered by a line, in the same order; what is refused stops nothing else. A line sent again under its number is the
/// same report. What a machine says again, word for word, stands in the line of the first such report.
#[utoipa::path(
    post,
    path = "/api/reports/intake",
    operation_id = "reports.intake",
    tag = "reports",
    request_body(content = String, content_type = "application/x-ndjson", description = "At most 10,000 lines and 32 MiB, each an object as `Line` describes it"),
    responses(
        (status = 200, description = "A line for each line: `id`, `report`, `outcome`; of what is refused `field`, `wrong`, `right`", body = Taken, content_type = "application/x-ndjson"),
        (status = 413, description = "Larger than 32 MiB"),
        (status = 415, description = "Not application/x-ndjson"),
        (status = 422, description = "No text in UTF-8, or more than 10,000 lines; nothing was entered"),
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    caller.may(Ask::Act(&KIND))?;
    let t = &caller.texts;
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !media.starts_with(NDJSON) {
        return Err(Problem::of(t, ErrorStatus::MEDIA_TYPE));
    }
    let text = String::from_utf8(body.to_vec()).map_err(|_| {
        let error =
            FieldError { field: "body".into(), wrong: "is no text in UTF-8".into(), right: "UTF-8".into() };
        Problem::of(t, ErrorStatus::REFUSED).with_errors(vec![error])
    })?;
    let actor = caller.actor;
    let all = desk.blocking(move |node| take_file(node, &actor, &text, &mut |_| ()));
    let all = all.await.map_err(|TooManyLines(count)| too_many(&caller, count))?;
    let mut answer = String::new();
    for one in &all {
        answer += &serde_json::to_string(one).unwrap_or_default();
        answer.push('\n');
    }
    Ok(([(CONTENT_TYPE, NDJSON)], answer).into_response())
}

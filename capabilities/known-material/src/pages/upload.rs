//! A file that comes in, as the body itself or as a field of a form, with the id that makes a retry harmless.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use face::{Asked, ErrorStatus, FieldError, Problem, Texts};
use kernel::Id;

/// Largest file, in bytes.
pub(super) const MAX_FILE: usize = 64 * 1024 * 1024;

/// Largest body: the file, and what a form puts around it.
pub(super) const MAX_BODY: usize = MAX_FILE + 64 * 1024;

/// A file as it came.
pub(super) struct Upload {
    /// The id that the sender chose.
    pub(super) id: Option<Id>,
    /// The file.
    pub(super) file: Bytes,
}

/// Reads `text/csv`, or a form's field `file`. The id is the header `Idempotency-Key`, the parameter `id` or the form's
/// field `id`.
pub(super) async fn take(t: &Texts, request: Request) -> Result<Upload, Problem> {
    let asked = Asked::of(request.uri());
    let id = match (key(request.headers()), asked.get("id")) {
        (Some(key), _) => Some(read_id(t, "Idempotency-Key", &key)?),
        (None, "") => None,
        (None, id) => Some(read_id(t, "id", id)?),
    };
    let upload = match media_type(request.headers()).as_str() {
        "text/csv" => {
            let body = Bytes::from_request(request, &()).await;
            let file = body.map_err(|rejection| unread(t, rejection.status(), rejection.body_text()))?;
            Upload { id, file }
        }
        "multipart/form-data" => form(t, request, id).await?,
        _ => {
            // Read all the same: an answer to what is still being sent would cut the connection.
            drop(Bytes::from_request(request, &()).await);
            return Err(wrong(
                t,
                "body",
                "is neither text/csv nor a form",
                "text/csv, or multipart/form-data with a field file",
            ));
        }
    };
    if upload.file.len() > MAX_FILE {
        return Err(Problem::of(t, ErrorStatus::TOO_LARGE));
    }
    Ok(upload)
}

async fn form(t: &Texts, request: Request, mut id: Option<Id>) -> Result<Upload, Problem> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|rejection| unread(t, rejection.status(), rejection.body_text()))?;
    let mut file = None;
    let fault =
        |error: axum::extract::multipart::MultipartError| unread(t, error.status(), error.body_text());
    while let Some(field) = form.next_field().await.map_err(fault)? {
        match field.name() {
            Some("file") => file = Some(field.bytes().await.map_err(fault)?),
            Some("id") if id.is_none() => id = Some(read_id(t, "id", &field.text().await.map_err(fault)?)?),
            _ => {}
        }
    }
    let file = file.ok_or_else(|| wrong(t, "file", "is missing", "a CSV file in the field file"))?;
    Ok(Upload { id, file })
}

fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    value.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

fn key(headers: &HeaderMap) -> Option<String> {
    headers.get("idempotency-key").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// An id as this system writes it, or as a UUID, with or without quotation marks.
fn read_id(t: &Texts, field: &'static str, text: &str) -> Result<Id, Problem> {
    let digits: String = text.trim().trim_matches('"').chars().filter(|c| *c != '-').take(64).collect();
    let id = digits.to_ascii_lowercase().parse::<Id>().ok().and_then(Id::some);
    id.ok_or_else(|| wrong(t, field, "is no id", "32 hexadecimal digits, as in a UUID"))
}

fn wrong(t: &Texts, field: &str, wrong: &str, right: &str) -> Problem {
    let error = FieldError { field: field.into(), wrong: wrong.into(), right: right.into() };
    Problem::of(t, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
}

fn unread(t: &Texts, status: StatusCode, why: String) -> Problem {
    let status = ErrorStatus::try_from(status).unwrap_or(ErrorStatus::BAD_REQUEST);
    let problem = Problem::of(t, status);
    if status == ErrorStatus::TOO_LARGE { problem } else { problem.with_detail(why) }
}

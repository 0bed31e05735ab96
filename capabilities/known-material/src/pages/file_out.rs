//! A list goes out as CSV: `GET /api/known-material/lists/{list}/export` and the button of the list's page.

use super::{answers, id_in};
use crate::{ExportFault, READ_HASHES, export};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk};
use face::Problem;
use kernel::Ask;
use kernel::export::NoteExport;

async fn take(desk: &Desk, caller: &Caller, path: &str) -> Result<Response, Problem> {
    caller.may(Ask::Read(&READ_HASHES))?;
    let list = id_in(caller, path)?;
    caller.may_read(desk, &READ_HASHES, list).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let file = desk.blocking(move |node| {
        let mut file = Vec::new();
        export(node, actor, purpose, list, &mut file)?;
        Ok::<_, ExportFault>(file)
    });
    let file = file.await.map_err(|fault| answers::of_export(&caller.texts, &fault))?;
    let rows = file.iter().filter(|&&byte| byte == b'\n').count().saturating_sub(1) as u64;
    let narrowed_by = vec!["list".to_owned()];
    let note = NoteExport { list: "known-material.entries".to_owned(), rows, narrowed_by, record: list };
    desk::note_export(desk, caller, note).await?;
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = format!("attachment; filename=\"list-{}.csv\"", list.short());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    face::headers::secure(headers);
    Ok(response)
}

/// Take a list out as CSV.
///
/// The look is recorded with its purpose. One person takes out at most 1,000 entries alone; more is refused by the rule
/// two-people.
#[utoipa::path(
    get,
    path = "/api/known-material/lists/{list}/export",
    operation_id = "known-material.export",
    tag = "known-material",
    params(("list" = kernel::Id, Path, description = "The list")),
    responses(
        (status = 200, description = "Entries that stand", body = String, content_type = "text/csv"),
        (status = 422, description = "More than 1,000 entries: type /problems/rule/two-people"),
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    take(&desk, &caller, &path).await
}

/// The file, or a page that says why not.
pub(super) async fn from_page(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Response {
    match take(&desk, &caller, &path).await {
        Ok(response) => response,
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

//! A file of hashes comes in: `POST /api/known-material/lists/{list}/import` and the form of the list's page.

use super::{answers, id_in, list, upload};
use crate::acts::add_hashes::KIND;
use crate::{ImportFault, Imported, READ_LISTS, import};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Caller, Desk};
use face::Problem;
use kernel::{Ask, Id};
use std::io::Cursor;

async fn take(desk: &Desk, caller: &Caller, list: Id, request: Request) -> Result<Imported, Problem> {
    // Read before any answer: one to what is still being sent would cut the connection.
    let upload = upload::take(&caller.texts, request).await;
    caller.may(Ask::Act(&KIND))?;
    let upload = upload?;
    caller.may_read(desk, &READ_LISTS, list).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let imported = desk.blocking(move |node| {
        let first_act = upload.id.map_or_else(|| node.new_id(), Ok)?;
        let file = Cursor::new(upload.file);
        let imported = import(node, actor, purpose, list, first_act, file, &mut |_| {})?;
        Ok::<_, ImportFault>(imported)
    });
    imported.await.map_err(|fault| answers::of_import(&caller.texts, &fault))
}

/// Add the entries of a CSV file to a list.
///
/// Every line is checked before one is entered. The same file under the same id is entered once, however often it is sent.
#[utoipa::path(
    post,
    path = "/api/known-material/lists/{list}/import",
    operation_id = "known-material.import",
    tag = "known-material",
    params(
        ("list" = Id, Path, description = "The list"),
        ("id" = Option<Id>, Query, description = "Makes a retry harmless; a new one is drawn when none is given"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same as id; also as a UUID"),
    ),
    request_body(
        content = String,
        content_type = "text/csv",
        description = "The first line names the columns sha256, md5, pdq, grade. At most 64 MiB. Also as the field `file` of multipart/form-data."
    ),
    responses(
        (status = 200, description = "All entries are in, durably", body = Imported),
        (status = 409, description = "The id was used for another file"),
        (status = 404, description = "No list that your unit sees"),
        (status = 413, description = "Larger than 64 MiB"),
        (status = 422, description = "Wrong lines, each as an error with a field such as `line 12, sha256`; nothing was entered"),
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
    request: Request,
) -> Result<Json<Imported>, Problem> {
    let list = id_in(&caller, &path)?;
    take(&desk, &caller, list, request).await.map(Json)
}

/// Back to the list's page, with what came in or with what is wrong.
pub(super) async fn from_page(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    let taken = match id_in(&caller, &path) {
        Ok(list) => take(&desk, &caller, list, request).await,
        Err(problem) => Err(problem),
    };
    match taken {
        Ok(Imported { entries, first }) => {
            Redirect::to(&format!("/known-material/lists/{path}?entries={entries}&first={first}"))
                .into_response()
        }
        Err(problem) if problem.errors().is_empty() => {
            problem.staff_page(&caller.frame(&desk)).into_response()
        }
        Err(problem) => list::again(&desk, &caller, &path, &problem).await,
    }
}

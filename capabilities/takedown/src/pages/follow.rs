//! The address to which another one leads is taken in: what is sealed there becomes an address of its own.

use super::one;
use crate::READ_URL;
use crate::acts::{FollowMove, SLOT_TARGET, SLOT_URL, follow};
use crate::address::read;
use crate::intake::number_of;
use crate::tables::Address;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Caller, Desk, answered, problem_of_deed, problem_of_look, unread_body};
use face::{ErrorStatus, FieldError, Problem, Typed};
use kernel::{Ask, Id, Key as _, Record};
use serde::Deserialize;
use serde_json::{Value, json};
use store::database::TableSql;
use store::{Answer, DeedFault, LookFault};
use utoipa::ToSchema;

/// What a person found there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Found {
    /// Whether the same is there.
    same: bool,
    /// Makes a retry harmless; a new one is drawn when none is given.
    id: Option<Id>,
}

/// Why nothing was taken in.
enum NotFollowed {
    Look(LookFault),
    Deed(DeedFault),
    /// It leads nowhere that is known, or what was kept was erased.
    Nowhere,
}

impl From<LookFault> for NotFollowed {
    fn from(fault: LookFault) -> NotFollowed {
        NotFollowed::Look(fault)
    }
}

impl From<DeedFault> for NotFollowed {
    fn from(fault: DeedFault) -> NotFollowed {
        NotFollowed::Deed(fault)
    }
}

async fn taken_in(desk: &Desk, caller: &Caller, path: &str, found: Found) -> Result<Answer, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Act(&follow::FOLLOW))?;
    let address: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_URL, address).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let done = desk.blocking(move |node| -> Result<Answer, NotFollowed> {
        let sql = TableSql::of(Address::TABLE).get;
        let rows = node.read(|database| database.records::<Address>(&sql, address.cells()));
        let row = rows.map_err(LookFault::from)?.pop().ok_or(NotFollowed::Nowhere)?;
        let act = row.moved_act.some().ok_or(NotFollowed::Nowhere)?;
        let trace = node.look(actor, &READ_URL, purpose, &[address])?;
        let target = match node.open_payload(&trace, act, SLOT_TARGET) {
            Ok(target) => String::from_utf8_lossy(target.expose()).into_owned(),
            Err(LookFault::Gone) => return Err(NotFollowed::Nowhere),
            Err(fault) => return Err(fault.into()),
        };
        let normal = read(&target).map_err(|_| NotFollowed::Nowhere)?;
        let to = number_of(node, &normal.url);
        let act = FollowMove { address, to, host: normal.host, kind: normal.kind, same: found.same };
        let id = found.id.map_or_else(|| node.new_id(), Ok)?;
        let deed = node.deed(id, &act, actor, purpose).seal(SLOT_URL, to, normal.url.as_bytes())?;
        Ok(node.enter_now(deed.build())?)
    });
    done.await.map_err(|fault| match fault {
        NotFollowed::Look(fault) => problem_of_look(t, &fault),
        NotFollowed::Deed(fault) => problem_of_deed(t, &fault),
        NotFollowed::Nowhere => {
            let right = "an address of which a look found that it leads to another host";
            let error = FieldError {
                field: "address".into(),
                wrong: "leads nowhere else".into(),
                right: right.into(),
            };
            Problem::of(t, ErrorStatus::REFUSED).with_errors(vec![error])
        }
    })
}

/// Take in the address to which another one leads, and say whether the same is there.
#[utoipa::path(
    post,
    path = "/api/takedown/addresses/{address}/follow",
    operation_id = "takedown.follow-move",
    tag = "takedown",
    params(("address" = Id, Path, description = "The address that leads elsewhere")),
    request_body = Found,
    responses(
        (status = 200, description = "The new address is entered, durably", body = Value),
        (status = 422, description = "It leads nowhere else, or is taken in already"),
        desk::Conflicted
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
    body: Result<Json<Found>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    let read =
        |rejection: JsonRejection| unread_body(&caller.texts, rejection.body_text(), r#"{"same": true}"#);
    let Json(found) = body.map_err(read)?;
    let answer = taken_in(&desk, &caller, &path, found).await?;
    let (act, seq, _) = answered(&caller.texts, answer)?;
    Ok(Json(json!({ "act": act, "seq": seq })))
}

/// Back to the address, with what is wrong where something is.
pub(super) async fn from_page(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
    typed: Typed,
) -> Response {
    let t = &caller.texts;
    let same = match typed.get("same") {
        "yes" => true,
        "no" => false,
        _ => {
            let error = FieldError::new(t, "same", "takedown-move-none", "takedown-move-none-right");
            return one::shown(&desk, &caller, &path, &[error]).await;
        }
    };
    let done = match taken_in(&desk, &caller, &path, Found { same, id: typed.get("id").parse().ok() }).await {
        Ok(answer) => answered(t, answer).map(|_| ()),
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/takedown/addresses/{path}")).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

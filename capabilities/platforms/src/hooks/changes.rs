//! Asking which of one's own reports changed, in pages.

use super::own::{MOST, Standing, standings};
use super::refused::{Refused, answered, field};
use crate::codes::HookDelivery;
use access::codes::Environment;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use desk::{Desk, MachineCaller};
use kernel::CodeList as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many rows an answer has where nobody says how many.
const USUAL: i64 = 100;

/// Which part is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Since {
    /// What comes after this place alone: `next` of the answer before; everything where it is left out.
    #[serde(default)]
    #[param(minimum = 0)]
    pub(super) since: i64,
    /// How many, 1 to 1,000; 100 where it is left out.
    #[param(minimum = 1, maximum = 1000)]
    pub(super) limit: Option<i64>,
    /// Messages of one state alone: `kept`, `on-its-way`, `taken`, `dead`.
    pub(super) state: Option<String>,
}

impl Since {
    pub(super) fn checked(&self) -> Result<i64, Refused> {
        if self.since < 0 {
            return Err(field("since", "is less than 0", "`next` of the answer before, or nothing"));
        }
        let limit = self.limit.unwrap_or(USUAL);
        if (1..=MOST).contains(&limit) {
            Ok(limit)
        } else {
            Err(field("limit", format!("is {limit}"), "1 to 1,000"))
        }
    }

    pub(super) fn state(&self) -> Result<Option<HookDelivery>, Refused> {
        let read = |code: &String| HookDelivery::from_code(code);
        self.state.as_ref().map(read).transpose().map_err(|_| {
            field("state", "is none of a message", "`kept`, `on-its-way`, `taken`, `dead`, or nothing")
        })
    }
}

/// Reports that changed.
#[derive(Serialize, ToSchema)]
pub(super) struct Changed {
    /// The reports, in the order of their last change.
    reports: Vec<Standing>,
    /// `since` of the next question, whether more stands there already or not.
    next: i64,
    /// Whether more stands there already.
    more: bool,
}

/// Ask which of your reports changed.
///
/// Begin without `since`, and go on with `next`: each report is told with its last change. What changes later comes later.
#[utoipa::path(
    get,
    path = "/v1/reports",
    operation_id = "changes",
    tag = "reports",
    params(("since" = Option<i64>, Query, description = "What comes after this place: `next` of the answer before", minimum = 0),
        ("limit" = Option<i64>, Query, description = "How many, 1 to 1,000; 100 where it is left out", minimum = 1, maximum = 1000)),
    responses(
        (status = 200, description = "The reports", body = Changed),
        (status = 401, description = "No key, or none that is open", content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong", content_type = "application/problem+json"),
    ),
    security(("machine" = []))
)]
pub(super) async fn changed(
    State(desk): State<Desk>,
    caller: MachineCaller,
    asked: Result<Query<Since>, QueryRejection>,
) -> Response {
    let answer = async {
        let Query(asked) = asked?;
        let (limit, since) = (asked.checked()?, asked.since);
        if caller.sender.environment == Environment::Sandbox {
            return Ok(Json(Changed { reports: Vec::new(), next: since, more: false }).into_response());
        }
        let sender = caller.sender.unit;
        let reports = desk.blocking(move |node| standings(node, sender, since, limit)).await?;
        let next = reports.last().map_or(since, |last| last.sequence);
        let more = i64::try_from(reports.len()).is_ok_and(|count| count == limit);
        Ok(Json(Changed { reports, next, more }).into_response())
    };
    answered(&desk, answer.await)
}

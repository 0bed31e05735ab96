//! To the forms that make a new case or person: their numbers follow from the act, and the form leads on to them.

use super::id_in;
use crate::acts::{EnterPerson, OpenCase};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Caller, Desk};
use face::Problem;
use kernel::{Act, Ask};
use serde::Deserialize;

/// What a new case begins with.
#[derive(Deserialize)]
pub(super) struct Begins {
    /// The report; none when there is none.
    #[serde(default)]
    report: String,
}

fn led(desk: &Desk, caller: &Caller, to: Result<String, Problem>) -> Response {
    match to {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(desk)).into_response(),
    }
}

/// To the form that opens a case, from a report or ex officio.
pub(super) async fn case(State(desk): State<Desk>, caller: Caller, Query(begins): Query<Begins>) -> Response {
    let to = async {
        let report = match begins.report.as_str() {
            "" => String::new(),
            report => format!("&report={}", id_in(&caller, report)?),
        };
        caller.may(Ask::Act(OpenCase::KIND))?;
        Ok(format!("/acts/cases.open?next=/cases/%7Bcase%7D{report}"))
    };
    led(&desk, &caller, to.await)
}

/// To the form that enters a person; from there to that person's page in the case.
pub(super) async fn person(State(desk): State<Desk>, caller: Caller, Path(case): Path<String>) -> Response {
    let to = async {
        let case = id_in(&caller, &case)?;
        caller.may(Ask::Act(EnterPerson::KIND))?;
        Ok(format!("/acts/cases.enter-person?next=/cases/{case}/persons/%7Bperson%7D"))
    };
    led(&desk, &caller, to.await)
}

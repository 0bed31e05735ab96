//! Numbers of new cases and persons are made by the sender: these addresses draw one and lead to the form.

use super::id_in;
use crate::acts::{EnterPerson, OpenCase};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Caller, Desk, problem_of_deed};
use face::Problem;
use kernel::{Act, ActKind, Ask, Id};
use serde::Deserialize;

/// What a new case begins with.
#[derive(Deserialize)]
pub(super) struct Begins {
    /// The report; none when there is none.
    #[serde(default)]
    report: String,
}

async fn drawn(desk: &Desk, caller: &Caller, act: &'static ActKind) -> Result<Id, Problem> {
    caller.may(Ask::Act(act))?;
    let id = desk.blocking(store::Node::new_id).await;
    id.map_err(|fault| problem_of_deed(&caller.texts, &fault))
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
        let case = drawn(&desk, &caller, OpenCase::KIND).await?;
        Ok(format!("/acts/cases.open?case={case}{report}&next=/cases/{case}"))
    };
    led(&desk, &caller, to.await)
}

/// To the form that enters a person; from there to that person's page in the case.
pub(super) async fn person(State(desk): State<Desk>, caller: Caller, Path(case): Path<String>) -> Response {
    let to = async {
        let case = id_in(&caller, &case)?;
        let person = drawn(&desk, &caller, EnterPerson::KIND).await?;
        Ok(format!("/acts/cases.enter-person?person={person}&next=/cases/{case}/persons/{person}"))
    };
    led(&desk, &caller, to.await)
}

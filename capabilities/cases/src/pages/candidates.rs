//! Who is known already by a name: asked before a person is entered, so that one person has one record.
//!
//! A name is looked up by its blind token; what matches is opened for a stated purpose and under a trace that names each
//! person found. The name asked for is sent in a body, never in an address, and is kept nowhere.

use super::names::{Named, json_of, known, named, row};
use super::{id_in, links::Doors};
use crate::room::READ_NAMES;
use crate::sealed::{PersonToken, token_of};
use askama::Template;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look, unread_body};
use face::{BackLink, Button, ErrorStatus, FieldError, Form, Page, Problem, Texts, Typed};
use facts::Standing;
use kernel::knowing::{Holding, KeptFrom};
use kernel::{Actor, Ask, Cell as _, Id, Personal, Purpose, Record};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::{LookFault, Node};
use utoipa::ToSchema;

/// So many candidates at most: a name that more people have tells nobody apart.
const MOST: usize = 50;

/// Of whom the unit knows under this name, each by the record that speaks for them; none when the name holds no letter. Blocking.
fn candidates(
    node: &Node,
    actor: Actor,
    purpose: Purpose,
    name: &str,
) -> Result<Option<Vec<Named>>, LookFault> {
    let Some(token) = token_of(node, name) else { return Ok(None) };
    let table = PersonToken::TABLE.name;
    let (holding, kept_from) = (Holding::TABLE.name, KeptFrom::TABLE.name);
    let sql = format!(
        "SELECT token, person FROM {table} WHERE token = $1 \
         AND person IN (SELECT record_id FROM {holding} WHERE unit IN ($2, $3)) \
         AND person NOT IN (SELECT record_id FROM {kept_from} WHERE officer = $4) ORDER BY person LIMIT {MOST}"
    );
    let parameters = vec![
        kernel::Value::Bytes(token),
        actor.unit.to_value(),
        kernel::Id::NONE.to_value(),
        actor.id.to_value(),
    ];
    let found = node.read(|database| database.records::<PersonToken>(&sql, parameters))?;
    let persons: Vec<Id> = found.into_iter().map(|row| row.person).collect();
    if persons.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let trace = node.look(actor, &READ_NAMES, purpose, &persons)?;
    let mut speaking = BTreeSet::new();
    let mut known = Vec::new();
    for person in persons {
        let root = row::<Standing>(node, person)?.and_then(|standing| standing.root.some()).unwrap_or(person);
        if speaking.insert(root) {
            known.push(Named { person: root, ..named(node, &trace, person)? });
        }
    }
    Ok(Some(known))
}

/// A candidate as the page shows it.
struct Shown {
    person: String,
    text: String,
    known: String,
    links: Vec<super::links::Link>,
}

#[derive(Template)]
#[template(path = "candidates.html")]
pub(super) struct CandidatesPage<'a> {
    t: &'a Texts,
    back: BackLink,
    action: String,
    form: Form<'a>,
    found: Option<Vec<Shown>>,
    enter: Button,
}

impl<'a> CandidatesPage<'a> {
    pub(super) fn new(
        t: &'a Texts,
        case: Id,
        doors: &Doors,
        typed: &'a Typed,
        errors: &'a [FieldError],
        found: Option<&[Named]>,
    ) -> CandidatesPage<'a> {
        let shown = |one: &Named| {
            let (query, next) = (format!("case={case}&person={}", one.person), format!("/cases/{case}"));
            let link = |act: &str| doors.link(t, act, &query, &next);
            Shown {
                person: one.person.short(),
                text: one.text.as_ref().map(|text| text.expose().clone()).unwrap_or_default(),
                known: known(t, one),
                links: ["cases.record-victim", "cases.name-suspect"].into_iter().filter_map(link).collect(),
            }
        };
        CandidatesPage {
            t,
            back: BackLink::new(t, format!("/cases/{case}")),
            action: format!("/cases/{case}/persons/new"),
            form: Form::again(t, typed, errors),
            found: found.map(|found| found.iter().map(shown).collect()),
            enter: Button::link(t.t("cases-candidates-enter"), format!("/cases/{case}/persons/enter")),
        }
    }
}

fn no_name(t: &Texts) -> FieldError {
    FieldError::new(t, "name", "cases-candidates-empty", "cases-candidates-empty-right")
}

async fn found(desk: &Desk, caller: &Caller, name: Personal<String>) -> Result<Option<Vec<Named>>, Problem> {
    caller.may(Ask::Read(&READ_NAMES))?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let found = desk.blocking(move |node| candidates(node, actor, purpose, name.expose())).await;
    found.map_err(|fault| problem_of_look(&caller.texts, &fault))
}

/// The question, before a person is entered into a case.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(case): Path<String>) -> Response {
    let asked = caller.may(Ask::Read(&READ_NAMES)).and_then(|()| id_in(&caller, &case));
    drawn(&desk, &caller, asked.map(|case| (case, None)), &Typed::nothing())
}

/// The answer.
pub(super) async fn find(
    State(desk): State<Desk>,
    caller: Caller,
    Path(case): Path<String>,
    typed: Typed,
) -> Response {
    let answer = async {
        let case = id_in(&caller, &case)?;
        let found = found(&desk, &caller, Personal::new(typed.get("name").to_owned())).await?;
        Ok((case, Some(found)))
    };
    drawn(&desk, &caller, answer.await, &typed)
}

/// What was found for a case; none inside when the name was none, none outside when nothing was asked yet.
type Answer = (Id, Option<Option<Vec<Named>>>);

fn drawn(desk: &Desk, caller: &Caller, answer: Result<Answer, Problem>, typed: &Typed) -> Response {
    let (frame, t) = (caller.frame(desk), &caller.texts);
    let (case, asked) = match answer {
        Ok(answer) => answer,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let errors: Vec<FieldError> = if matches!(asked, Some(None)) { vec![no_name(t)] } else { Vec::new() };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let found = asked.flatten();
    let page = CandidatesPage::new(t, case, &Doors::of(desk, caller), typed, &errors, found.as_deref());
    Page::staff(&frame, &t.t("cases-candidates-title"), &page).with_status(status).into_response()
}

/// The name asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// The name; case, accents and the order of its parts do not matter.
    name: String,
}

/// Who is known already by a name. Leaves a trace that names everybody found; needs a purpose.
#[utoipa::path(
    post,
    path = "/api/cases/candidates",
    operation_id = "cases.candidates",
    tag = "cases",
    request_body = Wanted,
    responses(
        (status = 200, description = "`candidates`: person, name and notes, birth and sex of each", body = Value),
        (status = 422, description = "The name holds no letter"),
    )
)]
pub(super) async fn find_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    caller.may(Ask::Read(&READ_NAMES))?;
    let t = &caller.texts;
    let Json(wanted) =
        body.map_err(|rejection| unread_body(t, rejection.body_text(), r#"JSON: {"name": "..."}"#))?;
    let found = found(&desk, &caller, Personal::new(wanted.name)).await?;
    let no_letter = || Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![no_name(t)]);
    let found = found.ok_or_else(no_letter)?;
    Ok(Json(json!({ "candidates": found.iter().map(json_of).collect::<Vec<_>>() })))
}

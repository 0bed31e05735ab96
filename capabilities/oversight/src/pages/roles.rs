//! What each role may do and read here: made of the policy itself when it is asked for, so it cannot differ from it.

use crate::READ_SETTINGS;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk};
use face::{Asked, Cell, Choice, Column, ErrorStatus, FieldError, Filter, Page, Problem, Table, Texts};
use kernel::{Ask, CodeList as _, Registry, Role};
use serde::Serialize;
use utoipa::ToSchema;

/// One thing that may be done or read, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// `act`; `read`; or `personal`, a read that needs a purpose and leaves a trace.
    pub what: &'static str,
    /// Its name, room.act or room.read.
    pub name: &'static str,
    /// What it is about, in English; empty for reads.
    pub about: &'static str,
    /// The codes of the roles; whoever is not named may not.
    pub roles: Vec<&'static str>,
}

/// Everything that the policy opens to anybody, in the order of the rooms.
#[must_use]
pub fn lines(registry: &Registry) -> Vec<Line> {
    let open = |ask: Ask| -> Vec<&'static str> {
        Role::all().iter().filter(|role| ask.is_for(**role)).map(|role| role.code()).collect()
    };
    let acts = registry.act_kinds().map(|kind| Line {
        what: "act",
        name: kind.name,
        about: kind.about,
        roles: open(Ask::Act(kind)),
    });
    let reads = registry.charters().iter().flat_map(|charter| charter.reads.iter().copied());
    let reads = reads.map(|read| Line {
        what: if read.personal { "personal" } else { "read" },
        name: read.name,
        about: "",
        roles: open(Ask::Read(read)),
    });
    acts.chain(reads).collect()
}

/// The role that is asked for; all where none is.
fn asked_role(caller: &Caller, asked: &Asked) -> Result<Option<Role>, Problem> {
    let code = asked.get("role");
    if code.is_empty() {
        return Ok(None);
    }
    Role::from_code(code).map(Some).map_err(|_| {
        let wrong = format!("'{}' is none", code.chars().take(40).collect::<String>());
        let right = Role::all().iter().map(|role| role.code()).collect::<Vec<_>>().join(", ");
        let error = FieldError { field: "role".into(), wrong, right };
        Problem::of(&caller.texts, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
    })
}

fn found(desk: &Desk, caller: &Caller, asked: &Asked) -> Result<Vec<Line>, Problem> {
    caller.may(Ask::Read(&READ_SETTINGS))?;
    let role = asked_role(caller, asked)?;
    let mut lines = lines(desk.node().registry());
    lines.retain(|line| role.is_none_or(|role| line.roles.contains(&role.code())));
    Ok(lines)
}

/// What each role may do and read: made of the policy itself.
#[utoipa::path(
    get,
    path = "/api/roles",
    operation_id = "oversight.roles",
    tag = "oversight",
    params(("role" = Option<String>, Query, description = "The code of one role")),
    responses((status = 200, description = "Everything that is open to anybody", body = Vec<Line>))
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Vec<Line>>, Problem> {
    found(&desk, &caller, &Asked::of(&uri)).map(Json)
}

#[derive(Template)]
#[template(path = "roles.html")]
pub(super) struct Roles<'a> {
    t: &'a Texts,
    filter: Filter,
    table: Table,
}

fn role_label(t: &Texts, code: &str) -> String {
    let key = format!("role-{code}");
    if t.has(&key) { t.t(&key) } else { Role::from_code(code).map_or("", |role| role.label()).to_owned() }
}

impl<'a> Roles<'a> {
    pub(super) fn new(t: &'a Texts, asked: &Asked, lines: &[Line]) -> Roles<'a> {
        let choices: Vec<Choice> =
            Role::all().iter().map(|role| Choice::new(role.code(), role_label(t, role.code()))).collect();
        let columns = vec![
            Column::new(t, "name", "oversight-role-name"),
            Column::new(t, "what", "oversight-role-what"),
            Column::new(t, "about", "oversight-role-about"),
            Column::new(t, "roles", "oversight-role-who"),
        ];
        let rows = lines.iter().map(|line| {
            let key = format!("act-{}", line.name.replace('.', "-"));
            let about = if t.has(&key) { t.t(&key) } else { line.about.to_owned() };
            let who = line.roles.iter().map(|code| role_label(t, code)).collect::<Vec<_>>().join(", ");
            let what = t.t(&format!("oversight-role-{}", line.what));
            vec![Cell::code(line.name), Cell::text(what), Cell::text(about), Cell::text(who)]
        });
        let table = Table::new(t, "roles", t.t("oversight-roles-caption"), columns).rows(rows);
        Roles { t, filter: Filter::new(t, asked).one_of("role", "column-role", choices), table }
    }
}

pub(super) async fn show(State(desk): State<Desk>, caller: Caller, uri: Uri) -> Response {
    let (frame, asked) = (caller.frame(&desk), Asked::of(&uri));
    match found(&desk, &caller, &asked) {
        Ok(lines) => {
            let page = Roles::new(&caller.texts, &asked, &lines);
            Page::staff(&frame, &caller.texts.t("oversight-roles-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

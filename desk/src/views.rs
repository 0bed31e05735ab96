//! Saved views: a list's filters and order under a name, found again by their keeper and, where shared, by the unit.

use crate::act_form::local;
use crate::answers::{problem_of_database, unread_body};
use crate::caller::Caller;
use crate::listing::{Listing, open};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::{NewView, READ_OWN, View, ViewFault, drop_view, forget_closed, keep_view, views};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use face::{
    Asked, Button, Cell, Choice, Column, ErrorStatus, FieldError, Form, Page, Problem, Table, Texts, Typed,
};
use kernel::{Ask, Id};
use serde::{Deserialize, Serialize};
use store::{DeedFault, Node};
use utoipa::ToSchema;

/// What a view does not keep: where somebody was in the list, and their language.
const PASSING: [&str; 3] = ["page", "lang", "format"];

/// What is asked of a list in this address, without what passes.
fn lasting(asked: &str) -> String {
    let pairs = form_urlencoded::parse(asked.as_bytes());
    let kept = pairs.filter(|(name, value)| !value.is_empty() && !PASSING.contains(&name.as_ref()));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish()
}

fn href(list: &str, asked: &str) -> String {
    if asked.is_empty() { format!("/lists/{list}") } else { format!("/lists/{list}?{asked}") }
}

fn named(listing: &Listing) -> String {
    format!("{}/{}", listing.room, listing.name)
}

/// The views that the caller finds, of lists that they may read.
fn readable(desk: &Desk, caller: &Caller, all: Vec<View>) -> Vec<View> {
    let may_read = |view: &View| {
        let mut listings = desk.listings();
        listings.any(|one| named(one) == view.list && caller.may(Ask::Read(one.read)).is_ok())
    };
    all.into_iter().filter(may_read).collect()
}

async fn found(desk: &Desk, caller: &Caller) -> Result<Vec<View>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let reader = caller.actor;
    let all = desk.blocking(move |node| views(node, &reader)).await;
    let all = all.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    Ok(readable(desk, caller, all))
}

/// The views of one list, and what it takes to save another, above that list.
pub(crate) struct ViewsOf {
    pub(crate) links: Vec<(String, String)>,
    pub(crate) list: String,
    pub(crate) asked: String,
    pub(crate) next: String,
}

impl ViewsOf {
    /// The views of a list that the caller may read.
    pub(crate) fn of(caller: &Caller, listing: &Listing, all: Vec<View>) -> ViewsOf {
        let list = named(listing);
        let asked = caller.here.split_once('?').map_or("", |(_, asked)| asked);
        let link = |view: View| (view.name, href(&view.list, &view.asked));
        let links = all.into_iter().filter(|view| view.list == list).map(link).collect();
        ViewsOf { links, asked: lasting(asked), next: caller.here.clone(), list }
    }
}

#[derive(Template)]
#[template(path = "views.html")]
struct ViewsPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    to_save: Option<(String, String, String)>,
    shares: [Choice; 1],
    table: Table,
    buttons: Vec<Button>,
}

fn table(desk: &Desk, caller: &Caller, all: &[View]) -> Table {
    let t = &caller.texts;
    let columns = ["name", "list", "shared"].map(|name| Column::new(t, name, &format!("column-view-{name}")));
    let row = |view: &View| {
        let listing = desk.listings().find(|one| named(one) == view.list);
        let list = listing.map(|one| t.t(&format!("list-{}-{}", one.room, one.name))).unwrap_or_default();
        let whose = match (view.account == caller.actor.id, view.shared) {
            (true, false) => "view-own",
            (true, true) => "view-own-shared",
            (false, _) => "view-of-unit",
        };
        vec![Cell::link(&view.name, href(&view.list, &view.asked)), Cell::text(list), Cell::text(t.t(whose))]
    };
    Table::new(t, "views", t.t("views-title"), columns.into()).rows(all.iter().map(row))
}

async fn page(desk: &Desk, caller: &Caller, typed: &Typed, errors: &[FieldError]) -> Result<Page, Problem> {
    let (t, all) = (&caller.texts, found(desk, caller).await?);
    let remove = |view: &View| {
        let label = t.with("view-remove", "name", view.name.as_str());
        Button::new(label).secondary().sends("number", view.number.to_string())
    };
    let own = all.iter().filter(|view| view.account == caller.actor.id);
    let sent = |name: &str| typed.get(name).to_owned();
    let page = ViewsPage {
        t,
        form: Form::again(t, typed, errors),
        to_save: (!errors.is_empty()).then(|| (sent("list"), sent("asked"), sent("next"))),
        shares: [Choice::of(t, "yes", "view-share")],
        table: table(desk, caller, &all),
        buttons: own.map(remove).collect(),
    };
    Ok(Page::staff(&caller.frame(desk), &t.t("views-title"), &page))
}

fn drawn(desk: &Desk, caller: &Caller, page: Result<Page, Problem>) -> Response {
    match page {
        Ok(page) => page.into_response(),
        Err(problem) => problem.staff_page(&caller.frame(desk)).into_response(),
    }
}

async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    drawn(&desk, &caller, page(&desk, &caller, &Typed::nothing(), &[]).await)
}

/// A view to be kept.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToKeep {
    /// What it is called, in 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The list: room and name with a slash between, as `reports/queue`.
    list: String,
    /// What is asked of it, as in its address: filters and order.
    #[serde(default)]
    #[schema(max_length = 2000)]
    asked: String,
    /// Whether everybody of one's unit finds it, too.
    #[serde(default)]
    shared: bool,
}

fn problem_of(caller: &Caller, fault: ViewFault) -> Problem {
    let t = &caller.texts;
    let (field, key) = match &fault {
        ViewFault::Name => ("name", "view-name"),
        ViewFault::Asked => ("asked", "view-asked"),
        ViewFault::TooMany => ("name", "view-many"),
        ViewFault::TooManyShared => ("shared", "view-shared"),
        ViewFault::Randomness(_) | ViewFault::Deed(_) | ViewFault::Database(_) => {
            tracing::error!(%fault, "a view was not kept");
            return Problem::of(t, ErrorStatus::UNAVAILABLE);
        }
    };
    let error = FieldError::new(t, field, &format!("{key}-wrong"), &format!("{key}-right"));
    Problem::of(t, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error])
}

/// Keeps a view of a list that the caller may read; tells its number.
async fn keep(desk: &Desk, caller: &Caller, new: ToKeep) -> Result<Id, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let refused = |error: FieldError| {
        Problem::of(&caller.texts, ErrorStatus::REFUSED).with_kind("input").with_errors(vec![error])
    };
    let (room, name) = new.list.split_once('/').unwrap_or_default();
    let listing = open(desk, caller, room, name).map_err(|problem| match problem.status() {
        ErrorStatus::NOT_FOUND => refused(FieldError {
            field: "list".into(),
            wrong: "is no list".into(),
            right: "room and name with a slash between, as reports/queue".into(),
        }),
        _ => problem,
    })?;
    let asked = lasting(&new.asked);
    let at = href(&new.list, &asked).parse().map_err(|_| problem_of(caller, ViewFault::Asked))?;
    listing.query(&Asked::of(&at)).map_err(refused)?;
    let by = caller.actor;
    let kept = desk.blocking(move |node| {
        let ToKeep { name, list, shared, .. } = &new;
        keep_view(node, &by, &NewView { name, list, asked: &asked, shared: *shared }, Desk::now())
    });
    kept.await.map_err(|fault| problem_of(caller, fault))
}

async fn send(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let of = |name: &str| typed.get(name).to_owned();
    let new = ToKeep {
        name: of("view_name"),
        list: of("list"),
        asked: of("asked"),
        shared: typed.has("view_shared", "yes"),
    };
    match keep(&desk, &caller, new).await {
        Ok(_) => Redirect::to(local(typed.get("next")).unwrap_or("/views")).into_response(),
        Err(problem) if problem.errors().is_empty() => {
            problem.staff_page(&caller.frame(&desk)).into_response()
        }
        Err(problem) => {
            let at_field =
                |error: &FieldError| FieldError { field: format!("view_{}", error.field), ..error.clone() };
            let errors: Vec<FieldError> = problem.errors().iter().map(at_field).collect();
            let again = page(&desk, &caller, &typed, &errors).await;
            drawn(&desk, &caller, again.map(|page| page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
    }
}

async fn remove(desk: &Desk, caller: &Caller, number: Id) -> Result<bool, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let account = caller.actor.id;
    let done = desk.blocking(move |node| drop_view(node, account, number)).await;
    done.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

async fn send_removal(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let Ok(number) = typed.get("number").parse() else { return Redirect::to("/views").into_response() };
    match remove(&desk, &caller, number).await {
        Ok(_) => Redirect::to("/views").into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// A view as it is found.
#[derive(Serialize, ToSchema)]
struct Found {
    /// Its number, by which it is removed.
    number: Id,
    /// What it is called.
    name: String,
    /// The list.
    list: String,
    /// What is asked of it.
    asked: String,
    /// The list with that: an address below the staff door.
    href: String,
    /// Whether it is one's own; others are shared by somebody of the unit.
    own: bool,
    /// Whether the unit finds it, too.
    shared: bool,
}

/// One's own views, and those that others of the unit share.
#[utoipa::path(
    get,
    path = "/api/views",
    operation_id = "access.list-views",
    tag = "access",
    responses((status = 200, description = "The views, by name", body = Vec<Found>))
)]
async fn show_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<Vec<Found>>, Problem> {
    let seen = |view: View| Found {
        href: href(&view.list, &view.asked),
        own: view.account == caller.actor.id,
        number: view.number,
        name: view.name,
        list: view.list,
        asked: view.asked,
        shared: view.shared,
    };
    Ok(Json(found(&desk, &caller).await?.into_iter().map(seen).collect()))
}

/// A view that was kept.
#[derive(Serialize, ToSchema)]
struct Kept {
    /// Its number.
    number: Id,
}

/// Keeps a view; of the same name for the same list, it takes the other's place. At most 50, of which 10 shared.
#[utoipa::path(
    post,
    path = "/api/views",
    operation_id = "access.keep-view",
    tag = "access",
    request_body = ToKeep,
    responses((status = 200, description = "Kept", body = Kept),
        (status = 422, description = "A field is wrong, or there are too many."))
)]
async fn send_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<ToKeep>, JsonRejection>,
) -> Result<Json<Kept>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"name": "...", "list": "reports/queue", "asked": "state=new&sort=-points"}"#;
    let Json(new) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    keep(&desk, &caller, new).await.map(|number| Json(Kept { number }))
}

/// Which view is to be removed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToRemove {
    /// Its number.
    number: Id,
}

/// What is removed.
#[derive(Serialize, ToSchema)]
struct Removed {
    /// True: it is gone, for the unit too.
    removed: bool,
}

/// Removes one of one's own views.
#[utoipa::path(
    post,
    path = "/api/views/remove",
    operation_id = "access.remove-view",
    tag = "access",
    request_body = ToRemove,
    responses((status = 200, description = "Removed", body = Removed),
        (status = 404, description = "One has no view of that number."))
)]
async fn remove_json(
    State(desk): State<Desk>,
    caller: Caller,
    body: Result<Json<ToRemove>, JsonRejection>,
) -> Result<Json<Removed>, Problem> {
    caller.may(Ask::Read(&READ_OWN))?;
    let right = r#"JSON: {"number": "..."}"#;
    let Json(asked) = body.map_err(|rejection| unread_body(&caller.texts, rejection.body_text(), right))?;
    if remove(&desk, &caller, asked.number).await? {
        Ok(Json(Removed { removed: true }))
    } else {
        Err(Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
    }
}

/// What was kept for accounts that were closed since is forgotten.
pub(crate) fn forget(node: &Node) -> Result<usize, DeedFault> {
    forget_closed(node).map_err(|fault| DeedFault::Broken(fault.to_string()))
}

/// What OpenAPI says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json, send_json, remove_json))]
pub(crate) struct Described;

/// `/views` and `/api/views`, and their removals.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/views", Line::Read(&READ_OWN), show)
        .post("/views", Line::Read(&READ_OWN), send)
        .post("/views/remove", Line::Read(&READ_OWN), send_removal)
        .get("/api/views", Line::Read(&READ_OWN), show_json)
        .post("/api/views", Line::Read(&READ_OWN), send_json)
        .post("/api/views/remove", Line::Read(&READ_OWN), remove_json)
}

#[cfg(test)]
mod tests;

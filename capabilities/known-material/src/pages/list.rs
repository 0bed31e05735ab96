//! The page of one list: what it is, its file in and out.

use super::entry::{Way, way};
use super::{answers, id_in, label, moment};
use crate::acts::{add_hashes, grade, show_list, withdraw_hashes};
use crate::codes::ListVisible;
use crate::files::list_row;
use crate::room::listing;
use crate::tables::HashList;
use crate::{READ_HASHES, READ_LISTS};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database, problem_of_deed};
use face::{
    Asked, BackLink, Banner, Cell, ErrorStatus, FieldError, Form, Page, Problem, SummaryList, Texts, Typed,
};
use kernel::{Actor, Ask, Cell as _, Id, Record};
use serde_json::Value;
use store::{DatabaseFault, Node};

/// What is drawn besides the row.
pub(super) struct Around {
    /// Who looks.
    pub(super) actor: Actor,
    /// A new id for the next file, so that sending the form twice enters it once.
    pub(super) act: Id,
    /// How many entries just came in, and the number of the first.
    pub(super) came: Option<(i64, i64)>,
    /// What is wrong with the file that was sent.
    pub(super) errors: Vec<FieldError>,
    /// The units that see it, by the words by which people call them.
    pub(super) units: Vec<String>,
}

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    back: BackLink,
    pub(super) title: String,
    done: Option<Banner>,
    summary: SummaryList,
    id: String,
    act: String,
    ways: Vec<Way>,
    adds: bool,
    exports: bool,
}

impl<'a> ListPage<'a> {
    pub(super) fn new(t: &'a Texts, row: &HashList, typed: &'a Typed, around: &'a Around) -> ListPage<'a> {
        let own = row.owner == around.actor.unit;
        let done = around.came.map(|(entries, first)| {
            let said = [("entries", entries.into()), ("first", t.number(first).into())];
            Banner::done(t, t.t_args("known-material-came-in", &said))
        });
        ListPage {
            t,
            form: Form::again(t, typed, &around.errors),
            back: BackLink::new(t, "/lists/known-material/lists"),
            title: row.name.clone(),
            done,
            summary: summary(t, row, &around.units),
            ways: ways(t, row, &around.actor),
            id: row.list.to_string(),
            act: around.act.to_string(),
            adds: own && Ask::Act(&add_hashes::KIND).is_for(around.actor.role),
            exports: Ask::Read(&READ_HASHES).is_for(around.actor.role),
        }
    }
}

/// What its own unit may do with it next.
fn ways(t: &Texts, row: &HashList, actor: &Actor) -> Vec<Way> {
    if row.owner != actor.unit {
        return Vec::new();
    }
    let (with, next) = (format!("list={}", row.list), format!("/known-material/lists/{}", row.list));
    let named = (row.list_visible == ListVisible::Named).then_some(&show_list::SHOW);
    let kinds = [&withdraw_hashes::KIND, &grade::PROPOSE, &grade::VOTE].into_iter().chain(named);
    kinds.chain([&show_list::HIDE]).filter_map(|kind| way(t, actor, kind, &with, &next)).collect()
}

fn summary(t: &Texts, row: &HashList, units: &[String]) -> SummaryList {
    let said = |name: &str| t.t(&format!("known-material-list-{name}"));
    let organisation = if row.organisation.is_empty() { said("own") } else { row.organisation.clone() };
    let seen_by = match row.list_visible {
        ListVisible::Everybody => label(t, row.list_visible),
        ListVisible::Named => units.join(", "),
    };
    SummaryList::new(t)
        .row(said("organisation"), Cell::text(organisation))
        .row(said("seen-by"), Cell::text(seen_by))
        .row(said("purpose"), Cell::text(label(t, row.purpose)))
        .row(said("entries"), Cell::number(t, row.entries))
        .row(said("withdrawn"), Cell::number(t, row.withdrawn))
        .row(said("compared-back"), Cell::number(t, row.compared_back))
        .row(said("distance"), Cell::text(t.with("known-material-bits", "n", row.max_distance)))
        .row(said("country"), Cell::text(label(t, row.country)))
        .row(said("scheme"), Cell::number(t, row.grade_scheme))
        .row(said("owner"), Cell::code(row.owner.short()))
        .row(said("created"), Cell::text(moment(t, row.created_at)))
}

async fn row(desk: &Desk, caller: &Caller, path: &str) -> Result<HashList, Problem> {
    caller.may(Ask::Read(&READ_LISTS))?;
    let list = id_in(caller, path)?;
    caller.may_read(desk, &READ_LISTS, list).await?;
    let row = desk.blocking(move |node| list_row(node, list)).await;
    let row = row.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    row.ok_or_else(|| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
}

/// The units that see a list, by the words by which people call them.
fn units(node: &Node, list: Id) -> Result<Vec<String>, DatabaseFault> {
    let sql = "SELECT u.word FROM holding AS h JOIN unit AS u ON u.unit = h.unit WHERE h.record_id = $1 ORDER BY u.word";
    let rows = node.read(|database| database.rows(sql, vec![list.to_value()]))?;
    Ok(rows.iter().flatten().filter_map(|cell| String::from_value(cell).ok()).collect())
}

async fn drawn(
    desk: &Desk,
    caller: &Caller,
    path: &str,
    came: Option<(i64, i64)>,
    errors: Vec<FieldError>,
) -> Result<Page, Problem> {
    let row = row(desk, caller, path).await?;
    let act = desk.node().new_id().map_err(|fault| problem_of_deed(&caller.texts, &fault))?;
    let list = row.list;
    let units = desk.blocking(move |node| units(node, list)).await;
    let units = units.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    let (around, typed) = (Around { actor: caller.actor, act, came, errors, units }, Typed::nothing());
    let page = ListPage::new(&caller.texts, &row, &typed, &around);
    Ok(Page::staff(&caller.frame(desk), &page.title, &page))
}

/// The list.
pub(super) async fn show(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
    uri: Uri,
) -> Response {
    let asked = Asked::of(&uri);
    let number = |name: &str| asked.get(name).parse::<i64>().ok().filter(|n| *n > 0);
    let came = number("entries").zip(number("first"));
    match drawn(&desk, &caller, &path, came, Vec::new()).await {
        Ok(page) => page.into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

/// The list, with what is wrong with a file.
pub(super) async fn again(desk: &Desk, caller: &Caller, path: &str, problem: &Problem) -> Response {
    let errors = answers::on_form(&caller.texts, problem.errors());
    match drawn(desk, caller, path, None, errors).await {
        Ok(page) => page.with_status(problem.status().code()).into_response(),
        Err(other) => other.staff_page(&caller.frame(desk)).into_response(),
    }
}

/// One list: name, purpose, sizes; no hash.
#[utoipa::path(
    get,
    path = "/api/known-material/lists/{list}",
    operation_id = "known-material.list",
    tag = "known-material",
    params(("list" = Id, Path, description = "The list")),
    responses((status = 200, description = "The list's columns", body = Value), desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let row = row(&desk, &caller, &path).await?;
    Ok(Json(listing("lists", HashList::TABLE, "name").json(&row.to_row())))
}

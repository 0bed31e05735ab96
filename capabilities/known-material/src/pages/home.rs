//! Where the room begins: leads that wait, lists, a new list, what was compared.

use crate::READ_LEADS;
use crate::acts::create_list::KIND;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Caller, Desk, problem_of_database, problem_of_deed};
use face::{Cards, Page, Problem, Texts};
use kernel::codes::LeadState;
use kernel::{Actor, Ask, CodeList, Value};

#[derive(Template)]
#[template(path = "home.html")]
pub(super) struct HomePage<'a> {
    t: &'a Texts,
    title: String,
    cards: Cards,
}

impl<'a> HomePage<'a> {
    pub(super) fn new(t: &'a Texts, waiting: i64, actor: &Actor) -> HomePage<'a> {
        let said = |name: &str| t.t(&format!("known-material-home-{name}"));
        let unverified = format!("/lists/known-material/leads?state={}", LeadState::Unverified.code());
        let cards = Cards::new()
            .card(said("leads"), t.with("known-material-home-waiting", "leads", waiting), unverified)
            .card(said("lists"), said("lists-words"), "/lists/known-material/lists")
            .card(said("gradings"), said("gradings-words"), "/lists/known-material/gradings?grade_waits=yes")
            .card(
                said("disputes"),
                said("disputes-words"),
                "/lists/known-material/disputes?dispute_state=open",
            )
            .card(said("set-aside"), said("set-aside-words"), "/lists/known-material/set-aside")
            .card(said("mappings"), said("mappings-words"), "/lists/known-material/mappings")
            .card(said("checks"), said("checks-words"), "/lists/known-material/checks");
        let cards = if Ask::Act(&KIND).is_for(actor.role) {
            cards.card(said("new"), said("new-words"), "/known-material/lists/new")
        } else {
            cards
        };
        HomePage { t, title: said("title"), cards }
    }
}

async fn waiting(desk: &Desk, caller: &Caller) -> Result<i64, Problem> {
    caller.may(Ask::Read(&READ_LEADS))?;
    let sql = "SELECT COUNT(*) FROM lead WHERE state = $1";
    let state = vec![Value::Integer(LeadState::Unverified.number())];
    let count = desk.blocking(move |node| node.read(|database| database.number(sql, state))).await;
    count.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// The room's first page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match waiting(&desk, &caller).await {
        Ok(waiting) => {
            let page = HomePage::new(&caller.texts, waiting, &caller.actor);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// The form of a new list, with the number that the list will have.
pub(super) async fn new_list(State(desk): State<Desk>, caller: Caller) -> Response {
    let new_id = || desk.node().new_id().map_err(|fault| problem_of_deed(&caller.texts, &fault));
    match caller.may(Ask::Act(&KIND)).and_then(|()| new_id()) {
        Ok(id) => Redirect::to(&format!("/acts/{}?list={id}&next=/known-material/lists/{id}", KIND.name))
            .into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

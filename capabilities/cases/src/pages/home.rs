//! Where the room begins: the lists of cases and what can be begun.

use super::links::Doors;
use crate::READ_CASES;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk};
use face::{Cards, Page, Texts};
use kernel::Ask;

#[derive(Template)]
#[template(path = "home.html")]
pub(super) struct HomePage<'a> {
    t: &'a Texts,
    cards: Cards,
}

impl<'a> HomePage<'a> {
    pub(super) fn new(t: &'a Texts, doors: &Doors) -> HomePage<'a> {
        let said = |name: &str| t.t(&format!("cases-home-{name}"));
        let list = |cards: Cards, name: &str, query: &str| {
            let title = t.t(&format!("list-cases-{name}"));
            cards.card(title, said(name), format!("/lists/cases/{name}{query}"))
        };
        let cards = list(Cards::new(), "files", "?state=open");
        let cards = if doors.may("cases.open") {
            cards.card(t.t("act-cases-open"), said("new"), "/cases/new")
        } else {
            cards
        };
        let others = ["proceedings", "timeline", "victims", "risks", "demand", "matches"];
        HomePage { t, cards: others.iter().fold(cards, |cards, name| list(cards, name, "")) }
    }
}

/// The room's first page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    if let Err(problem) = caller.may(Ask::Read(&READ_CASES)) {
        return problem.staff_page(&frame).into_response();
    }
    let page = HomePage::new(&caller.texts, &Doors::of(&desk, &caller));
    Page::staff(&frame, &caller.texts.t("nav-cases"), &page).into_response()
}

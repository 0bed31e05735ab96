//! Where the room begins.

use super::{Way, way};
use crate::READ_BASES;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk};
use face::{Cards, Page, Texts};
use kernel::Ask;

#[derive(Template)]
#[template(path = "letters-home.html")]
struct HomePage<'a> {
    t: &'a Texts,
    title: String,
    cards: Cards,
    ways: Vec<Way>,
}

fn cards(t: &Texts, caller: &Caller) -> Cards {
    let said = |name: &str| t.t(&format!("letters-home-{name}"));
    let list = [
        ("sign", "/lists/letters/letters?letter_stands=drafted"),
        ("answer", "/lists/letters/letters?letter_stands=waits&sort=due_at"),
        ("runs", "/lists/letters/letters?runs=yes&sort=lapses_at"),
        ("all", "/lists/letters/letters"),
        ("sendings", "/lists/letters/sendings"),
        ("statistics", "/letters/statistics"),
        ("platforms", "/lists/letters/platforms"),
        ("bases", "/lists/letters/bases"),
    ];
    // Whoever lays down legal bases alone knows of no letter.
    let all = Ask::Read(&crate::READ_LETTERS).is_for(caller.actor.role);
    let open = list.into_iter().filter(|(name, _)| all || matches!(*name, "platforms" | "bases"));
    open.fold(Cards::new(), |cards, (name, href)| {
        cards.card(said(name), said(&format!("{name}-words")), href.to_owned())
    })
}

/// The room's first page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    if let Err(problem) = caller.may(Ask::Read(&READ_BASES)) {
        return problem.staff_page(&frame).into_response();
    }
    let t = &caller.texts;
    let ways = [
        way(&desk, &caller, "draft", "", "/letters/letters/%7Bletter%7D"),
        way(&desk, &caller, "add-platform", "", "/letters/platforms/%7Bplatform%7D"),
        way(&desk, &caller, "propose-basis", "", "/letters/bases/%7Bbasis%7D"),
    ];
    let title = t.t("letters-home-title");
    let page = HomePage { t, title, cards: cards(t, &caller), ways: ways.into_iter().flatten().collect() };
    Page::staff(&frame, &page.title, &page).into_response()
}

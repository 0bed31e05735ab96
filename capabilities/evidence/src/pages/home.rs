//! Where the room begins, and one recipient.

use super::{Way, id_in, summary};
use crate::READ_RECIPIENTS;
use crate::acts::{fingerprint, propose_recipient};
use crate::codes::RecipientState;
use crate::tables::Recipient;
use crate::worker::row;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{BackLink, Cards, ErrorStatus, Page, Problem, SummaryList, Texts};
use kernel::{Ask, Record};

#[derive(Template)]
#[template(path = "evidence-home.html")]
struct HomePage<'a> {
    t: &'a Texts,
    title: String,
    cards: Cards,
    proposes: bool,
}

fn cards(t: &Texts, caller: &Caller) -> Cards {
    let said = |name: &str| t.t(&format!("evidence-home-{name}"));
    let list = [
        ("second", "handovers?handover_state=proposed"),
        ("fetch", "handovers?handover_state=packed"),
        ("all", "handovers"),
        ("recipients", "recipients"),
        ("originals", "originals"),
        ("hands", "hands"),
    ];
    // Whoever names recipients alone knows of no handover.
    let all = Ask::Read(&crate::READ_HANDOVERS).is_for(caller.actor.role);
    let open = list.into_iter().filter(|(name, _)| all || *name == "recipients");
    open.fold(Cards::new(), |cards, (name, href)| {
        cards.card(said(name), said(&format!("{name}-words")), format!("/lists/evidence/{href}"))
    })
}

/// The room's first page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    if let Err(problem) = caller.may(Ask::Read(&READ_RECIPIENTS)) {
        return problem.staff_page(&frame).into_response();
    }
    let t = &caller.texts;
    let proposes = Ask::Act(&propose_recipient::KIND).is_for(caller.actor.role);
    let page = HomePage { t, title: t.t("evidence-home-title"), cards: cards(t, &caller), proposes };
    Page::staff(&frame, &page.title, &page).into_response()
}

#[derive(Template)]
#[template(path = "evidence-recipient.html")]
struct RecipientPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    summary: SummaryList,
    fingerprint: Option<String>,
    ways: Vec<Way>,
}

fn ways(desk: &Desk, caller: &Caller, at: &Recipient) -> Vec<Way> {
    let names: &[&str] = match at.recipient_state {
        RecipientState::Proposed => &["approve-recipient", "withdraw-recipient"],
        RecipientState::InForce => &["withdraw-recipient"],
        RecipientState::Withdrawn => &[],
    };
    let recipient = at.recipient;
    let way = |name: &&str| {
        let door = desk.act(&format!("evidence.{name}"))?;
        Ask::Act(door.kind).is_for(caller.actor.role).then(|| Way {
            href: format!(
                "/acts/evidence.{name}?recipient={recipient}&next=/evidence/recipients/{recipient}"
            ),
            label: caller.texts.t(&format!("act-evidence-{name}")),
        })
    };
    names.iter().filter_map(way).collect()
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Recipient, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_RECIPIENTS))?;
    let number = id_in(caller, path)?;
    let found = desk.blocking(move |node| row::<Recipient>(node, number)).await;
    let found = found.map_err(|fault| problem_of_database(t, &fault))?;
    found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))
}

/// One recipient. Who compares its key hears the fingerprint from the unit itself: while it waits, the page does not say it.
pub(super) async fn recipient(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Response {
    let frame = caller.frame(&desk);
    let at = match looked(&desk, &caller, &path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let shown =
        ["recipient", "recipient_state", "unit", "public_key", "ends_on", "proposed_by", "approved_by"];
    let is_compared = at.recipient_state != RecipientState::Proposed;
    let page = RecipientPage {
        t,
        back: BackLink::new(t, "/lists/evidence/recipients"),
        title: at.recipient_name.clone(),
        summary: summary(t, Recipient::TABLE, &at.to_row(), &shown),
        fingerprint: is_compared.then(|| fingerprint(&at.public_key)),
        ways: ways(&desk, &caller, &at),
    };
    Page::staff(&frame, &page.title, &page).into_response()
}

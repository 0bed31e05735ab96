//! One letter: how far it is, what it says, what came back, and what comes next. What it asks about is opened under a look that is entered.

use super::{Way, id_in, row, way};
use crate::acts::draft::{SLOT_IDENTIFIERS, SLOT_ORDER};
use crate::acts::record_answer::SLOT_ANSWER;
use crate::codes::{LetterStands, SecondLook, SendingKind};
use crate::outreach::language;
use crate::room::{LETTERS, SENDINGS};
use crate::tables::{Basis, Letter, Platform, Sending};
use crate::words::{Said, words};
use crate::{READ_LETTERS, READ_WORDS};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database, problem_of_look, summary};
use face::{BackLink, ErrorStatus, Page, Problem, SummaryList, Texts};
use kernel::{Ask, Cell as _, Id, Record};
use serde_json::Value;
use store::database::TableSql;
use store::{DatabaseFault, LookFault, Node, Trace};

/// A letter with all that is known of it; what is sealed for who may open it.
struct Seen {
    letter: Letter,
    platform: Option<Platform>,
    basis: Option<Basis>,
    sendings: Vec<Sending>,
    opened: Option<Opened>,
}

/// What is sealed of it; empty where there is none, or where it was erased.
struct Opened {
    identifiers: String,
    order: String,
    answer: String,
}

fn text(node: &Node, trace: &Trace, act: Id, slot: u16) -> Result<String, LookFault> {
    match node.open_payload(trace, act, slot) {
        Ok(opened) => Ok(String::from_utf8_lossy(opened.expose()).into_owned()),
        Err(LookFault::Gone) => Ok(String::new()),
        Err(fault) => Err(fault),
    }
}

fn sendings(node: &Node, letter: Id) -> Result<Vec<Sending>, DatabaseFault> {
    let every = TableSql::of(Sending::TABLE).every;
    let sql = format!("{every} WHERE letter = $1 ORDER BY letter_since LIMIT 10");
    node.read(|database| database.records::<Sending>(&sql, vec![letter.to_value()]))
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Seen, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_LETTERS))?;
    let number = id_in(caller, path)?;
    let found = desk.blocking(move |node| row::<Letter>(node, number)).await;
    let found = found.map_err(|fault| problem_of_database(t, &fault))?;
    let letter = found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    caller.may_read(desk, &READ_LETTERS, letter.record_id).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let opens = Ask::Read(&READ_WORDS).is_for(actor.role);
    let seen = desk.blocking(move |node| -> Result<Seen, LookFault> {
        let (platform, basis) = (row::<Platform>(node, letter.platform)?, row::<Basis>(node, letter.basis)?);
        let sendings = sendings(node, letter.letter)?;
        if !opens {
            return Ok(Seen { letter, platform, basis, sendings, opened: None });
        }
        // The words are about the person that is asked about, where one is named.
        let whose: Vec<Id> = [Some(letter.record_id), letter.suspect.some()].into_iter().flatten().collect();
        let trace = node.look(actor, &READ_WORDS, purpose, &whose)?;
        let answer = match letter.answer_act.some() {
            Some(act) => text(node, &trace, act, SLOT_ANSWER)?,
            None => String::new(),
        };
        let (identifiers, order) = (
            text(node, &trace, letter.drafted_act, SLOT_IDENTIFIERS)?,
            text(node, &trace, letter.drafted_act, SLOT_ORDER)?,
        );
        let opened = Some(Opened { identifiers, order, answer });
        Ok(Seen { letter, platform, basis, sendings, opened })
    });
    seen.await.map_err(|fault| problem_of_look(t, &fault))
}

#[derive(Template)]
#[template(path = "letters-letter.html")]
struct LetterPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    platform: String,
    law: String,
    /// What it says, in the platform's language, with that language's code and direction.
    said: Option<(String, &'static str, &'static str)>,
    answer: Option<String>,
    summary: SummaryList,
    ways: Vec<Way>,
    sendings: String,
}

/// The acts that come next, each with what its form already knows.
fn next(seen: &Seen) -> Vec<(&'static str, String)> {
    let at = &seen.letter;
    let plain = |name| (name, String::new());
    let mut list = match at.letter_stands {
        LetterStands::Drafted => vec![plain("send")],
        LetterStands::ByHand => vec![("sent-by-hand", "&sent_what=letter".into())],
        LetterStands::Undelivered => vec![plain("send"), ("sent-by-hand", "&sent_what=letter".into())],
        _ => Vec::new(),
    };
    let is_told = |row: &Sending| {
        row.sending_kind == SendingKind::Withdrawal
            && matches!(
                row.sending_state,
                crate::codes::SendingState::ByHand | crate::codes::SendingState::GivenUp
            )
    };
    if seen.sendings.iter().any(is_told) {
        list.push(("sent-by-hand", "&sent_what=withdrawal".into()));
    }
    if matches!(at.emergency_look, SecondLook::Waits | SecondLook::Late) {
        list.push(plain("review-emergency"));
    }
    if at.may_be_answered() {
        list.push(plain("record-answer"));
    }
    if at.runs {
        let with = format!(
            "&asks_for=extend&platform={}&legal_basis={}&follows={}",
            at.platform, at.basis, at.letter
        );
        list.push(("draft", with));
    }
    if at.may_be_withdrawn() {
        list.push(plain("withdraw"));
    }
    list
}

fn ways(desk: &Desk, caller: &Caller, seen: &Seen) -> Vec<Way> {
    let (letter, record) = (seen.letter.letter, seen.letter.record_id);
    let one = |(name, with): (&str, String)| match name {
        "draft" => {
            let made =
                way(desk, caller, name, &format!("record={record}{with}"), "/letters/letters/%7Bletter%7D");
            made.map(|way| Way { label: caller.texts.t("letters-extend"), ..way })
        }
        _ => {
            let with = format!("record={record}&letter={letter}{with}");
            way(desk, caller, name, &with, &format!("/letters/letters/{letter}"))
        }
    };
    next(seen).into_iter().filter_map(one).collect()
}

/// What the letter says, as the platform reads it.
fn said(desk: &Desk, seen: &Seen) -> Option<(String, &'static str, &'static str)> {
    let (opened, basis) = (seen.opened.as_ref()?, seen.basis.as_ref()?);
    let language = language(seen.platform.as_ref()?.letter_language);
    let texts = desk.looks().catalogue().texts(language);
    let said = Said {
        letter: &seen.letter,
        basis,
        identifiers: &opened.identifiers,
        order: &opened.order,
        reply: "",
        now: if seen.letter.letter_sent_at.0 > 0 { seen.letter.letter_sent_at } else { Desk::now() },
    };
    let (subject, text) = words(&texts, SendingKind::Letter, &said);
    Some((format!("{subject}\n\n{text}"), language.code(), language.direction().code()))
}

/// One letter as a page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    let seen = match looked(&desk, &caller, &path).await {
        Ok(found) => found,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let (t, at) = (&caller.texts, &seen.letter);
    let answer = seen.opened.as_ref().map(|opened| opened.answer.clone()).filter(|text| !text.is_empty());
    let page = LetterPage {
        t,
        back: BackLink::new(t, "/lists/letters/letters"),
        title: t.with("letters-letter-title", "number", at.letter.short()),
        platform: seen.platform.as_ref().map(|row| row.platform_name.clone()).unwrap_or_default(),
        law: seen.basis.as_ref().map(|row| row.law.clone()).unwrap_or_default(),
        said: said(&desk, &seen),
        answer,
        summary: summary(t, Letter::TABLE, &at.to_row(), LETTERS.columns),
        ways: ways(&desk, &caller, &seen),
        sendings: format!("/lists/letters/sendings?letter={}", at.letter),
    };
    Page::staff(&frame, &page.title, &page).into_response()
}

/// One letter: how far it is and its `sendings`; `identifiers`, `order` and `answer` for who may open them, which is entered as a look.
#[utoipa::path(
    get,
    path = "/api/letters/letters/{letter}",
    operation_id = "letters.letter",
    tag = "letters",
    params(("letter" = Id, Path, description = "The letter's number")),
    responses((status = 200, description = "Its columns, `sendings`, `identifiers`, `order_reference` and `answer`", body = Value), desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let seen = looked(&desk, &caller, &path).await?;
    let mut told = LETTERS.json(&seen.letter.to_row());
    told["sendings"] = seen.sendings.iter().map(|row| SENDINGS.json(&row.to_row())).collect();
    let opened = seen.opened;
    told["identifiers"] = opened.as_ref().map(|opened| opened.identifiers.clone()).into();
    told["order_reference"] = opened.as_ref().map(|opened| opened.order.clone()).into();
    told["answer"] = opened.map(|opened| opened.answer).into();
    Ok(Json(told))
}

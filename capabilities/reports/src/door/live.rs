//! A chat: the thread of a receipt as a page that stays open and goes on while both sides write. No script, nothing stored; the
//! receipt comes in the body, never in an address. What is typed while an answer arrives stays, since nothing is loaded anew.

mod lines;
mod open;
mod watching;

pub(crate) use lines::live as for_programs;
pub(super) use open::Chats;

use super::ask::Door;
use super::intake::{later, wrong};
use super::once::Once;
use super::thread::{Failed, Shown, fresh, moment, not_sent, once_of, opened, thread_page, words_of};
use crate::codes::Speaker;
use crate::live::Happened;
use crate::receipt::Receipt;
use crate::wire::{Said, Thread};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use face::{Banner, FieldError, Form, Meanwhile, Page, Texts, Typed, Uttered, Visit};
use futures_util::StreamExt as _;
use kernel::CodeList;
use open::open as open_place;
use watching::Watching;

/// Try again after so many seconds: some page has ended by then, as a rule.
const FULL: u32 = 60;

#[derive(Template)]
#[template(path = "door/live.html")]
struct LivePage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
    once: &'a str,
    receipt: &'a str,
    said: Vec<Uttered>,
    sent: Option<Banner>,
}

#[derive(Template)]
#[template(path = "door/live_end.html")]
struct LiveEnd<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    words: String,
}

/// What somebody said, in the words of the page.
fn uttered(t: &Texts, said: &Said) -> Uttered {
    let who = if said.notice.is_empty() { t.t("door-live-team") } else { String::new() };
    let words = [words_of(t, said), said.days()];
    let words = words.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    Uttered::new(who, moment(t, said.at), words)
}

/// What is added to the page.
fn piece(visit: &Visit, answer_by: i64, happened: &Happened<Said>) -> String {
    let t = visit.texts();
    match happened {
        Happened::Said(all) => all.iter().map(|said| uttered(t, said).to_string()).collect(),
        Happened::Here => Meanwhile::new([t.t("door-live-here")]).to_string(),
        Happened::Gone => {
            let by = (answer_by != 0).then(|| t.with("door-answer-by", "when", moment(t, answer_by)));
            Meanwhile::new([t.t("door-live-nobody"), t.t("door-live-kept")].into_iter().chain(by)).to_string()
        }
        Happened::Still => "<!-- -->\n".to_owned(),
        Happened::End(end) => {
            let words = t.t(&format!("door-live-end-{}", end.code()));
            face::Markup::of(&LiveEnd { t, visit, words }).to_string()
        }
    }
}

/// Whether somebody of the team has answered: then nothing waits any more, and no time is promised.
fn is_answered(happened: &Happened<Said>) -> bool {
    matches!(happened, Happened::Said(all) if all.iter().any(|said| said.by == Speaker::Staff.code()))
}

/// What the page shows above the talk.
struct Above<'a> {
    typed: &'a Typed,
    once: String,
    failed: Option<(FieldError, StatusCode)>,
    is_sent: bool,
}

/// The page of the chat; where as many are open as may be, the ordinary thread says so, and takes the message.
fn answered(door: &Door, visit: &Visit, receipt: &Receipt, thread: &Thread, above: &Above<'_>) -> Response {
    let t = visit.texts();
    let (failed, status) = match &above.failed {
        Some((error, status)) => (vec![error.clone()], *status),
        None => (Vec::new(), StatusCode::OK),
    };
    let Ok(place) = open_place(door, receipt.proof()) else {
        let full = wrong(t, "text", "door-live-full", "door-live-full-right");
        let errors: Vec<FieldError> = failed.into_iter().chain([full]).collect();
        let done = if above.is_sent { "door-further-sent" } else { "" };
        let shown = Shown { typed: above.typed, once: &above.once, errors: &errors, done };
        let page = thread_page(door, visit, thread, &shown).with_status(StatusCode::SERVICE_UNAVAILABLE);
        return later(page.into_response(), FULL);
    };
    let visit = visit.not_switching();
    let body = LivePage {
        t,
        visit: &visit,
        form: Form::again(t, above.typed, &failed),
        once: &above.once,
        receipt: above.typed.get("receipt"),
        said: thread.said.iter().map(|said| uttered(t, said)).collect(),
        sent: above.is_sent.then(|| Banner::done(t, t.t("door-further-sent"))),
    };
    let page = Page::public_going_on(&visit, &body).with_status(status);
    let (mut answer_by, shown) = (thread.answer_by, visit.clone());
    let happening = Watching::new(door, receipt.proof(), place, thread).happening();
    page.going_on(happening.map(move |happened| {
        if is_answered(&happened) {
            answer_by = 0;
        }
        piece(&shown, answer_by, &happened)
    }))
}

/// `POST /thread/live`: the thread, and what happens in it from now on. What was typed already stands in the form.
pub(crate) async fn show(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let once = once_of(&headers, &typed);
    match opened(&door, &visit, &typed, &once).await {
        Ok((receipt, thread)) => {
            let above = Above { typed: &typed, once, failed: None, is_sent: false };
            answered(&door, &visit, &receipt, &thread, &above)
        }
        Err(response) => response,
    }
}

/// `POST /thread/live/message`: the message is taken in, durably, and the page goes on.
pub(crate) async fn message(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let once = Once::sent(&headers, typed.get("once")).ok();
    let hex = once.as_ref().map(Once::hex).unwrap_or_default();
    // Opened before anything is sent: whatever keeps it closed leaves the same form, under the same secret.
    let (receipt, thread) = match opened(&door, &visit, &typed, &hex).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let failed = match &once {
        Some(once) => not_sent(&door, visit.texts(), &receipt, typed.exact("text"), once).await,
        None => {
            let error = wrong(visit.texts(), "text", "door-try-again", "door-nothing-lost");
            Some(Failed(error, StatusCode::SERVICE_UNAVAILABLE, fresh()))
        }
    };
    if let Some(Failed(error, status, once)) = failed {
        let above = Above { typed: &typed, once, failed: Some((error, status)), is_sent: false };
        return answered(&door, &visit, &receipt, &thread, &above);
    }
    // It stands: where the thread cannot be read again, it is shown as it was just before.
    let thread = door.thread_again(receipt.proof()).await.unwrap_or(thread);
    let empty = Typed::nothing().and("receipt", typed.get("receipt"));
    let above = Above { typed: &empty, once: fresh(), failed: None, is_sent: true };
    answered(&door, &visit, &receipt, &thread, &above)
}

#[cfg(test)]
mod tests;

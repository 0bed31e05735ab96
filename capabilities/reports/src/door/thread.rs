//! The thread behind a receipt: replies and notices, and a further message. Never what was reported.

use super::ask::{Door, Kept};
use super::intake::{busy, check_text, later, wrong};
use super::official::state_words;
use super::once::Once;
use crate::codes::SecondLook;
use crate::receipt::{Receipt, ReceiptError};
use crate::wire::{AskedAgain, Said, Thread, Told, ToldFurther};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use face::{Banner, FieldError, Form, Moment, Page, Texts, Timeline, Typed, Visit};
use kernel::{CodeList, Instant};

#[derive(Template)]
#[template(path = "door/receipt_ask.html")]
struct AskPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
    /// A message was typed: it is shown again, and sent with the receipt.
    message: bool,
    once: &'a str,
}

#[derive(Template)]
#[template(path = "door/thread.html")]
struct ThreadPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
    once: &'a str,
    receipt: &'a str,
    /// Where it stands, in words; of an official's report with its number and who has read it.
    state: Vec<String>,
    /// Why it is not pursued, and where else to turn.
    why: Vec<String>,
    answer_by: Option<String>,
    none_yet: bool,
    said: Timeline,
    older: Option<u32>,
    newer: Option<u32>,
    sent: Option<Banner>,
    /// What became of the wish for a second look, in words.
    looked: Option<String>,
    /// Whether a second look can be asked for.
    can_ask: bool,
}

pub(super) fn ask_page(visit: &Visit, typed: &Typed, once: &str, errors: &[FieldError]) -> Page {
    let t = visit.texts();
    let message = !typed.get("text").is_empty();
    Page::public(visit, &AskPage { t, visit, form: Form::again(t, typed, errors), message, once })
}

/// `GET /thread`.
pub(crate) async fn ask(visit: Visit) -> Page {
    ask_page(&visit, &Typed::nothing(), "", &[])
}

/// What is wrong with a receipt, in the reader's words. It never repeats the receipt.
pub(crate) fn receipt_error(t: &Texts, error: &ReceiptError) -> FieldError {
    let right = t.t("receipt-right");
    let wrong = match error {
        ReceiptError::Empty => t.t("receipt-empty"),
        ReceiptError::TooLong => t.t("receipt-too-long"),
        ReceiptError::WordCount { found } => {
            t.with("receipt-word-count", "found", i64::try_from(*found).unwrap_or(0))
        }
        ReceiptError::DigitCount { found } => {
            t.with("receipt-digit-count", "found", i64::try_from(*found).unwrap_or(0))
        }
        ReceiptError::UnknownWord { position, suggestions } => {
            let position = i64::try_from(*position).unwrap_or(0);
            if suggestions.is_empty() {
                t.with("receipt-unknown-word", "position", position)
            } else {
                let near = suggestions.join(", ");
                t.t_args(
                    "receipt-near-word",
                    &[("position", position.into()), ("near", near.as_str().into())],
                )
            }
        }
        ReceiptError::Checksum => t.t("receipt-checksum"),
    };
    FieldError { field: "receipt".into(), wrong, right }
}

pub(super) fn moment(t: &Texts, at: i64) -> String {
    let (year, month, day) = Instant(at).day().parts();
    let minutes = at.div_euclid(60_000).rem_euclid(1440);
    let small = |n: i64| u8::try_from(n).unwrap_or(0);
    t.date_time(
        (i32::from(year), small(i64::from(month)), small(i64::from(day))),
        (small(minutes / 60), small(minutes % 60)),
    )
}

/// What is shown of a thread beside what was said.
pub(super) struct Shown<'a> {
    pub(super) typed: &'a Typed,
    pub(super) once: &'a str,
    pub(super) errors: &'a [FieldError],
    /// The text that says what was just done; empty for nothing.
    pub(super) done: &'static str,
}

/// The page of a thread that was asked for; 0 is the latest.
fn page_asked(typed: &Typed) -> u32 {
    typed.get("page").parse().unwrap_or(0)
}

/// The words of a reply or notice; those that say so where it is erased.
pub(super) fn words_of(t: &Texts, said: &Said) -> String {
    match (said.notice.as_str(), said.text.as_str()) {
        ("", "") => t.t("report-erased"),
        ("", text) => text.to_owned(),
        (notice, _) => t.t(&format!("door-notice-{notice}")),
    }
}

fn said(t: &Texts, thread: &Thread) -> Timeline {
    let said = thread.said.iter().map(|one| {
        let said = Moment::new(words_of(t, one), moment(t, one.at));
        if one.notice.is_empty() { said } else { said.more(one.days()) }
    });
    Timeline::new(t, said.collect())
}

/// Why a report is not pursued, in words for its reporter, and where else to turn; nothing for other states.
fn why(door: &Door, t: &Texts, thread: &Thread) -> Vec<String> {
    if thread.not_pursued.is_empty() {
        return Vec::new();
    }
    let reason = t.t(&format!("door-why-{}", thread.not_pursued));
    [reason, t.t("door-why-not-last"), t.t("door-elsewhere")]
        .into_iter()
        .chain(door.help().helpline(t))
        .collect()
}

pub(super) fn thread_page(door: &Door, visit: &Visit, thread: &Thread, shown: &Shown<'_>) -> Page {
    let (visit, t) = (visit.switching_by_form("further", "/thread"), visit.texts());
    let page = page_asked(shown.typed);
    let look = SecondLook::from_code(&thread.second_look).unwrap_or(SecondLook::NotAsked);
    let body = ThreadPage {
        t,
        visit: &visit,
        form: Form::again(t, shown.typed, shown.errors),
        once: shown.once,
        receipt: shown.typed.get("receipt"),
        state: state_words(t, &thread.state, thread.official.as_ref()),
        why: why(door, t, thread),
        answer_by: (thread.answer_by != 0)
            .then(|| t.with("door-answer-by", "when", moment(t, thread.answer_by))),
        none_yet: thread.said.is_empty() && page == 0,
        said: said(t, thread),
        older: thread.older.then_some(page.saturating_add(1)),
        newer: page.checked_sub(1),
        sent: (!shown.done.is_empty()).then(|| Banner::done(t, t.t(shown.done))),
        looked: (look != SecondLook::NotAsked).then(|| t.t(&format!("door-second-look-{}", look.code()))),
        can_ask: !thread.not_pursued.is_empty() && look == SecondLook::NotAsked,
    };
    Page::public(&visit, &body)
}

/// The thread of a receipt, or the form again with all that was typed and what is wrong.
pub(super) async fn opened(
    door: &Door,
    visit: &Visit,
    typed: &Typed,
    once: &str,
) -> Result<(Receipt, Thread), Response> {
    let t = visit.texts();
    let again = |error: FieldError, status| {
        let visit = visit.switching_by_form("receipt-form", "/thread");
        ask_page(&visit, typed, once, &[error]).with_status(status).into_response()
    };
    let receipt = Receipt::parse(typed.get("receipt"));
    let receipt =
        receipt.map_err(|error| again(receipt_error(t, &error), StatusCode::UNPROCESSABLE_ENTITY))?;
    match door.thread(receipt.proof(), page_asked(typed)).await {
        Ok(thread) => Ok((receipt, thread)),
        Err(Kept::NoSuchThread) => {
            Err(again(wrong(t, "receipt", "receipt-nobody", "receipt-right"), StatusCode::NOT_FOUND))
        }
        Err(Kept::Busy(seconds)) => {
            let error = busy(t, "receipt", seconds);
            Err(later(again(error, StatusCode::SERVICE_UNAVAILABLE), seconds))
        }
        Err(_) => {
            let error = wrong(t, "receipt", "door-thread-away", "door-thread-away-right");
            Err(again(error, StatusCode::SERVICE_UNAVAILABLE))
        }
    }
}

/// The secret of a message's form, as it goes into the page again.
pub(super) fn once_of(headers: &HeaderMap, typed: &Typed) -> String {
    Once::sent(headers, typed.get("once")).map(|once| once.hex()).unwrap_or_default()
}

/// `POST /thread`: opens replies.
pub(crate) async fn open(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let once = once_of(&headers, &typed);
    match opened(&door, &visit, &typed, &once).await {
        Ok((_, thread)) => {
            let shown = Shown { typed: &typed, once: &once, errors: &[], done: "" };
            thread_page(&door, &visit, &thread, &shown).into_response()
        }
        Err(response) => response,
    }
}

/// Sends a further message; the same form twice is the same message.
pub(crate) async fn send(door: &Door, receipt: &Receipt, text: &str, once: &Once) -> Result<(), Kept> {
    let told = ToldFurther { act: once.message_act(), proof: receipt.proof(), text: text.to_owned() };
    door.submit(&Told::Further(told), "").await
}

/// What keeps a message from being taken in, in words and with a status.
fn unsent(t: &Texts, kept: &Kept) -> (FieldError, StatusCode) {
    if let Kept::Busy(seconds) = kept {
        return (busy(t, "text", *seconds), StatusCode::SERVICE_UNAVAILABLE);
    }
    let (wrong_key, right_key, status) = match kept {
        Kept::Used => ("door-further-used", "door-further-used-right", StatusCode::CONFLICT),
        Kept::Invalid { .. } => ("door-not-taken", "door-not-taken-right", StatusCode::UNPROCESSABLE_ENTITY),
        _ => ("door-try-again", "door-nothing-lost", StatusCode::SERVICE_UNAVAILABLE),
    };
    (wrong(t, "text", wrong_key, right_key), status)
}

/// `POST /thread/message`: a further message by receipt.
pub(crate) async fn further(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let t = visit.texts();
    let Ok(once) = Once::sent(&headers, typed.get("once")) else {
        let error = wrong(t, "text", "door-try-again", "door-nothing-lost");
        return ask_page(&visit.not_switching(), &typed, "", &[error])
            .with_status(StatusCode::SERVICE_UNAVAILABLE)
            .into_response();
    };
    let (receipt, thread) = match opened(&door, &visit, &typed, &once.hex()).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    match not_sent(&door, t, &receipt, typed.exact("text"), &once).await {
        Some(failed) => failed_page(&door, &visit, &typed, &thread, failed),
        None => done_page(&door, &visit, &receipt, thread, &typed, "door-further-sent").await,
    }
}

/// What kept a person's words from being taken in: the error, its status, and the secret to try again under.
pub(super) struct Failed(pub(super) FieldError, pub(super) StatusCode, pub(super) String);

/// Sends a message; what kept it from being taken in, if anything did.
pub(super) async fn not_sent(
    door: &Door,
    t: &Texts,
    receipt: &Receipt,
    text: &str,
    once: &Once,
) -> Option<Failed> {
    if let Some(error) = check_text(t, text) {
        return Some(Failed(error, StatusCode::UNPROCESSABLE_ENTITY, once.hex()));
    }
    let kept = send(door, receipt, text, once).await.err()?;
    let (error, status) = unsent(t, &kept);
    // Other words under a secret that was used need a fresh one; all else is tried again under the same.
    let once = if matches!(kept, Kept::Used) { fresh() } else { once.hex() };
    Some(Failed(error, status, once))
}

/// The thread with all that was typed and what is wrong.
pub(super) fn failed_page(
    door: &Door,
    visit: &Visit,
    typed: &Typed,
    thread: &Thread,
    failed: Failed,
) -> Response {
    let Failed(error, status, once) = failed;
    let shown = Shown { typed, once: &once, errors: &[error], done: "" };
    thread_page(door, visit, thread, &shown).with_status(status).into_response()
}

pub(super) fn fresh() -> String {
    Once::draw().map(|once| once.hex()).unwrap_or_default()
}

/// The thread as it is after that was done, or as it was just before when it cannot be read a second time.
async fn done_page(
    door: &Door,
    visit: &Visit,
    receipt: &Receipt,
    before: Thread,
    typed: &Typed,
    done: &'static str,
) -> Response {
    let empty = Typed::nothing().and("receipt", typed.get("receipt"));
    let thread = door.thread(receipt.proof(), 0).await.unwrap_or(before);
    let shown = Shown { typed: &empty, once: &fresh(), errors: &[], done };
    thread_page(door, visit, &thread, &shown).into_response()
}

/// Asks for a second look; the same form twice is the same wish.
pub(crate) async fn ask_second_look(door: &Door, receipt: &Receipt, once: &Once) -> Result<(), Kept> {
    let told = AskedAgain { act: once.second_look_act(), proof: receipt.proof() };
    door.submit(&Told::Again(told), "").await
}

/// What keeps the wish for a second look from being taken in.
fn not_asked(t: &Texts, kept: &Kept, once: &Once) -> Failed {
    let (error, status) = match kept {
        Kept::Busy(seconds) => (busy(t, "text", *seconds), StatusCode::SERVICE_UNAVAILABLE),
        Kept::Invalid { .. } => {
            let error = wrong(t, "text", "door-second-look-not", "door-second-look-not-right");
            (error, StatusCode::UNPROCESSABLE_ENTITY)
        }
        _ => (wrong(t, "text", "door-try-again", "door-nothing-lost"), StatusCode::SERVICE_UNAVAILABLE),
    };
    Failed(error, status, once.hex())
}

/// `POST /thread/second-look`: another person looks again, by receipt. What is written in the form beside the button goes with it.
pub(crate) async fn second_look(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let t = visit.texts();
    let (receipt, thread) = match opened(&door, &visit, &typed, &once_of(&headers, &typed)).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let Ok(once) = Once::sent(&headers, typed.get("once")) else {
        let error = wrong(t, "text", "door-try-again", "door-nothing-lost");
        let failed = Failed(error, StatusCode::SERVICE_UNAVAILABLE, String::new());
        return failed_page(&door, &visit, &typed, &thread, failed);
    };
    let failed = match ask_second_look(&door, &receipt, &once).await {
        Err(kept) => Some(not_asked(t, &kept, &once)),
        Ok(()) if typed.get("text").is_empty() => None,
        Ok(()) => not_sent(&door, t, &receipt, typed.exact("text"), &once).await,
    };
    match failed {
        Some(failed) => failed_page(&door, &visit, &typed, &thread, failed),
        None => done_page(&door, &visit, &receipt, thread, &typed, "door-second-look-sent").await,
    }
}

//! The thread behind a receipt: replies and notices, and a further message. Never what was reported.

use super::ask::{Door, Kept};
use super::intake::wrong;
use crate::limits::MAX_TEXT_CHARS;
use crate::receipt::{Receipt, ReceiptError};
use crate::wire::{Thread, Told, ToldFurther};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use face::{Banner, ErrorStatus, FieldError, Form, Moment, Page, Problem, Texts, Timeline, Typed, Visit};
use kernel::Instant;

#[derive(Template)]
#[template(path = "door/receipt_ask.html")]
struct AskPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
}

#[derive(Template)]
#[template(path = "door/thread.html")]
struct ThreadPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
    receipt: String,
    state: String,
    none_yet: bool,
    said: Timeline,
    sent: Option<Banner>,
}

fn ask_page(visit: &Visit, typed: &Typed, errors: &[FieldError]) -> Page {
    let t = visit.texts();
    Page::public(visit, &AskPage { t, visit, form: Form::again(t, typed, errors) })
}

/// `GET /thread`.
pub(crate) async fn ask(visit: Visit) -> Page {
    ask_page(&visit, &Typed::nothing(), &[])
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

fn moment(t: &Texts, at: i64) -> String {
    let (year, month, day) = Instant(at).day().parts();
    let minutes = at.div_euclid(60_000).rem_euclid(1440);
    let small = |n: i64| u8::try_from(n).unwrap_or(0);
    t.date_time(
        (i32::from(year), small(i64::from(month)), small(i64::from(day))),
        (small(minutes / 60), small(minutes % 60)),
    )
}

fn thread_page(visit: &Visit, typed: &Typed, thread: &Thread, errors: &[FieldError], sent: bool) -> Page {
    let t = visit.texts();
    let said = thread.said.iter().map(|one| {
        let words = match (one.notice.as_str(), one.text.as_str()) {
            ("", "") => t.t("report-erased"),
            ("", text) => text.to_owned(),
            (notice, _) => t.t(&format!("door-notice-{notice}")),
        };
        let said = Moment::new(words, moment(t, one.at));
        if one.notice.is_empty() { said } else { said.more(one.days()) }
    });
    let page = ThreadPage {
        t,
        visit,
        form: Form::again(t, typed, errors),
        receipt: typed.get("receipt").to_owned(),
        state: t.t(&format!("door-state-{}", thread.state)),
        none_yet: thread.said.is_empty(),
        said: Timeline::new(t, said.collect()),
        sent: sent.then(|| Banner::done(t, t.t("door-further-sent"))),
    };
    Page::public(visit, &page)
}

async fn opened(door: &Door, visit: &Visit, typed: &Typed) -> Result<(Receipt, Thread), Response> {
    let t = visit.texts();
    let again =
        |error: FieldError, status| ask_page(visit, typed, &[error]).with_status(status).into_response();
    let receipt = Receipt::parse(typed.get("receipt"));
    let receipt =
        receipt.map_err(|error| again(receipt_error(t, &error), StatusCode::UNPROCESSABLE_ENTITY))?;
    match door.thread(receipt.proof()).await {
        Ok(thread) => Ok((receipt, thread)),
        Err(Kept::NoSuchThread) => {
            Err(again(wrong(t, "receipt", "receipt-nobody", "receipt-right"), StatusCode::NOT_FOUND))
        }
        Err(_) => Err(Problem::of(t, ErrorStatus::UNAVAILABLE).public_page(visit).into_response()),
    }
}

/// `POST /thread`: opens replies.
pub(crate) async fn open(State(door): State<Door>, visit: Visit, typed: Typed) -> Response {
    match opened(&door, &visit, &typed).await {
        Ok((_, thread)) => thread_page(&visit, &typed, &thread, &[], false).into_response(),
        Err(response) => response,
    }
}

/// Sends a further message.
pub(crate) async fn send(door: &Door, receipt: &Receipt, text: &str) -> Result<(), Kept> {
    let act = store::crypto::random().map_err(|_| Kept::TryAgain)?;
    door.submit(&Told::Further(ToldFurther { act, proof: receipt.proof(), text: text.to_owned() })).await
}

/// `POST /thread/message`: a further message by receipt.
pub(crate) async fn further(State(door): State<Door>, visit: Visit, typed: Typed) -> Response {
    let t = visit.texts();
    let (receipt, thread) = match opened(&door, &visit, &typed).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let text = typed.exact("text");
    let error = if text.trim().is_empty() {
        Some(wrong(t, "text", "door-text-empty", "door-text-some"))
    } else if text.chars().count() > MAX_TEXT_CHARS || text.contains('\0') {
        Some(wrong(t, "text", "door-text-long", "door-text-limit"))
    } else {
        send(&door, &receipt, text)
            .await
            .err()
            .map(|_| wrong(t, "text", "door-try-again", "door-nothing-lost"))
    };
    match error {
        Some(error) => thread_page(&visit, &typed, &thread, &[error], false)
            .with_status(StatusCode::UNPROCESSABLE_ENTITY)
            .into_response(),
        None => {
            let empty = Typed::nothing().and("receipt", typed.get("receipt"));
            // The thread as it is now; as it was just before, when it cannot be read a second time.
            let thread = door.thread(receipt.proof()).await.unwrap_or(thread);
            thread_page(&visit, &empty, &thread, &[], true).into_response()
        }
    }
}

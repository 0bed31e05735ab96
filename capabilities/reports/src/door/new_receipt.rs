//! A receipt is changed for a new one: the page that asks before, the page that shows it, and what keeps it from being changed.

use super::ask::{Door, Kept};
use super::intake::{busy, later, wrong};
use super::once::Once;
use super::thread::{ask_page, failed_page, fresh, not_sent, open, opened};
use crate::receipt::Receipt;
use crate::wire::{AskedReceipt, Told};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use face::{Page, Texts, Typed, Visit};

#[derive(Template)]
#[template(path = "door/receipt_new.html")]
struct NewReceiptPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    words: Vec<(usize, &'static str)>,
    digits: String,
}

/// Changes a receipt for a new one; the same form twice gives the same one.
pub(crate) async fn change_receipt(door: &Door, receipt: &Receipt, once: &Once) -> Result<Receipt, Kept> {
    let new = once.new_receipt();
    let told = AskedReceipt { act: once.change_act(), proof: receipt.proof(), new_proof: new.proof() };
    door.submit(&Told::Receipt(told), "").await.map(|()| new)
}

#[derive(Template)]
#[template(path = "door/receipt_sure.html")]
struct SurePage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    receipt: &'a str,
    text: &'a str,
    once: String,
}

/// `POST /thread/receipt`: a new receipt in the place of this one, after a page that asks whether it should be so. What is written in
/// the form beside the button is sent first.
pub(crate) async fn new_receipt(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let Ok(once) = Once::sent(&headers, typed.get("once")) else {
        return again_later(&visit, &typed);
    };
    let Ok(receipt) = Receipt::parse(typed.get("receipt")) else {
        return open(State(door), visit, headers, typed).await;
    };
    if typed.get("sure").is_empty() {
        let (visit, t) = (visit.switching_by_form("sure", "/thread/receipt"), visit.texts());
        let (receipt, text) = (typed.get("receipt"), typed.exact("text"));
        let page = SurePage { t, visit: &visit, receipt, text, once: once.hex() };
        return Page::public(&visit, &page).into_response();
    }
    if let Some(response) = sent_first(&door, &visit, &typed, &once).await {
        return response;
    }
    match change_receipt(&door, &receipt, &once).await {
        Ok(new) => new_receipt_page(&visit, &new),
        // Another receipt took its place in the meantime, or there never was one.
        Err(Kept::NoSuchThread | Kept::Invalid { .. } | Kept::Used) => {
            let error = wrong(visit.texts(), "receipt", "receipt-nobody", "receipt-right");
            ask_page(&visit, &typed, &fresh(), &[error]).with_status(StatusCode::NOT_FOUND).into_response()
        }
        Err(Kept::Busy(seconds)) => {
            let page = ask_page(&visit, &typed, &once.hex(), &[busy(visit.texts(), "receipt", seconds)]);
            later(page.with_status(StatusCode::SERVICE_UNAVAILABLE).into_response(), seconds)
        }
        Err(Kept::TryAgain) => again_later(&visit, &typed),
    }
}

/// Sends what is written beside the button; the answer where that could not be done. Where the receipt opens nothing, this form may
/// have been sent before, and its words with it: then the new receipt is shown again.
async fn sent_first(door: &Door, visit: &Visit, typed: &Typed, once: &Once) -> Option<Response> {
    if typed.get("text").is_empty() {
        return None;
    }
    match opened(door, visit, typed, &once.hex()).await {
        Ok((receipt, thread)) => {
            let failed = not_sent(door, visit.texts(), &receipt, typed.exact("text"), once).await?;
            Some(failed_page(door, visit, typed, &thread, failed))
        }
        Err(response) => (response.status() != StatusCode::NOT_FOUND).then_some(response),
    }
}

fn new_receipt_page(visit: &Visit, new: &Receipt) -> Response {
    let (visit, t) = (visit.clone().not_switching(), visit.texts());
    let words = (1..).zip(new.words_in(t.language().code())).collect();
    Page::public(&visit, &NewReceiptPage { t, visit: &visit, words, digits: new.digits() }).into_response()
}

/// Nothing could be done just now; what was typed stands there again.
fn again_later(visit: &Visit, typed: &Typed) -> Response {
    let error = wrong(visit.texts(), "receipt", "door-thread-away", "door-thread-away-right");
    let page = ask_page(visit, typed, typed.get("once"), &[error]);
    page.with_status(StatusCode::SERVICE_UNAVAILABLE).into_response()
}

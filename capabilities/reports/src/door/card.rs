//! The receipt as something ordinary: a card of words to learn.

use super::pages::to_the_start;
use crate::receipt::Receipt;
use askama::Template;
use axum::response::{IntoResponse, Response};
use face::{Page, Texts, Typed, Visit};

/// The words; the digits where the language has no words.
#[derive(Template)]
#[template(path = "door/card.html")]
struct CardPage<'a> {
    t: &'a Texts,
    words: Vec<&'static str>,
    digits: String,
}

/// `POST /card`: the words of a receipt as a list of words to learn, to be printed and cut out. Nothing is asked of `core`.
pub(crate) async fn show(visit: Visit, typed: Typed) -> Response {
    let (visit, t) = (visit.not_switching(), visit.texts());
    let Ok(receipt) = Receipt::parse(typed.get("receipt")) else {
        return to_the_start(visit).await.into_response();
    };
    let words = receipt.words_in(t.language().code());
    Page::public(&visit, &CardPage { t, words, digits: receipt.digits() }).into_response()
}

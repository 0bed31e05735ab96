//! For those who want a picture gone: its fingerprint, made on their own device or pasted, and never the picture.

use super::ask::{Door, Kept};
use super::intake::{
    Given, check_code, check_short, check_words, file, kept_page, receipt_page, used_page, wrong,
};
use super::once::Once;
use crate::gone::{HashFault, parse};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use face::{BackLink, Choice, FieldError, Form, Page, Texts, Typed, Visit, Warning};
use kernel::CodeList;
use kernel::codes::{AgeBand, ReportingPerson};

/// Who is in the picture, as far as it says who reports.
const BY: [&str; 3] = ["child", "adult-survivor", "adult-for-child"];

#[derive(Template)]
#[template(path = "door/gone.html")]
struct Gone<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
    once: String,
    turn: String,
    by: Vec<Choice>,
    ages: Vec<Choice>,
    warning: Warning,
    helpline: Option<String>,
    back: BackLink,
}

fn page(door: &Door, visit: &Visit, typed: &Typed, once: Option<&Once>, errors: &[FieldError]) -> Page {
    let (visit, t) = (visit.switching_by_form("gone", "/gone"), visit.texts());
    let ages = AgeBand::all().iter().filter(|age| **age != AgeBand::NotSaid);
    let page = Gone {
        t,
        visit: &visit,
        form: Form::again(t, typed, errors),
        once: once.map(Once::hex).unwrap_or_default(),
        turn: if typed.get("turn").is_empty() { door.ticket() } else { typed.get("turn").to_owned() },
        by: BY.iter().map(|by| Choice::of(t, by, &format!("door-gone-by-{by}"))).collect(),
        ages: ages.map(|age| Choice::of(t, age.code(), &format!("door-age-{}", age.code()))).collect(),
        warning: Warning::new(t, door.help().emergency(t)),
        helpline: door.help().helpline(t),
        back: BackLink::new(t, visit.link("/")),
    };
    Page::public(&visit, &page)
}

/// The page, by its address. What an address carries beside the language is not taken for something typed.
pub(crate) async fn show(State(door): State<Door>, visit: Visit) -> Page {
    page(&door, &visit, &Typed::nothing(), Once::draw().ok().as_ref(), &[])
}

/// The page in another language, with what was typed.
pub(crate) async fn show_again(State(door): State<Door>, visit: Visit, typed: Typed) -> Page {
    page(&door, &visit, &typed, Once::draw().ok().as_ref(), &[])
}

/// What is wrong with fingerprints; none is no fault.
pub(crate) fn check_hashes(t: &Texts, typed: &Typed) -> Option<FieldError> {
    match parse(typed.exact("hashes")) {
        Ok(_) => None,
        Err(HashFault::NoHash) => Some(wrong(t, "hashes", "door-hash-wrong", "door-hash-right")),
        Err(HashFault::TooMany) => Some(wrong(t, "hashes", "door-hash-many", "door-hash-limit")),
    }
}

fn check(t: &Texts, typed: &Typed) -> Vec<FieldError> {
    let none =
        || typed.get("hashes").is_empty().then(|| wrong(t, "hashes", "door-hash-none", "door-hash-some"));
    let found = [
        check_hashes(t, typed).or_else(none),
        check_code::<ReportingPerson>(t, typed, "by"),
        check_code::<AgeBand>(t, typed, "age"),
        check_words(t, typed.exact("text")),
        check_short(t, typed, "place"),
    ];
    found.into_iter().flatten().collect()
}

/// `POST /gone/send`: a report like any other, with fingerprints in the place of pictures.
pub(crate) async fn send(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let t = visit.texts();
    let shown = |once: Option<&Once>, errors: &[FieldError], status: StatusCode| {
        page(&door, &visit, &typed, once, errors).with_status(status).into_response()
    };
    let Ok(once) = Once::sent(&headers, typed.get("once")) else {
        return kept_page(t, Kept::TryAgain, |errors, status| shown(None, errors, status));
    };
    let errors = check(t, &typed);
    if !errors.is_empty() {
        return shown(Some(&once), &errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match file(&door, t.language().code(), &typed, Given::default(), &once).await {
        Ok(filed) => receipt_page(&door, &visit, filed, false).into_response(),
        Err(Kept::Used) => used_page(&visit, &typed, false, &once, "/gone"),
        Err(kept) => kept_page(t, kept, |errors, status| shown(Some(&once), errors, status)),
    }
}

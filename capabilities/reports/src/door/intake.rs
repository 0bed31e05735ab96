//! A report comes in: it is read and checked, it is filed, and only then the receipt shows.

use super::ask::{Door, Kept};
use super::gone::check_hashes;
use super::official::duty_of;
use super::once::Once;
use super::pages::{asks_age, tell_page};
use super::reading::{Came, read};
use crate::codes::{ChildKnows, Duty, Happening, Reach, SaidOf};
use crate::limits::{MAX_SHORT_CHARS, MAX_TEXT_CHARS};
use crate::receipt::Receipt;
use crate::wire::{Answer, OfOfficial, SafeContact, TakenPicture, TakenVoice, Told, ToldHash, ToldReport};
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use face::{ErrorStatus, FieldError, Form, Page, Problem, Texts, Typed, Visit};
use facts::report::CameBy;
use kernel::CodeList;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};

/// The fields that hold a few words.
const SHORT: [&str; 7] =
    ["place", "not_for", "contact", "contact_hours", "contact_other", "duty_words", "agency"];

/// The fields that tell something.
const TOLD: [&str; 17] = [
    "text",
    "hashes",
    "place",
    "not_for",
    "contact",
    "contact_hours",
    "contact_other",
    "about",
    "reach",
    "happening",
    "by",
    "danger",
    "age",
    "duty",
    "duty_words",
    "agency",
    "child_knows",
];

/// Files that came with a report.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) pictures: Vec<TakenPicture>,
    pub(crate) voice: Option<TakenVoice>,
}

/// A filed report: its receipt.
pub(crate) struct Filed {
    pub(crate) words: Vec<&'static str>,
    pub(crate) digits: String,
    /// What an official is told beside it.
    pub(crate) official: Option<OfOfficial>,
}

#[derive(Template)]
#[template(path = "door/receipt.html")]
struct ReceiptPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    words: Vec<(usize, &'static str)>,
    digits: String,
    helpline: Option<String>,
    threatened: bool,
}

#[derive(Template)]
#[template(path = "door/used.html")]
struct UsedPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
    words: Vec<(usize, &'static str)>,
    digits: String,
    once: String,
    /// Where the form is that they came from.
    form_at: &'static str,
    /// All that was typed, where a message could not carry it.
    whole: Vec<(&'static str, &'a str)>,
}

/// A problem with one field.
pub(crate) fn wrong(t: &Texts, field: &str, wrong_key: &str, right_key: &str) -> FieldError {
    FieldError::new(t, field, wrong_key, right_key)
}

fn one_of<'t>(typed: &'t Typed, name: &str, otherwise: &'t str) -> &'t str {
    if typed.get(name).is_empty() { otherwise } else { typed.get(name) }
}

/// The receipt of a form, in the words of a language.
fn receipt_of(once: &Once, language: &str) -> Filed {
    let receipt = once.receipt();
    Filed { words: receipt.words_in(language), digits: receipt.digits(), official: None }
}

/// Files a report; the same form twice is the same report, with the same receipt.
pub(crate) async fn file(
    door: &Door,
    language: &str,
    typed: &Typed,
    given: Given,
    once: &Once,
) -> Result<Filed, Kept> {
    // They were checked before.
    let hashes = crate::gone::parse(typed.exact("hashes")).unwrap_or_default();
    let duty = duty_of(typed);
    let who = if duty.is_some() { ReportingPerson::Professional } else { ReportingPerson::NotSaid };
    let told = ToldReport {
        act: once.report_act(),
        report: once.report(),
        by: one_of(typed, "by", who.code()).to_owned(),
        danger: one_of(typed, "danger", DangerAnswer::NoAnswer.code()).to_owned(),
        age: one_of(typed, "age", AgeBand::NotSaid.code()).to_owned(),
        language: language.to_owned(),
        text: typed.exact("text").to_owned(),
        contact: SafeContact {
            how: typed.exact("contact").to_owned(),
            hours: typed.exact("contact_hours").to_owned(),
            other: typed.exact("contact_other").to_owned(),
        },
        pictures: given.pictures,
        proof: once.receipt().proof(),
        happening: typed.get("happening").to_owned(),
        said_of: typed.all("about").filter(|one| !one.is_empty()).map(ToOwned::to_owned).collect(),
        reach: typed.get("reach").to_owned(),
        not_for: typed.exact("not_for").to_owned(),
        place: typed.exact("place").to_owned(),
        voice: given.voice,
        hashes: hashes.into_iter().map(|sha256| ToldHash { sha256 }).collect(),
        came_by: Some(CameBy::Web.code().to_owned()),
        duty,
    };
    let answer = door.submit_and_hear(&Told::Report(Box::new(told)), typed.get("turn")).await?;
    let official = if let Answer::Filed { official, .. } = answer { official } else { None };
    Ok(Filed { official, ..receipt_of(once, language) })
}

/// What is wrong with a text that is to be sent.
pub(crate) fn check_text(t: &Texts, text: &str) -> Option<FieldError> {
    if text.trim().is_empty() {
        return Some(wrong(t, "text", "door-text-empty", "door-text-some"));
    }
    check_words(t, text)
}

/// What is wrong with words that may be left out.
pub(crate) fn check_words(t: &Texts, text: &str) -> Option<FieldError> {
    let (wrong_key, right_key) = if text.contains('\0') {
        ("door-text-encoding", "door-text-utf8")
    } else if text.chars().count() > MAX_TEXT_CHARS {
        ("door-text-long", "door-text-limit")
    } else if Receipt::parse(text).is_ok() {
        // A receipt that was typed as a message would be filed where others read it.
        ("door-text-receipt", "door-text-receipt-right")
    } else {
        return None;
    };
    Some(wrong(t, "text", wrong_key, right_key))
}

/// What is wrong with a small text.
pub(crate) fn check_short(t: &Texts, typed: &Typed, field: &str) -> Option<FieldError> {
    let text = typed.exact(field);
    let (wrong_key, right_key) = if text.contains('\0') {
        ("door-text-encoding", "door-text-utf8")
    } else if text.chars().count() > MAX_SHORT_CHARS {
        ("door-short-long", "door-short-limit")
    } else {
        return None;
    };
    Some(wrong(t, field, wrong_key, right_key))
}

/// A choice may be left out; what is sent must be one of those offered.
pub(crate) fn check_code<L: CodeList>(t: &Texts, typed: &Typed, field: &str) -> Option<FieldError> {
    let known = |sent: &str| sent.is_empty() || L::from_code(sent).is_ok();
    (!typed.all(field).all(|sent| known(sent.trim())))
        .then(|| wrong(t, field, "door-choice-unknown", "door-choice-offered"))
}

/// What is wrong before anything is sent. A choice or a file is enough.
pub(crate) fn check(t: &Texts, typed: &Typed, has_files: bool) -> Vec<FieldError> {
    let text = typed.exact("text");
    let chosen =
        ["happening", "about", "place", "hashes"].iter().any(|field| !typed.get(field).trim().is_empty());
    let found = [
        if chosen || has_files { check_words(t, text) } else { check_text(t, text) },
        check_code::<ReportingPerson>(t, typed, "by"),
        check_code::<DangerAnswer>(t, typed, "danger"),
        check_code::<AgeBand>(t, typed, "age"),
        check_code::<Happening>(t, typed, "happening"),
        check_code::<SaidOf>(t, typed, "about"),
        check_code::<Reach>(t, typed, "reach"),
        check_code::<Duty>(t, typed, "duty"),
        check_code::<ChildKnows>(t, typed, "child_knows"),
        check_hashes(t, typed),
    ];
    let short = SHORT.iter().filter_map(|field| check_short(t, typed, field));
    found.into_iter().flatten().chain(short).collect()
}

impl Came {
    /// Whether a picture or a voice message came.
    pub(crate) fn has_files(&self) -> bool {
        !self.pictures.is_empty() || self.voice.is_some()
    }

    /// The files that came; they are here no more.
    pub(crate) fn given(&mut self) -> Given {
        Given { pictures: std::mem::take(&mut self.pictures), voice: self.voice.take() }
    }

    /// What was wrong while the form came, and what is wrong with what came: once for each field.
    pub(crate) fn all_errors(&mut self, t: &Texts) -> Vec<FieldError> {
        let mut errors = std::mem::take(&mut self.errors);
        // Of a form that broke off nobody can say what is missing.
        let checked = if self.broken { Vec::new() } else { check(t, &self.typed, self.has_files()) };
        for error in checked {
            if errors.iter().all(|told| told.field != error.field) {
                errors.push(error);
            }
        }
        errors
    }
}

/// `POST /report`.
pub(crate) async fn report(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let t = visit.texts();
    let mut came = read(&door, t, form).await;
    let shown = |typed: &Typed, once: Option<&Once>, errors: &[FieldError], status| {
        again(&door, &visit, typed, once, errors, status)
    };
    let Ok(once) = Once::sent(&headers, came.typed.get("once")) else {
        return kept_page(t, Kept::TryAgain, |errors, status| shown(&came.typed, None, errors, status));
    };
    let errors = came.all_errors(t);
    if !errors.is_empty() {
        let status =
            if came.busy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
        return shown(&came.typed, Some(&once), &errors, status);
    }
    let had_files = came.has_files();
    let given = came.given();
    match file(&door, t.language().code(), &came.typed, given, &once).await {
        Ok(filed) => {
            let threatened = came.typed.get("happening") == Happening::ThreatensToShare.code();
            receipt_page(&door, &visit, filed, threatened).into_response()
        }
        Err(Kept::Used) => used_page(&visit, &came.typed, had_files, &once, "/tell"),
        Err(kept) => kept_page(t, kept, |errors, status| shown(&came.typed, Some(&once), errors, status)),
    }
}

/// The form again, where what was typed was not taken in: what is wrong, and the status.
pub(crate) fn kept_page(
    t: &Texts,
    kept: Kept,
    again: impl FnOnce(&[FieldError], StatusCode) -> Response,
) -> Response {
    match kept {
        Kept::Invalid { .. } => {
            let errors = [wrong(t, "text", "door-not-taken", "door-not-taken-right")];
            again(&errors, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Kept::Busy(seconds) => {
            later(again(&[busy(t, "text", seconds)], StatusCode::SERVICE_UNAVAILABLE), seconds)
        }
        _ => again(&[unsaved(t)], StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn unsaved(t: &Texts) -> FieldError {
    wrong(t, "text", "door-try-again", "door-nothing-lost")
}

/// Too many send at this moment.
pub(crate) fn busy(t: &Texts, field: &str, seconds: u32) -> FieldError {
    let right = t.with("door-busy-right", "seconds", i64::from(seconds));
    FieldError { field: field.to_owned(), wrong: t.t("door-busy"), right }
}

/// Tells machines, too, when to try again.
pub(crate) fn later(mut response: Response, seconds: u32) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

/// The form again, with what was typed.
fn again(
    door: &Door,
    visit: &Visit,
    typed: &Typed,
    once: Option<&Once>,
    errors: &[FieldError],
    status: StatusCode,
) -> Response {
    // A browser keeps no chosen file, and the parts that broke off cannot tell whether there was one.
    // Its ticket stays: whoever tries again has waited already.
    tell_page(door, visit, typed, once, errors, true).with_status(status).into_response()
}

pub(crate) fn receipt_page(door: &Door, visit: &Visit, filed: Filed, threatened: bool) -> Page {
    let visit = visit.not_switching();
    let words = (1..).zip(filed.words).collect();
    let (t, helpline) = (visit.texts(), door.help().helpline(visit.texts()));
    let page = ReceiptPage { t, visit: &visit, words, digits: filed.digits, helpline, threatened };
    Page::public(&visit, &page)
}

/// The same form was sent before, and what is typed now is something else: the receipt again, and the text to be added.
pub(crate) fn used_page(
    visit: &Visit,
    typed: &Typed,
    had_files: bool,
    once: &Once,
    form_at: &'static str,
) -> Response {
    let (visit, t) = (visit.not_switching(), visit.texts());
    let filed = receipt_of(once, t.language().code());
    let page = UsedPage {
        t,
        visit: &visit,
        form: Form::again(t, typed, &[]),
        words: (1..).zip(filed.words).collect(),
        digits: filed.digits,
        once: Once::draw().map(|fresh| fresh.hex()).unwrap_or_default(),
        form_at,
        whole: whole(typed, had_files),
    };
    Page::public(&visit, &page).with_status(StatusCode::CONFLICT).into_response()
}

/// What the form holds, where some of it is more than a text: names of adults must not go into a message, which they could read.
fn whole(typed: &Typed, had_files: bool) -> Vec<(&'static str, &str)> {
    let chosen = SHORT
        .iter()
        .chain(&["about", "reach", "hashes", "duty", "child_knows"])
        .any(|field| !typed.get(field).is_empty());
    let is_more = chosen || had_files || asks_age(typed.get("by"));
    let pictures = (is_more && had_files).then_some(("pictures", "1"));
    let filled = TOLD.iter().flat_map(|field| typed.all(field).map(move |value| (*field, value)));
    filled.filter(|(_, value)| is_more && !value.is_empty()).chain(pictures).collect()
}

/// A problem in JSON, for what keeps a person's words from being taken in.
pub(crate) fn problem(t: &Texts, kept: Kept) -> Problem {
    match kept {
        Kept::Invalid { field, wrong, right } => Problem::of(t, ErrorStatus::REFUSED)
            .with_kind("input")
            .with_errors(vec![FieldError { field, wrong, right }]),
        Kept::NoSuchThread => Problem::of(t, ErrorStatus::NOT_FOUND),
        Kept::Used => Problem::new(ErrorStatus::CONFLICT, t.t("door-used-title"))
            .with_kind("used")
            .with_errors(vec![wrong(t, "id", "door-used-api", "door-used-api-right")]),
        Kept::Busy(seconds) => Problem::of(t, ErrorStatus::UNAVAILABLE)
            .with_kind("busy")
            .with_errors(vec![busy(t, "text", seconds)]),
        Kept::TryAgain => Problem::of(t, ErrorStatus::UNAVAILABLE),
    }
}

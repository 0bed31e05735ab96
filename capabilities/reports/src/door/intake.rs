//! A report comes in: fields and pictures are read as they stream, the report is filed, and only then the receipt shows.

use super::ask::{Door, Kept};
use super::pages::tell_page;
use crate::limits::{MAX_PICTURE_BYTES, MAX_PICTURES, MAX_TEXT_CHARS};
use crate::picture::PictureFault;
use crate::receipt::{Receipt, WordList};
use crate::wire::{SafeContact, TakenPicture, Told, ToldReport};
use askama::Template;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use face::{ErrorStatus, FieldError, Page, Problem, Texts, Typed, Visit};

/// What came in by a form.
pub(crate) struct Came {
    pub(crate) typed: Typed,
    pub(crate) pictures: Vec<TakenPicture>,
    pub(crate) errors: Vec<FieldError>,
}

/// A filed report: its receipt.
pub(crate) struct Filed {
    pub(crate) words: Vec<&'static str>,
    pub(crate) digits: String,
}

#[derive(Template)]
#[template(path = "door/receipt.html")]
struct ReceiptPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    words: Vec<(usize, &'static str)>,
    digits: String,
}

/// A problem with one field.
pub(crate) fn wrong(t: &Texts, field: &str, wrong_key: &str, right_key: &str) -> FieldError {
    FieldError::new(t, field, wrong_key, right_key)
}

async fn bytes_of(field: &mut Field<'_>, most: usize) -> Result<Option<Vec<u8>>, ()> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(drop)? {
        if bytes.len() + chunk.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

/// Reads a form with pictures. What is wrong with one field does not lose the others.
pub(crate) async fn read(door: &Door, t: &Texts, mut form: Multipart) -> Came {
    let mut came = Came { typed: Typed::nothing(), pictures: Vec::new(), errors: Vec::new() };
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => {
                came.errors.push(wrong(t, "text", "door-broken-off", "door-send-again"));
                break;
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        let read = if name == "pictures" {
            picture(door, t, &mut field, &mut came).await
        } else {
            text(t, &name, &mut field, &mut came).await
        };
        if read.is_err() {
            came.errors.push(wrong(t, &name, "door-broken-off", "door-send-again"));
            break;
        }
    }
    came
}

async fn text(t: &Texts, name: &str, field: &mut Field<'_>, came: &mut Came) -> Result<(), ()> {
    let Some(bytes) = bytes_of(field, 4 * MAX_TEXT_CHARS).await? else {
        came.errors.push(wrong(t, name, "door-text-long", "door-text-limit"));
        return Ok(());
    };
    match String::from_utf8(bytes) {
        Ok(text) => came.typed = std::mem::take(&mut came.typed).and(name, text),
        Err(_) => came.errors.push(wrong(t, name, "door-text-encoding", "door-text-utf8")),
    }
    Ok(())
}

async fn picture(door: &Door, t: &Texts, field: &mut Field<'_>, came: &mut Came) -> Result<(), ()> {
    let declared = field.content_type().map(ToOwned::to_owned);
    let most = usize::try_from(MAX_PICTURE_BYTES).unwrap_or(usize::MAX);
    let Some(bytes) = bytes_of(field, most).await? else {
        came.errors.push(wrong(t, "pictures", "door-picture-large", "door-picture-limit"));
        return Ok(());
    };
    // A file field that was left empty still comes, without a byte.
    if bytes.is_empty() {
        return Ok(());
    }
    if came.pictures.len() >= MAX_PICTURES {
        came.errors.push(wrong(t, "pictures", "door-picture-many", "door-picture-limit"));
        return Ok(());
    }
    match door.take(bytes, declared).await {
        Ok(picture) => came.pictures.push(picture),
        Err(fault) => came.errors.push(picture_error(t, &fault)),
    }
    Ok(())
}

fn picture_error(t: &Texts, fault: &PictureFault) -> FieldError {
    let (wrong_key, right_key) = match fault {
        PictureFault::TooManyBytes => ("door-picture-large", "door-picture-limit"),
        PictureFault::TooManyPixels => ("door-picture-pixels", "door-picture-limit"),
        PictureFault::NoPicture => ("door-picture-unknown", "door-picture-kinds"),
        PictureFault::Mislabelled { .. } => ("door-picture-mislabelled", "door-picture-kinds"),
        PictureFault::CutOff => ("door-picture-truncated", "door-picture-whole"),
        PictureFault::Damaged => ("door-picture-broken", "door-picture-whole"),
    };
    wrong(t, "pictures", wrong_key, right_key)
}

fn one_of<'t>(typed: &'t Typed, name: &str, otherwise: &'t str) -> &'t str {
    if typed.get(name).is_empty() { otherwise } else { typed.get(name) }
}

/// Files a report and draws its receipt.
pub(crate) async fn file(
    door: &Door,
    language: &str,
    typed: &Typed,
    pictures: Vec<TakenPicture>,
) -> Result<Filed, Kept> {
    let entropy: [u8; 10] = store::crypto::random().map_err(|_| Kept::TryAgain)?;
    let receipt = Receipt::from_entropy(entropy);
    let told = ToldReport {
        act: store::crypto::random().map_err(|_| Kept::TryAgain)?,
        report: store::crypto::random().map_err(|_| Kept::TryAgain)?,
        by: one_of(typed, "by", "not-said").to_owned(),
        danger: one_of(typed, "danger", "no-answer").to_owned(),
        age: one_of(typed, "age", "not-said").to_owned(),
        language: language.to_owned(),
        text: typed.exact("text").to_owned(),
        contact: SafeContact { how: typed.exact("contact").to_owned(), ..SafeContact::default() },
        pictures,
        proof: receipt.proof(),
    };
    door.submit(&Told::Report(Box::new(told))).await?;
    let words = WordList::for_language(language).map(|list| receipt.words(list)).unwrap_or_default();
    Ok(Filed { words, digits: receipt.digits() })
}

/// What is wrong before anything is sent.
pub(crate) fn check(t: &Texts, typed: &Typed) -> Vec<FieldError> {
    let text = typed.exact("text");
    let mut errors = Vec::new();
    if text.trim().is_empty() {
        errors.push(wrong(t, "text", "door-text-empty", "door-text-some"));
    } else if text.chars().count() > MAX_TEXT_CHARS {
        errors.push(wrong(t, "text", "door-text-long", "door-text-limit"));
    }
    if text.contains('\0') || typed.exact("contact").contains('\0') {
        errors.push(wrong(t, "text", "door-text-encoding", "door-text-utf8"));
    }
    // A receipt that was typed as a message would be filed where others read it.
    if Receipt::parse(text).is_ok() {
        errors.push(wrong(t, "text", "door-text-receipt", "door-text-receipt-right"));
    }
    errors
}

/// `POST /report`.
pub(crate) async fn report(State(door): State<Door>, visit: Visit, form: Multipart) -> Response {
    let t = visit.texts();
    let mut came = read(&door, t, form).await;
    came.errors.extend(check(t, &came.typed));
    if !came.errors.is_empty() {
        let again = !came.pictures.is_empty() || came.errors.iter().any(|error| error.field == "pictures");
        let page = tell_page(&visit, &came.typed, &came.errors, again);
        return page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
    }
    match file(&door, t.language().code(), &came.typed, came.pictures).await {
        Ok(filed) => {
            let words = (1..).zip(filed.words).collect();
            Page::public(&visit, &ReceiptPage { t, visit: &visit, words, digits: filed.digits })
                .into_response()
        }
        Err(Kept::Invalid { field, wrong, right }) => {
            let errors = [FieldError { field, wrong, right }];
            tell_page(&visit, &came.typed, &errors, true)
                .with_status(StatusCode::UNPROCESSABLE_ENTITY)
                .into_response()
        }
        Err(_) => {
            let errors = [wrong(t, "text", "door-try-again", "door-nothing-lost")];
            tell_page(&visit, &came.typed, &errors, true)
                .with_status(StatusCode::SERVICE_UNAVAILABLE)
                .into_response()
        }
    }
}

/// A problem in JSON, for what keeps a person's words from being taken in.
pub(crate) fn problem(t: &Texts, kept: Kept) -> Problem {
    match kept {
        Kept::Invalid { field, wrong, right } => Problem::of(t, ErrorStatus::REFUSED)
            .with_kind("input")
            .with_errors(vec![FieldError { field, wrong, right }]),
        Kept::NoSuchThread => Problem::of(t, ErrorStatus::NOT_FOUND),
        Kept::TryAgain => Problem::of(t, ErrorStatus::UNAVAILABLE),
    }
}

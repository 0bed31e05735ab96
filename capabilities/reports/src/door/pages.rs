//! The steps before a report, and what follows it.

use super::ask::Door;
use super::once::Once;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use face::{
    BackLink, Button, Choice, ErrorStatus, FieldError, Form, Page, Problem, Texts, Typed, Visit, Warning,
};
use kernel::CodeList;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};

#[derive(Template)]
#[template(path = "door/safe.html")]
pub(crate) struct Safe<'a> {
    pub(crate) t: &'a Texts,
    pub(crate) visit: &'a Visit,
    pub(crate) warning: Warning,
    pub(crate) helpline: Option<String>,
}

#[derive(Template)]
#[template(path = "door/who.html")]
pub(crate) struct Who<'a> {
    pub(crate) t: &'a Texts,
    pub(crate) visit: &'a Visit,
    pub(crate) danger: String,
    pub(crate) not_safe: Option<Warning>,
}

#[derive(Template)]
#[template(path = "door/tell.html")]
pub(crate) struct Tell<'a> {
    pub(crate) t: &'a Texts,
    pub(crate) visit: &'a Visit,
    pub(crate) form: Form<'a>,
    pub(crate) once: String,
    pub(crate) turn: String,
    pub(crate) danger: String,
    pub(crate) by: String,
    pub(crate) lead: String,
    pub(crate) age_label: &'static str,
    pub(crate) ages: Vec<Choice>,
    pub(crate) pictures_again: bool,
    pub(crate) back: BackLink,
}

#[derive(Template)]
#[template(path = "door/said.html")]
struct SaidPage<'a> {
    title: String,
    words: Vec<String>,
    button: Button,
    t: &'a Texts,
}

/// The first page: are you safe right now?
pub(crate) async fn safe(State(door): State<Door>, visit: Visit) -> Page {
    let (t, help) = (visit.texts(), door.help());
    let (warning, helpline) = (Warning::new(t, help.emergency(t)), help.helpline(t));
    Page::public(&visit, &Safe { t, visit: &visit, warning, helpline })
}

/// Steps are reached by the buttons; whoever types their address begins at the start.
pub(crate) async fn to_the_start(visit: Visit) -> Redirect {
    Redirect::to(&visit.link("/"))
}

/// Who is telling?
pub(crate) async fn who(State(door): State<Door>, visit: Visit, typed: Typed) -> Page {
    let (visit, t) = (visit.switching_by_form("who", "/who"), visit.texts());
    let danger = typed.get("danger").to_owned();
    let not_safe = (danger == DangerAnswer::NotSafe.code())
        .then(|| Warning::new(t, format!("{} {}", door.help().emergency(t), t.t("door-not-safe"))));
    Page::public(&visit, &Who { t, visit: &visit, danger, not_safe })
}

/// The page on which everything is told. Its secret is always a fresh one: one that came from elsewhere would be known
/// elsewhere.
pub(crate) async fn tell(State(door): State<Door>, visit: Visit, typed: Typed) -> Page {
    // A form that comes in another language names the files that were chosen and does not hold them.
    let pictures_again = !typed.get("pictures").is_empty();
    tell_page(&door, &visit, &typed, Once::draw().ok().as_ref(), &[], pictures_again)
}

/// The code that was sent, if the page offers it.
fn offered<L: CodeList>(sent: &str, otherwise: &'static str) -> &'static str {
    L::from_code(sent).map_or(otherwise, CodeList::code)
}

/// An error of a field that stands on this page is linked to it; others cannot be.
fn on_page(error: &FieldError, by: &str) -> FieldError {
    let stands = match error.field.as_str() {
        "text" | "contact" | "pictures" => true,
        "age" => by != ReportingPerson::AdultSurvivor.code(),
        _ => false,
    };
    FieldError { field: if stands { error.field.clone() } else { String::new() }, ..error.clone() }
}

/// The page on which everything is told, with what was typed and what is wrong.
pub(crate) fn tell_page(
    door: &Door,
    visit: &Visit,
    typed: &Typed,
    once: Option<&Once>,
    errors: &[FieldError],
    pictures_again: bool,
) -> Page {
    let (visit, t) = (visit.switching_by_form("tell", "/tell"), visit.texts());
    let by = match offered::<ReportingPerson>(typed.get("by"), "child") {
        "not-said" => "child",
        known => known,
    };
    let errors: Vec<FieldError> = errors.iter().map(|error| on_page(error, by)).collect();
    let ages = AgeBand::all().iter().filter(|age| **age != AgeBand::NotSaid);
    let page = Tell {
        t,
        visit: &visit,
        form: Form::again(t, typed, &errors),
        once: once.map(Once::hex).unwrap_or_default(),
        turn: if typed.get("turn").is_empty() { door.ticket() } else { typed.get("turn").to_owned() },
        danger: offered::<DangerAnswer>(typed.get("danger"), "").to_owned(),
        by: by.to_owned(),
        lead: t.t(&format!("door-lead-{by}")),
        ages: ages.map(|age| Choice::of(t, age.code(), &format!("door-age-{}", age.code()))).collect(),
        age_label: if by == "child" { "door-age-own" } else { "door-age" },
        pictures_again,
        back: BackLink::new(t, visit.link("/")),
    };
    Page::public(&visit, &page)
}

fn said(door: &Door, visit: &Visit, title: &str, words: &[&str]) -> Page {
    let t = visit.texts();
    let words = words.iter().map(|key| t.t(key)).chain(door.help().helpline(t)).collect();
    let button = Button::link(t.t("door-thread-link"), visit.link("/thread"));
    Page::public(visit, &SaidPage { title: t.t(title), words, button, t })
}

/// After the receipt: it is kept.
pub(crate) async fn kept(State(door): State<Door>, visit: Visit) -> Page {
    said(&door, &visit, "door-kept-title", &["door-kept-words", "door-help-words"])
}

/// After the receipt: it cannot be kept safely, and that is fine.
pub(crate) async fn not_kept(State(door): State<Door>, visit: Visit) -> Page {
    let words = ["door-not-kept-words", "door-not-kept-other", "door-help-words"];
    said(&door, &visit, "door-not-kept-title", &words)
}

/// There is nothing at this address.
pub(crate) async fn nothing_here(visit: Visit) -> Response {
    Problem::of(visit.texts(), ErrorStatus::NOT_FOUND)
        .public_page(&visit)
        .with_status(StatusCode::NOT_FOUND)
        .into_response()
}

//! The steps before a report, and what follows it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use face::{
    BackLink, Button, Choice, ErrorStatus, FieldError, Form, Page, Problem, Texts, Typed, Visit, Warning,
};
use kernel::CodeList;
use kernel::codes::AgeBand;

#[derive(Template)]
#[template(path = "door/safe.html")]
pub(crate) struct Safe<'a> {
    pub(crate) t: &'a Texts,
    pub(crate) visit: &'a Visit,
    pub(crate) warning: Warning,
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
pub(crate) async fn safe(visit: Visit) -> Page {
    let t = visit.texts();
    Page::public(&visit, &Safe { t, visit: &visit, warning: Warning::new(t, t.t("door-emergency")) })
}

/// Steps are reached by the buttons; whoever types their address begins at the start.
pub(crate) async fn to_the_start(visit: Visit) -> Redirect {
    Redirect::to(&visit.link("/"))
}

/// Who is telling?
pub(crate) async fn who(visit: Visit, typed: Typed) -> Page {
    let t = visit.texts();
    let danger = typed.get("danger").to_owned();
    let not_safe = (danger == "not-safe").then(|| Warning::new(t, t.t("door-not-safe")));
    Page::public(&visit, &Who { t, visit: &visit, danger, not_safe })
}

/// The page on which everything is told.
pub(crate) async fn tell(visit: Visit, typed: Typed) -> Page {
    tell_page(&visit, &typed, &[], false)
}

/// The page on which everything is told, with what was typed and what is wrong.
pub(crate) fn tell_page(visit: &Visit, typed: &Typed, errors: &[FieldError], pictures_again: bool) -> Page {
    let t = visit.texts();
    let by = match typed.get("by") {
        known @ ("child" | "adult-for-child" | "professional" | "adult-survivor") => known,
        _ => "child",
    };
    let ages = AgeBand::all().iter().filter(|age| **age != AgeBand::NotSaid);
    let page = Tell {
        t,
        visit,
        form: Form::again(t, typed, errors),
        danger: typed.get("danger").to_owned(),
        by: by.to_owned(),
        lead: t.t(&format!("door-lead-{by}")),
        ages: ages.map(|age| Choice::of(t, age.code(), &format!("door-age-{}", age.code()))).collect(),
        age_label: if by == "child" { "door-age-own" } else { "door-age" },
        pictures_again,
        back: BackLink::new(t, visit.link("/")),
    };
    Page::public(visit, &page)
}

fn said(visit: &Visit, title: &str, words: &[&str]) -> Page {
    let t = visit.texts();
    let button = Button::link(t.t("door-thread-link"), visit.link("/thread"));
    Page::public(
        visit,
        &SaidPage { title: t.t(title), words: words.iter().map(|key| t.t(key)).collect(), button, t },
    )
}

/// After the receipt: it is kept.
pub(crate) async fn kept(visit: Visit) -> Page {
    said(&visit, "door-kept-title", &["door-kept-words", "door-help-words"])
}

/// After the receipt: it cannot be kept safely, and that is fine.
pub(crate) async fn not_kept(visit: Visit) -> Page {
    said(&visit, "door-not-kept-title", &["door-not-kept-words", "door-not-kept-other", "door-help-words"])
}

/// There is nothing at this address.
pub(crate) async fn nothing_here(visit: Visit) -> Response {
    Problem::of(visit.texts(), ErrorStatus::NOT_FOUND)
        .public_page(&visit)
        .with_status(StatusCode::NOT_FOUND)
        .into_response()
}

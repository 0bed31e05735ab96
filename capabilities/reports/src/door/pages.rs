//! The steps before a report, and what follows it.

use super::ask::{Door, Film};
use super::once::Once;
use super::voice::{TELLERS, Voice};
use crate::codes::{Happening, Reach, SaidOf};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Redirect, Response};
use face::headers::Leave;
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
    /// Whether there are others who can help.
    pub(crate) has_others: bool,
    /// Whether there is a film in sign language.
    pub(crate) has_film: bool,
}

#[derive(Template)]
#[template(path = "door/who.html")]
pub(crate) struct Who<'a> {
    pub(crate) t: &'a Texts,
    pub(crate) visit: &'a Visit,
    pub(crate) danger: String,
    pub(crate) not_safe: Option<Warning>,
    pub(crate) tellers: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "door/what.html")]
pub(crate) struct What<'a> {
    pub(crate) t: &'a Texts,
    pub(crate) visit: &'a Visit,
    pub(crate) title: String,
    pub(crate) danger: String,
    pub(crate) by: &'static str,
    pub(crate) age: &'static str,
    pub(crate) happenings: Vec<(&'static str, String)>,
    pub(crate) back: BackLink,
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
    pub(crate) by: &'static str,
    pub(crate) age: &'static str,
    pub(crate) happening: &'static str,
    pub(crate) lead: String,
    pub(crate) voice: Voice,
    pub(crate) ages: Vec<Choice>,
    pub(crate) about: Vec<Choice>,
    pub(crate) reach: Vec<Choice>,
    pub(crate) pictures_again: bool,
    pub(crate) back: BackLink,
}

impl Tell<'_> {
    fn key(&self, key: &str) -> String {
        self.voice.key(self.t, key)
    }

    fn says(&self, key: &str) -> String {
        self.voice.says(self.t, key)
    }

    fn is_threatened(&self) -> bool {
        self.happening == Happening::ThreatensToShare.code()
    }

    /// Whether somebody may want a picture gone, and need not send it for that.
    fn is_about_pictures(&self) -> bool {
        let about = [Happening::ThreatensToShare, Happening::AsksForPictures, Happening::PicturesSpread];
        about.iter().any(|one| one.code() == self.happening)
    }

    fn asks_age(&self) -> bool {
        asks_age(self.by)
    }

    /// Whether an app or site, and a name used there, belong to what was chosen.
    fn asks_place(&self) -> bool {
        asks_place(self.happening)
    }

    /// Whether there is a form of its own for whoever tells.
    fn is_at_work(&self) -> bool {
        self.by == ReportingPerson::Professional.code()
    }
}

#[derive(Template)]
#[template(path = "door/said.html")]
struct SaidPage<'a> {
    title: String,
    words: Vec<String>,
    button: Button,
    /// Where one can say what one thinks of this door.
    opinion: String,
    t: &'a Texts,
}

/// The first page: are you safe right now?
pub(crate) async fn safe(State(door): State<Door>, visit: Visit) -> Page {
    let (t, help) = (visit.texts(), door.help());
    let (warning, helpline) = (Warning::new(t, help.emergency(t)), help.helpline(t));
    let has_others = help.others().next().is_some();
    let has_film = door.film(t.language()).is_some();
    Page::public(&visit, &Safe { t, visit: &visit, warning, helpline, has_others, has_film })
}

#[derive(Template)]
#[template(path = "door/sign.html")]
struct Sign<'a> {
    t: &'a Texts,
    film: Film,
    back: BackLink,
}

/// The page's leave to play what this site holds; nothing else of the policy differs.
const PLAYING: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; media-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The film in sign language for whoever reads this language, with captions.
pub(crate) async fn sign(State(door): State<Door>, visit: Visit) -> Response {
    let t = visit.texts();
    let Some(film) = door.film(t.language()) else { return nothing_here(visit).await };
    let page = Page::public(&visit, &Sign { t, film, back: BackLink::new(t, visit.link("/")) });
    ([(CONTENT_SECURITY_POLICY, PLAYING)], page).into_response()
}

#[derive(Template)]
#[template(path = "door/others.html")]
struct Others<'a> {
    t: &'a Texts,
    warning: Warning,
    helpline: Option<String>,
    others: Vec<&'a str>,
    back: BackLink,
}

/// Who else can help: what the operator of this node has named.
pub(crate) async fn others(State(door): State<Door>, visit: Visit) -> Page {
    let (t, help) = (visit.texts(), door.help());
    let (warning, helpline) = (Warning::new(t, help.emergency(t)), help.helpline(t));
    let (others, back) = (help.others().collect(), BackLink::new(t, visit.link("/")));
    Page::public(&visit, &Others { t, warning, helpline, others, back })
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
    let tellers = TELLERS.iter().map(|(teller, ..)| (*teller, t.t(&format!("door-who-{teller}")))).collect();
    Page::public(&visit, &Who { t, visit: &visit, danger, not_safe, tellers })
}

/// Who tells and how old they are, by the button of the page before or by what rides in the form since.
fn teller(typed: &Typed) -> (&'static str, &'static str) {
    let button = TELLERS.iter().find(|(teller, ..)| *teller == typed.get("teller"));
    if let Some((_, by, age)) = button {
        return (by, age);
    }
    let by = match offered::<ReportingPerson>(typed.get("by"), "child") {
        "not-said" => "child",
        known => known,
    };
    (by, offered::<AgeBand>(typed.get("age"), ""))
}

/// What is it about? Words and pictures to choose from; it can be skipped.
pub(crate) async fn what(visit: Visit, typed: Typed) -> Page {
    let (visit, t) = (visit.switching_by_form("what", "/what"), visit.texts());
    let (by, age) = teller(&typed);
    let voice = Voice::of(by, age).or_easy(visit.is_easy());
    let words = |one: &Happening| (one.code(), voice.says(t, &format!("door-what-{}", one.code())));
    let page = What {
        t,
        visit: &visit,
        title: voice.says(t, "door-what-title"),
        danger: offered::<DangerAnswer>(typed.get("danger"), "").to_owned(),
        by,
        age,
        happenings: Happening::all().iter().map(words).collect(),
        back: BackLink::new(t, visit.link("/")),
    };
    Page::public(&visit, &page)
}

#[derive(Template)]
#[template(path = "door/worry.html")]
struct Worry<'a> {
    t: &'a Texts,
    now: Warning,
    line: Option<String>,
    back: BackLink,
}

/// For whoever fears that they could harm a child: words and addresses, no form, no trace.
pub(crate) async fn worry(State(door): State<Door>, visit: Visit) -> Page {
    let (t, help) = (visit.texts(), door.help());
    let now = Warning::new(t, format!("{} {}", t.t("door-worry-now"), help.emergency(t)));
    let page = Worry { t, now, line: help.worry(t), back: BackLink::new(t, visit.link("/")) };
    Page::public(&visit, &page)
}

/// The page on which everything is told. Its secret is always a fresh one: one that came from elsewhere would be known
/// elsewhere.
pub(crate) async fn tell(State(door): State<Door>, visit: Visit, typed: Typed) -> Page {
    // A form that comes in another language names the files that were chosen and does not hold them.
    let pictures_again = ["pictures", "voice"].iter().any(|field| !typed.get(field).is_empty());
    tell_page(&door, &visit, &typed, Once::draw().ok().as_ref(), &[], pictures_again)
}

/// The code that was sent, if the page offers it.
fn offered<L: CodeList>(sent: &str, otherwise: &'static str) -> &'static str {
    L::from_code(sent).map_or(otherwise, CodeList::code)
}

/// Whether the page asks how old the child is: a child said it on the page before, and a survivor is grown up now.
pub(crate) fn asks_age(by: &str) -> bool {
    [ReportingPerson::AdultForChild, ReportingPerson::Professional].iter().any(|one| one.code() == by)
}

/// Whether an app or site, and a name used there, belong to what was chosen.
fn asks_place(happening: &str) -> bool {
    !matches!(
        Happening::from_code(happening),
        Err(_) | Ok(Happening::BodilyContact | Happening::SomethingElse)
    )
}

/// An error of a field that stands on this page is linked to it; others cannot be.
fn on_page(error: &FieldError, by: &str, happening: &str) -> FieldError {
    let stands = match error.field.as_str() {
        "text" | "contact" | "contact_hours" | "contact_other" | "pictures" | "voice" | "not_for"
        | "about" | "reach" => true,
        "age" => asks_age(by),
        "place" => asks_place(happening),
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
    let (by, age) = teller(typed);
    let voice = Voice::of(by, age).or_easy(visit.is_easy());
    let happening = offered::<Happening>(typed.get("happening"), "");
    let errors: Vec<FieldError> = errors.iter().map(|error| on_page(error, by, happening)).collect();
    let ages = AgeBand::all().iter().filter(|age| **age != AgeBand::NotSaid);
    let page = Tell {
        t,
        visit: &visit,
        form: Form::again(t, typed, &errors),
        once: once.map(Once::hex).unwrap_or_default(),
        turn: if typed.get("turn").is_empty() { door.ticket() } else { typed.get("turn").to_owned() },
        danger: offered::<DangerAnswer>(typed.get("danger"), "").to_owned(),
        by,
        age,
        happening,
        lead: voice.says(t, &format!("door-lead-{by}")),
        voice,
        ages: ages.map(|age| Choice::of(t, age.code(), &format!("door-age-{}", age.code()))).collect(),
        about: choices::<SaidOf>(t, voice, "door-about"),
        reach: choices::<Reach>(t, voice, "door-reach"),
        pictures_again,
        back: BackLink::new(t, visit.link("/")),
    };
    Page::public(&visit, &page).with_leave(Leave::Record)
}

/// All answers of a list in words for this reader.
pub(super) fn choices<L: CodeList>(t: &Texts, voice: Voice, prefix: &str) -> Vec<Choice> {
    let words = |one: &L| Choice::new(one.code(), voice.says(t, &format!("{prefix}-{}", one.code())));
    L::all().iter().map(words).collect()
}

fn said(door: &Door, visit: &Visit, title: &str, words: &[&str]) -> Page {
    let t = visit.texts();
    let words = words.iter().map(|key| t.t(key)).chain(door.help().helpline(t)).collect();
    let button = Button::link(t.t("door-thread-link"), visit.link("/thread"));
    Page::public(visit, &SaidPage { title: t.t(title), words, button, opinion: visit.link("/opinion"), t })
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

//! For those who must report by law or at work: one page, an acknowledgement with a number for their file, and what became of it.

use super::ask::{Door, Kept};
use super::intake::{Filed, Given, check, file, kept_page, used_page};
use super::once::Once;
use super::pages::choices;
use super::thread::moment;
use super::voice::Voice;
use crate::codes::{ChildKnows, Duty, SaidOf};
use crate::wire::{OfOfficial, ToldDuty};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use face::{BackLink, Choice, FieldError, Form, Page, SummaryList, Texts, Typed, Visit, Warning};
use kernel::CodeList;
use kernel::codes::{AgeBand, DangerAnswer};

/// The field that says that the official's form was sent, whatever else was left out.
pub(super) const OFFICIAL: &str = "official";

/// The fields of this form, and what programs call them.
const IN_JSON: [(&str, &str); 4] = [
    ("duty", "duty.kind"),
    ("duty_words", "duty.words"),
    ("agency", "duty.agency"),
    ("child_knows", "duty.child_knows"),
];

#[derive(Template)]
#[template(path = "door/official.html")]
struct Official<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    form: Form<'a>,
    once: String,
    turn: String,
    danger: Vec<Choice>,
    ages: Vec<Choice>,
    knows: Vec<Choice>,
    duties: Vec<Choice>,
    about: Vec<Choice>,
    warning: Warning,
    back: BackLink,
}

#[derive(Template)]
#[template(path = "door/official_filed.html")]
struct FiledPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    summary: SummaryList,
    words: Vec<(usize, &'static str)>,
    digits: String,
}

/// What was told of a duty; none where the form of an official was not sent and nothing of one was told.
pub(super) fn duty_of(typed: &Typed) -> Option<ToldDuty> {
    let is_told = IN_JSON.iter().any(|(field, _)| !typed.get(field).is_empty());
    (is_told || !typed.get(OFFICIAL).is_empty()).then(|| ToldDuty {
        kind: typed.get("duty").to_owned(),
        words: typed.exact("duty_words").to_owned(),
        agency: typed.exact("agency").to_owned(),
        child_knows: typed.get("child_knows").to_owned(),
    })
}

/// An error of a field as programs call it.
pub(super) fn in_json(error: FieldError) -> FieldError {
    let name = IN_JSON.iter().find(|(field, _)| *field == error.field);
    FieldError { field: name.map_or(error.field, |(_, name)| (*name).to_owned()), ..error }
}

/// All answers of a list but that for what was not told: whoever leaves it out tells nothing.
fn answers<L: CodeList + PartialEq>(t: &Texts, prefix: &str, not_told: L) -> Vec<Choice> {
    let told = L::all().iter().filter(|one| **one != not_told);
    told.map(|one| Choice::of(t, one.code(), &format!("{prefix}-{}", one.code()))).collect()
}

fn page(door: &Door, visit: &Visit, typed: &Typed, once: Option<&Once>, errors: &[FieldError]) -> Page {
    let (visit, t) = (visit.switching_by_form("official", "/official"), visit.texts());
    let page = Official {
        t,
        visit: &visit,
        form: Form::again(t, typed, errors),
        once: once.map(Once::hex).unwrap_or_default(),
        turn: if typed.get("turn").is_empty() { door.ticket() } else { typed.get("turn").to_owned() },
        danger: answers(t, "door-official-danger", DangerAnswer::NoAnswer),
        ages: answers(t, "door-age", AgeBand::NotSaid),
        knows: answers(t, "door-official-knows", ChildKnows::NotTold),
        duties: answers(t, "door-official-duty", Duty::NotTold),
        about: choices::<SaidOf>(t, Voice::Adult, "door-about"),
        warning: Warning::new(t, door.help().emergency(t)),
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

/// What stands on the acknowledgement: enough for a file, and nothing of the child.
fn acknowledgement(t: &Texts, typed: &Typed, official: &OfOfficial) -> SummaryList {
    let row = |summary: SummaryList, key: &str, words: String| summary.row(t.t(key), face::Cell::text(words));
    let list = SummaryList::new(t);
    let list = row(list, "door-official-number", official.number.clone());
    let list = row(list, "door-official-filed-at", moment(t, official.filed_at));
    let list = match Duty::from_code(typed.get("duty")) {
        Ok(duty) => row(list, "door-official-duty", t.t(&format!("door-official-duty-{}", duty.code()))),
        Err(_) => list,
    };
    row(list, "door-official-read-by", moment(t, official.acknowledge_by))
}

fn filed_page(visit: &Visit, typed: &Typed, filed: Filed, official: &OfOfficial) -> Page {
    let visit = visit.not_switching();
    let t = visit.texts();
    let page = FiledPage {
        t,
        visit: &visit,
        summary: acknowledgement(t, typed, official),
        words: (1..).zip(filed.words).collect(),
        digits: filed.digits,
    };
    Page::public(&visit, &page)
}

/// `POST /official/send`: a report like any other, with what obliges whoever made it.
pub(crate) async fn send(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let t = visit.texts();
    let typed = typed.and(OFFICIAL, "yes");
    let shown = |once: Option<&Once>, errors: &[FieldError], status: StatusCode| {
        page(&door, &visit, &typed, once, errors).with_status(status).into_response()
    };
    let Ok(once) = Once::sent(&headers, typed.get("once")) else {
        return kept_page(t, Kept::TryAgain, |errors, status| shown(None, errors, status));
    };
    let errors = check(t, &typed, false);
    if !errors.is_empty() {
        return shown(Some(&once), &errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match file(&door, t.language().code(), &typed, Given::default(), &once).await {
        Ok(mut filed) => match filed.official.take() {
            Some(official) => filed_page(&visit, &typed, filed, &official).into_response(),
            // A core of before files it, and tells an official no more than everybody.
            None => super::intake::receipt_page(&door, &visit, filed, false).into_response(),
        },
        Err(Kept::Used) => used_page(&visit, &typed, false, &once, "/official"),
        Err(kept) => kept_page(t, kept, |errors, status| shown(Some(&once), errors, status)),
    }
}

/// How it stands with an official's report, in words for their file; the state of anybody else's.
pub(super) fn state_words(t: &Texts, state: &str, official: Option<&OfOfficial>) -> Vec<String> {
    let Some(official) = official else { return vec![t.t(&format!("door-state-{state}"))] };
    let read = match official.acknowledged_at {
        0 => t.with("door-official-reads-by", "when", moment(t, official.acknowledge_by)),
        at => t.with("door-official-was-read", "when", moment(t, at)),
    };
    let args = [("number", official.number.as_str().into())];
    let filed_at = moment(t, official.filed_at);
    let filed = [("when", filed_at.as_str().into()), args[0].clone()];
    vec![t.t_args("door-official-filed", &filed), read, t.t(&format!("door-official-state-{state}"))]
}

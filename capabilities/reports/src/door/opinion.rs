//! What one thinks of the door, in three taps: a question on each page, and the third tap sends. It names no report and nobody.

use super::ask::{Door, Kept};
use super::once::Once;
use crate::codes::{Opinion, OpinionOf};
use crate::wire::{Told, ToldOpinion};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use face::{BackLink, Button, ErrorStatus, Page, Problem, Texts, Typed, Visit};
use kernel::CodeList;

/// What a button sends where somebody would rather not say.
const SKIPPED: &str = "skipped";

#[derive(Template)]
#[template(path = "door/opinion.html")]
struct OpinionPage<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    /// The first of the three pages says what this is for.
    is_first: bool,
    question: String,
    /// The field of the buttons.
    name: &'static str,
    answers: Vec<(&'static str, String)>,
    /// What was answered on the pages before.
    before: Vec<(&'static str, String)>,
    once: String,
    back: BackLink,
}

#[derive(Template)]
#[template(path = "door/thanks.html")]
struct ThanksPage<'a> {
    t: &'a Texts,
    how_to_complain: String,
    complain: Button,
}

/// Opinions as they are sent: the code of each question's answer, empty where there is none.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) easy: String,
    pub(crate) serious: String,
    pub(crate) friend: String,
}

impl Given {
    /// What came with a form: skipped questions are not answered.
    fn of(typed: &Typed) -> Given {
        let answer = |asked: OpinionOf| match typed.get(asked.code()) {
            SKIPPED => String::new(),
            code => code.to_owned(),
        };
        Given {
            easy: answer(OpinionOf::Easy),
            serious: answer(OpinionOf::Serious),
            friend: answer(OpinionOf::Friend),
        }
    }

    /// Whether nothing is answered.
    pub(crate) fn is_empty(&self) -> bool {
        [&self.easy, &self.serious, &self.friend].iter().all(|answer| answer.is_empty())
    }
}

/// Has an opinion entered; the same form twice is the same opinion.
pub(crate) async fn give(door: &Door, language: &str, given: Given, once: &Once) -> Result<(), Kept> {
    let Given { easy, serious, friend } = given;
    let told = ToldOpinion { act: once.opinion_act(), language: language.to_owned(), easy, serious, friend };
    door.submit(&Told::Opinion(told), "").await
}

/// The page of a question.
fn question(visit: &Visit, typed: &Typed, asked: OpinionOf, once: &str) -> Page {
    let (visit, t) = (visit.switching_by_form("opinion", "/opinion"), visit.texts());
    let before = OpinionOf::all().iter().map(|one| (one.code(), typed.get(one.code()).to_owned()));
    let page = OpinionPage {
        t,
        visit: &visit,
        is_first: asked == OpinionOf::Easy,
        question: t.t(&format!("door-opinion-{}", asked.code())),
        name: asked.code(),
        answers: Opinion::all()
            .iter()
            .map(|one| (one.code(), t.t(&format!("door-opinion-answer-{}", one.code()))))
            .collect(),
        before: before.filter(|(_, answer)| !answer.is_empty()).collect(),
        once: once.to_owned(),
        back: BackLink::new(t, visit.link("/")),
    };
    Page::public(&visit, &page)
}

/// `GET /opinion`: the first question.
pub(crate) async fn ask(visit: Visit) -> Page {
    let once = Once::draw().map(|once| once.hex()).unwrap_or_default();
    question(&visit, &Typed::nothing(), OpinionOf::Easy, &once)
}

fn thanks(visit: &Visit) -> Page {
    let t = visit.texts();
    let complain = Button::link(t.t("door-opinion-complain"), visit.link("/")).secondary();
    let how_to_complain = t.with("door-opinion-complain-words", "choice", t.t("door-about-service"));
    Page::public(visit, &ThanksPage { t, how_to_complain, complain })
}

/// `POST /opinion`: the next question, and after the last one thanks.
pub(crate) async fn next(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    let t = visit.texts();
    let once = Once::sent(&headers, typed.get("once"));
    let open = OpinionOf::all().iter().copied().find(|asked| typed.get(asked.code()).is_empty());
    if let Some(asked) = open {
        let once = once.map(|once| once.hex()).unwrap_or_default();
        return question(&visit, &typed, asked, &once).into_response();
    }
    let given = Given::of(&typed);
    // Whoever skipped everything has said nothing, and is thanked all the same.
    let kept = match once {
        _ if given.is_empty() => None,
        Ok(once) => give(&door, t.language().code(), given, &once).await.err(),
        Err(_) => Some(Kept::TryAgain),
    };
    match kept {
        // The same opinion changed on the way back: the first one counts.
        None | Some(Kept::Used) => thanks(&visit).into_response(),
        Some(Kept::Invalid { .. }) => {
            let problem = Problem::of(t, ErrorStatus::REFUSED);
            problem.public_page(&visit).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
        }
        Some(_) => {
            let problem = Problem::of(t, ErrorStatus::UNAVAILABLE);
            problem.public_page(&visit).with_status(StatusCode::SERVICE_UNAVAILABLE).into_response()
        }
    }
}

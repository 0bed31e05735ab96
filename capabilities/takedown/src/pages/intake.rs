//! Where the room begins, and addresses that come in: `POST /api/takedown/addresses` and the form of the first page.

use crate::READ_ADDRESSES;
use crate::acts::add_address;
use crate::codes::AddressSource;
use crate::intake::{From, TakenIn, take};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Caller, Desk, problem_of_deed};
use face::{Asked, Banner, Cards, Choice, ErrorStatus, FieldError, Form, Page, Problem, Texts, Typed};
use kernel::{Ask, CodeList, Id};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    t: &'a Texts,
    form: Form<'a>,
    title: String,
    done: Option<Banner>,
    cards: Cards,
    takes: bool,
    act: String,
    sources: Vec<Choice>,
}

fn cards(t: &Texts) -> Cards {
    let said = |name: &str| t.t(&format!("takedown-home-{name}"));
    let list = [
        ("grade", "addresses?address_state=taken-in"),
        ("notice", "addresses?address_state=preserved"),
        ("question", "addresses?address_state=question"),
        ("all", "addresses"),
        ("hosts", "hosts"),
        ("letters", "letters"),
    ];
    list.into_iter().fold(Cards::new(), |cards, (name, href)| {
        cards.card(said(name), said(&format!("{name}-words")), format!("/lists/takedown/{href}"))
    })
}

fn sources(t: &Texts) -> Vec<Choice> {
    AddressSource::all().iter().map(|source| Choice::of(t, source.code(), &source.key())).collect()
}

fn drawn(
    desk: &Desk,
    caller: &Caller,
    count: Option<i64>,
    typed: &Typed,
    errors: &[FieldError],
) -> Result<Page, Problem> {
    let t = &caller.texts;
    let act = desk.node().new_id().map_err(|fault| problem_of_deed(t, &fault))?;
    let page = HomePage {
        t,
        form: Form::again(t, typed, errors),
        title: t.t("takedown-home-title"),
        done: count.map(|count| Banner::done(t, t.with("takedown-taken", "count", count))),
        cards: cards(t),
        takes: Ask::Act(&add_address::KIND).is_for(caller.actor.role),
        act: act.to_string(),
        sources: sources(t),
    };
    Ok(Page::staff(&caller.frame(desk), &page.title, &page))
}

/// The room's first page.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, uri: Uri) -> Response {
    let count = Asked::of(&uri).get("taken").parse::<i64>().ok();
    let drawn = caller
        .may(Ask::Read(&READ_ADDRESSES))
        .and_then(|()| drawn(&desk, &caller, count, &Typed::nothing(), &[]));
    match drawn {
        Ok(page) => page.into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

async fn taken(
    desk: &Desk,
    caller: &Caller,
    source: &str,
    report: &str,
    id: &str,
    text: String,
) -> Result<TakenIn, Problem> {
    caller.may(Ask::Act(&add_address::KIND))?;
    let t = &caller.texts;
    let wrong = |field: &str, right: &str| {
        let error = FieldError { field: field.into(), wrong: "cannot be read".into(), right: right.into() };
        Problem::of(t, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
    };
    let number = |field, text: &str| match text {
        "" => Ok(Id::NONE),
        text => text.parse::<Id>().map_err(|_| wrong(field, "a number such as the node gives")),
    };
    let source = match source {
        "" => AddressSource::NotSaid,
        code => AddressSource::from_code(code).map_err(|_| wrong("source", "a code of address-source"))?,
    };
    let from =
        From { source, report: number("report", report)?, actor: caller.actor, purpose: caller.purpose };
    let id = number("id", id)?;
    let took = desk.blocking(move |node| {
        let first = id.some().map_or_else(|| node.new_id(), Ok)?;
        take(node, &text, &from, first, &mut |_| {})
    });
    took.await.map_err(|fault| problem_of_deed(t, &fault))
}

/// Take in addresses, one to a line; lines of CSV or NDJSON, too.
///
/// What cannot be read is told line by line, and all other lines are entered. The same body under the same id is entered once.
#[utoipa::path(
    post,
    path = "/api/takedown/addresses",
    operation_id = "takedown.add-addresses",
    tag = "takedown",
    params(
        ("source" = Option<String>, Query, description = "A code of address-source"),
        ("report" = Option<Id>, Query, description = "The report in which they stood"),
        ("id" = Option<Id>, Query, description = "Makes a retry harmless; a new one is drawn when none is given"),
    ),
    request_body(content = String, content_type = "text/plain", description = "At most 32 MiB and 100,000 lines"),
    responses(
        (status = 200, description = "What is entered, durably, and what is wrong", body = TakenIn),
        (status = 400, description = "A parameter that cannot be read"),
        (status = 413, description = "Larger than 32 MiB"),
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    uri: Uri,
    body: String,
) -> Result<Json<TakenIn>, Problem> {
    let asked = Asked::of(&uri);
    taken(&desk, &caller, asked.get("source"), asked.get("report"), asked.get("id"), body).await.map(Json)
}

/// Back to the first page, with what came in or what is wrong.
pub(super) async fn from_page(State(desk): State<Desk>, caller: Caller, typed: Typed) -> Response {
    let text = typed.get("addresses").to_owned();
    let took = taken(&desk, &caller, typed.get("source"), "", typed.get("id"), text).await;
    let t = &caller.texts;
    let errors: Vec<FieldError> = match &took {
        Ok(took) if took.wrong.is_empty() && took.entered > 0 => {
            return Redirect::to(&format!("/takedown?taken={}", took.entered)).into_response();
        }
        Ok(took) if took.wrong.is_empty() => {
            vec![FieldError::new(t, "addresses", "takedown-intake-none", "takedown-intake-none-right")]
        }
        Ok(took) => {
            let told = took.wrong.iter().map(|line| {
                let n = i64::try_from(line.line).unwrap_or(i64::MAX);
                let wrong = format!("{}: {}", t.with("takedown-wrong-line", "line", n), line.wrong);
                FieldError { field: "addresses".into(), wrong, right: line.right.clone() }
            });
            told.collect()
        }
        Err(problem) => return problem.staff_page(&caller.frame(&desk)).into_response(),
    };
    let count = took.ok().filter(|took| took.entered > 0).and_then(|took| i64::try_from(took.entered).ok());
    match drawn(&desk, &caller, count, &typed, &errors) {
        Ok(page) => page.with_status(ErrorStatus::BAD_REQUEST.code()).into_response(),
        Err(problem) => problem.staff_page(&caller.frame(&desk)).into_response(),
    }
}

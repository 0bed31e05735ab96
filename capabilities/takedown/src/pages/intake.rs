//! Where the room begins, and addresses that come in: `POST /api/takedown/addresses`, `POST /api/takedown/addresses/file` and the form of
//! the first page.

use crate::READ_ADDRESSES;
use crate::acts::add_address;
use crate::codes::AddressSource;
use crate::intake::{From, LineAnswer, TakenIn, Taking, take};
use crate::pages::MAX_BODY;
use askama::Template;
use axum::Json;
use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Caller, Desk, problem_of_deed};
use face::{Asked, Banner, Cards, Choice, ErrorStatus, FieldError, Form, Page, Problem, Texts, Typed};
use futures_util::StreamExt as _;
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

fn wrong(t: &Texts, field: &str, wrong: &str, right: &str) -> Problem {
    let error = FieldError { field: field.into(), wrong: wrong.into(), right: right.into() };
    Problem::of(t, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
}

/// From where a list comes, and its id: as the sender chose it, or a new one.
fn asked_for(caller: &Caller, source: &str, report: &str, id: &str) -> Result<(From, Option<Id>), Problem> {
    caller.may(Ask::Act(&add_address::KIND))?;
    let t = &caller.texts;
    let number = |field, text: &str| match text {
        "" => Ok(Id::NONE),
        text => {
            let read = text.parse::<Id>();
            read.map_err(|_| wrong(t, field, "cannot be read", "a number such as the node gives"))
        }
    };
    let source = match source {
        "" => AddressSource::NotSaid,
        code => AddressSource::from_code(code)
            .map_err(|_| wrong(t, "source", "cannot be read", "a code of address-source"))?,
    };
    let from =
        From { source, report: number("report", report)?, actor: caller.actor, purpose: caller.purpose };
    Ok((from, number("id", id)?.some()))
}

async fn taken(
    desk: &Desk,
    caller: &Caller,
    source: &str,
    report: &str,
    id: &str,
    text: Vec<u8>,
) -> Result<TakenIn, Problem> {
    let (from, id) = asked_for(caller, source, report, id)?;
    let took = desk.blocking(move |node| {
        let first = id.map_or_else(|| node.new_id(), Ok)?;
        take(node, &text, &from, first, &mut |_, _| {})
    });
    took.await.map_err(|fault| problem_of_deed(&caller.texts, &fault))
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
    request_body(content = String, content_type = "text/plain", description = "At most 64 MiB and 100,000 lines"),
    responses(
        (status = 200, description = "What is entered, durably, and what is wrong", body = TakenIn),
        (status = 400, description = "A parameter that cannot be read"),
        (status = 413, description = "Larger than 64 MiB"),
    )
)]
pub(super) async fn from_api(
    State(desk): State<Desk>,
    caller: Caller,
    uri: Uri,
    body: String,
) -> Result<Json<TakenIn>, Problem> {
    let asked = Asked::of(&uri);
    let text = body.into_bytes();
    taken(&desk, &caller, asked.get("source"), asked.get("report"), asked.get("id"), text).await.map(Json)
}

/// The media type of the answer: a JSON object a line.
const NDJSON: &str = "application/x-ndjson";
/// What a file may be.
const MEDIA: [&str; 3] = ["text/csv", NDJSON, "text/plain"];

/// Answers as lines.
fn written(answers: &[LineAnswer], told: &mut String) {
    for answer in answers {
        *told += &serde_json::to_string(answer).unwrap_or_default();
        told.push('\n');
    }
}

/// Take in a file of addresses: CSV (columns url, source, report), NDJSON with the same members, or an address a line.
///
/// The file is entered while it comes, and each line that says something is answered by a line, in the same order; what is refused stops
/// nothing else. The same file under the same id is entered once, however often it is sent.
#[utoipa::path(
    post,
    path = "/api/takedown/addresses/file",
    operation_id = "takedown.add-file",
    tag = "takedown",
    params(
        ("source" = Option<String>, Query, description = "A code of address-source, where the line names none"),
        ("report" = Option<Id>, Query, description = "The report in which they stood, where the line names none"),
        ("id" = Option<Id>, Query, description = "Makes a retry harmless; a new one is drawn when none is given"),
    ),
    request_body(content = String, content_type = "text/csv", description = "At most 64 MiB and 100,000 lines; also application/x-ndjson or text/plain"),
    responses(
        (status = 200, description = "A line for each line: `line`, `outcome`, `address`; of what is refused `field`, `wrong`, `right`", body = LineAnswer, content_type = "application/x-ndjson"),
        (status = 400, description = "A parameter that cannot be read, or a body that broke off"),
        (status = 409, description = "The id was used for another file"),
        (status = 413, description = "Larger than 64 MiB; lines that came before are entered"),
        (status = 415, description = "Neither text/csv, application/x-ndjson nor text/plain"),
    )
)]
pub(super) async fn file_from_api(
    State(desk): State<Desk>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let t = &caller.texts;
    let asked = Asked::of(request.uri());
    let (from, id) = asked_for(&caller, asked.get("source"), asked.get("report"), asked.get("id"))?;
    let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !MEDIA.contains(&media.as_str()) {
        return Err(Problem::of(t, ErrorStatus::MEDIA_TYPE));
    }
    let first = match id {
        Some(id) => id,
        None => desk.node().new_id().map_err(|fault| problem_of_deed(t, &fault))?,
    };
    let told = entered_while_it_comes(&desk, t, Taking::new(from, first), request.into_body()).await?;
    Ok(([(CONTENT_TYPE, NDJSON)], told).into_response())
}

/// Each piece is entered before the next is read: who sends faster than the node writes is slowed down, and memory stays small.
async fn entered_while_it_comes(
    desk: &Desk,
    t: &Texts,
    mut taking: Taking,
    body: Body,
) -> Result<String, Problem> {
    let (mut pieces, mut told) = (body.into_data_stream(), String::new());
    let mut room = MAX_BODY;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Problem::of(t, ErrorStatus::BAD_REQUEST))?;
        room = room.checked_sub(piece.len()).ok_or_else(|| Problem::of(t, ErrorStatus::TOO_LARGE))?;
        let entered = desk.blocking(move |node| {
            let answers = taking.piece(node, &piece);
            (taking, answers)
        });
        let (back, answers) = entered.await;
        taking = back;
        written(&answers.map_err(|fault| problem_of_deed(t, &fault))?, &mut told);
    }
    let answers = desk.blocking(move |node| taking.end(node)).await;
    written(&answers.map_err(|fault| problem_of_deed(t, &fault))?, &mut told);
    Ok(told)
}

fn unread(t: &Texts, status: StatusCode) -> Problem {
    Problem::of(t, ErrorStatus::try_from(status).unwrap_or(ErrorStatus::BAD_REQUEST))
}

/// The form of the first page: its fields, and the file, where one was chosen.
async fn form(t: &Texts, request: Request) -> Result<(Typed, Vec<u8>), Problem> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|rejection| unread(t, rejection.status()))?;
    let fault = |error: MultipartError| unread(t, error.status());
    let (mut typed, mut file) = (Typed::nothing(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(fault)? {
        let Some(name) = field.name().map(ToOwned::to_owned) else { continue };
        if name == "file" {
            file = field.bytes().await.map_err(fault)?.to_vec();
        } else {
            typed.take(&name, &field.text().await.map_err(fault)?)?;
        }
    }
    Ok((typed, file))
}

/// Back to the first page, with what came in or what is wrong.
pub(super) async fn from_page(State(desk): State<Desk>, caller: Caller, request: Request) -> Response {
    let frame = caller.frame(&desk);
    let (typed, file) = match form(&caller.texts, request).await {
        Ok(form) => form,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    // What is pasted is a list of its own: a file may name columns, and a list does not.
    let (field, text) = match file.iter().all(u8::is_ascii_whitespace) {
        true => ("addresses", typed.get("addresses").as_bytes().to_vec()),
        false => ("file", file),
    };
    let took = taken(&desk, &caller, typed.get("source"), "", typed.get("id"), text).await;
    let t = &caller.texts;
    let errors: Vec<FieldError> = match &took {
        Ok(took) if took.wrong.is_empty() && took.entered > 0 => {
            return Redirect::to(&format!("/takedown?taken={}", took.entered)).into_response();
        }
        Ok(took) if took.wrong.is_empty() => {
            vec![FieldError::new(t, field, "takedown-intake-none", "takedown-intake-none-right")]
        }
        Ok(took) => {
            let told = took.wrong.iter().map(|line| {
                let n = i64::try_from(line.line).unwrap_or(i64::MAX);
                let wrong = format!("{}: {}", t.with("takedown-wrong-line", "line", n), line.wrong);
                FieldError { field: field.into(), wrong, right: line.right.clone() }
            });
            told.collect()
        }
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let count = took.ok().filter(|took| took.entered > 0).and_then(|took| i64::try_from(took.entered).ok());
    match drawn(&desk, &caller, count, &typed, &errors) {
        Ok(page) => page.with_status(ErrorStatus::BAD_REQUEST.code()).into_response(),
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

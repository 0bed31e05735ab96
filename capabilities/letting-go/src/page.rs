//! One request: what is asked, how far the answer is, what is held, and what can be done next. As page and as JSON.

use crate::codes::RequestState;
use crate::held::{Collected, HeldRows, HeldWords, Place, Words, collect, request_of};
use crate::room::READ_HELD;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, Cell, ErrorStatus, Page, Problem, SummaryList, Texts};
use kernel::{Ask, Column, Id, Record};
use serde_json::Value;
use store::LookFault;

/// A link to an act that comes next.
struct Way {
    href: String,
    label: String,
}

/// Rows of one table, under its name.
struct Part {
    title: String,
    rows: Vec<SummaryList>,
}

/// Sealed words.
struct Said {
    act: String,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "request.html")]
struct RequestPage<'a> {
    t: &'a Texts,
    back: BackLink,
    title: String,
    summary: SummaryList,
    ways: Vec<Way>,
    is_shown: bool,
    parts: Vec<Part>,
    said: Vec<Said>,
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Collected, Problem> {
    let t = &caller.texts;
    caller.may(Ask::Read(&READ_HELD))?;
    let number: Id = path.parse().map_err(|_| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let found = desk.blocking(move |node| request_of(node, number)).await;
    let found = found.map_err(|fault| problem_of_look(t, &LookFault::Database(fault)))?;
    // A request that never was is looked up like one about a record of another unit.
    let subject = found.as_ref().map_or(number, |request| request.subject);
    caller.may_read(desk, &READ_HELD, subject).await?;
    let request = found.ok_or_else(|| Problem::of(t, ErrorStatus::NOT_FOUND))?;
    let who = (caller.actor, caller.purpose);
    let collected = desk.blocking(move |node| collect(node, who, &READ_HELD, request)).await;
    collected.map_err(|fault| problem_of_look(t, &fault))
}

fn column_label(t: &Texts, column: &Column) -> String {
    t.t(&format!("column-{}", column.name.replace('_', "-")))
}

/// A cell in the reader's words: a code by its label, everything else as it stands.
fn in_words(t: &Texts, column: &Column, text: &str) -> String {
    if matches!(text, "yes" | "no") {
        return t.t(text);
    }
    let label = (column.codes)().map(|list| format!("{}-{text}", list.name)).filter(|key| t.has(key));
    label.map_or_else(|| text.to_owned(), |key| t.t(&key))
}

fn part(t: &Texts, held: &HeldRows) -> Part {
    let row = |row: &Vec<Place>| {
        held.columns.iter().zip(row).fold(SummaryList::new(t), |list, (column, place)| {
            let text = match place {
                Place::Shown(text) => in_words(t, column, text),
                Place::Withheld => t.t("request-names-others"),
            };
            list.row(column_label(t, column), Cell::text(text))
        })
    };
    let title = t.t(&format!("held-{}", held.table.replace('_', "-")));
    Part { title, rows: held.rows.iter().map(row).collect() }
}

fn said(t: &Texts, words: &HeldWords) -> Said {
    let text = match &words.state {
        Words::Shown(text) => text.expose().clone(),
        Words::Withheld => t.t("request-withheld"),
        Words::File(bytes) => t.with("request-file", "count", i64::try_from(*bytes).unwrap_or(i64::MAX)),
    };
    Said { act: words.act.to_string(), lines: text.lines().map(ToOwned::to_owned).collect() }
}

/// The acts that come next, for those who may do them.
fn ways(desk: &Desk, caller: &Caller, collected: &Collected) -> Vec<Way> {
    let request = &collected.request;
    let next: &[&str] = match request.state {
        RequestState::Open if request.extended => &["letting-go.decide-request"],
        RequestState::Open => &["letting-go.decide-request", "letting-go.extend-request"],
        RequestState::Decided => &["letting-go.release-answer"],
        RequestState::Answered => &[],
    };
    let open = next
        .iter()
        .filter(|name| desk.act(name).is_some_and(|door| Ask::Act(door.kind).is_for(caller.actor.role)));
    let way = |name: &&str| Way {
        href: format!(
            "/acts/{name}?request={0}&subject={1}&next=/letting-go/requests/{0}",
            request.request, request.subject
        ),
        label: caller.texts.t(&format!("act-{}", name.replace('.', "-"))),
    };
    open.map(way).collect()
}

/// One request as a page.
pub(crate) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    let collected = match looked(&desk, &caller, &path).await {
        Ok(collected) => collected,
        Err(problem) => return problem.staff_page(&frame).into_response(),
    };
    let t = &caller.texts;
    let table = crate::tables::DataRequest::TABLE;
    let mends = collected.request.born_to != kernel::Day(0);
    let cells = table.columns.iter().zip(collected.request.to_row());
    // Of days of birth that nobody mends there is nothing to say.
    let cells = cells.filter(|(column, _)| mends || !column.name.starts_with("born_"));
    let sexed = collected.request.right_sex >= 0;
    let cells = cells.filter(|(column, _)| sexed || column.name != "right_sex");
    let summary = cells.fold(SummaryList::new(t), |list, (column, cell)| {
        list.row(column_label(t, column), Cell::text(in_words(t, column, &(column.text)(&cell))))
    });
    let (parts, words) = collected.held.as_ref().map_or((Vec::new(), Vec::new()), |(rows, words)| {
        (rows.iter().map(|held| part(t, held)).collect(), words.iter().map(|one| said(t, one)).collect())
    });
    let title = t.with("request-title", "number", collected.request.request.short());
    let page = RequestPage {
        t,
        back: BackLink::new(t, "/lists/letting-go/requests".to_owned()),
        title: title.clone(),
        summary,
        ways: ways(&desk, &caller, &collected),
        is_shown: collected.held.is_some(),
        parts,
        said: words,
    };
    Page::staff(&frame, &title, &page).into_response()
}

/// One request about what is held on somebody, with everything that is held, across all rooms. The look is recorded.
#[utoipa::path(
    get,
    path = "/api/letting-go/requests/{request}",
    operation_id = "letting-go.request-seen",
    tag = "letting-go",
    params(("request" = Id, Path, description = "The request")),
    responses(
        (status = 200, description = "`request` by its columns; `held`: rows by table, with what names others withheld; `words`: sealed words by act and slot. Both are null once the answer is a refusal", body = Value),
        (status = 403, description = "Not for this role, or no purpose is stated"),
        (status = 404, description = "No such request about a record that your unit knows of"),
        desk::Conflicted,
    )
)]
pub(crate) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    Ok(Json(looked(&desk, &caller, &path).await?.json()))
}

/// The route as OpenAPI describes it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show_json))]
pub(crate) struct Described;

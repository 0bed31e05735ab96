//! The names behind the numbers of a case. They are opened only when asked for expressly, for a stated purpose, and under a
//! trace that names the case and each of its persons: so a conflict declared with any of them closes the page.

use super::seen::{Seen, see};
use super::words::{label, span};
use super::{id_in, not_found};
use crate::acts::SLOT_WORDS;
use crate::codes::CaseFact;
use crate::room::READ_NAMES;
use crate::tables::PersonName;
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_look};
use face::{BackLink, Page, Problem, Texts};
use facts::Standing;
use kernel::{Actor, Ask, Cell, Id, Personal, Purpose, Record};
use serde_json::{Value, json};
use store::database::TableSql;
use store::{LookFault, Node, Trace};

/// A person behind a number.
pub(super) struct Named {
    pub(super) person: Id,
    /// Name and notes; none when none were given or they are erased.
    pub(super) text: Option<Personal<String>>,
    pub(super) standing: Standing,
}

/// What is sealed in a case.
pub(super) struct Names {
    pub(super) case: Id,
    pub(super) persons: Vec<Named>,
    /// Words of closings, with the number of the entry.
    pub(super) words: Vec<(i64, Personal<String>)>,
}

fn opened(node: &Node, trace: &Trace, act: Id, slot: u16) -> Result<Option<Personal<String>>, LookFault> {
    match node.open_payload(trace, act, slot) {
        Ok(bytes) => Ok(Some(Personal::new(String::from_utf8_lossy(bytes.expose()).into_owned()))),
        Err(LookFault::Gone) => Ok(None),
        Err(fault) => Err(fault),
    }
}

pub(super) fn row<R: Record>(node: &Node, key: Id) -> Result<Option<R>, LookFault> {
    let sql = TableSql::of(R::TABLE).get;
    let rows = node.read(|database| database.records::<R>(&sql, vec![key.to_value()]))?;
    Ok(rows.into_iter().next())
}

pub(super) fn named(node: &Node, trace: &Trace, person: Id) -> Result<Named, LookFault> {
    let text = match row::<PersonName>(node, person)? {
        Some(name) => opened(node, trace, name.act, u16::try_from(name.slot).unwrap_or(u16::MAX))?,
        None => None,
    };
    let standing = row::<Standing>(node, person)?.unwrap_or_else(|| Standing::unknown(person));
    Ok(Named { person, text, standing })
}

fn look(node: &Node, actor: Actor, purpose: Purpose, case: Id) -> Result<Option<Names>, LookFault> {
    let Some(seen) = see(node, case)? else { return Ok(None) };
    let persons = seen.persons();
    let whose: Vec<Id> = std::iter::once(case).chain(persons.iter().copied()).collect();
    let trace = node.look(actor, &READ_NAMES, purpose, &whose)?;
    let named: Result<Vec<Named>, LookFault> =
        persons.into_iter().map(|person| named(node, &trace, person)).collect();
    Ok(Some(Names { case, persons: named?, words: words(node, &trace, &seen)? }))
}

fn words(node: &Node, trace: &Trace, seen: &Seen) -> Result<Vec<(i64, Personal<String>)>, LookFault> {
    let closings =
        seen.timeline.iter().filter(|line| matches!(line.kind, CaseFact::Closed | CaseFact::WrongEnded));
    let mut words = Vec::new();
    for line in closings {
        words.extend(opened(node, trace, line.act, SLOT_WORDS)?.map(|text| (line.seq, text)));
    }
    Ok(words)
}

/// What is known of the birth and sex of a person, in words.
pub(super) fn known(t: &Texts, one: &Named) -> String {
    let born = t.with("cases-born", "when", span(t, one.standing.born()));
    format!("{born} · {}: {}", t.t("column-sex"), label(t, one.standing.sex))
}

/// A person behind a number, as JSON.
pub(super) fn json_of(one: &Named) -> Value {
    json!({
        "person": one.person,
        "name_and_notes": one.text.as_ref().map(Personal::expose),
        "born": one.standing.born(),
        "sex": one.standing.sex,
    })
}

struct Shown {
    person: String,
    href: String,
    text: Option<String>,
    known: String,
}

#[derive(Template)]
#[template(path = "names.html")]
pub(super) struct NamesPage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    persons: Vec<Shown>,
    words: Vec<String>,
}

impl<'a> NamesPage<'a> {
    pub(super) fn new(t: &'a Texts, names: &Names) -> NamesPage<'a> {
        let case = names.case;
        let shown = |one: &Named| Shown {
            person: one.person.short(),
            href: format!("/cases/{case}/persons/{}", one.person),
            text: one.text.as_ref().map(|text| text.expose().clone()),
            known: known(t, one),
        };
        NamesPage {
            t,
            back: BackLink::new(t, format!("/cases/{case}")),
            title: t.with("cases-names-title", "number", case.short()),
            persons: names.persons.iter().map(shown).collect(),
            words: names.words.iter().map(|(_, text)| text.expose().clone()).collect(),
        }
    }
}

async fn looked(desk: &Desk, caller: &Caller, path: &str) -> Result<Names, Problem> {
    caller.may(Ask::Read(&READ_NAMES))?;
    let case = id_in(caller, path)?;
    caller.may_read(desk, &READ_NAMES, case).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let names = desk.blocking(move |node| look(node, actor, purpose, case)).await;
    names.map_err(|fault| problem_of_look(&caller.texts, &fault))?.ok_or_else(|| not_found(caller))
}

/// The names.
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(path): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match looked(&desk, &caller, &path).await {
        Ok(names) => {
            let page = NamesPage::new(&caller.texts, &names);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// Names and notes, birth and sex of the persons of a case, and words of closings. Leaves a trace; needs a purpose.
#[utoipa::path(
    get,
    path = "/api/cases/{case}/names",
    operation_id = "cases.names",
    tag = "cases",
    params(("case" = Id, Path, description = "The case")),
    responses((status = 200, description = "`persons` and `words`; a text is null where none was given or it is erased", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(path): Path<String>,
) -> Result<Json<Value>, Problem> {
    let names = looked(&desk, &caller, &path).await?;
    let words = names.words.iter().map(|(entry, text)| json!({ "entry": entry, "text": text.expose() }));
    Ok(Json(json!({
        "case_id": names.case,
        "persons": names.persons.iter().map(json_of).collect::<Vec<_>>(),
        "words": words.collect::<Vec<_>>(),
    })))
}

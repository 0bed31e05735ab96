//! One entry explained: who, in which role and unit, why, when, about which record, and through which case they knew of it.

use crate::READ_OVERSEER;
use crate::pages::reading::{rows, unit_word};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{BackLink, Cell, ErrorStatus, Page, Problem, SummaryList, Texts};
use kernel::export::Exported;
use kernel::glass::{Glass, GlassBroken};
use kernel::journal::{Looked, Refused};
use kernel::knowing::Holding;
use kernel::{Ask, Cell as _, CodeList as _, Entry, Event, Id, Purpose, Role, RuleName};
use serde::Serialize;
use store::{DatabaseFault, Node};
use utoipa::ToSchema;

/// One entry as the overseer sees it. What its act says in other rooms is not in here.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EntrySeen {
    /// Its number.
    pub entry: u64,
    /// What kind of fact it is.
    pub kind: String,
    /// When it was recorded.
    pub recorded: String,
    /// The act it comes from.
    pub act: String,
    /// Whose account acted; empty for the public and for Tutela itself.
    pub actor: String,
    /// The name that its holder signs in with.
    pub name: String,
    /// In which role.
    #[schema(value_type = String)]
    #[serde(serialize_with = "code")]
    pub role: Role,
    /// For which unit.
    pub unit: String,
    /// The word by which people call it.
    pub unit_word: String,
    /// To what end.
    #[schema(value_type = String)]
    #[serde(serialize_with = "code")]
    pub purpose: Purpose,
    /// The record that it concerns: for a look the one that was opened.
    pub record: String,
    /// The rules that it violates or by which it was refused.
    pub rules: Vec<String>,
    /// For a look: the kind of read.
    pub read: Option<String>,
    /// For a look: whose data were read.
    pub whose: Vec<String>,
    /// The cases through which the unit knows of the record or of whom was looked at, as it stands now.
    pub through: Vec<String>,
    /// Number of the entry by which the glass was broken before that record, if it was open then.
    pub glass: Option<u64>,
    /// For a refusal: what was asked for.
    pub asked_for: Option<String>,
    /// For an export: what was taken out.
    pub exported: Option<ExportSeen>,
}

/// What an export took out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ExportSeen {
    /// The list.
    pub list: String,
    /// How many rows of it.
    pub rows: u64,
}

fn code<L: kernel::CodeList, S: serde::Serializer>(code: &L, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.code())
}

fn text(id: Id) -> String {
    id.some().map(|id| id.to_string()).unwrap_or_default()
}

/// What the body of the entry says, where it is one of the traces.
fn traced(node: &Node, entry: &Entry, mut seen: EntrySeen) -> EntrySeen {
    let registry = node.registry();
    if entry.kind == Looked::KIND
        && let Ok(Looked { read, whose }) = entry.event()
    {
        let mut reads = registry.charters().iter().flat_map(|charter| &charter.reads);
        let name = reads.find(|kind| kind.code == read).map(|kind| kind.name.to_owned());
        seen.read = Some(name.unwrap_or_else(|| read.to_string()));
        seen.whose = whose.into_iter().map(text).collect();
    }
    if entry.kind == Refused::KIND
        && let Ok(Refused { rule, act_kind }) = entry.event()
    {
        let name = registry.act(act_kind).map(|spec| spec.kind.name.to_owned());
        seen.asked_for = Some(name.unwrap_or_else(|| act_kind.to_string()));
        seen.rules.extend(rule.map(|rule| rule.code().to_owned()));
    }
    if entry.kind == Exported::KIND
        && let Ok(Exported { list, rows, .. }) = entry.event()
    {
        seen.exported = Some(ExportSeen { list, rows });
    }
    seen
}

/// The cases through which the acting unit knows of these, each once.
fn through(node: &Node, unit: Id, whose: &[Id]) -> Result<Vec<String>, DatabaseFault> {
    let mut cases = Vec::new();
    for &one in whose {
        let held = rows::<Holding>(
            node,
            "unit = $1 AND record_id = $2 ORDER BY through",
            vec![unit.to_value(), one.to_value()],
        )?;
        cases.extend(held.into_iter().map(|row| row.through).filter_map(Id::some).map(text));
    }
    cases.sort_unstable();
    cases.dedup();
    Ok(cases)
}

/// The breaking of the glass under which somebody knew of a record at that moment.
fn glass(node: &Node, entry: &Entry) -> Result<Option<u64>, DatabaseFault> {
    let broken = rows::<Glass>(
        node,
        "officer = $1 AND record_id = $2 AND seq < $3 ORDER BY seq DESC LIMIT 1",
        vec![
            entry.actor.id.to_value(),
            entry.subject.to_value(),
            i64::try_from(entry.seq).unwrap_or(i64::MAX).to_value(),
        ],
    )?;
    let Some(glass) = broken.first().map(|glass| glass.seq.unsigned_abs()) else { return Ok(None) };
    let until = node.entry(glass)?.and_then(|broken| broken.event::<GlassBroken>().ok());
    Ok(until.is_some_and(|broken| entry.recorded < broken.until).then_some(glass))
}

/// An entry explained; none when there is none of that number.
///
/// # Errors
/// [`DatabaseFault`].
pub fn entry_seen(node: &Node, seq: u64) -> Result<Option<EntrySeen>, DatabaseFault> {
    let Some(entry) = node.entry(seq)? else { return Ok(None) };
    let name = match entry.actor.id.some() {
        Some(account) => access::name_of(node, account)?,
        None => String::new(),
    };
    let kind = node.registry().event(entry.kind, entry.version).map_or("", |spec| spec.name);
    let looked = if entry.kind == Looked::KIND { entry.event::<Looked>().ok() } else { None };
    let whose = looked.map(|looked| looked.whose).unwrap_or_default();
    let concerned = if whose.is_empty() { vec![entry.subject] } else { whose };
    let seen = EntrySeen {
        entry: seq,
        kind: kind.to_owned(),
        recorded: entry.recorded.to_string(),
        act: entry.act.to_string(),
        actor: text(entry.actor.id),
        name,
        role: entry.actor.role,
        unit: text(entry.actor.unit),
        unit_word: unit_word(node, entry.actor.unit)?,
        purpose: entry.purpose,
        record: text(entry.subject),
        rules: entry.marks.iter().map(|rule: &RuleName| rule.code().to_owned()).collect(),
        read: None,
        whose: Vec::new(),
        through: through(node, entry.actor.unit, &concerned)?,
        glass: glass(node, &entry)?,
        asked_for: None,
        exported: None,
    };
    Ok(Some(traced(node, &entry, seen)))
}

async fn seen(desk: &Desk, caller: &Caller, entry: &str) -> Result<EntrySeen, Problem> {
    caller.may(Ask::Read(&READ_OVERSEER))?;
    let missing = || Problem::of(&caller.texts, ErrorStatus::NOT_FOUND);
    let seq: u64 = entry.parse().map_err(|_| missing())?;
    let seen = desk.blocking(move |node| entry_seen(node, seq)).await;
    seen.map_err(|fault| problem_of_database(&caller.texts, &fault))?.ok_or_else(missing)
}

/// One entry explained: who, in which role and unit, why, when, about which record, through which case.
#[utoipa::path(
    get,
    path = "/api/overseer/entries/{entry}",
    operation_id = "oversight.entry",
    tag = "oversight",
    params(("entry" = u64, Path, description = "The entry's number")),
    responses((status = 200, description = "The entry, without what its act says in other rooms", body = EntrySeen),
        (status = 404, description = "There is no entry of that number."))
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(entry): Path<String>,
) -> Result<Json<EntrySeen>, Problem> {
    seen(&desk, &caller, &entry).await.map(Json)
}

#[derive(Template)]
#[template(path = "entry.html")]
pub(super) struct EntryPage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    summary: SummaryList,
    more: Vec<(String, String)>,
}

/// Who acted and to what end.
fn who(t: &Texts, seen: &EntrySeen, role: &str, purpose: &str) -> SummaryList {
    let nobody = if seen.actor.is_empty() { role.to_owned() } else { seen.name.clone() };
    SummaryList::new(t)
        .row(t.t("oversight-when"), Cell::code(seen.recorded.clone()))
        .row(t.t("column-actor"), Cell::text(nobody))
        .row(t.t("column-role"), Cell::text(role))
        .row(t.t("column-unit"), Cell::text(seen.unit_word.clone()))
        .row(t.t("column-purpose"), Cell::text(purpose))
        .row(t.t("oversight-kind"), Cell::code(seen.kind.clone()))
        .row(t.t("column-record-id"), Cell::code(seen.record.clone()))
}

impl<'a> EntryPage<'a> {
    pub(super) fn new(t: &'a Texts, seen: &EntrySeen, role: &str, purpose: &str) -> EntryPage<'a> {
        let mut summary = who(t, seen, role, purpose);
        let mut told = |key: &str, value: String| {
            if !value.is_empty() {
                summary = summary.clone().row(t.t(key), Cell::code(value));
            }
        };
        told("column-read", seen.read.clone().unwrap_or_default());
        told("oversight-whose", seen.whose.join(", "));
        told("oversight-through", seen.through.join(", "));
        told("oversight-glass", seen.glass.map(|glass| glass.to_string()).unwrap_or_default());
        told("oversight-asked-for", seen.asked_for.clone().unwrap_or_default());
        told("column-rule", seen.rules.join(", "));
        let exported = seen.exported.as_ref().map(|seen| format!("{}: {}", seen.list, seen.rows));
        told("oversight-exported", exported.unwrap_or_default());
        let mut more = Vec::new();
        let mut link = |key: &str, href: String| more.push((t.t(key), href));
        if !seen.actor.is_empty() {
            link("oversight-more-of-them", format!("/lists/journal/looks?actor={}", seen.actor));
        }
        if let Some(whose) = seen.whose.first() {
            link("oversight-more-at-it", format!("/lists/journal/looks?whose={whose}"));
        }
        link("oversight-prove", format!("/api/overseer/entries/{}/proof?format=text", seen.entry));
        let title = t.with(
            "oversight-entry-title",
            "entry",
            t.number(i64::try_from(seen.entry).unwrap_or(i64::MAX)).as_str(),
        );
        EntryPage { t, back: BackLink::new(t, "/overseer"), title, summary, more }
    }
}

pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(entry): Path<String>) -> Response {
    let frame = caller.frame(&desk);
    match seen(&desk, &caller, &entry).await {
        Ok(seen) => {
            let (role, purpose) = (caller.label(seen.role), caller.label(seen.purpose));
            let page = EntryPage::new(&caller.texts, &seen, &role, &purpose);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

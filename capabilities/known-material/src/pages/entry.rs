//! The page of one entry: what it is, who brought and graded it, votes, disputes, until when it is found, what its grade is called elsewhere. No
//! hash and no picture. How far its victims are found and safe is a page apart, for few, and each look at it is recorded.

use super::explained::{Explained, explained};
use super::{id_in, label, moment};
use crate::acts::{dispute, expire, grade, note_victims, withdraw_hashes};
use crate::codes::{DisputeState, GradeStands};
use crate::room::listing;
use crate::tables::EntryVictims;
use crate::{READ_LISTS, READ_VICTIMS};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database, problem_of_look, summary};
use face::{BackLink, Cell, Column, ErrorStatus, Page, Problem, SummaryList, Table, Texts, Warning};
use kernel::{ActKind, Actor, Ask, Id, Key, Record};
use serde_json::{Value, json};
use store::LookFault;
use store::database::TableSql;

/// A link to an act that comes next.
pub(super) struct Way {
    pub(super) href: String,
    pub(super) label: String,
}

/// The way to an act, with what its form already knows, for whoever may do it.
pub(super) fn way(t: &Texts, actor: &Actor, kind: &'static ActKind, with: &str, next: &str) -> Option<Way> {
    Ask::Act(kind).is_for(actor.role).then(|| Way {
        href: format!("/acts/{}?{with}&next={next}", kind.name),
        label: t.t(&format!("act-{}", kind.name.replace('.', "-"))),
    })
}

#[derive(Template)]
#[template(path = "entry.html")]
pub(super) struct EntryPage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    never: Warning,
    withdrawn: Option<Warning>,
    summary: SummaryList,
    ways: Vec<Way>,
    votes: Option<Table>,
    disputes: Option<Table>,
    labels: Option<Table>,
    victims: Option<String>,
}

impl<'a> EntryPage<'a> {
    pub(super) fn new(t: &'a Texts, seen: &Explained, actor: &Actor) -> EntryPage<'a> {
        let at = format!("/known-material/lists/{}", seen.entry.list);
        let victims = Ask::Read(&READ_VICTIMS).is_for(actor.role);
        let withdrawn = seen.entry.withdrawn.then(|| {
            let why = label(t, seen.entry.withdrawn_why);
            Warning::new(t, t.with("known-material-entry-gone", "why", why.as_str()))
        });
        EntryPage {
            t,
            back: BackLink::new(t, format!("/lists/known-material/entries?list={}", seen.entry.list)),
            title: t.t_args(
                "known-material-entry-title",
                &[("number", seen.entry.entry.into()), ("list", seen.list.name.as_str().into())],
            ),
            never: Warning::new(t, t.t("known-material-never-shown")),
            withdrawn,
            summary: about(t, seen),
            ways: ways(t, seen, actor),
            votes: votes(t, seen),
            disputes: disputes(t, seen),
            labels: labels(t, seen),
            victims: victims.then(|| format!("{at}/entries/{}/victims", seen.entry.entry)),
        }
    }
}

/// Who brought it, and how its grade stands: on the page of a lead, too.
pub(super) fn behind(t: &Texts, seen: &Explained, list: SummaryList) -> SummaryList {
    let said = |name: &str| t.t(&format!("known-material-entry-{name}"));
    let (entry, grading) = (&seen.entry, &seen.grading);
    let by = |id: Id| if id.is_none() { Cell::text(said("by-tutela")) } else { Cell::code(id.short()) };
    let exchange = if entry.exchange.is_empty() { said("own") } else { entry.exchange.clone() };
    let mut list = list
        .row(said("brought"), Cell::text(exchange))
        .row(said("brought-by"), by(entry.brought_by))
        .row(said("added"), Cell::text(moment(t, entry.added_at)))
        .row(said("grade"), Cell::text(label(t, entry.grade)))
        .row(said("stands"), Cell::text(label(t, entry.grade_stands)));
    if entry.grade_stands == GradeStands::Confirmed {
        list = list
            .row(said("graded-first"), by(grading.graded_first))
            .row(said("graded-by"), by(grading.graded_by))
            .row(said("graded-at"), Cell::text(moment(t, grading.graded_at)));
    }
    if grading.grade_waits {
        list = list
            .row(said("proposed"), Cell::text(label(t, grading.proposed_grade)))
            .row(said("proposed-by"), by(grading.grade_proposed_by));
    }
    let open = seen.disputes.iter().filter(|row| row.dispute_state == DisputeState::Open).count();
    list.row(said("disputes"), Cell::number(t, i64::try_from(open).unwrap_or(i64::MAX)))
}

fn about(t: &Texts, seen: &Explained) -> SummaryList {
    let said = |name: &str| t.t(&format!("known-material-entry-{name}"));
    let href = format!("/known-material/lists/{}", seen.entry.list);
    let list = SummaryList::new(t)
        .row(said("list"), Cell::link(seen.list.name.clone(), href))
        .row(said("reach"), Cell::text(label(t, seen.entry.entry_reach)));
    let list = behind(t, seen, list);
    if seen.ends_at.0 == 0 { list } else { list.row(said("ends"), Cell::text(moment(t, seen.ends_at))) }
}

fn ways(t: &Texts, seen: &Explained, actor: &Actor) -> Vec<Way> {
    let (list, entry) = (seen.entry.list, seen.entry.entry);
    let next = format!("/known-material/lists/{list}/entries/{entry}");
    let (one, several) = (format!("list={list}&entry={entry}"), format!("list={list}&entries={entry}"));
    let mut ways = vec![way(t, actor, &note_victims::KIND, &one, &next)];
    if !seen.entry.withdrawn {
        ways.push(way(t, actor, &dispute::DISPUTE, &one, &next));
        if seen.grading.grade_waits && seen.grading.grade_proposed_by != actor.id {
            ways.push(way(t, actor, &grade::VOTE, &several, &next));
        }
        if seen.list.owner == actor.unit {
            for kind in [&grade::PROPOSE, &expire::SET, &withdraw_hashes::KIND] {
                ways.push(way(t, actor, kind, &several, &next));
            }
        }
    }
    if seen.list.owner == actor.unit {
        let open = seen.disputes.iter().find(|row| row.dispute_state == DisputeState::Open);
        ways.extend(
            open.map(|row| {
                way(t, actor, &dispute::ANSWER, &format!("answered_dispute={}", row.dispute), &next)
            }),
        );
    }
    ways.into_iter().flatten().collect()
}

fn votes(t: &Texts, seen: &Explained) -> Option<Table> {
    let columns = vec![
        Column::new(t, "voter", "column-voter"),
        Column::new(t, "voter_unit", "column-voter-unit"),
        Column::new(t, "grade_round", "column-grade-round").number(),
        Column::new(t, "agrees", "column-agrees"),
        Column::new(t, "voted_at", "column-voted-at"),
    ];
    let rows = seen.votes.iter().map(|row| {
        vec![
            Cell::code(row.voter.short()),
            Cell::code(row.voter_unit.short()),
            Cell::number(t, row.grade_round),
            Cell::text(t.t(if row.agrees { "yes" } else { "no" })),
            Cell::text(moment(t, row.voted_at)),
        ]
    });
    let table = Table::new(t, "votes", t.t("known-material-entry-votes"), columns).rows(rows);
    (!seen.votes.is_empty()).then_some(table)
}

fn disputes(t: &Texts, seen: &Explained) -> Option<Table> {
    let columns = vec![
        Column::new(t, "dispute", "column-dispute"),
        Column::new(t, "dispute_reason", "column-dispute-reason"),
        Column::new(t, "dispute_state", "column-dispute-state"),
        Column::new(t, "disputed_by", "column-disputed-by"),
        Column::new(t, "disputed_at", "column-disputed-at"),
    ];
    let rows = seen.disputes.iter().map(|row| {
        vec![
            Cell::code(row.dispute.short()),
            Cell::text(label(t, row.dispute_reason)),
            Cell::text(label(t, row.dispute_state)),
            Cell::code(row.disputed_by.short()),
            Cell::text(moment(t, row.disputed_at)),
        ]
    });
    let table = Table::new(t, "disputes", t.t("known-material-entry-all-disputes"), columns).rows(rows);
    (!seen.disputes.is_empty()).then_some(table)
}

/// What its grade is called in each State, by the table in force; on the page of a lead, too.
pub(super) fn labels(t: &Texts, seen: &Explained) -> Option<Table> {
    let columns = vec![
        Column::new(t, "country", "column-country"),
        Column::new(t, "grade_label", "column-grade-label"),
    ];
    let rows = seen
        .labels
        .iter()
        .map(|row| vec![Cell::text(label(t, row.country)), Cell::text(row.grade_label.clone())]);
    let caption = t.with("known-material-entry-labels", "version", seen.mapping_version);
    let table = Table::new(t, "labels", caption, columns).rows(rows);
    (!seen.labels.is_empty()).then_some(table)
}

/// The list and the entry that an address names, if the caller may see them.
async fn named(desk: &Desk, caller: &Caller, (list, entry): (&str, &str)) -> Result<(Id, i64), Problem> {
    let list = id_in(caller, list)?;
    caller.may_read(desk, &READ_LISTS, list).await?;
    let entry: u32 = entry.parse().map_err(|_| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))?;
    Ok((list, i64::from(entry)))
}

async fn seen(desk: &Desk, caller: &Caller, path: (&str, &str)) -> Result<Explained, Problem> {
    let (list, entry) = named(desk, caller, path).await?;
    let seen = desk.blocking(move |node| explained(node, list, entry)).await;
    let seen = seen.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    seen.ok_or_else(|| Problem::of(&caller.texts, ErrorStatus::NOT_FOUND))
}

/// The entry.
pub(super) async fn show(
    State(desk): State<Desk>,
    caller: Caller,
    Path((list, entry)): Path<(String, String)>,
) -> Response {
    let frame = caller.frame(&desk);
    match seen(&desk, &caller, (&list, &entry)).await {
        Ok(seen) => {
            let page = EntryPage::new(&caller.texts, &seen, &caller.actor);
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// One entry: its grade and who stands behind it, votes, disputes, provenance, what its grade is called in each State; no hash.
#[utoipa::path(
    get,
    path = "/api/known-material/lists/{list}/entries/{entry}",
    operation_id = "known-material.entry",
    tag = "known-material",
    params(("list" = Id, Path, description = "The list"), ("entry" = u32, Path, description = "The entry's number")),
    responses((status = 200, description = "The entry's columns, `grading`, `votes`, `disputes`, `ends_at`, `labels`", body = Value),
        desk::Conflicted)
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path((list, entry)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    seen(&desk, &caller, (&list, &entry)).await.map(|seen| Json(seen.json()))
}

#[derive(Template)]
#[template(path = "victims.html")]
pub(super) struct VictimsPage<'a> {
    t: &'a Texts,
    back: BackLink,
    pub(super) title: String,
    summary: Option<SummaryList>,
}

impl<'a> VictimsPage<'a> {
    pub(super) fn new(t: &'a Texts, (list, entry): (Id, i64), row: Option<&EntryVictims>) -> VictimsPage<'a> {
        let shown = ["victim_status", "victims_unit", "victims_noted_at"];
        VictimsPage {
            t,
            back: BackLink::new(t, format!("/known-material/lists/{list}/entries/{entry}")),
            title: t.with("known-material-victims-title", "number", entry),
            summary: row.map(|row| summary(t, EntryVictims::TABLE, &row.to_row(), &shown)),
        }
    }
}

/// What is noted, read under a look that is recorded first.
async fn noted(
    desk: &Desk,
    caller: &Caller,
    path: (&str, &str),
) -> Result<((Id, i64), Option<EntryVictims>), Problem> {
    caller.may(Ask::Read(&READ_VICTIMS))?;
    let at = named(desk, caller, path).await?;
    let (actor, purpose) = (caller.actor, caller.purpose);
    let row = desk.blocking(move |node| -> Result<Option<EntryVictims>, LookFault> {
        node.look(actor, &READ_VICTIMS, purpose, &[at.0])?;
        let sql = TableSql::of(EntryVictims::TABLE).get;
        Ok(node.read(|database| database.records::<EntryVictims>(&sql, at.cells()))?.pop())
    });
    let row = row.await.map_err(|fault| problem_of_look(&caller.texts, &fault))?;
    Ok((at, row))
}

/// How far the victims are found and safe.
pub(super) async fn victims(
    State(desk): State<Desk>,
    caller: Caller,
    Path((list, entry)): Path<(String, String)>,
) -> Response {
    let frame = caller.frame(&desk);
    match noted(&desk, &caller, (&list, &entry)).await {
        Ok((at, row)) => {
            let page = VictimsPage::new(&caller.texts, at, row.as_ref());
            Page::staff(&frame, &page.title, &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

/// How far the victims of an entry are found and safe; the look is recorded with its purpose.
#[utoipa::path(
    get,
    path = "/api/known-material/lists/{list}/entries/{entry}/victims",
    operation_id = "known-material.entry-victims",
    tag = "known-material",
    params(("list" = Id, Path, description = "The list"), ("entry" = u32, Path, description = "The entry's number")),
    responses((status = 200, description = "What is noted; `victim_status` is empty where nothing is", body = Value),
        desk::Conflicted)
)]
pub(super) async fn victims_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path((list, entry)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let ((list, entry), row) = noted(&desk, &caller, (&list, &entry)).await?;
    let told = row.map(|row| listing("victims", EntryVictims::TABLE, "list").json(&row.to_row()));
    Ok(Json(told.unwrap_or_else(|| json!({ "list": list, "entry": entry, "victim_status": "" }))))
}

//! The table of points in force, the one that waits for a second person, and what it would move.

use super::{QUEUE, every, may};
use crate::moves::{MOST_LOOKED_AT, Moves, Waits, moves};
use crate::priority::Reason;
use crate::priority::weights::Weights;
use crate::tables::weights::{
    ProposedWeight, ReportWeights, Weight, WeightsInForce, WeightsProposal, WeightsVersion,
};
use crate::tables::{Report, ReportReason};
use crate::weights::weights_of;
use crate::{READ_MOVES, READ_QUEUE, READ_WEIGHTS};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{Asked, BackLink, Cell, Column, ErrorStatus, Page, Problem, SummaryList, Table, Texts};
use kernel::knowing::is_bound;
use kernel::{Actor, Ask, Cell as _, CodeList, Id, Record};
use serde::Serialize;
use std::collections::BTreeMap;
use store::database::TableSql;
use store::{Database, DatabaseFault};
use utoipa::ToSchema;

/// What a reason gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct WeightSeen {
    /// The reason.
    reason: Reason,
    /// What it gives now, 0 to 60.
    points: u32,
    /// What it would give by the table that waits; nothing where none does.
    proposed: Option<u32>,
}

/// A table of points that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ProposalSeen {
    /// The proposal's number.
    proposal: Id,
    /// Who proposed it.
    proposed_by: Id,
    /// When.
    proposed_at: String,
    /// Whether reports that wait are to get their points by it, too.
    also_waiting: bool,
}

/// The table of points in force, and the one that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct WeightsSeen {
    /// Number of the table in force; 0 for the one that is built in.
    version: i64,
    /// Since when; nothing for the one that is built in.
    since: Option<String>,
    /// Whether reports that waited are still gone over.
    going_over: bool,
    /// What each reason gives.
    weights: Vec<WeightSeen>,
    /// The table that waits; nothing where none does.
    proposal: Option<ProposalSeen>,
}

/// What a table of points would move, among the reports that the reader may know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MovesSeen {
    /// The table in force, and the one that waits.
    table: WeightsSeen,
    /// True when more wait than were looked at: then these are the first of them.
    is_sample: bool,
    /// What would move.
    moves: Moves,
}

/// All tables of points that were ever laid down, by their numbers.
fn versions(database: &mut dyn Database) -> Result<BTreeMap<i64, Weights>, DatabaseFault> {
    let mut rows: BTreeMap<i64, Vec<Weight>> = BTreeMap::new();
    for row in every::<Weight>(database)? {
        rows.entry(row.weights_version).or_default().push(row);
    }
    Ok(rows.into_iter().map(|(version, rows)| (version, weights_of(rows))).collect())
}

/// The table by which a report has its points.
pub(super) fn weights_by(
    database: &mut dyn Database,
    by: Option<&ReportWeights>,
) -> Result<Weights, DatabaseFault> {
    let Some(by) = by else { return Ok(Weights::BUILT_IN) };
    let sql = format!("{} WHERE weights_version = $1", TableSql::of(Weight::TABLE).every);
    database.records::<Weight>(&sql, vec![by.weights_version.to_value()]).map(weights_of)
}

/// The table that waits for a second person.
fn proposed(database: &mut dyn Database) -> Result<Weights, DatabaseFault> {
    let rows = every::<ProposedWeight>(database)?;
    Ok(Weights::from_rows(rows.into_iter().map(|row| (row.reason, row.points))))
}

fn seen(database: &mut dyn Database) -> Result<WeightsSeen, DatabaseFault> {
    let here = every::<WeightsInForce>(database)?.into_iter().next();
    let version = here.as_ref().map_or(0, |row| row.weights_version);
    let laid_down = every::<WeightsVersion>(database)?.into_iter().find(|row| row.weights_version == version);
    let now = versions(database)?.remove(&version).unwrap_or(Weights::BUILT_IN);
    let proposal = every::<WeightsProposal>(database)?.into_iter().next();
    let next = proposal.as_ref().map(|_| proposed(database)).transpose()?;
    let weight =
        |(reason, points)| WeightSeen { reason, points, proposed: next.as_ref().map(|next| next.of(reason)) };
    Ok(WeightsSeen {
        version,
        since: laid_down.map(|row| row.since.to_text()),
        going_over: here.is_some_and(|row| row.going_over),
        weights: now.rows().map(weight).collect(),
        proposal: proposal.map(|row| ProposalSeen {
            proposal: row.proposal,
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at.to_text(),
            also_waiting: row.also_waiting,
        }),
    })
}

/// So many numbers ride with one question.
const TOGETHER: usize = 500;

/// The rows of a table about these reports; `column` holds the report.
fn about<R: Record>(database: &mut dyn Database, reports: &[Id]) -> Result<Vec<R>, DatabaseFault> {
    let places: Vec<String> = (1..=TOGETHER).map(|n| format!("${n}")).collect();
    let sql = format!("{} WHERE report IN ({})", TableSql::of(R::TABLE).every, places.join(", "));
    let mut rows = Vec::new();
    for some in reports.chunks(TOGETHER) {
        // Filled up with none, so that it is one statement however many are left.
        let all = some.iter().copied().chain(std::iter::repeat(Id::NONE)).take(TOGETHER);
        rows.extend(database.records::<R>(&sql, all.map(|id| id.to_value()).collect())?);
    }
    Ok(rows)
}

/// What waits, as far as the reader may know of it: what comes first in their queue; for whoever is not bound, what is due first,
/// since no index lists all units in one order of urgency.
fn waiting(database: &mut dyn Database, reader: &Actor) -> Result<Vec<Waits>, DatabaseFault> {
    let asked = if is_bound(reader.role) { "/?waiting=yes" } else { "/?waiting=yes&sort=due_at" };
    let query = asked.parse().ok().and_then(|uri| QUEUE.query(&Asked::of(&uri)).ok());
    let query =
        query.ok_or_else(|| DatabaseFault::Refused("the queue's own filters do not fit it".into()))?;
    let rows = QUEUE.first(database, &query, reader, MOST_LOOKED_AT + 1)?;
    let rows: Vec<Report> = rows.iter().filter_map(|row| Report::from_row(row).ok()).collect();
    let reports: Vec<Id> = rows.iter().map(|row| row.report).collect();
    let mut reasons: BTreeMap<Id, Vec<Reason>> = BTreeMap::new();
    for row in about::<ReportReason>(database, &reports)? {
        reasons.entry(row.report).or_default().push(row.reason);
    }
    let tables = versions(database)?;
    let by: BTreeMap<Id, i64> = about::<ReportWeights>(database, &reports)?
        .into_iter()
        .map(|row| (row.report, row.weights_version))
        .collect();
    let one = |row: Report| Waits {
        report: row.report,
        filed_at: row.filed_at,
        points: u32::try_from(row.points).unwrap_or(0),
        by: by.get(&row.report).and_then(|version| tables.get(version)).cloned().unwrap_or(Weights::BUILT_IN),
        reasons: reasons.remove(&row.report).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(one).collect())
}

/// What the proposal of that number would move; none where another waits, or none.
fn would_move(
    database: &mut dyn Database,
    reader: &Actor,
    proposal: Id,
) -> Result<Option<MovesSeen>, DatabaseFault> {
    let table = seen(database)?;
    if table.proposal.as_ref().is_none_or(|one| one.proposal != proposal) {
        return Ok(None);
    }
    let next = proposed(database)?;
    let mut waiting = waiting(database, reader)?;
    let most = usize::try_from(MOST_LOOKED_AT).unwrap_or(usize::MAX);
    let is_sample = waiting.len() > most;
    waiting.truncate(most);
    Ok(Some(MovesSeen { table, is_sample, moves: moves(&waiting, &next) }))
}

async fn found(desk: &Desk, caller: &Caller) -> Result<WeightsSeen, Problem> {
    caller.may(Ask::Read(&READ_WEIGHTS))?;
    let seen = desk.blocking(|node| node.read(seen)).await;
    seen.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

async fn found_moves(desk: &Desk, caller: &Caller, proposal: &str) -> Result<MovesSeen, Problem> {
    caller.may(Ask::Read(&READ_MOVES))?;
    let absent = || Problem::of(&caller.texts, ErrorStatus::NOT_FOUND);
    let proposal: Id = proposal.parse().map_err(|_| absent())?;
    let reader = caller.actor;
    let moved =
        desk.blocking(move |node| node.read(|database| would_move(database, &reader, proposal))).await;
    let moved = moved.map_err(|fault| problem_of_database(&caller.texts, &fault))?;
    let mut moved = moved.ok_or_else(absent)?;
    // Who reads no queue reads no report's number here: counts alone.
    if !Ask::Read(&READ_QUEUE).is_for(caller.actor.role) {
        moved.moves.most.clear();
    }
    Ok(moved)
}

/// The table of points in force, and the one that waits for a second person.
#[utoipa::path(
    get,
    path = "/api/weights",
    operation_id = "reports.weights",
    tag = "reports",
    responses((status = 200, description = "The tables", body = WeightsSeen))
)]
pub(super) async fn all_json(State(desk): State<Desk>, caller: Caller) -> Result<Json<WeightsSeen>, Problem> {
    found(&desk, &caller).await.map(Json)
}

/// What the table of points that waits would move, among the reports that the reader may know of: at most 10,000 that wait are looked at.
#[utoipa::path(
    get,
    path = "/api/weights/{proposal}",
    operation_id = "reports.moves",
    tag = "reports",
    params(("proposal" = Id, Path, description = "The proposal's number")),
    responses((status = 200, description = "What would move; reports by their numbers only for whoever reads the queue", body = MovesSeen),
        (status = 404, description = "No such table waits."))
)]
pub(super) async fn moves_json(
    State(desk): State<Desk>,
    caller: Caller,
    Path(proposal): Path<String>,
) -> Result<Json<MovesSeen>, Problem> {
    found_moves(&desk, &caller, &proposal).await.map(Json)
}

/// A link of a page: its text and where it leads.
type Way = (String, String);

#[derive(Template)]
#[template(path = "weights.html")]
struct WeightsPage<'a> {
    t: &'a Texts,
    summary: SummaryList,
    table: Table,
    ways: Vec<Way>,
}

fn reason_label(t: &Texts, reason: Reason) -> String {
    t.t(&format!("priority-reason-{}", reason.code()))
}

fn number(points: u32) -> i64 {
    i64::from(points)
}

fn table(t: &Texts, seen: &WeightsSeen) -> Table {
    let mut columns =
        vec![Column::new(t, "reason", "column-reason"), Column::new(t, "points", "column-points").number()];
    if seen.proposal.is_some() {
        columns.push(Column::new(t, "proposed", "weights-proposed").number());
    }
    let rows = seen.weights.iter().map(|one| {
        let proposed = one.proposed.map(|points| Cell::number(t, number(points)));
        let cells = [Cell::text(reason_label(t, one.reason)), Cell::number(t, number(one.points))];
        cells.into_iter().chain(proposed).collect()
    });
    Table::new(t, "weights", t.t("weights-title"), columns).rows(rows)
}

fn summary(t: &Texts, seen: &WeightsSeen) -> SummaryList {
    let in_force = match &seen.since {
        None => t.t("weights-built-in"),
        Some(since) => {
            let version = t.number(seen.version);
            t.t_args(
                "weights-since",
                &[("version", version.as_str().into()), ("since", since.as_str().into())],
            )
        }
    };
    let mut summary = SummaryList::new(t).row(t.t("weights-in-force"), Cell::text(in_force));
    if seen.going_over {
        summary = summary.row(t.t("column-going-over"), Cell::text(t.t("yes")));
    }
    match &seen.proposal {
        None => summary,
        Some(one) => summary
            .row(t.t("column-proposal"), Cell::code(one.proposal.to_string()))
            .row(t.t("column-proposed-by"), Cell::code(one.proposed_by.to_string()))
            .row(t.t("column-proposed-at"), Cell::text(one.proposed_at.clone()))
            .row(t.t("column-also-waiting"), Cell::text(t.t(&one.also_waiting.to_text()))),
    }
}

/// The form that proposes a table, filled in with the one in force.
fn propose_href(seen: &WeightsSeen) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for one in &seen.weights {
        let name = format!("weights.{}", one.reason.code().replace('-', "_"));
        form.append_pair(&name, &one.points.to_string());
    }
    form.append_pair("also_waiting", "no").append_pair("next", "/weights");
    format!("/acts/reports.propose-weights?{}", form.finish())
}

fn approve_href(proposal: Id) -> String {
    format!("/acts/reports.approve-weights?proposal={proposal}&next=/weights")
}

/// What this reader may do; `may` says which acts are open to them.
fn ways(t: &Texts, seen: &WeightsSeen, may: &dyn Fn(&str) -> bool, sees_moves: bool) -> Vec<Way> {
    let waiting = seen.proposal.as_ref().map(|one| one.proposal);
    let moved = waiting.filter(|_| sees_moves).map(|one| (t.t("weights-moves"), format!("/weights/{one}")));
    let act =
        |act: &str, href: String| may(act).then(|| (t.t(&format!("act-{}", act.replace('.', "-"))), href));
    let approve = waiting.and_then(|one| act("reports.approve-weights", approve_href(one)));
    let propose = act("reports.propose-weights", propose_href(seen));
    moved.into_iter().chain(approve).chain(propose).collect()
}

pub(super) async fn show_all(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match found(&desk, &caller).await {
        Ok(seen) => {
            let t = &caller.texts;
            let sees_moves = Ask::Read(&READ_MOVES).is_for(caller.actor.role);
            let ways = ways(t, &seen, &|act| may(&desk, &caller, act), sees_moves);
            let page = WeightsPage { t, summary: summary(t, &seen), table: table(t, &seen), ways };
            Page::staff(&frame, &t.t("weights-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

#[derive(Template)]
#[template(path = "weights_moves.html")]
struct MovesPage<'a> {
    t: &'a Texts,
    back: BackLink,
    about: String,
    summary: SummaryList,
    terms: Table,
    most: Option<Table>,
    table: Table,
    ways: Vec<Way>,
}

fn count(t: &Texts, count: u64) -> Cell {
    Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX))
}

fn terms(t: &Texts, moved: &Moves) -> Table {
    let columns = vec![
        Column::new(t, "term", "weights-term"),
        Column::new(t, "now", "weights-now").number(),
        Column::new(t, "then", "weights-then").number(),
    ];
    let rows = moved.terms.iter().map(|one| {
        vec![Cell::text(t.t(&format!("weights-{}", one.term))), count(t, one.now), count(t, one.then)]
    });
    Table::new(t, "terms", t.t("weights-terms"), columns).rows(rows)
}

fn most(t: &Texts, moved: &Moves) -> Option<Table> {
    let columns = vec![
        Column::new(t, "report", "column-report"),
        Column::new(t, "points-now", "weights-points-now").number(),
        Column::new(t, "points-then", "weights-points-then").number(),
        Column::new(t, "place-now", "weights-place-now").number(),
        Column::new(t, "place-then", "weights-place-then").number(),
    ];
    let rows = moved.most.iter().map(|one| {
        vec![
            Cell::link(one.report.short(), format!("/reports/{}", one.report)),
            Cell::number(t, number(one.points_now)),
            Cell::number(t, number(one.points_then)),
            count(t, one.place_now),
            count(t, one.place_then),
        ]
    });
    (!moved.most.is_empty()).then(|| Table::new(t, "most", t.t("weights-most"), columns).rows(rows))
}

impl<'a> MovesPage<'a> {
    fn new(t: &'a Texts, seen: &MovesSeen, may: &dyn Fn(&str) -> bool) -> MovesPage<'a> {
        let moved = &seen.moves;
        let line = |summary: SummaryList, (key, n): (&str, u64)| summary.row(t.t(key), count(t, n));
        let lines = [
            ("weights-looked-at", moved.looked_at),
            ("weights-gain", moved.gain),
            ("weights-lose", moved.lose),
            ("weights-sooner", moved.sooner),
            ("weights-later", moved.later),
        ];
        let about = match seen.table.proposal.as_ref().is_some_and(|one| one.also_waiting) {
            true => t.t("weights-moves-now"),
            false => t.t("weights-moves-as-if"),
        };
        let looked_at = i64::try_from(MOST_LOOKED_AT).unwrap_or(i64::MAX);
        let sample =
            if seen.is_sample { t.with("weights-sample", "count", looked_at) } else { String::new() };
        MovesPage {
            t,
            back: BackLink::new(t, "/weights"),
            about: format!("{about} {} {sample}", t.t("weights-known")).trim_end().to_owned(),
            summary: lines.into_iter().fold(summary(t, &seen.table), line),
            terms: terms(t, moved),
            most: most(t, moved),
            table: table(t, &seen.table),
            ways: ways(t, &seen.table, may, false),
        }
    }
}

pub(super) async fn show_moves(
    State(desk): State<Desk>,
    caller: Caller,
    Path(proposal): Path<String>,
) -> Response {
    let frame = caller.frame(&desk);
    match found_moves(&desk, &caller, &proposal).await {
        Ok(seen) => {
            let page = MovesPage::new(&caller.texts, &seen, &|act| may(&desk, &caller, act));
            Page::staff(&frame, &caller.texts.t("weights-moves"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

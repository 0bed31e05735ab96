//! When somebody sits at the desk, and what waits for a second person.

use super::{every, may};
use crate::READ_DESK_HOURS;
use crate::staffed::DeskWeek;
use crate::tables::desk_hours::{DeskHours, DeskHoursProposal, ProposedHours};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::{Caller, Desk, problem_of_database};
use face::{Cell, Column, Page, Problem, SummaryList, Table, Texts};
use kernel::{Ask, Cell as _, Id};
use serde::Serialize;
use store::{Database, DatabaseFault};
use utoipa::ToSchema;

/// Hours that wait for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct WaitingHours {
    /// The proposal's number.
    proposal: Id,
    /// Who proposed them.
    proposed_by: Id,
    /// When.
    proposed_at: String,
    /// The hours of each day.
    hours: DeskWeek,
}

/// When somebody sits at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct DeskHoursSeen {
    /// The hours of each day; nothing where every hour counts.
    hours: Option<DeskWeek>,
    /// Since when; nothing where every hour counts.
    since: Option<String>,
    /// Hours that wait; nothing where none do.
    waiting: Option<WaitingHours>,
}

/// The week of rows that name a day, when it opens and when it closes.
fn week(rows: impl Iterator<Item = (i64, i64, i64)>) -> DeskWeek {
    let mut days = [(0, 0); 7];
    let minute = |cell: i64| u32::try_from(cell).unwrap_or(0);
    for (weekday, opens, closes) in rows {
        let place = usize::try_from(weekday - 1).ok().and_then(|n| days.get_mut(n));
        if let Some(day) = place {
            *day = (minute(opens), minute(closes));
        }
    }
    DeskWeek::of(days)
}

fn seen(database: &mut dyn Database) -> Result<DeskHoursSeen, DatabaseFault> {
    let (set, proposed) = (every::<DeskHours>(database)?, every::<ProposedHours>(database)?);
    let waiting = every::<DeskHoursProposal>(database)?.into_iter().next();
    let in_force =
        (!set.is_empty()).then(|| week(set.iter().map(|row| (row.weekday, row.opens, row.closes))));
    Ok(DeskHoursSeen {
        hours: in_force,
        since: set.first().map(|row| row.since.to_text()),
        waiting: waiting.map(|row| WaitingHours {
            proposal: row.proposal,
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at.to_text(),
            hours: week(proposed.iter().map(|row| (row.weekday, row.opens, row.closes))),
        }),
    })
}

async fn found(desk: &Desk, caller: &Caller) -> Result<DeskHoursSeen, Problem> {
    caller.may(Ask::Read(&READ_DESK_HOURS))?;
    let seen = desk.blocking(|node| node.read(seen)).await;
    seen.map_err(|fault| problem_of_database(&caller.texts, &fault))
}

/// When somebody sits at the desk, and what waits for a second person.
#[utoipa::path(
    get,
    path = "/api/desk-hours",
    operation_id = "reports.desk-hours",
    tag = "reports",
    responses((status = 200, description = "The hours of each day, in minutes from midnight in the node's time zone", body = DeskHoursSeen))
)]
pub(super) async fn show_json(
    State(desk): State<Desk>,
    caller: Caller,
) -> Result<Json<DeskHoursSeen>, Problem> {
    found(&desk, &caller).await.map(Json)
}

#[derive(Template)]
#[template(path = "desk_hours.html")]
struct DeskHoursPage<'a> {
    t: &'a Texts,
    summary: SummaryList,
    table: Table,
    ways: Vec<(String, String)>,
}

/// From when to when, as a clock shows it.
fn clock(t: &Texts, (opens, closes): (u32, u32)) -> Cell {
    let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    if opens >= closes {
        return Cell::text(t.t("desk-hours-shut"));
    }
    Cell::code(format!("{}–{}", time(opens), time(closes)))
}

fn table(t: &Texts, seen: &DeskHoursSeen) -> Table {
    let mut columns =
        vec![Column::new(t, "weekday", "column-weekday"), Column::new(t, "hours", "desk-hours-open")];
    if seen.waiting.is_some() {
        columns.push(Column::new(t, "proposed", "weights-proposed"));
    }
    let rows = (0..7).map(|n| {
        let now = match &seen.hours {
            Some(week) => clock(t, week.days()[n]),
            None => Cell::text(t.t("desk-hours-always")),
        };
        let proposed = seen.waiting.as_ref().map(|one| clock(t, one.hours.days()[n]));
        [Cell::text(t.t(&format!("weekday-{}", n + 1))), now].into_iter().chain(proposed).collect()
    });
    Table::new(t, "desk-hours", t.t("desk-hours-title"), columns).rows(rows)
}

fn summary(t: &Texts, seen: &DeskHoursSeen) -> SummaryList {
    let in_force = seen.since.clone().unwrap_or_else(|| t.t("desk-hours-always"));
    let summary = SummaryList::new(t).row(t.t("column-since"), Cell::text(in_force));
    match &seen.waiting {
        None => summary,
        Some(one) => summary
            .row(t.t("column-proposal"), Cell::code(one.proposal.to_string()))
            .row(t.t("column-proposed-by"), Cell::code(one.proposed_by.to_string()))
            .row(t.t("column-proposed-at"), Cell::text(one.proposed_at.clone())),
    }
}

/// What this reader may do; `may` says which acts are open to them.
fn ways(t: &Texts, seen: &DeskHoursSeen, may: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
    let proposal = seen.waiting.as_ref().map(|one| format!("&proposal={}", one.proposal));
    let acts = [
        ("reports.approve-desk-hours", proposal.is_some(), proposal.as_deref().unwrap_or("")),
        ("reports.propose-desk-hours", true, ""),
        ("reports.round-the-clock", seen.hours.is_some() || seen.waiting.is_some(), ""),
    ];
    let open = acts.into_iter().filter(|(act, is_open, _)| *is_open && may(act));
    open.map(|(act, _, more)| {
        (t.t(&format!("act-{}", act.replace('.', "-"))), format!("/acts/{act}?next=/desk-hours{more}"))
    })
    .collect()
}

pub(super) async fn show(State(desk): State<Desk>, caller: Caller) -> Response {
    let frame = caller.frame(&desk);
    match found(&desk, &caller).await {
        Ok(seen) => {
            let t = &caller.texts;
            let ways = ways(t, &seen, &|act| may(&desk, &caller, act));
            let page = DeskHoursPage { t, summary: summary(t, &seen), table: table(t, &seen), ways };
            Page::staff(&frame, &t.t("desk-hours-title"), &page).into_response()
        }
        Err(problem) => problem.staff_page(&frame).into_response(),
    }
}

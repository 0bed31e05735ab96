//! Figures for those who watch a node, in the Prometheus text format, at an address of this machine alone.

mod signing_in;
mod text;

pub(crate) use signing_in::{FailedSignIns, counted};

use crate::checkpoints;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use desk::Desk;
use kernel::journal::RuleCount;
use kernel::{CodeList, Record, RuleName};
use reports::door::Pace;
use std::collections::HashMap;
use std::sync::Arc;
use store::database::TableSql;
use store::{DatabaseFault, Duty, Node};
use text::{Exposition, Kind, Label};
use tokio::net::TcpListener;

fn count(node: &Node, sql: &str) -> Result<u64, DatabaseFault> {
    node.read(|database| database.number(sql, Vec::new())).map(i64::unsigned_abs)
}

/// What the writer has counted since it started.
fn of_the_writer(node: &Node, told: &mut Exposition) {
    let meters = node.meters();
    let kinds: HashMap<u16, _> = node.registry().act_kinds().map(|kind| (kind.code, kind)).collect();
    let mut acts = told.family("tutela_acts_total", "Acts that were sent, since the start.", Kind::Counter);
    for ((code, answered), count) in meters.answers() {
        if let Some(kind) = kinds.get(&code) {
            acts.sample(&[Label::act(kind), Label::answer(answered)], count);
        }
    }
    let entries = *node.grown().borrow();
    told.one("tutela_entries_total", "Entries of the journal.", Kind::Counter, entries);
    let transactions = node.transactions();
    let about = "Transactions of the writer since the start.";
    told.one("tutela_transactions_total", about, Kind::Counter, transactions);
    told.histogram("tutela_batch_acts", "Acts in one transaction.", &meters.batches().measured());
    let about = "Seconds until a transaction was durable.";
    told.histogram("tutela_commit_seconds", about, &meters.commits().measured());
    told.one("tutela_queue_acts", "Acts that wait for the writer.", Kind::Gauge, meters.queued());
    let writing = u64::from(node.is_writing());
    told.one("tutela_writing", "1 while acts can be entered.", Kind::Gauge, writing);
    let post = *node.post().borrow();
    let about = "1 for what this process is to its database.";
    let mut duties = told.family("tutela_duty", about, Kind::Gauge);
    for duty in [Duty::Writer, Duty::Standby] {
        duties.sample(&[Label::duty(duty)], u64::from(duty == post.duty));
    }
    let about = "The newest term of a writer that is known here.";
    told.one("tutela_term", about, Kind::Gauge, post.term.unsigned_abs());
    let (about, handed_on) = ("Acts handed on to the writer, since the start.", meters.acts_handed_on());
    told.one("tutela_acts_handed_on_total", about, Kind::Counter, handed_on);
}

/// What the tables know: since the journal's first day.
fn of_the_tables(node: &Node, told: &mut Exposition) -> Result<(), DatabaseFault> {
    let all = TableSql::of(RuleCount::TABLE).all;
    let rules = node.read(|database| database.records::<RuleCount>(&all, Vec::new()))?;
    let jobs = count(node, "SELECT COUNT(*) FROM job")?;
    let label = |row: &RuleCount| Label::rule(RuleName::from_number(row.rule).ok());
    let about = "Decisions refused by a rule or the policy.";
    let mut refusals = told.family("tutela_refusals_total", about, Kind::Counter);
    rules.iter().for_each(|row| refusals.sample(&[label(row)], row.refusals.unsigned_abs()));
    let about = "Facts that violate a rule, put before the overseer.";
    let mut alarms = told.family("tutela_alarms_total", about, Kind::Counter);
    rules.iter().for_each(|row| alarms.sample(&[label(row)], row.violations.unsigned_abs()));
    told.one("tutela_jobs_waiting", "Reactions still to be carried out.", Kind::Gauge, jobs);
    Ok(())
}

/// What is overdue of retention and of requests about what is held on somebody.
fn of_what_is_due(node: &Node, told: &mut Exposition) -> Result<(), DatabaseFault> {
    let late = |table: &str| {
        count(node, &format!("SELECT COUNT(*) FROM {table} WHERE waiting = 1 AND due_at < {}", Desk::now().0))
    };
    let (erasures, requests) = (late("retention_due")?, late("data_request")?);
    let about = "Erasures that a schedule asked for and that nobody confirmed in time.";
    told.one("tutela_erasures_overdue", about, Kind::Gauge, erasures);
    let about = "Requests about what is held on somebody whose term was missed.";
    told.one("tutela_requests_overdue", about, Kind::Gauge, requests);
    Ok(())
}

/// How old the newest checkpoint of each place is, by its number in `tutela checkpoint --places`.
fn of_the_places(node: &Node, told: &mut Exposition) -> Result<(), DatabaseFault> {
    let (rows, now, entries) = (checkpoints::all(node)?, Desk::now(), *node.grown().borrow());
    let numbered = || rows.iter().filter_map(|row| Some((Label::place(row.number.try_into().ok()?), row)));
    let about = "Seconds since a checkpoint was written there; +Inf when none was yet.";
    let mut ages = told.family("tutela_checkpoint_age_seconds", about, Kind::Gauge);
    for (label, row) in numbered() {
        if row.succeeded.0 > 0 {
            ages.sample(&[label], (now.0 - row.succeeded.0).max(0).unsigned_abs() / 1000);
        } else {
            ages.never(&[label]);
        }
    }
    let about = "Entries that the newest checkpoint there does not cover.";
    let mut behind = told.family("tutela_checkpoint_entries_behind", about, Kind::Gauge);
    numbered()
        .for_each(|(label, row)| behind.sample(&[label], entries.saturating_sub(row.size.unsigned_abs())));
    let about = "Failures in a row of writing a checkpoint there.";
    let mut failures = told.family("tutela_checkpoint_failures", about, Kind::Gauge);
    numbered().for_each(|(label, row)| failures.sample(&[label], row.failures.unsigned_abs()));
    Ok(())
}

/// Everything, as text. A database that is away takes its own figures with it and no others.
fn exposed(node: &Node, failed: &FailedSignIns) -> String {
    let mut told = Exposition::default();
    of_the_writer(node, &mut told);
    let about = "Sign-ins refused, since the start.";
    told.one("tutela_failed_sign_ins_total", about, Kind::Counter, failed.count());
    for done in
        [of_the_tables(node, &mut told), of_what_is_due(node, &mut told), of_the_places(node, &mut told)]
    {
        if let Err(fault) = done {
            tracing::warn!(%fault, "figures are not told while the database cannot be read");
        }
    }
    told.into_text()
}

type Watched = (Arc<Node>, FailedSignIns);

async fn metrics(State((node, failed)): State<Watched>) -> Response {
    match tokio::task::spawn_blocking(move || exposed(&node, &failed)).await {
        Ok(text) => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// `GET /metrics`.
fn routes(node: Arc<Node>, failed: FailedSignIns) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state((node, failed))
}

/// What the public door's process knows: how it slows down those who send.
fn exposed_at_the_door(pace: &Pace) -> String {
    let (figures, mut told) = (pace.figures(), Exposition::default());
    let about = "Reports, messages and threads that had their turn, since the start.";
    told.one("tutela_door_taken_total", about, Kind::Counter, figures.taken);
    told.one("tutela_door_delayed_total", "Of these, had to wait.", Kind::Counter, figures.delayed);
    told.one(
        "tutela_door_refused_total",
        "Asked to try again, since the start.",
        Kind::Counter,
        figures.refused,
    );
    told.one(
        "tutela_door_wrong_receipts_total",
        "Receipts that no report has.",
        Kind::Counter,
        figures.wrong_receipts,
    );
    told.one("tutela_door_waiting", "Wait for their turn now.", Kind::Gauge, figures.waiting);
    told.into_text()
}

/// Serves the public door's figures until the task is dropped.
pub(crate) async fn serve_door(listener: TcpListener, pace: Pace) {
    let told = move || {
        let text = exposed_at_the_door(&pace);
        async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text) }
    };
    if let Err(error) = axum::serve(listener, Router::new().route("/metrics", get(told))).await {
        tracing::error!(%error, "the door's figures are no longer told");
    }
}

/// Serves the figures until the task is dropped.
pub(crate) async fn serve(listener: TcpListener, node: Arc<Node>, failed: FailedSignIns) {
    if let Err(error) = axum::serve(listener, routes(node, failed)).await {
        tracing::error!(%error, "the figures are no longer told");
    }
}

#[cfg(test)]
mod tests;

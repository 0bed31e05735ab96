//! The daily job: what ends, what falls due, what waits too long. It only finds; every step is an act that the gate decides,
//! under a number that follows from what it is about, so that a job that runs twice enters it once.

use crate::acts::{
    Announce, CallOff, EndHold, PutForward, Remind, WarnOfEnd, WatchRequest, warn_of_end::WARNING_DAYS,
};
use crate::codes::{DueState, HoldState, ScheduleState};
use crate::tables::{DataRequest, Due, Hold, Schedule};
use crate::terms::RUNS_OUT_DAYS;
use desk::Desk;
use kernel::kept::{Anchor, RecordClock};
use kernel::{Act, Actor, Cell, CodeList, Id, Instant, Outcome, Purpose, Record, Value};
use store::{DeedFault, Node};

/// Records looked through at a time.
const AT_A_TIME: i64 = 500;

fn broken(fault: store::DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

fn rows<R: Record>(node: &Node, condition: &str, parameters: Vec<Value>) -> Result<Vec<R>, DeedFault> {
    let columns: Vec<&str> = R::TABLE.columns.iter().map(|column| column.name).collect();
    let sql = format!("SELECT {} FROM {} WHERE {condition}", columns.join(", "), R::TABLE.name);
    node.read(|database| database.records::<R>(&sql, parameters)).map_err(broken)
}

/// What time it is: never before the last entry.
fn now(node: &Node) -> Result<Instant, DeedFault> {
    let last = *node.grown().borrow();
    let entry = node.entry(last).map_err(broken)?;
    Ok(entry.map_or_else(Desk::now, |entry| entry.recorded.max(Desk::now())))
}

/// Enters one of Tutela's own acts. True when it was entered now; what the gate finds too early stays for another day.
fn enter<A: Act>(node: &Node, id: Id, act: &A) -> Result<bool, DeedFault> {
    let deed = node.deed(id, act, Actor::SYSTEM, Purpose::Administration).build();
    let answer = node.enter_now(deed)?;
    Ok(!answer.again && matches!(answer.outcome, Outcome::Entered { .. }))
}

/// Does everything whose day has come. Answers how much was entered. Blocking.
///
/// # Errors
/// [`DeedFault`]: what was entered stands, the rest is tried again.
pub fn fall_due(node: &Node) -> Result<usize, DeedFault> {
    fall_due_at(node, now(node)?)
}

/// As [`fall_due`], looking for what is due at a moment; whether it is, the node's own clock decides. Blocking.
///
/// # Errors
/// [`DeedFault`].
pub fn fall_due_at(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let steps: [fn(&Node, Instant) -> Result<usize, DeedFault>; 5] =
        [end_holds, go_on_with_due, announce, remind, watch_requests];
    let mut done = 0;
    for step in steps {
        done += step(node, now)?;
    }
    Ok(done)
}

fn end_holds(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let near = now.plus_days(i64::from(WARNING_DAYS)).day();
    let holds: Vec<Hold> =
        rows(node, "state = $1 AND ends_on <= $2", vec![HoldState::Standing.to_value(), near.to_value()])?;
    let mut done = 0;
    for Hold { hold, record_id: record, ends_on, .. } in holds {
        let n = ends_on.0.unsigned_abs();
        done += usize::from(if ends_on < now.day() {
            enter(node, hold.derive("hold ended", n), &EndHold { record, hold })?
        } else {
            enter(node, hold.derive("hold ends soon", n), &WarnOfEnd { record, hold })?
        });
    }
    Ok(done)
}

/// What was announced is called off where it is not due any more, and put forward where its day has come.
fn go_on_with_due(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let mut done = 0;
    for due in rows::<Due>(node, "1 = 1 ORDER BY due_on, record_id", Vec::new())? {
        let record = due.record_id;
        let n = due.due_on.0.unsigned_abs();
        if enter(node, number(&due, "called off", n), &CallOff { record })? {
            done += 1;
        } else if due.state == DueState::Announced && due.due_on <= now.day() {
            done += usize::from(enter(node, number(&due, "put forward", n), &PutForward { record })?);
        }
    }
    Ok(done)
}

fn number(due: &Due, what: &str, n: u32) -> Id {
    due.record_id.derive(&format!("{what} by {}", due.schedule), n)
}

/// Every record whose term may end soon, by each schedule in force. The gate decides whether it does.
fn announce(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let schedules: Vec<Schedule> = rows(node, "state = $1", vec![ScheduleState::InForce.to_value()])?;
    let mut done = 0;
    for row in schedules {
        // Terms count in days: whatever hour of that day it was.
        let before = now.day().start().plus_days(row.notice_days - row.days + 1);
        // No term begins before this; ties and ages may make it later.
        let hand = if row.counts_from == Anchor::Entered { "entered_at" } else { "last_at" };
        let mut after = Id::NONE;
        loop {
            let condition = format!(
                "kind = $1 AND {hand} < $2 AND record_id > $3 \
                 AND record_id NOT IN (SELECT record_id FROM {}) ORDER BY record_id LIMIT {AT_A_TIME}",
                Due::TABLE.name
            );
            let asked = vec![Value::Integer(row.kind.number()), before.to_value(), after.to_value()];
            let found: Vec<RecordClock> = rows(node, &condition, asked)?;
            for clock in &found {
                let (record, schedule) = (clock.record_id, row.schedule);
                let label = format!("announced by {schedule} after {}", clock.last_at.0);
                let act = Announce { record, schedule };
                done += usize::from(enter(node, record.derive(&label, day(now)), &act)?);
            }
            match found.last() {
                Some(last) if i64::try_from(found.len()).is_ok_and(|count| count == AT_A_TIME) => {
                    after = last.record_id;
                }
                _ => break,
            }
        }
    }
    Ok(done)
}

fn watch_requests(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let soon = now.plus_days(RUNS_OUT_DAYS);
    let waiting: Vec<DataRequest> =
        rows(node, "waiting = 1 AND missed = 0 AND due_at <= $1", vec![soon.to_value()])?;
    let mut done = 0;
    for DataRequest { request, subject, due_at, .. } in waiting {
        let what = if due_at < now { "missed" } else { "runs out" };
        let id = request.derive(what, due_at.day().0.unsigned_abs());
        done += usize::from(enter(node, id, &WatchRequest { request, subject })?);
    }
    Ok(done)
}

fn day(now: Instant) -> u32 {
    now.day().0.unsigned_abs()
}

fn remind(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let waiting: Vec<Due> = rows(node, "waiting = 1 AND reminded = 0 AND due_at < $1", vec![now.to_value()])?;
    let mut done = 0;
    for due in waiting {
        let id = number(&due, "waits", due.due_on.0.unsigned_abs());
        done += usize::from(enter(node, id, &Remind { record: due.record_id })?);
    }
    Ok(done)
}

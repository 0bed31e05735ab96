//! The worker that tells senders what became of a line in which their reports stand. A line may be as long as a flood: it is told some
//! reports at a time, and each step says where the next begins.

use crate::acts::TellLine;
use crate::acts::tell_line::AT_A_TIME;
use facts::machine::LineToTell;
use kernel::journal::Job;
use kernel::{Actor, Cell as _, Event as _, Id, Outcome, Purpose};
use store::{DatabaseFault, DeedFault, Node};

/// Name of the reaction.
pub(crate) const TELL_LINE: &str = "reports.tell-line";
/// Most steps of one turn.
const STEPS: i64 = 8;

/// The next reports of a line that senders sent.
fn next(node: &Node, line: &LineToTell) -> Result<Vec<Id>, DatabaseFault> {
    let sql = format!(
        "SELECT f.report FROM report_folded f, sent_report s WHERE s.report = f.report AND f.head = $1 \
         AND f.report > $2 ORDER BY f.report LIMIT {AT_A_TIME}"
    );
    let rows =
        node.read(|database| database.rows(&sql, vec![line.head.to_value(), line.after.to_value()]))?;
    Ok(rows.iter().filter_map(|row| Id::from_value(row.first()?).ok()).collect())
}

/// Answers one job; false where its cause is none.
fn answer(node: &Node, job: &Job) -> Result<bool, DeedFault> {
    let broken = |fault: DatabaseFault| DeedFault::Broken(fault.to_string());
    let cause = job.cause.unsigned_abs();
    let entry = node.entry(cause).map_err(broken)?.filter(|entry| entry.kind == LineToTell::KIND);
    let Some(line) = entry.and_then(|entry| entry.event::<LineToTell>().ok()) else {
        tracing::error!(cause, "a job's cause is no line that is to be told");
        return Ok(false);
    };
    let reports = next(node, &line).map_err(broken)?;
    let is_last = reports.len() < AT_A_TIME;
    let more_after = reports.last().copied().filter(|_| !is_last).unwrap_or_default();
    let LineToTell { head, stage, needed, .. } = line;
    let act = TellLine { head, stage, needed, reports, more_after };
    let deed = node.deed(job.act, &act, Actor::SYSTEM, Purpose::Reaction).caused_by(cause).build();
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => {}
        outcome => tracing::error!(cause, ?outcome, "senders were not told what became of a line"),
    }
    Ok(true)
}

/// Tells what is to be told, some steps of it; answers how many were done. Blocking.
///
/// # Errors
/// [`DeedFault`]: the next turn does what was not done.
pub(crate) fn work(node: &Node) -> Result<usize, DeedFault> {
    let jobs = node.jobs(TELL_LINE, STEPS).map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    let mut done = 0;
    for job in jobs {
        done += usize::from(answer(node, &job)?);
    }
    Ok(done)
}

//! The worker of silent matches: looks up, by blind token, who was entered under the name of each new person.

use crate::acts::{FindMatches, MOST_MATCHES};
use crate::sealed::PersonToken;
use facts::person::PersonEntered;
use kernel::journal::Job;
use kernel::{Actor, Cell as _, Event, Id, Outcome, Purpose, Reactor, Record, Work};
use store::{DatabaseFault, DeedFault, Node};

/// The reaction's name.
const REACTION: &str = "cases.silent-match";
/// Most jobs of one turn.
const JOBS: i64 = 128;

/// Reacts to every person entered.
pub(crate) const REACTOR: Reactor = Reactor { name: REACTION, on: PersonEntered::KIND, work: Work::Worker };

/// Answers the jobs that wait, at most 128 of them, and tells how many. Blocking.
///
/// # Errors
/// [`DeedFault`]: what was not answered is still to do, and the next turn does it.
pub(crate) fn work(node: &Node) -> Result<usize, DeedFault> {
    let jobs = node.jobs(REACTION, JOBS).map_err(|fault| DeedFault::Broken(fault.to_string()))?;
    for job in &jobs {
        answer(node, job)?;
    }
    Ok(jobs.len())
}

fn answer(node: &Node, job: &Job) -> Result<(), DeedFault> {
    let broken = |fault: DatabaseFault| DeedFault::Broken(fault.to_string());
    let cause = job.cause.unsigned_abs();
    let entered = node.entry(cause).map_err(broken)?.and_then(|entry| entry.event::<PersonEntered>().ok());
    let Some(PersonEntered { person, .. }) = entered else {
        return Err(DeedFault::Internal(format!("job of entry {cause}: it enters no person")));
    };
    let found = FindMatches { person, others: same_name(node, person).map_err(broken)? };
    let deed = node.deed(job.act, &found, Actor::SYSTEM, Purpose::Reaction).caused_by(cause).build();
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => {}
        // It ended as a human's task.
        outcome => tracing::error!(cause, ?outcome, "matches were not entered"),
    }
    Ok(())
}

/// Others who were entered under the same name.
fn same_name(node: &Node, person: Id) -> Result<Vec<Id>, DatabaseFault> {
    let table = PersonToken::TABLE.name;
    let sql = format!(
        "SELECT other.token, other.person FROM {table} own JOIN {table} other ON other.token = own.token \
         WHERE own.person = $1 AND other.person <> $1 ORDER BY other.person LIMIT {MOST_MATCHES}"
    );
    let rows = node.read(|database| database.records::<PersonToken>(&sql, vec![person.to_value()]))?;
    Ok(rows.into_iter().map(|row| row.person).collect())
}

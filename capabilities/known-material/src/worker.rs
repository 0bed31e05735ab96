//! The worker beside the writer: compares the pictures of new reports with all lists and enters what it finds.
//!
//! It answers the jobs that [`MATCH`](crate::MATCH) leaves. A list is compared with pictures that come after it: nobody goes
//! through the pictures of earlier reports again when a list grows.

mod fresh;
mod pictures;
#[cfg(test)]
mod tests;

use crate::MATCH;
use crate::acts::RecordMatches;
use crate::acts::record_matches::MAX_HITS;
use crate::events::Hit;
use crate::matcher::{Matcher, PictureHashes, strength};
use facts::report::ReportFiled;
use fresh::Held;
use kernel::journal::Job;
use kernel::{Actor, Event, Id, Outcome, Purpose};
use store::{DatabaseFault, DeedFault, Node};

/// Most jobs of one turn.
const JOBS: i64 = 128;

/// Holds all lists in memory and matches with them. One is enough for a node: call [`work`](MatchWorker::work) from one
/// thread whenever the journal has grown.
#[derive(Default)]
pub struct MatchWorker {
    /// None before the first job.
    held: Option<Held>,
}

impl MatchWorker {
    /// Answers the jobs that wait, at most 128 of them, and tells how many. The lists are only read when there are jobs. Blocking.
    ///
    /// # Errors
    /// [`DeedFault`]: what was not answered is still to do, and the next turn does it.
    pub fn work(&mut self, node: &Node) -> Result<usize, DeedFault> {
        let jobs = node.jobs(MATCH, JOBS).map_err(broken)?;
        if jobs.is_empty() {
            return Ok(0);
        }
        let held = match &mut self.held {
            Some(held) => {
                held.refresh(node).map_err(broken)?;
                held
            }
            none => none.insert(Held::load(node).map_err(broken)?),
        };
        let mut done = 0;
        for job in jobs {
            done += usize::from(answer(held.matcher(), node, &job)?);
        }
        Ok(done)
    }
}

/// Answers one job under its own id; false when its cause is no report that can be read.
fn answer(matcher: &Matcher, node: &Node, job: &Job) -> Result<bool, DeedFault> {
    let cause = job.cause.unsigned_abs();
    let entry = node.entry(cause).map_err(broken)?.filter(|entry| entry.kind == ReportFiled::KIND);
    let Some(filed) = entry.and_then(|entry| entry.event::<ReportFiled>().ok()) else {
        tracing::error!(cause, "a job's cause is no report");
        return Ok(false);
    };
    // An erased report has no hashes any more: then there is nothing left to find.
    let pictures = pictures::of(node, filed.report).map_err(broken)?;
    let found = compare(matcher, filed.report, &pictures);
    let deed = node.deed(job.act, &found, Actor::SYSTEM, Purpose::Reaction).caused_by(cause).build();
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => {}
        // It ended as a human's task.
        outcome => tracing::error!(cause, ?outcome, "matches were not entered"),
    }
    Ok(true)
}

fn compare(matcher: &Matcher, report: Id, pictures: &[PictureHashes]) -> RecordMatches {
    let mut hits: Vec<Hit> = pictures.iter().flat_map(|picture| matcher.hits(picture)).collect();
    hits.sort_unstable_by_key(strength);
    let left_out = hits.len().saturating_sub(MAX_HITS);
    hits.truncate(MAX_HITS);
    let exact_only = pictures.iter().filter(|picture| picture.exact_only()).count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    RecordMatches { report, hits, exact_only: count(exact_only), left_out: count(left_out) }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

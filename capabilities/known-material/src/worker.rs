//! The worker beside the writer: compares the pictures of new reports with all lists, and new and regraded entries with the pictures of all
//! reports that are still here, and enters what it finds.
//!
//! It answers the jobs that [`MATCH`](crate::MATCH), [`LOOK_BACK`](crate::LOOK_BACK) and [`LOOK_AGAIN`](crate::LOOK_AGAIN) leave.

mod back;
pub(crate) mod fresh;
mod pictures;
#[cfg(test)]
mod tests;

use crate::MATCH;
use crate::acts::RecordMatches;
use crate::acts::record_matches::{MAX_HITS, Negated};
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
        let (jobs, back) = (node.jobs(MATCH, JOBS).map_err(broken)?, back::jobs(node).map_err(broken)?);
        if jobs.is_empty() && back.is_empty() {
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
        done += back::answer(held.matcher(), node, &back)?;
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
    let (mut hits, mut set_aside) = (Vec::new(), Vec::new());
    for found in pictures.iter().map(|picture| matcher.hits(picture)) {
        hits.extend(found.leads);
        set_aside.extend(found.set_aside);
    }
    hits.sort_unstable_by_key(strength);
    set_aside.sort_unstable_by_key(|one: &Negated| strength(&one.hit));
    let all = hits.len().saturating_add(set_aside.len());
    hits.truncate(MAX_HITS);
    set_aside.truncate(MAX_HITS - hits.len());
    let left_out = count(all - hits.len() - set_aside.len());
    let exact_only = count(pictures.iter().filter(|picture| picture.exact_only()).count());
    RecordMatches { report, hits, exact_only, left_out, set_aside }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

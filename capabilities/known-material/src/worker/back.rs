//! New and regraded entries beside the pictures that came before them (¶63).
//!
//! A matcher of those entries alone finds the reports that are near; these are compared as a new report is, with all lists, so what becomes a
//! lead and what a negative list sets aside is decided in one place. An erased report has no hashes any more: nothing of it is compared.

use super::{broken, compare, count, fresh, pictures};
use crate::acts::LookBack;
use crate::events::{GradeConfirmed, HashesAdded};
use crate::files::list_row;
use crate::matcher::{Loading, Matcher, Visible};
use crate::{LOOK_AGAIN, LOOK_BACK};
use kernel::codes::Grade;
use kernel::journal::Job;
use kernel::{Actor, Event, Id, Outcome, Purpose};
use std::collections::BTreeSet;
use store::{DatabaseFault, DeedFault, Node};

/// Most jobs of one turn; the pictures are gone through once for all of them.
const JOBS: i64 = 128;

/// The entries that a job is about.
struct Fresh {
    list: Id,
    /// Each from after the one number up to the other.
    between: Vec<(i64, i64)>,
    entries: u32,
}

/// The jobs that wait.
pub(super) fn jobs(node: &Node) -> Result<Vec<Job>, DatabaseFault> {
    let mut jobs = node.jobs(LOOK_BACK, JOBS)?;
    jobs.extend(node.jobs(LOOK_AGAIN, JOBS)?);
    Ok(jobs)
}

/// Answers them, each under its own id; how many.
pub(super) fn answer(matcher: &Matcher, node: &Node, jobs: &[Job]) -> Result<usize, DeedFault> {
    let mut told = Vec::new();
    for job in jobs {
        match fresh_of(node, job).map_err(broken)? {
            Some(fresh) => told.push((job, fresh)),
            None => tracing::error!(cause = job.cause, "a job's cause is no change of a list"),
        }
    }
    let Some((first, _)) = told.first() else { return Ok(0) };
    let sieve = sieve(node, told.iter().map(|(_, fresh)| fresh)).map_err(broken)?;
    let (near, pictures) = near(node, &sieve).map_err(broken)?;
    for report in &near {
        enter_hits(matcher, node, *report, first.cause.unsigned_abs())?;
    }
    for (job, Fresh { list, entries, .. }) in &told {
        let act = LookBack { list: *list, entries: *entries, pictures, reports: count(near.len()) };
        let deed = node.deed(job.act, &act, Actor::SYSTEM, Purpose::Reaction);
        entered(&node.enter_now(deed.caused_by(job.cause.unsigned_abs()).build())?.outcome, job.cause);
    }
    Ok(told.len())
}

fn fresh_of(node: &Node, job: &Job) -> Result<Option<Fresh>, DatabaseFault> {
    let Some(entry) = node.entry(job.cause.unsigned_abs())? else { return Ok(None) };
    if entry.kind == HashesAdded::KIND {
        let added = entry.event::<HashesAdded>().ok();
        return Ok(added.map(|HashesAdded { list, first, grades, .. }| {
            let (after, entries) = (i64::from(first) - 1, count(grades.len()));
            Fresh { list, between: vec![(after, after + i64::from(entries))], entries }
        }));
    }
    let graded = entry.event::<GradeConfirmed>().ok().filter(|_| entry.kind == GradeConfirmed::KIND);
    Ok(graded.map(|GradeConfirmed { list, entries, grade }| {
        // What is harmless finds nothing.
        let found = entries.iter().filter(|_| grade != Grade::KnownHarmless);
        let between = found.map(|entry| (i64::from(*entry) - 1, i64::from(*entry))).collect();
        Fresh { list, between, entries: count(entries.len()) }
    }))
}

/// A matcher of those entries alone.
fn sieve<'f>(node: &Node, all: impl Iterator<Item = &'f Fresh>) -> Result<Matcher, DatabaseFault> {
    let (mut loading, mut taken) = (Loading::default(), BTreeSet::new());
    for fresh in all {
        let Some(list) = list_row(node, fresh.list)? else { continue };
        let distance = u8::try_from(list.max_distance).unwrap_or(u8::MAX);
        if loading.hold(fresh.list, distance).is_err() {
            continue;
        }
        for &(after, upto) in &fresh.between {
            fresh::each_added(node, (fresh.list, after, upto), &mut |list, entry, hashes, grade| {
                if taken.insert((list, entry)) { loading.add(list, entry, hashes, grade) } else { Ok(()) }
            })?;
        }
    }
    Ok(loading.finish(1))
}

/// The reports of which a picture is near one of the entries, and how many pictures were compared.
fn near(node: &Node, sieve: &Matcher) -> Result<(BTreeSet<Id>, u64), DatabaseFault> {
    let mut near = BTreeSet::new();
    if sieve.is_empty() {
        return Ok((near, 0));
    }
    let compared = pictures::each(node, &mut |report, picture| {
        if !sieve.look_up(picture, &Visible::All, 1).is_empty() {
            near.insert(report);
        }
    })?;
    Ok((near, compared))
}

/// Compares a report with all lists once more. The act has a number of its own each time: after a fault it is compared anew, and leads that are
/// there already are entered once.
fn enter_hits(matcher: &Matcher, node: &Node, report: Id, cause: u64) -> Result<(), DeedFault> {
    let found = compare(matcher, report, &pictures::of(node, report).map_err(broken)?);
    let deed = node.deed(node.new_id()?, &found, Actor::SYSTEM, Purpose::Reaction).caused_by(cause).build();
    entered(&node.enter_now(deed)?.outcome, cause.cast_signed());
    Ok(())
}

fn entered(outcome: &Outcome, cause: i64) {
    if !matches!(outcome, Outcome::Entered { .. }) {
        tracing::error!(cause, ?outcome, "matches were not entered");
    }
}

//! Calls: a human is called to what is urgent until somebody has it.

use super::{Call, Report, referral};
use crate::codes::{CallReason, CallState};
use crate::events::{CallAnswered, HumanCalled};
use crate::limits::{HOUR_MS, MINUTE_MS, URGENT_POINTS};
use facts::call::no_longer_wanted;
use kernel::term::Term;
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(HumanCalled::KIND, apply_called as Apply), (CallAnswered::KIND, apply_answered)]
}

/// What has these points is called for at once, if they are enough.
pub(super) fn raise(tables: &mut dyn Tables, report: Id, points: i64, at: Instant) -> Result<(), TableFault> {
    if points < i64::from(URGENT_POINTS) {
        return Ok(());
    }
    let row = call_of(tables, report)?;
    // Whoever is called already is not called less for it.
    if row.state == CallState::Calling {
        return Ok(());
    }
    let (state, call_reason) = (CallState::Calling, CallReason::Danger);
    tables.put(&Call { state, call_reason, called_level: 0, times: 0, next_at: at, ..row })
}

/// The call to a report; one that never was is settled.
fn call_of(tables: &mut dyn Tables, report: Id) -> Result<Call, TableFault> {
    let none = Call {
        report,
        state: CallState::Settled,
        call_reason: CallReason::Danger,
        called_level: 0,
        times: 0,
        called_at: Instant(0),
        next_at: Instant(0),
        had_by: Id::NONE,
        had_at: Instant(0),
    };
    Ok(tables.get::<Call>(report)?.unwrap_or(none))
}

/// The entry's actor has the report: nobody need be called, until its time to answer is over and the term has passed once more.
pub(super) fn taken(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    let rest = Term::UrgentAnswer.of(tables)?.saturating_mul(HOUR_MS);
    let row = tables.get::<Report>(report)?;
    no_longer_wanted(tables, report)?;
    let (waits, due_at) = row.map_or((false, Instant(0)), |row| (row.waiting, row.due_at));
    tables.change::<Call>(report, |row| {
        row.state = if waits { CallState::Taken } else { CallState::Settled };
        row.next_at = Instant(entry.recorded.0.saturating_add(rest)).max(due_at);
        (row.had_by, row.had_at) = (entry.actor.id, entry.recorded);
    })
}

/// Another unit has the report now: whoever is called there is called at once, and messages to those before are not needed.
pub(super) fn moved(tables: &mut dyn Tables, report: Id, at: Instant) -> Result<(), TableFault> {
    no_longer_wanted(tables, report)?;
    tables.change::<Call>(report, |row| {
        if row.state == CallState::Calling {
            row.next_at = at;
        }
    })
}

/// Nothing waits any more.
pub(super) fn settled(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    no_longer_wanted(tables, report)?;
    tables.change::<Call>(report, |row| {
        row.state = CallState::Settled;
        (row.had_by, row.had_at) = (entry.actor.id, entry.recorded);
    })
}

/// Somebody waits again, and it is no new danger: those above are called when its time is over.
pub(super) fn waits_again(tables: &mut dyn Tables, report: Id, due_at: Instant) -> Result<(), TableFault> {
    tables.change::<Call>(report, |row| {
        if row.state == CallState::Settled {
            (row.state, row.next_at) = (CallState::Taken, due_at);
        }
    })
}

fn apply_called(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HumanCalled { reason, level, times } = entry.event()?;
    let wait = Term::CallAgain.of(tables)?.saturating_mul(MINUTE_MS);
    let row = call_of(tables, entry.subject)?;
    tables.put(&Call {
        state: CallState::Calling,
        call_reason: reason,
        called_level: i64::from(level),
        times: i64::from(times),
        called_at: entry.recorded,
        next_at: Instant(entry.recorded.0.saturating_add(wait)),
        ..row
    })
}

fn apply_answered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    referral::taken(tables, entry.subject, entry)?;
    taken(tables, entry.subject, entry)
}

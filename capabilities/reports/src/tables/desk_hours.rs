//! When somebody sits at the desk, as two people set it, and what waits for the second one.

use crate::events::{DeskHoursProposed, DeskHoursSet, RoundTheClock};
use crate::staffed::DeskWeek;
use crate::weights::THE_ONE;
use kernel::{Apply, Entry, Event, Id, Instant, Record, Table, TableFault, Tables, record};

record! {
    /// When the desk opens and closes: seven rows, or none where somebody always sits there.
    pub struct DeskHours in "desk_hours", Derived, key 1, indexes [] {
        /// The day of the week, 1 Monday to 7 Sunday.
        weekday: i64, Internal;
        /// First minute, from midnight.
        opens: i64, Internal;
        /// The minute after the last; 0 where it does not open.
        closes: i64, Internal;
        /// Since when it is so, UTC ms.
        since: Instant, Internal;
    }
}

record! {
    /// Hours that wait for a second person.
    pub struct DeskHoursProposal in "desk_hours_proposal", Derived, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// The proposal's number.
        proposal: Id, Internal;
        /// Who proposed them.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
    }
}

record! {
    /// When the desk is to open and close.
    pub struct ProposedHours in "desk_hours_proposed", Derived, key 1, indexes [] {
        /// The day of the week, 1 Monday to 7 Sunday.
        weekday: i64, Internal;
        /// First minute, from midnight.
        opens: i64, Internal;
        /// The minute after the last; 0 where it is not to open.
        closes: i64, Internal;
    }
}

pub(super) fn tables() -> [&'static Table; 3] {
    [DeskHours::TABLE, DeskHoursProposal::TABLE, ProposedHours::TABLE]
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (DeskHoursProposed::KIND, apply_proposed as Apply),
        (DeskHoursSet::KIND, apply_set),
        (RoundTheClock::KIND, apply_round_the_clock),
    ]
}

/// The days of a week with their numbers, 1 Monday.
fn numbered(week: &DeskWeek) -> impl Iterator<Item = (i64, i64, i64)> {
    let days = week.days().map(|(opens, closes)| (i64::from(opens), i64::from(closes)));
    (1..).zip(days).map(|(weekday, (opens, closes))| (weekday, opens, closes))
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let DeskHoursProposed { hours } = entry.event()?;
    let (proposal, proposed_by, proposed_at) = (entry.act, entry.actor.id, entry.recorded);
    tables.put(&DeskHoursProposal { one: THE_ONE, proposal, proposed_by, proposed_at })?;
    for (weekday, opens, closes) in numbered(&hours) {
        tables.put(&ProposedHours { weekday, opens, closes })?;
    }
    Ok(())
}

/// Nothing waits any more.
fn decided(tables: &mut dyn Tables) -> Result<(), TableFault> {
    tables.delete::<DeskHoursProposal>(THE_ONE)?;
    (1_i64..=7).try_for_each(|weekday| tables.delete::<ProposedHours>(weekday))
}

fn apply_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let DeskHoursSet { hours, .. } = entry.event()?;
    decided(tables)?;
    for (weekday, opens, closes) in numbered(&hours) {
        tables.put(&DeskHours { weekday, opens, closes, since: entry.recorded })?;
    }
    Ok(())
}

fn apply_round_the_clock(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RoundTheClock {} = entry.event()?;
    decided(tables)?;
    (1_i64..=7).try_for_each(|weekday| tables.delete::<DeskHours>(weekday))
}

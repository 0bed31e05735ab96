//! What the entries about overseeing amount to.

pub use facts::working::{Holiday, NodeZone, WorkingWeek};

use crate::codes::{AnswerGround, FindingAnswer, FindingState, WatchRule};
use crate::events::{FindingAnswered, SeenTo, UnusualFound};
use kernel::charter::Apply;
use kernel::kept::Kept;
use kernel::{Day, Entry, Event, Id, Instant, Record, Role, Table, TableFault, Tables, record};

record! {
    /// Up to which entry each who oversees saw to everything.
    pub struct Seen in "seen_to", Derived, key 1, indexes [] {
        /// The account.
        overseer: Id, Internal;
        /// Number of the last entry that they saw to; never one that was still to come.
        up_to: i64, Internal;
        /// When they said so, UTC ms.
        at: Instant, Internal;
    }
}

record! {
    /// Looks that stand out: questions to whoever oversees.
    pub struct UnusualLook in "unusual_look", Derived, key 1, indexes [by_state: 14, by_officer: 2 1] {
        /// The finding.
        finding: Id, Internal;
        /// By which rule.
        watch_rule: WatchRule, Internal;
        /// The officer.
        officer: Id, Internal;
        /// The officer's role.
        role: Role, Internal;
        /// The officer's unit.
        unit: Id, Internal;
        /// At whom or what; none where it is about a day as a whole.
        record_id: Id, Internal;
        /// The day, as the node's time zone has it.
        on_day: Day, Internal;
        /// How many looks.
        counted: i64, Internal;
        /// What is ordinary for the officer; -1 where there is too little to compare with.
        own_median: i64, Internal;
        /// The largest count that is ordinary for the officer still; -1 where there is too little to compare with.
        own_bound: i64, Internal;
        /// What is ordinary for others in the role; -1 where there is too little to compare with.
        peers_median: i64, Internal;
        /// The largest count that is ordinary for others in the role still; -1 where there is too little to compare with.
        peers_bound: i64, Internal;
        /// Entry of the first of these looks.
        first_seq: i64, Internal;
        /// Entry of the last of these looks.
        last_seq: i64, Internal;
        /// What became of it.
        state: FindingState, Internal;
        /// On what the answer rests.
        ground: AnswerGround, Internal;
        /// Who answered; none before.
        answered_by: Id, Internal;
        /// When it was answered, UTC ms; 0 before.
        answered_at: Instant, Internal;
        /// The entry by which the glass was broken; 0 where none was.
        glass_seq: i64, Internal;
        /// Number of the finding's own entry.
        seq: i64, Internal;
        /// When it was found, UTC ms.
        at: Instant, Internal;
    }
}

record! {
    /// When the watch last went over the looks, at the latest.
    pub struct WatchRun in "watch_run", Runtime, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// When, UTC ms.
        at: Instant, Internal;
    }
}

pub(crate) fn tables() -> Vec<&'static Table> {
    vec![Seen::TABLE, UnusualLook::TABLE, WatchRun::TABLE]
}

/// What overseers saw to is about nobody; a look that stands out is about whom it was at.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::nothing(Seen::TABLE),
        Kept::of(UnusualLook::TABLE, &["record_id"], &["officer", "answered_by"]),
    ]
}

pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (SeenTo::KIND, apply_seen_to as Apply),
        (UnusualFound::KIND, apply_unusual_found),
        (FindingAnswered::KIND, apply_finding_answered),
    ]
}

fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn apply_seen_to(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SeenTo { up_to } = entry.event()?;
    // Nobody has seen what was not there yet.
    let up_to = signed(up_to.min(entry.seq));
    tables.put(&Seen { overseer: entry.actor.id, up_to, at: entry.recorded })
}

fn apply_unusual_found(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let found: UnusualFound = entry.event()?;
    let (own_median, own_bound) = found.own.unwrap_or((-1, -1));
    let (peers_median, peers_bound) = found.peers.unwrap_or((-1, -1));
    tables.put(&UnusualLook {
        finding: found.finding,
        watch_rule: found.rule,
        officer: entry.subject,
        role: found.role,
        unit: found.unit,
        record_id: found.record,
        on_day: found.day,
        counted: found.counted,
        own_median,
        own_bound,
        peers_median,
        peers_bound,
        first_seq: signed(found.first),
        last_seq: signed(found.last),
        state: FindingState::Open,
        ground: AnswerGround::None,
        answered_by: Id::NONE,
        answered_at: Instant(0),
        glass_seq: signed(found.glass),
        seq: signed(entry.seq),
        at: entry.recorded,
    })
}

fn apply_finding_answered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let FindingAnswered { finding, answer, ground } = entry.event()?;
    tables.change::<UnusualLook>(finding, |row| {
        row.state = match answer {
            FindingAnswer::Explained => FindingState::Explained,
            FindingAnswer::PassedOn => FindingState::PassedOn,
        };
        row.ground = ground;
        row.answered_by = entry.actor.id;
        row.answered_at = entry.recorded;
    })
}

//! The room's derived tables, and what facts make of them.

use crate::codes::{Attempted, Delivery, Means, WayLanguage};
use crate::events::{AttemptBegun, MessageTried, MessagesDue, WayClosed, WayOpened};
use crate::limits::{MOST_ATTEMPTS, UNTOLD_MS, pause_ms};
use kernel::{Apply, Entry, Event, Id, Instant, Record, Table, TableFault, Tables, record};

record! {
    /// Ways to reach whoever is on duty.
    pub struct Way in "way", Derived, key 1, indexes [by_unit: 2 3] {
        /// The way.
        way: Id, Internal;
        /// By what means.
        means: Means, Internal;
        /// For which unit; none for what no unit has yet, and where a unit has no way of its own at that level.
        unit: Id, Internal;
        /// From which level it is called, 1 to 3.
        from_level: i64, Internal;
        /// Whose way it is; none when several share it.
        officer: Id, Internal;
        /// In which language.
        way_language: WayLanguage, Internal;
        /// 1 while it is used.
        in_use: bool, Internal;
        /// Who opened it.
        opened_by: Id, Internal;
        /// When, UTC ms.
        opened_at: Instant, Internal;
        /// The act beside which its address is sealed.
        act: Id, Internal;
        /// When a message was last taken over, UTC ms; 0 before the first.
        taken_at: Instant, Internal;
        /// How many attempts failed since.
        failed: i64, Internal;
        /// When a trial was last taken over, UTC ms; 0 before the first.
        trial_at: Instant, Internal;
        /// What became of the last attempt of a trial.
        trial: Attempted, Internal;
        /// The last message by it; none before the first.
        last_message: Id, Internal;
        /// Who was called by that; 0 for a trial.
        last_level: i64, Internal;
        /// Since when that is due, UTC ms.
        last_due: Instant, Internal;
    }
}

impl Way {
    /// Index of ways by unit.
    pub const BY_UNIT: &'static str = "way_by_unit";
}

record! {
    /// Messages to those who are called, and what became of them.
    pub struct Message in "call_message", Derived, key 1, indexes [by_delivery: 5 8, by_due: 5 1 8, by_matter: 2 9] {
        /// The message: the same number goes out with each attempt.
        message: Id, Internal;
        /// By which way.
        way: Id, Internal;
        /// What it is about; none for a trial.
        matter: Id, Internal;
        /// Who is called: 1 to 3; 0 for a trial.
        message_level: i64, Internal;
        /// How many times by then; 0 for a trial.
        message_times: i64, Internal;
        /// How it stands.
        delivery: Delivery, Internal;
        /// How many attempts were begun.
        attempts: i64, Internal;
        /// 1 while an attempt was begun of which nothing was told.
        under_way: bool, Internal;
        /// Not before when the next attempt, UTC ms; while one is under way, until when that is waited for.
        try_at: Instant, Internal;
        /// Since when it is on its way, UTC ms.
        due_since: Instant, Internal;
        /// When the last attempt was begun, UTC ms; 0 before the first.
        tried_at: Instant, Internal;
        /// What became of the last attempt.
        attempted: Attempted, Internal;
        /// SMTP reply code or HTTP status of it; 0 when there was none.
        answer_code: i64, Internal;
        /// The number under which the other side keeps it, as far as it tells one.
        proof: String, Internal;
        /// Number of the entry that it answers; 0 for a trial.
        caused_by: i64, Internal;
        /// How many other calls it does for.
        does_for: i64, Internal;
    }
}

impl Message {
    /// The subject of what is entered about it: the matter, so that its erasure takes the message along; for a trial the way.
    pub(crate) fn about(&self) -> Id {
        self.matter.some().unwrap_or(self.way)
    }
}

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![Way::TABLE, Message::TABLE]
}

/// What facts make of them.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (WayOpened::KIND, apply_opened as Apply),
        (WayClosed::KIND, apply_closed),
        (MessagesDue::KIND, apply_due),
        (AttemptBegun::KIND, apply_begun),
        (MessageTried::KIND, apply_tried),
    ]
}

fn apply_opened(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WayOpened { way, means, unit, from_level, officer, way_language } = entry.event()?;
    tables.put(&Way {
        way,
        means,
        unit,
        from_level: i64::from(from_level),
        officer,
        way_language,
        in_use: true,
        opened_by: entry.actor.id,
        opened_at: entry.recorded,
        act: entry.act,
        taken_at: Instant(0),
        failed: 0,
        trial_at: Instant(0),
        trial: Attempted::NotYet,
        last_message: Id::NONE,
        last_level: 0,
        last_due: Instant(0),
    })
}

fn apply_closed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WayClosed { way } = entry.event()?;
    tables.change::<Way>(way, |row| row.in_use = false)
}

fn apply_due(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MessagesDue { matter, level, times, errands } = entry.event()?;
    let level = i64::from(level);
    for errand in errands {
        if let Some(row) = tables.get::<Message>(errand.message)? {
            tables.put(&Message { does_for: row.does_for.saturating_add(1), ..row })?;
            continue;
        }
        tables.put(&Message {
            message: errand.message,
            way: errand.way,
            matter,
            message_level: level,
            message_times: i64::from(times),
            delivery: Delivery::OnItsWay,
            attempts: 0,
            under_way: false,
            try_at: entry.recorded,
            due_since: entry.recorded,
            tried_at: Instant(0),
            attempted: Attempted::NotYet,
            answer_code: 0,
            proof: String::new(),
            caused_by: entry.cause.unwrap_or_default().cast_signed(),
            does_for: 0,
        })?;
        tables.change::<Way>(errand.way, |way| {
            (way.last_message, way.last_level, way.last_due) = (errand.message, level, entry.recorded);
        })?;
    }
    Ok(())
}

fn apply_begun(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AttemptBegun { message, attempt } = entry.event()?;
    tables.change::<Message>(message, |row| {
        row.attempts = i64::from(attempt);
        row.under_way = true;
        row.tried_at = entry.recorded;
        row.try_at = Instant(entry.recorded.0.saturating_add(UNTOLD_MS));
    })
}

fn apply_tried(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let tried: MessageTried = entry.event()?;
    let Some(mut row) = tables.get::<Message>(tried.message)? else { return Ok(()) };
    if tried.attempted == Attempted::Overtaken {
        // What became of the last attempt stays to be seen.
        return tables.put(&Message { delivery: Delivery::Overtaken, ..row });
    }
    let at = entry.recorded;
    row.under_way = false;
    row.attempted = tried.attempted;
    row.answer_code = i64::from(tried.code);
    row.proof = tried.words;
    row.try_at = Instant(at.0.saturating_add(pause_ms(row.attempts)));
    row.delivery = match tried.attempted {
        Attempted::Taken => Delivery::Taken,
        Attempted::RefusedForGood | Attempted::Unfit => Delivery::GivenUp,
        _ if row.attempts >= MOST_ATTEMPTS => Delivery::GivenUp,
        _ => Delivery::OnItsWay,
    };
    tables.put(&row)?;
    let is_taken = tried.attempted == Attempted::Taken;
    tables.change::<Way>(row.way, |way| {
        (way.taken_at, way.failed) =
            if is_taken { (at, 0) } else { (way.taken_at, way.failed.saturating_add(1)) };
        if row.matter.is_none() {
            way.trial = tried.attempted;
            way.trial_at = if is_taken { at } else { way.trial_at };
        }
    })
}

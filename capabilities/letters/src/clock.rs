//! What the day brings: answers that are due, preservations that hold no more, emergencies at which nobody looked. It only finds; each is an
//! act that the gate decides, under a number that follows from the letter and its day, so that twice is once.

use crate::acts::TellClock;
use crate::codes::{ClockFound, LetterStands, SecondLook};
use crate::tables::Letter;
use desk::Desk;
use kernel::{Actor, Cell as _, CodeList as _, Instant, Outcome, Purpose, Record, Value};
use store::database::TableSql;
use store::{DeedFault, Node};

/// Letters looked through at a time.
const AT_A_TIME: i64 = 500;

fn broken(fault: store::DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// The hourly look. Answers how much was entered. Blocking.
///
/// # Errors
/// [`DeedFault`]: what was entered stands, the rest is tried again.
pub(crate) fn daily(node: &Node) -> Result<usize, DeedFault> {
    ring(node, node.no_earlier(Desk::now()).map_err(broken)?)
}

/// As the hourly look, for what is due at a moment; whether it is, the node's own clock decides. Blocking.
///
/// # Errors
/// [`DeedFault`].
pub fn ring(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let waits = LetterStands::Waits.to_value();
    let looks = SecondLook::Waits.to_value();
    let steps: [(ClockFound, &str, Vec<Value>, fn(&Letter) -> Instant); 3] = [
        (
            ClockFound::Overdue,
            "letter_stands = $1 AND overdue = 0 AND due_at <= $2",
            vec![waits, now.to_value()],
            |row| row.due_at,
        ),
        (ClockFound::Lapsed, "runs = 1 AND lapses_at <= $1", vec![now.to_value()], |row| row.lapses_at),
        (
            ClockFound::NotLookedAt,
            "emergency_look = $1 AND look_by <= $2",
            vec![looks, now.to_value()],
            |row| row.look_by,
        ),
    ];
    let mut done = 0;
    for (found, condition, asked, day) in steps {
        let every = TableSql::of(Letter::TABLE).every;
        let sql = format!("{every} WHERE {condition} ORDER BY letter LIMIT {AT_A_TIME}");
        let rows = node.read(|database| database.records::<Letter>(&sql, asked)).map_err(broken)?;
        for row in rows {
            let n = u32::try_from(day(&row).day().0).unwrap_or_default();
            let id = row.letter.derive(found.code(), n);
            let act = TellClock { letter: row.letter, found };
            let deed = node.deed(id, &act, Actor::SYSTEM, Purpose::Administration).build();
            let answer = node.enter_now(deed)?;
            done += usize::from(!answer.again && matches!(answer.outcome, Outcome::Entered { .. }));
        }
    }
    Ok(done)
}

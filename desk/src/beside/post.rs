//! Letters that wait to leave, whoever wrote them: each is read once more before it goes, and one that fails keeps no other waiting.

use super::{Beside, RoundFault};
use facts::letter::LetterTried;
use kernel::{Act, Id, Instant, Key as _, Record, Value};
use store::LookFault;
use store::database::TableSql;

/// So many letters leave in one round.
const LETTERS: i64 = 50;

/// A letter on its way, as its room's table has it. The column `letter_next` says not before when its next attempt is.
pub trait Leaving: Record {
    /// The column that says how it stands.
    const STATE: &'static str;
    /// What stands there of one that is on its way.
    fn on_its_way() -> Value;
    /// Its number, the key of its row: the same with each attempt.
    fn number(&self) -> Id;
    /// Whether it is on its way and its next attempt is due.
    fn is_due(&self, now: Instant) -> bool;
    /// How many attempts there were.
    fn attempts(&self) -> i64;
}

/// One attempt: what became of it, and the other side's answer, 0 where there was none.
pub struct Attempt {
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// What became of it.
    pub tried: LetterTried,
    /// The other side's answer.
    pub code: u16,
}

/// Sends what is due and enters what became of each.
///
/// # Errors
/// [`RoundFault`]: of the last letter that failed, or of the database.
pub fn post<W: Beside, L: Leaving, A: Act>(
    works: &W,
    now: Instant,
    send: impl Fn(&L) -> Result<(LetterTried, u16), RoundFault>,
    told: impl Fn(Id, Attempt) -> A,
) -> Result<(), RoundFault> {
    let TableSql { every, get, .. } = TableSql::of(L::TABLE);
    let sql =
        format!("{every} WHERE {} = $1 AND letter_next <= $2 ORDER BY letter_next LIMIT {LETTERS}", L::STATE);
    let asked = vec![L::on_its_way(), kernel::Cell::to_value(&now)];
    let mut fault = Ok(());
    for waiting in works.node().read(|database| database.records::<L>(&sql, asked))? {
        if !works.is_going() {
            break;
        }
        // Those before it took their time: it may have been called off, or begun anew.
        let again =
            works.node().read(|database| database.records::<L>(&get, waiting.number().cells()))?.pop();
        let Some(letter) = again.filter(|row| row.is_due(now)) else { continue };
        let attempt = u32::try_from(letter.attempts().saturating_add(1)).unwrap_or(u32::MAX);
        let (tried, code) = match send(&letter) {
            Ok(became) => became,
            Err(RoundFault::Look(LookFault::Gone)) => (LetterTried::Unfit, 0),
            Err(other) => {
                fault = Err(other);
                continue;
            }
        };
        let number = letter.number();
        works.enter(number.derive("tried", attempt), &told(number, Attempt { attempt, tried, code }))?;
    }
    fault
}

//! How a retry is told from another body under the same act id: digests of what was plain, a row a transaction.

use crate::database::{Database, DatabaseFault, Statement, TableSql};
use crate::deed::{Answer, Deed, DeedFault};
use crate::schema::Digests;
use kernel::{Id, Instant, Outcome, Record, Value};

/// Length of an act id and of its digest in a row.
const PAIR: usize = 16 + 32;

/// What is to be kept of the acts that a transaction entered; nothing when it entered none.
pub(super) fn of(
    first: i64,
    deeds: &[Deed],
    answers: &[Result<Answer, DeedFault>],
    now: Instant,
) -> Option<Digests> {
    let mut pairs = Vec::with_capacity(deeds.len() * PAIR);
    for (deed, answer) in deeds.iter().zip(answers) {
        if matches!(answer, Ok(answer) if !answer.again && !matches!(answer.outcome, Outcome::Invalid(_))) {
            pairs.extend(deed.act.0);
            pairs.extend(deed.digest);
        }
    }
    (!pairs.is_empty()).then_some(Digests { first, pairs, at: now.0 })
}

/// Keeps them.
pub(super) fn keep(runtime: &mut dyn Database, digests: &[Digests]) -> Result<(), DatabaseFault> {
    if digests.is_empty() {
        return Ok(());
    }
    let put = TableSql::of(Digests::TABLE).put;
    let puts: Vec<Statement> = digests.iter().map(|row| Statement::new(put.clone(), row.to_row())).collect();
    runtime.run(&puts)
}

/// The digest of an act whose first entry has the number `seq`, while it is kept.
pub(super) fn known(
    runtime: &mut dyn Database,
    act: Id,
    seq: i64,
) -> Result<Option<[u8; 32]>, DatabaseFault> {
    let sql = "SELECT first, pairs, at FROM act_digests WHERE first <= $1 ORDER BY first DESC LIMIT 1";
    let rows = runtime.records::<Digests>(sql, vec![Value::Integer(seq)])?;
    let pairs = rows.first().map_or(&[][..], |row| &row.pairs);
    let digest = pairs.chunks_exact(PAIR).find_map(|pair| pair.strip_prefix(&act.0));
    Ok(digest.and_then(|digest| digest.try_into().ok()))
}

/// Forgets those that are older.
pub(super) fn forget(runtime: &mut dyn Database, before: Instant) -> Result<(), DatabaseFault> {
    let old = Statement::new("DELETE FROM act_digests WHERE at < $1", vec![Value::Integer(before.0)]);
    runtime.run(&[old])
}

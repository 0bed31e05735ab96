//! What the hour brings: entries whose last day is over are withdrawn. Until then, an hour at most, they are still found.

use crate::acts::{ExpireHashes, MAX_ENTRIES};
use crate::tables::EntryExpiry;
use desk::Desk;
use kernel::{Actor, Cell, Id, Instant, Outcome, Purpose, Record, Value};
use std::collections::BTreeMap;
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, Node};

pub(crate) fn daily(node: &Node) -> Result<usize, DeedFault> {
    expire(node, node.no_earlier(Desk::now()).map_err(broken)?)
}

/// As the hourly look, for what is over at a moment; whether it is, the node's own clock decides. Blocking.
fn expire(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let every = TableSql::of(EntryExpiry::TABLE).every;
    let sql = format!("{every} WHERE ends_at <= $1 ORDER BY list, entry LIMIT $2");
    let most = i64::try_from(MAX_ENTRIES).unwrap_or(i64::MAX);
    let mut done = 0;
    loop {
        let asked = vec![now.to_value(), Value::Integer(most)];
        let rows = node.read(|database| database.records::<EntryExpiry>(&sql, asked)).map_err(broken)?;
        let mut over: BTreeMap<Id, Vec<u32>> = BTreeMap::new();
        for row in rows {
            over.entry(row.list).or_default().extend(u32::try_from(row.entry).ok());
        }
        let mut entered = 0;
        for (list, entries) in over {
            let count = entries.len();
            let act = ExpireHashes { list, entries };
            let deed = node.deed(node.new_id()?, &act, Actor::SYSTEM, Purpose::Administration).build();
            match node.enter_now(deed)?.outcome {
                Outcome::Entered { .. } => entered += count,
                outcome => tracing::error!(%list, ?outcome, "entries whose day is over were not withdrawn"),
            }
        }
        done += entered;
        // What was withdrawn is not read again; what was not is tried the next hour.
        if entered == 0 {
            return Ok(done);
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

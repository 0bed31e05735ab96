//! Keeps the lists in memory as they are in the tables: what was added is added, what was withdrawn or erased goes.

use crate::hashes::EntryHashes;
use crate::matcher::Matcher;
use crate::tables::{HashList, ListHash};
use kernel::codes::Grade;
use kernel::{Cell, Id, Record, Row, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::database::TableSql;
use store::{DatabaseFault, Node, Statement};

const ADDED: &str = "SELECT h.list, h.entry, h.sha256, h.md5, h.pdq, e.grade FROM list_hash h \
    JOIN hash_entry e ON e.list = h.list AND e.entry = h.entry \
    WHERE h.list = $1 AND h.entry > $2 AND h.entry <= $3 AND e.withdrawn = 0";
const WITHDRAWN: &str = "SELECT entry FROM hash_entry WHERE list = $1 AND withdrawn = 1";
const ERASED: &str =
    "SELECT e.subject FROM erasure e JOIN hash_list l ON l.list = e.subject WHERE e.done = 1";

/// How much of each list is held.
#[derive(Default)]
pub(super) struct Held {
    lists: BTreeMap<Id, Counted>,
    erased: BTreeSet<Id>,
}

#[derive(Clone, Copy, Default)]
struct Counted {
    entries: i64,
    withdrawn: i64,
}

impl Held {
    /// Brings the matcher up to date. After a fault nothing is lost: the next time reads again what is missing.
    pub(super) fn refresh(&mut self, matcher: &mut Matcher, node: &Node) -> Result<(), DatabaseFault> {
        let erased = erased(node)?;
        if erased != self.erased {
            (*matcher, *self) = (Matcher::default(), Held { erased, ..Held::default() });
        }
        let sql = TableSql::of(HashList::TABLE).all;
        for list in node.read(|database| database.records::<HashList>(&sql, Vec::new()))? {
            self.refresh_list(matcher, node, &list)?;
        }
        Ok(())
    }

    fn refresh_list(
        &mut self,
        matcher: &mut Matcher,
        node: &Node,
        list: &HashList,
    ) -> Result<(), DatabaseFault> {
        let distance = u8::try_from(list.max_distance).unwrap_or(u8::MAX);
        if let Err(fault) = matcher.hold(list.list, distance) {
            tracing::error!(list = %list.list, %fault, "a list is not matched");
            return Ok(());
        }
        let held = self.lists.entry(list.list).or_default();
        if held.entries < list.entries {
            let between = [list.list.to_value(), Value::Integer(held.entries), Value::Integer(list.entries)];
            each(node, ADDED, between.to_vec(), &mut |row| add(matcher, row))?;
            held.entries = list.entries;
        }
        if held.withdrawn < list.withdrawn {
            each(node, WITHDRAWN, vec![list.list.to_value()], &mut |row| {
                if let Some(entry) = row.first().and_then(number) {
                    matcher.withdraw(list.list, entry);
                }
            })?;
            held.withdrawn = list.withdrawn;
        }
        Ok(())
    }
}

fn erased(node: &Node) -> Result<BTreeSet<Id>, DatabaseFault> {
    let rows = node.read(|database| database.rows(ERASED, Vec::new()))?;
    Ok(rows.iter().flatten().filter_map(|cell| Id::from_value(cell).ok()).collect())
}

fn number(cell: &Value) -> Option<u32> {
    i64::from_value(cell).ok().and_then(|entry| u32::try_from(entry).ok())
}

/// Adds an entry; one that cannot be read is told and does not keep the others from being matched.
fn add(matcher: &mut Matcher, row: &Row) {
    let (hash, grade) = row.split_at_checked(ListHash::TABLE.columns.len()).unwrap_or((row, &[]));
    let grade = grade.first().and_then(|cell| Grade::from_value(cell).ok());
    let (Ok(hash), Some(grade)) = (ListHash::from_row(hash), grade) else {
        tracing::error!("an entry of a list cannot be read");
        return;
    };
    let (list, entry) = (hash.list, hash.entry);
    let hashes = EntryHashes::of(&hash).map_err(|fault| tracing::error!(%fault, "an entry is damaged"));
    let (Ok(hashes), Ok(number)) = (hashes, u32::try_from(entry)) else { return };
    if let Err(fault) = matcher.add(list, number, &hashes, grade) {
        tracing::warn!(%fault, "an entry is not matched");
    }
}

/// Streams rows.
fn each(
    node: &Node,
    sql: &str,
    parameters: Vec<Value>,
    take: &mut dyn FnMut(&Row),
) -> Result<(), DatabaseFault> {
    node.read(|database| {
        database.each(&Statement::new(sql, parameters), &mut |row| {
            take(&row);
            true
        })
    })
}

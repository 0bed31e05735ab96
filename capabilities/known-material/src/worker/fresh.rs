//! Keeps the lists in memory as they are in the tables: what was added is added, what was withdrawn or erased goes. Nothing of it is on disk.

use crate::hashes::EntryHashes;
use crate::matcher::{Loading, Matcher, NotListed};
use crate::tables::{HashList, ListHash};
use kernel::codes::Grade;
use kernel::{Cell, Id, Record, Row, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::database::TableSql;
use store::{DatabaseFault, Node, Statement};

const ADDED: &str = "SELECT h.list, h.entry, h.sha256, h.md5, h.pdq, e.grade FROM list_hash h \
    JOIN hash_entry e ON e.list = h.list AND e.entry = h.entry \
    WHERE h.list = $1 AND h.entry > $2 AND h.entry <= $3 AND e.withdrawn = 0";
const WITHDRAWN: &str = "SELECT entry FROM hash_entry WHERE list = $1 AND withdrawn = 1";
const ERASED: &str =
    "SELECT e.subject FROM erasure e JOIN hash_list l ON l.list = e.subject WHERE e.done = 1";

/// The matcher, and how much of each list it holds.
pub(crate) struct Held {
    matcher: Arc<Matcher>,
    lists: BTreeMap<Id, Counted>,
    erased: BTreeSet<Id>,
}

#[derive(Clone, Copy, Default)]
struct Counted {
    entries: i64,
    withdrawn: i64,
}

impl Held {
    /// Everything that stands in the tables, sorted at once.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub(crate) fn load(node: &Node) -> Result<Held, DatabaseFault> {
        let (mut loading, mut lists, erased) = (Loading::default(), BTreeMap::new(), erased(node)?);
        for list in lists_of(node)? {
            if !is_held(list.list, loading.hold(list.list, distance(&list))) {
                continue;
            }
            each_added(node, list.list, (0, list.entries), &mut |list, entry, hashes, grade| {
                loading.add(list, entry, hashes, grade)
            })?;
            lists.insert(list.list, Counted { entries: list.entries, withdrawn: list.withdrawn });
        }
        Ok(Held { matcher: Arc::new(loading.finish(1)), lists, erased })
    }

    /// What is held, to be asked from any thread.
    pub(crate) fn matcher(&self) -> &Arc<Matcher> {
        &self.matcher
    }

    /// Brings the matcher up to date. After a fault nothing is lost: the next time reads again what is missing.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub(crate) fn refresh(&mut self, node: &Node) -> Result<(), DatabaseFault> {
        let erased = erased(node)?;
        for list in erased.difference(&self.erased) {
            self.matcher.forget(*list);
        }
        self.erased = erased;
        for list in lists_of(node)? {
            self.refresh_list(node, &list)?;
        }
        while self.matcher.merge(1) {}
        Ok(())
    }

    fn refresh_list(&mut self, node: &Node, list: &HashList) -> Result<(), DatabaseFault> {
        let matcher = &self.matcher;
        if !is_held(list.list, matcher.hold(list.list, distance(list))) {
            return Ok(());
        }
        let held = self.lists.entry(list.list).or_default();
        if held.entries < list.entries {
            each_added(
                node,
                list.list,
                (held.entries, list.entries),
                &mut |list, entry, hashes, grade| matcher.add(list, entry, hashes, grade),
            )?;
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

fn lists_of(node: &Node) -> Result<Vec<HashList>, DatabaseFault> {
    let sql = TableSql::of(HashList::TABLE).all;
    node.read(|database| database.records::<HashList>(&sql, Vec::new()))
}

fn distance(list: &HashList) -> u8 {
    u8::try_from(list.max_distance).unwrap_or(u8::MAX)
}

fn is_held(list: Id, held: Result<(), NotListed>) -> bool {
    held.map_err(|fault| tracing::error!(%list, %fault, "a list is not matched")).is_ok()
}

fn erased(node: &Node) -> Result<BTreeSet<Id>, DatabaseFault> {
    let rows = node.read(|database| database.rows(ERASED, Vec::new()))?;
    Ok(rows.iter().flatten().filter_map(|cell| Id::from_value(cell).ok()).collect())
}

fn number(cell: &Value) -> Option<u32> {
    i64::from_value(cell).ok().and_then(|entry| u32::try_from(entry).ok())
}

/// Takes an entry into a matcher.
type Take<'t> = &'t mut dyn FnMut(Id, u32, &EntryHashes, Grade) -> Result<(), NotListed>;

/// Reads the entries of a list after the one number and up to the other.
fn each_added(node: &Node, list: Id, (after, upto): (i64, i64), take: Take<'_>) -> Result<(), DatabaseFault> {
    let between = vec![list.to_value(), Value::Integer(after), Value::Integer(upto)];
    each(node, ADDED, between, &mut |row| add(row, take))
}

/// Adds an entry; one that cannot be read is told and does not keep the others from being matched.
fn add(row: &Row, take: Take<'_>) {
    let (hash, grade) = row.split_at_checked(ListHash::TABLE.columns.len()).unwrap_or((row, &[]));
    let grade = grade.first().and_then(|cell| Grade::from_value(cell).ok());
    let (Ok(hash), Some(grade)) = (ListHash::from_row(hash), grade) else {
        tracing::error!("an entry of a list cannot be read");
        return;
    };
    let (list, entry) = (hash.list, hash.entry);
    let hashes = EntryHashes::of(&hash).map_err(|fault| tracing::error!(%fault, "an entry is damaged"));
    let (Ok(hashes), Ok(number)) = (hashes, u32::try_from(entry)) else { return };
    if let Err(fault) = take(list, number, &hashes, grade) {
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

//! Keeps the lists in memory as they are in the tables: what was added is added, what was withdrawn or erased goes. Nothing of it is on disk.

use crate::codes::GradeStands;
use crate::hashes::EntryHashes;
use crate::matcher::{Graded, Loading, Matcher, NotListed};
use crate::tables::{HashList, ListHash};
use kernel::codes::Grade;
use kernel::{Cell, Id, Record, Row, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::database::TableSql;
use store::{DatabaseFault, Node, Statement};

const ADDED: &str = "SELECT h.list, h.entry, h.sha256, h.md5, h.pdq, e.grade, e.grade_stands FROM list_hash h \
    JOIN hash_entry e ON e.list = h.list AND e.entry = h.entry \
    WHERE h.list = $1 AND h.entry > $2 AND h.entry <= $3 AND e.withdrawn = 0";
/// What changed of the entries that were there, and stands.
const REGRADED: &str = "SELECT h.list, h.entry, h.sha256, h.md5, h.pdq, e.grade, e.grade_stands FROM list_change c \
    JOIN list_hash h ON h.list = c.list AND h.entry = c.entry \
    JOIN hash_entry e ON e.list = c.list AND e.entry = c.entry \
    WHERE c.list = $1 AND c.n > $2 AND c.n <= $3 AND e.withdrawn = 0";
/// What changed of them, and does not.
const WITHDRAWN: &str = "SELECT e.entry FROM list_change c \
    JOIN hash_entry e ON e.list = c.list AND e.entry = c.entry \
    WHERE c.list = $1 AND c.n > $2 AND c.n <= $3 AND e.withdrawn = 1";
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
    changes: i64,
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
            each_entry(node, (list.list, 0, list.entries), ADDED, &mut |list, entry, hashes, grade| {
                loading.add(list, entry, hashes, grade)
            })?;
            lists.insert(list.list, Counted { entries: list.entries, changes: list.changes });
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
        let mut add = |list: Id, entry: u32, hashes: &EntryHashes, grade: Graded| {
            matcher.add(list, entry, hashes, grade)
        };
        if held.entries < list.entries {
            each_entry(node, (list.list, held.entries, list.entries), ADDED, &mut add)?;
            held.entries = list.entries;
        }
        if held.changes < list.changes {
            let between = (list.list, held.changes, list.changes);
            each(node, WITHDRAWN, parameters(between), &mut |row| {
                if let Some(entry) = row.first().and_then(number) {
                    matcher.withdraw(list.list, entry);
                }
            })?;
            each_entry(node, between, REGRADED, &mut add)?;
            held.changes = list.changes;
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

/// A list, after which number, and up to which.
pub(super) type Between = (Id, i64, i64);

fn parameters((list, after, upto): Between) -> Vec<Value> {
    vec![list.to_value(), Value::Integer(after), Value::Integer(upto)]
}

/// Takes an entry into a matcher.
pub(super) type Take<'t> = &'t mut dyn FnMut(Id, u32, &EntryHashes, Graded) -> Result<(), NotListed>;

/// Reads entries of a list.
fn each_entry(node: &Node, between: Between, sql: &str, take: Take<'_>) -> Result<(), DatabaseFault> {
    each(node, sql, parameters(between), &mut |row| add(row, take))
}

/// Reads the entries of a list that were added after the one number and up to the other.
pub(super) fn each_added(node: &Node, between: Between, take: Take<'_>) -> Result<(), DatabaseFault> {
    each_entry(node, between, ADDED, take)
}

/// Adds an entry; one that cannot be read is told and does not keep the others from being matched.
fn add(row: &Row, take: Take<'_>) {
    let (hash, grade) = row.split_at_checked(ListHash::TABLE.columns.len()).unwrap_or((row, &[]));
    let (Ok(hash), Some(grade)) = (ListHash::from_row(hash), graded(grade)) else {
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

fn graded(cells: &[Value]) -> Option<Graded> {
    let [grade, stands] = cells else { return None };
    Some(Graded { grade: Grade::from_value(grade).ok()?, stands: GradeStands::from_value(stands).ok()? })
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

//! By which names people who work here are known: for finding whom a reporter wants to be kept away.

use crate::acts::{MOST_NAMES, SLOT_NAMES};
use crate::founding::READ_NAMES;
use crate::tables::OfficerNames;
use kernel::{Actor, Cell, Id, Purpose, Record, Value};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::database::TableSql;
use store::{DatabaseFault, LookFault, Node};

/// The names that people are known by, with their accounts: what they sign in with, and what keepers of accounts set beside it. For
/// finding who is meant by a name; what was set is opened once by each process, which leaves its trace.
///
/// # Errors
/// [`LookFault`].
pub fn names(node: &Node) -> Result<Vec<(Id, String)>, LookFault> {
    let mut names = sign_in_names(node)?;
    let sql = TableSql::of(OfficerNames::TABLE).all;
    let set = node.read(|database| database.records::<OfficerNames>(&sql, Vec::new()))?;
    if set.is_empty() {
        return Ok(names);
    }
    let read = node.memory::<ReadNames>();
    let mut read = read.0.lock().unwrap_or_else(PoisonError::into_inner);
    read.retain(|act, _| set.iter().any(|row| row.act == *act));
    let new: Vec<&OfficerNames> = set.iter().filter(|row| !read.contains_key(&row.act)).collect();
    if !new.is_empty() {
        let accounts: Vec<Id> = new.iter().map(|row| row.account).collect();
        let trace = node.look(Actor::SYSTEM, &READ_NAMES, Purpose::Reaction, &accounts)?;
        for row in new {
            match node.open_payload(&trace, row.act, SLOT_NAMES) {
                Ok(opened) => drop(read.insert(row.act, lines(opened.expose()))),
                // Set to none.
                Err(LookFault::Gone) => drop(read.insert(row.act, Vec::new())),
                // One that cannot be opened keeps no report from being filed.
                Err(fault) => tracing::error!(%fault, "names that an officer is known by were not read"),
            }
        }
    }
    let known = set.iter().filter_map(|row| Some((row.account, read.get(&row.act)?)));
    names.extend(known.flat_map(|(account, said)| said.iter().map(move |name| (account, name.clone()))));
    Ok(names)
}

/// The names that were set, by the act beside which they are sealed: read once by each process, and forgotten with it.
#[derive(Default)]
struct ReadNames(Mutex<BTreeMap<Id, Vec<String>>>);

/// The names in a sealed text, one a line.
fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let names = text.lines().map(str::trim).filter(|line| !line.is_empty());
    names.take(MOST_NAMES).map(str::to_owned).collect()
}

/// The names that people sign in with, with their accounts.
fn sign_in_names(node: &Node) -> Result<Vec<(Id, String)>, DatabaseFault> {
    let sql = "SELECT \"account\", \"user\" FROM credential ORDER BY \"account\"";
    let rows = node.runtime(|database| database.rows(sql, Vec::new()))?;
    let read = |row: kernel::Row| match <[Value; 2]>::try_from(row) {
        Ok([account, Value::Text(user)]) => Id::from_value(&account).ok().map(|account| (account, user)),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

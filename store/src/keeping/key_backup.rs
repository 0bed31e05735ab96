//! The key store's own backup: one file, the newest copy only. Its keys stay wrapped under the node key, which is not in it.
//!
//! It also says how long the journal was and who was erased, so that a restore of an older database honours erasures made since.

use super::parts::{Identities, Item, PartWriter, Recipients, read};
use super::{KeepFault, at};
use crate::crypto::Secret;
use crate::database::{Database, DatabaseFault};
use crate::files;
use crate::keys::{self, KeyFault, WrappedKey};
use crate::node::NodeConfig;
use crate::sqlite::Sqlite;
use crate::verify::on_node;
use crate::writer::now;
use kernel::{Cell, Id, Instant, Record, Row, Value};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// The first record: how many entries the journal had, and when it was made.
const HEAD: &str = "keys";
/// A subject that was erased, and by which entry.
const ERASED: &str = "erased";

/// What was backed up of the key store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeysBackedUp {
    /// Keys.
    pub keys: u64,
    /// Bytes written.
    pub bytes: u64,
    /// How many entries the journal had.
    pub entries: u64,
}

/// Backs the key store up into one file, in the place of the copy before. Reads beside a node that runs.
///
/// # Errors
/// [`KeepFault`]: the copy before stands.
pub fn back_keys_up(
    config: &NodeConfig,
    file: &Path,
    recipients: &[String],
) -> Result<KeysBackedUp, KeepFault> {
    let recipients = Recipients::read(recipients)?;
    let (entries, erased) = on_node(config, |database| {
        let entries = database.number("SELECT seq FROM head WHERE one = 1", Vec::new())?;
        // Whoever is erased after this has no key in what is read next.
        let erased = database.rows("SELECT subject, seq FROM erasure WHERE done = 1", Vec::new())?;
        Ok::<_, DatabaseFault>((entries, erased))
    })?;
    let mut store = Sqlite::open_to_read(&keys::path(&config.data))?;
    let store: &mut dyn Database = &mut store;
    store.begin_snapshot()?;
    if store.number("SELECT COUNT(*) FROM node_key", Vec::new())? != 1 {
        return Err(KeyFault::Rotating.into());
    }
    let fresh = files::fresh_name(file);
    let mut writer = PartWriter::begin(&fresh, &recipients)?;
    writer.put(&Item::new(HEAD, entries.unsigned_abs(), vec![Value::Integer(now().0)]))?;
    for row in erased {
        writer.put(&Item::new(ERASED, 0, row))?;
    }
    let mut counts = BTreeMap::new();
    for table in keys::TABLES {
        let there = "SELECT COUNT(*) FROM sqlite_schema WHERE name = $1";
        // A node that was not started since a table was added has none of it.
        if store.number(there, vec![Value::Text(table.name.to_owned())])? == 0 {
            continue;
        }
        let names: Vec<String> =
            table.columns.iter().map(|column| crate::database::quoted(column.name)).collect();
        let sql = format!("SELECT {} FROM {}", names.join(", "), table.name);
        let mut done = Ok(());
        store.each(&crate::database::Statement::new(sql, Vec::new()), &mut |row| {
            *counts.entry(table.name).or_insert(0) += 1;
            done = writer.put(&Item::new(table.name, 0, row));
            done.is_ok()
        })?;
        done?;
    }
    let part = writer.end()?;
    files::replace(&fresh, file).map_err(at(file))?;
    let keys = counts.get(WrappedKey::TABLE.name).copied().unwrap_or(0);
    Ok(KeysBackedUp { keys, bytes: part.bytes, entries: entries.unsigned_abs() })
}

/// What a key store's backup says before any key is taken out of it.
pub(super) struct KeyBackup {
    /// How many entries the journal had when it was made.
    pub(super) entries: u64,
    /// When it was made.
    pub(super) made: Instant,
    /// Who was erased, and by which entry.
    pub(super) erased: BTreeMap<Id, u64>,
    /// The numbers of its keys.
    pub(super) ids: HashSet<Id>,
    /// The root secret, opened.
    pub(super) root: Secret,
    /// Rows of the small tables.
    rows: Vec<Item>,
}

impl KeyBackup {
    /// Reads it, and makes sure that the node key is the one that it was wrapped under.
    ///
    /// # Errors
    /// [`KeepFault`].
    pub(super) fn read(
        file: &Path,
        identities: &Identities,
        node_key: &Secret,
    ) -> Result<KeyBackup, KeepFault> {
        let damaged = || KeepFault::Damaged(file.to_owned(), "is no backup of a key store".into());
        let (mut head, mut erased) = (None, BTreeMap::new());
        let (mut ids, mut rows) = (HashSet::new(), Vec::new());
        read(file, identities, &mut |item| {
            match (item.table.as_str(), item.row.as_slice()) {
                (HEAD, [Value::Integer(made)]) => head = Some((item.seq, Instant(*made))),
                (ERASED, [subject, Value::Integer(seq)]) => {
                    erased.insert(Id::from_value(subject).map_err(|_| damaged())?, seq.unsigned_abs());
                }
                (name, [id, ..]) if name == WrappedKey::TABLE.name => {
                    ids.insert(Id::from_value(id).map_err(|_| damaged())?);
                }
                _ => rows.push(item),
            }
            Ok(())
        })?;
        let (entries, made) = head.ok_or_else(damaged)?;
        let root = keys::root_in(rows.iter().map(|item| (item.table.as_str(), &item.row)), node_key)?;
        Ok(KeyBackup { entries, made, erased, ids, root, rows })
    }

    /// Makes a key store that holds the keys of that set and no other.
    ///
    /// # Errors
    /// [`KeepFault`].
    pub(super) fn restore(
        &self,
        file: &Path,
        identities: &Identities,
        data: &Path,
        used: &HashSet<Id>,
    ) -> Result<u64, KeepFault> {
        let mut store = keys::Restoring::begin(data)?;
        for item in &self.rows {
            store.put(&item.table, item.row.clone())?;
        }
        let mut kept = 0;
        read(file, identities, &mut |item| {
            if is_key_of(&item.table, &item.row, used) {
                kept += 1;
                store.put(&item.table, item.row)?;
            }
            Ok(())
        })?;
        store.end()?;
        Ok(kept)
    }
}

fn is_key_of(table: &str, row: &Row, used: &HashSet<Id>) -> bool {
    let id = row.first().and_then(|cell| Id::from_value(cell).ok());
    table == WrappedKey::TABLE.name && id.is_some_and(|id| used.contains(&id))
}

//! Carrying out an erasure: what is sealed about a subject goes with its entry, its keys go after, and whatever fails in between
//! is done again. The act itself, asked by one and confirmed by another, is `kernel::erasure`.

use crate::database::{Database, DatabaseFault, Statement};
use crate::deed::{Deed, DeedFault};
use crate::keys::{KeyFault, KeyStore};
use kernel::erasure::Erased;
use kernel::ledger::Written;
use kernel::{Cell, Class, Event, Id, Registry};

/// True for the act that carries out an erasure.
pub(crate) fn erases(registry: &Registry, deed: &Deed) -> bool {
    registry.erases(deed.kind)
}

/// Whose data these entries erase.
pub(crate) fn erased_in(written: &[Written]) -> impl Iterator<Item = Id> {
    written.iter().filter(|one| one.entry.kind == Erased::KIND).map(|one| one.entry.subject)
}

/// What was sealed before an erasure and comes after it would be lost: its sender seals it again, with a new key. A key that is
/// `due` to be erased may still be there, and does not stand.
///
/// # Errors
/// [`DeedFault::Broken`].
pub(crate) fn keys_stand(keys: &KeyStore, due: &[Id], deed: &Deed) -> Result<(), DeedFault> {
    let stands = |key: Id| if due.contains(&key) { Err(KeyFault::Gone) } else { keys.get(key).map(drop) };
    let keys = deed.payloads.iter().map(|payload| payload.key).chain(deed.laid.as_ref().map(|laid| laid.key));
    keys.map(stands).try_for_each(|stands| stands.map_err(DeedFault::from))
}

/// The keys with which anything about these subjects is sealed.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn keys_of(database: &mut dyn Database, subjects: &[Id]) -> Result<Vec<Id>, DatabaseFault> {
    let mut keys = Vec::new();
    for subject in subjects {
        let sql = "SELECT DISTINCT key FROM payload WHERE subject = $1";
        for row in database.rows(sql, vec![subject.to_value()])? {
            keys.extend(row.first().and_then(|cell| Id::from_value(cell).ok()));
        }
    }
    Ok(keys)
}

/// What deletes everything sealed about a subject, and notes the keys that must follow.
pub(crate) fn statements(registry: &Registry, subjects: &[Id], keys: &[Id]) -> Vec<Statement> {
    let due = "INSERT INTO key_to_erase (key) VALUES ($1) ON CONFLICT (key) DO NOTHING";
    let mut all: Vec<Statement> = keys.iter().map(|key| Statement::new(due, vec![key.to_value()])).collect();
    for subject in subjects {
        all.push(Statement::new("DELETE FROM payload WHERE subject = $1", vec![subject.to_value()]));
        for table in registry.tables().filter(|table| table.class == Class::Sealed) {
            let sql = format!("DELETE FROM {} WHERE seal_subject = $1", table.name);
            all.push(Statement::new(sql, vec![subject.to_value()]));
        }
    }
    all
}

/// Why keys of an erasure are not gone yet.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EraseFault {
    /// The key store.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// The database that lists what is due.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
}

/// Takes the keys of erasures out of use. The entries stand whatever happens here: the next start does it again.
pub(crate) fn erase_keys(
    database: &mut dyn Database,
    store: &KeyStore,
    keys: &[Id],
) -> Result<(), EraseFault> {
    store.erase(keys)?;
    let done = |key: &Id| Statement::new("DELETE FROM key_to_erase WHERE key = $1", vec![key.to_value()]);
    database.run(&keys.iter().map(done).collect::<Vec<_>>())?;
    Ok(())
}

/// The keys of erasures that are entered and not known to be carried out.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn due(database: &mut dyn Database) -> Result<Vec<Id>, DatabaseFault> {
    let rows = database.rows("SELECT key FROM key_to_erase", Vec::new())?;
    Ok(rows.iter().flatten().filter_map(|cell| Id::from_value(cell).ok()).collect())
}

/// Finishes what a killed node left undone.
///
/// # Errors
/// [`EraseFault`].
pub(crate) fn finish(database: &mut dyn Database, keys: &KeyStore) -> Result<(), EraseFault> {
    let due = due(database)?;
    if due.is_empty() { Ok(()) } else { erase_keys(database, keys, &due) }
}

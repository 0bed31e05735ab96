//! The journal side of a database, in order and page by page: nothing of it is held but one page.

use super::KeepFault;
use super::parts::Item;
use crate::database::{Database, SEAL_COLUMNS, Statement, TableSql, quoted};
use crate::deed::ROW_SLOTS;
use crate::schema::{CheckpointRow, EntryRow, PayloadRow};
use kernel::{Cell, Class, Entry, Id, Record, Registry, Table, Value};
use std::collections::HashMap;

/// How many entries are read in one round trip.
const PAGE: i64 = 512;
/// How many payloads are: one may have as many bytes as a picture.
const PAYLOADS: usize = 16;

/// Takes what is read.
pub(super) type Take<'t> = &'t mut dyn FnMut(Item) -> Result<(), KeepFault>;

fn signed(n: u64) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Reads entries page by page.
fn pages(
    database: &mut dyn Database,
    after: u64,
    upto: u64,
    take: &mut dyn FnMut(&mut dyn Database, Vec<EntryRow>) -> Result<(), KeepFault>,
) -> Result<(), KeepFault> {
    let sql = "SELECT seq, bytes FROM entry WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3";
    let mut last = after;
    while last < upto {
        let page =
            database.records::<EntryRow>(sql, vec![signed(last), signed(upto), Value::Integer(PAGE)])?;
        match page.last() {
            Some(row) => last = row.seq.unsigned_abs(),
            None => return Err(KeepFault::Entry(last + 1, "is missing".into())),
        }
        take(database, page)?;
    }
    Ok(())
}

/// The entries after one, up to another.
///
/// # Errors
/// [`KeepFault`].
pub(super) fn entries(
    database: &mut dyn Database,
    after: u64,
    upto: u64,
    take: Take<'_>,
) -> Result<(), KeepFault> {
    pages(database, after, upto, &mut |_, page| {
        page.into_iter()
            .try_for_each(|row| take(Item::new(EntryRow::TABLE.name, row.seq.unsigned_abs(), row.to_row())))
    })
}

/// The checkpoints signed over more entries than one number, and not more than another.
///
/// # Errors
/// [`KeepFault`].
pub(super) fn checkpoints(
    database: &mut dyn Database,
    after: u64,
    upto: u64,
    take: Take<'_>,
) -> Result<(), KeepFault> {
    let sql = "SELECT size, text, edge FROM checkpoint WHERE size > $1 AND size <= $2 ORDER BY size";
    let rows = database.records::<CheckpointRow>(sql, vec![signed(after), signed(upto)])?;
    rows.into_iter()
        .try_for_each(|row| take(Item::new(CheckpointRow::TABLE.name, row.size.unsigned_abs(), row.to_row())))
}

/// What these entries promised: payloads (act, slot) in order, and acts with sealed rows; each with the entry's number.
fn promised(page: &[EntryRow]) -> Result<(Vec<(Id, i64, u64)>, HashMap<Id, u64>), KeepFault> {
    let (mut payloads, mut rows) = (Vec::new(), HashMap::new());
    for row in page {
        let entry = Entry::from_bytes(&row.bytes)
            .map_err(|wrong| KeepFault::Entry(row.seq.unsigned_abs(), wrong.to_string()))?;
        for promise in &entry.commitments {
            if promise.slot < ROW_SLOTS {
                payloads.push((entry.act, i64::from(promise.slot), entry.seq));
            } else {
                rows.insert(entry.act, entry.seq);
            }
        }
    }
    Ok((payloads, rows))
}

/// The payloads that these entries promised, as far as they are not erased.
///
/// # Errors
/// [`KeepFault`].
pub(super) fn payloads(
    database: &mut dyn Database,
    after: u64,
    upto: u64,
    take: Take<'_>,
) -> Result<(), KeepFault> {
    let get = TableSql::of(PayloadRow::TABLE).get;
    pages(database, after, upto, &mut |database, page| {
        for some in promised(&page)?.0.chunks(PAYLOADS) {
            let ask = |(act, slot, _): &(Id, i64, u64)| {
                Statement::new(get.clone(), vec![act.to_value(), Value::Integer(*slot)])
            };
            let answers = database.query(&some.iter().map(ask).collect::<Vec<_>>())?;
            for ((_, _, seq), rows) in some.iter().zip(answers) {
                rows.into_iter().try_for_each(|row| take(Item::new(PayloadRow::TABLE.name, *seq, row)))?;
            }
        }
        Ok(())
    })
}

/// The tables of sealed rows.
pub(super) fn sealed_tables(registry: &Registry) -> impl Iterator<Item = &'static Table> {
    registry.tables().filter(|table| table.class == Class::Sealed)
}

/// The sealed rows that these entries promised, as far as they are not erased; with the four columns of their seal.
///
/// # Errors
/// [`KeepFault`].
pub(super) fn sealed_rows(
    database: &mut dyn Database,
    registry: &Registry,
    after: u64,
    upto: u64,
    take: Take<'_>,
) -> Result<(), KeepFault> {
    let mut acts: HashMap<Id, u64> = HashMap::new();
    pages(database, after, upto, &mut |_, page| {
        acts.extend(promised(&page)?.1);
        Ok(())
    })?;
    for table in sealed_tables(registry).filter(|_| !acts.is_empty()) {
        let own = table.columns.iter().map(|column| quoted(column.name));
        let names: Vec<String> = own.chain(SEAL_COLUMNS.iter().map(|(name, _)| quoted(name))).collect();
        let ask = Statement::new(format!("SELECT {} FROM {}", names.join(", "), table.name), Vec::new());
        let mut done = Ok(());
        database.each(&ask, &mut |row| {
            let act = row.get(table.columns.len()).and_then(|cell| Id::from_value(cell).ok());
            if let Some(seq) = act.and_then(|act| acts.get(&act)) {
                done = take(Item::new(table.name, *seq, row));
            }
            done.is_ok()
        })?;
        done?;
    }
    Ok(())
}

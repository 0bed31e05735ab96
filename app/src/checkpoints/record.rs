//! What became of the checkpoints, a row a place: in `runtime.db`, since it proves nothing.

use super::place::Place;
use super::put::Trouble;
use kernel::{Instant, Record, Value, record};
use serde_json::json;
use store::database::TableSql;
use store::{DatabaseFault, Node, Statement};

record! {
    /// Places that checkpoints are written to, and what became of it.
    pub struct PlaceRow in "checkpoint_place", Runtime, key 1, indexes [] {
        /// HMAC of what was typed: an address may hold a password.
        id: Vec<u8>, Internal;
        /// Its place among those that the node was started with, from 1.
        number: i64, Internal;
        /// `file`, `directory` or `http`.
        kind: String, Internal;
        /// As it is shown: without user, password and query.
        name: String, Internal;
        /// When a checkpoint was written last, UTC ms; 0 when none was yet.
        succeeded: Instant, Internal;
        /// How many entries that one covers.
        size: i64, Internal;
        /// When writing failed last, UTC ms; 0 when it never did.
        failed: Instant, Internal;
        /// How often it failed since it last succeeded.
        failures: i64, Internal;
        /// Why it failed last; empty when it never did.
        trouble: String, Internal;
        /// The HTTP status of that failure; 0 when there was none.
        status: i64, Internal;
    }
}

fn id_of(node: &Node, place: &Place) -> Vec<u8> {
    node.token("checkpoint place", place.typed.as_bytes()).to_vec()
}

fn put(node: &Node, row: &PlaceRow) -> Result<(), DatabaseFault> {
    let put = TableSql::of(PlaceRow::TABLE).put;
    node.runtime(|database| database.run(&[Statement::new(put, row.to_row())]))
}

/// All places, in their order.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn all(node: &Node) -> Result<Vec<PlaceRow>, DatabaseFault> {
    let sql = TableSql::of(PlaceRow::TABLE).all;
    let mut rows = node.runtime(|database| database.records::<PlaceRow>(&sql, Vec::new()))?;
    rows.sort_by_key(|row| row.number);
    Ok(rows)
}

/// Takes over the places that the node is started with: what is known of them stays, and others are forgotten.
///
/// # Errors
/// [`DatabaseFault`].
pub(super) fn adopt(node: &Node, places: &[Place]) -> Result<Vec<PlaceRow>, DatabaseFault> {
    let (known, entries) = (all(node)?, *node.grown().borrow());
    let rows: Vec<PlaceRow> = (1..)
        .zip(places)
        .map(|(number, place)| {
            let id = id_of(node, place);
            let fresh = || PlaceRow {
                id: id.clone(),
                number,
                kind: String::new(),
                name: String::new(),
                succeeded: Instant(0),
                size: 0,
                failed: Instant(0),
                failures: 0,
                trouble: String::new(),
                status: 0,
            };
            let known = known.iter().find(|row| row.id == id).cloned().unwrap_or_else(fresh);
            // More than the journal has: that was another journal's, or this one was cut. It is written again, or told.
            let size = if known.size.unsigned_abs() > entries { 0 } else { known.size };
            PlaceRow { number, kind: place.kind().into(), name: place.shown.clone(), size, ..known }
        })
        .collect();
    let gone = known.iter().filter(|old| rows.iter().all(|row| row.id != old.id));
    let forget = "DELETE FROM checkpoint_place WHERE id = $1";
    let put = TableSql::of(PlaceRow::TABLE).put;
    let statements: Vec<Statement> = gone
        .map(|old| Statement::new(forget, vec![Value::Bytes(old.id.clone())]))
        .chain(rows.iter().map(|row| Statement::new(put.clone(), row.to_row())))
        .collect();
    if !statements.is_empty() {
        node.runtime(|database| database.run(&statements))?;
    }
    Ok(rows)
}

/// Keeps what became of a checkpoint of `size` entries.
///
/// # Errors
/// [`DatabaseFault`].
pub(super) fn keep(
    node: &Node,
    row: &mut PlaceRow,
    size: i64,
    done: Result<(), Trouble>,
    now: Instant,
) -> Result<(), DatabaseFault> {
    match done {
        Ok(()) => (row.succeeded, row.size, row.failures) = (now, size, 0),
        Err(trouble) => {
            (row.failed, row.failures) = (now, row.failures.saturating_add(1));
            (row.trouble, row.status) = (trouble.code().to_owned(), trouble.status());
        }
    }
    put(node, row)
}

fn moment(at: Instant) -> Option<String> {
    (at.0 > 0).then(|| at.to_string())
}

/// A place as JSON; times that never came are null.
pub(crate) fn told(row: &PlaceRow) -> serde_json::Value {
    json!({
        "number": row.number,
        "kind": row.kind,
        "place": row.name,
        "succeeded": moment(row.succeeded),
        "size": row.size,
        "failed": moment(row.failed),
        "failures": row.failures,
        "trouble": (!row.trouble.is_empty()).then_some(&row.trouble),
        "status": (row.status > 0).then_some(row.status),
    })
}

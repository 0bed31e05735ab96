//! Statements around the derived rows of a batch: the fence that opens it, and what is sealed beside the entries.

use super::BatchFault;
use crate::database::{Dialect, Statement};
use crate::deed::{Deed, ROW_SLOTS};
use crate::laying::taking_in;
use crate::schema::PayloadRow;
use crate::world::Sql;
use kernel::{Cell, Record, Value};

/// Opens the transaction and makes sure that this process is still the writer.
pub(super) fn opening(dialect: Dialect, term: i64, seq: u64) -> [Statement; 2] {
    let begin = match dialect {
        Dialect::Sqlite => "BEGIN IMMEDIATE",
        Dialect::Postgres => "BEGIN",
    };
    let fence = "UPDATE head SET term = term WHERE one = 1 AND term = $1 AND seq = $2 RETURNING seq";
    let parameters = vec![Value::Integer(term), Value::Integer(signed(seq))];
    [Statement::new(begin, Vec::new()), Statement::new(fence, parameters)]
}

pub(super) fn sealed_statements(sql: &Sql, deed: &Deed) -> Result<Vec<Statement>, BatchFault> {
    let payloads = sql.table(PayloadRow::TABLE)?;
    let mut statements = Vec::with_capacity(deed.payloads.len() + deed.rows.len());
    for payload in &deed.payloads {
        let row = PayloadRow {
            act: deed.act,
            slot: i64::from(payload.slot),
            subject: payload.subject,
            key: payload.key,
            ciphertext: payload.ciphertext.clone(),
        };
        statements.push(payloads.put_apart(row.to_row()));
    }
    statements.extend(deed.laid.iter().map(|_| taking_in(deed.act)));
    for (slot, row) in (ROW_SLOTS..).zip(&deed.rows) {
        let mut parameters = row.row.clone();
        parameters.extend([
            deed.act.to_value(),
            Value::Integer(i64::from(slot)),
            row.subject.to_value(),
            Value::Bytes(row.salt.to_vec()),
        ]);
        statements.push(sql.table(row.table)?.put_apart(parameters));
    }
    Ok(statements)
}

/// A number as the database has it.
pub(super) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

//! Lists as files: in by [`import`], out by [`export`]. The doors and the command line call the same two functions.

mod export;
mod import;
#[cfg(test)]
mod tests;

pub use export::{ExportFault, MAX_ALONE, export};
pub use import::{ImportFault, Imported, MAX_WRONG, import};

use crate::tables::HashList;
use kernel::{Id, Record, Value};
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// The row of a list; none when there is no such list.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn list_row(node: &Node, list: Id) -> Result<Option<HashList>, DatabaseFault> {
    row(node, list)
}

/// The row of a table whose key is one number.
pub(crate) fn row<R: Record>(node: &Node, key: Id) -> Result<Option<R>, DatabaseFault> {
    let key = vec![Value::Bytes(key.0.to_vec())];
    let rows = node.read(|database| database.records::<R>(&TableSql::of(R::TABLE).get, key))?;
    Ok(rows.into_iter().next())
}

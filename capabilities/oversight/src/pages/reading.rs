//! Rows that several pages read.

use facts::unit::Unit;
use kernel::{Cell as _, Id, Record, Value};
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// The row with this key.
pub(crate) fn row<R: Record>(node: &Node, key: Vec<Value>) -> Result<Option<R>, DatabaseFault> {
    let sql = TableSql::of(R::TABLE).get;
    Ok(node.read(|database| database.records::<R>(&sql, key))?.into_iter().next())
}

/// The rows of a table that fit a condition.
pub(crate) fn rows<R: Record>(
    node: &Node,
    condition: &str,
    parameters: Vec<Value>,
) -> Result<Vec<R>, DatabaseFault> {
    let columns: Vec<String> =
        R::TABLE.columns.iter().map(|column| store::database::quoted(column.name)).collect();
    let sql = format!("SELECT {} FROM {} WHERE {condition}", columns.join(", "), R::TABLE.name);
    node.read(|database| database.records::<R>(&sql, parameters))
}

/// The word of a unit, or the first digits of its number.
pub(crate) fn unit_word(node: &Node, unit: Id) -> Result<String, DatabaseFault> {
    let known = row::<Unit>(node, vec![unit.to_value()])?;
    Ok(known.map_or_else(|| unit.some().map(Id::short).unwrap_or_default(), |unit| unit.word))
}

//! Reads the live figures and the releases from the database: the same SQL text on both.

use crate::live::{Live, Rows};
use crate::scheme::{Cell, CellKey, Figure};
use crate::tables::{DemandRow, FunnelCase, FunnelPerson, Release, ReleaseCell};
use facts::Standing;
use kernel::{Cell as _, Id, Record, Span, Value};
use std::collections::HashMap;
use store::database::{TableSql, quoted};
use store::{Database, DatabaseFault, Node};

fn columns<R: Record>() -> String {
    R::TABLE.columns.iter().map(|column| quoted(column.name)).collect::<Vec<_>>().join(", ")
}

fn between<R: Record>(
    database: &mut dyn Database,
    year: &str,
    years: (i64, i64),
) -> Result<Vec<R>, DatabaseFault> {
    let sql = format!("SELECT {} FROM {} WHERE {year} >= $1 AND {year} <= $2", columns::<R>(), R::TABLE.name);
    database.records::<R>(&sql, vec![Value::Integer(years.0), Value::Integer(years.1)])
}

/// The live figures of these years, both counted.
///
/// # Errors
/// [`DatabaseFault`].
pub fn live(node: &Node, years: (i64, i64)) -> Result<Live, DatabaseFault> {
    node.read(|database| {
        let sql =
            "SELECT CAST(COALESCE(SUM(filed), 0) AS BIGINT) FROM report_year WHERE year >= $1 AND year <= $2";
        let reports = database.number(sql, vec![Value::Integer(years.0), Value::Integer(years.1)])?;
        let cases = between::<FunnelCase>(database, "year", years)?;
        let people = between::<FunnelPerson>(database, "first_year", years)?;
        let codings = database.records::<DemandRow>(&TableSql::of(DemandRow::TABLE).all, Vec::new())?;
        let sql = format!("SELECT person, root FROM {} WHERE root <> $1", Standing::TABLE.name);
        let linked = database.rows(&sql, vec![Id::NONE.to_value()])?;
        let pair =
            |row: &Vec<Value>| Some((Id::from_value(row.first()?).ok()?, Id::from_value(row.get(1)?).ok()?));
        let roots: HashMap<Id, Id> = linked.iter().filter_map(pair).collect();
        let root_of = |person: Id| roots.get(&person).copied().unwrap_or(person);
        Ok(Live::of(Rows { reports, cases, people, codings }, &root_of))
    })
}

/// A release with its cells; none when there is no such release.
///
/// # Errors
/// [`DatabaseFault`].
pub fn release(node: &Node, id: Id) -> Result<Option<(Release, Vec<Cell>)>, DatabaseFault> {
    node.read(|database| {
        let rows = database.records::<Release>(&TableSql::of(Release::TABLE).get, vec![id.to_value()])?;
        let Some(release) = rows.into_iter().next() else { return Ok(None) };
        let cells = cells_of(database, id)?;
        Ok(Some((release, cells)))
    })
}

fn cells_of(database: &mut dyn Database, id: Id) -> Result<Vec<Cell>, DatabaseFault> {
    let sql = format!(
        "SELECT {} FROM release_cell WHERE release_id = $1 ORDER BY part, cell",
        columns::<ReleaseCell>()
    );
    let rows = database.records::<ReleaseCell>(&sql, vec![id.to_value()])?;
    let cell = |row: &ReleaseCell| Cell {
        key: CellKey { part: row.part, number: row.cell },
        figure: if row.shown { Figure::Shown(row.count) } else { Figure::Suppressed },
    };
    Ok(rows.iter().map(cell).collect())
}

/// All published releases, the newest first.
///
/// # Errors
/// [`DatabaseFault`].
pub fn published(node: &Node) -> Result<Vec<(Release, Vec<Cell>)>, DatabaseFault> {
    node.read(|database| {
        let all = database.records::<Release>(&TableSql::of(Release::TABLE).all, Vec::new())?;
        let mut published: Vec<Release> = all.into_iter().filter(Release::is_published).collect();
        published.sort_by_key(|release| (std::cmp::Reverse(release.at), release.release_id));
        published
            .into_iter()
            .map(|release| Ok((release.clone(), cells_of(database, release.release_id)?)))
            .collect()
    })
}

/// What was published of the same period before: a new release must give nothing of it away.
///
/// # Errors
/// [`DatabaseFault`].
pub fn earlier(node: &Node, period: Span) -> Result<Vec<Vec<Cell>>, DatabaseFault> {
    let same = published(node)?.into_iter().filter(|(release, _)| release.period() == period);
    Ok(same.map(|(_, cells)| cells).collect())
}

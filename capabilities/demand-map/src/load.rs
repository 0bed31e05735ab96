//! Reads the live figures and the releases from the database: the same SQL text on both.

use crate::codes::ReleaseState;
use crate::linked::one_row_a_person;
use crate::live::{Live, Rows};
use crate::scheme::{Cell, figures, keys};
use crate::tables::{DemandRow, FunnelCase, FunnelPerson, Release, ReleaseCell};
use facts::Standing;
use kernel::{Cell as _, Id, Record, Span, Value};
use std::collections::HashMap;
use store::database::{TableSql, quoted};
use store::{Database, DatabaseFault, Node};

/// `SELECT` of a record's columns in their declared order.
fn select<R: Record>(rest: &str) -> String {
    let columns: Vec<String> = R::TABLE.columns.iter().map(|column| quoted(column.name)).collect();
    format!("SELECT {} FROM {} {rest}", columns.join(", "), R::TABLE.name)
}

/// Reads with one state of the database throughout, so that persons, cases and codings belong together.
fn in_snapshot<T>(
    node: &Node,
    read: impl FnOnce(&mut dyn Database) -> Result<T, DatabaseFault>,
) -> Result<T, DatabaseFault> {
    node.read(|database| {
        database.begin_snapshot()?;
        // After a fault the connection is thrown away, and the transaction with it.
        let answer = read(database)?;
        database.declare("COMMIT")?;
        Ok(answer)
    })
}

/// The live figures of these years, both counted.
///
/// # Errors
/// [`DatabaseFault`].
pub fn live(node: &Node, years: (i64, i64)) -> Result<Live, DatabaseFault> {
    in_snapshot(node, |database| live_in(database, years))
}

/// The live figures of a period, and what was published of exactly that period before, at one moment.
///
/// # Errors
/// [`DatabaseFault`].
pub fn to_freeze(node: &Node, period: Span) -> Result<(Live, Vec<Vec<Cell>>), DatabaseFault> {
    let years = (i64::from(period.from.parts().0), i64::from(period.to.parts().0));
    in_snapshot(node, |database| {
        let sql = select::<Release>("WHERE state = $1 AND period_from = $2 AND period_to = $3");
        let parameters =
            vec![ReleaseState::Published.to_value(), period.from.to_value(), period.to.to_value()];
        let same = database.records::<Release>(&sql, parameters)?;
        let earlier = same.iter().map(|release| cells_of(database, release.release_id));
        let earlier = earlier.collect::<Result<_, _>>()?;
        Ok((live_in(database, years)?, earlier))
    })
}

fn live_in(database: &mut dyn Database, years: (i64, i64)) -> Result<Live, DatabaseFault> {
    let roots = roots(database)?;
    let root_of = |person: Id| roots.get(&person).copied().unwrap_or(person);
    let mut rows = rows(database, years)?;
    // Linked records of one case may have begun in different years: the person counts in the first of these alone.
    rows.people = one_row_a_person(rows.people, &root_of);
    rows.people.retain(|person| (years.0..=years.1).contains(&person.first_year));
    Ok(Live::of(rows, &root_of))
}

/// The rows of some years. Of a case with somebody of these years come all persons: they may be linked to each other.
fn rows(database: &mut dyn Database, (first, last): (i64, i64)) -> Result<Rows, DatabaseFault> {
    const SUM: &str =
        "SELECT CAST(COALESCE(SUM(filed), 0) AS BIGINT) FROM report_year WHERE year BETWEEN $1 AND $2";
    const CASES: &str = "WHERE year BETWEEN $1 AND $2";
    const PEOPLE: &str =
        "WHERE case_id IN (SELECT case_id FROM funnel_person WHERE first_year BETWEEN $1 AND $2)";
    const CODINGS: &str = "WHERE case_id IN (SELECT case_id FROM funnel_person WHERE first_year BETWEEN $1 AND $2 \
         UNION SELECT case_id FROM funnel_case WHERE year BETWEEN $1 AND $2)";
    let years = || vec![Value::Integer(first), Value::Integer(last)];
    Ok(Rows {
        reports: database.number(SUM, years())?,
        cases: database.records(&select::<FunnelCase>(CASES), years())?,
        people: database.records(&select::<FunnelPerson>(PEOPLE), years())?,
        codings: database.records(&select::<DemandRow>(CODINGS), years())?,
    })
}

/// The record that speaks for each linked person.
fn roots(database: &mut dyn Database) -> Result<HashMap<Id, Id>, DatabaseFault> {
    let sql = format!("SELECT person, root FROM {} WHERE root <> $1", Standing::TABLE.name);
    let linked = database.rows(&sql, vec![Id::NONE.to_value()])?;
    let pair =
        |row: &Vec<Value>| Some((Id::from_value(row.first()?).ok()?, Id::from_value(row.get(1)?).ok()?));
    Ok(linked.iter().filter_map(pair).collect())
}

/// A release with its figures in the order of the scheme; none when there is no such release.
///
/// # Errors
/// [`DatabaseFault`].
pub fn release(node: &Node, id: Id) -> Result<Option<(Release, Vec<Cell>)>, DatabaseFault> {
    in_snapshot(node, |database| {
        let rows = database.records::<Release>(&TableSql::of(Release::TABLE).get, vec![id.to_value()])?;
        let Some(release) = rows.into_iter().next() else { return Ok(None) };
        let cells = cells_of(database, id)?;
        Ok(Some((release, cells)))
    })
}

fn cells_of(database: &mut dyn Database, id: Id) -> Result<Vec<Cell>, DatabaseFault> {
    let sql = select::<ReleaseCell>("WHERE release_id = $1");
    let rows = database.records::<ReleaseCell>(&sql, vec![id.to_value()])?;
    let by_key = figures(&rows.iter().map(ReleaseCell::figure).collect::<Vec<_>>());
    let cell = |key| Some(Cell { key, figure: *by_key.get(&key)? });
    Ok(keys().into_iter().filter_map(cell).collect())
}

/// So many of the newest published releases with their figures, the newest first.
///
/// # Errors
/// [`DatabaseFault`].
pub fn published(node: &Node, most: usize) -> Result<Vec<(Release, Vec<Cell>)>, DatabaseFault> {
    in_snapshot(node, |database| {
        let sql = select::<Release>(&format!("WHERE state = $1 ORDER BY at DESC, release_id LIMIT {most}"));
        let newest = database.records::<Release>(&sql, vec![ReleaseState::Published.to_value()])?;
        let with_cells = |release: Release| {
            let cells = cells_of(database, release.release_id)?;
            Ok((release, cells))
        };
        newest.into_iter().map(with_cells).collect()
    })
}

//! The worker that goes over what waits after a table of points was approved for these reports, too: some at a time, in the order in
//! which they are due. It only finds; what a report gets the gate decides, under a number that follows from where the step begins,
//! so that two workers at once do it once.

use crate::acts::Reassess;
use crate::acts::reassess::AT_A_TIME;
use crate::tables::weights::WeightsInForce;
use crate::weights::THE_ONE;
use kernel::{Actor, Cell as _, Id, Instant, Outcome, Purpose, Record, Value};
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, Node};

/// So many steps in a turn of the worker: the writer serves whoever reports between them.
const STEPS: usize = 5;

/// The next step, if there is one.
fn next(node: &Node) -> Result<Option<Reassess>, DatabaseFault> {
    let get = TableSql::of(WeightsInForce::TABLE).get;
    let sql = format!(
        "SELECT due_at, report FROM report WHERE waiting = 1 AND due_at >= $1 AND (due_at > $1 OR report > $2) \
         ORDER BY due_at, report LIMIT {AT_A_TIME}"
    );
    node.read(|database| {
        let rows = database.records::<WeightsInForce>(&get, vec![Value::Integer(THE_ONE)])?;
        let Some(here) = rows.into_iter().next().filter(|row| row.going_over) else { return Ok(None) };
        let found = database.rows(&sql, vec![here.upto_due.to_value(), here.upto_report.to_value()])?;
        let place = |row: &[Value]| {
            let (due_at, report) =
                (Instant::from_value(row.first()?).ok()?, Id::from_value(row.get(1)?).ok()?);
            Some((due_at, report))
        };
        let places: Vec<(Instant, Id)> = found.iter().filter_map(|row| place(row)).collect();
        let (upto_due, upto_report) = places.last().copied().unwrap_or((here.upto_due, here.upto_report));
        Ok(Some(Reassess {
            version: u32::try_from(here.weights_version).unwrap_or(u32::MAX),
            after_due: here.upto_due.0,
            after_report: here.upto_report,
            done: places.len() < AT_A_TIME,
            reports: places.into_iter().map(|(_, report)| report).collect(),
            upto_due: upto_due.0,
            upto_report,
        }))
    })
}

/// Goes some steps on; tells how many. Blocking.
///
/// # Errors
/// [`DeedFault`]: the next turn does what was not done.
pub(crate) fn work(node: &Node) -> Result<usize, DeedFault> {
    let mut steps = 0;
    while steps < STEPS {
        let found = next(node).map_err(|fault| DeedFault::Broken(fault.to_string()))?;
        let Some(step) = found else { break };
        let from = format!("points by table {} after {}", step.version, step.after_due);
        let id = step.after_report.derive(&from, 0);
        let deed = node.deed(id, &step, Actor::SYSTEM, Purpose::Reaction).build();
        match node.enter_now(deed).map(|answer| answer.outcome) {
            Ok(Outcome::Entered { .. }) => steps += 1,
            // Another worker was faster, or another table was approved meanwhile.
            Ok(_) | Err(DeedFault::AnotherBody) => break,
            Err(fault) => return Err(fault),
        }
    }
    Ok(steps)
}

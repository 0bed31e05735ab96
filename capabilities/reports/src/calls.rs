//! The caller: every minute it looks which urgent report nobody has, and calls. It only finds; whether a call is due the gate
//! decides, under a number that follows from the call before, so that two callers at once call once.

use crate::acts::CallHuman;
use crate::codes::CallState;
use crate::tables::Call;
use desk::Desk;
use kernel::{Actor, Cell as _, Id, Instant, Outcome, Purpose, Record};
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, Node};

/// So many reports are called for at a time; the next turn goes on.
const AT_A_TIME: i64 = 500;

/// What is due, with the moment since when: calls that wait for an answer, and what is urgent and beyond its time.
fn due(node: &Node, now: Instant) -> Result<Vec<(Id, Instant)>, DatabaseFault> {
    let every = TableSql::of(Call::TABLE).every;
    let sql = format!("{every} WHERE state = $1 AND next_at <= $2 ORDER BY next_at LIMIT {AT_A_TIME}");
    node.read(|database| {
        let mut found = Vec::new();
        // Those whom somebody took and forgot come first: they wait longest.
        for state in [CallState::Taken, CallState::Calling] {
            found.extend(database.records::<Call>(&sql, vec![state.to_value(), now.to_value()])?);
        }
        Ok(found.into_iter().map(|call| (call.report, call.next_at)).collect())
    })
}

/// Calls now; tells how many times. Blocking.
///
/// # Errors
/// [`DeedFault`]: the next turn does what was not done.
pub fn call(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let mut called = 0;
    for (report, since) in due(node, now).map_err(|fault| DeedFault::Broken(fault.to_string()))? {
        let act = CallHuman { report };
        let id = report.derive(&format!("call for what is due since {}", since.0), 0);
        let deed = node.deed(id, &act, Actor::SYSTEM, Purpose::Reaction).build();
        // What is wrong with one report keeps nobody from being called to the others.
        let answer = match node.enter_now(deed) {
            Ok(answer) => answer,
            Err(fault @ (DeedFault::Broken(_) | DeedFault::Stopping)) => return Err(fault),
            Err(fault) => {
                tracing::error!(%fault, "a call was not entered");
                continue;
            }
        };
        called += usize::from(!answer.again && matches!(answer.outcome, Outcome::Entered { .. }));
    }
    Ok(called)
}

/// The worker.
pub(crate) fn work(node: &Node) -> Result<usize, DeedFault> {
    call(node, Desk::now())
}

//! The caller: every minute it looks which urgent report nobody has, and which queue is silent, and calls. It only finds; whether a call is due the gate
//! decides, under a number that follows from the call before, so that two callers at once call once.

use crate::acts::CallHuman;
use crate::codes::{CallState, ReferralState};
use crate::tables::Call;
use desk::Desk;
use kernel::{Actor, Cell as _, Id, Instant, Outcome, Purpose, Record};
use store::database::TableSql;
use store::{Database, DatabaseFault, DeedFault, Node};

/// So many reports are called for at a time; the next turn goes on.
const AT_A_TIME: i64 = 500;

/// What is due, with the moment since when: first whom nobody was called to yet, then calls that wait for an answer and what
/// somebody took and forgot, then what waits in silence.
fn due(node: &Node, now: Instant) -> Result<Vec<(Id, Instant)>, DatabaseFault> {
    let every = TableSql::of(Call::TABLE).every;
    let fresh = format!(
        "{every} WHERE state = $1 AND times = 0 AND next_at <= $2 ORDER BY next_at LIMIT {AT_A_TIME}"
    );
    let again = format!("{every} WHERE state = $1 AND next_at <= $2 ORDER BY next_at LIMIT {AT_A_TIME}");
    node.read(|database| {
        let mut found = Vec::new();
        for (sql, state) in
            [(&fresh, CallState::Calling), (&again, CallState::Taken), (&again, CallState::Calling)]
        {
            let calls = database.records::<Call>(sql, vec![state.to_value(), now.to_value()])?;
            found.extend(calls.into_iter().map(|call| (call.report, call.next_at)));
        }
        found.extend(silent(database, now)?);
        found.extend(unanswered(database, now)?);
        Ok(found)
    })
}

/// Referrals of which the other unit has not said in time whether it has them, and to which nobody is called.
fn unanswered(database: &mut dyn Database, now: Instant) -> Result<Vec<(Id, Instant)>, DatabaseFault> {
    let sql = format!(
        "SELECT given.report, given.answer_by FROM report_referral AS given LEFT JOIN report_call AS call ON call.report = given.report \
         WHERE given.referral_state = $1 AND given.answer_by <= $2 AND (call.report IS NULL OR call.state = $3) \
         ORDER BY given.answer_by LIMIT {AT_A_TIME}"
    );
    let asked = vec![ReferralState::Waiting.to_value(), now.to_value(), CallState::Settled.to_value()];
    let place = |row: &[kernel::Value]| {
        Some((Id::from_value(row.first()?).ok()?, Instant::from_value(row.get(1)?).ok()?))
    };
    Ok(database.rows(&sql, asked)?.iter().filter_map(|row| place(row)).collect())
}

/// What waits longest beyond its time, in each unit whose queue is silent: one report a unit, so that those above are called to the
/// queue and not to each report in it. Where somebody is called to it or has it, that call goes on by itself.
fn silent(database: &mut dyn Database, now: Instant) -> Result<Vec<(Id, Instant)>, DatabaseFault> {
    let units = "SELECT unit, MIN(due_at) FROM report WHERE waiting = 1 AND due_at <= $1 GROUP BY unit";
    let oldest =
        "SELECT report FROM report WHERE waiting = 1 AND due_at = $1 AND unit = $2 ORDER BY report LIMIT 1";
    let mut found = Vec::new();
    for row in database.rows(units, vec![now.to_value()])? {
        let [unit, due_at] = row.as_slice() else { continue };
        let rows = database.rows(oldest, vec![due_at.clone(), unit.clone()])?;
        let report = rows.first().and_then(|row| row.first()).and_then(|cell| Id::from_value(cell).ok());
        let (Some(report), Ok(due_at)) = (report, Instant::from_value(due_at)) else { continue };
        let call = database.records::<Call>(&TableSql::of(Call::TABLE).get, vec![report.to_value()])?;
        if call.first().is_none_or(|call| call.state == CallState::Settled) {
            found.push((report, due_at));
        }
    }
    Ok(found)
}

/// Calls now; tells how many times. Blocking.
///
/// # Errors
/// [`DeedFault`]: the next turn does what was not done.
pub fn call(node: &Node, now: Instant) -> Result<usize, DeedFault> {
    let mut called = 0;
    let found = node.no_earlier(now).and_then(|now| due(node, now));
    for (report, since) in found.map_err(|fault| DeedFault::Broken(fault.to_string()))? {
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

/// The reports to which somebody would be called at that moment.
#[cfg(test)]
pub(crate) fn due_for_tests(node: &Node, now: Instant) -> Vec<Id> {
    due(node, now).unwrap().into_iter().map(|(report, _)| report).collect()
}

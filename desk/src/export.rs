//! Whoever takes a list out leaves a trace, which is durable before the file is given.

use crate::answers::{Denied, entered, problem_of_deed};
use crate::caller::Caller;
use crate::room::Desk;
use face::Problem;
use kernel::export::NoteExport;

/// Enters the trace of an export.
///
/// # Errors
/// Why it was not entered: then no file may be given.
pub async fn noted(desk: &Desk, caller: &Caller, note: NoteExport) -> Result<(), Problem> {
    let t = &caller.texts;
    let id = desk.node().new_id().map_err(|fault| problem_of_deed(t, &fault))?;
    let deed = desk.node().deed(id, &note, caller.actor, caller.purpose).build();
    let answer = desk.node().enter(deed).await.map_err(|fault| problem_of_deed(t, &fault))?;
    entered(answer).map(drop).map_err(|denied: Denied| denied.problem(t))
}

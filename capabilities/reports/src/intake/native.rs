//! What a sender's system hands in and asks after, whoever carries it: its own numbers are all that it knows a report by.

use super::{Line, Taken, declined, deed, line_of, numbers, prepared};
use crate::limits::is_language_tag;
use crate::tables::Report;
use kernel::codes::QueueState;
use kernel::{Actor, Cell as _, Id, Instant, Record as _};
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// Checks lines as they would be before they are entered, and enters nothing. Blocking.
pub(crate) fn try_out(node: &Node, actor: &Actor, lines: &[Line]) -> Vec<Taken> {
    let tried = |line: &Line| {
        if !line.language.is_empty() && !is_language_tag(&line.language) {
            return Taken::refused(
                &line.id,
                "language",
                "is no language tag",
                "a BCP 47 language tag such as ar or pt-BR",
            );
        }
        match prepared(node, actor, line).and_then(|one| deed(node, actor, &one).map(|_| one)) {
            Ok(one) => Taken { report: None, ..Taken::entered(&line.id, one.report(), "checked") },
            Err(why) => declined(&line.id, why),
        }
    };
    lines.iter().map(tried).collect()
}

/// How it stands with a report that a sender handed in under a number of its own: when it came, and where it stands. Of a number that it
/// never used there is nothing, whoever else did. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn standing(
    node: &Node,
    actor: &Actor,
    own_number: &str,
) -> Result<Option<(Id, Instant, QueueState)>, DatabaseFault> {
    let report = Id(numbers(node, actor, own_number).1);
    let get = TableSql::of(Report::TABLE).get;
    node.read(|database| {
        let Some(own) = database.records::<Report>(&get, vec![report.to_value()])?.pop() else {
            return Ok(None);
        };
        // What stands in a line goes where the line goes.
        let head = if own.state == QueueState::Folded { line_of(database, report)? } else { None };
        let head = match head {
            Some(head) => database.records::<Report>(&get, vec![head.to_value()])?.pop(),
            None => None,
        };
        Ok(Some((report, own.filed_at, head.map_or(own.state, |head| head.state))))
    })
}

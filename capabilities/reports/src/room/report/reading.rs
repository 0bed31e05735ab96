//! What is read for a report's page: rows, and the texts that are opened under a trace.

use super::{Beside, Caller, Message, Trace};
use crate::acts::file_report::{SLOT_NOT_FOR, SLOT_PLACE};
use crate::codes::Speaker;
use crate::core::messages;
use crate::priority::weights::Weights;
use crate::room::weights::weights_by;
use crate::tables::weights::ReportWeights;
use crate::tables::{Circumstance, ReportLink};
use desk::{Desk, is_known};
use kernel::{Cell as _, CodeList, Id, Record};
use serde_json::{Value, json};
use store::{LookFault, Node};

pub(in crate::room) fn rows_of<R: Record>(node: &Node, report: Id) -> Result<Vec<R>, store::DatabaseFault> {
    let sql = format!("{} WHERE report = $1 ORDER BY 2", store::database::TableSql::of(R::TABLE).every);
    node.read(|database| database.records::<R>(&sql, vec![report.to_value()]))
}

/// The table by which a report has its points.
pub(in crate::room) fn weights(node: &Node, report: Id) -> Result<Weights, store::DatabaseFault> {
    let by = rows_of::<ReportWeights>(node, report)?.pop();
    node.read(|database| weights_by(database, by.as_ref()))
}

/// How many officers were found under the names that the reporter keeps away.
pub(super) fn kept_away(node: &Node, report: Id) -> Result<i64, store::DatabaseFault> {
    let sql = "SELECT COUNT(*) FROM kept_from WHERE record_id = $1";
    node.read(|database| database.number(sql, vec![report.to_value()]))
}

/// Opens what is sealed beside an act, in words for a page.
pub(in crate::room) fn opened(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    act: Id,
    slot: u16,
) -> Result<String, LookFault> {
    match node.open_payload(trace, act, slot) {
        Ok(opened) => Ok(String::from_utf8_lossy(opened.expose()).into_owned()),
        Err(LookFault::Gone) => Ok(caller.texts.t("report-erased")),
        Err(fault) => Err(fault),
    }
}

/// What was told beside the text: it is sealed beside the act that filed the report.
pub(super) fn beside(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    report: Id,
    act: Id,
) -> Result<Option<Beside>, LookFault> {
    let sql = store::database::TableSql::of(<Circumstance as Record>::TABLE).get;
    let rows = node.read(|database| database.records::<Circumstance>(&sql, vec![report.to_value()]))?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let words = |is_told: bool, slot| {
        if is_told { opened(node, caller, trace, act, slot) } else { Ok(String::new()) }
    };
    let (not_for, place) = (words(row.kept_from, SLOT_NOT_FOR)?, words(row.tells_place, SLOT_PLACE)?);
    Ok(Some(Beside { row, not_for, place }))
}

/// What a report belongs together with, as far as the reader may know of it.
pub(super) fn linked(
    node: &Node,
    caller: &Caller,
    report: Id,
) -> Result<Vec<ReportLink>, store::DatabaseFault> {
    let sql = store::database::TableSql::of(ReportLink::TABLE).every;
    let sql = format!("{sql} WHERE report = $1 OR other_report = $1 ORDER BY 1, 2");
    node.read(|database| {
        let mut known = Vec::new();
        for row in database.records::<ReportLink>(&sql, vec![report.to_value()])? {
            if is_known(database, &caller.actor, row.other_than(report), Desk::now())? {
                known.push(row);
            }
        }
        Ok(known)
    })
}

/// The messages of a thread behind that place, with their texts.
pub(in crate::room) fn thread_after(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    report: Id,
    after: i64,
) -> Result<Vec<(Message, String)>, LookFault> {
    let all = messages(node, report)?.into_iter().filter(|message| message.n > after);
    with_texts(node, caller, trace, all.collect())
}

/// One message as programs read it.
pub(in crate::room) fn said_json(message: &Message, text: &str) -> Value {
    json!({ "speaker": message.speaker.code(), "at": message.at.to_string(), "text": text, "notice": message.notice })
}

/// Messages with what was said in each; a notice has no text of its own.
pub(in crate::room) fn with_texts(
    node: &Node,
    caller: &Caller,
    trace: &Trace,
    messages: Vec<Message>,
) -> Result<Vec<(Message, String)>, LookFault> {
    let text = |message: &Message| {
        if message.speaker == Speaker::Notice {
            return Ok(String::new());
        }
        let slot = u16::try_from(message.slot).unwrap_or(u16::MAX);
        opened(node, caller, trace, message.act, slot)
    };
    let read = |message: Message| {
        let said = text(&message)?;
        Ok((message, said))
    };
    messages.into_iter().map(read).collect()
}

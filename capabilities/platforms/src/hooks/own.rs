//! What a sender may see of its own: its reports' states, its webhook and the messages to it. Each is bounded and pages.

use crate::codes::HookDelivery;
use crate::tables::{HookMessage, MachineReport, SenderHook};
use facts::machine::{SenderStage, SentReport, Wire};
use kernel::{Cell as _, CodeList as _, Id, Record as _};
use serde::Serialize;
use store::database::TableSql;
use store::{Database, DatabaseFault, Node};
use utoipa::ToSchema;

/// Most rows of one answer.
pub(crate) const MOST: i64 = 1_000;

/// A report of the sender's, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
// Another room describes how it stands with one report, under that name.
#[schema(as = ChangedReport)]
pub(crate) struct Standing {
    /// The report's number, as the sender was answered.
    pub(crate) report: Id,
    /// Its number on the CyberTipline wire; null where it came by this API.
    pub(crate) number: Option<i64>,
    /// `received`, `in-review`, `referred`, `put-aside` or `became-case`: never who looks at it, and nothing of what was found.
    pub(crate) status: &'static str,
    /// What would have made it useful, as codes; empty while nobody said anything.
    pub(crate) needed: Vec<String>,
    /// The place of its last change among all changes of your reports: rising, with gaps. `since` takes it.
    pub(crate) sequence: i64,
    /// When it was handed in whole, in milliseconds since 1970.
    pub(crate) received_at: i64,
    /// When it last changed.
    pub(crate) changed_at: i64,
}

/// Codes that stand apart by spaces.
pub(crate) fn codes(text: &str) -> Vec<String> {
    text.split_whitespace().map(ToOwned::to_owned).collect()
}

/// The number on the wire of a report that came by it.
fn wire_number(database: &mut dyn Database, report: Id) -> Result<Option<i64>, DatabaseFault> {
    let get = TableSql::of(MachineReport::TABLE).get;
    Ok(database.records::<MachineReport>(&get, vec![report.to_value()])?.pop().map(|row| row.number))
}

/// Reports of the sender that changed after that place, in the order of their last change. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn standings(
    node: &Node,
    sender: Id,
    since: i64,
    limit: i64,
) -> Result<Vec<Standing>, DatabaseFault> {
    let every = TableSql::of(SentReport::TABLE).every;
    let sql =
        format!("{every} WHERE sender = $1 AND place > $2 ORDER BY place LIMIT {}", limit.clamp(1, MOST));
    node.read(|database| {
        let rows = database.records::<SentReport>(&sql, vec![sender.to_value(), since.to_value()])?;
        rows.into_iter()
            .map(|row| {
                Ok(Standing {
                    report: row.report,
                    number: wire_number(database, row.report)?,
                    status: row.sender_stage.code(),
                    needed: codes(&row.needed),
                    sequence: row.place,
                    received_at: row.sent_at.0,
                    changed_at: row.told_at.0,
                })
            })
            .collect()
    })
}

/// The sender's webhook, while it is used. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn hook(node: &Node, sender: Id) -> Result<Option<SenderHook>, DatabaseFault> {
    let get = TableSql::of(SenderHook::TABLE).get;
    let rows = node.read(|database| database.records::<SenderHook>(&get, vec![sender.to_value()]))?;
    Ok(rows.into_iter().find(|row| row.in_use))
}

/// Messages to the sender's webhook after that place, of one state or of all, in their order. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn messages(
    node: &Node,
    sender: Id,
    since: i64,
    state: Option<HookDelivery>,
    limit: i64,
) -> Result<Vec<HookMessage>, DatabaseFault> {
    let every = TableSql::of(HookMessage::TABLE).every;
    let mut asked = vec![sender.to_value(), since.to_value()];
    let mut of_state = "";
    if let Some(state) = state {
        asked.push(state.to_value());
        of_state = "AND hook_delivery = $3";
    }
    let sql = format!(
        "{every} WHERE sender = $1 AND sequence > $2 {of_state} ORDER BY sequence LIMIT {}",
        limit.clamp(1, MOST)
    );
    node.read(|database| database.records::<HookMessage>(&sql, asked))
}

/// Which of the sender's reports are asked for, and with which values.
fn of_stage(sender: Id, stage: Option<SenderStage>) -> (&'static str, Vec<kernel::Value>) {
    match stage {
        None => ("sender = $1", vec![sender.to_value()]),
        Some(stage) => ("sender = $1 AND sender_stage = $2", vec![sender.to_value(), stage.to_value()]),
    }
}

/// How many reports of the sender stand so. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn count_of(node: &Node, sender: Id, stage: Option<SenderStage>) -> Result<i64, DatabaseFault> {
    let (which, asked) = of_stage(sender, stage);
    let sql = format!("SELECT COUNT(*) FROM sent_report WHERE {which}");
    node.read(|database| database.number(&sql, asked))
}

/// Some reports of the sender, what changed last first, with their numbers on the wire. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn page_of(
    node: &Node,
    sender: Id,
    stage: Option<SenderStage>,
    limit: i64,
    offset: i64,
) -> Result<Vec<(SentReport, Option<i64>)>, DatabaseFault> {
    let (which, asked) = of_stage(sender, stage);
    let every = TableSql::of(SentReport::TABLE).every;
    let sql = format!("{every} WHERE {which} ORDER BY place DESC LIMIT {limit} OFFSET {offset}");
    node.read(|database| {
        let rows = database.records::<SentReport>(&sql, asked)?;
        rows.into_iter()
            .map(|row| {
                let number =
                    if row.wire == Wire::CyberTipline { wire_number(database, row.report)? } else { None };
                Ok((row, number))
            })
            .collect()
    })
}

/// The latest messages to the sender's webhook, of one state or of all. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub(crate) fn latest_messages(
    node: &Node,
    sender: Id,
    state: Option<HookDelivery>,
    limit: i64,
) -> Result<Vec<HookMessage>, DatabaseFault> {
    let every = TableSql::of(HookMessage::TABLE).every;
    let (mut asked, mut of_state) = (vec![sender.to_value()], "");
    if let Some(state) = state {
        asked.push(state.to_value());
        of_state = "AND hook_delivery = $2";
    }
    let sql =
        format!("{every} WHERE sender = $1 {of_state} ORDER BY sequence DESC, said_at DESC LIMIT {limit}");
    node.read(|database| database.records::<HookMessage>(&sql, asked))
}

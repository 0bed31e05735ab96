//! Webhooks of senders' systems, what they are told, and what became of it.

use crate::codes::{HookAttempt, HookDelivery};
use crate::events::{HookAttempted, HookBegun, HookEnded, HookLaid, HookTried, MessagesAgain};
use crate::limits::{DEAD_AFTER_MS, UNTOLD_MS, hook_rest_ms, message_pause_ms};
use facts::machine::{SenderStage, SenderToTell, SentReport};
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables, record};

record! {
    /// Webhooks of senders' systems, one a unit.
    pub struct SenderHook in "sender_hook", Derived, key 1, indexes [] {
        /// The unit whose system it is.
        sender: Id, Internal;
        /// Its number: its address and secret are sealed under it.
        hook: Id, Internal;
        /// 1 while it is used.
        in_use: bool, Internal;
        /// The act beside which address and secret are sealed.
        laid_in: Id, Internal;
        /// Who laid it down: an administrator, or a key of the sender's.
        laid_by: Id, Internal;
        /// When, UTC ms.
        laid_at: Instant, Internal;
        /// How many attempts failed since the last that did not.
        failed: i64, Internal;
        /// Until when nothing goes there, UTC ms.
        rest_until: Instant, Internal;
        /// When a message was last taken over, UTC ms; 0 before the first.
        taken_at: Instant, Internal;
    }
}

record! {
    /// What senders' systems are told, and how far it came.
    pub struct HookMessage in "hook_message", Derived, key 1, indexes [by_sender: 1 3, by_delivery: 7 1 3, by_report: 2 3] {
        /// The message: the same number goes out with each attempt.
        message: Id, Internal;
        /// The unit whose system is told.
        sender: Id, Internal;
        /// The report; none for a trial.
        report: Id, Internal;
        /// Its place among what that sender is told, rising.
        sequence: i64, Internal;
        /// Where the report stands by it.
        sender_stage: SenderStage, Internal;
        /// What would have made it useful: codes, apart by spaces.
        needed: String, Internal;
        /// When it became so, UTC ms.
        said_at: Instant, Internal;
        /// How far it came.
        hook_delivery: HookDelivery, Internal;
        /// How many attempts were begun.
        attempts: i64, Internal;
        /// 1 while an attempt was begun of which nothing was told.
        under_way: bool, Internal;
        /// Not before when the next attempt, UTC ms; while one is under way, until when that is waited for.
        try_at: Instant, Internal;
        /// Since when it is on its way, UTC ms.
        due_since: Instant, Internal;
        /// When the last attempt was begun, UTC ms; 0 before the first.
        tried_at: Instant, Internal;
        /// What became of the last attempt.
        hook_attempt: HookAttempt, Internal;
        /// HTTP status of it; 0 when there was none.
        answer_code: i64, Internal;
    }
}

impl HookMessage {
    /// Index by report and sequence.
    pub const BY_REPORT: &'static str = "hook_message_by_report";

    /// What is entered about it: the report, so that its erasure takes the message along; for a trial the sender.
    pub(crate) fn about(&self) -> Id {
        self.report.some().unwrap_or(self.sender)
    }
}

/// What facts make of them.
pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (SenderToTell::KIND, apply_to_tell as Apply),
        (HookLaid::KIND, apply_laid),
        (HookEnded::KIND, apply_ended),
        (HookTried::KIND, apply_tried),
        (MessagesAgain::KIND, apply_again),
        (HookBegun::KIND, apply_begun),
        (HookAttempted::KIND, apply_attempted),
    ]
}

/// The number of the message that tells of an entry.
fn number(entry: &Entry) -> Id {
    entry.act.derive("webhook", u32::from(entry.ordinal))
}

fn apply_to_tell(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SenderToTell { report, sender, .. } = entry.event()?;
    // Whoever keeps these has counted it by now.
    let Some(row) = tables.get::<SentReport>(report)? else { return Ok(()) };
    let told = HookMessage {
        sender_stage: row.sender_stage,
        needed: row.needed,
        ..new_message(number(entry), sender, report, row.place, entry)
    };
    put_message(tables, told)
}

fn new_message(message: Id, sender: Id, report: Id, sequence: i64, entry: &Entry) -> HookMessage {
    HookMessage {
        message,
        sender,
        report,
        sequence,
        sender_stage: SenderStage::Received,
        needed: String::new(),
        said_at: entry.recorded,
        hook_delivery: HookDelivery::Kept,
        attempts: 0,
        under_way: false,
        try_at: entry.recorded,
        due_since: entry.recorded,
        tried_at: Instant(0),
        hook_attempt: HookAttempt::NotYet,
        answer_code: 0,
    }
}

/// It is on its way where there is a webhook.
fn put_message(tables: &mut dyn Tables, mut message: HookMessage) -> Result<(), TableFault> {
    if tables.get::<SenderHook>(message.sender)?.is_some_and(|hook| hook.in_use) {
        message.hook_delivery = HookDelivery::OnItsWay;
    }
    tables.put(&message)
}

fn apply_laid(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HookLaid { hook, sender } = entry.event()?;
    tables.put(&SenderHook {
        sender,
        hook,
        in_use: true,
        laid_in: entry.act,
        laid_by: entry.actor.id,
        laid_at: entry.recorded,
        failed: 0,
        rest_until: entry.recorded,
        taken_at: Instant(0),
    })
}

fn apply_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HookEnded { sender } = entry.event()?;
    tables.change::<SenderHook>(sender, |row| row.in_use = false)
}

fn apply_tried(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HookTried { sender, message } = entry.event()?;
    // A trial does not wait until the webhook has rested.
    tables.change::<SenderHook>(sender, |row| row.rest_until = entry.recorded)?;
    put_message(tables, new_message(message, sender, Id::NONE, 0, entry))
}

fn apply_again(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MessagesAgain { sender, messages } = entry.event()?;
    for message in messages {
        let Some(row) = tables.get::<HookMessage>(message)?.filter(|row| row.sender == sender) else {
            continue;
        };
        // What is being delivered goes on as it is.
        if row.hook_delivery != HookDelivery::OnItsWay {
            put_message(tables, HookMessage { try_at: entry.recorded, due_since: entry.recorded, ..row })?;
        }
    }
    tables.change::<SenderHook>(sender, |row| row.rest_until = entry.recorded)
}

fn apply_begun(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HookBegun { message, attempt } = entry.event()?;
    tables.change::<HookMessage>(message, |row| {
        row.attempts = i64::from(attempt);
        row.under_way = true;
        row.tried_at = entry.recorded;
        row.try_at = Instant(entry.recorded.0.saturating_add(UNTOLD_MS));
    })
}

fn apply_attempted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HookAttempted { message, became, code, .. } = entry.event()?;
    let Some(mut row) = tables.get::<HookMessage>(message)? else { return Ok(()) };
    let now = entry.recorded;
    row.under_way = false;
    row.hook_attempt = became;
    row.answer_code = i64::from(code);
    row.try_at = Instant(now.0.saturating_add(message_pause_ms(row.attempts)));
    let is_over = now.0.saturating_sub(row.due_since.0) >= DEAD_AFTER_MS;
    row.hook_delivery = match became {
        HookAttempt::Taken => HookDelivery::Taken,
        HookAttempt::RefusedForGood => HookDelivery::Dead,
        // A trial is to show something now.
        _ if is_over || row.report.is_none() => HookDelivery::Dead,
        _ => HookDelivery::OnItsWay,
    };
    tables.put(&row)?;
    tables.change::<SenderHook>(row.sender, |hook| {
        if became == HookAttempt::Taken {
            (hook.taken_at, hook.failed, hook.rest_until) = (now, 0, now);
        } else {
            hook.failed = hook.failed.saturating_add(1);
            hook.rest_until = Instant(now.0.saturating_add(hook_rest_ms(became, hook.failed)));
        }
    })
}

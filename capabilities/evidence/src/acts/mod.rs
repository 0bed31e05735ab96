//! The room's acts, one file each.

pub mod answer_handover;
pub mod approve_handover;
pub mod approve_recipient;
pub mod call_off;
pub mod propose_handover;
pub mod propose_recipient;
pub mod record_package;
pub mod tell_hand;
pub mod withdraw_recipient;

pub use answer_handover::AnswerHandover;
pub use approve_handover::ApproveHandover;
pub use approve_recipient::ApproveRecipient;
pub use call_off::CallOff;
pub use propose_handover::ProposeHandover;
pub use propose_recipient::ProposeRecipient;
pub use record_package::RecordPackage;
pub use tell_hand::TellHand;
pub use withdraw_recipient::WithdrawRecipient;

use crate::codes::HandoverState;
use crate::tables::{Handover, Recipient};
use kernel::{ActSpec, Ctx, Day, Denial, Hash, Id, Problem, Role, Span, View};

/// Who names recipients.
pub(crate) const KEEPERS: &[Role] = &[Role::Administrator, Role::Overseer];
/// Who hands originals over.
pub(crate) const WORKERS: &[Role] = &[Role::Analyst, Role::Investigator, Role::Prosecutor];
/// Most originals of one handover.
pub(crate) const MOST: usize = 64;

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<ProposeRecipient>(),
        ActSpec::of::<ApproveRecipient>(),
        ActSpec::of::<WithdrawRecipient>(),
        ActSpec::of::<ProposeHandover>(),
        ActSpec::of::<ApproveHandover>(),
        ActSpec::of::<CallOff>(),
        ActSpec::of::<RecordPackage>(),
        ActSpec::of::<TellHand>(),
        ActSpec::of::<AnswerHandover>(),
    ]
}

fn wrong<T>(field: &'static str, wrong: &str, right: &'static str) -> Result<T, Denial> {
    Err(Problem::new(field, wrong, right).into())
}

/// Whether a text is an age recipient with an X25519 key.
fn is_key(text: &str) -> bool {
    text.parse::<age::x25519::Recipient>().is_ok_and(|key| key.to_string() == text)
}

/// What two people compare aloud: the first 16 hexadecimal digits of SHA-256 of the key.
#[must_use]
pub fn fingerprint(key: &str) -> String {
    Hash::of(&[key.as_bytes()]).0[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The last possible day of what was typed, from today to a year from today.
fn last_day(until: Span, today: Day) -> Result<Day, Denial> {
    if until.is_unknown() || until.to < today || until.to > today.plus_years(1) {
        return wrong("until", "is no such day", "a day from today to a year from today");
    }
    Ok(until.to)
}

/// A SHA-256 value of 64 hexadecimal digits.
fn hash_of(field: &'static str, text: &str) -> Result<Hash, Denial> {
    let digit = |n: usize| text.get(2 * n..2 * n + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    let bytes: Option<Vec<u8>> = (0..32).map(digit).collect();
    let is_plain = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match bytes.and_then(|bytes| bytes.try_into().ok()).filter(|_| is_plain) {
        Some(bytes) => Ok(Hash(bytes)),
        None => wrong(field, "is no SHA-256 value", "64 hexadecimal digits"),
    }
}

/// The recipient of that number, while it may get originals.
fn in_force(recipient: Id, ctx: &Ctx, view: &View) -> Result<Recipient, Denial> {
    let row = view.get::<Recipient>(recipient).filter(|row| row.may_get(ctx.now.day()));
    row.map_or_else(|| wrong("recipient", "may get nothing", "one that is in force"), Ok)
}

/// The handover of that number of that record, while it is so far. One of another record is answered like none.
fn at(record: Id, handover: Id, states: &[HandoverState], view: &View) -> Result<Handover, Denial> {
    let row = view
        .get::<Handover>(handover)
        .filter(|row| row.record_id == record && states.contains(&row.handover_state));
    row.map_or_else(|| wrong("handover", "is none that is so far", "one of this record whose turn it is"), Ok)
}

#[cfg(test)]
mod tests;

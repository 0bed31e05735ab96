//! What the room bounds.

use crate::codes::HookAttempt;

/// Largest document of a report or of a file's details, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 4 << 20;
/// So much of a document or a file lies sealed in one slot, in bytes.
pub const SLOT_BYTES: usize = 1 << 20;
/// Largest file where the operator says nothing else, in mebibytes,
pub const FILE_MEBIBYTES: u32 = 1_024;
/// and in bytes.
pub const FILE_BYTES: u64 = (FILE_MEBIBYTES as u64) << 20;
/// Largest file that an operator may let in, in mebibytes: the entry that takes it in promises each slot.
pub const MOST_FILE_MEBIBYTES: u32 = 4_096;
/// The same in bytes.
pub const MOST_FILE_BYTES: u64 = (MOST_FILE_MEBIBYTES as u64) << 20;
/// Most files of one report.
pub const MAX_FILES: i64 = 1_000;
/// So many files are being received at once, each with a few slots of memory; the others wait for their turn.
pub const FILES_AT_ONCE: usize = 16;
/// So many of them are of one key, so that no sender shuts out the others.
pub const FILES_OF_ONE: usize = 12;
/// A file that waits so long for its turn, in seconds, is to be sent again later.
pub const TURN_SECONDS: u64 = 60;
/// An open report expires at the later of so long after it was opened, in ms,
pub const OPEN_MS: i64 = 24 * 3_600_000;
/// and so long after it was last changed.
pub const IDLE_MS: i64 = 3_600_000;
/// The number on the wire of the first report: too large for 32 bits, so that no client gets used to less.
pub const FIRST_NUMBER: i64 = 3_000_000_000;

/// How many slots so many bytes take: one at least.
#[must_use]
pub fn slots_of(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(SLOT_BYTES as u64).max(1)).unwrap_or(u32::MAX)
}

/// A message that a sender's webhook does not take is tried for so long, in ms: four days. Then it is a dead letter.
pub const DEAD_AFTER_MS: i64 = 4 * 24 * 3_600_000;
/// An attempt of which nothing was told for so long, in ms, came to nothing that anybody knows.
pub const UNTOLD_MS: i64 = 180_000;
/// So many messages go out again by one request.
pub const AGAIN_AT_ONCE: usize = 256;
/// Longest address of a webhook, in characters.
pub const MAX_ADDRESS_CHARS: usize = 500;

/// Milliseconds that grow twofold with each failure, from `first` to `most`.
fn doubling(failures: i64, first: i64, most: i64) -> i64 {
    let doublings = u32::try_from(failures.saturating_sub(1).clamp(0, 20)).unwrap_or(20);
    first.saturating_mul(1 << doublings).min(most)
}

/// Milliseconds from one attempt of a message to its next: 5 seconds, then twice as long each time, an hour at most.
#[must_use]
pub fn message_pause_ms(attempts: i64) -> i64 {
    doubling(attempts, 5_000, 3_600_000)
}

/// For how long nothing goes to a webhook after so many failures, in ms. Where somebody answers and does not want that one message, the
/// others go soon.
#[must_use]
pub fn hook_rest_ms(became: HookAttempt, failed: i64) -> i64 {
    match became {
        HookAttempt::Taken | HookAttempt::NotYet => 0,
        HookAttempt::RefusedForGood | HookAttempt::Refused => doubling(failed, 1_000, 60_000),
        _ => doubling(failed, 5_000, 15 * 60_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_their_most_and_a_message_is_tried_for_days() {
        assert_eq!(
            [1, 2, 3, 20, i64::MAX].map(message_pause_ms),
            [5_000, 10_000, 20_000, 3_600_000, 3_600_000]
        );
        assert_eq!(hook_rest_ms(HookAttempt::Unreachable, 50), 900_000);
        assert_eq!(hook_rest_ms(HookAttempt::Refused, 50), 60_000);
        assert_eq!(hook_rest_ms(HookAttempt::Taken, 9), 0);
        const { assert!(DEAD_AFTER_MS >= 3 * 24 * 3_600_000) };
    }
}

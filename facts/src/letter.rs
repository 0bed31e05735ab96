//! A letter that leaves by itself: what became of an attempt, and when there is another. Shared by every room that writes to the world.

use kernel::code_list;

code_list! {
    /// What became of an attempt to deliver a letter.
    pub LetterTried, "letter-tried", version 1, source "RFC 5321, section 4.2.1" {
        NotYet = 0, "not-yet", "Nobody tried yet";
        Taken = 1, "taken", "The other side has taken it over";
        Refused = 2, "refused", "The other side said: not now";
        RefusedForGood = 3, "refused-for-good", "The other side said: never";
        NotSent = 4, "not-sent", "It did not leave";
        Unknown = 5, "unknown", "It left, and no answer came";
        NotSetUp = 6, "not-set-up", "This node has no mail server";
        Unfit = 7, "unfit", "Contact or address cannot be read any more";
    }
}

/// A letter that nobody took over is tried so often, which takes two days.
pub const MOST_ATTEMPTS: i64 = 12;
/// Longest pause between two attempts, in milliseconds: six hours.
const LONGEST_PAUSE_MS: i64 = 6 * 3_600_000;

/// What comes after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It was taken over: nothing.
    Taken,
    /// Nobody takes it over: a human looks after it.
    GivenUp,
    /// Another attempt, under the same number, after a [pause](pause_ms).
    Again,
}

/// What comes after the attempt of that number, from 1, that ended so.
#[must_use]
pub fn after(tried: LetterTried, attempt: i64) -> After {
    match tried {
        LetterTried::Taken => After::Taken,
        LetterTried::RefusedForGood | LetterTried::Unfit => After::GivenUp,
        // Counted on where somebody sends it once more: then it has as many again.
        _ if attempt % MOST_ATTEMPTS == 0 => After::GivenUp,
        _ => After::Again,
    }
}

/// Milliseconds from one attempt to the next: a minute, then twice as long each time, six hours at most.
#[must_use]
pub fn pause_ms(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1).max(0) % MOST_ATTEMPTS).unwrap_or(10).min(10);
    60_000_i64.saturating_mul(1 << doublings).min(LONGEST_PAUSE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!([1, 2, 3, 12, 13].map(pause_ms), [60_000, 120_000, 240_000, LONGEST_PAUSE_MS, 60_000]);
        let ends = |tried, attempt| matches!(after(tried, attempt), After::GivenUp);
        assert!(ends(LetterTried::Unfit, 1) && ends(LetterTried::NotSent, MOST_ATTEMPTS));
        assert_eq!(after(LetterTried::Unknown, 1), After::Again);
        assert_eq!(
            after(LetterTried::Refused, MOST_ATTEMPTS + 1),
            After::Again,
            "sent once more by somebody"
        );
        assert!(ends(LetterTried::Refused, 2 * MOST_ATTEMPTS));
        assert_eq!(after(LetterTried::Taken, MOST_ATTEMPTS), After::Taken);
    }
}

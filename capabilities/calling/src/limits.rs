//! How long, how often, how many.

/// The last level.
pub const LAST_LEVEL: u8 = 3;
/// Open ways of one unit at most: each call goes to all of them.
pub const MOST_WAYS: usize = 50;
/// Longest address, in characters.
pub const MAX_ADDRESS_CHARS: usize = 500;
/// A message that nobody took over is tried so often, which takes an hour: by then those above were called.
pub const MOST_ATTEMPTS: i64 = 16;
/// An attempt of which nothing was told for so long, in milliseconds, came to nothing that anybody knows: whoever made it is gone.
pub const UNTOLD_MS: i64 = 180_000;
/// For so long, in milliseconds, a message does for every further call by the same way: all of them lead to the same list.
pub const DOES_FOR_ALL_MS: i64 = 60_000;

/// Milliseconds from one attempt to the next: 15 seconds, then twice as long each time, five minutes at most.
#[must_use]
pub fn pause_ms(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 10)).unwrap_or(10);
    15_000_i64.saturating_mul(1 << doublings).min(300_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_five_minutes() {
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 100].map(pause_ms),
            [15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]
        );
        assert_eq!(pause_ms(i64::MIN), 15_000);
    }
}

//! How long, how often, how many.

/// A minute, in milliseconds.
pub const MINUTE_MS: i64 = 60_000;
/// What nobody takes over is tried so often, which takes two days; then it waits for a person.
pub const MOST_ATTEMPTS: i64 = 12;
/// A word about an address follows so long after the address: never in the run that created the report there.
pub const WORD_PAUSE_MS: i64 = MINUTE_MS;
/// Longest name of a hotline, in characters.
pub const MAX_NAME: usize = 120;
/// Longest endpoint, in bytes.
pub const MAX_ENDPOINT: usize = 500;
/// Most States of one hotline.
pub const MOST_COUNTRIES: usize = 250;
/// Most words about one address that one act tells as heard.
pub const MOST_HEARD: usize = 100;
/// A list is read from so long before the newest that came: what was assigned late is older than it.
pub const OVERLAP_MS: i64 = 24 * 60 * MINUTE_MS;

/// Milliseconds from one attempt to the next: a minute, then twice as long each time, six hours at most.
#[must_use]
pub fn pause_ms(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 10)).unwrap_or(10);
    MINUTE_MS.saturating_mul(1 << doublings).min(360 * MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!([1, 2, 3, 20].map(pause_ms), [60_000, 120_000, 240_000, 360 * MINUTE_MS]);
    }
}

//! How long, how often, how many.

use crate::codes::CheckFound;

/// An hour, in milliseconds.
pub const HOUR_MS: i64 = 3_600_000;
/// A hold of the police lasts so many days at most; it can be placed again.
pub const MOST_HOLD_DAYS: i64 = 90;
/// After so many looks in a row at which nobody answered, an address counts as offline: about a day.
pub const MISSES: i64 = 4;
/// One act tells of so many looks at most.
pub const MOST_CHECKS: usize = 500;
/// A table of labels has so many at most.
pub const MOST_LABELS: usize = 1_000;
/// Longest label.
pub const MAX_LABEL: usize = 40;
/// Longest name of a registrar, in characters.
pub const MAX_REGISTRAR: usize = 120;

/// A link to a host's page opens it for so many days after the last notice.
pub const LINK_DAYS: i64 = 180;
/// A notice makes a link last longer once it would end within so many days.
pub const LINK_RENEWED_DAYS: i64 = 90;
/// Longest words of an appeal by a host, in characters.
pub const MAX_APPEAL: usize = 5_000;

/// A registry is asked again for a host that it told of, or does not know, after so many days.
pub const REGISTRY_DAYS: i64 = 7;
/// One fact names so many addresses at most.
pub const MOST_REOPENED: usize = 1_000;

/// Milliseconds until a registry is asked again that did not answer, or with what cannot be read: ten minutes, then twice as long each
/// time, a day at most; never before it asks for it itself.
#[must_use]
pub fn registry_pause_ms(misses: i64, asked_for_ms: i64) -> i64 {
    let doublings = u32::try_from(misses.clamp(0, 10)).unwrap_or(10);
    (10 * 60_000_i64).saturating_mul(1 << doublings).max(asked_for_ms).min(24 * HOUR_MS)
}

/// Milliseconds until an address is looked at again: each hour in the first day after the notice, each six hours in the first week, then
/// once a day; none when there is nothing left to look at.
#[must_use]
pub fn check_pause_ms(since_notice_ms: i64, found: CheckFound) -> Option<i64> {
    match found {
        CheckFound::Gone | CheckFound::Barred => None,
        _ if since_notice_ms < 24 * HOUR_MS => Some(HOUR_MS),
        _ if since_notice_ms < 7 * 24 * HOUR_MS => Some(6 * HOUR_MS),
        _ => Some(24 * HOUR_MS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let day = 24 * HOUR_MS;
        assert_eq!(check_pause_ms(0, CheckFound::There), Some(HOUR_MS));
        assert_eq!(check_pause_ms(2 * day, CheckFound::There), Some(6 * HOUR_MS));
        assert_eq!(check_pause_ms(30 * day, CheckFound::Refused), Some(day));
        assert_eq!(check_pause_ms(0, CheckFound::Gone), None);
        assert_eq!([0, 1, 20].map(|misses| registry_pause_ms(misses, 0)), [600_000, 1_200_000, day]);
        assert_eq!([2 * HOUR_MS, 30 * day].map(|asked| registry_pause_ms(0, asked)), [2 * HOUR_MS, day]);
    }
}

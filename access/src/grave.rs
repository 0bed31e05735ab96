//! What is so grave that whoever does it proves first, once more, who they are.

use crate::scope::covers;
use kernel::Instant;

/// Grave acts, by name or as all acts of a room: who may work here, what is erased, what is published, to whom addresses go.
pub const GRAVE: &[&str] = &[
    "access.*",
    "journal.confirm-erasure",
    "journal.confirm-erasures",
    "journal.rotate-keys",
    "demand-map.confirm-release",
    "letting-go.approve-schedule",
    "letting-go.lift-hold",
    "exchange.approve-peer",
];

/// How long a proof holds.
pub const PROOF_HOLDS_MS: i64 = 10 * 60 * 1000;

/// Whether an act of that name is grave.
#[must_use]
pub fn is_grave(name: &str) -> bool {
    GRAVE.iter().any(|line| covers(line, name))
}

/// Whether a proof of that moment still holds.
#[must_use]
pub fn holds(proved: Instant, now: Instant) -> bool {
    proved <= now && now.0 - proved.0 <= PROOF_HOLDS_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_holds_ten_minutes_and_none_is_of_tomorrow() {
        let at = Instant(1_000_000_000);
        assert!(holds(at, at) && holds(at, Instant(at.0 + PROOF_HOLDS_MS)));
        assert!(!holds(at, Instant(at.0 + PROOF_HOLDS_MS + 1)) && !holds(at, Instant(at.0 - 1)));
        assert!(is_grave("access.approve-account") && is_grave("journal.confirm-erasure"));
        assert!(!is_grave("journal.ask-erasure") && !is_grave("reports.file"));
    }
}

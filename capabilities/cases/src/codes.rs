//! Code lists of this room.

use kernel::code_list;
use kernel::codes::Listing;
use kernel::rule::Ground;

code_list! {
    /// Whether a case is being worked on.
    pub CaseState, "case-state", version 1, source "A/HRC/31/58, ¶63" {
        Open = 1, "open", "Open";
        Closed = 2, "closed", "Closed";
    }
}

code_list! {
    /// What the naming of a suspect rests on.
    pub SuspicionGround, "suspicion-ground", version 1, source "A/HRC/31/58, ¶82(f) derived" {
        Assessment = 1, "assessment", "A person's own assessment of the evidence";
        Machine = 2, "machine", "An import, a mapping of somebody else's data, or a match";
    }
}

impl SuspicionGround {
    /// In the words that rules speak.
    #[must_use]
    pub fn ground(self) -> Ground {
        match self {
            Self::Assessment => Ground::Assessment,
            Self::Machine => Ground::Machine,
        }
    }
}

code_list! {
    /// How great the risk to a victim is, should this person be released.
    pub RiskLevel, "risk-level", version 1, source "A/HRC/31/58, ¶59; General Assembly resolution 69/194" {
        Low = 1, "low", "Low";
        Medium = 2, "medium", "Medium";
        High = 3, "high", "High";
    }
}

/// The lists of this room, for interfaces, exports and the check of translations.
#[must_use]
pub fn catalogue() -> Vec<Listing> {
    vec![Listing::of::<CaseState>(), Listing::of::<SuspicionGround>(), Listing::of::<RiskLevel>()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_never_taken_for_a_person() {
        assert_eq!(SuspicionGround::Machine.ground(), Ground::Machine);
        assert_eq!(SuspicionGround::Assessment.ground(), Ground::Assessment);
        assert_eq!(catalogue().len(), 3);
    }
}

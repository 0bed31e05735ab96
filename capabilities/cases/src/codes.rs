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
    /// What became of a silent match.
    pub MatchState, "match-state", version 1, source "A/HRC/31/58, ¶52 derived" {
        Open = 1, "open", "Waits for the keeper";
        Shared = 2, "shared", "The other unit was told";
        NotShared = 3, "not-shared", "The other unit was not told";
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

code_list! {
    /// What a line of a case's timeline tells. The numbers are those of the kinds of fact.
    pub CaseFact, "case-fact", version 1, source "A/HRC/31/58, ¶56-63" {
        VictimRecorded = 112, "victim-recorded", "A victim was recorded";
        SuspectNamed = 113, "suspect-named", "A suspect was named";
        ReleasePlanned = 121, "release-planned", "A release was decided or planned";
        Closed = 124, "closed", "The case or a proceeding was closed";
        DemandCoded = 125, "demand-coded", "Demand was coded";
        Opened = 1200, "opened", "The case was opened";
        ChargeDecided = 1202, "charge-decided", "It was decided to charge";
        RiskAssessed = 1203, "risk-assessed", "The risk to a victim was assessed";
        TestimonyRequested = 1204, "testimony-requested", "A victim was asked to testify";
        WrongEnded = 1205, "wrong-ended", "A proceeding against somebody who is no suspect was ended";
        ArrestMade = 1210, "arrest-made", "An authority arrested the person";
        PersonDetained = 1211, "person-detained", "An authority took the person into detention";
        ChargeBrought = 1212, "charge-brought", "An authority charged the person";
        VerdictGiven = 1213, "verdict-given", "A court gave a verdict";
        SentencePassed = 1214, "sentence-passed", "A court passed a sentence";
        AppealLodged = 1215, "appeal-lodged", "An appeal was lodged";
        BecameFinal = 1216, "became-final", "The verdict became final";
        ReleaseHappened = 1217, "release-happened", "The person left custody";
        ClosedByAuthority = 1218, "closed-by-authority", "An authority closed the case or the proceeding";
        DivertedByAuthority = 1219, "diverted-by-authority", "An authority sent the person into a programme";
    }
}

/// The lists of this room, for interfaces, exports and the check of translations.
#[must_use]
pub fn catalogue() -> Vec<Listing> {
    vec![
        Listing::of::<CaseState>(),
        Listing::of::<SuspicionGround>(),
        Listing::of::<RiskLevel>(),
        Listing::of::<CaseFact>(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_never_taken_for_a_person() {
        assert_eq!(SuspicionGround::Machine.ground(), Ground::Machine);
        assert_eq!(SuspicionGround::Assessment.ground(), Ground::Assessment);
        assert_eq!(catalogue().len(), 4);
    }
}

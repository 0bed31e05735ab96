//! Stages and reasons of a proceeding, from the report to the final outcome (A/HRC/31/58, ¶56-63).

use crate::code_list;

code_list! {
    /// How far a proceeding has come.
    pub Stage, "stage", version 1, source "A/HRC/31/58, ¶56-63; UN-CTS" {
        Reported = 1, "reported", "Reported";
        Investigation = 2, "investigation", "Under investigation";
        Identified = 3, "identified", "Suspect identified";
        /// What UN-CTS counts first: suspected, arrested or cautioned.
        FormalContact = 4, "formal-contact", "Formal contact with the police";
        Arrested = 5, "arrested", "Arrested";
        Charged = 6, "charged", "Charged";
        Indicted = 7, "indicted", "Indicted";
        Verdict = 8, "verdict", "Verdict given";
        Sentenced = 9, "sentenced", "Sentenced";
        Appealed = 10, "appealed", "Under appeal";
        Final = 11, "final", "Final";
    }
}

code_list! {
    /// How a trial ended.
    #[derive(Default)]
    pub Verdict, "verdict", version 1, source "A/HRC/31/58, ¶61, 63" {
        /// Counted as a gap, never as an acquittal.
        #[default]
        NotKnown = 0, "not-known", "Not known";
        Convicted = 1, "convicted", "Convicted";
        Acquitted = 2, "acquitted", "Acquitted";
        Dismissed = 3, "dismissed", "Dismissed";
        Unfit = 4, "unfit", "Not fit to stand trial";
    }
}

code_list! {
    /// A part of a sentence; one sentence can have several.
    pub SentenceKind, "sentence-kind", version 1, source "A/HRC/31/58, ¶56-57" {
        Custodial = 1, "custodial", "Custodial";
        SuspendedCustodial = 2, "suspended-custodial", "Custodial, suspended";
        Fine = 3, "fine", "Fine";
        Community = 4, "community", "Community sentence";
        BanOnWorkWithChildren = 5, "ban-on-work-with-children", "Ban on activities with children";
        LossOfParentalAuthority = 6, "loss-of-parental-authority", "Loss of parental authority";
    }
}

code_list! {
    /// Why a person leaves custody or is not taken into it.
    pub ReleaseKind, "release-kind", version 1, source "A/HRC/31/58, ¶56, 59" {
        Bail = 1, "bail", "Bail";
        ConditionalRelease = 2, "conditional-release", "Conditional release";
        Parole = 3, "parole", "Parole";
        NonCustodialSentence = 4, "non-custodial-sentence", "Non-custodial sentence";
        TermEnded = 5, "term-ended", "Term ended";
        Acquitted = 6, "acquitted", "Acquitted";
        ReleasedWithoutCharge = 7, "released-without-charge", "Released without charge";
        OrderedByCourtByLaw = 8, "ordered-by-court-by-law", "Ordered by a court because the law requires it";
    }
}

impl ReleaseKind {
    /// Whether somebody decides it at their discretion, so that the victim's risk comes first (¶56). The others
    /// are due and are never delayed.
    #[must_use]
    pub fn is_discretionary(self) -> bool {
        match self {
            Self::Bail | Self::ConditionalRelease | Self::Parole | Self::NonCustodialSentence => true,
            Self::TermEnded | Self::Acquitted | Self::ReleasedWithoutCharge | Self::OrderedByCourtByLaw => {
                false
            }
        }
    }
}

code_list! {
    /// The ground on which somebody closes a case, or wishes to. Grounds that the rules refuse are on the list,
    /// so that what an authority did all the same can be entered as a fact.
    pub ClosureReason, "closure-reason", version 1, source "A/HRC/31/58, ¶29, 42, 46, 50, 82(c)" {
        InsufficientEvidence = 1, "insufficient-evidence", "Insufficient evidence";
        NoOffence = 2, "no-offence", "No offence";
        SuspectDied = 3, "suspect-died", "The suspect died";
        TimeBarred = 4, "time-barred", "Time-barred";
        TransferredAbroad = 5, "transferred-abroad", "Transferred to another State";
        Duplicate = 6, "duplicate", "Part of another case";
        PersonNotIdentified = 7, "person-not-identified", "No person identified";
        AllegedConsent = 8, "alleged-consent", "Consent of the child alleged";
        AgeAllegedlyNotKnown = 9, "age-allegedly-not-known", "Ignorance of the child's age alleged";
        NoComplaint = 10, "no-complaint", "No complaint was made";
        ComplaintWithdrawn = 11, "complaint-withdrawn", "The complaint was withdrawn";
        ChildWillNotTestify = 12, "child-will-not-testify", "The child does not testify";
        PeersWithoutExploitation = 13, "peers-without-exploitation", "Peers in a consensual relation without exploitation";
        DivertedToProgramme = 14, "diverted-to-programme", "Diverted to a programme";
        Concluded = 15, "concluded", "Concluded with a final outcome";
        /// Needs words of its own beside the code.
        Other = 99, "other", "Other, as stated";
    }
}

impl ClosureReason {
    /// Whether it rests on what no child can give or an adult must know (¶29, 42).
    #[must_use]
    pub fn alleges_consent(self) -> bool {
        matches!(self, Self::AllegedConsent | Self::AgeAllegedlyNotKnown)
    }

    /// Whether it makes the case depend on a complaint or on the child's testimony (¶82(c)).
    #[must_use]
    pub fn depends_on_complaint(self) -> bool {
        matches!(self, Self::NoComplaint | Self::ComplaintWithdrawn | Self::ChildWillNotTestify)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::CodeList;

    #[test]
    fn what_is_due_by_law_is_not_discretionary() {
        let due: Vec<_> = ReleaseKind::all().iter().filter(|kind| !kind.is_discretionary()).collect();
        assert_eq!(
            due,
            [
                &ReleaseKind::TermEnded,
                &ReleaseKind::Acquitted,
                &ReleaseKind::ReleasedWithoutCharge,
                &ReleaseKind::OrderedByCourtByLaw
            ]
        );
    }

    #[test]
    fn stages_are_ordered_as_they_follow_each_other() {
        assert!(Stage::all().is_sorted());
        assert!(Stage::Arrested < Stage::Charged && Stage::Charged < Stage::Verdict);
    }

    #[test]
    fn no_ground_is_refused_twice() {
        for reason in ClosureReason::all() {
            assert!(!(reason.alleges_consent() && reason.depends_on_complaint()), "{reason:?}");
        }
        assert!(!ClosureReason::PeersWithoutExploitation.alleges_consent());
    }
}

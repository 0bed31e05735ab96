//! What a report says of itself, and what becomes of it (A/HRC/31/58, ¶82(c), 82(g)).

use crate::code_list;

code_list! {
    /// Who reports, as far as they say.
    #[derive(Default)]
    pub ReportingPerson, "reporting-person", version 2, source "A/HRC/31/58, ¶82(c), 82(g)" {
        #[default]
        NotSaid = 0, "not-said", "Not said";
        Child = 1, "child", "A child, about themselves or another child";
        AdultForChild = 2, "adult-for-child", "An adult, about a child";
        Professional = 3, "professional", "A professional, in the course of work";
        AdultSurvivor = 4, "adult-survivor", "An adult to whom it happened as a child";
        /// A company's, another hotline's or an authority's: nobody waits at the other end for an answer of their own.
        Machine = 5, "machine", "A machine";
    }
}

code_list! {
    /// The way by which a report came.
    #[derive(Default)]
    pub ReportChannel, "report-channel", version 1, source "A/HRC/31/58, ¶38, 63, 74, 82(c), 82(g)" {
        #[default]
        NotSaid = 0, "not-said", "Not said";
        Web = 1, "web", "Web form";
        Telephone = 2, "telephone", "Telephone or helpline";
        InPerson = 3, "in-person", "In person";
        Letter = 4, "letter", "Letter or message";
        Platform = 5, "platform", "A platform, by machine";
        FinancialInstitution = 6, "financial-institution", "A financial institution, by machine";
        Partner = 7, "partner", "A partner hotline, agency or State";
        /// An authority acts on what it learns, without a complaint (¶82(c)).
        ExOfficio = 8, "ex-officio", "Of the authority's own motion";
    }
}

code_list! {
    /// What a report is about, as far as the reporter says.
    #[derive(Default)]
    pub ReportKind, "report-kind", version 1, source "A/HRC/31/58, ¶31-38, 40, 52, 64" {
        #[default]
        NotSaid = 0, "not-said", "Not said";
        AbuseMaterial = 1, "abuse-material", "Child sexual abuse material";
        ExploitationInProstitution = 2, "exploitation-in-prostitution", "Exploitation of a child in prostitution";
        Trafficking = 3, "trafficking", "Trafficking of a child";
        Grooming = 4, "grooming", "Grooming for sexual purposes";
        LiveStreamedAbuse = 5, "live-streamed-abuse", "Live-streamed abuse";
        SexualExtortion = 6, "sexual-extortion", "Sexual extortion";
        TravelAndTourism = 7, "travel-and-tourism", "Exploitation in travel and tourism";
        OtherAbuse = 8, "other-abuse", "Other sexual abuse or exploitation";
        Agency = 9, "agency", "Corruption or complicity of an authority";
        MilitaryOrPeacekeeping = 10, "military-or-peacekeeping", "Military or peacekeeping personnel";
        Other = 99, "other", "Something else";
    }
}

code_list! {
    /// The answer to "Are you safe right now?".
    #[derive(Default)]
    pub DangerAnswer, "danger-answer", version 1, source "A/HRC/31/58, ¶82(g)" {
        #[default]
        NoAnswer = 0, "no-answer", "No answer";
        Safe = 1, "safe", "Safe";
        NotSafe = 2, "not-safe", "Not safe";
        Unsure = 3, "unsure", "Not sure";
    }
}

impl DangerAnswer {
    /// Whether a person must look at once; doubt counts as danger.
    #[must_use]
    pub fn raises_alarm(self) -> bool {
        matches!(self, Self::NotSafe | Self::Unsure)
    }
}

code_list! {
    /// Where a report stands.
    pub QueueState, "queue-state", version 2, source "A/HRC/31/58, ¶82(g)" {
        New = 1, "new", "New";
        TakenUp = 2, "taken-up", "Taken up";
        Referred = 3, "referred", "Referred";
        NotPursued = 4, "not-pursued", "Not pursued";
        Closed = 5, "closed", "Closed";
        /// A machine's report that says what another one says: it stands in that one's line.
        Folded = 6, "folded", "In the line of another";
    }
}

code_list! {
    /// What became of a report.
    #[derive(Default)]
    pub ReportOutcome, "report-outcome", version 1, source "A/HRC/31/58, ¶63, 82(g)" {
        #[default]
        NoneYet = 0, "none-yet", "None yet";
        CaseOpened = 1, "case-opened", "A case was opened";
        JoinedToCase = 2, "joined-to-case", "Joined to a case";
        Referred = 3, "referred", "Referred to another body";
        ContentRemoved = 4, "content-removed", "Content was removed";
        HelpGiven = 5, "help-given", "Help was given";
        NotPursued = 6, "not-pursued", "Not pursued";
    }
}

code_list! {
    /// Why a report is not pursued. That nobody complained, or that the child will not speak, is no reason (¶82(c)).
    pub NotPursuedReason, "not-pursued-reason", version 1, source "A/HRC/31/58, ¶82(c), 82(g)" {
        NoChildConcerned = 1, "no-child-concerned", "No child is concerned";
        NoOffenceSeen = 2, "no-offence-seen", "No sign of an offence or of a child at risk";
        TooLittleToAct = 3, "too-little-to-act", "Too little to act on, and the reporter cannot be asked";
        Duplicate = 4, "duplicate", "The same report came before";
        OutsideRemit = 5, "outside-remit", "Another body is responsible and was told";
        ContentGone = 6, "content-gone", "The content is gone and left no trace";
        NotAReport = 7, "not-a-report", "Test, advertising or machine noise";
        /// Needs words of its own beside the code.
        Other = 99, "other", "Other, as stated";
    }
}

code_list! {
    /// Age as a reporter says it; a birth date is never asked for.
    #[derive(Default)]
    pub AgeBand, "age-band", version 1, source "Age bands of child helplines; child as in the Convention on the Rights of the Child, art. 1" {
        #[default]
        NotSaid = 0, "not-said", "Not said";
        Under10 = 1, "under-10", "Under 10";
        From10To12 = 2, "10-12", "10 to 12";
        From13To15 = 3, "13-15", "13 to 15";
        From16To17 = 4, "16-17", "16 or 17";
        Adult = 5, "adult", "18 or older";
    }
}

impl AgeBand {
    /// Lowest and highest age in completed years; `None` is "no upper bound".
    #[must_use]
    pub fn years(self) -> (u8, Option<u8>) {
        match self {
            Self::NotSaid => (0, None),
            Self::Under10 => (0, Some(9)),
            Self::From10To12 => (10, Some(12)),
            Self::From13To15 => (13, Some(15)),
            Self::From16To17 => (16, Some(17)),
            Self::Adult => (18, None),
        }
    }

    /// Whether the person may be under 18; silence is answered in the child's favour.
    #[must_use]
    pub fn may_be_child(self) -> bool {
        self.years().0 < 18
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::CodeList;

    #[test]
    fn bands_follow_each_other_without_gap_or_overlap() {
        let bands: Vec<_> = AgeBand::all().iter().skip(1).map(|band| band.years()).collect();
        for pair in bands.windows(2) {
            assert_eq!(pair[0].1.map(|last| last + 1), Some(pair[1].0));
        }
        assert_eq!((bands[0].0, bands.last().unwrap().1), (0, None));
    }

    #[test]
    fn who_does_not_say_may_be_a_child() {
        let not: Vec<_> = AgeBand::all().iter().filter(|band| !band.may_be_child()).collect();
        assert_eq!(not, [&AgeBand::Adult]);
    }

    #[test]
    fn doubt_raises_the_alarm() {
        assert!(DangerAnswer::Unsure.raises_alarm() && DangerAnswer::NotSafe.raises_alarm());
        assert!(!DangerAnswer::Safe.raises_alarm() && !DangerAnswer::NoAnswer.raises_alarm());
    }
}

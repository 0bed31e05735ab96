//! The room's own code lists: how a match was found, and what a list is for.

use kernel::code_list;

code_list! {
    /// How a picture was found to be a listed one. The smaller number is the stronger ground.
    pub How, "match-how", version 1, source "A/HRC/31/58, ¶63; FIPS 180-4, RFC 1321, PDQ (2017)" {
        ExactSha256 = 1, "exact-sha256", "The same file, by SHA-256";
        /// Two different files with one MD5 can be made on purpose.
        ExactMd5 = 2, "exact-md5", "The same file, by MD5 alone";
        Perceptual = 3, "perceptual", "A picture that looks the same, by PDQ";
    }
}

code_list! {
    /// What a list is for. A list is never for finding people: it finds copies of material.
    pub ListPurpose, "list-purpose", version 1, source "A/HRC/31/58, ¶63" {
        Recognise = 1, "recognise", "Recognise known material in reports";
        IdentifyVictims = 2, "identify-victims", "Recognise material whose victims are still to be found";
        SetAside = 3, "set-aside", "Set aside what is known to be harmless";
    }
}

code_list! {
    /// Which units of this node may match with a list and look at its entries.
    #[derive(Default)]
    pub ListVisible, "list-visible", version 1, source "A/HRC/31/58, ¶52, 63 derived" {
        #[default]
        Everybody = 1, "everybody", "Every unit of this node";
        Named = 2, "named", "The unit that keeps it, and those named";
    }
}

code_list! {
    /// By what an entry is found: said when it is entered, since its hashes are sealed then.
    #[derive(Default)]
    pub EntryReach, "entry-reach", version 1, source "PDQ (2017): a hash of mostly one value says too little of its picture" {
        #[default]
        NotNoted = 0, "not-noted", "Not noted";
        Likeness = 1, "likeness", "By likeness, and by digest where it has one";
        ExactOnly = 2, "exact-only", "By digest alone";
        Nothing = 3, "nothing", "By nothing: its only hash says too little of its picture";
    }
}

code_list! {
    /// How many people stand behind a grade.
    pub GradeStands, "grade-stands", version 1, source "A/HRC/31/58, ¶52, 69 derived: a grade of material needs two people" {
        Proposed = 1, "proposed", "Proposed by one person";
        Confirmed = 2, "confirmed", "Confirmed by two people";
    }
}

code_list! {
    /// Why an entry is found no more.
    #[derive(Default)]
    pub WithdrawnWhy, "withdrawn-why", version 1, source "A/HRC/31/58, ¶63, 69 derived" {
        #[default]
        NotSaid = 0, "not-said", "Not said";
        Mistake = 1, "mistake", "Entered by mistake";
        NotKnownMaterial = 2, "not-known-material", "Not what the list holds";
        Disputed = 3, "disputed", "A dispute was upheld";
        Expired = 4, "expired", "Its time was over";
        ByExchange = 5, "by-exchange", "Withdrawn by whoever brought it";
    }
}

code_list! {
    /// Why an entry is disputed.
    pub DisputeReason, "dispute-reason", version 1, source "A/HRC/31/58, ¶63 derived; reasons as exchanges of hashes take them" {
        WrongGrade = 1, "wrong-grade", "The grade is wrong";
        NotUnlawful = 2, "not-unlawful", "Not unlawful";
        MatchesOthers = 3, "matches-others", "It is found in pictures that have nothing in common with it";
        AskedByPerson = 4, "asked-by-person", "Whom it shows asks that it be looked at again";
    }
}

code_list! {
    /// What became of a dispute.
    pub DisputeState, "dispute-state", version 1, source "A/HRC/31/58, ¶63, 69 derived" {
        Open = 1, "open", "Waits for an answer";
        Kept = 2, "kept", "Answered: it stays as it is";
        Regraded = 3, "regraded", "Answered: another grade is proposed";
        Withdrawn = 4, "withdrawn", "Answered: it was withdrawn";
    }
}

code_list! {
    /// How far the victims of listed material are found and safe.
    pub VictimStatus, "victim-status", version 1, source "A/HRC/31/58, ¶63: identification of victims" {
        Unidentified = 1, "unidentified", "Not identified";
        InProgress = 2, "in-progress", "Identification is under way";
        Identified = 3, "identified", "Identified";
        Safeguarded = 4, "safeguarded", "Identified and safe";
    }
}

code_list! {
    /// Why a lead is none any more, though no unit decided on it.
    #[derive(Default)]
    pub Undone, "undone", version 1, source "A/HRC/31/58, ¶63, 82(f) derived" {
        #[default]
        NotUndone = 0, "not-undone", "It stands";
        EntryWithdrawn = 1, "entry-withdrawn", "The list withdrew its entry";
        EntryHarmless = 2, "entry-harmless", "Two people found its entry to be harmless";
    }
}

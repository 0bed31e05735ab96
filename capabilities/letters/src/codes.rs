//! The room's code lists: what is asked of platforms, how far a letter is, and what came back.

use kernel::code_list;

code_list! {
    /// What a letter asks for.
    pub Asks, "letter-asks", version 1, source "Budapest Convention (CETS 185), art. 16-18, 29; Second Additional Protocol (CETS 224), art. 7, 10" {
        Preserve = 1, "preserve", "Preservation of data";
        Extend = 2, "extend", "Extension of a preservation";
        Subscriber = 3, "subscriber", "Disclosure of subscriber data";
        Traffic = 4, "traffic", "Disclosure of traffic data";
        Content = 5, "content", "Disclosure of content";
        /// Where a life or a child is in danger: it goes at once, and a second person looks at it afterwards.
        Emergency = 6, "emergency", "Emergency disclosure";
    }
}

impl Asks {
    /// Whether data are to be kept by the platform, and nothing is told of them.
    #[must_use]
    pub fn preserves(self) -> bool {
        matches!(self, Asks::Preserve | Asks::Extend)
    }

    /// Whether data are to be told for which an order and a second person are needed beforehand.
    #[must_use]
    pub fn discloses(self) -> bool {
        matches!(self, Asks::Subscriber | Asks::Traffic | Asks::Content)
    }
}

code_list! {
    /// Whose order a letter rests on, from the least to the most.
    pub OrderOf, "order-of", version 1, source "Budapest Convention (CETS 185), art. 15, 18 derived" {
        Nobody = 0, "nobody", "No order";
        Investigator = 1, "investigator", "An investigator's written order";
        Prosecutor = 2, "prosecutor", "A prosecutor's order";
        Court = 3, "court", "A court's order";
    }
}

code_list! {
    /// What danger lets a letter go at once.
    pub Danger, "letter-danger", version 1, source "Second Additional Protocol (CETS 224), art. 3(2)(c), 10" {
        Nobody = 0, "nobody", "None that lets it go at once";
        Child = 1, "child", "A child is in danger";
        Life = 2, "life", "A life is in danger";
    }
}

code_list! {
    /// As what the person is asked about whom an identifier may name.
    pub AskedAbout, "asked-about", version 1, source "A/HRC/31/58, ¶82(f) derived" {
        Unknown = 0, "unknown", "Whoever used it: nobody is said to have done anything";
        Victim = 1, "victim", "A victim, for their own sake";
        Suspect = 2, "suspect", "A suspect who was named in a case";
    }
}

code_list! {
    /// How far a letter is.
    pub LetterStands, "letter-stands", version 1, source "A/HRC/31/58, ¶63 derived" {
        Drafted = 1, "drafted", "Drafted: to be signed";
        Leaving = 2, "leaving", "Signed, on its way";
        ByHand = 3, "by-hand", "Signed: a person is to send it";
        Undelivered = 4, "undelivered", "Signed, and not delivered";
        Waits = 5, "waits", "Sent, waits for an answer";
        AsksBack = 6, "asks-back", "The platform asks for something";
        Preserved = 7, "preserved", "Preserved";
        Disclosed = 8, "disclosed", "Disclosed";
        Partly = 9, "partly", "Answered in part";
        Refused = 10, "refused", "Refused";
        NoAccount = 11, "no-account", "The platform knows no such account";
        Lapsed = 12, "lapsed", "The preservation lapsed";
        Withdrawn = 13, "withdrawn", "Withdrawn";
    }
}

code_list! {
    /// What a platform answered.
    pub LetterAnswer, "platform-answer", version 1, source "A/HRC/31/58, ¶63 derived; Regulation (EU) 2023/1543, art. 10, Annex III" {
        None = 0, "none", "No answer yet";
        Preserved = 1, "preserved", "Preserved until a day";
        Disclosed = 2, "disclosed", "Disclosed";
        Partly = 3, "partly", "Done in part";
        Refused = 4, "refused", "Refused";
        NoAccount = 5, "no-account", "No such account";
        AsksBack = 6, "asks-back", "Asks for something first";
    }
}

code_list! {
    /// Why a platform refuses.
    pub WhyRefused, "platform-refusal", version 1, source "Regulation (EU) 2023/1543, Annex III derived" {
        NotSaid = 0, "not-said", "It does not say";
        Basis = 1, "basis", "The legal basis does not bind it";
        Authority = 2, "authority", "The authority may not ask for it";
        TooBroad = 3, "too-broad", "It asks for too much, or too vaguely";
        AnotherCompany = 4, "another-company", "Another company has the data";
        Treaty = 5, "treaty", "It wants legal assistance under a treaty";
        Gone = 6, "gone", "The data are gone";
        NotUrgent = 7, "not-urgent", "It sees no danger";
        Conflict = 8, "conflict", "Its own law forbids it";
        Other = 9, "other", "Another reason";
    }
}

code_list! {
    /// By what way a letter goes.
    pub LetterWay, "letter-way", version 1, source "RFC 5321; A/HRC/31/58, ¶63 derived" {
        Mail = 1, "mail", "Electronic mail";
        Post = 2, "post", "Post, by hand";
        Portal = 3, "portal", "The platform's portal, by hand";
    }
}

code_list! {
    /// In what language a letter is written.
    pub LetterLanguage, "letter-language", version 1, source "ISO 639-1" {
        English = 1, "en", "English";
        Arabic = 2, "ar", "Arabic";
    }
}

code_list! {
    /// What goes to a platform about a letter.
    pub SendingKind, "sending-kind", version 1, source "A/HRC/31/58, ¶63 derived" {
        Letter = 1, "letter", "The letter";
        Withdrawal = 2, "withdrawal", "Its withdrawal";
    }
}

code_list! {
    /// How it stands with what goes to a platform.
    pub SendingState, "sending-state", version 1, source "A/HRC/31/58, ¶63 derived" {
        OnItsWay = 1, "on-its-way", "On its way";
        ByHand = 2, "by-hand", "A person is to send it";
        Gone = 3, "gone", "Sent";
        GivenUp = 4, "given-up", "Not delivered";
        CalledOff = 5, "called-off", "Called off";
    }
}

code_list! {
    /// How it stands with the second look at a letter that went at once.
    pub SecondLook, "emergency-look", version 1, source "A/HRC/31/58, ¶52, 69 derived" {
        NotNeeded = 0, "not-needed", "Not needed";
        Waits = 1, "waits", "Waits for a second person";
        Late = 2, "late", "Nobody looked in time";
        Upheld = 3, "upheld", "It was right to ask";
        NotUpheld = 4, "not-upheld", "It should not have been asked";
    }
}

code_list! {
    /// How it stands with a legal basis.
    pub BasisState, "basis-state", version 1, source "A/HRC/31/58, ¶52, 63 derived" {
        Proposed = 1, "proposed", "Waits for a second person";
        InForce = 2, "in-force", "Letters may rest on it";
        Replaced = 3, "replaced", "A newer version is in force";
    }
}

code_list! {
    /// What the clock found.
    pub ClockFound, "letter-clock", version 1, source "A/HRC/31/58, ¶52, 63 derived" {
        Overdue = 1, "overdue", "No answer by its day";
        Lapsed = 2, "lapsed", "The preservation lapsed";
        NotLookedAt = 3, "not-looked-at", "Nobody looked at an emergency in time";
    }
}

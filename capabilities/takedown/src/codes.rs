//! The room's code lists: where addresses come from, what they were found to be, and how far each is.

pub use facts::address::{AddressGrade, HostKind};
use kernel::code_list;

code_list! {
    /// From whom an address came.
    pub AddressSource, "address-source", version 1, source "A/HRC/31/58, ¶38, 63 derived; casework of hotlines" {
        NotSaid = 0, "not-said", "Not said";
        Report = 1, "report", "A report to this node";
        Hotline = 2, "hotline", "Another hotline";
        Police = 3, "police", "The police";
        Analyst = 4, "analyst", "An analyst's own work";
        /// What was at another address is there now.
        Moved = 5, "moved", "It moved there from another address";
    }
}

code_list! {
    /// How far an address is.
    pub AddressState, "address-state", version 1, source "A/HRC/31/58, ¶63 derived; SCART's states" {
        TakenIn = 1, "taken-in", "To grade";
        GradedOnce = 2, "graded-once", "To grade by a second person";
        Disputed = 3, "disputed", "The two graders differ: to grade by a third person";
        Graded = 4, "graded", "Graded: preservation is to be asked for";
        Preserved = 5, "preserved", "Preservation asked for";
        Noticed = 6, "noticed", "Notice sent";
        StillThere = 7, "still-there", "Still there";
        Question = 8, "question", "A person must look what the answer means";
        Refused = 9, "refused", "The host refuses to answer";
        Moved = 10, "moved", "It leads to another host";
        Offline = 11, "offline", "Offline";
        NotIllegal = 12, "not-illegal", "Not illegal: closed";
        Corrected = 13, "corrected", "The notice was a mistake and was corrected";
    }
}

code_list! {
    /// What a look at the status of an address found.
    pub CheckFound, "check-found", version 1, source "RFC 9110, section 15; RFC 7725" {
        NotYet = 0, "not-yet", "Nobody looked yet";
        Gone = 1, "gone", "It is gone";
        There = 2, "there", "It answers";
        /// The host says that it is gone, and answers all the same; or points to another page of its own.
        Unclear = 3, "unclear", "It answers, and something says that it is gone";
        Refused = 4, "refused", "The host refuses to answer";
        Elsewhere = 5, "elsewhere", "It points to another host";
        Unreachable = 6, "unreachable", "Nobody answers";
        /// Its address is one of a private network, or none.
        Barred = 7, "barred", "It is not looked at: no public address";
    }
}

code_list! {
    /// What a letter to a host is.
    pub LetterKind, "letter-kind", version 1, source "A/HRC/31/58, ¶63 derived" {
        Notice = 1, "notice", "Notice to take down";
        Correction = 2, "correction", "Correction of a notice";
        Link = 3, "link", "Link to the host's own page";
    }
}

code_list! {
    /// How it stands with a letter.
    pub LetterState, "letter-state", version 1, source "A/HRC/31/58, ¶63 derived" {
        OnItsWay = 1, "on-its-way", "On its way";
        Taken = 2, "taken", "Taken over";
        /// Nobody took it over: a human looks after the contact.
        GivenUp = 3, "given-up", "Not delivered";
    }
}

code_list! {
    /// On what law a notice rests.
    pub LegalGround, "legal-ground", version 1, source "A/HRC/31/58, ¶63; OPSC art. 3; Lanzarote Convention art. 20; Regulation (EU) 2022/2065 art. 16" {
        National = 1, "national", "The law of the State";
        Opsc = 2, "opsc", "Optional Protocol on the sale of children, article 3";
        Lanzarote = 3, "lanzarote", "Lanzarote Convention, article 20";
        DigitalServices = 4, "digital-services", "Regulation (EU) 2022/2065, article 16";
        Terms = 5, "terms", "The host's own terms";
    }
}

code_list! {
    /// Where a host's contact is from.
    pub ContactSource, "contact-source", version 1, source "RFC 9083; A/HRC/31/58, ¶63 derived" {
        None = 0, "none", "None is known";
        Rdap = 1, "rdap", "The registry, by RDAP";
        ByHand = 2, "by-hand", "Entered by a person";
    }
}

code_list! {
    /// What the registry answered when it was asked for a host by RDAP.
    pub RegistryFound, "registry-found", version 1, source "RFC 7480, section 5; RFC 9083" {
        NotYet = 0, "not-yet", "The registry was not asked yet";
        Found = 1, "found", "The registry knows it";
        NotFound = 2, "not-found", "The registry does not know it";
        NotNow = 3, "not-now", "The registry does not answer now";
        Unreadable = 4, "unreadable", "The registry's answer cannot be read";
    }
}

code_list! {
    /// By what a letter goes to a host.
    pub LetterMeans, "letter-means", version 1, source "RFC 5321; Standard Webhooks 1.0.0" {
        Mail = 1, "mail", "Mail";
        Webhook = 2, "webhook", "A signed message to the host's system";
    }
}

code_list! {
    /// Who says that a notice was a mistake.
    pub AppealBy, "appeal-by", version 1, source "A/HRC/31/58, ¶63 derived; Regulation (EU) 2022/2065 art. 20" {
        Host = 1, "host", "The host";
        Owner = 2, "owner", "Whoever has the page";
        Hotline = 3, "hotline", "A hotline";
    }
}

code_list! {
    /// What somebody says against a notice.
    pub HostWord, "host-word", version 1, source "A/HRC/31/58, ¶63 derived; Regulation (EU) 2022/2065 art. 20" {
        Appeal = 1, "appeal", "The notice is a mistake";
        NotOurs = 2, "not-ours", "The address is not at this host";
    }
}

code_list! {
    /// What was decided about it.
    pub HostAnswer, "host-answer", version 1, source "A/HRC/31/58, ¶63 derived; Regulation (EU) 2022/2065 art. 20" {
        Waits = 0, "waits", "Nobody decided yet";
        Stands = 1, "stands", "The notice stands";
        Mistake = 2, "mistake", "The notice was a mistake";
        NotTheirs = 3, "not-theirs", "The address is at another host";
    }
}

code_list! {
    /// How far an address is, as its host is told: no hold of the police, no grade, no look.
    pub NoticeState, "notice-state", version 1, source "A/HRC/31/58, ¶63 derived" {
        Open = 1, "open", "Open";
        Claimed = 2, "claimed", "The host says that it is gone; that is looked at";
        Removed = 3, "removed", "Gone";
        Moved = 4, "moved", "Leads to another host";
        Corrected = 5, "corrected", "The notice was a mistake";
        Elsewhere = 6, "elsewhere", "Not at this host";
    }
}

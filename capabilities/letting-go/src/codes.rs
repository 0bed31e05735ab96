//! The room's code lists.

use kernel::code_list;

code_list! {
    /// Why a record must not be erased for a while.
    pub HoldReason, "hold-reason", version 1, source "Directive (EU) 2016/680 Art. 16(3); what a court or an authority orders" {
        Proceedings = 1, "proceedings", "Proceedings need it as evidence";
        Appeal = 2, "appeal", "An appeal or a review is under way";
        Claim = 3, "claim", "A victim claims compensation or redress";
        Audit = 4, "audit", "What was done with it is being examined";
        Request = 5, "request", "Another State asked to preserve it";
    }
}

code_list! {
    /// Where a legal hold stands.
    pub HoldState, "hold-state", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        Standing = 1, "standing", "It stands";
        Ended = 2, "ended", "It ended by itself";
        Lifted = 3, "lifted", "Lifted early by two";
    }
}

code_list! {
    /// Where a retention schedule stands.
    pub ScheduleState, "schedule-state", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        Proposed = 1, "proposed", "Waits for a second person";
        InForce = 2, "in-force", "In force";
        Replaced = 3, "replaced", "Replaced by a newer one";
    }
}

code_list! {
    /// How far a record that falls due has come.
    pub DueState, "due-state", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        Announced = 1, "announced", "Shown before it is put forward";
        PutForward = 2, "put-forward", "Waits for the overseer";
    }
}

code_list! {
    /// What partners who were told of a record are to be told.
    pub ToTell, "to-tell", version 1, source "Regulation (EU) 2016/679 Art. 19; Directive (EU) 2016/680 Art. 16(6)" {
        Erased = 1, "erased", "It was erased here";
        Mended = 2, "mended", "It was mended here";
    }
}

code_list! {
    /// What somebody asks about what is held on them.
    pub Asks, "asks", version 1, source "Regulation (EU) 2016/679 Art. 15, 16; Directive (EU) 2016/680 Art. 14, 16" {
        Access = 1, "access", "What is held on me?";
        Rectification = 2, "rectification", "Something is wrong: mend it";
    }
}

code_list! {
    /// How it was checked who asks.
    pub IdentityCheck, "identity-check", version 1, source "Regulation (EU) 2016/679 Art. 12(6); CRC General Comment 12: the child's own voice" {
        Document = 1, "document", "By a document";
        Receipt = 2, "receipt", "By the receipt of the report";
        InPerson = 3, "in-person", "In person, by somebody who knows them";
        Mandate = 4, "mandate", "By a lawyer's or representative's mandate";
        /// A child need have no document.
        ChildHeard = 5, "child-heard", "The child was heard by who looks after it";
    }
}

code_list! {
    /// Where a request stands.
    pub RequestState, "request-state", version 1, source "A/HRC/31/58 ¶52 derived" {
        Open = 1, "open", "Waits for a decision";
        Decided = 2, "decided", "Decided by one, waits for another";
        Answered = 3, "answered", "Answered";
    }
}

code_list! {
    /// How a request is answered.
    pub AnswerTo, "answer-to", version 1, source "Directive (EU) 2016/680 Art. 14-16" {
        Undecided = 0, "undecided", "Not decided";
        Granted = 1, "granted", "Granted";
        InPart = 2, "in-part", "Granted in part";
        Refused = 3, "refused", "Refused";
    }
}

code_list! {
    /// The ground on which something is refused.
    pub RefusalGround, "refusal-ground", version 1, source "Directive (EU) 2016/680 Art. 15(1), 16(4); Regulation (EU) 2016/679 Art. 12(5), 15(4)" {
        None = 0, "none", "Nothing is refused";
        Investigation = 1, "investigation", "It would harm an investigation or proceedings";
        Protection = 2, "protection", "It would endanger a child or somebody else";
        RightsOfOthers = 3, "rights-of-others", "It would reveal others";
        NotThem = 4, "not-them", "Who asks is not who they say, or may not ask for them";
        HeldRight = 5, "held-right", "What is held is right";
    }
}

code_list! {
    /// To whom a refusal can be taken.
    pub AppealTo, "appeal-to", version 1, source "Directive (EU) 2016/680 Art. 17, 52-54" {
        DataProtection = 1, "data-protection", "The data protection authority";
        Court = 2, "court", "A court";
        Ombudsperson = 3, "ombudsperson", "The ombudsperson for children";
    }
}

code_list! {
    /// Why an answer needs more time.
    pub ExtendReason, "extend-reason", version 1, source "Regulation (EU) 2016/679 Art. 12(3)" {
        Complex = 1, "complex", "What is held is much or hard to review";
        Many = 2, "many", "Many requests came at once";
        ChildFirst = 3, "child-first", "A child must be heard first";
    }
}

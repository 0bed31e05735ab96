//! The room's code lists: which way an address goes, how far it is, and what became of what was said to another hotline.

use kernel::code_list;

code_list! {
    /// Which way an address, or a word about it, goes.
    pub ExchangeWay, "exchange-way", version 1, source "A/HRC/31/58, ¶38, 63 derived" {
        Out = 1, "out", "From here to another hotline";
        In = 2, "in", "From another hotline to here";
    }
}

code_list! {
    /// How far an address is between two hotlines.
    pub ExchangeState, "exchange-state", version 1, source "ICCAM's order of calls, as SCART uses them: assessment, fields, actions" {
        Waiting = 1, "waiting", "To be handed to the hotline of its host’s State";
        Details = 2, "details", "The other hotline has it: what belongs to it follows";
        HandedOver = 3, "handed-over", "Handed over";
        TakenOver = 4, "taken-over", "Taken over: our number for it is to be told";
        ToGrade = 5, "to-grade", "Taken over: it waits for its grade here";
        Graded = 6, "graded", "Graded here: the grade is to be told";
        Told = 7, "told", "Grade told";
        Ended = 8, "ended", "Nothing is left to hand over";
    }
}

code_list! {
    /// What became of something that was said to another hotline.
    pub ExchangeTried, "exchange-tried", version 1, source "RFC 9110, section 15" {
        NotYet = 0, "not-yet", "Nobody tried yet";
        Taken = 1, "taken", "The other hotline took it over";
        Refused = 2, "refused", "The other hotline said: not now";
        RefusedForGood = 3, "refused-for-good", "The other hotline said: never";
        NotSent = 4, "not-sent", "It did not leave";
        Unknown = 5, "unknown", "It left, and no answer came";
        Unreadable = 6, "unreadable", "The answer cannot be read";
        NotLetIn = 7, "not-let-in", "The other hotline does not let this node in";
        /// Erased here, or the other side's endpoint is none.
        Unfit = 8, "unfit", "It cannot be read here any more";
    }
}

impl ExchangeTried {
    /// Whether the other side may have it, though nobody can say.
    #[must_use]
    pub fn may_have_arrived(self) -> bool {
        matches!(self, ExchangeTried::Unknown | ExchangeTried::Unreadable)
    }

    /// Whether trying again is of no use before a person has looked.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, ExchangeTried::RefusedForGood | ExchangeTried::Unfit)
    }
}

code_list! {
    /// How it stands with a word about an address.
    pub WordState, "word-state", version 1, source "A/HRC/31/58, ¶63 derived" {
        ToTell = 1, "to-tell", "To be told";
        Told = 2, "told", "Told";
        GivenUp = 3, "given-up", "Not taken over";
        Heard = 4, "heard", "Heard";
    }
}

code_list! {
    /// Whether another hotline is spoken with.
    pub PeerState, "peer-state", version 1, source "A/HRC/31/58, ¶63, 69 derived" {
        Open = 1, "open", "Spoken with";
        Closed = 2, "closed", "Closed";
    }
}

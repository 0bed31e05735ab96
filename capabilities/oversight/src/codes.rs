//! Code lists of oversight.

use kernel::code_list;
use kernel::codes::Listing;

code_list! {
    /// By which rule a look stands out. Each is a question to a human, and never an answer.
    pub WatchRule, "watch-rule", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        /// Far more records in a day than the officer and others of the role open.
        Volume = 1, "volume", "Far more records than ordinary";
        /// Outside of the unit's working hours.
        Hours = 2, "hours", "Outside of working hours";
        /// A person who bears the officer's own name.
        OwnName = 3, "own-name", "A person of the officer's own name";
        /// A record with which neither the officer nor the unit has anything to do.
        NoBusiness = 4, "no-business", "A record that the unit has no business with";
        /// The same person again and again, and nothing done.
        Repeated = 5, "repeated", "One person again and again, and nothing done";
    }
}

code_list! {
    /// What became of what stood out.
    pub FindingState, "finding-state", version 1, source "A/HRC/31/58 ¶52 derived" {
        /// Nobody answered it yet.
        Open = 0, "open", "Waits for an answer";
        /// A human found it in order.
        Explained = 1, "explained", "Explained";
        /// A human passed it on for inquiry.
        PassedOn = 2, "passed-on", "Passed on for inquiry";
    }
}

code_list! {
    /// How an overseer answers.
    pub FindingAnswer, "finding-answer", version 1, source "A/HRC/31/58 ¶52 derived" {
        /// It is in order.
        Explained = 1, "explained", "It is in order";
        /// Somebody must inquire into it.
        PassedOn = 2, "passed-on", "Pass it on for inquiry";
    }
}

code_list! {
    /// On what an overseer's answer rests.
    pub AnswerGround, "answer-ground", version 1, source "A/HRC/31/58 ¶52 derived" {
        /// Nobody answered yet.
        None = 0, "none", "Not answered";
        /// A roster, an order or a task that can be shown.
        Ordered = 1, "ordered", "A roster, an order or a task that can be shown";
        /// A child was in danger.
        Danger = 2, "danger", "A child was in danger";
        /// Another person of the same name.
        AnotherPerson = 3, "another-person", "Another person of the same name";
        /// Work was handed over, or somebody was being trained.
        HandedOver = 4, "handed-over", "Work was handed over, or somebody was being trained";
        /// No reason could be given.
        NoReason = 5, "no-reason", "No reason could be given";
        /// The reason that was given does not hold.
        DoesNotHold = 6, "does-not-hold", "The reason that was given does not hold";
    }
}

/// The lists of this room, for interfaces and the check of translations.
#[must_use]
pub fn catalogue() -> Vec<Listing> {
    vec![
        Listing::of::<WatchRule>(),
        Listing::of::<FindingState>(),
        Listing::of::<FindingAnswer>(),
        Listing::of::<AnswerGround>(),
    ]
}

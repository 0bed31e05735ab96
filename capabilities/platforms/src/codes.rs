//! The room's code lists.

use kernel::code_list;

code_list! {
    /// How it stands with a machine's report on the wire.
    pub TipState, "tip-state", version 1, source "A/HRC/31/58, ¶38 derived" {
        Open = 1, "open", "Open";
        /// Nothing can be added, changed or taken back.
        Finished = 2, "finished", "Finished";
        Retracted = 3, "retracted", "Taken back by its sender";
        Expired = 4, "expired", "Never finished";
    }
}

code_list! {
    /// How it stands with a message to a sender's webhook.
    pub HookDelivery, "hook-delivery", version 1, source "A/HRC/31/58, ¶40 derived" {
        /// It can be asked for, or sent once there is a webhook.
        Kept = 1, "kept", "Kept: there was no webhook";
        OnItsWay = 2, "on-its-way", "On its way";
        Taken = 3, "taken", "Taken over";
        /// A dead letter: the sender has it sent again, or asks.
        Dead = 4, "dead", "Not delivered";
    }
}

code_list! {
    /// What became of one attempt to deliver a message to a sender's webhook.
    pub HookAttempt, "hook-attempt", version 1, source "Standard Webhooks 1.0.0; RFC 9110, section 15" {
        NotYet = 1, "not-yet", "Nobody tried yet";
        Taken = 2, "taken", "The other side has taken it over";
        Refused = 3, "refused", "The other side said: not now";
        RefusedForGood = 4, "refused-for-good", "The other side said: never";
        Unreachable = 5, "unreachable", "Nobody answers there";
        Late = 6, "late", "It did not go out in time";
        Encryption = 7, "encryption", "Certificate or encryption are not accepted";
        Unfit = 8, "unfit", "The address cannot be used";
        Private = 9, "private", "The address leads into a private network";
        Broken = 10, "broken", "The answer was none";
        /// The other side may have it: it goes out again under the same number.
        Unknown = 11, "unknown", "It left, and no answer came";
        OwnFault = 12, "own-fault", "This node could not read what it needs for it";
    }
}

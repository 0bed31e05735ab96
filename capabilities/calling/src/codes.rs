//! The room's code lists: by what ways people are reached, and what became of messages.

use kernel::code_list;

code_list! {
    /// By what means a way reaches somebody.
    pub Means, "way-means", version 1, source "A/HRC/31/58, ¶43, 82(g) derived" {
        Mail = 1, "mail", "Mail";
        Webhook = 2, "webhook", "Signed webhook, to a program of your own";
        /// Through the operator's gateway.
        Text = 3, "text", "Text message";
        /// Through the operator's gateway, which reads it out.
        Voice = 4, "voice", "Phone call";
    }
}

code_list! {
    /// In which language a way is spoken to.
    pub WayLanguage, "way-language", version 1, source "BCP 47" {
        English = 1, "en", "English";
        Arabic = 2, "ar", "Arabic";
    }
}

code_list! {
    /// How it stands with a message.
    pub Delivery, "delivery", version 1, source "A/HRC/31/58, ¶82(g) derived" {
        OnItsWay = 1, "on-its-way", "On its way";
        Taken = 2, "taken", "Taken over";
        /// Nobody took it over: a human looks after the way.
        GivenUp = 3, "given-up", "Not delivered";
        /// Somebody has the matter, or a newer call goes out.
        Overtaken = 4, "overtaken", "Not needed any more";
    }
}

code_list! {
    /// What became of one attempt to deliver a message.
    pub Attempted, "attempted", version 1, source "RFC 5321, section 4.2.1; RFC 9110, section 15" {
        Taken = 1, "taken", "The other side has taken it over";
        Refused = 2, "refused", "The other side said: not now";
        RefusedForGood = 3, "refused-for-good", "The other side said: never";
        Unreachable = 4, "unreachable", "Nobody answers there";
        Late = 5, "late", "It did not go out in time";
        Encryption = 6, "encryption", "Certificate or encryption are not accepted";
        Unfit = 7, "unfit", "The address cannot be used";
        Broken = 8, "broken", "The answer was none";
        /// The other side may have it: it goes out again under the same number.
        Unknown = 9, "unknown", "It left, and no answer came";
        NotSetUp = 10, "not-set-up", "This node has no server or gateway for it";
        Overtaken = 11, "overtaken", "It was not needed any more";
        NotYet = 12, "not-yet", "Nobody tried yet";
        /// A database or a key store that does not answer, say.
        OwnFault = 13, "own-fault", "This node could not read what it needs for it";
    }
}

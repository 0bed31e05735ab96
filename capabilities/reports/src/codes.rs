//! The room's own code lists: what kind of picture, and who speaks in a thread.

use kernel::code_list;

code_list! {
    /// The format of a picture, as its first bytes say.
    pub Media, "picture-media", version 1, source "IANA media types; RFC 9649 for WebP" {
        Jpeg = 1, "jpeg", "JPEG";
        Png = 2, "png", "PNG";
        Webp = 3, "webp", "WebP";
        Gif = 4, "gif", "GIF";
    }
}

impl From<material::Format> for Media {
    fn from(format: material::Format) -> Media {
        match format {
            material::Format::Jpeg => Media::Jpeg,
            material::Format::Png => Media::Png,
            material::Format::Webp => Media::Webp,
            material::Format::Gif => Media::Gif,
        }
    }
}

code_list! {
    /// Who speaks in a thread.
    pub Speaker, "speaker", version 1, source "A/HRC/31/58, ¶82(g)" {
        Reporter = 1, "reporter", "Who reported";
        Staff = 2, "staff", "A person who looks after the report";
        /// Said by code and rendered in the reader's language; there is no sealed text.
        Notice = 3, "notice", "A notice";
    }
}

code_list! {
    /// The texts of the public door that an organisation may say in its own words. What the rest say follows from what the program
    /// does, so nobody replaces them.
    pub Wording, "wording", version 1, source "A/HRC/31/58, ¶82(g) derived" {
        Emergency = 1, "emergency", "First page: what to do in danger, while no number is set";
        EmergencyNumber = 2, "emergency-number", "First page: what to do in danger, with the emergency number";
        Helpline = 3, "helpline", "A helpline and its number";
        SafeWords = 4, "safe-words", "First page: introduction";
        NotSafe = 5, "not-safe", "Second page: to whoever is not safe";
        WhoWords = 6, "who-words", "Second page: who is telling";
        LeadChild = 7, "lead-child", "Page of the report: introduction for a child";
        LeadAdult = 8, "lead-adult-for-child", "Page of the report: introduction for an adult, about a child";
        LeadProfessional = 9, "lead-professional", "Page of the report: introduction for somebody at work";
        LeadSurvivor = 10, "lead-adult-survivor", "Page of the report: introduction for whom it happened to as a child";
        ReadsWords = 11, "reads-words", "Page of the report: who reads this, and what happens to it";
        LimitsWords = 12, "limits-words", "Page of the report: the limit of silence";
        TextHint = 13, "text-hint", "Page of the report: help with the text";
        ContactHint = 14, "contact-hint", "Page of the report: help with a safe way to be reached";
        FiledWords = 15, "filed-words", "After the report: that it arrived";
        NextWho = 16, "next-who", "What happens next: who reads";
        NextWhen = 17, "next-when", "What happens next: when the answer comes";
        NextNot = 18, "next-not", "What happens next: what is not promised";
        NotKeptWords = 19, "not-kept-words", "The receipt cannot be kept: what happens all the same";
        NotKeptOther = 20, "not-kept-other", "The receipt cannot be kept: another way";
        HelpWords = 21, "help-words", "Help, whatever becomes of the report";
        ExitWords = 22, "exit-words", "What to mind when leaving";
        RepliesNone = 23, "replies-none", "Thread: there is no reply yet";
        LostWords = 24, "lost-words", "Thread: the receipt is lost";
        Elsewhere = 25, "elsewhere", "Thread: where else one can turn";
    }
}

code_list! {
    /// The languages of the public door's texts.
    pub DoorLanguage, "door-language", version 1, source "BCP 47" {
        English = 1, "en", "English";
        Arabic = 2, "ar", "Arabic";
    }
}

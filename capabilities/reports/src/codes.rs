//! The room's own code lists: what kind of picture, and who speaks in a thread.

use facts::complaint::Body;
use facts::unit::UnitKind;
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

impl Media {
    /// That of a format; none of those that no browser sends and that are not taken at the door.
    #[must_use]
    pub fn of(format: material::Format) -> Option<Media> {
        match format {
            material::Format::Jpeg => Some(Media::Jpeg),
            material::Format::Png => Some(Media::Png),
            material::Format::Webp => Some(Media::Webp),
            material::Format::Gif => Some(Media::Gif),
            material::Format::Tiff | material::Format::Bmp => None,
        }
    }
}

code_list! {
    /// The kind of a sound file, as its first bytes say.
    pub Sound, "sound-media", version 1, source "IANA media types; RFC 8794 for WebM, RFC 3533 for Ogg" {
        Webm = 1, "webm", "WebM";
        Ogg = 2, "ogg", "Ogg";
        Mp4 = 3, "mp4", "MP4";
        Wav = 4, "wav", "WAV";
        Mp3 = 5, "mp3", "MP3";
    }
}

impl Sound {
    /// Its registered media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Sound::Webm => "audio/webm",
            Sound::Ogg => "audio/ogg",
            Sound::Mp4 => "audio/mp4",
            Sound::Wav => "audio/wav",
            Sound::Mp3 => "audio/mpeg",
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
    /// Why a human is called to a report.
    pub CallReason, "call-reason", version 1, source "A/HRC/31/58, ¶43, 82(g) derived" {
        Danger = 1, "danger", "It is urgent";
        /// Its time to answer is over.
        Silence = 2, "silence", "Nobody answered in time";
    }
}

code_list! {
    /// Whether a human still has to be found.
    pub CallState, "call-state", version 1, source "A/HRC/31/58, ¶43, 82(g) derived" {
        Calling = 1, "calling", "A human is being called";
        /// They may still forget it: when its time is over, those above are called.
        Taken = 2, "taken", "Somebody has it";
        /// Nothing waits any more.
        Settled = 3, "settled", "Nothing waits";
    }
}

code_list! {
    /// What a report is about, as whoever reports chose it from the pictures and words of the door.
    pub Happening, "happening", version 1, source "A/HRC/31/58, ¶40; the public door's own question" {
        ThreatensToShare = 1, "threatens-to-share", "Somebody threatens to share pictures or videos";
        AsksForPictures = 2, "asks-for-pictures", "Somebody asks for pictures or videos";
        WantsToMeet = 3, "wants-to-meet", "Somebody from the internet wants to meet";
        BodilyContact = 4, "bodily-contact", "Bodily contact, or acts that are forced";
        GivesForIt = 5, "gives-for-it", "Somebody gives money or things for it";
        PicturesSpread = 6, "pictures-spread", "Pictures or videos are passed on";
        SomethingElse = 7, "something-else", "Something else";
    }
}

code_list! {
    /// Whom a report is about, as far as whoever reports says so (¶35, 46, 52). Nobody is a suspect by it.
    pub SaidOf, "said-of", version 1, source "A/HRC/31/58, ¶35, 46, 52; the public door's own question" {
        AtHome = 1, "at-home", "Family, or at home";
        Known = 2, "known", "Known to the child otherwise";
        OnlineOnly = 3, "online-only", "Known from the internet only";
        Stranger = 4, "stranger", "Not known to the child";
        Police = 5, "police", "The police";
        Court = 6, "court", "A court or a prosecutor's office";
        School = 7, "school", "A school, a club or a home for children";
        Service = 8, "service", "This service";
        Oversight = 9, "oversight", "The oversight body";
        /// Who is not sure is heard by the oversight body: it can always hand on, the others never could.
        PerhapsOfficial = 10, "perhaps-official", "Perhaps police, court, school or this service";
    }
}

code_list! {
    /// How somebody wishes to be reached beside the thread.
    pub Reach, "reach", version 1, source "A/HRC/31/58, ¶82(g) derived" {
        ByReceipt = 1, "receipt", "Under the receipt alone";
        Call = 2, "call", "By a call";
        Write = 3, "write", "In writing";
        Trusted = 4, "trusted", "Through an adult whom they trust";
    }
}

code_list! {
    /// Whether another person looks again at a report that was put aside.
    pub SecondLook, "second-look", version 1, source "A/HRC/31/58, ¶46, 82(g) derived" {
        NotAsked = 1, "not-asked", "Not asked for";
        Asked = 2, "asked", "Asked for by the reporter";
        /// It was taken up, sent on or put aside again by somebody else.
        Done = 3, "done", "Another person has decided";
    }
}

code_list! {
    /// What the door asks of whoever used it, in three taps.
    pub OpinionOf, "opinion-of", version 1, source "General comment 25 of the CRC, ¶46 derived" {
        Easy = 1, "easy", "Was it easy to tell us?";
        Serious = 2, "serious", "Did you feel taken seriously?";
        Friend = 3, "friend", "Would you tell a friend to come here?";
    }
}

code_list! {
    /// An opinion.
    pub Opinion, "opinion", version 1, source "The public door's own question" {
        Yes = 1, "yes", "Yes";
        Partly = 2, "partly", "A bit";
        No = 3, "no", "No";
    }
}

code_list! {
    /// Whether two reports belong together.
    pub LinkState, "link-state", version 1, source "A/HRC/31/58, ¶82(g) derived" {
        Proposed = 1, "proposed", "Waits for a second person";
        Linked = 2, "linked", "Linked";
    }
}

impl SaidOf {
    /// The body that hears what is about somebody of this kind; none where it is no complaint.
    #[must_use]
    pub fn body(self) -> Option<Body> {
        match self {
            SaidOf::AtHome | SaidOf::Known | SaidOf::OnlineOnly | SaidOf::Stranger => None,
            SaidOf::Police | SaidOf::Court | SaidOf::School | SaidOf::Service | SaidOf::PerhapsOfficial => {
                Some(Body::First)
            }
            SaidOf::Oversight => Some(Body::Second),
        }
    }

    /// Whether a unit of this kind is whom it may be about.
    #[must_use]
    pub fn may_be_of(self, unit: UnitKind) -> bool {
        match self {
            SaidOf::Police => unit == UnitKind::Police,
            SaidOf::Court => matches!(unit, UnitKind::Court | UnitKind::Prosecution),
            SaidOf::School => unit == UnitKind::Other,
            SaidOf::Service => unit == UnitKind::Hotline,
            SaidOf::Oversight => unit == UnitKind::Oversight,
            SaidOf::PerhapsOfficial => matches!(
                unit,
                UnitKind::Police
                    | UnitKind::Court
                    | UnitKind::Prosecution
                    | UnitKind::Other
                    | UnitKind::Hotline
            ),
            SaidOf::AtHome | SaidOf::Known | SaidOf::OnlineOnly | SaidOf::Stranger => false,
        }
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
        LeadChildYoung = 26, "lead-child-young", "Page of the report: introduction for a child under 13";
        ReadsWordsYoung = 27, "reads-words-young", "Page of the report, child under 13: who reads this";
        LimitsWordsYoung = 28, "limits-words-young", "Page of the report, child under 13: the limit of silence";
        TextHintYoung = 29, "text-hint-young", "Page of the report, child under 13: help with the text";
        ContactHintYoung = 30, "contact-hint-young", "Page of the report, child under 13: help with a safe way to be reached";
    }
}

code_list! {
    /// What came of a referral.
    pub ReferralState, "referral-state", version 1, source "A/HRC/31/58, ¶43, 82(c) derived" {
        Waiting = 1, "waiting", "The other unit has not said yet";
        Taken = 2, "taken", "The other unit has it";
        Returned = 3, "returned", "Returned, with a reason";
    }
}

code_list! {
    /// Why a unit returns a report that was referred to it.
    pub ReturnReason, "return-reason", version 1, source "A/HRC/31/58, ¶43, 82(c) derived" {
        NotReturned = 0, "not-returned", "Not returned";
        NotOurs = 1, "not-ours", "It is not for this unit by law or by its task";
        AnotherUnit = 2, "another-unit", "Another unit than this one should have it";
        NeedsMore = 3, "needs-more", "Something must be asked of the reporter first";
        CannotNow = 4, "cannot-now", "This unit cannot act in time";
        Conflict = 5, "conflict", "Nobody of this unit may handle it";
    }
}

code_list! {
    /// What the reporter says to a report being given or shown to another unit; of a child, the child's own view. It is nobody's
    /// agreement to what was done to them.
    pub Agreement, "referral-agreement", version 1, source "A/HRC/31/58, ¶52, 82(g) derived" {
        /// Of before this was asked.
        NotNoted = 0, "not-noted", "Not noted";
        Agreed = 1, "reporter-agreed", "The reporter agreed; of a child, the child's own view";
        NothingPersonal = 2, "nothing-personal", "A machine told it: nobody can be asked";
        DangerToAsk = 3, "danger-to-ask", "Not asked: asking would put somebody in danger";
        LifeOrLimb = 4, "life-or-limb", "Not waited for: somebody's life or limb is at stake";
        LawObliges = 5, "law-obliges", "Not needed: the law obliges to hand it on";
        NotInTime = 6, "not-in-time", "The reporter cannot be asked in time";
    }
}

impl Agreement {
    /// Whether it goes there without the reporter's word: the overseer is shown how often that is so.
    #[must_use]
    pub fn is_override(self) -> bool {
        matches!(self, Self::DangerToAsk | Self::LifeOrLimb | Self::LawObliges | Self::NotInTime)
    }

    /// Whether the safe contact may go with it.
    #[must_use]
    pub fn opens_contact(self) -> bool {
        matches!(self, Self::Agreed | Self::LifeOrLimb)
    }
}

code_list! {
    /// What of a report another unit is shown that is asked about it.
    pub ConsultPart, "consult-part", version 1, source "A/HRC/31/58, ¶52 derived: no more than is needed" {
        Circumstances = 1, "circumstances", "Answers and points: no word that was written";
        Words = 2, "words", "The words of the report";
        Thread = 3, "thread", "All that was written in the thread";
    }
}

code_list! {
    /// What became of a question to another unit.
    pub ConsultationState, "consultation-state", version 1, source "A/HRC/31/58, ¶43, 82(c) derived" {
        /// Whatever this says: once its time is over nobody there reads it.
        Asked = 1, "asked", "Asked: open until its time is over";
        Answered = 2, "answered", "Answered";
        Withdrawn = 3, "withdrawn", "Ended by who asked";
        Ended = 4, "ended", "Ended: the report went elsewhere, or is erased";
    }
}

code_list! {
    /// What obliges somebody to report in the course of work. Whether a report fulfils it is for the law that says so.
    pub Duty, "duty", version 1, source "A/HRC/31/58, ¶63, 82(c) derived" {
        NotTold = 0, "not-told", "No duty told";
        Law = 1, "law", "The law";
        Profession = 2, "profession", "The code of their profession";
        Court = 3, "court", "An order of a court";
        Contract = 4, "contract", "A contract, or a rule of whom they work for";
        OfOwnAccord = 5, "none", "None: of their own accord";
    }
}

code_list! {
    /// Whether a child knows that somebody at work reports: whoever acts on it must know before they speak with the child.
    pub ChildKnows, "child-knows", version 1, source "A/HRC/31/58, ¶52, 63 derived" {
        NotTold = 0, "not-told", "Not told";
        Knows = 1, "yes", "Knows of the report";
        DoesNot = 2, "no", "Does not know of the report";
        MustNot = 3, "must-not", "Does not know, and would be in danger by it";
        Unknown = 4, "unknown", "Whoever reports cannot say";
    }
}

macro_rules! door_languages {
    ($($Code:ident = $number:literal, $code:literal, $label:literal;)+) => {
        code_list! {
            /// The languages of the public door's texts: each folder of a language brings its own number.
            pub DoorLanguage, "door-language", version 1, source "BCP 47" {
                $($Code = $number, $code, $label;)+
            }
        }
    };
}
face::languages!(door_languages);

//! The facts of this room.

use crate::codes::{
    AskedAbout, Asks, ClockFound, Danger, LetterAnswer, LetterLanguage, LetterWay, OrderOf, WhyRefused,
};
use facts::letter::LetterTried;
use kernel::codes::{ConductOfExploitation, Country};
use kernel::{Day, EventSpec, Hash, Id, Span, event};
use minicbor::{Decode, Encode};

/// A platform as the house knows it. Where its mail goes lies sealed beside the act, and so does who says so.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PlatformSet {
    /// The platform.
    #[n(0)]
    pub platform: Id,
    /// Its name; names no person.
    #[n(1)]
    pub name: String,
    /// The State in which it takes letters.
    #[n(2)]
    pub country: Country,
    /// How it wants letters.
    #[n(3)]
    pub way: LetterWay,
    /// In what language.
    #[n(4)]
    pub language: LetterLanguage,
}
event!(PlatformSet, 1830, 1, "letters.platform-set");

/// A legal basis waits for a second person.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct BasisProposed {
    /// The basis.
    #[n(0)]
    pub basis: Id,
    /// The version that it replaces; none for a new one.
    #[n(1)]
    pub replaces: Id,
    /// The State whose law it is.
    #[n(2)]
    pub country: Country,
    /// The law, as it is cited.
    #[n(3)]
    pub law: String,
    /// What may be asked.
    #[n(4)]
    pub allows: Vec<Asks>,
    /// Whose order a disclosure needs at least.
    #[n(5)]
    pub order: OrderOf,
    /// For how many days data are preserved; 0 where it allows no preservation.
    #[n(6)]
    pub preserved_days: u16,
    /// Within how many days an answer is due.
    #[n(7)]
    pub answer_days: u16,
}
event!(BasisProposed, 1831, 1, "letters.basis-proposed");

/// A second person approved a legal basis: letters may rest on it, and no new one on what it replaces.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct BasisInForce {
    /// The basis.
    #[n(0)]
    pub basis: Id,
    /// Its version, from 1.
    #[n(1)]
    pub version: u32,
}
event!(BasisInForce, 1832, 1, "letters.basis-in-force");

/// A letter was drafted. What is asked about lies sealed beside the act, and so does the order's reference.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LetterDrafted {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// What it asks for.
    #[n(1)]
    pub asks: Asks,
    /// To whom.
    #[n(2)]
    pub platform: Id,
    /// On what it rests.
    #[n(3)]
    pub basis: Id,
    /// In whose name; names no person.
    #[n(4)]
    pub authority: String,
    /// Of what time data are asked for.
    #[n(5)]
    pub period: Span,
    /// Whose order it rests on.
    #[n(6)]
    pub order: OrderOf,
    /// What danger lets it go at once.
    #[n(7)]
    pub danger: Danger,
    /// The preservation that it extends; none where it extends none.
    #[n(8)]
    pub follows: Id,
    /// As what the person is asked about.
    #[n(9)]
    pub about: AskedAbout,
    /// The suspect; none where nobody is asked about as one.
    #[n(10)]
    pub person: Id,
    /// What exploitation makes of a child, where that is what it is about.
    #[n(11)]
    pub conduct: Option<ConductOfExploitation>,
}
event!(LetterDrafted, 1833, 1, "letters.drafted");

/// A letter was signed and leaves.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LetterSigned {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// By what way.
    #[n(1)]
    pub way: LetterWay,
    /// The act beside which the platform's contact lies sealed.
    #[n(2)]
    pub contact_act: Id,
    /// True where a second person looks at it afterwards.
    #[n(3)]
    pub at_once: bool,
}
event!(LetterSigned, 1834, 1, "letters.signed");

/// A second person looked at a letter that went at once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct EmergencyReviewed {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// Whether it was right to ask.
    #[n(1)]
    pub upheld: bool,
}
event!(EmergencyReviewed, 1835, 1, "letters.emergency-reviewed");

/// What became of an attempt to send something.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SendingTried {
    /// What was sent.
    #[n(0)]
    pub sending: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
    /// What became of it.
    #[n(2)]
    pub tried: LetterTried,
    /// The server's answer; 0 when there was none.
    #[n(3)]
    pub code: u16,
}
event!(SendingTried, 1836, 1, "letters.sending-tried");

/// A person sent it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SentByHand {
    /// What was sent.
    #[n(0)]
    pub sending: Id,
    /// By what way.
    #[n(1)]
    pub way: LetterWay,
    /// On which day.
    #[n(2)]
    pub on: Day,
}
event!(SentByHand, 1837, 1, "letters.sent-by-hand");

/// A platform answered. Its words, and where what it disclosed lies, are sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PlatformAnswered {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// What it answered.
    #[n(1)]
    pub answer: LetterAnswer,
    /// Until which day it preserves.
    #[n(2)]
    pub until: Option<Day>,
    /// Why it refuses.
    #[n(3)]
    pub why: WhyRefused,
    /// SHA-256 of what it disclosed.
    #[n(4)]
    pub hash: Option<Hash>,
}
event!(PlatformAnswered, 1838, 1, "letters.answered");

/// A letter was withdrawn; the platform is told where it may have it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LetterWithdrawn {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// Whether the platform is to be told.
    #[n(1)]
    pub told: bool,
    /// By what way.
    #[n(2)]
    pub way: LetterWay,
    /// The act beside which the platform's contact lies sealed.
    #[n(3)]
    pub contact_act: Id,
}
event!(LetterWithdrawn, 1839, 1, "letters.withdrawn");

/// A day came by which something should have been.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ClockRang {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// What.
    #[n(1)]
    pub found: ClockFound,
}
event!(ClockRang, 1840, 1, "letters.clock-rang");

pub(crate) fn specs() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<PlatformSet>(),
        EventSpec::of::<BasisProposed>(),
        EventSpec::of::<BasisInForce>(),
        EventSpec::of::<LetterDrafted>(),
        EventSpec::of::<LetterSigned>(),
        EventSpec::of::<EmergencyReviewed>(),
        EventSpec::of::<SendingTried>(),
        EventSpec::of::<SentByHand>(),
        EventSpec::of::<PlatformAnswered>(),
        EventSpec::of::<LetterWithdrawn>(),
        EventSpec::of::<ClockRang>(),
    ]
}

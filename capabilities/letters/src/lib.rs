//! Letters: preservation and disclosure asked of platforms, each with its legal basis, its clock and its answer (¶40, 63).
//!
//! # From a draft to an answer
//! drafted about a record, on a legal basis that two people laid down → signed, a disclosure by another person, an emergency at once → it
//! leaves by mail under one `Message-ID`, or a person sends it → the platform answers → a preservation is extended, or lapses on its day.
//!
//! # Acts
//! | act | number | by | sealed slots |
//! |---|---|---|---|
//! | [`AddPlatform`](acts::AddPlatform) | 810 | analyst, investigator, prosecutor | 0 mail address, 1 how it is known |
//! | [`MendPlatform`](acts::MendPlatform) | 811 | the same | the same |
//! | [`ProposeBasis`](acts::ProposeBasis) | 812 | administrator, overseer | |
//! | [`ApproveBasis`](acts::ApproveBasis) | 813 | another of them | |
//! | [`Draft`](acts::Draft) | 814 | analyst, investigator, prosecutor | 0 identifiers, 1 the order's reference |
//! | [`Send`](acts::Send) | 815 | the same; a disclosure: another of them, no analyst | |
//! | [`ReviewEmergency`](acts::ReviewEmergency) | 816 | another investigator or prosecutor | |
//! | [`TellSending`](acts::TellSending) | 817 | Tutela itself | |
//! | [`SentByHand`](acts::SentByHand) | 818 | analyst, investigator, prosecutor | |
//! | [`RecordAnswer`](acts::RecordAnswer) | 819 | the same | 0 the platform's words |
//! | [`Withdraw`](acts::Withdraw) | 820 | the same | |
//! | [`TellClock`](acts::TellClock) | 821 | Tutela itself | |
//!
//! # Rules that apply
//! - [`signing`](rules::signing) (52, 63, 69): one person asks for preservation; a disclosure needs an order and two people; an emergency
//!   goes at once, and another person looks at it within a day, or the overseer's first page counts it.
//! - [`no_victim_as_suspect`](rules::no_victim_as_suspect) (82(f)): nobody is asked about as a suspect who is recorded as a victim, or who
//!   was named as one in no case; *victim-is-not-offender* reads each draft and each signature, too.
//! - *two-people* (52, 69), *no-judge-in-own-cause* (46, 52), *every-look-leaves-a-trace* (52, 69).
//!
//! # What a letter says
//! What is asked for, of what time, the identifiers, the law, the authority, the order, by when and where to answer, and its own number. It
//! is made of nothing else: it names no reporter, no report and no officer.
//!
//! # Limits
//! - Identifiers are words of whoever drafts: the page says that they must not name a reporter or a victim, and nothing checks it.
//! - A platform's contact is entered by one person, with a reason. A letter keeps the contact that it was signed for.
//! - Answers that come by mail are read and entered by a person.
//! - A process that dies between a letter's leaving and its entry sends it again, under the same `Message-ID`.

pub mod acts;
mod apply;
mod clock;
pub mod codes;
pub mod events;
mod outreach;
mod pages;
mod room;
pub mod rules;
pub mod statistics;
pub mod tables;
mod words;

pub use clock::ring;
pub use outreach::{Outreach, Settings};
pub use room::room;

use kernel::{Charter, ReadKind, Role};

/// Platforms and legal bases: names, laws, days; no mail address.
pub const READ_BASES: ReadKind = ReadKind {
    code: 810,
    name: "letters.bases",
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::Overseer, Role::Administrator],
    personal: false,
};

/// Letters and what became of them: codes, numbers and times; no identifier and no word of an answer.
pub const READ_LETTERS: ReadKind = ReadKind {
    code: 811,
    name: "letters.letters",
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::Overseer],
    personal: false,
};

/// What a letter asks about, its order, and the platform's words; Tutela opens them to send the letter.
pub const READ_WORDS: ReadKind = ReadKind {
    code: 812,
    name: "letters.words",
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::System],
    personal: true,
};

/// Where a platform takes letters.
pub const READ_CONTACT: ReadKind = ReadKind {
    code: 813,
    name: "letters.contact",
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::System],
    personal: true,
};

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "letters",
        paragraphs: "40, 63",
        acts: acts::specs(),
        reads: vec![&READ_BASES, &READ_LETTERS, &READ_WORDS, &READ_CONTACT],
        events: events::specs(),
        projections: apply::projections(),
        tables: tables::tables(),
        kept: tables::kept(),
        ..Charter::default()
    }
}

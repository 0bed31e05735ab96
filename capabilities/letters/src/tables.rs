//! The room's derived tables.

use crate::codes::{
    AskedAbout, Asks, BasisState, Danger, LetterAnswer, LetterLanguage, LetterStands, LetterWay, OrderOf,
    SecondLook, SendingKind, SendingState, WhyRefused,
};
use facts::letter::LetterTried;
use kernel::codes::Country;
use kernel::kept::Kept;
use kernel::{Day, Id, Instant, Record, Table, record};

record! {
    /// Platforms that the house writes to.
    pub struct Platform in "letter_platform", Derived, key 1, indexes [] {
        /// The platform.
        platform: Id, Internal;
        /// Its name; names no person.
        platform_name: String, Internal;
        /// The State in which it takes letters.
        country: Country, Internal;
        /// How it wants letters.
        letter_way: LetterWay, Internal;
        /// In what language.
        letter_language: LetterLanguage, Internal;
        /// The act beside which its mail address is sealed.
        contact_act: Id, Internal;
        /// When that was entered, UTC ms.
        contact_at: Instant, Internal;
    }
}

record! {
    /// On what letters rest: one row a version. What was in force before stays.
    pub struct Basis in "letter_basis", Derived, key 1, indexes [] {
        /// The basis.
        basis: Id, Internal;
        /// How it stands.
        basis_state: BasisState, Internal;
        /// Its version; 0 before it is in force.
        basis_version: i64, Internal;
        /// The version that it replaces; none for a new one.
        replaces: Id, Internal;
        /// The State whose law it is.
        country: Country, Internal;
        /// The law, as it is cited.
        law: String, Internal;
        /// 1 when preservation may be asked for.
        allows_preserve: bool, Internal;
        /// 1 when a preservation may be extended.
        allows_extend: bool, Internal;
        /// 1 when subscriber data may be asked for.
        allows_subscriber: bool, Internal;
        /// 1 when traffic data may be asked for.
        allows_traffic: bool, Internal;
        /// 1 when content may be asked for.
        allows_content: bool, Internal;
        /// 1 when something may be asked for at once.
        allows_emergency: bool, Internal;
        /// Whose order a disclosure needs at least.
        order_of: OrderOf, Internal;
        /// For how many days data are preserved.
        preserved_days: i64, Internal;
        /// Within how many days an answer is due.
        answer_days: i64, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// Who approved it; none before.
        approved_by: Id, Internal;
    }
}

impl Basis {
    /// Whether that may be asked on it now.
    #[must_use]
    pub fn allows(&self, asks: Asks) -> bool {
        let says = match asks {
            Asks::Preserve => self.allows_preserve,
            Asks::Extend => self.allows_extend,
            Asks::Subscriber => self.allows_subscriber,
            Asks::Traffic => self.allows_traffic,
            Asks::Content => self.allows_content,
            Asks::Emergency => self.allows_emergency,
        };
        self.basis_state == BasisState::InForce && says
    }
}

record! {
    /// Letters to platforms, and how far each is. What is asked about is sealed beside the act that drafted it.
    pub struct Letter in "platform_letter", Derived, key 1, indexes [by_record: 1 0, by_stands: 13 16] {
        /// The letter.
        letter: Id, Internal;
        /// The report or case that it is about.
        record_id: Id, Internal;
        /// What it asks for.
        letter_asks: Asks, Internal;
        /// To whom.
        platform: Id, Internal;
        /// On what it rests.
        basis: Id, Internal;
        /// In whose name; names no person.
        authority: String, Internal;
        /// First day of what is asked for.
        period_from: Day, Internal;
        /// Last day of what is asked for.
        period_to: Day, Internal;
        /// Whose order it rests on.
        order_of: OrderOf, Internal;
        /// What danger lets it go at once.
        letter_danger: Danger, Internal;
        /// As what the person is asked about.
        asked_about: AskedAbout, Internal;
        /// The suspect; none where nobody is asked about as one.
        suspect: Id, Internal;
        /// What exploitation makes of a child, by its code; empty where it is not about that.
        conduct_code: String, Internal;
        /// How far it is.
        letter_stands: LetterStands, Internal;
        /// The preservation that it extends; none where it extends none.
        follows: Id, Internal;
        /// The extension that carries it on; none without one.
        extended_by: Id, Internal;
        /// By when an answer is due, UTC ms; 0 before it was sent.
        due_at: Instant, Internal;
        /// From when on the preservation holds no more, UTC ms; 0 where there is none.
        lapses_at: Instant, Internal;
        /// 1 while a preservation holds and no extension carries it on.
        runs: bool, Internal;
        /// 1 when no answer came by its day.
        overdue: bool, Internal;
        /// Who drafted it.
        drafted_by: Id, Internal;
        /// When, UTC ms.
        drafted_at: Instant, Internal;
        /// The act that drafted it: what is asked about is sealed beside it.
        drafted_act: Id, Internal;
        /// Who signed it; none before.
        signed_by: Id, Internal;
        /// When, UTC ms; 0 before.
        signed_at: Instant, Internal;
        /// When it was sent, UTC ms; 0 before.
        letter_sent_at: Instant, Internal;
        /// What the platform answered last.
        platform_answer: LetterAnswer, Internal;
        /// Why it refuses.
        platform_refusal: WhyRefused, Internal;
        /// When that was entered, UTC ms; 0 before.
        platform_answered_at: Instant, Internal;
        /// The act beside which its words are sealed; none before.
        answer_act: Id, Internal;
        /// SHA-256 of what it disclosed; empty where nobody said.
        answer_hash: Vec<u8>, Internal;
        /// Days from sending until the first answer, rounded up; 0 before.
        days_to_answer: i64, Internal;
        /// How it stands with the second look.
        emergency_look: SecondLook, Internal;
        /// By when that, UTC ms; 0 where none is needed.
        look_by: Instant, Internal;
        /// Who looked; none before.
        looked_by: Id, Internal;
    }
}

impl Letter {
    /// Whether it asks for a preservation that may still hold.
    #[must_use]
    pub fn may_run(&self) -> bool {
        let stands = matches!(
            self.letter_stands,
            LetterStands::Waits | LetterStands::AsksBack | LetterStands::Preserved | LetterStands::Partly
        );
        self.letter_asks.preserves() && stands && self.lapses_at.0 > 0
    }

    /// Whether the platform may answer it: it may have it, and did not answer for good.
    #[must_use]
    pub fn may_be_answered(&self) -> bool {
        matches!(
            self.letter_stands,
            LetterStands::Leaving
                | LetterStands::Undelivered
                | LetterStands::Waits
                | LetterStands::AsksBack
                | LetterStands::Preserved
                | LetterStands::Partly
                // A platform may answer after the day on which its law lets go.
                | LetterStands::Lapsed
        )
    }

    /// Whether it can be withdrawn: nothing was answered for good.
    #[must_use]
    pub fn may_be_withdrawn(&self) -> bool {
        self.may_be_answered() || matches!(self.letter_stands, LetterStands::Drafted | LetterStands::ByHand)
    }

    /// Whether an answer is waited for.
    #[must_use]
    pub fn is_waited_for(&self) -> bool {
        self.letter_stands == LetterStands::Waits
    }
}

record! {
    /// What goes to platforms about letters, and what became of it.
    pub struct Sending in "letter_sending", Derived, key 1, indexes [by_state: 6 11, by_letter: 1 0] {
        /// What goes: the same number goes out with each attempt.
        sending: Id, Internal;
        /// The letter.
        letter: Id, Internal;
        /// The report or case that it is about.
        record_id: Id, Internal;
        /// To whom.
        platform: Id, Internal;
        /// What it is.
        sending_kind: SendingKind, Internal;
        /// By what way it goes.
        letter_way: LetterWay, Internal;
        /// How it stands.
        sending_state: SendingState, Internal;
        /// The act beside which the platform's contact lies sealed.
        contact_act: Id, Internal;
        /// How many attempts.
        letter_attempts: i64, Internal;
        /// What became of the last.
        letter_tried: LetterTried, Internal;
        /// The server's answer; 0 when there was none.
        letter_answer: i64, Internal;
        /// Not before when the next attempt, UTC ms.
        letter_next: Instant, Internal;
        /// Since when it is on its way, UTC ms.
        letter_since: Instant, Internal;
        /// When it was taken over or sent by hand, UTC ms; 0 before.
        letter_taken_at: Instant, Internal;
        /// Who sent it by hand, or signed what leaves by itself.
        sent_by: Id, Internal;
    }
}

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![Platform::TABLE, Basis::TABLE, Letter::TABLE, Sending::TABLE]
}

/// What they hold on whom.
pub(crate) fn kept() -> Vec<Kept> {
    const OFFICERS: &[&str] = &["drafted_by", "signed_by", "looked_by", "suspect"];
    vec![
        Kept::nothing(Platform::TABLE),
        Kept::of(Basis::TABLE, &[], &["proposed_by", "approved_by"]),
        Kept::of(Letter::TABLE, &["record_id"], OFFICERS),
        Kept::of(Sending::TABLE, &["record_id"], &["sent_by"]),
    ]
}

//! The room's derived tables.

use crate::codes::{
    AddressGrade, AddressSource, AddressState, AppealBy, CheckFound, ContactSource, HostAnswer, HostKind,
    HostWord, LegalGround, LetterKind, LetterMeans, LetterState, RegistryFound,
};
use crate::events::LetterTried;
use kernel::codes::Country;
use kernel::kept::Kept;
use kernel::{Id, Instant, Record, Table, record};

record! {
    /// Addresses, and how far each is. The address itself is sealed beside the act that took it in.
    pub struct Address in "takedown_address", Derived, key 1, indexes [by_check: 28 1, by_host: 1 0, by_host_due: 1 28, by_state: 5 8] {
        /// The address.
        address: Id, Internal;
        /// Its host.
        host: Id, Internal;
        /// From whom it came first.
        address_source: AddressSource, Internal;
        /// The report in which it stood first; none where it came otherwise.
        report: Id, Internal;
        /// The act beside which it is sealed.
        act: Id, Internal;
        /// How far it is.
        address_state: AddressState, Internal;
        /// The unit that took it in.
        unit: Id, Internal;
        /// Who took it in.
        taken_by: Id, Internal;
        /// When, UTC ms.
        came_at: Instant, Internal;
        /// How often it came in.
        seen: i64, Internal;
        /// When it came in last, UTC ms.
        seen_at: Instant, Internal;
        /// The first grader.
        grader_1: Id, Internal;
        /// What they said.
        grade_1: AddressGrade, Internal;
        /// The second grader.
        grader_2: Id, Internal;
        /// What they said.
        grade_2: AddressGrade, Internal;
        /// Who decided where these two differed.
        grader_3: Id, Internal;
        /// What it is.
        address_grade: AddressGrade, Internal;
        /// When the host was asked to preserve it, UTC ms; 0 before.
        preserved_at: Instant, Internal;
        /// Until when a hold of the police stands, UTC ms; 0 without one.
        held_until: Instant, Internal;
        /// When the first notice went out, UTC ms; 0 before.
        noticed_at: Instant, Internal;
        /// How many notices.
        notices: i64, Internal;
        /// When the host said that it is gone, UTC ms; 0 before.
        claimed_at: Instant, Internal;
        /// What the last look found.
        check_found: CheckFound, Internal;
        /// HTTP status of it; 0 when nobody answered.
        http_status: i64, Internal;
        /// When it was looked at last, UTC ms; 0 before.
        checked_at: Instant, Internal;
        /// How many looks in a row nobody answered.
        misses: i64, Internal;
        /// When it was offline, UTC ms; 0 before.
        offline_at: Instant, Internal;
        /// Hours from the notice until then, rounded up; 0 before.
        hours_to_removal: i64, Internal;
        /// Not before when the next look, UTC ms; 0 when none is due.
        check_at: Instant, Internal;
        /// 1 while an appeal waits.
        appealed: bool, Internal;
        /// Who appealed last.
        appeal_by: AppealBy, Internal;
        /// Who sent the last notice.
        noticed_by: Id, Internal;
        /// The act beside which it is sealed where it points to another host; none while it does not.
        moved_act: Id, Internal;
        /// The address where what was here is now; none while nobody looked.
        moved_to: Id, Internal;
        /// The address from which it came here; none where it came otherwise.
        moved_from: Id, Internal;
    }
}

impl Address {
    /// Index of addresses by host.
    pub const BY_HOST: &'static str = "takedown_address_by_host";

    /// When preservation was asked for.
    #[must_use]
    pub fn preserved(&self) -> Option<Instant> {
        (self.preserved_at.0 > 0).then_some(self.preserved_at)
    }

    /// Until when a hold stands.
    #[must_use]
    pub fn held(&self) -> Option<Instant> {
        (self.held_until.0 > 0).then_some(self.held_until)
    }

    /// Whether this grade, entered now, settles what it is: the second grader says what the first said, or a third decides.
    #[must_use]
    pub fn settles(&self, grade: AddressGrade) -> bool {
        match self.address_state {
            AddressState::TakenIn => false,
            AddressState::GradedOnce => self.grade_1 == grade,
            _ => true,
        }
    }

    /// Whoever has it now was asked for nothing yet: it waits for preservation and a notice of their own.
    pub(crate) fn begin_anew(&mut self) {
        self.preserved_at = Instant(0);
        self.claimed_at = Instant(0);
        self.address_state = AddressState::Graded;
    }

    /// Whether somebody had a part in what was said and done about it.
    #[must_use]
    pub fn had_a_part(&self, officer: Id) -> bool {
        [self.grader_1, self.grader_2, self.grader_3, self.noticed_by].contains(&officer)
    }
}

record! {
    /// Hosts, where each is reached, and how it fares. For staff and that host alone: there is no ranking.
    pub struct Host in "takedown_host", Derived, key 1, indexes [by_registry: 16 0] {
        /// The host.
        host: Id, Internal;
        /// Its name, with the port where that is not the usual one.
        host_name: String, Internal;
        /// What that is.
        host_kind: HostKind, Internal;
        /// Where its contact is from.
        contact_source: ContactSource, Internal;
        /// The act beside which that is sealed; none while none is known.
        contact_act: Id, Internal;
        /// When that was entered, UTC ms; 0 before.
        contact_at: Instant, Internal;
        /// In which State it stands: two letters, or empty.
        host_country: String, Internal;
        /// With whom its name is registered; empty where nobody knows.
        registrar: String, Internal;
        /// Addresses that were taken in.
        addresses: i64, Internal;
        /// Addresses of which notice was given.
        addresses_noticed: i64, Internal;
        /// Of these, addresses that are offline.
        addresses_offline: i64, Internal;
        /// Hours from notice until offline, all together.
        hours_in_all: i64, Internal;
        /// Notices that were a mistake.
        mistakes: i64, Internal;
        /// What the registry answered last.
        registry_found: RegistryFound, Internal;
        /// When, UTC ms; 0 before.
        registry_at: Instant, Internal;
        /// When the registry is asked next, not before, UTC ms; 0 when never.
        registry_next: Instant, Internal;
        /// The registry's number of whoever runs it; empty where it tells none.
        host_operator: String, Internal;
        /// The number of the contact that the registry told; none where it told none.
        registry_contact: Id, Internal;
        /// How often in a row the registry did not answer.
        registry_misses: i64, Internal;
        /// The act beside which address and secret of the host's system are sealed; none without one.
        hook_act: Id, Internal;
        /// When somebody else began to run it, as far as the registry told, UTC ms; 0 where nobody did.
        operator_since: Instant, Internal;
    }
}

record! {
    /// Letters to hosts, and what became of them.
    pub struct Letter in "takedown_letter", Derived, key 1, indexes [by_state: 6 10, by_address: 1 0] {
        /// The letter: the same number goes out with each attempt.
        letter: Id, Internal;
        /// What it is about.
        address: Id, Internal;
        /// To which host.
        host: Id, Internal;
        /// The act beside which that host's contact lies sealed.
        contact_act: Id, Internal;
        /// What it is.
        letter_kind: LetterKind, Internal;
        /// On what law it rests.
        legal_ground: LegalGround, Internal;
        /// How it stands.
        letter_state: LetterState, Internal;
        /// How many letter_attempts.
        letter_attempts: i64, Internal;
        /// What became of the last.
        letter_tried: LetterTried, Internal;
        /// The server's answer; 0 when there was none.
        letter_answer: i64, Internal;
        /// Not before when the next attempt, UTC ms.
        letter_next: Instant, Internal;
        /// Since when it is on its way, UTC ms.
        letter_since: Instant, Internal;
        /// When it was taken over, UTC ms; 0 before.
        letter_taken_at: Instant, Internal;
        /// Who sent it; none where Tutela itself did.
        sent_by: Id, Internal;
        /// By what it goes.
        letter_means: LetterMeans, Internal;
    }
}

impl Letter {
    /// Index of letters by address.
    pub const BY_ADDRESS: &'static str = "takedown_letter_by_address";

    /// Whether the other side may have it, though nobody said that they took it over.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        self.letter_tried == LetterTried::Unknown
    }
}

record! {
    /// Links to hosts' own pages. What opens one is its number and a keyed hash of that, which stands nowhere.
    pub struct HostLink in "takedown_link", Derived, key 1, indexes [by_host: 1 0] {
        /// The link.
        link: Id, Internal;
        /// The host.
        host: Id, Internal;
        /// The act beside which lies where it is told.
        contact_act: Id, Internal;
        /// When it was opened, UTC ms.
        link_opened_at: Instant, Internal;
        /// Until when it opens the page, UTC ms.
        link_until: Instant, Internal;
        /// 1 once it was ended or another took its place.
        link_ended: bool, Internal;
    }
}

impl HostLink {
    /// Index of links by host.
    pub const BY_HOST: &'static str = "takedown_link_by_host";

    /// Whether it opens the page: not once it ended, the contact that it was told is the host's no more, or somebody else runs the host.
    #[must_use]
    pub fn opens(&self, host: &Host, now: Instant) -> bool {
        !self.link_ended
            && now < self.link_until
            && self.host == host.host
            && [host.contact_act, host.hook_act].contains(&self.contact_act)
            && self.link_opened_at >= host.operator_since
    }
}

record! {
    /// What was said against notices, and what was decided: the last of each kind.
    pub struct Word in "takedown_word", Derived, key 2, indexes [by_host: 2, by_answer: 5 4] {
        /// The address.
        address: Id, Internal;
        /// What was said.
        host_word: HostWord, Internal;
        /// Its host.
        host: Id, Internal;
        /// The act beside which the words are sealed, where there are any.
        said_act: Id, Internal;
        /// When, UTC ms.
        said_at: Instant, Internal;
        /// What was decided.
        host_answer: HostAnswer, Internal;
        /// When, UTC ms; 0 before.
        answered_at: Instant, Internal;
    }
}

record! {
    /// What the labels of each law mean to all. Tables that were in force before stay.
    pub struct Label in "takedown_label", Derived, key 3, indexes [by_proposal: 0] {
        /// The proposal by which it came.
        proposal: Id, Internal;
        /// The State.
        label_country: Country, Internal;
        /// Its label.
        label: String, Internal;
        /// What it means to all.
        address_grade: AddressGrade, Internal;
    }
}

impl Label {
    /// Index of labels by table.
    pub const BY_PROPOSAL: &'static str = "takedown_label_by_proposal";
}

record! {
    /// Tables of labels: the one in force, and the one that waits.
    pub struct Scheme in "takedown_scheme", Derived, key 1, indexes [] {
        /// 1: there is one such row.
        only: i64, Internal;
        /// Version in force; 0 is built in.
        label_scheme: i64, Internal;
        /// The proposal that is in force; none while what is built in is.
        in_force: Id, Internal;
        /// The proposal that waits; none where none does.
        proposal: Id, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
    }
}

/// Key of the one row of [`Scheme`].
pub const THE_ONE: i64 = 1;

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        Address::TABLE,
        Host::TABLE,
        Letter::TABLE,
        HostLink::TABLE,
        Word::TABLE,
        Label::TABLE,
        Scheme::TABLE,
    ]
}

/// What they hold on whom.
pub(crate) fn kept() -> Vec<Kept> {
    const OFFICERS: &[&str] = &["taken_by", "grader_1", "grader_2", "grader_3", "noticed_by", "report"];
    vec![
        Kept::of(Address::TABLE, &["address"], OFFICERS),
        Kept::nothing(Host::TABLE),
        Kept::of(Letter::TABLE, &["address"], &["sent_by"]),
        Kept::nothing(HostLink::TABLE),
        Kept::of(Word::TABLE, &["address"], &[]),
        Kept::nothing(Label::TABLE),
        Kept::of(Scheme::TABLE, &[], &["proposed_by"]),
    ]
}

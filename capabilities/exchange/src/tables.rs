//! The room's derived tables.

use crate::codes::{ExchangeState, ExchangeTried, ExchangeWay, PeerState, WordState};
use facts::address::{AddressAction, AddressGrade};
use kernel::kept::Kept;
use kernel::{Id, Instant, Record, Table, record};

record! {
    /// Hotlines that are or were spoken with.
    pub struct Peer in "exchange_peer", Derived, key 1, indexes [] {
        /// The hotline.
        peer: Id, Internal;
        /// Its name.
        peer_name: String, Internal;
        /// Where it is spoken with.
        endpoint: String, Internal;
        /// The States whose addresses it takes, by two letters, apart by blanks.
        countries: String, Internal;
        /// The unit here that has what it hands in.
        unit: Id, Internal;
        /// The act beside which its credentials lie sealed.
        credentials_act: Id, Internal;
        /// Whether it is spoken with.
        peer_state: PeerState, Internal;
        /// Since when as it is now, UTC ms.
        peer_since: Instant, Internal;
        /// When the newest of what it assigned came in there, UTC ms; 0 before.
        pulled_until: Instant, Internal;
        /// When something new was heard of it last, UTC ms; 0 before.
        pulled_at: Instant, Internal;
        /// What became of the last look at what it assigned, where that was another than before.
        pull_tried: ExchangeTried, Internal;
        /// The status of that answer; 0 when there was none.
        pull_answer: i64, Internal;
        /// Addresses that were taken over from it.
        taken_over: i64, Internal;
        /// Addresses that were handed over to it.
        handed_over: i64, Internal;
        /// What it assigned and could not be read.
        unreadable: i64, Internal;
    }
}

record! {
    /// Proposals of hotlines.
    pub struct Proposal in "exchange_proposal", Derived, key 1, indexes [] {
        /// The proposal.
        proposal: Id, Internal;
        /// The hotline.
        peer: Id, Internal;
        /// Its name.
        peer_name: String, Internal;
        /// Where it is spoken with.
        endpoint: String, Internal;
        /// The States whose addresses it takes, by two letters, apart by blanks.
        countries: String, Internal;
        /// The unit here that has what it hands in.
        unit: Id, Internal;
        /// The act beside which its credentials lie sealed.
        credentials_act: Id, Internal;
        /// 1 until a second person approves it.
        waits_for_second: bool, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// When, UTC ms.
        proposed_at: Instant, Internal;
    }
}

record! {
    /// Which hotline takes the addresses of which State.
    pub struct Route in "exchange_route", Derived, key 1, indexes [] {
        /// The State, by two letters.
        country: String, Internal;
        /// The hotline.
        peer: Id, Internal;
    }
}

record! {
    /// In which State hosts stand.
    pub struct HostCountry in "exchange_host", Derived, key 1, indexes [] {
        /// The host.
        host: Id, Internal;
        /// The State, by two letters.
        country: String, Internal;
    }
}

record! {
    /// Addresses between this hotline and another, and how far each is.
    pub struct Exchanged in "exchange_address", Derived, key 1, indexes [by_state: 7 14, by_peer: 6 0] {
        /// The address.
        address: Id, Internal;
        /// Its host.
        host: Id, Internal;
        /// What it is by the law here.
        address_grade: AddressGrade, Internal;
        /// What the other hotline says it is.
        peer_grade: AddressGrade, Internal;
        /// The act beside which it is sealed.
        sealed_in: Id, Internal;
        /// Which way it goes.
        exchange_way: ExchangeWay, Internal;
        /// The other hotline; none while none has it.
        peer: Id, Internal;
        /// How far it is.
        exchange_state: ExchangeState, Internal;
        /// The other hotline's number of the report; 0 where there is none.
        report_no: i64, Internal;
        /// The other hotline's number of the address; 0 where there is none.
        content_no: i64, Internal;
        /// 1 while something is said of which nobody knows yet what became.
        send_under_way: bool, Internal;
        /// How often it was tried.
        send_attempts: i64, Internal;
        /// What became of the last attempt.
        send_tried: ExchangeTried, Internal;
        /// The status of the answer; 0 when there was none.
        send_answer: i64, Internal;
        /// Not before when the next attempt, UTC ms.
        send_at: Instant, Internal;
        /// 1 while it waits for a person, since nobody took it over.
        send_given_up: bool, Internal;
        /// Until when the police ask for it to stay, UTC ms; 0 when they do not.
        held_until: Instant, Internal;
        /// 1 while a person keeps it here.
        held_back: bool, Internal;
        /// When it was graded or taken over, UTC ms.
        exchange_since: Instant, Internal;
        /// When it was handed over, or its grade told, UTC ms; 0 before.
        handed_at: Instant, Internal;
        /// How many words about it there are to tell.
        word_count: i64, Internal;
        /// What the other hotline did last, as it says.
        peer_action: AddressAction, Internal;
        /// When it was heard of that, UTC ms; 0 before.
        heard_at: Instant, Internal;
        /// The highest number of what it did; 0 before.
        heard_last: i64, Internal;
    }
}

impl Exchanged {
    /// Whether the other side may have it already, from an attempt of which nobody knows what became.
    #[must_use]
    pub fn may_be_there(&self) -> bool {
        self.send_under_way || self.send_tried.may_have_arrived()
    }

    /// Whether the other hotline can be told what is done about it.
    #[must_use]
    pub fn takes_words(&self) -> bool {
        matches!(self.exchange_state, ExchangeState::HandedOver | ExchangeState::Told)
    }
}

record! {
    /// Words between hotlines: what was done about an address.
    pub struct Word in "exchange_word", Derived, key 1, indexes [by_address: 1 0, by_state: 4 10] {
        /// The word.
        word: Id, Internal;
        /// The address.
        address: Id, Internal;
        /// Which way it goes.
        exchange_way: ExchangeWay, Internal;
        /// What was done.
        address_action: AddressAction, Internal;
        /// How it stands.
        word_state: WordState, Internal;
        /// When it was done, UTC ms.
        done_at: Instant, Internal;
        /// 1 while it is being told and nobody knows yet what became of it.
        word_under_way: bool, Internal;
        /// How often it was tried.
        word_attempts: i64, Internal;
        /// What became of the last attempt.
        word_tried: ExchangeTried, Internal;
        /// The status of the answer; 0 when there was none.
        word_answer: i64, Internal;
        /// Not before when the next attempt, UTC ms.
        word_next: Instant, Internal;
        /// When it was told or heard, UTC ms; 0 before.
        word_at: Instant, Internal;
    }
}

impl Word {
    /// Index of words by address.
    pub const BY_ADDRESS: &'static str = "exchange_word_by_address";

    /// Whether the other side may have it already.
    #[must_use]
    pub fn may_be_there(&self) -> bool {
        self.word_under_way || self.word_tried.may_have_arrived()
    }
}

record! {
    /// What other hotlines call an address.
    pub struct Content in "exchange_content", Derived, key 2, indexes [] {
        /// The hotline.
        peer: Id, Internal;
        /// Its number of the address.
        content_no: i64, Internal;
        /// The address.
        address: Id, Internal;
    }
}

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        Peer::TABLE,
        Proposal::TABLE,
        Route::TABLE,
        HostCountry::TABLE,
        Exchanged::TABLE,
        Word::TABLE,
        Content::TABLE,
    ]
}

/// What they hold on whom.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::nothing(Peer::TABLE),
        Kept::of(Proposal::TABLE, &[], &["proposed_by"]),
        Kept::nothing(Route::TABLE),
        Kept::nothing(HostCountry::TABLE),
        Kept::of(Exchanged::TABLE, &["address"], &[]),
        Kept::of(Word::TABLE, &["address"], &[]),
        Kept::of(Content::TABLE, &["address"], &[]),
    ]
}

//! What facts make of the room's tables: hotlines, and what goes to them and comes from them. What other rooms tell is in `hear.rs`.

use crate::codes::{ExchangeState, ExchangeTried, ExchangeWay, PeerState, WordState};
use crate::events::{
    HeldBack, PeerClosed, PeerProposed, PeerPulled, PeerSet, SendBegun, SendTold, TakenOver, TriedAgain,
    WordsHeard,
};
use crate::hear;
use crate::limits::{MOST_ATTEMPTS, WORD_PAUSE_MS, pause_ms};
use crate::tables::{Content, Exchanged, Peer, Proposal, Route, Word};
use facts::address::{AddressActed, AddressAction, AddressGrade, AddressSettled, HostStands};
use kernel::codes::Country;
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables};

pub(crate) const NEVER: Instant = Instant(0);

/// What facts make of them.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (PeerProposed::KIND, apply_proposed as Apply),
        (PeerSet::KIND, apply_set),
        (PeerClosed::KIND, apply_closed),
        (SendBegun::KIND, apply_begun),
        (SendTold::KIND, apply_told),
        (TakenOver::KIND, apply_taken_over),
        (PeerPulled::KIND, apply_pulled),
        (WordsHeard::KIND, apply_heard),
        (HeldBack::KIND, apply_held_back),
        (TriedAgain::KIND, apply_again),
        (AddressSettled::KIND, hear::apply_settled),
        (AddressActed::KIND, hear::apply_acted),
        (HostStands::KIND, hear::apply_host),
    ]
}

/// States as a row has them.
fn written(countries: &[Country]) -> String {
    countries.iter().map(|country| country.alpha2()).collect::<Vec<_>>().join(" ")
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PeerProposed { proposal, peer, name, endpoint, countries, unit } = entry.event()?;
    tables.put(&Proposal {
        proposal,
        peer,
        peer_name: name,
        endpoint,
        countries: written(&countries),
        unit,
        credentials_act: entry.act,
        waits_for_second: true,
        proposed_by: entry.actor.id,
        proposed_at: entry.recorded,
    })
}

fn apply_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PeerSet { proposal, .. } = entry.event()?;
    let Some(told) = tables.get::<Proposal>(proposal)? else { return Ok(()) };
    let before = tables.get::<Peer>(told.peer)?;
    if let Some(before) = &before {
        leave_routes(tables, before)?;
    }
    for country in told.countries.split(' ').map(str::to_owned) {
        tables.put(&Route { country, peer: told.peer })?;
    }
    let Proposal { peer, peer_name, endpoint, countries, unit, credentials_act, .. } = told.clone();
    let row = before.unwrap_or_else(|| Peer {
        peer,
        peer_name: String::new(),
        endpoint: String::new(),
        countries: String::new(),
        unit,
        credentials_act,
        peer_state: PeerState::Open,
        peer_since: NEVER,
        pulled_until: NEVER,
        pulled_at: NEVER,
        pull_tried: ExchangeTried::NotYet,
        pull_answer: 0,
        taken_over: 0,
        handed_over: 0,
        unreadable: 0,
    });
    let (peer_state, peer_since) = (PeerState::Open, entry.recorded);
    tables.put(&Peer {
        peer_name,
        endpoint,
        countries,
        unit,
        credentials_act,
        peer_state,
        peer_since,
        ..row
    })?;
    tables.put(&Proposal { waits_for_second: false, ..told })
}

/// The States of a hotline are nobody's again, where another has not taken them over.
fn leave_routes(tables: &mut dyn Tables, peer: &Peer) -> Result<(), TableFault> {
    for country in peer.countries.split(' ') {
        if tables.get::<Route>(country.to_owned())?.is_some_and(|route| route.peer == peer.peer) {
            tables.delete::<Route>(country.to_owned())?;
        }
    }
    Ok(())
}

fn apply_closed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PeerClosed { peer } = entry.event()?;
    let Some(row) = tables.get::<Peer>(peer)? else { return Ok(()) };
    leave_routes(tables, &row)?;
    tables.put(&Peer { peer_state: PeerState::Closed, peer_since: entry.recorded, ..row })
}

fn apply_begun(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SendBegun { address, word, peer, attempt } = entry.event()?;
    if let Some(word) = word.some() {
        return tables.change::<Word>(word, |row| {
            row.word_under_way = true;
            row.word_attempts = i64::from(attempt);
        });
    }
    tables.change::<Exchanged>(address, |row| {
        row.peer = peer;
        row.send_under_way = true;
        row.send_attempts = i64::from(attempt);
    })
}

fn apply_told(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let told: SendTold = entry.event()?;
    let at = entry.recorded;
    if let Some(word) = told.word.some() {
        return tables.change::<Word>(word, |row| word_told(row, &told, at));
    }
    let mut handed = None;
    tables.change::<Exchanged>(told.address, |row| {
        row.send_under_way = false;
        row.send_attempts = i64::from(told.attempt);
        row.send_tried = told.tried;
        row.send_answer = i64::from(told.code);
        row.send_at = after(at, row.send_attempts);
        if told.tried != ExchangeTried::Taken {
            row.send_given_up = is_enough(&told);
            return;
        }
        if row.exchange_state == ExchangeState::Waiting {
            (row.report_no, row.content_no) = (told.report_no, told.content_no);
            handed = Some(row.peer);
        }
        go_on(row, at);
    })?;
    let Some(peer) = handed else { return Ok(()) };
    tables.put(&Content { peer, content_no: told.content_no, address: told.address })?;
    tables.change::<Peer>(peer, |row| row.handed_over = row.handed_over.saturating_add(1))
}

/// What was said is taken over: the next thing is due.
fn go_on(row: &mut Exchanged, at: Instant) {
    row.exchange_state = match row.exchange_state {
        ExchangeState::Waiting => ExchangeState::Details,
        ExchangeState::Details => ExchangeState::HandedOver,
        ExchangeState::TakenOver if row.address_grade == AddressGrade::NotGraded => ExchangeState::ToGrade,
        ExchangeState::TakenOver => ExchangeState::Graded,
        ExchangeState::Graded => ExchangeState::Told,
        other => other,
    };
    if row.takes_words() {
        row.handed_at = at;
    }
    (row.send_attempts, row.send_tried, row.send_at) = (0, ExchangeTried::NotYet, at);
}

fn word_told(row: &mut Word, told: &SendTold, at: Instant) {
    row.word_under_way = false;
    row.word_attempts = i64::from(told.attempt);
    row.word_tried = told.tried;
    row.word_answer = i64::from(told.code);
    row.word_next = after(at, row.word_attempts);
    if told.tried == ExchangeTried::Taken {
        (row.word_state, row.word_at) = (WordState::Told, at);
    } else if is_enough(told) {
        row.word_state = WordState::GivenUp;
    }
}

/// Whether it waits for a person now. Who tries again gets as many attempts again.
fn is_enough(told: &SendTold) -> bool {
    told.tried.is_final() || i64::from(told.attempt) % MOST_ATTEMPTS == 0
}

fn after(at: Instant, attempts: i64) -> Instant {
    Instant(at.0.saturating_add(pause_ms(attempts)))
}

fn apply_taken_over(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TakenOver { address, host, peer, report_no, content_no, grade } = entry.event()?;
    tables.put(&Content { peer, content_no, address })?;
    tables.change::<Peer>(peer, |row| row.taken_over = row.taken_over.saturating_add(1))?;
    let before = tables.get::<Exchanged>(address)?;
    // What another hotline has, or may have, stays with it: one address goes one way.
    let is_here = |row: &Exchanged| row.exchange_state == ExchangeState::Waiting && row.send_attempts == 0;
    let row = match before {
        Some(row) if is_here(&row) || row.exchange_state == ExchangeState::Ended => row,
        Some(_) => return Ok(()),
        None => new_row(address, host, entry),
    };
    let mut row = Exchanged {
        peer_grade: grade,
        sealed_in: entry.act,
        exchange_way: ExchangeWay::In,
        peer,
        exchange_state: ExchangeState::TakenOver,
        report_no,
        content_no,
        send_at: entry.recorded,
        exchange_since: entry.recorded,
        ..row
    };
    hear::answer(tables, &mut row, entry)?;
    tables.put(&row)
}

/// An address that is new to this room.
pub(crate) fn new_row(address: Id, host: Id, entry: &Entry) -> Exchanged {
    Exchanged {
        address,
        host,
        address_grade: AddressGrade::NotGraded,
        peer_grade: AddressGrade::NotGraded,
        sealed_in: entry.act,
        exchange_way: ExchangeWay::Out,
        peer: Id::NONE,
        exchange_state: ExchangeState::Waiting,
        report_no: 0,
        content_no: 0,
        send_under_way: false,
        send_attempts: 0,
        send_tried: ExchangeTried::NotYet,
        send_answer: 0,
        send_at: entry.recorded,
        send_given_up: false,
        held_until: NEVER,
        held_back: false,
        exchange_since: entry.recorded,
        handed_at: NEVER,
        word_count: 0,
        peer_action: AddressAction::Nothing,
        heard_at: NEVER,
        heard_last: 0,
    }
}

/// A word that is to be told, or was heard.
pub(crate) fn new_word(
    row: &mut Exchanged,
    way: ExchangeWay,
    action: AddressAction,
    done_at: Instant,
    at: Instant,
) -> Word {
    let n = u32::try_from(row.word_count).unwrap_or(u32::MAX);
    row.word_count = row.word_count.saturating_add(1);
    let (word_state, word_at) = match way {
        ExchangeWay::Out => (WordState::ToTell, NEVER),
        ExchangeWay::In => (WordState::Heard, at),
    };
    Word {
        word: row.address.derive("exchange.word", n),
        address: row.address,
        exchange_way: way,
        address_action: action,
        word_state,
        done_at,
        word_under_way: false,
        word_attempts: 0,
        word_tried: ExchangeTried::NotYet,
        word_answer: 0,
        word_next: Instant(at.0.saturating_add(WORD_PAUSE_MS)),
        word_at,
    }
}

fn apply_pulled(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PeerPulled { peer, tried, code, until, unreadable, .. } = entry.event()?;
    tables.change::<Peer>(peer, |row| {
        row.pull_tried = tried;
        row.pull_answer = i64::from(code);
        row.pulled_at = entry.recorded;
        row.pulled_until = row.pulled_until.max(until);
        row.unreadable = row.unreadable.saturating_add(i64::from(unreadable));
    })
}

fn apply_heard(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WordsHeard { address, heard } = entry.event()?;
    let Some(mut row) = tables.get::<Exchanged>(address)? else { return Ok(()) };
    for one in heard {
        let word = new_word(&mut row, ExchangeWay::In, one.action, one.at, entry.recorded);
        tables.put(&word)?;
        row.peer_action = one.action;
        row.heard_at = entry.recorded;
        row.heard_last = row.heard_last.max(one.number);
    }
    tables.put(&row)
}

fn apply_held_back(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HeldBack { address, back } = entry.event()?;
    tables.change::<Exchanged>(address, |row| row.held_back = back)
}

fn apply_again(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let TriedAgain { address, words } = entry.event()?;
    tables.change::<Exchanged>(address, |row| {
        row.send_given_up = false;
        row.send_at = entry.recorded;
    })?;
    for word in words {
        tables.change::<Word>(word, |row| {
            row.word_state = WordState::ToTell;
            row.word_next = entry.recorded;
        })?;
    }
    Ok(())
}

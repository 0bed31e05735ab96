//! What facts make of the room's tables.

use crate::address::host_number;
use crate::codes::{
    AddressGrade, AddressState, AppealBy, CheckFound, ContactSource, HostKind, LetterKind, LetterMeans,
    LetterState, RegistryFound,
};
use crate::events::{
    AddressGraded, AddressSeen, AddressTaken, AddressesChecked, AppealDecided, AppealLodged, Checked,
    ContactSet, FoundDecided, HoldEnded, HoldPlaced, HookSet, LawLabel, LetterAttempted, LetterDue,
    LetterTried, LinkEnded, LinkSet, MoveFollowed, MoveFound, OperatorChanged, PreservationAsked,
    RegistryTold, RemovalClaimed, SchemeProposed, SchemeSet, WordAnswered, WordSaid,
};
use crate::found::after;
use crate::limits::{HOUR_MS, check_pause_ms};
use crate::tables::{Address, Host, Label, Letter, Scheme, THE_ONE};
use facts::address::{AddressAction, HotlineActed};
use facts::letter::{self, After};
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables};

mod host;
mod registry;

const NEVER: Instant = Instant(0);

/// What facts make of them.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (AddressTaken::KIND, apply_taken as Apply),
        (AddressSeen::KIND, apply_seen),
        (AddressGraded::KIND, apply_graded),
        (PreservationAsked::KIND, apply_preserved),
        (HoldPlaced::KIND, apply_held),
        (HoldEnded::KIND, apply_hold_ended),
        (LetterDue::KIND, apply_letter),
        (LetterAttempted::KIND, apply_attempted),
        (AddressesChecked::KIND, apply_checked),
        (FoundDecided::KIND, apply_decided),
        (RemovalClaimed::KIND, apply_claimed),
        (AppealLodged::KIND, apply_lodged),
        (AppealDecided::KIND, apply_appeal),
        (ContactSet::KIND, apply_contact),
        (SchemeProposed::KIND, apply_proposed),
        (SchemeSet::KIND, apply_scheme),
        (HotlineActed::KIND, apply_hotline_acted),
        (RegistryTold::KIND, registry::told),
        (OperatorChanged::KIND, registry::changed),
        (HookSet::KIND, registry::hook),
        (MoveFound::KIND, apply_move_found),
        (MoveFollowed::KIND, apply_followed),
        (LinkSet::KIND, host::link_set),
        (LinkEnded::KIND, host::link_ended),
        (WordSaid::KIND, host::said),
        (WordAnswered::KIND, host::answered),
    ]
}

fn apply_taken(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AddressTaken { address, host, kind, source, report, told_in, unit } = entry.event()?;
    let number = host_number(&host);
    let card = tables.get::<Host>(number)?.unwrap_or_else(|| Host {
        host: number,
        host_name: host,
        host_kind: kind,
        contact_source: ContactSource::None,
        contact_act: Id::NONE,
        contact_at: NEVER,
        host_country: String::new(),
        registrar: String::new(),
        addresses: 0,
        addresses_noticed: 0,
        addresses_offline: 0,
        hours_in_all: 0,
        mistakes: 0,
        registry_found: RegistryFound::NotYet,
        registry_at: NEVER,
        // No registry knows an onion service.
        registry_next: if kind == HostKind::Onion { NEVER } else { entry.recorded },
        host_operator: String::new(),
        registry_contact: Id::NONE,
        registry_misses: 0,
        hook_act: Id::NONE,
        operator_since: NEVER,
    });
    tables.put(&Host { addresses: card.addresses.saturating_add(1), ..card })?;
    tables.put(&Address {
        address,
        host: number,
        address_source: source,
        report,
        act: told_in.unwrap_or(entry.act),
        address_state: AddressState::TakenIn,
        unit: unit.unwrap_or(entry.actor.unit),
        taken_by: entry.actor.id,
        came_at: entry.recorded,
        seen: 1,
        seen_at: entry.recorded,
        grader_1: Id::NONE,
        grade_1: AddressGrade::NotGraded,
        grader_2: Id::NONE,
        grade_2: AddressGrade::NotGraded,
        grader_3: Id::NONE,
        address_grade: AddressGrade::NotGraded,
        preserved_at: NEVER,
        held_until: NEVER,
        noticed_at: NEVER,
        notices: 0,
        claimed_at: NEVER,
        check_found: CheckFound::NotYet,
        http_status: 0,
        checked_at: NEVER,
        misses: 0,
        offline_at: NEVER,
        hours_to_removal: 0,
        check_at: NEVER,
        appealed: false,
        appeal_by: AppealBy::Host,
        noticed_by: Id::NONE,
        moved_act: Id::NONE,
        moved_to: Id::NONE,
        moved_from: Id::NONE,
    })
}

fn apply_seen(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AddressSeen { address, .. } = entry.event()?;
    tables.change::<Address>(address, |row| {
        row.seen = row.seen.saturating_add(1);
        row.seen_at = entry.recorded;
        // What was gone may be back: it is looked at again.
        if row.address_state == AddressState::Offline {
            row.check_at = entry.recorded;
        }
    })
}

fn apply_graded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AddressGraded { address, grade, .. } = entry.event()?;
    tables.change::<Address>(address, |row| {
        let grader = entry.actor.id;
        let settled = row.settles(grade);
        match row.address_state {
            AddressState::TakenIn => {
                (row.grader_1, row.grade_1) = (grader, grade);
                row.address_state = AddressState::GradedOnce;
                return;
            }
            AddressState::GradedOnce => (row.grader_2, row.grade_2) = (grader, grade),
            _ => row.grader_3 = grader,
        }
        if settled {
            row.address_grade = grade;
        }
        row.address_state = match (settled, grade.is_illegal()) {
            (false, _) => AddressState::Disputed,
            (true, true) => AddressState::Graded,
            (true, false) if grade == AddressGrade::NotFound => AddressState::Offline,
            (true, false) => AddressState::NotIllegal,
        };
    })
}

fn apply_preserved(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PreservationAsked { address } = entry.event()?;
    tables.change::<Address>(address, |row| {
        row.preserved_at = entry.recorded;
        row.address_state = AddressState::Preserved;
    })
}

fn apply_held(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HoldPlaced { address, until } = entry.event()?;
    tables.change::<Address>(address, |row| row.held_until = until)
}

fn apply_hold_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HoldEnded { address } = entry.event()?;
    tables.change::<Address>(address, |row| row.held_until = NEVER)
}

fn apply_letter(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LetterDue { letter, address, host, contact, kind, ground, means } = entry.event()?;
    let at = entry.recorded;
    tables.put(&Letter {
        letter,
        address,
        host,
        contact_act: contact,
        letter_kind: kind,
        legal_ground: ground,
        letter_state: LetterState::OnItsWay,
        letter_attempts: 0,
        letter_tried: LetterTried::NotYet,
        letter_answer: 0,
        letter_next: at,
        letter_since: at,
        letter_taken_at: NEVER,
        sent_by: entry.actor.id,
        letter_means: means.unwrap_or(LetterMeans::Mail),
    })?;
    if kind != LetterKind::Notice {
        return Ok(());
    }
    let mut is_first = false;
    tables.change::<Address>(address, |row| {
        is_first = row.notices == 0;
        row.noticed_at = if is_first { at } else { row.noticed_at };
        row.notices = row.notices.saturating_add(1);
        row.noticed_by = entry.actor.id;
        row.claimed_at = NEVER;
        row.address_state = AddressState::Noticed;
        row.check_at = Instant(at.0.saturating_add(HOUR_MS));
    })?;
    tables.change::<Host>(host, |row| row.addresses_noticed += i64::from(is_first))
}

fn apply_attempted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LetterAttempted { letter, attempt, tried, code } = entry.event()?;
    tables.change::<Letter>(letter, |row| {
        row.letter_attempts = i64::from(attempt);
        row.letter_tried = tried;
        row.letter_answer = i64::from(code);
        row.letter_next = Instant(entry.recorded.0.saturating_add(letter::pause_ms(row.letter_attempts)));
        row.letter_state = match letter::after(tried, row.letter_attempts) {
            After::Taken => {
                row.letter_taken_at = entry.recorded;
                LetterState::Taken
            }
            After::GivenUp => LetterState::GivenUp,
            After::Again => LetterState::OnItsWay,
        };
    })
}

/// What a finding makes of an address: the one place where checks and people's decisions become states.
fn found(tables: &mut dyn Tables, checked: Checked, at: Instant, by_person: bool) -> Result<(), TableFault> {
    let Some(mut row) = tables.get::<Address>(checked.address)? else { return Ok(()) };
    let was_offline = row.address_state == AddressState::Offline;
    let (misses, state) = after(&row, checked.found, by_person);
    row.misses = misses;
    row.check_found = checked.found;
    row.http_status = if by_person { row.http_status } else { i64::from(checked.status) };
    row.checked_at = if by_person { row.checked_at } else { at };
    row.address_state = state;
    let is_offline = row.address_state == AddressState::Offline;
    // Nobody waits for a host that got no notice.
    let is_watched = !is_offline && row.noticed_at.0 > 0;
    let pause = check_pause_ms(at.0.saturating_sub(row.noticed_at.0), checked.found).filter(|_| is_watched);
    row.check_at = pause.map_or(NEVER, |pause| Instant(at.0.saturating_add(pause)));
    if is_offline && !was_offline && row.noticed_at.0 > 0 {
        row.offline_at = at;
        let taken = at.0.saturating_sub(row.noticed_at.0);
        row.hours_to_removal = taken.saturating_add(HOUR_MS - 1).div_euclid(HOUR_MS).max(0);
        let hours = row.hours_to_removal;
        tables.change::<Host>(row.host, |host| {
            host.addresses_offline = host.addresses_offline.saturating_add(1);
            host.hours_in_all = host.hours_in_all.saturating_add(hours);
        })?;
    }
    if was_offline && !is_offline && row.noticed_at.0 > 0 {
        let hours = std::mem::take(&mut row.hours_to_removal);
        row.offline_at = NEVER;
        tables.change::<Host>(row.host, |host| {
            host.addresses_offline = host.addresses_offline.saturating_sub(1);
            host.hours_in_all = host.hours_in_all.saturating_sub(hours);
        })?;
    }
    tables.put(&row)
}

fn apply_checked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AddressesChecked { checks } = entry.event()?;
    checks.into_iter().try_for_each(|checked| found(tables, checked, entry.recorded, false))
}

fn apply_decided(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let FoundDecided { address, found: what } = entry.event()?;
    found(tables, Checked { address, found: what, status: 0 }, entry.recorded, true)
}

fn apply_claimed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let RemovalClaimed { address } = entry.event()?;
    tables.change::<Address>(address, |row| {
        row.claimed_at = entry.recorded;
        row.check_at = entry.recorded;
    })
}

/// Another hotline says that it is gone: its status is looked at soon, if it is one to be taken down.
fn apply_hotline_acted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HotlineActed { address, action } = entry.event()?;
    if !matches!(action, AddressAction::Removed | AddressAction::Unavailable) {
        return Ok(());
    }
    tables.change::<Address>(address, |row| {
        let ended = [AddressState::Offline, AddressState::Corrected].contains(&row.address_state);
        if row.address_grade.is_illegal() && !ended {
            row.check_at = entry.recorded;
        }
    })
}

fn apply_lodged(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AppealLodged { address, by } = entry.event()?;
    tables.change::<Address>(address, |row| {
        row.appealed = true;
        row.appeal_by = by;
    })
}

fn apply_appeal(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AppealDecided { address, mistaken } = entry.event()?;
    let mut host = None;
    tables.change::<Address>(address, |row| {
        row.appealed = false;
        if mistaken {
            row.address_state = AddressState::Corrected;
            row.check_at = NEVER;
            host = Some(row.host);
        }
    })?;
    match host {
        Some(host) => tables.change::<Host>(host, |row| row.mistakes = row.mistakes.saturating_add(1)),
        None => Ok(()),
    }
}

fn apply_contact(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ContactSet { host, source, country, registrar } = entry.event()?;
    tables.change::<Host>(host, |row| {
        row.contact_source = source;
        row.contact_act = entry.act;
        row.contact_at = entry.recorded;
        row.host_country = country.map(|country| country.alpha2().to_owned()).unwrap_or_default();
        row.registrar = registrar;
    })
}

fn apply_move_found(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MoveFound { address } = entry.event()?;
    tables.change::<Address>(address, |row| row.moved_act = entry.act)
}

fn apply_followed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MoveFollowed { address, to, same } = entry.event()?;
    tables.change::<Address>(address, |row| row.moved_to = to)?;
    let Some(from) = tables.get::<Address>(address)? else { return Ok(()) };
    tables.change::<Address>(to, |row| {
        row.moved_from = address;
        // What was said of it before stays; of what nobody graded yet, two people said it at the old place.
        if same && row.address_state == AddressState::TakenIn && from.address_grade.is_illegal() {
            (row.grader_1, row.grade_1) = (from.grader_1, from.grade_1);
            (row.grader_2, row.grade_2) = (from.grader_2, from.grade_2);
            (row.grader_3, row.address_grade) = (from.grader_3, from.address_grade);
            row.address_state = AddressState::Graded;
        }
    })
}

fn scheme(tables: &mut dyn Tables) -> Result<Scheme, TableFault> {
    Ok(tables.get::<Scheme>(THE_ONE)?.unwrap_or(Scheme {
        only: THE_ONE,
        label_scheme: 0,
        in_force: Id::NONE,
        proposal: Id::NONE,
        proposed_by: Id::NONE,
        proposed_at: NEVER,
    }))
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SchemeProposed { proposal, labels } = entry.event()?;
    for LawLabel { country, label, grade } in labels {
        tables.put(&Label { proposal, label_country: country, label, address_grade: grade })?;
    }
    let row = scheme(tables)?;
    tables.put(&Scheme { proposal, proposed_by: entry.actor.id, proposed_at: entry.recorded, ..row })
}

fn apply_scheme(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SchemeSet { version, proposal, .. } = entry.event()?;
    let row = scheme(tables)?;
    let in_force = proposal;
    tables.put(&Scheme { label_scheme: i64::from(version), in_force, proposal: Id::NONE, ..row })
}

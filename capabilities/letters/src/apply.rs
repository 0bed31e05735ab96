//! What facts make of the room's tables.

use crate::codes::{
    Asks, BasisState, ClockFound, LetterAnswer, LetterStands, LetterWay, SecondLook, SendingKind,
    SendingState, WhyRefused,
};
use crate::events::{
    BasisInForce, BasisProposed, ClockRang, EmergencyReviewed, LetterDrafted, LetterSigned, LetterWithdrawn,
    PlatformAnswered, PlatformSet, SendingTried, SentByHand,
};
use crate::rules::{after_days, lapses, look_by};
use crate::tables::{Basis, Letter, Platform, Sending};
use facts::letter::{After, LetterTried, after, pause_ms};
use kernel::knowing::hold;
use kernel::{Apply, CodeList as _, Entry, Event, Id, Instant, TableFault, Tables};

const NEVER: Instant = Instant(0);
const DAY_MS: i64 = 86_400_000;

pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (PlatformSet::KIND, platform_set as Apply),
        (BasisProposed::KIND, basis_proposed),
        (BasisInForce::KIND, basis_in_force),
        (LetterDrafted::KIND, drafted),
        (LetterSigned::KIND, signed),
        (EmergencyReviewed::KIND, reviewed),
        (SendingTried::KIND, tried),
        (SentByHand::KIND, by_hand),
        (PlatformAnswered::KIND, answered),
        (LetterWithdrawn::KIND, withdrawn),
        (ClockRang::KIND, rang),
    ]
}

/// The number under which a letter's withdrawal goes out.
#[must_use]
pub(crate) fn withdrawal_of(letter: Id) -> Id {
    letter.derive("withdrawal", 0)
}

fn platform_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PlatformSet { platform, name, country, way, language } = entry.event()?;
    // Every unit may write to every platform.
    hold(tables, Id::NONE, platform)?;
    tables.put(&Platform {
        platform,
        platform_name: name,
        country,
        letter_way: way,
        letter_language: language,
        contact_act: entry.act,
        contact_at: entry.recorded,
    })
}

fn basis_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let BasisProposed { basis, replaces, country, law, allows, order, preserved_days, answer_days } =
        entry.event()?;
    hold(tables, Id::NONE, basis)?;
    let may = |asks: Asks| allows.contains(&asks);
    tables.put(&Basis {
        basis,
        basis_state: BasisState::Proposed,
        basis_version: 0,
        replaces,
        country,
        law,
        allows_preserve: may(Asks::Preserve),
        allows_extend: may(Asks::Extend),
        allows_subscriber: may(Asks::Subscriber),
        allows_traffic: may(Asks::Traffic),
        allows_content: may(Asks::Content),
        allows_emergency: may(Asks::Emergency),
        order_of: order,
        preserved_days: preserved_days.into(),
        answer_days: answer_days.into(),
        proposed_by: entry.actor.id,
        approved_by: Id::NONE,
    })
}

fn basis_in_force(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let BasisInForce { basis, version } = entry.event()?;
    let Some(row) = tables.get::<Basis>(basis)? else { return Ok(()) };
    if let Some(before) = row.replaces.some() {
        tables.change::<Basis>(before, |row| row.basis_state = BasisState::Replaced)?;
    }
    tables.change::<Basis>(basis, |row| {
        row.basis_state = BasisState::InForce;
        row.basis_version = version.into();
        row.approved_by = entry.actor.id;
    })
}

fn drafted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: LetterDrafted = entry.event()?;
    tables.put(&Letter {
        letter: event.letter,
        record_id: entry.subject,
        letter_asks: event.asks,
        platform: event.platform,
        basis: event.basis,
        authority: event.authority,
        period_from: event.period.from,
        period_to: event.period.to,
        order_of: event.order,
        letter_danger: event.danger,
        asked_about: event.about,
        suspect: event.person,
        conduct_code: event.conduct.map(|conduct| conduct.code().to_owned()).unwrap_or_default(),
        letter_stands: LetterStands::Drafted,
        follows: event.follows,
        extended_by: Id::NONE,
        due_at: NEVER,
        lapses_at: NEVER,
        runs: false,
        overdue: false,
        drafted_by: entry.actor.id,
        drafted_at: entry.recorded,
        drafted_act: entry.act,
        signed_by: Id::NONE,
        signed_at: NEVER,
        letter_sent_at: NEVER,
        platform_answer: LetterAnswer::None,
        platform_refusal: WhyRefused::NotSaid,
        platform_answered_at: NEVER,
        answer_act: Id::NONE,
        answer_hash: Vec::new(),
        days_to_answer: 0,
        emergency_look: SecondLook::NotNeeded,
        look_by: NEVER,
        looked_by: Id::NONE,
    })
}

/// Something is to go to the platform: by itself, or by a person's hand.
fn leaves(
    tables: &mut dyn Tables,
    entry: &Entry,
    letter: &Letter,
    kind: SendingKind,
    (way, contact_act): (LetterWay, Id),
) -> Result<(), TableFault> {
    let sending = match kind {
        SendingKind::Letter => letter.letter,
        SendingKind::Withdrawal => withdrawal_of(letter.letter),
    };
    let earlier = tables.get::<Sending>(sending)?;
    tables.put(&Sending {
        sending,
        letter: letter.letter,
        record_id: letter.record_id,
        platform: letter.platform,
        sending_kind: kind,
        letter_way: way,
        sending_state: if way == LetterWay::Mail { SendingState::OnItsWay } else { SendingState::ByHand },
        contact_act,
        // Attempts are counted on: each has a number of its own in the journal.
        letter_attempts: earlier.map_or(0, |row| row.letter_attempts),
        letter_tried: LetterTried::NotYet,
        letter_answer: 0,
        letter_next: entry.recorded,
        letter_since: entry.recorded,
        letter_taken_at: NEVER,
        sent_by: entry.actor.id,
    })
}

fn signed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LetterSigned { letter, way, contact_act, at_once } = entry.event()?;
    let Some(mut row) = tables.get::<Letter>(letter)? else { return Ok(()) };
    leaves(tables, entry, &row, SendingKind::Letter, (way, contact_act))?;
    let is_first = row.signed_by.is_none();
    row.letter_stands = if way == LetterWay::Mail { LetterStands::Leaving } else { LetterStands::ByHand };
    if is_first {
        // Who signs it again sends it again; whoever looks at an emergency is another than who let it go.
        row.signed_by = entry.actor.id;
    }
    row.signed_at = entry.recorded;
    if at_once && is_first {
        row.emergency_look = SecondLook::Waits;
        row.look_by = look_by(entry.recorded);
    }
    tables.put(&row)
}

fn reviewed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let EmergencyReviewed { letter, upheld } = entry.event()?;
    if !upheld {
        needs_no_sending(tables, letter, SendingState::CalledOff)?;
    }
    tables.change::<Letter>(letter, |row| {
        row.emergency_look = if upheld { SecondLook::Upheld } else { SecondLook::NotUpheld };
        row.looked_by = entry.actor.id;
        if !upheld && matches!(row.letter_stands, LetterStands::Leaving | LetterStands::ByHand) {
            row.letter_stands = LetterStands::Undelivered;
        }
    })
}

/// What follows from the letter's being with the platform since that moment.
fn arrived(tables: &mut dyn Tables, letter: Id, at: Instant) -> Result<(), TableFault> {
    let Some(mut row) = tables.get::<Letter>(letter)? else { return Ok(()) };
    row.letter_sent_at = at;
    // Who answered before the server's word came has answered.
    if row.platform_answer == LetterAnswer::None && row.letter_stands != LetterStands::Withdrawn {
        row.letter_stands = LetterStands::Waits;
    }
    let Some(basis) = tables.get::<Basis>(row.basis)? else { return tables.put(&row) };
    row.due_at = after_days(at, basis.answer_days);
    if row.letter_asks.preserves() && row.lapses_at == NEVER {
        let first = row.follows.some().map(|first| tables.get::<Letter>(first)).transpose()?.flatten();
        row.lapses_at = lapses(at, basis.preserved_days, first.as_ref().map(|first| first.lapses_at));
        if let Some(first) = first.filter(|_| row.may_run()) {
            tables.put(&Letter { extended_by: letter, runs: false, ..first })?;
        }
    }
    row.runs = row.may_run() && row.extended_by.is_none();
    tables.put(&row)
}

fn tried(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SendingTried { sending, attempt, tried, code } = entry.event()?;
    let Some(mut row) = tables.get::<Sending>(sending)? else { return Ok(()) };
    row.letter_attempts = attempt.into();
    row.letter_tried = tried;
    row.letter_answer = code.into();
    let next = after(tried, row.letter_attempts);
    match next {
        After::Taken => {
            row.sending_state = SendingState::Gone;
            row.letter_taken_at = entry.recorded;
        }
        After::GivenUp => row.sending_state = SendingState::GivenUp,
        After::Again => {
            row.letter_next = Instant(entry.recorded.0.saturating_add(pause_ms(row.letter_attempts)));
        }
    }
    let (letter, kind) = (row.letter, row.sending_kind);
    tables.put(&row)?;
    match (kind, next) {
        (SendingKind::Letter, After::Taken) => arrived(tables, letter, entry.recorded),
        (SendingKind::Letter, After::GivenUp) => tables.change::<Letter>(letter, |row| {
            if row.letter_stands == LetterStands::Leaving {
                row.letter_stands = LetterStands::Undelivered;
            }
        }),
        _ => Ok(()),
    }
}

fn by_hand(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let SentByHand { sending, way, on } = entry.event()?;
    let Some(mut row) = tables.get::<Sending>(sending)? else { return Ok(()) };
    row.sending_state = SendingState::Gone;
    row.letter_way = way;
    row.letter_taken_at = on.start();
    row.sent_by = entry.actor.id;
    let (letter, kind) = (row.letter, row.sending_kind);
    tables.put(&row)?;
    if kind == SendingKind::Letter { arrived(tables, letter, on.start()) } else { Ok(()) }
}

/// Nobody has to send the letter any more: it was answered, so it arrived, or it was withdrawn.
fn needs_no_sending(tables: &mut dyn Tables, letter: Id, state: SendingState) -> Result<(), TableFault> {
    match tables.get::<Sending>(letter)? {
        Some(sending) if sending.sending_state != SendingState::Gone => {
            tables.put(&Sending { sending_state: state, ..sending })
        }
        _ => Ok(()),
    }
}

/// An extension that the platform does not grant, or that is withdrawn, carries nothing on.
fn carries_nothing_on(tables: &mut dyn Tables, extension: &Letter) -> Result<(), TableFault> {
    let Some(first) = extension.follows.some() else { return Ok(()) };
    let Some(mut first) = tables.get::<Letter>(first)? else { return Ok(()) };
    if first.extended_by == extension.letter {
        first.extended_by = Id::NONE;
        first.runs = first.may_run();
        tables.put(&first)?;
    }
    Ok(())
}

fn answered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PlatformAnswered { letter, answer, until, why, hash } = entry.event()?;
    needs_no_sending(tables, letter, SendingState::Gone)?;
    if tables.get::<Letter>(letter)?.is_some_and(|row| row.letter_sent_at == NEVER) {
        // It came, or nobody could answer; since when, only the answer tells.
        arrived(tables, letter, entry.recorded)?;
    }
    let Some(mut row) = tables.get::<Letter>(letter)? else { return Ok(()) };
    let is_first = row.platform_answer == LetterAnswer::None;
    row.platform_answer = answer;
    row.platform_refusal = why;
    row.platform_answered_at = entry.recorded;
    row.answer_act = entry.act;
    row.answer_hash = hash.map(|hash| hash.0.to_vec()).unwrap_or_default();
    if is_first && row.letter_sent_at.0 > 0 {
        let took = entry.recorded.0.saturating_sub(row.letter_sent_at.0).max(1);
        row.days_to_answer = took.saturating_add(DAY_MS - 1) / DAY_MS;
    }
    row.letter_stands = match answer {
        LetterAnswer::None => row.letter_stands,
        LetterAnswer::Preserved => LetterStands::Preserved,
        LetterAnswer::Disclosed => LetterStands::Disclosed,
        LetterAnswer::Partly => LetterStands::Partly,
        LetterAnswer::Refused => LetterStands::Refused,
        LetterAnswer::NoAccount => LetterStands::NoAccount,
        LetterAnswer::AsksBack => LetterStands::AsksBack,
    };
    row.overdue = false;
    if let Some(until) = until {
        row.lapses_at = after_days(until.start(), 0);
    }
    row.runs = row.may_run() && row.extended_by.is_none();
    if matches!(answer, LetterAnswer::Refused | LetterAnswer::NoAccount) {
        carries_nothing_on(tables, &row)?;
    }
    tables.put(&row)
}

fn withdrawn(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LetterWithdrawn { letter, told, way, contact_act } = entry.event()?;
    let Some(mut row) = tables.get::<Letter>(letter)? else { return Ok(()) };
    needs_no_sending(tables, letter, SendingState::CalledOff)?;
    if told {
        leaves(tables, entry, &row, SendingKind::Withdrawal, (way, contact_act))?;
    }
    row.letter_stands = LetterStands::Withdrawn;
    (row.runs, row.overdue) = (false, false);
    carries_nothing_on(tables, &row)?;
    tables.put(&row)
}

fn rang(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ClockRang { letter, found } = entry.event()?;
    tables.change::<Letter>(letter, |row| match found {
        ClockFound::Overdue => row.overdue = true,
        ClockFound::NotLookedAt => row.emergency_look = SecondLook::Late,
        ClockFound::Lapsed => {
            row.letter_stands = LetterStands::Lapsed;
            (row.runs, row.overdue) = (false, false);
        }
    })
}

//! What the room of takedown tells makes addresses that are to be handed on, and words about them.

use crate::apply::{new_row, new_word};
use crate::codes::{ExchangeState, ExchangeWay};
use crate::tables::{Exchanged, HostCountry};
use facts::address::{AddressActed, AddressAction, AddressGrade, AddressSettled, HostStands};
use kernel::{Entry, TableFault, Tables};

/// Graders agreed. What is illegal is to be handed to the hotline of its State; what another hotline handed in is answered.
pub(crate) fn apply_settled(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AddressSettled { address, host, grade, told_in, held_until } = entry.event()?;
    let before = tables.get::<Exchanged>(address)?;
    let is_new = before.is_none();
    let mut row = before.unwrap_or_else(|| new_row(address, host, entry));
    row.address_grade = grade;
    row.held_until = held_until.unwrap_or_default();
    if is_new {
        row.sealed_in = told_in;
        if !grade.is_illegal() {
            row.exchange_state = ExchangeState::Ended;
        }
    }
    if row.exchange_state == ExchangeState::ToGrade {
        row.exchange_state = ExchangeState::Graded;
        row.send_at = entry.recorded;
    }
    if row.exchange_way == ExchangeWay::In {
        answer(tables, &mut row, entry)?;
    }
    tables.put(&row)
}

/// Whoever handed in what is not illegal, or not there, is told so.
pub(crate) fn answer(tables: &mut dyn Tables, row: &mut Exchanged, entry: &Entry) -> Result<(), TableFault> {
    let action = match row.address_grade {
        AddressGrade::NotIllegal => AddressAction::NotIllegal,
        AddressGrade::NotFound => AddressAction::Unavailable,
        _ => return Ok(()),
    };
    let word = new_word(row, ExchangeWay::Out, action, entry.recorded, entry.recorded);
    tables.put(&word)
}

/// Something was done about an address. Whoever has it is told; what is over is not handed on any more.
pub(crate) fn apply_acted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AddressActed { address, action, held_until } = entry.event()?;
    let Some(mut row) = tables.get::<Exchanged>(address)? else { return Ok(()) };
    if let Some(until) = held_until {
        row.held_until = until;
    }
    let Some(action) = action else { return tables.put(&row) };
    let is_over =
        matches!(action, AddressAction::NotIllegal | AddressAction::Removed | AddressAction::Unavailable);
    if row.exchange_state == ExchangeState::Waiting && is_over && !row.may_be_there() {
        row.exchange_state = ExchangeState::Ended;
    } else if row.exchange_state != ExchangeState::Ended {
        let word = new_word(&mut row, ExchangeWay::Out, action, entry.recorded, entry.recorded);
        tables.put(&word)?;
    }
    tables.put(&row)
}

pub(crate) fn apply_host(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HostStands { host, country } = entry.event()?;
    match country {
        Some(country) => tables.put(&HostCountry { host, country: country.alpha2().to_owned() }),
        None => tables.delete::<HostCountry>(host),
    }
}

//! What a look at the status of an address, or a person's word on it, makes of the address: one place for what is decided and what is kept.

use crate::codes::{AddressState, CheckFound};
use crate::limits::MISSES;
use crate::tables::Address;
use facts::address::{AddressActed, AddressAction};
use kernel::NewEntry;

/// How many looks in a row nobody answered, and how far the address is, after this one.
pub(crate) fn after(row: &Address, found: CheckFound, by_person: bool) -> (i64, AddressState) {
    let misses = if found == CheckFound::Unreachable { row.misses.saturating_add(1) } else { 0 };
    // Whoever runs the host now was not asked to preserve it: that it answers is no answer to a notice.
    let was_offline = row.address_state == AddressState::Offline;
    let waits_anew = row.preserved_at.0 == 0 && !was_offline && !by_person;
    let state = match found {
        CheckFound::Gone => AddressState::Offline,
        CheckFound::Unreachable if by_person || misses >= MISSES => AddressState::Offline,
        CheckFound::NotYet | CheckFound::Unreachable => row.address_state,
        // Another hotline's word made somebody look, and no notice was given here: what is to be done here stays to be done.
        _ if row.noticed_at.0 == 0 || waits_anew => row.address_state,
        CheckFound::There if row.claimed_at.0 > 0 && !by_person => AddressState::Question,
        CheckFound::There => AddressState::StillThere,
        CheckFound::Unclear | CheckFound::Barred => AddressState::Question,
        CheckFound::Refused => AddressState::Refused,
        CheckFound::Elsewhere => AddressState::Moved,
    };
    (misses, state)
}

/// What other hotlines are told of it; none where it is nothing new to them.
pub(crate) fn told(row: &Address, found: CheckFound, by_person: bool) -> Option<NewEntry> {
    let (_, state) = after(row, found, by_person);
    if state == row.address_state {
        return None;
    }
    let action = match state {
        AddressState::Offline if found == CheckFound::Gone && row.noticed_at.0 > 0 => AddressAction::Removed,
        AddressState::Offline => AddressAction::Unavailable,
        AddressState::Moved => AddressAction::Moved,
        _ => return None,
    };
    Some(acted(row, action))
}

/// The fact that something was done about an address.
pub(crate) fn acted(row: &Address, action: AddressAction) -> NewEntry {
    NewEntry::of(&AddressActed { address: row.address, action: Some(action), held_until: None })
        .about(row.address)
}

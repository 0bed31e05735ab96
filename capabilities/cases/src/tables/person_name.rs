//! Where the name and notes of a person are sealed.

use crate::acts::SLOT_PERSON;
use facts::letting_go::{PersonCorrected, SLOT_CORRECTED};
use facts::person::PersonEntered;
use kernel::{Apply, Entry, Event, Id, TableFault, Tables, record};

record! {
    /// The act beside which a person's name and notes are sealed, if any were given.
    pub struct PersonName in "person_name", Derived, key 1, indexes [] {
        /// The person.
        person: Id, Internal;
        /// The act that entered or corrected them.
        act: Id, Internal;
        /// The slot in that act.
        slot: i64, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(PersonEntered::KIND, apply_entered as Apply), (PersonCorrected::KIND, apply_corrected)]
}

/// The right name stands in the place of the wrong one; both stay sealed.
fn apply_corrected(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PersonCorrected { person, named_in, .. } = entry.event()?;
    let Some(act) = named_in.some() else { return Ok(()) };
    tables.put(&PersonName { person, act, slot: i64::from(SLOT_CORRECTED) })
}

fn apply_entered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: PersonEntered = entry.event()?;
    tables.put(&PersonName { person: event.person, act: entry.act, slot: i64::from(SLOT_PERSON) })
}

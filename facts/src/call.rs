//! Calls: a human is wanted for what cannot wait, until one has it (¶43, 82(g)). Rooms want somebody; the room of calling reaches
//! whoever is on duty.

use kernel::kept::RecordKind;
use kernel::{Apply, Entry, Event, Id, TableFault, Tables, event, record};
use minicbor::{Decode, Encode};

/// A human is wanted for a record: its entry's subject.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HumanWanted {
    /// The record.
    #[n(0)]
    pub matter: Id,
    /// What it is.
    #[n(1)]
    pub kind: RecordKind,
    /// The unit that has it; none while every unit may take it up.
    #[n(2)]
    pub unit: Id,
    /// Who is called: 1 those on duty, then their superiors, 3 at last.
    #[n(3)]
    pub level: u8,
    /// How many times by now.
    #[n(4)]
    pub times: u32,
}
event!(HumanWanted, 140, 1, "calls.human-wanted");

record! {
    /// Records for which a human is or was wanted.
    pub struct Wanted in "wanted", Derived, key 1, indexes [] {
        /// The record.
        matter: Id, Internal;
        /// 1 until somebody has it.
        wanted: bool, Internal;
        /// Number of the entry by which a human was wanted last: what answers an earlier one is out of date.
        seq: i64, Internal;
    }
}

pub(crate) fn projections() -> [(u16, Apply); 1] {
    [(HumanWanted::KIND, apply_wanted)]
}

fn apply_wanted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HumanWanted { matter, .. } = entry.event()?;
    tables.put(&Wanted { matter, wanted: true, seq: entry.seq.cast_signed() })
}

/// Somebody has it: nobody need be called any more. For the rooms' own projections.
///
/// # Errors
/// [`TableFault`].
pub fn no_longer_wanted(tables: &mut dyn Tables, matter: Id) -> Result<(), TableFault> {
    tables.change::<Wanted>(matter, |row| row.wanted = false)
}

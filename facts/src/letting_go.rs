//! What partners are to be told of records that they were told of, and what was mended.

use kernel::codes::Sex;
use kernel::{EventSpec, Id, Span, event};
use minicbor::{Decode, Encode};

/// A unit that was told of the entry's subject is to be told that it was erased here: it may hold copies of its own.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ErasureToTell {
    /// The unit.
    #[n(0)]
    pub unit: Id,
}
event!(ErasureToTell, 131, 1, "letting-go.erasure-to-tell");

/// What is recorded of a person was wrong, and this is right: it takes the place of what stands, and the journal keeps both.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PersonCorrected {
    /// The person.
    #[n(0)]
    pub person: Id,
    /// Between which days they were born; none when that was right.
    #[n(1)]
    pub born: Option<Span>,
    /// Sex as recorded; none when that was right.
    #[n(2)]
    pub sex: Option<Sex>,
    /// The act beside which the right name and notes are sealed, in slot [`SLOT_CORRECTED`]; none when they were right.
    #[n(3)]
    pub named_in: Id,
}
event!(PersonCorrected, 132, 1, "letting-go.person-corrected");

/// Slot in which the right name and notes of a person are sealed.
pub const SLOT_CORRECTED: u16 = 1;

/// A unit that was told of the entry's subject is to be told that it was mended here.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct CorrectionToTell {
    /// The unit.
    #[n(0)]
    pub unit: Id,
}
event!(CorrectionToTell, 133, 1, "letting-go.correction-to-tell");

pub(crate) fn events() -> [EventSpec; 3] {
    [
        EventSpec::of::<ErasureToTell>(),
        EventSpec::of::<PersonCorrected>(),
        EventSpec::of::<CorrectionToTell>(),
    ]
}

//! Who may read which accounts there are, and who sits at the console.

use kernel::{Actor, Id, ReadKind, Role};

/// Everybody who works here.
pub(crate) const EVERYBODY: &[Role] = &[
    Role::Analyst,
    Role::Investigator,
    Role::Prosecutor,
    Role::CourtOfficer,
    Role::VictimSupport,
    Role::Overseer,
    Role::Statistician,
    Role::Administrator,
];

/// Reading which units work here.
pub static READ_UNITS: ReadKind =
    ReadKind { code: 900, name: "access.read-units", roles: EVERYBODY, personal: false };
/// Reading which accounts there are, and what is proposed for them.
pub static READ_STAFF: ReadKind =
    ReadKind { code: 901, name: "access.read-staff", roles: crate::acts::KEEPERS, personal: false };

/// Whoever holds the files of a node that does not run: Tutela itself, under a number of its own, so that the journal tells
/// what was done at the console and so that it counts as one of two people.
#[must_use]
pub fn console() -> Actor {
    Actor { id: Id(*b"tutela console\0\0"), role: Role::System, unit: Id::NONE }
}

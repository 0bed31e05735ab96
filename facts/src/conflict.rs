//! Declared conflicts of interest (¶46, 52).

use kernel::{Id, event};
use minicbor::{Decode, Encode};

/// An officer declared a conflict with a case, report or person, or somebody declared it for them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ConflictDeclared {
    /// The officer.
    #[n(0)]
    pub officer: Id,
    /// The case, report or person.
    #[n(1)]
    pub matter: Id,
}
event!(ConflictDeclared, 130, 1, "integrity.conflict-declared");

/// A reporter named an officer among the adults who must not see a report, or a case began with such a report. The officer
/// never learns that it exists.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct KeptAway {
    /// The officer.
    #[n(0)]
    pub officer: Id,
    /// The report or case.
    #[n(1)]
    pub matter: Id,
}
event!(KeptAway, 134, 1, "reports.kept-away");

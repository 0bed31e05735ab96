//! Who is concerned by an act: a person counts with all records that were found to be the same person, so that a declared
//! conflict holds whichever record is named.

use crate::tables::{CaseFile, Proceeding};
pub(crate) use facts::{handles, person_needs, records_of};
use kernel::{Id, Span, View};

/// When the conduct was: as this person was named or charged, or else as the case says.
pub(crate) fn conduct_when(case: Id, person: Id, view: &View) -> Span {
    let proceeding = view.get::<Proceeding>((case, person)).map(|row| row.conduct_when());
    let case = view.get::<CaseFile>(case).map(|file| file.conduct_when());
    let known = [proceeding, case].into_iter().flatten().find(|when| !when.is_unknown());
    known.unwrap_or(Span::UNKNOWN)
}

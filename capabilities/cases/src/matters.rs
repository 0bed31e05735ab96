//! Who is concerned by an act: a person counts with all records that were found to be the same person, so that a declared
//! conflict holds whichever record is named.

use crate::tables::{CaseFile, Proceeding};
use facts::{Standing, standing_needs};
use kernel::{Facet, Id, Needs, Span, View};

const BY_ROOT: &str = "standing_by_root";

/// Asks for all records of a person.
pub(crate) fn person_needs(person: Id, view: &View, needs: &mut Needs) {
    standing_needs(person, view, needs);
    if let Some(own) = view.peek::<Standing>(person) {
        needs.list::<Standing>(BY_ROOT, own.root.some().unwrap_or(person));
    }
}

/// All records of a person, the one that speaks for them first.
pub(crate) fn records_of(person: Id, view: &View) -> Vec<Id> {
    let Some(own) = view.get::<Standing>(person) else { return vec![person] };
    let root = own.root.some().unwrap_or(person);
    let linked = view.list::<Standing>(BY_ROOT, root).into_iter().map(|record| record.person);
    std::iter::once(root).chain(linked).collect()
}

/// The act handles this case and these persons; what is none is left out.
pub(crate) fn handles(case: Id, persons: &[Id], view: &View) -> Vec<Facet> {
    let persons = persons.iter().filter(|person| !person.is_none());
    let matters = std::iter::once(case).chain(persons.flat_map(|&person| records_of(person, view)));
    matters.map(|matter| Facet::Handles { matter }).collect()
}

/// When the conduct was: as this person was named or charged, or else as the case says.
pub(crate) fn conduct_when(case: Id, person: Id, view: &View) -> Span {
    let proceeding = view.get::<Proceeding>((case, person)).map(|row| row.conduct_when());
    let case = view.get::<CaseFile>(case).map(|file| file.conduct_when());
    let known = [proceeding, case].into_iter().flatten().find(|when| !when.is_unknown());
    known.unwrap_or(Span::UNKNOWN)
}

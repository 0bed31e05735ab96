//! A person counts with all records that were found to be the same person: what a child said of one record of a guardian,
//! and an officer's declared conflict, hold for the others too.

use facts::{Standing, standing_needs};
use kernel::rule::GuardianGets;
use kernel::{Facet, Id, Needs, Problem, View};

const BY_ROOT: &str = "standing_by_root";

/// Asks for all records of a person.
pub(crate) fn person_needs(person: Id, view: &View, needs: &mut Needs) {
    standing_needs(person, view, needs);
    if let Some(own) = view.peek::<Standing>(person) {
        needs.list::<Standing>(BY_ROOT, own.root.some().unwrap_or(person));
    }
}

/// All records of a person, the one that speaks for them first.
fn records_of(person: Id, view: &View) -> Vec<Id> {
    let Some(own) = view.get::<Standing>(person) else { return vec![person] };
    let root = own.root.some().unwrap_or(person);
    let linked = view.list::<Standing>(BY_ROOT, root).into_iter().map(|record| record.person);
    std::iter::once(root).chain(linked).collect()
}

/// The act handles this person.
pub(crate) fn handles(person: Id, view: &View) -> impl Iterator<Item = Facet> {
    records_of(person, view).into_iter().map(|matter| Facet::Handles { matter })
}

/// This guardian is told in this child's place; none when nobody is.
pub(crate) fn told_through(child: Id, guardian: Id, view: &View) -> Vec<Facet> {
    if guardian.is_none() {
        return Vec::new();
    }
    let guardians = records_of(guardian, view);
    let mut facets = Vec::new();
    for child in records_of(child, view) {
        let gets = |&guardian| Facet::GuardianGets { child, guardian, what: GuardianGets::Notice };
        facets.extend(guardians.iter().map(gets));
    }
    facets
}

/// Two different persons must be named.
pub(crate) fn two_persons(child: Id, guardian: Id) -> Result<(), Problem> {
    if child.is_none() {
        Err(Problem::new("child", "names nobody", "the child's number"))
    } else if guardian.is_none() {
        Err(Problem::new("guardian", "names nobody", "the parent's or guardian's number"))
    } else if child == guardian {
        Err(Problem::new("guardian", "is the child", "another person than the child"))
    } else {
        Ok(())
    }
}

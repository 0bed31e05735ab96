//! Whoever knows of a case knows of whom it concerns; and whoever is kept away from the case is kept away from them, too (¶52 derived).

use facts::conflict::KeptAway;
use kernel::knowing::{Holding, KeptFrom, holders, share_through, sharing_needs};
use kernel::{Id, Needs, NewEntry, View};

/// Asks for what [`told`] reads.
pub(crate) fn told_needs(case: Id, person: Id, needs: &mut Needs) {
    sharing_needs(case, person, needs);
    for record in [case, person] {
        needs.list::<KeptFrom>(KeptFrom::BY_RECORD, record);
    }
}

/// A case concerns a person: what tells the units that know of it, and keeps away whom a reporter kept away.
pub(crate) fn told(case: Id, person: Id, view: &View) -> Vec<NewEntry> {
    share_through(case, person, view).into_iter().chain(kept_away(case, person, view)).collect()
}

/// Who is kept away from the case never learns of a person whom it makes known to a unit: the officer may be of any that knows of it. Whom
/// all of these know by another case is known there, and what is known elsewhere lets nobody in.
fn kept_away(case: Id, person: Id, view: &View) -> Vec<NewEntry> {
    let holdings = view.list::<Holding>(Holding::BY_RECORD, person);
    let knows_already = |unit: &Id| {
        holdings.iter().any(|row| row.unit == *unit && !row.through.is_none() && row.through != case)
    };
    let there = holders(case, view);
    if !there.is_empty() && there.iter().all(knows_already) {
        return Vec::new();
    }
    let officers =
        |record| view.list::<KeptFrom>(KeptFrom::BY_RECORD, record).into_iter().map(|row| row.officer);
    let already: Vec<Id> = officers(person).collect();
    let new = officers(case).filter(|officer| !already.contains(officer));
    new.map(|officer| NewEntry::of(&KeptAway { officer, matter: person })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{EnterPerson, OpenCase, RecordVictim, ShareCase};
    use crate::tests::desk::{ADULT, CHILD, Desk, case, id, open_case, suspect, victim};
    use facts::testing::Elsewhere;
    use kernel::codes::Sex;
    use kernel::{Actor, Role};

    /// An officer of the investigator's unit whom a reporter wanted to be kept away.
    fn named(desk: &Desk) -> Actor {
        Actor { id: id(240), role: Role::Investigator, ..desk.investigator() }
    }

    fn keep_away(desk: &mut Desk, matter: Id) {
        let officer = named(desk).id;
        desk.does_as(Actor::SYSTEM, &Elsewhere::of(&KeptAway { officer, matter }));
    }

    fn is_kept(desk: &mut Desk, record: Id) -> bool {
        let officer = named(desk).id;
        desk.row::<KeptFrom>((record, officer)).is_some()
    }

    #[test]
    fn whoever_is_kept_from_a_case_never_learns_of_whom_it_concerns() {
        let mut desk = Desk::with_case();
        keep_away(&mut desk, case());
        desk.does(&victim());
        desk.does(&suspect());
        assert!(is_kept(&mut desk, CHILD) && is_kept(&mut desk, ADULT));
        let other = OpenCase { case: id(51), ..open_case() };
        let officer = named(&desk);
        desk.does_as(officer, &other);
        let again = RecordVictim { case: id(51), ..victim() };
        assert_eq!(desk.problem_of(officer, &again), "person", "answered like a stranger");
        // Said once is enough.
        let before = desk.entered::<KeptAway>().len();
        desk.does(&suspect());
        assert_eq!(desk.entered::<KeptAway>().len(), before);
    }

    #[test]
    fn what_is_known_elsewhere_lets_nobody_in() {
        let mut desk = Desk::with_case();
        let elsewhere = Actor { unit: id(222), ..desk.investigator() };
        let child = EnterPerson { person: id(4), born: "2012".parse().unwrap(), sex: Sex::NotKnown };
        desk.does_as(elsewhere, &OpenCase { case: id(51), ..open_case() });
        desk.does(&ShareCase { case: case(), unit: id(222) });
        desk.does_as(elsewhere, &child);
        desk.does_as(elsewhere, &RecordVictim { case: id(51), person: id(4), ..victim() });
        keep_away(&mut desk, case());
        desk.does_as(elsewhere, &RecordVictim { person: id(4), ..victim() });
        assert!(is_kept(&mut desk, id(4)), "the unit that opened the case learns of the child by it alone");
    }

    #[test]
    fn whom_they_know_by_another_case_they_know() {
        let mut desk = Desk::with_case();
        desk.does(&OpenCase { case: id(51), ..open_case() });
        desk.does(&RecordVictim { case: id(51), ..victim() });
        keep_away(&mut desk, case());
        desk.does(&victim());
        assert!(!is_kept(&mut desk, CHILD));
    }
}

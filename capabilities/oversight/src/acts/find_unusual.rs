//! What the watch found is entered by Tutela itself, once, as a question to whoever oversees.

use crate::events::UnusualFound;
use crate::tables::UnusualLook;
use crate::watch::Finding;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Enters that looks of an officer stand out. It changes nothing for the officer, and tells them nothing.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FindUnusual {
    /// The officer.
    #[n(0)]
    pub officer: Id,
    /// What stands out.
    #[n(1)]
    pub found: UnusualFound,
}

const KIND: ActKind = ActKind {
    code: 921,
    name: "oversight.find-unusual",
    about: "Put before the overseer that looks stand out",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl From<&Finding> for FindUnusual {
    fn from(finding: &Finding) -> FindUnusual {
        let Finding { rule, officer, role, unit, record, day, counted, first, last, .. } = *finding;
        let pair = |ordinary: crate::watch::Ordinary| (ordinary.median, ordinary.bound);
        let found = UnusualFound {
            finding: finding.id(),
            rule,
            role,
            unit,
            record,
            day,
            counted,
            own: finding.own.map(pair),
            peers: finding.peers.map(pair),
            first,
            last,
            glass: finding.glass.unwrap_or(0),
        };
        FindUnusual { officer, found }
    }
}

impl Act for FindUnusual {
    const KIND: &'static ActKind = &KIND;

    /// The watch looks over all units.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<UnusualLook>(self.found.finding);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.officer
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.officer.is_none() {
            return Err(Problem::new("officer", "names nobody", "an account").into());
        }
        if self.found.counted < 1 || self.found.first > self.found.last {
            return Err(Problem::new("counted", "counts no looks", "one look at least").into());
        }
        if view.get::<UnusualLook>(self.found.finding).is_some() {
            return Err(Problem::new("finding", "was found already", "nothing is left to do").into());
        }
        Ok(vec![NewEntry::of(&self.found)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Desk, a_finding, analyst, id};
    use kernel::{Actor, Outcome};

    #[test]
    fn is_tutelas_own_and_the_same_is_found_once() {
        let mut desk = Desk::new();
        let act = FindUnusual::from(&a_finding());
        assert!(matches!(desk.tries(&act, analyst(3)), Outcome::Forbidden(_)));
        desk.does(&act, Actor::SYSTEM);
        let row: UnusualLook = desk.row(act.found.finding).unwrap();
        assert_eq!((row.officer, row.counted, row.own_bound, row.peers_bound), (id(9), 40, 27, -1));
        assert_eq!(desk.problem(&act, Actor::SYSTEM), "finding");
        let found = UnusualFound { finding: id(77), counted: 0, ..act.found.clone() };
        assert_eq!(desk.problem(&FindUnusual { found, ..act.clone() }, Actor::SYSTEM), "counted");
        let nobody = FindUnusual { officer: Id::NONE, ..act };
        assert_eq!(desk.problem(&nobody, Actor::SYSTEM), "officer");
    }
}

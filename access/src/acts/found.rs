//! Founding a node: its first administrator and its first overseer, by Tutela itself, once (¶52 derived).

use crate::events::Founded;
use crate::tables::Founding;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Founds a node.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The administrator's account, a new number.
    #[n(0)]
    pub administrator: Id,
    /// The administrator's unit, a new number.
    #[n(1)]
    pub administration: Id,
    /// The overseer's account, a new number.
    #[n(2)]
    pub overseer: Id,
    /// The overseer's unit, a new number.
    #[n(3)]
    pub oversight: Id,
    /// Whether nobody signs in here without a second factor.
    #[n(4)]
    pub second_factor: bool,
}

const KIND: ActKind = ActKind {
    code: 900,
    name: "access.found",
    about: "Found a node: its first administrator and its first overseer",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for Found {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Founding>(1_i64);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.administrator
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        // Accounts are opened by those that are open: none is older than the founding.
        if view.get::<Founding>(1_i64).is_some() {
            return Err(Problem::new(
                "administrator",
                "this node is founded already",
                "an account that two people open",
            )
            .into());
        }
        let Found { administrator, administration, overseer, oversight, second_factor } = *self;
        let new = [administrator, administration, overseer, oversight];
        let named_twice = new.iter().enumerate().any(|(at, one)| new[..at].contains(one));
        if named_twice || new.iter().any(|one| one.is_none()) {
            return Err(Problem::new(
                "overseer",
                "two of the four numbers are one, or none",
                "four new numbers",
            )
            .into());
        }
        let founded = Founded { administrator, administration, overseer, oversight, second_factor };
        Ok(vec![NewEntry::of(&founded)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::AccountState;
    use crate::tables::{Handover, Staff};
    use crate::testing::{Desk, found, id};
    use facts::unit::Unit;

    #[test]
    fn makes_an_administrator_and_an_overseer_once() {
        let mut desk = Desk::unfounded();
        assert_eq!(
            desk.problem(&Found { overseer: found().administrator, ..found() }, Desk::tutela()),
            "overseer"
        );
        assert_eq!(desk.problem(&Found { oversight: Id::NONE, ..found() }, Desk::tutela()), "overseer");
        desk.does(&found(), Desk::tutela());
        let roles = [(id(1), Role::Administrator, id(101)), (id(2), Role::Overseer, id(102))];
        for (account, role, unit) in roles {
            let staff: Staff = desk.row(account).unwrap();
            assert_eq!((staff.role, staff.unit, staff.state), (role, unit, AccountState::Open));
            let handover: Handover = desk.row(account).unwrap();
            assert_eq!((handover.proposed_by, handover.approved_by), (Id::NONE, Id::NONE));
            assert!(desk.row::<Unit>(unit).is_some());
        }
        let again = Found { administrator: id(11), administration: id(12), overseer: id(13), ..found() };
        assert_eq!(desk.problem(&again, Desk::tutela()), "administrator");
        assert_eq!(desk.row::<Staff>(id(11)), None);
    }

    #[test]
    fn nobody_but_tutela_founds() {
        let mut desk = Desk::unfounded();
        desk.forbidden(&found(), Desk::administrator());
        assert_eq!(desk.row::<Staff>(id(1)), None);
    }
}

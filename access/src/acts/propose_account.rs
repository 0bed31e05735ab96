//! Proposing an account: a new one, another role or unit of one, or a suspended one open again.

use super::KEEPERS;
use crate::codes::AccountState;
use crate::events::AccountProposed;
use crate::tables::Staff;
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Proposes what an account should be. Nothing changes until somebody else approves it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeAccount {
    /// The account; a new number, made by the sender, for a new one.
    #[n(0)]
    pub account: Id,
    /// The role that it should have.
    #[n(1)]
    pub staff_role: Role,
    /// The unit that it should act for.
    #[n(2)]
    pub unit: Id,
}

const KIND: ActKind = ActKind {
    code: 902,
    name: "access.propose-account",
    about: "Propose a new account, another role or unit of one, or a suspended one open again",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for ProposeAccount {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Staff>(self.account);
        needs.row::<Unit>(self.unit);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.account }]
    }

    fn subject(&self) -> Id {
        self.account
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ProposeAccount { account, staff_role: role, unit } = *self;
        if account.is_none() {
            return Err(Problem::new("account", "names nobody", "a new number, or an account's").into());
        }
        if !Role::STAFF.contains(&role) {
            return Err(Problem::new("staff_role", "is nobody's who signs in", "a role of the staff").into());
        }
        if view.get::<Unit>(unit).is_none() {
            return Err(Problem::new("unit", "is none of this node", "the number of an open unit").into());
        }
        if let Some(staff) = view.get::<Staff>(account) {
            let same = (staff.role, staff.unit) == (role, unit);
            match staff.state {
                AccountState::Closed => {
                    return Err(Problem::new("account", "is closed for good", "a new account").into());
                }
                AccountState::Open if same => {
                    return Err(
                        Problem::new("staff_role", "is what it is already", "another role or unit").into()
                    );
                }
                AccountState::Open | AccountState::Suspended => {}
            }
        }
        Ok(vec![NewEntry::of(&AccountProposed { role, unit })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{CloseAccount, SuspendAccount};
    use crate::tables::AccountProposal;
    use crate::testing::{Desk, id, officer};

    #[test]
    fn changes_nothing_yet_and_a_newer_one_takes_its_place() {
        let mut desk = Desk::new();
        desk.does(&officer(), Desk::administrator());
        let first: AccountProposal = desk.row(officer().account).unwrap();
        assert_eq!((first.role, first.proposed_by), (Role::Investigator, id(1)));
        assert_eq!(desk.row::<Staff>(officer().account), None);
        desk.does(&ProposeAccount { staff_role: Role::Prosecutor, ..officer() }, Desk::overseer());
        let second: AccountProposal = desk.row(officer().account).unwrap();
        assert_eq!((second.role, second.proposed_by), (Role::Prosecutor, id(2)));
        assert_ne!(second.proposal, first.proposal);
    }

    #[test]
    fn wants_a_number_a_role_of_the_staff_a_unit_and_a_change() {
        let mut desk = Desk::new();
        let by = Desk::administrator();
        assert_eq!(desk.problem(&ProposeAccount { account: Id::NONE, ..officer() }, by), "account");
        for staff_role in [Role::System, Role::Public, Role::Sender] {
            assert_eq!(desk.problem(&ProposeAccount { staff_role, ..officer() }, by), "staff_role");
        }
        assert_eq!(desk.problem(&ProposeAccount { unit: id(199), ..officer() }, by), "unit");
        desk.opens(&officer());
        assert_eq!(desk.problem(&officer(), by), "staff_role");
        desk.does(&ProposeAccount { unit: id(102), ..officer() }, by);
        desk.does(&SuspendAccount { account: officer().account }, by);
        desk.does(&officer(), by);
        desk.does(&CloseAccount { account: officer().account }, by);
        assert_eq!(desk.problem(&officer(), by), "account");
    }

    #[test]
    fn is_for_those_who_keep_accounts() {
        let mut desk = Desk::new();
        desk.forbidden(&officer(), Desk::investigator());
        assert_eq!(desk.row::<AccountProposal>(officer().account), None);
    }
}

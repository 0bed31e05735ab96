//! Suspending an account: one person, at once. Whoever works with it is nobody from then on.

use super::KEEPERS;
use super::standing::{dispensable, needs_others, staff_of};
use crate::codes::AccountState;
use crate::events::AccountSuspended;
use crate::tables::Staff;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Suspends an account until two people open it again.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendAccount {
    /// The account.
    #[n(0)]
    pub account: Id,
}

const KIND: ActKind = ActKind {
    code: 904,
    name: "access.suspend-account",
    about: "Suspend an account, at once",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for SuspendAccount {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Staff>(self.account);
        needs_others(needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.account }]
    }

    fn subject(&self) -> Id {
        self.account
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let staff = staff_of(self.account, view)?;
        if staff.state != AccountState::Open {
            return Err(Problem::new("account", "is not open", "an open account").into());
        }
        dispensable(&staff, view)?;
        Ok(vec![NewEntry::of(&AccountSuspended {})])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{CloseAccount, ProposeAccount};
    use crate::testing::{Desk, id, officer};
    use kernel::Role;
    use proptest::prelude::*;

    #[test]
    fn one_person_suspends_at_once_and_only_what_is_open() {
        let mut desk = Desk::new();
        let act = SuspendAccount { account: officer().account };
        assert_eq!(desk.problem(&act, Desk::overseer()), "account");
        desk.opens(&officer());
        desk.forbidden(&act, Desk::investigator());
        desk.does(&act, Desk::overseer());
        assert_eq!(desk.row::<Staff>(act.account).unwrap().state, AccountState::Suspended);
        assert_eq!(desk.problem(&act, Desk::overseer()), "account");
    }

    proptest! {
        /// Whatever is suspended, closed or opened in which order: an administrator and an overseer are always open.
        #[test]
        fn somebody_is_always_left_to_open_accounts(steps in prop::collection::vec((0_u8..4, 0_u8..3), 1..24)) {
            let mut desk = Desk::new();
            desk.opens(&ProposeAccount { account: id(3), staff_role: Role::Administrator, unit: id(101) });
            desk.opens(&ProposeAccount { account: id(4), staff_role: Role::Overseer, unit: id(102) });
            for (whose, what) in steps {
                let account = id(whose + 1);
                let _ = match what {
                    0 => desk.tries(&SuspendAccount { account }, Desk::administrator()),
                    1 => desk.tries(&CloseAccount { account }, Desk::overseer()),
                    _ => desk.tries_to_open(account),
                };
                let mut open = |role| {
                    let all = (1..5).filter_map(|n| desk.row::<Staff>(id(n)));
                    all.filter(|one| one.role == role && one.state == AccountState::Open).count()
                };
                prop_assert!(open(Role::Administrator) > 0 && open(Role::Overseer) > 0);
            }
        }
    }
}

//! Proposing that the holder of an account choose name and password anew: they have lost them, or somebody else has them.

use super::standing::staff_of;
use crate::codes::AccountState;
use crate::events::RecoveryProposed;
use crate::tables::Staff;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Proposes a recovery. Nothing changes until somebody else approves it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRecovery {
    /// The account.
    #[n(0)]
    pub account: Id,
}

const KIND: ActKind = ActKind {
    code: 906,
    name: "access.propose-recovery",
    about: "Propose that the holder of an account choose name and password anew",
    nature: Nature::Decision,
    // Tutela itself for who sits at the node's console: else the second of two keepers could not be helped.
    roles: &[Role::System, Role::Overseer, Role::Administrator],
};

impl Act for ProposeRecovery {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Staff>(self.account);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.account }]
    }

    fn subject(&self) -> Id {
        self.account
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if staff_of(self.account, view)?.state != AccountState::Open {
            return Err(Problem::new("account", "is not open", "an open account").into());
        }
        Ok(vec![NewEntry::of(&RecoveryProposed {})])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::SuspendAccount;
    use crate::tables::RecoveryProposal;
    use crate::testing::{Desk, id, officer};

    #[test]
    fn waits_for_a_second_person() {
        let mut desk = Desk::new();
        let act = ProposeRecovery { account: officer().account };
        assert_eq!(desk.problem(&act, Desk::administrator()), "account");
        desk.opens(&officer());
        desk.forbidden(&act, Desk::investigator());
        desk.does(&act, Desk::administrator());
        assert_eq!(desk.row::<RecoveryProposal>(act.account).unwrap().proposed_by, id(1));
        desk.does(&SuspendAccount { account: act.account }, Desk::administrator());
        assert_eq!(desk.row::<RecoveryProposal>(act.account), None);
        assert_eq!(desk.problem(&act, Desk::administrator()), "account");
    }
}

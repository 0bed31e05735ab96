//! Approving a recovery that somebody else proposed: two people, and nobody their own.

use super::KEEPERS;
use super::standing::not_their_own;
use crate::events::RecoveryApproved;
use crate::tables::RecoveryProposal;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Approves a recovery: the account gets a one-time link to choose name and password anew.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveRecovery {
    /// The account.
    #[n(0)]
    pub account: Id,
    /// The proposal's number.
    #[n(1)]
    pub proposal: Id,
}

const KIND: ActKind = ActKind {
    code: 907,
    name: "access.approve-recovery",
    about: "Approve a recovery that somebody else proposed",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for ApproveRecovery {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<RecoveryProposal>(self.account);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let first = view.get::<RecoveryProposal>(self.account).map_or(Id::NONE, |one| one.proposed_by);
        vec![Facet::NeedsTwo { first }, Facet::Handles { matter: self.account }]
    }

    fn subject(&self) -> Id {
        self.account
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        not_their_own(self.account, ctx)?;
        let waits = view.get::<RecoveryProposal>(self.account).filter(|one| one.proposal == self.proposal);
        match waits {
            Some(RecoveryProposal { proposal, .. }) => Ok(vec![NewEntry::of(&RecoveryApproved { proposal })]),
            None => {
                Err(Problem::new("proposal", "is not the one that waits", "the newest one's number").into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::ProposeRecovery;
    use crate::console;
    use crate::tables::Handover;
    use crate::testing::{Desk, id, officer};
    use kernel::RuleName;

    #[test]
    fn two_people_give_a_new_link_and_neither_of_them_alone() {
        let mut desk = Desk::new();
        desk.opens(&officer());
        let account = officer().account;
        let before: Handover = desk.row(account).unwrap();
        desk.does(&ProposeRecovery { account }, Desk::administrator());
        let proposal = desk.row::<RecoveryProposal>(account).unwrap().proposal;
        let act = ApproveRecovery { account, proposal };
        assert_eq!(desk.refused(&act, Desk::administrator()), RuleName::TwoPeople);
        desk.forbidden(&act, Desk::investigator());
        let another = ApproveRecovery { account, proposal: id(9) };
        assert_eq!(desk.problem(&another, Desk::overseer()), "proposal");
        assert_eq!(desk.row::<Handover>(account), Some(before));
        desk.does(&act, Desk::overseer());
        let after: Handover = desk.row(account).unwrap();
        assert_eq!((after.proposal, after.proposed_by, after.approved_by), (proposal, id(1), id(2)));
        assert_eq!(desk.refused(&act, Desk::overseer()), RuleName::TwoPeople);
    }

    #[test]
    fn nobody_recovers_their_own_and_the_console_helps_the_last_of_two() {
        let mut desk = Desk::new();
        let account = id(1);
        desk.does(&ProposeRecovery { account }, console());
        let proposal = desk.row::<RecoveryProposal>(account).unwrap().proposal;
        let act = ApproveRecovery { account, proposal };
        assert_eq!(desk.refused(&act, Desk::administrator()), RuleName::NoJudgeInOwnCause);
        desk.forbidden(&act, console());
        desk.does(&act, Desk::overseer());
        assert_eq!(desk.row::<Handover>(account).unwrap().approved_by, id(2));
    }
}

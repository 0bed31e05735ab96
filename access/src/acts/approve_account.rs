//! Approving what somebody else proposed for an account: two people give authority, and nobody gives it to themselves (¶46, 52).

use super::KEEPERS;
use super::standing::{dispensable, needs_others, not_their_own};
use crate::events::AccountApproved;
use crate::tables::{AccountProposal, Staff};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Approves a proposal. It names the proposal, too, so that nobody approves another than the one they read.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveAccount {
    /// The account.
    #[n(0)]
    pub account: Id,
    /// The proposal's number.
    #[n(1)]
    pub proposal: Id,
}

const KIND: ActKind = ActKind {
    code: 903,
    name: "access.approve-account",
    about: "Approve what somebody else proposed for an account",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for ApproveAccount {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<AccountProposal>(self.account);
        needs.row::<Staff>(self.account);
        needs_others(needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let first = view.get::<AccountProposal>(self.account).map_or(Id::NONE, |one| one.proposed_by);
        vec![Facet::NeedsTwo { first }, Facet::Handles { matter: self.account }]
    }

    fn subject(&self) -> Id {
        self.account
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        not_their_own(self.account, ctx)?;
        let proposed = view.get::<AccountProposal>(self.account).filter(|one| one.proposal == self.proposal);
        let Some(AccountProposal { proposal, role, unit, .. }) = proposed else {
            return Err(
                Problem::new("proposal", "is not the one that waits", "the newest one's number").into()
            );
        };
        if let Some(staff) = view.get::<Staff>(self.account).filter(|staff| staff.role != role) {
            dispensable(&staff, view)?;
        }
        Ok(vec![NewEntry::of(&AccountApproved { proposal, role, unit })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ProposeAccount, SuspendAccount};
    use crate::codes::AccountState;
    use crate::tables::Handover;
    use crate::testing::{Desk, id, officer};
    use kernel::{Actor, Role, RuleName};
    use proptest::prelude::*;

    #[test]
    fn opens_what_was_proposed_and_gives_leave_to_sign_in_once() {
        let mut desk = Desk::new();
        let account = officer().account;
        desk.does(&officer(), Desk::administrator());
        let proposal = desk.row::<AccountProposal>(account).unwrap().proposal;
        desk.does(&ApproveAccount { account, proposal }, Desk::overseer());
        let staff: Staff = desk.row(account).unwrap();
        assert_eq!((staff.role, staff.unit, staff.state), (Role::Investigator, id(101), AccountState::Open));
        let handover: Handover = desk.row(account).unwrap();
        assert_eq!((handover.proposal, handover.proposed_by, handover.approved_by), (proposal, id(1), id(2)));
        assert_eq!(desk.row::<AccountProposal>(account), None);
        // Another role is no new leave.
        desk.opens(&ProposeAccount { staff_role: Role::Prosecutor, ..officer() });
        assert_eq!(desk.row::<Staff>(account).unwrap().role, Role::Prosecutor);
        assert_eq!(desk.row::<Handover>(account), Some(handover));
    }

    #[test]
    fn one_person_opens_nothing_and_nobody_approves_what_they_did_not_read() {
        let mut desk = Desk::new();
        let account = officer().account;
        let none = ApproveAccount { account, proposal: id(9) };
        assert_eq!(desk.refused(&none, Desk::overseer()), RuleName::TwoPeople);
        desk.does(&officer(), Desk::administrator());
        let read = desk.row::<AccountProposal>(account).unwrap().proposal;
        let act = ApproveAccount { account, proposal: read };
        assert_eq!(desk.refused(&act, Desk::administrator()), RuleName::TwoPeople);
        desk.forbidden(&act, Desk::investigator());
        desk.does(&ProposeAccount { staff_role: Role::Overseer, ..officer() }, Desk::administrator());
        assert_eq!(desk.problem(&act, Desk::overseer()), "proposal");
        assert_eq!(desk.row::<Staff>(account), None);
    }

    #[test]
    fn nobody_approves_their_own_account() {
        let mut desk = Desk::new();
        let act = ProposeAccount { account: id(2), staff_role: Role::Administrator, unit: id(101) };
        desk.does(&act, Desk::administrator());
        let proposal = desk.row::<AccountProposal>(id(2)).unwrap().proposal;
        let own = ApproveAccount { account: id(2), proposal };
        assert_eq!(desk.refused(&own, Desk::overseer()), RuleName::NoJudgeInOwnCause);
        assert_eq!(desk.row::<Staff>(id(2)).unwrap().role, Role::Overseer);
    }

    #[test]
    fn the_last_overseer_becomes_nothing_else() {
        let mut desk = Desk::new();
        let third = Actor { id: id(7), role: Role::Administrator, unit: id(101) };
        desk.opens(&ProposeAccount { account: third.id, staff_role: Role::Administrator, unit: id(101) });
        desk.does(&ProposeAccount { account: id(2), staff_role: Role::Analyst, unit: id(101) }, third);
        let proposal = desk.row::<AccountProposal>(id(2)).unwrap().proposal;
        let act = ApproveAccount { account: id(2), proposal };
        assert_eq!(desk.problem(&act, Desk::administrator()), "account");
        desk.opens(&ProposeAccount { account: id(8), staff_role: Role::Overseer, unit: id(102) });
        desk.does(&act, Desk::administrator());
        assert_eq!(desk.row::<Staff>(id(2)).unwrap().role, Role::Analyst);
    }

    #[test]
    fn what_was_proposed_before_a_suspension_does_not_end_it() {
        let mut desk = Desk::new();
        let account = officer().account;
        desk.opens(&officer());
        desk.does(&ProposeAccount { staff_role: Role::Prosecutor, ..officer() }, Desk::administrator());
        let proposal = desk.row::<AccountProposal>(account).unwrap().proposal;
        desk.does(&SuspendAccount { account }, Desk::overseer());
        let act = ApproveAccount { account, proposal };
        assert_eq!(desk.refused(&act, Desk::overseer()), RuleName::TwoPeople);
        desk.opens(&officer());
        assert_eq!(desk.row::<Staff>(account).unwrap().state, AccountState::Open);
    }

    proptest! {
        /// Whoever proposes and whoever approves: an account opens exactly when both keep accounts, are two, and neither
        /// of them approves for themselves.
        #[test]
        fn authority_is_given_by_two_keepers_alone(first in 0_usize..5, second in 0_usize..5, whose in 0_usize..5) {
            let mut desk = Desk::new();
            let people = desk.five();
            let before = desk.row::<Staff>(people[whose].id).unwrap();
            let role = if before.role == Role::Analyst { Role::Prosecutor } else { Role::Analyst };
            let act = ProposeAccount { account: before.account, staff_role: role, unit: before.unit };
            let _ = desk.tries(&act, people[first]);
            let proposal = desk.row::<AccountProposal>(before.account).map_or(id(9), |one| one.proposal);
            let _ = desk.tries(&ApproveAccount { account: before.account, proposal }, people[second]);
            let keeps = |n: usize| KEEPERS.contains(&people[n].role);
            let right = keeps(first) && keeps(second) && first != second && second != whose;
            prop_assert_eq!(desk.row::<Staff>(before.account).unwrap().role == role, right);
        }
    }
}

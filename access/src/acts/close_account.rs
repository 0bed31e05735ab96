//! Closing an account for good: one person, at once.

use super::KEEPERS;
use super::standing::{dispensable, needs_others, staff_of};
use crate::codes::AccountState;
use crate::events::AccountClosed;
use crate::tables::Staff;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Closes an account for good: its number is nobody else's, ever.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccount {
    /// The account.
    #[n(0)]
    pub account: Id,
}

const KIND: ActKind = ActKind {
    code: 905,
    name: "access.close-account",
    about: "Close an account for good",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for CloseAccount {
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
        if staff.state == AccountState::Closed {
            return Err(Problem::new("account", "is closed already", "nothing is left to do").into());
        }
        dispensable(&staff, view)?;
        Ok(vec![NewEntry::of(&AccountClosed {})])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Desk, id, officer};

    #[test]
    fn closes_what_is_open_or_suspended_and_never_the_last() {
        let mut desk = Desk::new();
        let act = CloseAccount { account: officer().account };
        assert_eq!(desk.problem(&act, Desk::administrator()), "account");
        desk.opens(&officer());
        desk.forbidden(&act, Desk::investigator());
        desk.does(&act, Desk::administrator());
        assert_eq!(desk.row::<Staff>(act.account).unwrap().state, AccountState::Closed);
        assert_eq!(desk.problem(&act, Desk::administrator()), "account");
        for last in [id(1), id(2)] {
            assert_eq!(desk.problem(&CloseAccount { account: last }, Desk::overseer()), "account");
            assert_eq!(desk.row::<Staff>(last).unwrap().state, AccountState::Open);
        }
    }
}

//! Ending all sessions of an account: one person, at once. Its holder signs in again; whoever else had a session of theirs cannot.

use super::KEEPERS;
use super::standing::staff_of;
use crate::codes::AccountState;
use crate::events::SessionsEnded;
use crate::tables::Staff;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Ends all sessions of an account, in browsers and on the command line; tokens of machines stay.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSessions {
    /// The account.
    #[n(0)]
    pub account: Id,
}

const KIND: ActKind = ActKind {
    code: 910,
    name: "access.end-sessions",
    about: "End all sessions of an account, at once",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for EndSessions {
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
        if staff_of(self.account, view)?.state == AccountState::Closed {
            return Err(Problem::new("account", "is closed", "an account that is not").into());
        }
        Ok(vec![NewEntry::of(&SessionsEnded {})])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{CloseAccount, SuspendAccount};
    use crate::tables::EndedSessions;
    use crate::testing::{Desk, officer};

    #[test]
    fn one_keeper_ends_them_of_an_account_that_is_not_closed() {
        let mut desk = Desk::new();
        let account = officer().account;
        let act = EndSessions { account };
        assert_eq!(desk.problem(&act, Desk::overseer()), "account");
        desk.opens(&officer());
        desk.forbidden(&act, Desk::investigator());
        assert!(desk.row::<EndedSessions>(account).is_none());
        desk.does(&act, Desk::administrator());
        assert!(desk.row::<EndedSessions>(account).is_some());
        assert_eq!(desk.row::<Staff>(account).unwrap().state, AccountState::Open);
        desk.does(&SuspendAccount { account }, Desk::overseer());
        desk.does(&act, Desk::overseer());
        desk.does(&CloseAccount { account }, Desk::overseer());
        assert_eq!(desk.problem(&act, Desk::overseer()), "account");
    }
}

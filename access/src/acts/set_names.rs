//! The names that somebody is known by outside of their account: whoever reports may name them among those who must not see it.

use super::KEEPERS;
use super::standing::staff_of;
use crate::codes::AccountState;
use crate::events::NamesSet;
use crate::tables::Staff;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The names, one a line, as their holder is called by people around them and in every script in which it is written; beside this act.
pub const SLOT_NAMES: u16 = 0;
/// Names of one account that are read at most.
pub const MOST_NAMES: usize = 20;

/// Sets the names that the holder of an account is known by: all of them, in the place of those before. With no words beside it there are
/// none but the name that they sign in with.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetNames {
    /// The account.
    #[n(0)]
    pub account: Id,
}

const KIND: ActKind = ActKind {
    code: 911,
    name: "access.set-names",
    about: "Set the names that the holder of an account is known by: whoever reports may keep them away by these",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for SetNames {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Staff>(self.account);
    }

    /// Nobody says by which names they themselves are found.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.account }]
    }

    fn subject(&self) -> Id {
        self.account
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if staff_of(self.account, view)?.state == AccountState::Closed {
            return Err(Problem::new("account", "is closed", "an account that is not").into());
        }
        if ctx.actor.id == self.account {
            return Err(
                Problem::new("account", "is your own", "another keeper of accounts sets your names").into()
            );
        }
        Ok(vec![NewEntry::of(&NamesSet {})])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::CloseAccount;
    use crate::tables::OfficerNames;
    use crate::testing::{Desk, officer};

    #[test]
    fn another_keeper_sets_them_and_the_last_act_counts() {
        let mut desk = Desk::new();
        let account = officer().account;
        let act = SetNames { account };
        assert_eq!(desk.problem(&act, Desk::overseer()), "account");
        desk.opens(&officer());
        desk.forbidden(&act, Desk::investigator());
        desk.does(&act, Desk::administrator());
        let first = desk.row::<OfficerNames>(account).unwrap();
        desk.does(&act, Desk::overseer());
        assert_ne!(desk.row::<OfficerNames>(account).unwrap().act, first.act);
        let own = SetNames { account: Desk::administrator().id };
        assert_eq!(desk.problem(&own, Desk::administrator()), "account");
        desk.does(&CloseAccount { account }, Desk::overseer());
        assert!(
            desk.row::<OfficerNames>(account).is_none(),
            "who does not work here any more is found by no name"
        );
        assert_eq!(desk.problem(&act, Desk::overseer()), "account");
    }
}

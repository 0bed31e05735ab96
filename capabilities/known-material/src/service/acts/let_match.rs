//! Lets a machine key ask a list: the unit that keeps the list says so. The list itself is handed out by nobody.

use crate::acts::own_list;
use crate::service::events::MatchLet;
use crate::service::tables::MatchRight;
use crate::tables::HashList;
use access::tables::MachineKey;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const KIND: ActKind = ActKind {
    code: 249,
    name: "known-material.let-match",
    about: "Let a machine key look hashes up in your unit's list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Lets a machine key look hashes up in a list.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetMatch {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The machine key's number.
    #[n(1)]
    pub asker: Id,
}

impl Act for LetMatch {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        needs.row::<MachineKey>(self.asker);
        needs.row::<MatchRight>((self.list, self.asker));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let LetMatch { list, asker } = *self;
        own_list(list, ctx, view)?;
        if view.get::<MachineKey>(asker).is_none_or(|key| !key.works) {
            let right = "a key from the list of machine keys that is in use";
            return Err(Problem::new("asker", "is no machine key in use", right).into());
        }
        if view.get::<MatchRight>((list, asker)).is_some() {
            return Err(Problem::new("asker", "may ask the list already", "another key").into());
        }
        Ok(vec![NewEntry::of(&MatchLet { list, asker })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::acts::EndMatch;
    use crate::testing::{LIST, Room, analyst, field, officer_of};

    #[test]
    fn the_unit_of_the_list_lets_a_key_that_works_and_ends_it() {
        let mut room = Room::with_list();
        let act = LetMatch { list: LIST, asker: Id([60; 16]) };
        assert_eq!(field(&room.enter(&act, analyst(1))), "asker");
        room.open_key(act.asker);
        assert_eq!(field(&room.enter(&act, officer_of(Id([77; 16])))), "list");
        assert_eq!(field(&room.enter(&LetMatch { list: Id([9; 16]), ..act.clone() }, analyst(1))), "list");
        assert!(room.entered(&act, analyst(1)));
        assert_eq!(field(&room.enter(&act, analyst(2))), "asker");
        assert_eq!(room.rows::<MatchRight>().len(), 1);
        let end = EndMatch { list: LIST, asker: act.asker };
        assert_eq!(field(&room.enter(&end, officer_of(Id([77; 16])))), "list");
        assert!(room.entered(&end, analyst(2)));
        assert_eq!(field(&room.enter(&end, analyst(2))), "asker");
        assert!(room.rows::<MatchRight>().is_empty() && room.replays());
    }

    #[test]
    fn an_officer_with_a_conflict_is_refused() {
        let mut room = Room::with_list();
        room.open_key(Id([60; 16]));
        room.declare_conflict(1, LIST);
        let act = LetMatch { list: LIST, asker: Id([60; 16]) };
        assert_eq!(room.refused_by(&act, analyst(1)), kernel::RuleName::NoJudgeInOwnCause);
        assert!(room.rows::<MatchRight>().is_empty());
        assert!(room.entered(&act, analyst(2)));
    }
}

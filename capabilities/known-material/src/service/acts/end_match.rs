//! Ends that a machine key asks a list: the unit that keeps the list says so, at once.

use crate::acts::own_list;
use crate::service::events::MatchEnded;
use crate::service::tables::MatchRight;
use crate::tables::HashList;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const KIND: ActKind = ActKind {
    code: 248,
    name: "known-material.end-match",
    about: "End that a machine key looks hashes up in your unit's list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Ends that a machine key looks hashes up in a list.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndMatch {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The machine key's number.
    #[n(1)]
    pub asker: Id,
}

impl Act for EndMatch {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        needs.row::<MatchRight>((self.list, self.asker));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let EndMatch { list, asker } = *self;
        own_list(list, ctx, view)?;
        if view.get::<MatchRight>((list, asker)).is_none() {
            return Err(Problem::new("asker", "may not ask the list", "a key that may").into());
        }
        Ok(vec![NewEntry::of(&MatchEnded { list, asker })])
    }
}

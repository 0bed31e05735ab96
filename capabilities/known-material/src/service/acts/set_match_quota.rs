//! How many hashes a machine key may look up within a minute.

use crate::service::events::MatchQuotaSet;
use crate::service::limits::MOST_A_MINUTE;
use access::tables::MachineKey;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const KIND: ActKind = ActKind {
    code: 247,
    name: "known-material.set-match-quota",
    about: "Set how many hashes a machine key may look up within a minute",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

/// Sets how many hashes a machine key may look up within a minute. What is more is to be asked again later.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMatchQuota {
    /// The machine key's number.
    #[n(0)]
    pub asker: Id,
    /// Most look-ups within a minute.
    #[n(1)]
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub a_minute: u32,
}

impl Act for SetMatchQuota {
    const KIND: &'static ActKind = &KIND;

    /// Keys are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineKey>(self.asker);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.asker
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let SetMatchQuota { asker, a_minute } = *self;
        if view.get::<MachineKey>(asker).is_none_or(|key| !key.works) {
            let right = "a key from the list of machine keys that is in use";
            return Err(Problem::new("asker", "is no machine key in use", right).into());
        }
        if a_minute == 0 || a_minute > MOST_A_MINUTE {
            return Err(Problem::new("a_minute", format!("is {a_minute}"), "1 to 100,000,000").into());
        }
        Ok(vec![NewEntry::of(&MatchQuotaSet { asker, a_minute })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::tables::MatchQuota;
    use crate::testing::{Room, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn an_administrator_sets_it_for_a_key_that_works() {
        let mut room = Room::default();
        let by = Actor { role: Role::Administrator, ..analyst(5) };
        let act = SetMatchQuota { asker: Id([60; 16]), a_minute: 7 };
        assert_eq!(field(&room.enter(&act, by)), "asker");
        room.open_key(act.asker);
        for a_minute in [0, MOST_A_MINUTE + 1] {
            assert_eq!(field(&room.enter(&SetMatchQuota { a_minute, ..act.clone() }, by)), "a_minute");
        }
        assert!(matches!(room.enter(&act, analyst(1)), Outcome::Forbidden(_)));
        assert!(room.rows::<MatchQuota>().is_empty());
        assert!(room.entered(&act, by) && room.entered(&SetMatchQuota { a_minute: 9, ..act }, by));
        assert_eq!(room.rows::<MatchQuota>(), [MatchQuota { asker: Id([60; 16]), a_minute: 9 }]);
        assert!(room.replays());
    }
}

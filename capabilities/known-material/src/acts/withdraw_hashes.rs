//! Withdraws entries of a list: nothing matches them any more. What was matched before stays on record.

use super::{MAX_ENTRIES, own_list};
use crate::events::HashesWithdrawn;
use crate::tables::{HashEntry, HashList};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Kind of [`WithdrawHashes`].
pub const KIND: ActKind = ActKind {
    code: 202,
    name: "known-material.withdraw-hashes",
    about: "Withdraw entries of your unit's hash list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Withdraws entries of a list.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawHashes {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries, 1 to 1,000, each once; read from a text such as `3, 7, 20-25` as well, as a form sends it.
    #[n(1)]
    #[serde(deserialize_with = "crate::acts::numbers::read")]
    pub entries: Vec<u32>,
}

impl Act for WithdrawHashes {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        for entry in self.entries.iter().take(MAX_ENTRIES) {
            needs.row::<HashEntry>((self.list, i64::from(*entry)));
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        own_list(self.list, ctx, view)?;
        if self.entries.is_empty() || self.entries.len() > MAX_ENTRIES {
            let wrong = format!("are {}", self.entries.len());
            return Err(Problem::new("entries", wrong, "1 to 1,000 entries at a time").into());
        }
        let mut named = BTreeSet::new();
        for &entry in &self.entries {
            let stands = view.get::<HashEntry>((self.list, i64::from(entry))).map(|row| !row.withdrawn);
            let wrong = match stands {
                None => "is not on the list",
                Some(false) => "is withdrawn already",
                Some(true) if !named.insert(entry) => "is named twice",
                Some(true) => continue,
            };
            let right = "entries that stand on the list, each once";
            return Err(Problem::new("entries", format!("{entry} {wrong}"), right).into());
        }
        Ok(vec![NewEntry::of(&HashesWithdrawn { list: self.list, entries: self.entries.clone() })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{LIST, Room, analyst, field, officer_of, some_hashes};
    use kernel::codes::Grade;

    fn withdraw(entries: &[u32]) -> WithdrawHashes {
        WithdrawHashes { list: LIST, entries: entries.to_vec() }
    }

    #[test]
    fn withdrawn_entries_stay_on_record_as_withdrawn() {
        let mut room = Room::with_list();
        room.enter(&some_hashes(1, &[Grade::Baseline; 3]), analyst(1));
        assert!(room.entered(&withdraw(&[3, 1]), analyst(1)));
        let withdrawn: Vec<bool> = room.rows::<HashEntry>().iter().map(|row| row.withdrawn).collect();
        assert_eq!(withdrawn, [true, false, true]);
        assert_eq!(room.rows::<HashList>()[0].withdrawn, 2);
        assert!(room.replays());
    }

    #[test]
    fn only_what_stands_on_the_units_own_list() {
        let mut room = Room::with_list();
        room.enter(&some_hashes(1, &[Grade::Baseline; 3]), analyst(1));
        room.enter(&withdraw(&[2]), analyst(1));
        let told = |room: &mut Room, entries: &[u32]| field(&room.enter(&withdraw(entries), analyst(1)));
        for entries in [&[][..], &[4], &[0], &[2], &[1, 1], &[1; 1_001]] {
            assert_eq!(told(&mut room, entries), "entries", "{entries:?}");
        }
        assert_eq!(field(&room.enter(&withdraw(&[1]), officer_of(Id([77; 16])))), "list");
        let elsewhere = WithdrawHashes { list: Id([99; 16]), entries: vec![1] };
        assert_eq!(field(&room.enter(&elsewhere, analyst(1))), "list");
    }
}

//! Adds entries to a list. Their hashes travel as sealed rows of `list_hash`; the act itself holds numbers and grades.

use super::{MAX_ENTRIES, own_list};
use crate::events::HashesAdded;
use crate::tables::HashList;
use kernel::codes::Grade;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`AddHashes`].
pub const KIND: ActKind = ActKind {
    code: 201,
    name: "known-material.add-hashes",
    about: "Add entries to your unit's hash list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Adds entries `first`, `first + 1`, ... to a list. Beside it travels one sealed row of `list_hash` for each entry,
/// made by [`EntryHashes::row`](crate::hashes::EntryHashes::row), with the list as its subject.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddHashes {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// Number of the first entry: one more than the list has. Two people who add at once do not overwrite each other.
    #[n(1)]
    pub first: u32,
    /// How many entries, 1 to 1,000.
    #[n(2)]
    pub count: u32,
    /// The grade of each entry, in their order.
    #[n(3)]
    pub grades: Vec<Grade>,
}

impl Act for AddHashes {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let list = own_list(self.list, ctx, view)?;
        if self.count == 0 || self.grades.len() > MAX_ENTRIES {
            let wrong = format!("is {}", self.count);
            return Err(Problem::new("count", wrong, "1 to 1,000 entries at a time").into());
        }
        if u32::try_from(self.grades.len()) != Ok(self.count) {
            let wrong = format!("are {} for {} entries", self.grades.len(), self.count);
            return Err(Problem::new("grades", wrong, "one grade for each entry").into());
        }
        if i64::from(self.first) != list.entries.saturating_add(1) {
            let wrong = format!("is {}, and the list has {} entries", self.first, list.entries);
            let right = "one more than the list has; somebody else may have added some: look again";
            return Err(Problem::new("first", wrong, right).into());
        }
        if self.first.checked_add(self.count).is_none() {
            return Err(Problem::new("count", "the list is full", "begin another list").into());
        }
        let (list, first, grades) = (self.list, self.first, self.grades.clone());
        Ok(vec![NewEntry::of(&HashesAdded { list, first, grades })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::HashEntry;
    use crate::testing::{LIST, Room, analyst, field, officer_of, some_hashes};

    #[test]
    fn entries_are_numbered_without_gaps() {
        let mut room = Room::with_list();
        assert!(room.entered(&some_hashes(1, &[Grade::Baseline, Grade::KnownHarmless]), analyst(1)));
        assert!(room.entered(&some_hashes(3, &[Grade::National]), analyst(2)));
        let entries: Vec<HashEntry> = room.rows();
        let seen: Vec<_> = entries.iter().map(|row| (row.entry, row.grade, row.withdrawn)).collect();
        let grades = [Grade::Baseline, Grade::KnownHarmless, Grade::National];
        let wanted: Vec<_> = (1_i64..).zip(grades).map(|(n, grade)| (n, grade, false)).collect();
        assert_eq!(seen, wanted);
        assert_eq!(room.rows::<HashList>()[0].entries, 3);
        assert!(room.replays());
    }

    #[test]
    fn a_wrong_number_is_told_and_nothing_is_added() {
        let mut room = Room::with_list();
        let before = room.node.entries.len();
        let one = some_hashes(1, &[Grade::Baseline]);
        let wrong = [
            ("first", AddHashes { first: 2, ..one.clone() }),
            ("first", AddHashes { first: 0, ..one.clone() }),
            ("count", AddHashes { count: 0, grades: vec![], ..one.clone() }),
            ("count", some_hashes(1, &[Grade::Baseline; 1_001])),
            ("grades", AddHashes { count: 2, ..one.clone() }),
            ("list", AddHashes { list: Id([99; 16]), ..one.clone() }),
        ];
        for (name, act) in wrong {
            assert_eq!(field(&room.enter(&act, analyst(1))), name);
        }
        assert_eq!(field(&room.enter(&one, officer_of(Id([77; 16])))), "list");
        assert_eq!(room.node.entries.len(), before);
        assert!(room.entered(&some_hashes(1, &[Grade::Baseline; 1_000]), analyst(1)));
    }

    #[test]
    fn an_officer_with_a_conflict_is_refused() {
        let mut room = Room::with_list();
        room.declare_conflict(1, LIST);
        let act = some_hashes(1, &[Grade::Baseline]);
        assert_eq!(room.refused_by(&act, analyst(1)), kernel::RuleName::NoJudgeInOwnCause);
        assert!(room.entered(&act, analyst(2)));
    }
}

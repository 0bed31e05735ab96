//! Adds entries to a list. Their hashes travel as sealed rows of `list_hash`; the act itself holds numbers and grades.

use super::create_list::is_name;
use super::{MAX_ENTRIES, fits_purpose, own_list};
use crate::codes::EntryReach;
use crate::events::HashesAdded;
use crate::tables::HashList;
use kernel::codes::Grade;
use kernel::{Act, ActKind, Ctx, Day, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

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
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
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
    /// By what each is found, in their order, as whoever sees the hashes knows; empty where nobody noted it.
    #[n(4)]
    pub reach: Vec<EntryReach>,
    /// The exchange or partner that brought them, up to 80 characters; empty for what the unit itself enters. It names no person.
    #[n(5)]
    pub exchange: String,
    /// The last day on which they are found; none for no end.
    #[n(6)]
    pub until: Option<Day>,
}

impl Act for AddHashes {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
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
        if !self.reach.is_empty() && self.reach.len() != self.grades.len() {
            let wrong = format!("are {} for {} entries", self.reach.len(), self.count);
            return Err(Problem::new("reach", wrong, "one for each entry, or none").into());
        }
        self.grades.iter().try_for_each(|grade| fits_purpose(&list, *grade, "grades"))?;
        is_name("exchange", &self.exchange)?;
        if self.until.is_some_and(|until| until < ctx.now.day()) {
            return Err(Problem::new("until", "is over", "today, or a day to come").into());
        }
        if i64::from(self.first) != list.entries.saturating_add(1) {
            let wrong = format!("is {}, and the list has {} entries", self.first, list.entries);
            let right = "one more than the list has; somebody else may have added some: look again";
            return Err(Problem::new("first", wrong, right).into());
        }
        if self.first.checked_add(self.count).is_none() {
            return Err(Problem::new("count", "the list is full", "begin another list").into());
        }
        Ok(vec![NewEntry::of(&HashesAdded {
            list: self.list,
            first: self.first,
            grades: self.grades.clone(),
            exchange: Some(self.exchange.clone()).filter(|name| !name.is_empty()),
            reach: Some(self.reach.clone()).filter(|reach| !reach.is_empty()),
            until: self.until,
        })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::CreateList;
    use crate::codes::{GradeStands, ListPurpose};
    use crate::tables::{EntryExpiry, HashEntry};
    use crate::testing::{LIST, Room, a_list, analyst, field, officer_of, some_hashes};

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
            ("reach", AddHashes { reach: vec![EntryReach::Likeness; 2], ..one.clone() }),
            ("exchange", AddHashes { exchange: " blank".into(), ..one.clone() }),
            ("until", AddHashes { until: Some(Day(0)), ..one.clone() }),
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
    fn who_brought_an_entry_when_and_until_when_stands_on_record() {
        let mut room = Room::with_list();
        let until = Day(30_000);
        let act = AddHashes {
            exchange: "Fictional exchange".into(),
            reach: vec![EntryReach::ExactOnly],
            until: Some(until),
            ..some_hashes(1, &[Grade::Baseline])
        };
        assert!(room.entered(&act, analyst(1)));
        let row: HashEntry = room.rows().remove(0);
        assert_eq!((row.brought_by, row.exchange.as_str()), (analyst(1).id, "Fictional exchange"));
        assert_eq!((row.entry_reach, row.grade_stands), (EntryReach::ExactOnly, GradeStands::Proposed));
        assert_eq!(room.rows::<EntryExpiry>()[0].ends_at, until.start().plus_days(1));
        assert!(room.replays());
    }

    #[test]
    fn a_list_of_what_is_harmless_holds_nothing_else() {
        let mut room = Room::default();
        room.enter(&CreateList { purpose: ListPurpose::SetAside, ..a_list() }, analyst(1));
        assert_eq!(field(&room.enter(&some_hashes(1, &[Grade::Baseline]), analyst(1))), "grades");
        assert!(room.entered(&some_hashes(1, &[Grade::KnownHarmless]), analyst(1)));
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

//! Demand by level and category. Nobody is coded unless somebody determined it, and what is not determined is counted
//! as that: a gap is a figure.
//!
//! A person may be coded on both levels and in several categories, a case in several contexts. [`DemandCounts::coded`]
//! counts all of that for staff; [`DemandCounts::each_once`] counts everybody in one place, so that what is published
//! adds up and nothing can be worked out from what overlaps.

use crate::codes::DemandGroup;
use crate::tables::{DemandRow, FunnelCase, FunnelPerson};
use kernel::Id;
use kernel::codes::{CodeList, DemandCategory, DemandLevel};
use std::collections::{BTreeMap, BTreeSet};

/// Demand, counted for one set of persons and cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemandCounts {
    /// Persons counted, coded or not.
    pub persons: i64,
    /// Cases counted, coded or not.
    pub cases: i64,
    /// By number of a category: persons (immediate, intermediate) or cases (underlying, external) that carry it. One may
    /// carry several. Every category is there, with 0 where nobody carries it.
    pub coded: BTreeMap<i64, i64>,
    /// By number of a [`DemandGroup`] or category: persons or cases, each in one place of each division.
    pub each_once: BTreeMap<i64, i64>,
}

type Codings = BTreeMap<(Id, Id), BTreeSet<i64>>;

impl DemandCounts {
    /// Counts these persons and cases; codings of others are left aside.
    #[must_use]
    pub fn of<'r>(
        people: impl IntoIterator<Item = &'r FunnelPerson>,
        cases: impl IntoIterator<Item = &'r FunnelCase>,
        rows: &[DemandRow],
    ) -> DemandCounts {
        let mut codings = Codings::new();
        for row in rows {
            codings.entry((row.case_id, row.person)).or_default().insert(row.category);
        }
        let mut counts = DemandCounts::default();
        let categories = DemandCategory::all().iter().map(|one| one.number()).filter(|number| *number != 0);
        let groups = DemandGroup::all().iter().map(|one| one.number());
        for number in categories {
            counts.coded.insert(number, 0);
            counts.each_once.insert(number, 0);
        }
        counts.each_once.extend(groups.map(|number| (number, 0)));
        let nothing = BTreeSet::new();
        for row in people {
            counts.add_person(codings.get(&(row.case_id, row.person)).unwrap_or(&nothing));
        }
        for case in cases {
            counts.add_case(codings.get(&(case.case_id, Id::NONE)).unwrap_or(&nothing));
        }
        counts
    }

    fn add_person(&mut self, codes: &BTreeSet<i64>) {
        use DemandLevel::{Immediate, Intermediate};
        self.persons += 1;
        self.carry(codes, |level| level == Immediate || level == Intermediate);
        match (place(codes, Immediate), place(codes, Intermediate)) {
            (Some(_), Some(_)) => self.once(DemandGroup::BothLevels.number()),
            (Some(place), None) => {
                self.once(DemandGroup::ImmediateOnly.number());
                self.once(place);
            }
            (None, Some(place)) => {
                self.once(DemandGroup::IntermediateOnly.number());
                self.once(place);
            }
            (None, None) => self.once(DemandGroup::PersonsNotDetermined.number()),
        }
    }

    fn add_case(&mut self, codes: &BTreeSet<i64>) {
        use DemandGroup::{
            ExternalDetermined, ExternalNotDetermined, UnderlyingDetermined, UnderlyingNotDetermined,
        };
        self.cases += 1;
        self.carry(codes, |level| level == DemandLevel::Underlying || level == DemandLevel::External);
        let divisions = [
            (DemandLevel::Underlying, UnderlyingDetermined, UnderlyingNotDetermined),
            (DemandLevel::External, ExternalDetermined, ExternalNotDetermined),
        ];
        for (level, determined, not_determined) in divisions {
            match place(codes, level) {
                Some(place) => {
                    self.once(determined.number());
                    self.once(place);
                }
                None => self.once(not_determined.number()),
            }
        }
    }

    fn carry(&mut self, codes: &BTreeSet<i64>, counts_here: impl Fn(DemandLevel) -> bool) {
        for number in codes {
            if let Ok(category) = DemandCategory::from_number(*number)
                && counts_here(category.level())
            {
                *self.coded.entry(*number).or_default() += 1;
            }
        }
    }

    fn once(&mut self, number: i64) {
        *self.each_once.entry(number).or_default() += 1;
    }
}

/// The one place on a level of whoever carries these codes: their category, several, or none that is determined;
/// nothing where they are not on that level.
fn place(codes: &BTreeSet<i64>, level: DemandLevel) -> Option<i64> {
    let on_level: Vec<i64> = codes.iter().copied().filter(|code| code / 100 == level.number()).collect();
    let unspecified = DemandRow::number(level, DemandCategory::NotDetermined);
    let categories: Vec<i64> = on_level.iter().copied().filter(|code| *code != unspecified).collect();
    match (on_level.is_empty(), categories[..].len()) {
        (true, _) => None,
        (false, 0) => Some(unspecified),
        (false, 1) => Some(categories[0]),
        (false, _) => Some(several(level)),
    }
}

fn several(level: DemandLevel) -> i64 {
    10 + level.number()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cases_of, codings, people};
    use proptest::prelude::*;

    #[test]
    fn several_is_the_group_of_its_level() {
        assert_eq!(several(DemandLevel::Immediate), DemandGroup::SeveralImmediate.number());
        assert_eq!(several(DemandLevel::External), DemandGroup::SeveralExternal.number());
        let unspecified = DemandRow::number(DemandLevel::Underlying, DemandCategory::NotDetermined);
        assert_eq!(unspecified, DemandGroup::UnderlyingCategoryNotDetermined.number());
    }

    #[test]
    fn who_is_not_coded_is_a_gap_and_not_left_out() {
        let row = FunnelPerson::named(Id([1; 16]), Id([2; 16]), 2025, kernel::Instant(0));
        let counts = DemandCounts::of([&row], &cases_of(std::slice::from_ref(&row)), &[]);
        assert_eq!(counts.each_once[&DemandGroup::PersonsNotDetermined.number()], 1);
        assert_eq!(counts.each_once[&DemandGroup::UnderlyingNotDetermined.number()], 1);
        assert_eq!(counts.coded.values().sum::<i64>(), 0);
        assert_eq!(counts.coded.len() + 1, DemandCategory::all().len());
    }

    proptest! {
        #[test]
        fn everybody_is_in_one_place_of_each_division((people, rows) in people(30).prop_flat_map(codings)) {
            let cases = cases_of(&people);
            let counts = DemandCounts::of(&people, &cases, &rows);
            for breakdown in crate::scheme::breakdowns() {
                if breakdown.parts[0].part == crate::codes::Part::Demand {
                    let parts: i64 = breakdown.parts.iter().map(|key| counts.each_once[&key.number]).sum();
                    let whole = match breakdown.whole.part {
                        crate::codes::Part::Demand => counts.each_once[&breakdown.whole.number],
                        crate::codes::Part::Funnel if breakdown.whole.number == 3 => counts.persons,
                        crate::codes::Part::Funnel => counts.cases,
                    };
                    prop_assert_eq!(parts, whole, "{:?}", breakdown.whole);
                }
            }
        }

        #[test]
        fn a_category_counts_whoever_carries_it((people, rows) in people(30).prop_flat_map(codings)) {
            let counts = DemandCounts::of(&people, &cases_of(&people), &rows);
            let carriers: BTreeSet<(Id, Id)> = rows.iter().filter(|row| row.category == 103).map(|row| (row.case_id, row.person)).collect();
            prop_assert_eq!(counts.coded[&103], carriers.len() as i64);
        }
    }
}

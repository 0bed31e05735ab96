//! What is at an address, said by two people who looked by themselves where the law lets them; a third decides where they differ.
//! Nothing is shown here (¶63).

use super::{DESK, address_needs, address_that};
use crate::codes::{AddressGrade, AddressState};
use crate::events::AddressGraded;
use crate::tables::{Address, Label, Scheme, THE_ONE};
use facts::address::AddressSettled;
use kernel::codes::{CodeList as _, Country};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`GradeAddress`].
pub const KIND: ActKind = ActKind {
    code: 741,
    name: "takedown.grade-address",
    about: "Say what is at an address",
    nature: Nature::Decision,
    roles: DESK,
};

/// Says what is at an address, by the label of a law. The second grader is another person than the first, and the third than both.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeAddress {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// By the law of which State.
    #[n(1)]
    pub country: Country,
    /// The label of that law, as the table in force has it; without a table: baseline, national, not-illegal or not-found.
    #[n(2)]
    pub label: String,
}

/// The version of the table in force, and what a label means by it.
fn meaning(country: Country, label: &str, view: &View) -> Result<(u32, AddressGrade), Problem> {
    let unknown = || {
        let right = "a label of that State in the table in force; without a table baseline, national, not-illegal, not-found";
        Problem::new("label", "is no label of that law", right)
    };
    let scheme = view.get::<Scheme>(THE_ONE).filter(|row| !row.in_force.is_none());
    let Some(scheme) = scheme else {
        let built_in = AddressGrade::from_code(label).ok().filter(|grade| *grade != AddressGrade::NotGraded);
        return built_in.map(|grade| (0, grade)).ok_or_else(unknown);
    };
    let labels = view.list::<Label>(Label::BY_PROPOSAL, scheme.in_force);
    let row = labels.into_iter().find(|row| row.label_country == country && row.label == label);
    let version = u32::try_from(scheme.label_scheme).unwrap_or(u32::MAX);
    row.map(|row| (version, row.address_grade)).ok_or_else(unknown)
}

impl Act for GradeAddress {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
        needs.row::<Scheme>(THE_ONE);
        if let Some(row) = view.peek::<Scheme>(THE_ONE) {
            needs.list::<Label>(Label::BY_PROPOSAL, row.in_force);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let mut facets = vec![Facet::Handles { matter: self.address }];
        if let Some(row) = view.get::<Address>(self.address) {
            let before = [row.grader_1, row.grader_2].into_iter().filter_map(Id::some);
            facets.extend(before.map(|first| Facet::NeedsTwo { first }));
        }
        facets
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let waits = |row: &Address| {
            matches!(
                row.address_state,
                AddressState::TakenIn | AddressState::GradedOnce | AddressState::Disputed
            )
        };
        let right = "an address of the list that waits for a grade";
        let row = address_that(self.address, view, waits, "is graded already", right)?;
        let (scheme, grade) = meaning(self.country, &self.label, view)?;
        let (address, country, label) = (self.address, self.country, self.label.clone());
        let mut entries = vec![NewEntry::of(&AddressGraded { address, grade, country, label, scheme })];
        if row.settles(grade) {
            let (host, told_in, held_until) = (row.host, row.act, row.held());
            entries.push(NewEntry::of(&AddressSettled { address, host, grade, told_in, held_until }));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ApproveScheme, ProposeScheme};
    use crate::events::LawLabel;
    use crate::testing::{Room, a_grade, administrator, analyst, field};
    use kernel::RuleName;

    #[test]
    fn two_people_grade_and_a_third_decides_where_they_differ() {
        let mut room = Room::with_address();
        assert!(room.entered(&a_grade("baseline"), analyst(1)));
        assert_eq!(room.refused_by(&a_grade("baseline"), analyst(1)), RuleName::TwoPeople);
        assert!(room.entered(&a_grade("not-illegal"), analyst(2)));
        assert_eq!(room.address().address_state, AddressState::Disputed);
        for before in [1, 2] {
            assert_eq!(room.refused_by(&a_grade("baseline"), analyst(before)), RuleName::TwoPeople);
        }
        assert!(room.entered(&a_grade("national"), analyst(3)));
        let row = room.address();
        assert_eq!((row.address_state, row.address_grade), (AddressState::Graded, AddressGrade::National));
        assert_eq!((row.grade_1, row.grade_2), (AddressGrade::Baseline, AddressGrade::NotIllegal));
        assert_eq!(field(&room.enter(&a_grade("baseline"), analyst(4))), "address");
        assert!(room.replays());
    }

    #[test]
    fn what_is_not_illegal_or_not_there_ends() {
        for (label, state) in
            [("not-illegal", AddressState::NotIllegal), ("not-found", AddressState::Offline)]
        {
            let mut room = Room::with_address();
            assert!(room.entered(&a_grade(label), analyst(1)));
            assert!(room.entered(&a_grade(label), analyst(2)));
            assert_eq!(room.address().address_state, state);
            assert_eq!(room.rows::<crate::tables::Host>()[0].addresses_offline, 0, "no notice was given");
        }
    }

    #[test]
    fn each_law_has_its_labels_once_two_people_laid_them_down() {
        let mut room = Room::with_address();
        let france = Country::from_alpha2("FR").unwrap();
        let label = |label: &str, grade| LawLabel { country: france, label: label.into(), grade };
        let labels = vec![label("a1", AddressGrade::Baseline), label("b2", AddressGrade::National)];
        assert_eq!(field(&room.enter(&a_grade("a1"), analyst(1))), "label");
        let propose = ProposeScheme { proposal: Id::NONE, labels };
        let proposal = room.proposed(propose, administrator(1));
        let approve = ApproveScheme { proposal };
        assert_eq!(room.refused_by(&approve, administrator(1)), RuleName::TwoPeople);
        assert_eq!(field(&room.enter(&a_grade("a1"), analyst(1))), "label", "a proposal is not in force");
        assert!(room.entered(&approve, administrator(2)));
        assert_eq!(field(&room.enter(&a_grade("baseline"), analyst(1))), "label");
        let other = GradeAddress { country: Country::from_alpha2("DE").unwrap(), ..a_grade("a1") };
        assert_eq!(field(&room.enter(&other, analyst(1))), "label");
        assert!(room.entered(&a_grade("a1"), analyst(1)));
        assert!(room.entered(&a_grade("a1"), analyst(2)));
        assert_eq!(room.address().address_grade, AddressGrade::Baseline);
        assert!(room.replays());
    }
}

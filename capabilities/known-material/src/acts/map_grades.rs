//! What the labels of each State's law are in the grades that all lists share: a table that two people lay down, and that is numbered. By it
//! a grade of one State is read in another.

use crate::events::{GradeLabel, MappingProposed, MappingSet};
use crate::tables::{GradeMapping, MappingInForce, THE_ONE};
use kernel::codes::Grade;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Most labels of a table.
pub const MOST_LABELS: usize = 1_000;
/// Longest label, in characters.
const LONGEST: usize = 40;

/// Kind of [`ProposeMapping`].
pub const PROPOSE: ActKind = ActKind {
    code: 215,
    name: "known-material.propose-mapping",
    about: "Propose what the labels of each law are in the grades that all lists share",
    nature: Nature::Decision,
    roles: &[Role::Administrator, Role::Overseer],
};

/// Kind of [`ApproveMapping`].
pub const APPROVE: ActKind = ActKind {
    code: 216,
    name: "known-material.approve-mapping",
    about: "Approve what the labels of each law are, as somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Administrator, Role::Overseer],
};

/// Proposes a whole table; the one in force stays until another person approves.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeMapping {
    /// Its number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub mapping: Id,
    /// All labels, 1 to 1,000.
    #[n(1)]
    pub labels: Vec<GradeLabel>,
}

/// Approves a table that waits.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveMapping {
    /// The table's number.
    #[n(0)]
    pub proposed_mapping: Id,
}

impl Act for ProposeMapping {
    const KIND: &'static ActKind = &PROPOSE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("mapping", self.mapping)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<GradeMapping>(self.mapping);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let wrong = |wrong: &'static str, right| Err(Problem::new("labels", wrong, right).into());
        if self.mapping.is_none() || view.get::<GradeMapping>(self.mapping).is_some() {
            let right = "the number that the node draws";
            return Err(Problem::new("mapping", "is no new number", right).into());
        }
        if self.labels.is_empty() || self.labels.len() > MOST_LABELS {
            return wrong("are none, or too many", "1 to 1,000 labels");
        }
        let is_label = |one: &GradeLabel| {
            let letters = one.label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            !one.label.is_empty() && one.label.len() <= LONGEST && letters
        };
        if !self.labels.iter().all(is_label) {
            return wrong("hold one that is none", "1 to 40 letters, digits and hyphens each");
        }
        if self.labels.iter().any(|one| one.grade == Grade::NotGraded) {
            return wrong("hold one that is no grade", "baseline, national or known-harmless for each");
        }
        let each: BTreeSet<_> = self.labels.iter().map(|one| (one.country, &one.label)).collect();
        if each.len() != self.labels.len() {
            return wrong("hold one twice", "each label of a State once");
        }
        let (proposal, labels) = (self.mapping, self.labels.clone());
        Ok(vec![NewEntry::of(&MappingProposed { proposal, labels })])
    }
}

impl Act for ApproveMapping {
    const KIND: &'static ActKind = &APPROVE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<GradeMapping>(self.proposed_mapping);
        needs.row::<MappingInForce>(THE_ONE);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let row = view.get::<GradeMapping>(self.proposed_mapping);
        row.map(|row| Facet::NeedsTwo { first: row.mapping_proposed_by }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = view.get::<GradeMapping>(self.proposed_mapping).filter(|row| row.mapping_version == 0);
        if row.is_none() {
            let right = "a table that does";
            return Err(Problem::new("proposed_mapping", "does not wait to be approved", right).into());
        }
        let before = view.get::<MappingInForce>(THE_ONE).map_or(0, |row| row.mapping_version);
        let version = u32::try_from(before.saturating_add(1)).unwrap_or(u32::MAX);
        Ok(vec![NewEntry::of(&MappingSet { proposal: self.proposed_mapping, version })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::MappedLabel;
    use crate::testing::{Room, analyst, field};
    use kernel::codes::Country;
    use kernel::{Actor, RuleName};

    fn administrator(n: u8) -> Actor {
        Actor { role: Role::Administrator, ..analyst(n) }
    }

    fn label(country: &str, label: &str, grade: Grade) -> GradeLabel {
        GradeLabel { country: Country::from_alpha2(country).unwrap(), label: label.into(), grade }
    }

    fn table(n: u8, labels: Vec<GradeLabel>) -> ProposeMapping {
        ProposeMapping { mapping: Id([n; 16]), labels }
    }

    #[test]
    fn two_people_lay_down_a_table_and_each_has_the_next_number() {
        let mut room = Room::default();
        let labels =
            vec![label("NL", "fictional-a", Grade::Baseline), label("FR", "fictional-1", Grade::Baseline)];
        for (n, version) in [(50, 1), (51, 2)] {
            assert!(room.entered(&table(n, labels.clone()), administrator(1)));
            let approve = ApproveMapping { proposed_mapping: Id([n; 16]) };
            assert_eq!(room.refused_by(&approve, administrator(1)), RuleName::TwoPeople);
            assert!(room.entered(&approve, administrator(2)));
            assert_eq!(field(&room.enter(&approve, administrator(2))), "proposed_mapping");
            let now = room.rows::<MappingInForce>();
            assert_eq!((now.len(), now[0].mapping_version, now[0].mapping), (1, version, Id([n; 16])));
        }
        assert_eq!(room.rows::<MappedLabel>().len(), 4);
        assert!(room.replays());
    }

    #[test]
    fn a_table_that_says_nothing_or_one_thing_twice_is_told() {
        let mut room = Room::default();
        let wrong = [
            vec![],
            vec![label("NL", "a b", Grade::Baseline)],
            vec![label("NL", "", Grade::Baseline)],
            vec![label("NL", "a", Grade::NotGraded)],
            vec![label("NL", "a", Grade::Baseline), label("NL", "a", Grade::National)],
        ];
        for labels in wrong {
            assert_eq!(field(&room.enter(&table(50, labels), administrator(1))), "labels");
        }
        assert!(room.node.entries.is_empty());
    }
}

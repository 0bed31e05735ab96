//! Opening a unit: an agency, hotline or court that works on this node.

use crate::events::UnitOpened;
use facts::unit::{Unit, UnitKind};
use kernel::knowing::NO_UNIT_YET;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most letters of a unit's word.
const LONGEST_WORD: usize = 40;

/// Opens a unit. It gives nobody any authority: accounts do.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenUnit {
    /// The unit's number, made by the sender.
    #[n(0)]
    pub unit: Id,
    /// The word by which people call it: 2 to 40 small letters, digits, hyphens; no person's name.
    #[n(1)]
    pub word: String,
    /// What it is for.
    #[n(2)]
    pub kind: UnitKind,
}

const KIND: ActKind = ActKind {
    code: 901,
    name: "access.open-unit",
    about: "Open a unit that works on this node",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

impl Act for OpenUnit {
    const KIND: &'static ActKind = &KIND;

    /// Accounts and units are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Unit>(self.unit);
        needs.list::<Unit>("unit_by_word", self.word.clone());
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.unit
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let OpenUnit { unit, word, kind } = self.clone();
        if unit.is_none() || unit == NO_UNIT_YET || view.get::<Unit>(unit).is_some() {
            return Err(Problem::new("unit", "is no new number", "a number that no unit has").into());
        }
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(2..=LONGEST_WORD).contains(&word.len()) || !word.chars().all(fits) {
            return Err(Problem::new(
                "word",
                "is no word for a unit",
                "2 to 40 small letters, digits or hyphens",
            )
            .into());
        }
        if !view.list::<Unit>("unit_by_word", word.clone()).is_empty() {
            return Err(Problem::new("word", "is another unit's", "a word that no unit has").into());
        }
        Ok(vec![NewEntry::of(&UnitOpened { unit, word, kind })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Desk, id, police};

    #[test]
    fn opens_each_number_and_each_word_once() {
        let mut desk = Desk::new();
        let by = Desk::administrator();
        desk.does(&police(), by);
        let row: Unit = desk.row(police().unit).unwrap();
        assert_eq!((row.word.as_str(), row.kind), ("police", UnitKind::Police));
        assert_eq!(desk.problem(&police(), by), "unit");
        for unit in [Id::NONE, NO_UNIT_YET] {
            assert_eq!(desk.problem(&OpenUnit { unit, ..police() }, by), "unit");
        }
        assert_eq!(desk.problem(&OpenUnit { unit: id(120), ..police() }, by), "word");
        for word in ["p", "Police", "police north", &"p".repeat(41)] {
            let act = OpenUnit { unit: id(120), word: word.to_owned(), kind: UnitKind::Police };
            assert_eq!(desk.problem(&act, by), "word", "{word}");
        }
        assert_eq!(desk.row::<Unit>(id(120)), None);
    }

    #[test]
    fn is_the_administrators() {
        let mut desk = Desk::new();
        desk.forbidden(&police(), Desk::overseer());
    }
}

//! Creates a hash list, kept by the acting unit.

use super::named_unit;
use crate::codes::{ListPurpose, ListVisible};
use crate::events::ListCreated;
use crate::tables::HashList;
use kernel::codes::Country;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use material::Radius;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longest name of a list, in characters.
pub const MAX_NAME: usize = 80;

/// Kind of [`CreateList`].
pub const KIND: ActKind = ActKind {
    code: 200,
    name: "known-material.create-list",
    about: "Create a hash list that your unit keeps",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Creates a hash list.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateList {
    /// Its number, made by the sender.
    #[n(0)]
    pub list: Id,
    /// Its short name, 1 to 80 characters in one line. It names a list, never a person.
    #[n(1)]
    pub name: String,
    /// The State under whose law it is graded.
    #[n(2)]
    pub country: Country,
    /// Version of the grading scheme, from 1.
    #[n(3)]
    pub grade_scheme: u16,
    /// Largest perceptual distance that counts as a match, in bits, 0 to 31.
    #[n(4)]
    pub max_distance: u8,
    /// What it is for.
    #[n(5)]
    pub purpose: ListPurpose,
    /// Which units see it; left out, every unit of this node.
    #[n(6)]
    #[serde(default)]
    #[schema(required = false)]
    pub visible: ListVisible,
    /// The organisation whose list it is, where your unit keeps it for another: up to 80 characters in one line; left out for your own. It names
    /// no person.
    #[n(7)]
    #[serde(default)]
    #[schema(required = false, max_length = 80)]
    pub organisation: String,
}

impl Act for CreateList {
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
        named_unit(ctx)?;
        self.check()?;
        if view.get::<HashList>(self.list).is_some() {
            return Err(Problem::new("list", "is taken", "a new random number").into());
        }
        Ok(vec![NewEntry::of(&ListCreated {
            list: self.list,
            name: self.name.clone(),
            country: self.country,
            grade_scheme: self.grade_scheme,
            max_distance: self.max_distance,
            purpose: self.purpose,
            visible: Some(self.visible).filter(|visible| *visible != ListVisible::Everybody),
            organisation: Some(self.organisation.clone()).filter(|name| !name.is_empty()),
        })])
    }
}

impl CreateList {
    fn check(&self) -> Result<(), Problem> {
        if self.list.is_none() {
            return Err(Problem::new("list", "names nothing", "a new random number"));
        }
        if self.name.is_empty() {
            return Err(Problem::new("name", "is empty", "1 to 80 characters"));
        }
        is_name("name", &self.name)?;
        is_name("organisation", &self.organisation)?;
        if self.grade_scheme == 0 {
            return Err(Problem::new("grade_scheme", "is 0", "the version of the scheme, from 1"));
        }
        if Radius::new(u32::from(self.max_distance)).is_err() {
            let wrong = format!("is {} bits", self.max_distance);
            return Err(Problem::new("max_distance", wrong, "0 to 31 bits: beyond it chance matches begin"));
        }
        Ok(())
    }
}

/// Whether a name fits one line and shows all that is in it.
pub(super) fn is_name(field: &'static str, name: &str) -> Result<(), Problem> {
    let length = name.chars().count();
    if length > MAX_NAME || name.trim() != name {
        let wrong = format!("has {length} characters, or blanks at its ends");
        return Err(Problem::new(field, wrong, "up to 80 characters"));
    }
    if name.chars().any(is_unprintable) {
        let right = "letters, digits, blanks and punctuation in one line";
        return Err(Problem::new(field, "holds characters that cannot be seen", right));
    }
    Ok(())
}

/// Control characters, and those that turn the direction of writing or have no width: they make one name look like another.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{LIST, Room, UNIT, a_list, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn a_unit_creates_its_list_once() {
        let mut room = Room::default();
        assert!(room.entered(&a_list(), analyst(1)));
        let row: HashList = room.rows().remove(0);
        assert_eq!((row.list, row.owner, row.max_distance, row.entries), (LIST, UNIT, 31, 0));
        assert_eq!(row.country, Country::from_alpha2("FR").unwrap());
        assert_eq!(field(&room.enter(&a_list(), analyst(1))), "list");
    }

    #[test]
    fn each_field_is_checked() {
        let wrong = [
            ("list", CreateList { list: Id::NONE, ..a_list() }),
            ("name", CreateList { name: String::new(), ..a_list() }),
            ("name", CreateList { name: "x".repeat(81), ..a_list() }),
            ("name", CreateList { name: " blank".into(), ..a_list() }),
            ("name", CreateList { name: "a\0b".into(), ..a_list() }),
            ("name", CreateList { name: "a\u{202e}b".into(), ..a_list() }),
            ("organisation", CreateList { organisation: "x".repeat(81), ..a_list() }),
            ("organisation", CreateList { organisation: "a\nb".into(), ..a_list() }),
            ("grade_scheme", CreateList { grade_scheme: 0, ..a_list() }),
            ("max_distance", CreateList { max_distance: 32, ..a_list() }),
        ];
        let mut room = Room::default();
        for (name, act) in wrong {
            assert_eq!(field(&room.enter(&act, analyst(1))), name, "{act:?}");
        }
        let without_unit = Actor { unit: Id::NONE, ..analyst(1) };
        assert_eq!(field(&room.enter(&a_list(), without_unit)), "unit");
        assert!(room.node.entries.is_empty());
        assert!(room.entered(&CreateList { name: "é".repeat(80), max_distance: 0, ..a_list() }, analyst(1)));
    }

    #[test]
    fn not_for_other_roles() {
        let overseer = Actor { role: Role::Overseer, ..analyst(1) };
        assert!(matches!(Room::default().enter(&a_list(), overseer), Outcome::Forbidden(_)));
    }
}

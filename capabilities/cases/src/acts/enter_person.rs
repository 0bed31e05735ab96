//! Entering a person, once for all rooms.

use super::CARERS;
use crate::checks::{begun, new_number};
use facts::Standing;
use facts::person::PersonEntered;
use kernel::codes::Sex;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the name and notes, sealed under the person.
pub const SLOT_PERSON: u16 = 0;

/// Enters a person. Nothing but the number needs to be known: name and notes travel sealed in [`SLOT_PERSON`].
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterPerson {
    /// The new person's number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub person: Id,
    /// Between which days they were born; [`Span::UNKNOWN`] where nobody knows.
    #[n(1)]
    pub born: Span,
    /// Sex as recorded, ISO/IEC 5218.
    #[n(2)]
    pub sex: Sex,
}

/// Kind of [`EnterPerson`].
const KIND: ActKind = ActKind {
    code: 301,
    name: "cases.enter-person",
    about: "Enter a person, with name and notes sealed",
    nature: Nature::Decision,
    roles: CARERS,
};

impl Act for EnterPerson {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("person", self.person)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Standing>(self.person);
    }

    /// A new person is nobody's matter yet.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.person
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        new_number("person", self.person, view.get::<Standing>(self.person).is_some())?;
        begun("born", self.born, ctx)?;
        let EnterPerson { person, born, sex } = *self;
        Ok(vec![NewEntry::of(&PersonEntered { person, born, sex })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::desk::{Desk, id};
    use kernel::Day;

    #[test]
    fn enters_even_somebody_of_whom_nothing_is_known() {
        let mut desk = Desk::new();
        let nobody = EnterPerson { person: id(1), born: Span::UNKNOWN, sex: Sex::NotKnown };
        desk.does(&nobody);
        assert!(desk.row::<Standing>(id(1)).unwrap().born().is_unknown());
        assert_eq!(desk.problem(&nobody), "person");
    }

    #[test]
    fn wants_a_number_and_a_possible_birth() {
        let mut desk = Desk::new();
        let of = |person, born| EnterPerson { person, born, sex: Sex::Female };
        assert_eq!(desk.problem(&of(Id::NONE, "2000".parse().unwrap())), "person");
        assert_eq!(desk.problem(&of(id(1), "2030".parse().unwrap())), "born");
        assert_eq!(desk.problem(&of(id(1), Span { from: Day(9), to: Day(8) })), "born");
    }
}

//! Letting another unit see a list, or no more. Whoever does not see it is answered like before a list that never was.

use super::own_list;
use crate::codes::ListVisible;
use crate::events::{ListHidden, ListShown};
use crate::tables::HashList;
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ShowList`].
pub const SHOW: ActKind = ActKind {
    code: 206,
    name: "known-material.show-list",
    about: "Let another unit see your unit's hash list",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Kind of [`HideList`].
pub const HIDE: ActKind = ActKind {
    code: 207,
    name: "known-material.hide-list",
    about: "Let a unit, or all that were not named, see your unit's hash list no more",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator],
};

/// Shows a list to a unit. A list is never opened to all afterwards.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowList {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The unit.
    #[n(1)]
    pub unit: Id,
}

/// Hides a list from a unit.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HideList {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The unit; left out, every unit that was not named.
    #[n(1)]
    #[serde(default)]
    #[schema(required = false)]
    pub unit: Id,
}

impl Act for ShowList {
    const KIND: &'static ActKind = &SHOW;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("list", self.list)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<HashList>(self.list);
        needs.row::<Unit>(self.unit);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.list }]
    }

    fn subject(&self) -> Id {
        self.list
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let list = own_list(self.list, ctx, view)?;
        if list.list_visible == ListVisible::Everybody {
            return Err(Problem::new("list", "is seen by every unit", "nothing is left to do").into());
        }
        if view.get::<Unit>(self.unit).is_none() || self.unit == list.owner {
            let right = "another unit that works here";
            return Err(Problem::new("unit", "is none, or keeps the list", right).into());
        }
        Ok(vec![NewEntry::of(&ListShown { list: self.list, unit: self.unit })])
    }
}

impl Act for HideList {
    const KIND: &'static ActKind = &HIDE;

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
        if self.unit == list.owner {
            return Err(Problem::new("unit", "keeps the list", "another unit").into());
        }
        let is_open = list.list_visible == ListVisible::Everybody;
        if is_open != self.unit.is_none() {
            let right = "no unit for a list that all see, a unit for any other";
            return Err(Problem::new("unit", "does not fit who sees the list", right).into());
        }
        Ok(vec![NewEntry::of(&ListHidden { list: self.list, unit: self.unit })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::CreateList;
    use crate::testing::{LIST, Room, a_list, analyst, field, officer_of, some_hashes};
    use facts::unit::UnitKind;
    use kernel::codes::Grade;
    use kernel::{Instant, Record, Tables};

    const OTHER: Id = Id([77; 16]);

    fn with_units() -> Room {
        let mut room = Room::default();
        let unit =
            Unit { unit: OTHER, word: "fictional".into(), kind: UnitKind::Police, opened_at: Instant(1) };
        room.node.tables.put_row(Unit::TABLE, unit.to_row()).unwrap();
        room
    }

    #[test]
    fn a_named_list_is_seen_by_its_unit_and_by_those_named() {
        let mut room = with_units();
        let list = CreateList { visible: ListVisible::Named, ..a_list() };
        assert!(room.entered(&list, analyst(1)));
        let adds = some_hashes(1, &[Grade::Baseline]);
        let told = |room: &mut Room| match room.enter(&adds, officer_of(OTHER)) {
            kernel::Outcome::Invalid(problem) => problem.wrong,
            other => panic!("{other:?}"),
        };
        assert_eq!(told(&mut room), "is not known to your unit");
        assert_eq!(field(&room.enter(&ShowList { list: LIST, unit: Id([99; 16]) }, analyst(1))), "unit");
        assert!(room.entered(&ShowList { list: LIST, unit: OTHER }, analyst(1)));
        assert_eq!(told(&mut room), "is kept by another unit");
        assert_eq!(field(&room.enter(&HideList { list: LIST, unit: Id::NONE }, analyst(1))), "unit");
        assert!(room.entered(&HideList { list: LIST, unit: OTHER }, analyst(1)));
        assert_eq!(told(&mut room), "is not known to your unit");
    }

    #[test]
    fn a_list_that_all_see_is_narrowed_and_its_own_unit_still_sees_it() {
        let mut room = with_units();
        assert!(room.entered(&a_list(), analyst(1)));
        assert_eq!(field(&room.enter(&ShowList { list: LIST, unit: OTHER }, analyst(1))), "list");
        assert!(room.entered(&HideList { list: LIST, unit: Id::NONE }, analyst(1)));
        assert_eq!(field(&room.enter(&some_hashes(1, &[Grade::Baseline]), officer_of(OTHER))), "list");
        assert!(room.entered(&some_hashes(1, &[Grade::Baseline]), analyst(1)));
        assert!(room.entered(&ShowList { list: LIST, unit: OTHER }, analyst(1)));
        assert_eq!(field(&room.enter(&HideList { list: LIST, unit: OTHER }, officer_of(OTHER))), "list");
    }
}

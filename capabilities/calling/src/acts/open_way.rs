//! Opening a way to reach whoever is on duty (¶43, 82(g)).

use super::{body_needs, may_look_after, trial};
use crate::codes::{Means, WayLanguage};
use crate::events::WayOpened;
use crate::limits::{LAST_LEVEL, MOST_WAYS};
use crate::tables::Way;
use access::tables::Staff;
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the address: a mail address, an https address, or a phone number as E.164 writes it.
pub const SLOT_ADDRESS: u16 = 0;
/// Slot of a webhook's secret, which both sides know.
pub const SLOT_SECRET: u16 = 1;

/// Kind of [`OpenWay`].
pub const KIND: ActKind = ActKind {
    code: 120,
    name: "calling.open-way",
    about: "Open a way to reach whoever is on duty",
    nature: Nature::Decision,
    roles: &[Role::Administrator, Role::Overseer],
};

/// Opens a way. Its address travels sealed in slot 0, a webhook's secret in slot 1. A message goes out at once that shows whether
/// it works.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenWay {
    /// The way's number, made by the sender.
    #[n(0)]
    pub way: Id,
    /// By what means.
    #[n(1)]
    pub means: Means,
    /// For which unit; none for what no unit has yet, and where a unit has no way of its own at that level.
    #[n(2)]
    #[serde(default)]
    pub unit: Id,
    /// From which level it is called: 1 those on duty, 2 their superiors, 3 theirs.
    #[n(3)]
    #[schema(minimum = 1, maximum = 3)]
    pub from_level: u8,
    /// Whose way it is; none when several share it. Nobody is called to what they have a conflict with.
    #[n(4)]
    #[serde(default)]
    pub officer: Id,
    /// In which language.
    #[n(5)]
    pub way_language: WayLanguage,
}

impl Act for OpenWay {
    const KIND: &'static ActKind = &KIND;

    /// Ways, units and accounts are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Way>(self.way);
        needs.list::<Way>(Way::BY_UNIT, self.unit);
        needs.row::<Unit>(self.unit);
        needs.row::<Staff>(self.officer);
        body_needs(needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.way
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let OpenWay { way, means, unit, from_level, officer, way_language } = *self;
        let wrong = |field, wrong, right| Err(Problem::new(field, wrong, right).into());
        if way.is_none() || view.get::<Way>(way).is_some() {
            return wrong("way", "is no new number", "a number that no way has");
        }
        if !unit.is_none() && view.get::<Unit>(unit).is_none() {
            return wrong("unit", "is no unit of this node", "the number of a unit, or none");
        }
        if !may_look_after(&ctx.actor, unit, view) {
            return wrong("unit", "hears complaints", "the overseer, who alone looks after its ways");
        }
        if !officer.is_none() && view.get::<Staff>(officer).is_none() {
            return wrong("officer", "is no account of this node", "the number of an account, or none");
        }
        if !(1..=LAST_LEVEL).contains(&from_level) {
            return wrong("from_level", "is none", "1 for those on duty, 2 or 3 for those above");
        }
        if view.list::<Way>(Way::BY_UNIT, unit).iter().filter(|row| row.in_use).count() >= MOST_WAYS {
            return wrong("unit", "has too many ways", "close one that nobody needs first");
        }
        let opened = WayOpened { way, means, unit, from_level, officer, way_language };
        Ok(vec![NewEntry::of(&opened), trial(ctx.act, way)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{CloseWay, TryWay};
    use crate::codes::Delivery;
    use crate::tables::Message;
    use crate::testing::{
        OFFICER, OTHER_UNIT, Room, UNIT, WAY, a_way, administrator, analyst, field, overseer,
    };
    use kernel::Outcome;

    #[test]
    fn a_way_is_opened_once_and_tried_at_once() {
        let mut room = Room::default();
        assert!(matches!(room.enter(&a_way(), analyst(1)), Outcome::Forbidden(_)));
        assert!(room.entered(&a_way(), administrator(1)));
        assert_eq!(field(&room.enter(&a_way(), administrator(1))), "way");
        let ways = room.rows::<Way>();
        assert_eq!((ways.len(), ways[0].in_use, ways[0].from_level), (1, true, 1));
        let message = room.rows::<Message>().pop().unwrap();
        assert_eq!((message.way, message.matter, message.delivery), (WAY, Id::NONE, Delivery::OnItsWay));
        assert!(room.replays());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut room = Room::default();
        let mut wrong = |act: OpenWay| field(&room.enter(&act, administrator(1)));
        assert_eq!(wrong(OpenWay { way: Id::NONE, ..a_way() }), "way");
        assert_eq!(wrong(OpenWay { unit: Id([77; 16]), ..a_way() }), "unit");
        assert_eq!(wrong(OpenWay { officer: Id([77; 16]), ..a_way() }), "officer");
        assert_eq!(wrong(OpenWay { from_level: 0, ..a_way() }), "from_level");
        assert_eq!(wrong(OpenWay { from_level: 4, ..a_way() }), "from_level");
    }

    #[test]
    fn ways_are_for_units_and_accounts_that_are_there_and_no_unit_has_too_many() {
        let mut room = Room::with_staff();
        for n in 1..=MOST_WAYS {
            let way = Id([u8::try_from(n).unwrap(); 16]);
            assert!(
                room.entered(&OpenWay { way, unit: UNIT, officer: OFFICER, ..a_way() }, administrator(1))
            );
        }
        assert_eq!(
            field(&room.enter(&OpenWay { way: Id([99; 16]), unit: UNIT, ..a_way() }, administrator(1))),
            "unit"
        );
        assert!(
            room.entered(&OpenWay { way: Id([99; 16]), ..a_way() }, administrator(1)),
            "another unit's are counted apart"
        );
    }

    #[test]
    fn the_ways_of_a_unit_that_hears_complaints_are_the_overseers() {
        let mut room = Room::with_staff();
        room.hears_complaints(OTHER_UNIT);
        let act = OpenWay { unit: OTHER_UNIT, ..a_way() };
        assert_eq!(field(&room.enter(&act, administrator(1))), "unit");
        assert!(room.entered(&act, overseer(2)));
        assert_eq!(
            field(&room.enter(&TryWay { way: WAY }, administrator(1))),
            "way",
            "as if there were none"
        );
        assert_eq!(field(&room.enter(&CloseWay { way: WAY }, administrator(1))), "way");
        assert!(room.entered(&TryWay { way: WAY }, overseer(2)));
        assert!(room.entered(&CloseWay { way: WAY }, overseer(2)));
    }
}

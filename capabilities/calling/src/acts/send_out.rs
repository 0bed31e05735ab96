//! Tutela reaches whoever is called: a message by each way of the unit that has the matter, up to the level that is called
//! (¶43, 82(g)).

use crate::codes::Delivery;
use crate::events::{Errand, MessagesDue};
use crate::limits::{DOES_FOR_ALL_MS, LAST_LEVEL};
use crate::tables::{Message, Way};
use access::codes::AccountState;
use access::tables::Staff;
use facts::call::HumanWanted;
use facts::complaint::{complaint_needs, is_complaint};
use facts::standing::Conflict;
use kernel::entry::to_cbor;
use kernel::knowing::KeptFrom;
use kernel::{Act, ActKind, Ctx, Denial, Entry, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`SendOut`].
pub const KIND: ActKind = ActKind {
    code: 123,
    name: "calling.send-out",
    about: "Send messages to those who are called",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Sends messages about a matter.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct SendOut {
    /// The record for which a human is wanted.
    #[n(0)]
    pub matter: Id,
    /// The unit that has it; none while every unit may take it up.
    #[n(1)]
    pub unit: Id,
    /// Who is called, 1 to 3.
    #[n(2)]
    pub level: u8,
    /// How many times by now.
    #[n(3)]
    pub times: u32,
}

/// The act that answers a [`HumanWanted`].
pub(crate) fn react(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let HumanWanted { matter, unit, level, times, .. } = entry.event().ok()?;
    Some((KIND.code, to_cbor(&SendOut { matter, unit, level, times })))
}

impl SendOut {
    /// Ways of a unit at that very level by which somebody may be called.
    fn at(&self, unit: Id, level: u8, view: &View) -> Vec<Way> {
        let rows = view.list::<Way>(Way::BY_UNIT, unit).into_iter();
        let rows = rows.filter(|row| row.in_use && row.from_level == i64::from(level));
        rows.filter(|row| row.officer.is_none() || self.may_call(row.officer, view)).collect()
    }

    /// At each level up to the one that is called the unit's own ways; where there are none by which somebody may be called, those
    /// that all share. A complaint goes by no way that all share: whom it is about may read there.
    fn ways(&self, view: &View) -> Vec<Way> {
        let is_shared_out = is_complaint(self.matter, view);
        let at = |level: u8| {
            let own = if self.unit.is_none() { Vec::new() } else { self.at(self.unit, level, view) };
            if own.is_empty() && !is_shared_out { self.at(Id::NONE, level, view) } else { own }
        };
        let mut ways: Vec<Way> = (1..=self.level.min(LAST_LEVEL)).flat_map(at).collect();
        // Who is kept from the matter may read where several do: whoever has a way of their own is called instead, if anybody has.
        let is_anybody_kept_away = !view.list::<KeptFrom>(KeptFrom::BY_RECORD, self.matter).is_empty();
        if is_anybody_kept_away && ways.iter().any(|way| !way.officer.is_none()) {
            ways.retain(|way| !way.officer.is_none());
        }
        ways
    }

    /// Whether somebody may be called by their own way: their account is open, and nothing keeps them from the matter.
    fn may_call(&self, officer: Id, view: &View) -> bool {
        let is_open = view.get::<Staff>(officer).is_some_and(|row| row.state == AccountState::Open);
        let is_free = view.get::<Conflict>((officer, self.matter)).is_none();
        let kept = view.list::<KeptFrom>(KeptFrom::BY_RECORD, self.matter);
        is_open && is_free && kept.iter().all(|row| row.officer != officer)
    }

    /// The message by that way: a new one, or the one of a moment ago that calls as high.
    fn errand(&self, ctx: &Ctx, n: u32, way: &Way, view: &View) -> Errand {
        let is_fresh =
            ctx.now.0 - way.last_due.0 < DOES_FOR_ALL_MS && way.last_level >= i64::from(self.level);
        let stands = |row: &Message| matches!(row.delivery, Delivery::OnItsWay | Delivery::Taken);
        let last = view.get::<Message>(way.last_message).filter(|row| is_fresh && stands(row));
        let message = last.map_or_else(|| ctx.act.derive("message", n), |row| row.message);
        Errand { message, way: way.way }
    }
}

impl Act for SendOut {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        complaint_needs(self.matter, needs);
        needs.list::<KeptFrom>(KeptFrom::BY_RECORD, self.matter);
        for unit in [self.unit, Id::NONE] {
            needs.list::<Way>(Way::BY_UNIT, unit);
            for way in view.peek_list::<Way>(Way::BY_UNIT, unit) {
                needs.row::<Staff>(way.officer);
                needs.row::<Conflict>((way.officer, self.matter));
                needs.row::<Message>(way.last_message);
            }
        }
    }

    // It decides nothing about anybody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.matter
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let SendOut { matter, level, times, .. } = *self;
        let errands = (0..).zip(self.ways(view)).map(|(n, way)| self.errand(ctx, n, &way, view)).collect();
        Ok(vec![NewEntry::of(&MessagesDue { matter, level, times, errands })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::OpenWay;
    use crate::codes::Means;
    use crate::testing::{OFFICER, OTHER_UNIT, Room, UNIT, a_way, administrator};
    use facts::conflict::{ConflictDeclared, KeptAway};

    const MATTER: Id = Id([5; 16]);

    fn way(n: u8, unit: Id, level: u8, officer: Id) -> OpenWay {
        OpenWay { way: Id([n; 16]), unit, from_level: level, officer, ..a_way() }
    }

    fn room_with(ways: &[OpenWay]) -> Room {
        let mut room = Room::with_staff();
        for way in ways {
            assert!(room.entered(way, administrator(1)));
        }
        room
    }

    /// By which ways the last call went out.
    fn called(room: &mut Room, unit: Id, level: u8) -> Vec<u8> {
        room.wants(MATTER, unit, level, 1);
        let mut ways: Vec<u8> = room.last_errands().iter().map(|errand| errand.way.0[0]).collect();
        ways.sort_unstable();
        ways
    }

    #[test]
    fn each_level_is_called_with_those_below_it_and_each_unit_by_its_own_ways() {
        let mut room = room_with(&[
            way(1, UNIT, 1, Id::NONE),
            way(2, UNIT, 2, Id::NONE),
            way(3, UNIT, 3, Id::NONE),
            way(4, Id::NONE, 1, Id::NONE),
        ]);
        assert_eq!(called(&mut room, UNIT, 1), [1]);
        assert_eq!(called(&mut room, UNIT, 2), [1, 2]);
        assert_eq!(called(&mut room, UNIT, 3), [1, 2, 3]);
        assert_eq!(called(&mut room, Id::NONE, 1), [4]);
        let without = called(&mut room, OTHER_UNIT, 1);
        assert_eq!(without, [4], "a unit without ways is reached by those that all share");
        let message = room.rows::<Message>().into_iter().find(|row| row.matter == MATTER).unwrap();
        assert_eq!(message.delivery, Delivery::OnItsWay);
        assert!(room.replays());
    }

    #[test]
    fn nobody_is_called_to_what_they_are_kept_from() {
        let own = way(1, UNIT, 1, OFFICER);
        let mut room = room_with(&[own.clone(), way(2, UNIT, 1, Id::NONE)]);
        assert_eq!(called(&mut room, UNIT, 1), [1, 2]);
        room.tell(&KeptAway { officer: OFFICER, matter: MATTER });
        assert_eq!(called(&mut room, UNIT, 1), [2]);
        let mut room = room_with(&[own]);
        room.tell(&ConflictDeclared { officer: OFFICER, matter: MATTER });
        assert_eq!(called(&mut room, UNIT, 1), Vec::<u8>::new());
        assert!(room.replays());
    }

    #[test]
    fn where_nobody_can_be_called_by_an_own_way_those_that_all_share_are_used() {
        let own = way(1, UNIT, 1, OFFICER);
        let mut room = room_with(&[
            own,
            way(2, UNIT, 3, Id::NONE),
            way(3, Id::NONE, 1, Id::NONE),
            way(4, Id::NONE, 2, Id::NONE),
        ]);
        assert_eq!(called(&mut room, UNIT, 1), [1]);
        assert_eq!(called(&mut room, UNIT, 2), [1, 4]);
        assert_eq!(called(&mut room, UNIT, 3), [1, 2, 4], "whoever was called stays called");
        room.tell(&KeptAway { officer: OFFICER, matter: MATTER });
        assert_eq!(called(&mut room, UNIT, 3), [2, 3, 4]);
    }

    #[test]
    fn whoever_is_kept_away_may_read_where_several_do() {
        let other = Id([6; 16]);
        let mut room = room_with(&[way(1, UNIT, 1, OFFICER), way(2, UNIT, 1, Id::NONE)]);
        room.tell(&KeptAway { officer: other, matter: MATTER });
        assert_eq!(called(&mut room, UNIT, 1), [1], "the way of somebody else, and not the shared one");
    }

    #[test]
    fn in_a_flood_one_message_does_for_all() {
        let mut room = room_with(&[way(1, UNIT, 1, Id::NONE), way(2, UNIT, 2, Id::NONE)]);
        let messages =
            |room: &Room| room.rows::<Message>().into_iter().filter(|row| !row.matter.is_none()).count();
        room.wants(MATTER, UNIT, 1, 1);
        assert_eq!(messages(&room), 1);
        room.stands_still();
        for n in 10..20 {
            room.wants(Id([n; 16]), UNIT, 1, 1);
        }
        assert_eq!(messages(&room), 1);
        let first = room.rows::<Message>().into_iter().find(|row| row.matter == MATTER).unwrap();
        assert_eq!(first.does_for, 10);
        room.wants(Id([30; 16]), UNIT, 2, 1);
        assert_eq!(messages(&room), 3, "a higher call is a new one to those on duty, too");
        room.goes_on();
        room.wants(Id([31; 16]), UNIT, 1, 1);
        assert_eq!(messages(&room), 4, "a minute later it is a new one");
        assert!(room.replays());
    }

    #[test]
    fn a_complaint_goes_by_no_way_that_all_share() {
        let mut room = room_with(&[way(1, Id::NONE, 1, Id::NONE)]);
        room.is_about_police(MATTER);
        assert_eq!(called(&mut room, OTHER_UNIT, 3), Vec::<u8>::new());
        assert!(room.entered(&way(2, OTHER_UNIT, 1, Id::NONE), administrator(1)));
        assert_eq!(called(&mut room, OTHER_UNIT, 1), [2]);
    }

    #[test]
    fn whatever_the_means_the_call_goes_out() {
        let ways: Vec<OpenWay> = (1..)
            .zip(<Means as kernel::CodeList>::all())
            .map(|(n, &means)| OpenWay { means, ..way(n, UNIT, 1, Id::NONE) })
            .collect();
        let mut room = room_with(&ways);
        assert_eq!(called(&mut room, UNIT, 1).len(), ways.len());
    }
}

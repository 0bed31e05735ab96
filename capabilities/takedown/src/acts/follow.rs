//! What was at an address is at another host now: Tutela sees where it points, and a person says whether the same is there (¶63).

use super::{DESK, address_needs, address_that};
use crate::address::is_host;
use crate::codes::{AddressSource, AddressState, HostKind};
use crate::events::{AddressSeen, AddressTaken, MoveFollowed, MoveFound};
use crate::tables::Address;
use kernel::knowing::{Shared, knowing_needs, knows};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Slot of where an address points.
pub const SLOT_TARGET: u16 = 0;

/// Kind of [`TellMove`].
pub const TELL: ActKind = ActKind {
    code: 757,
    name: "takedown.tell-move",
    about: "Tell where an address points",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells that an address points to another host; where to travels sealed in slot 0, under the address's own key.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellMove {
    /// The address.
    #[n(0)]
    pub address: Id,
}

impl Act for TellMove {
    const KIND: &'static ActKind = &TELL;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let waits = |row: &Address| row.check_at.0 > 0;
        address_that(self.address, view, waits, "is not looked at any more", "nothing is left to do")?;
        Ok(vec![NewEntry::of(&MoveFound { address: self.address })])
    }
}

/// Kind of [`FollowMove`].
pub const FOLLOW: ActKind = ActKind {
    code: 758,
    name: "takedown.follow-move",
    about: "Take in the address to which another one leads",
    nature: Nature::Decision,
    roles: DESK,
};

/// Takes in where an address leads, sealed in slot 0 under the new number. A person looked, where the law lets them: where the same is
/// there, what two people said of it stands for the new address; else it is graded anew. The new host is asked to preserve it before it
/// gets a notice, as every host.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FollowMove {
    /// The address that leads elsewhere.
    #[n(0)]
    pub address: Id,
    /// The number of the new one: it follows from the address, by a key that only this node has.
    #[n(1)]
    pub to: Id,
    /// Its host.
    #[n(2)]
    pub host: String,
    /// What that is.
    #[n(3)]
    pub kind: HostKind,
    /// Whether the same is there.
    #[n(4)]
    pub same: bool,
}

impl Act for FollowMove {
    const KIND: &'static ActKind = &FOLLOW;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // The new one is known to nobody until it comes in.
        vec![("address", self.address)]
    }

    fn needs(&self, ctx: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
        address_needs(self.to, needs);
        knowing_needs(&ctx.actor, self.to, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }, Facet::Handles { matter: self.to }]
    }

    fn subject(&self) -> Id {
        self.to
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let FollowMove { address, to, kind, same, .. } = *self;
        let fits = |row: &Address| {
            row.address_state == AddressState::Moved && row.moved_to.is_none() && !row.appealed
        };
        let right =
            "an address that leads to another host, of which nobody took that in yet and no appeal waits";
        address_that(address, view, fits, "leads nowhere else", right)?;
        if to.is_none() || to == address {
            return Err(Problem::new("to", "is no other address", "the number that the node makes").into());
        }
        if !is_host(&self.host, kind) {
            return Err(Problem::new("host", "is no host of that kind", "a host such as host.example").into());
        }
        if ctx.actor.unit.is_none() {
            return Err(Problem::new("actor", "belongs to no unit", "a role in a named unit").into());
        }
        let (source, report) = (AddressSource::Moved, Id::NONE);
        let first = if view.get::<Address>(to).is_some() {
            NewEntry::of(&AddressSeen { address: to, source, report })
        } else {
            NewEntry::of(&AddressTaken { address: to, host: self.host.clone(), kind, source, report })
        };
        let mut entries = vec![first, NewEntry::of(&MoveFollowed { address, to, same })];
        if !knows(&ctx.actor, to, ctx.now, view) {
            entries.push(NewEntry::of(&Shared { unit: ctx.actor.unit, through: Id::NONE }).about(to));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AddAddress, AskPreservation, SendNotice, SetContact, TellChecks};
    use crate::address::host_number;
    use crate::codes::{AddressGrade, CheckFound, LegalGround};
    use crate::events::Checked;
    use crate::testing::{
        ADDRESS, OTHER_UNIT, Room, a_contact, a_grade, an_address, analyst, field, of_unit,
    };
    use kernel::Actor;

    const THERE: Id = Id([43; 16]);

    fn follows(same: bool) -> FollowMove {
        FollowMove { address: ADDRESS, to: THERE, host: "other.example".into(), kind: HostKind::Name, same }
    }

    fn moved() -> Room {
        let mut room = Room::noticed();
        let checks = vec![Checked { address: ADDRESS, found: CheckFound::Elsewhere, status: 302 }];
        assert!(room.entered(&TellChecks { checks }, Actor::SYSTEM));
        assert!(room.entered(&TellMove { address: ADDRESS }, Actor::SYSTEM));
        assert!(!room.address().moved_act.is_none());
        room
    }

    fn new_one(room: &Room) -> Address {
        room.rows::<Address>().into_iter().find(|row| row.address == THERE).unwrap()
    }

    #[test]
    fn where_the_same_is_there_the_grade_is_taken_over_and_the_new_host_gets_its_own_notice() {
        let mut room = moved();
        assert!(room.entered(&follows(true), analyst(3)));
        let row = new_one(&room);
        assert_eq!((row.address_state, row.address_grade), (AddressState::Graded, AddressGrade::Baseline));
        assert_eq!((row.grader_1, row.grader_2, row.moved_from), (analyst(1).id, analyst(2).id, ADDRESS));
        assert_eq!(
            room.rows::<Address>().into_iter().find(|row| row.address == ADDRESS).unwrap().moved_to,
            THERE
        );
        let notice = SendNotice { address: THERE, ground: LegalGround::Opsc };
        assert_eq!(field(&room.enter(&notice, analyst(3))), "address", "preserved first, there too");
        assert!(room.entered(&AskPreservation { address: THERE }, analyst(3)));
        assert_eq!(
            field(&room.enter(&notice, analyst(3))),
            "address",
            "the new host's contact, not the old one's"
        );
        let host = host_number("other.example");
        assert!(room.entered(&SetContact { host, ..a_contact() }, analyst(3)));
        assert!(room.entered(&notice, analyst(3)));
        assert!(room.rows::<crate::tables::Letter>().iter().any(|letter| letter.host == host));
        assert_eq!(field(&room.enter(&follows(true), analyst(3))), "address", "once");
        assert!(room.replays());
    }

    #[test]
    fn where_something_else_is_there_it_is_graded_anew() {
        let mut room = moved();
        assert!(room.entered(&follows(false), analyst(3)));
        assert_eq!(new_one(&room).address_state, AddressState::TakenIn);
        assert!(
            room.entered(&crate::acts::GradeAddress { address: THERE, ..a_grade("not-illegal") }, analyst(3))
        );
        assert!(room.replays());
    }

    #[test]
    fn what_is_known_already_keeps_what_was_said_of_it() {
        let mut room = moved();
        let known = AddAddress { address: THERE, host: "other.example".into(), ..an_address() };
        assert!(room.entered(&known, analyst(1)));
        assert!(
            room.entered(&crate::acts::GradeAddress { address: THERE, ..a_grade("not-illegal") }, analyst(4))
        );
        assert!(room.entered(&follows(true), analyst(3)));
        let row = new_one(&room);
        assert_eq!((row.address_state, row.grader_1, row.seen), (AddressState::GradedOnce, analyst(4).id, 2));
        assert!(room.replays());
    }

    #[test]
    fn nobody_follows_what_leads_nowhere_or_is_not_known_to_them() {
        let mut room = Room::noticed();
        assert_eq!(field(&room.enter(&follows(true), analyst(3))), "address");
        let mut room = moved();
        assert_eq!(field(&room.enter(&follows(true), of_unit(3, OTHER_UNIT))), "address");
        assert_eq!(field(&room.enter(&FollowMove { to: ADDRESS, ..follows(true) }, analyst(3))), "to");
        assert_eq!(field(&room.enter(&FollowMove { host: "x".into(), ..follows(true) }, analyst(3))), "host");
    }
}

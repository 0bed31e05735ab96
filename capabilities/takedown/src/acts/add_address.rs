//! An address comes in: new, or once more (¶38, 63).

use crate::address::is_host;
use crate::codes::{AddressSource, HostKind};
use crate::events::{AddressSeen, AddressTaken};
use crate::tables::Address;
use facts::address::AddressHandedIn;
use kernel::entry::to_cbor;
use kernel::knowing::{Shared, knowing_needs, knows};
use kernel::{
    Act, ActKind, Actor, Ctx, Denial, Entry, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View,
};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use facts::address::SLOT_URL;

/// Kind of [`AddAddress`].
pub const KIND: ActKind = ActKind {
    code: 740,
    name: "takedown.add-address",
    about: "Take in an address",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::System],
};

/// Takes in an address, which travels sealed in slot 0. Number, host and kind follow from it: [`deed`](crate::intake::deed) makes them.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAddress {
    /// Its number: it follows from the address, by a key that only this node has.
    #[n(0)]
    pub address: Id,
    /// Its host.
    #[n(1)]
    pub host: String,
    /// What that is.
    #[n(2)]
    pub kind: HostKind,
    /// From whom it came.
    #[n(3)]
    pub source: AddressSource,
    /// The report in which it stood; none where it came otherwise.
    #[n(4)]
    #[serde(default)]
    pub report: Id,
    /// The act beside which the address lies sealed, where another hotline handed it in.
    #[n(5)]
    #[serde(default)]
    pub told_in: Option<Id>,
    /// The unit that is to have it then.
    #[n(6)]
    #[serde(default)]
    pub unit: Option<Id>,
}

/// The act that takes in what another hotline handed in.
pub(crate) fn react(entry: &Entry) -> Option<(u16, Vec<u8>)> {
    let AddressHandedIn { address, host, kind, unit, told_in } = entry.event().ok()?;
    let (source, told_in, unit) = (AddressSource::Hotline, Some(told_in), Some(unit));
    Some((KIND.code, to_cbor(&AddAddress { address, host, kind, source, report: Id::NONE, told_in, unit })))
}

impl AddAddress {
    /// Who is to know of it: whoever takes it in, or the unit for which Tutela does.
    fn keeper(&self, ctx: &Ctx) -> Actor {
        Actor { unit: self.unit.unwrap_or(ctx.actor.unit), ..ctx.actor }
    }
}

impl Act for AddAddress {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // An address is known to nobody until it comes in; the report must be known to whoever names it.
        vec![("report", self.report)]
    }

    fn needs(&self, ctx: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Address>(self.address);
        knowing_needs(&self.keeper(ctx), self.address, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let AddAddress { address, source, report, kind, told_in, unit, .. } = *self;
        let by_tutela = ctx.actor.role == Role::System;
        if told_in.is_some() != by_tutela || unit.is_some() != by_tutela {
            let right = "left out: Tutela alone takes in what another hotline handed in";
            return Err(Problem::new("told_in", "is not yours to say", right).into());
        }
        if address.is_none() {
            return Err(Problem::new("address", "names nothing", "the number that the node makes").into());
        }
        if !is_host(&self.host, kind) {
            return Err(Problem::new("host", "is no host of that kind", "a host such as host.example").into());
        }
        let keeper = self.keeper(ctx);
        if keeper.unit.is_none() {
            return Err(Problem::new("actor", "belongs to no unit", "a role in a named unit").into());
        }
        let is_known = view.get::<Address>(address).is_some();
        let first = if is_known {
            NewEntry::of(&AddressSeen { address, source, report })
        } else {
            NewEntry::of(&AddressTaken {
                address,
                host: self.host.clone(),
                kind,
                source,
                report,
                told_in,
                unit,
            })
        };
        let mut entries = vec![first];
        if !knows(&keeper, address, ctx.now, view) {
            entries.push(NewEntry::of(&Shared { unit: keeper.unit, through: Id::NONE }).about(address));
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Host;
    use crate::testing::{ADDRESS, OTHER_UNIT, Room, an_address, analyst, field, of_unit, overseer};
    use kernel::Outcome;

    #[test]
    fn an_address_comes_in_once_and_is_seen_again() {
        let mut room = Room::default();
        assert!(matches!(room.enter(&an_address(), overseer(9)), Outcome::Forbidden(_)));
        assert!(room.entered(&an_address(), analyst(1)));
        assert!(room.entered(&an_address(), analyst(2)));
        let row = room.address();
        assert_eq!((row.address, row.seen, row.taken_by), (ADDRESS, 2, analyst(1).id));
        assert_eq!(room.rows::<Host>()[0].addresses, 1);
        assert!(room.replays());
    }

    #[test]
    fn whoever_brings_it_too_knows_of_it_and_nobody_else() {
        let mut room = Room::with_address();
        let grade = crate::testing::a_grade("baseline");
        assert_eq!(field(&room.enter(&grade, of_unit(3, OTHER_UNIT))), "address");
        assert!(room.entered(&an_address(), of_unit(3, OTHER_UNIT)));
        assert!(room.entered(&grade, of_unit(3, OTHER_UNIT)));
    }

    #[test]
    fn what_another_hotline_handed_in_is_taken_in_for_its_unit_alone() {
        let mut room = Room::default();
        let (told_in, host) = (Id([77; 16]), "host.example".to_owned());
        room.tell(&AddressHandedIn {
            address: ADDRESS,
            host,
            kind: HostKind::Name,
            unit: OTHER_UNIT,
            told_in,
        });
        let row = room.address();
        assert_eq!((row.address_source, row.act, row.unit), (AddressSource::Hotline, told_in, OTHER_UNIT));
        let grade = crate::testing::a_grade("baseline");
        assert_eq!(field(&room.enter(&grade, analyst(1))), "address", "another unit knows nothing of it");
        assert!(room.entered(&grade, of_unit(3, OTHER_UNIT)));
        assert!(room.replays());
        let mine = AddAddress { told_in: Some(told_in), unit: Some(OTHER_UNIT), ..an_address() };
        assert_eq!(field(&room.enter(&mine, analyst(1))), "told_in", "only Tutela says so");
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut room = Room::default();
        let mut wrong = |act: AddAddress| field(&room.enter(&act, analyst(1)));
        assert_eq!(wrong(AddAddress { address: Id::NONE, ..an_address() }), "address");
        assert_eq!(wrong(AddAddress { host: "Host.example".into(), ..an_address() }), "host");
        assert_eq!(wrong(AddAddress { kind: HostKind::Onion, ..an_address() }), "host");
        assert_eq!(wrong(AddAddress { report: Id([99; 16]), ..an_address() }), "report");
    }
}

//! Evidence first: the host is asked to preserve what is there, and the police may ask that it stays for some days (¶38, 63).

use super::{DESK, address_needs, address_that};
use crate::codes::AddressState;
use crate::events::{HoldEnded, HoldPlaced, PreservationAsked};
use crate::limits::MOST_HOLD_DAYS;
use crate::tables::Address;
use facts::address::AddressActed;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`AskPreservation`].
pub const ASK: ActKind = ActKind {
    code: 742,
    name: "takedown.ask-preservation",
    about: "Enter that the host was asked to preserve what is there",
    nature: Nature::Decision,
    roles: DESK,
};

/// Enters that the host, or the police for it, was asked to preserve what is there.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskPreservation {
    /// The address.
    #[n(0)]
    pub address: Id,
}

impl Act for AskPreservation {
    const KIND: &'static ActKind = &ASK;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let fits = |row: &Address| row.address_state == AddressState::Graded;
        let right = "an address that two people graded as illegal, once";
        address_that(self.address, view, fits, "does not wait for it", right)?;
        Ok(vec![NewEntry::of(&PreservationAsked { address: self.address })])
    }
}

/// The fact that the police ask for an address to stay until then: it goes to no other hotline before.
fn held(address: Id, until: Instant) -> NewEntry {
    NewEntry::of(&AddressActed { address, action: None, held_until: Some(until) })
}

/// Kind of [`PlaceHold`].
pub const HOLD: ActKind = ActKind {
    code: 743,
    name: "takedown.place-hold",
    about: "Enter that the police ask for an address to stay for now",
    nature: Nature::Decision,
    roles: DESK,
};

/// Enters that the police ask for it to stay for some days. The hold ends by itself.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceHold {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// For how many days, 1 to 90: it ends as the last of them begins, UTC.
    #[n(1)]
    #[schema(minimum = 1, maximum = 90)]
    pub days: u16,
}

impl Act for PlaceHold {
    const KIND: &'static ActKind = &HOLD;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let fits = |row: &Address| {
            matches!(
                row.address_state,
                AddressState::Graded | AddressState::Preserved | AddressState::TakenIn
            )
        };
        address_that(self.address, view, fits, "cannot be held any more", "an address without a notice")?;
        let days = i64::from(self.days);
        if !(1..=MOST_HOLD_DAYS).contains(&days) {
            return Err(Problem::new("days", "is no term of a hold", "1 to 90 days").into());
        }
        let until = ctx.now.plus_days(days).day().start();
        Ok(vec![NewEntry::of(&HoldPlaced { address: self.address, until }), held(self.address, until)])
    }
}

/// Kind of [`EndHold`].
pub const END: ActKind = ActKind {
    code: 744,
    name: "takedown.end-hold",
    about: "Enter that the police need an address no longer",
    nature: Nature::Decision,
    roles: DESK,
};

/// Ends a hold before its day.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndHold {
    /// The address.
    #[n(0)]
    pub address: Id,
}

impl Act for EndHold {
    const KIND: &'static ActKind = &END;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("address", self.address)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        address_needs(self.address, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.address }]
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let fits = |row: &Address| row.held_until > ctx.now;
        address_that(self.address, view, fits, "is not held", "an address under a hold")?;
        Ok(vec![NewEntry::of(&HoldEnded { address: self.address }), held(self.address, Instant(0))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::SendNotice;
    use crate::codes::LegalGround;
    use crate::tables::Letter;
    use crate::testing::{ADDRESS, Room, analyst, field};

    #[test]
    fn no_notice_goes_out_before_preservation_nor_under_a_hold_that_ends_by_itself() {
        let mut room = Room::graded();
        let notice = SendNotice { address: ADDRESS, ground: LegalGround::Opsc };
        assert_eq!(field(&room.enter(&notice, analyst(1))), "address");
        assert!(room.entered(&AskPreservation { address: ADDRESS }, analyst(1)));
        assert!(room.entered(&PlaceHold { address: ADDRESS, days: 3 }, analyst(1)));
        assert_eq!(field(&room.enter(&notice, analyst(1))), "address");
        room.days_pass(3);
        assert!(room.entered(&notice, analyst(1)), "the hold ended by itself");
        assert_eq!(room.rows::<Letter>().len(), 1);
        assert!(room.replays());
    }

    #[test]
    fn a_hold_is_short_and_can_end_before_its_day() {
        let mut room = Room::graded();
        assert!(room.entered(&AskPreservation { address: ADDRESS }, analyst(1)));
        for days in [0, 91] {
            assert_eq!(field(&room.enter(&PlaceHold { address: ADDRESS, days }, analyst(1))), "days");
        }
        assert_eq!(field(&room.enter(&EndHold { address: ADDRESS }, analyst(1))), "address");
        assert!(room.entered(&PlaceHold { address: ADDRESS, days: 30 }, analyst(1)));
        assert!(room.entered(&EndHold { address: ADDRESS }, analyst(1)));
        assert!(room.entered(&SendNotice { address: ADDRESS, ground: LegalGround::Opsc }, analyst(1)));
    }
}

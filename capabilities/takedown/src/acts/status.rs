//! What became of an address: what looks at its status found, what its host claims, and what a person says that an answer means.

use super::{DESK, DESK_AND_HOST, address_needs, address_that, own_address_that};
use crate::codes::{AddressState, CheckFound};
use crate::events::{AddressesChecked, Checked, FoundDecided, RemovalClaimed};
use crate::found;
use crate::limits::MOST_CHECKS;
use crate::tables::Address;
use kernel::Role;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`TellChecks`].
pub const TELL: ActKind = ActKind {
    code: 747,
    name: "takedown.tell-checks",
    about: "Tell what looks at the status of addresses found",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what looks found, of many addresses at once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellChecks {
    /// What was found of each, at most 500.
    #[n(0)]
    pub checks: Vec<Checked>,
}

impl Act for TellChecks {
    const KIND: &'static ActKind = &TELL;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        self.checks.iter().for_each(|checked| needs.row::<Address>(checked.address));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.checks.is_empty() || self.checks.len() > MOST_CHECKS {
            return Err(Problem::new("checks", "are none, or too many", "1 to 500").into());
        }
        if self.checks.iter().any(|checked| checked.found == CheckFound::NotYet) {
            return Err(Problem::new("checks", "say of one that nobody looked", "what was found").into());
        }
        // What is not looked at any more (corrected in between, say) is left out.
        let waits =
            |checked: &&Checked| view.get::<Address>(checked.address).is_some_and(|row| row.check_at.0 > 0);
        let checks: Vec<Checked> = self.checks.iter().filter(waits).copied().collect();
        if checks.is_empty() {
            return Err(
                Problem::new("checks", "are of nothing that is looked at", "nothing is left to do").into()
            );
        }
        let row = |checked: &Checked| view.get::<Address>(checked.address);
        let told: Vec<NewEntry> =
            checks.iter().filter_map(|checked| found::told(&row(checked)?, checked.found, false)).collect();
        Ok([NewEntry::of(&AddressesChecked { checks })].into_iter().chain(told).collect())
    }
}

/// Kind of [`ClaimRemoval`].
pub const CLAIM: ActKind = ActKind {
    code: 748,
    name: "takedown.claim-removal",
    about: "Enter that a host says that it took a page down",
    nature: Nature::Decision,
    roles: DESK_AND_HOST,
};

/// Enters that the host says so. It is looked at at once, and what still answers then is a question for a person.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRemoval {
    /// The address.
    #[n(0)]
    pub address: Id,
}

impl Act for ClaimRemoval {
    const KIND: &'static ActKind = &CLAIM;

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
        let right = "an address whose host got a notice";
        own_address_that(ctx, self.address, view, is_open, "waits for no host", right)?;
        Ok(vec![NewEntry::of(&RemovalClaimed { address: self.address })])
    }
}

/// Kind of [`DecideFound`].
pub const DECIDE: ActKind = ActKind {
    code: 749,
    name: "takedown.decide-found",
    about: "Say what the answer of an address means",
    nature: Nature::Decision,
    roles: DESK,
};

/// Says what an answer means that a machine cannot judge: gone, there, refused, or at another host.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideFound {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What it means.
    #[n(1)]
    pub found: CheckFound,
}

impl Act for DecideFound {
    const KIND: &'static ActKind = &DECIDE;

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
        let right = "an address whose host got a notice";
        let row = address_that(self.address, view, is_open, "waits for no host", right)?;
        let DecideFound { address, found } = *self;
        if !matches!(
            found,
            CheckFound::Gone | CheckFound::There | CheckFound::Refused | CheckFound::Elsewhere
        ) {
            return Err(Problem::new("found", "decides nothing", "gone, there, refused or elsewhere").into());
        }
        let told = found::told(&row, found, true);
        Ok([NewEntry::of(&FoundDecided { address, found })].into_iter().chain(told).collect())
    }
}

/// Whether a notice is out of which it is not known that it was followed.
pub(super) fn is_open(row: &Address) -> bool {
    let ended = [AddressState::Offline, AddressState::Corrected];
    row.noticed_at.0 > 0 && !ended.contains(&row.address_state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MISSES;
    use crate::tables::Host;
    use crate::testing::{ADDRESS, Room, an_address, analyst, field};
    use facts::address::{
        AddressActed, AddressAction, AddressGrade, AddressSettled, HostStands, HotlineActed,
    };
    use kernel::Actor;

    fn told(found: CheckFound, status: u16) -> TellChecks {
        TellChecks { checks: vec![Checked { address: ADDRESS, found, status }] }
    }

    #[test]
    fn each_finding_leads_to_its_state() {
        let cases = [
            (CheckFound::Gone, 410, AddressState::Offline),
            (CheckFound::There, 200, AddressState::StillThere),
            (CheckFound::Unclear, 302, AddressState::Question),
            (CheckFound::Refused, 451, AddressState::Refused),
            (CheckFound::Elsewhere, 301, AddressState::Moved),
            (CheckFound::Unreachable, 0, AddressState::Noticed),
            (CheckFound::Barred, 0, AddressState::Question),
        ];
        for (found, status, state) in cases {
            let mut room = Room::noticed();
            assert!(room.entered(&told(found, status), Actor::SYSTEM));
            let row = room.address();
            assert_eq!((row.address_state, row.http_status), (state, i64::from(status)), "{found:?}");
            assert_eq!(row.check_at.0 == 0, matches!(found, CheckFound::Gone | CheckFound::Barred));
            assert!(room.replays());
        }
    }

    #[test]
    fn other_hotlines_are_told_what_is_settled_and_what_was_done() {
        let mut room = Room::noticed();
        assert!(room.entered(&told(CheckFound::There, 200), Actor::SYSTEM));
        assert!(room.entered(&told(CheckFound::Gone, 410), Actor::SYSTEM));
        let settled = room.told::<AddressSettled>().remove(0);
        assert_eq!((settled.address, settled.grade), (ADDRESS, AddressGrade::Baseline));
        let stands = room.told::<HostStands>();
        assert_eq!(stands[0].country.map(|country| country.alpha2()), Some("FR"));
        let acted: Vec<_> =
            room.told::<AddressActed>().into_iter().filter_map(|acted| acted.action).collect();
        assert_eq!(acted, [AddressAction::ReportedToHost, AddressAction::Removed]);
    }

    #[test]
    fn their_word_makes_somebody_look_and_leaves_open_what_is_to_be_done_here() {
        let mut room = Room::graded();
        room.tell(&HotlineActed { address: ADDRESS, action: AddressAction::Removed });
        assert!(room.address().check_at.0 > 0);
        assert!(room.entered(&told(CheckFound::There, 200), Actor::SYSTEM));
        let row = room.address();
        assert_eq!(
            (row.address_state, row.check_at.0),
            (AddressState::Graded, 0),
            "preservation is still to be asked for"
        );
        room.tell(&HotlineActed { address: ADDRESS, action: AddressAction::Removed });
        assert!(room.entered(&told(CheckFound::Gone, 404), Actor::SYSTEM));
        assert_eq!(room.address().address_state, AddressState::Offline);
        assert!(room.replays());
    }

    #[test]
    fn silence_is_offline_only_after_some_looks() {
        let mut room = Room::noticed();
        for _ in 1..MISSES {
            assert!(room.entered(&told(CheckFound::Unreachable, 0), Actor::SYSTEM));
            assert_ne!(room.address().address_state, AddressState::Offline);
        }
        assert!(room.entered(&told(CheckFound::Unreachable, 0), Actor::SYSTEM));
        assert_eq!(room.address().address_state, AddressState::Offline);
    }

    #[test]
    fn a_host_that_says_gone_and_answers_is_a_question_for_a_person() {
        let mut room = Room::noticed();
        assert!(room.entered(&ClaimRemoval { address: ADDRESS }, analyst(1)));
        assert!(room.entered(&told(CheckFound::There, 200), Actor::SYSTEM));
        assert_eq!(room.address().address_state, AddressState::Question);
        let decide = |found| DecideFound { address: ADDRESS, found };
        assert_eq!(field(&room.enter(&decide(CheckFound::Unclear), analyst(1))), "found");
        assert!(room.entered(&decide(CheckFound::Gone), analyst(1)));
        let row = room.address();
        assert_eq!((row.address_state, row.http_status), (AddressState::Offline, 200));
        assert!(row.hours_to_removal >= 1 && row.offline_at.0 > row.noticed_at.0);
        let host = &room.rows::<Host>()[0];
        assert_eq!((host.addresses_offline, host.hours_in_all), (1, row.hours_to_removal));
        assert!(room.replays());
    }

    #[test]
    fn what_comes_in_again_after_it_was_gone_is_looked_at_again() {
        let mut room = Room::noticed();
        assert!(room.entered(&told(CheckFound::Gone, 404), Actor::SYSTEM));
        assert_eq!(field(&room.enter(&told(CheckFound::There, 200), Actor::SYSTEM)), "checks");
        assert!(room.entered(&an_address(), analyst(2)));
        assert!(room.entered(&told(CheckFound::There, 200), Actor::SYSTEM));
        assert_eq!(room.address().address_state, AddressState::StillThere);
        assert_eq!(room.rows::<Host>()[0].addresses_offline, 0);
        assert!(room.replays());
    }
}

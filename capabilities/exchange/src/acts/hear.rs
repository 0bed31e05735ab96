//! Another hotline told what it did about an address.

use super::exchanged;
use crate::events::{Heard, WordsHeard};
use crate::limits::MOST_HEARD;
use crate::tables::Exchanged;
use facts::address::{AddressAction, HotlineActed};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellHeard`].
pub const KIND: ActKind = ActKind {
    code: 777,
    name: "exchange.tell-heard",
    about: "Tell what another hotline did about an address",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what it did, as it says. It closes nothing here: the status is looked at, and people decide.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellHeard {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What it did, at most 100.
    #[n(1)]
    pub heard: Vec<Heard>,
}

impl Act for TellHeard {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it hears.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Exchanged>(self.address);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let address = self.address;
        let row = exchanged(address, view)?;
        if self.heard.len() > MOST_HEARD || self.heard.iter().any(|one| one.action == AddressAction::Nothing)
        {
            return Err(Problem::new("heard", "are too many, or say nothing", "1 to 100 actions").into());
        }
        // What was heard before is left out.
        let mut heard: Vec<Heard> =
            self.heard.iter().filter(|one| one.number > row.heard_last).copied().collect();
        heard.sort_by_key(|one| one.number);
        heard.dedup_by_key(|one| one.number);
        if heard.is_empty() {
            return Err(Problem::new("heard", "tells nothing new", "nothing is left to do").into());
        }
        let told = heard.iter().map(|one| NewEntry::of(&HotlineActed { address, action: one.action }));
        let told: Vec<NewEntry> = told.collect();
        Ok([NewEntry::of(&WordsHeard { address, heard })].into_iter().chain(told).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{ExchangeWay, WordState};
    use crate::tables::Word;
    use crate::testing::{ADDRESS, Room, field};
    use kernel::{Actor, Instant};

    #[test]
    fn each_word_is_heard_once() {
        let mut room = Room::begun();
        let one = |number, action| Heard { number, action, at: Instant(7) };
        let both = vec![one(2, AddressAction::Removed), one(1, AddressAction::ReportedToHost)];
        assert!(room.entered(&TellHeard { address: ADDRESS, heard: both.clone() }, Actor::SYSTEM));
        assert_eq!(field(&room.enter(&TellHeard { address: ADDRESS, heard: both }, Actor::SYSTEM)), "heard");
        let row = room.address();
        assert_eq!((row.peer_action, row.heard_last, row.word_count), (AddressAction::Removed, 2, 2));
        let words = room.rows::<Word>();
        assert!(
            words.iter().all(|row| (row.exchange_way, row.word_state) == (ExchangeWay::In, WordState::Heard))
        );
        assert!(room.replays());
    }
}

//! Journals what was looked up within a second or so: how much, and a digest of the segments that stand beside the journal.

use crate::service::events::LookUpsKept;
use crate::service::tables::LookUpDigest;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Hash, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

const KIND: ActKind = ActKind {
    code: 246,
    name: "known-material.keep-look-ups",
    about: "Enter how much was looked up, and the digest of who looked up what",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Says what was looked up since the last time, by all callers of one process.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct KeepLookUps {
    /// The process that answered them.
    #[n(0)]
    pub process: Id,
    /// Place of the digest among those of the process, from 0 and without gaps.
    #[n(1)]
    pub place: u32,
    /// Hashes that were looked up, at least 1.
    #[n(2)]
    pub look_ups: u64,
    /// How many of them matched something.
    #[n(3)]
    pub matched: u64,
    /// Callers that asked, at least 1.
    #[n(4)]
    pub askers: u32,
    /// The digest.
    #[n(5)]
    pub digest: Hash,
}

impl KeepLookUps {
    /// The number of the act: what is tried again is entered once.
    #[must_use]
    pub fn act(&self) -> Id {
        self.process.derive("look-ups", self.place)
    }
}

impl Act for KeepLookUps {
    const KIND: &'static ActKind = &KIND;

    /// It names no record.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<LookUpDigest>((self.process, i64::from(self.place)));
        if let Some(before) = self.place.checked_sub(1) {
            needs.row::<LookUpDigest>((self.process, i64::from(before)));
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let KeepLookUps { process, place, look_ups, matched, askers, digest } = *self;
        let is_there = |place: u32| view.get::<LookUpDigest>((process, i64::from(place))).is_some();
        if is_there(place) || place.checked_sub(1).is_some_and(|before| !is_there(before)) {
            return Err(Problem::new("place", format!("is {place}"), "the next after the last").into());
        }
        if look_ups == 0 || matched > look_ups || askers == 0 || u64::from(askers) > look_ups {
            let right = "what was looked up, and not more of it than there was";
            return Err(Problem::new("look_ups", format!("are {look_ups}"), right).into());
        }
        Ok(vec![NewEntry::of(&LookUpsKept { process, place, look_ups, matched, askers, digest })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Room, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn digests_come_in_their_order_each_once() {
        let mut room = Room::default();
        let act = |place| KeepLookUps {
            process: Id([7; 16]),
            place,
            look_ups: 3,
            matched: 1,
            askers: 2,
            digest: Hash([4; 32]),
        };
        assert_eq!(field(&room.enter(&act(1), Actor::SYSTEM)), "place");
        assert!(room.entered(&act(0), Actor::SYSTEM) && room.entered(&act(1), Actor::SYSTEM));
        assert_eq!(field(&room.enter(&act(1), Actor::SYSTEM)), "place");
        assert_eq!(field(&room.enter(&act(3), Actor::SYSTEM)), "place");
        for wrong in [
            KeepLookUps { look_ups: 0, matched: 0, ..act(2) },
            KeepLookUps { matched: 4, ..act(2) },
            KeepLookUps { askers: 0, ..act(2) },
            KeepLookUps { askers: 4, ..act(2) },
        ] {
            assert_eq!(field(&room.enter(&wrong, Actor::SYSTEM)), "look_ups");
        }
        assert!(matches!(room.enter(&act(2), analyst(1)), Outcome::Forbidden(_)));
        assert_eq!(room.rows::<LookUpDigest>().len(), 2);
        assert!(room.replays());
    }
}

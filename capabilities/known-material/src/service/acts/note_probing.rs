//! Puts a caller before the overseer whose look-ups look like finding out what stands on a list.

use crate::service::events::ProbingSeen;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

const KIND: ActKind = ActKind {
    code: 245,
    name: "known-material.note-probing",
    about: "Enter that what a caller looks up looks like finding out what stands on a list",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Says that a caller's look-ups look like probing.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct NoteProbing {
    /// The caller: a machine key, or an account.
    #[n(0)]
    pub asker: Id,
    /// Since when it was counted, UTC ms.
    #[n(1)]
    pub since: Instant,
    /// Hashes that it looked up since.
    #[n(2)]
    pub look_ups: u64,
    /// Matches that were hardly any.
    #[n(3)]
    pub near_misses: u32,
    /// Look-ups that were close to one that matched, and not the same.
    #[n(4)]
    pub walks: u32,
}

impl NoteProbing {
    /// The number of the act: what is tried again is entered once.
    #[must_use]
    pub fn act(&self) -> Id {
        self.asker.derive(&format!("probing since {}", self.since.0), 0)
    }
}

impl Act for NoteProbing {
    const KIND: &'static ActKind = &KIND;

    /// It names no record.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.asker
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        let NoteProbing { asker, since, look_ups, near_misses, walks } = *self;
        if asker.is_none() {
            return Err(Problem::new("asker", "names nobody", "a machine key or an account").into());
        }
        if near_misses == 0 && walks == 0 {
            return Err(Problem::new("walks", "are none", "what was seen").into());
        }
        Ok(vec![NewEntry::of(&ProbingSeen { asker, since, look_ups, near_misses, walks })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::tables::Probing;
    use crate::testing::{Room, analyst, field};
    use kernel::{Actor, Outcome};

    #[test]
    fn what_was_seen_is_put_down_by_tutela_alone() {
        let mut room = Room::default();
        let act =
            NoteProbing { asker: Id([60; 16]), since: Instant(5), look_ups: 900, near_misses: 100, walks: 3 };
        assert!(room.entered(&act, Actor::SYSTEM));
        assert_eq!(
            field(&room.enter(&NoteProbing { asker: Id::NONE, ..act.clone() }, Actor::SYSTEM)),
            "asker"
        );
        let nothing = NoteProbing { near_misses: 0, walks: 0, ..act.clone() };
        assert_eq!(field(&room.enter(&nothing, Actor::SYSTEM)), "walks");
        assert!(matches!(room.enter(&act, analyst(1)), Outcome::Forbidden(_)));
        let rows: Vec<Probing> = room.rows();
        assert_eq!((rows.len(), rows[0].near_misses, rows[0].since), (1, 100, Instant(5)));
        assert!(room.replays());
    }
}

//! A sender's system opens its next key by the one that it has: a secret is changed without anybody's help, and without a gap.

use crate::events::MachineKeySucceeded;
use crate::tables::MachineKey;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Instant, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// For so long the old key goes on beside the new one, in ms: a day.
const OVERLAP_MS: i64 = 24 * 3_600_000;

/// Opens a key in the place of the one that acts. It opens what that one does; name and secret stand beside the journal.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SucceedMachineKey {
    /// The new key's number.
    #[n(0)]
    pub key: Id,
    /// Whether the old key ends at once, as when its secret became known; a day later where not.
    #[n(1)]
    pub at_once: bool,
}

const KIND: ActKind = ActKind {
    code: 714,
    name: "access.succeed-machine-key",
    about: "Open the next key of a sender's system by the one that it has",
    nature: Nature::Decision,
    roles: &[Role::Sender],
};

impl Act for SucceedMachineKey {
    const KIND: &'static ActKind = &KIND;

    /// Keys are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineKey>(self.key);
        needs.row::<MachineKey>(ctx.actor.id);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.key
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let (key, old) = (self.key, ctx.actor.id);
        let Some(row) = view.get::<MachineKey>(old).filter(|row| row.lets_in(ctx.now)) else {
            return Err(Problem::new("key", "is opened by none in use", "a key that is open").into());
        };
        if !row.successor.is_none() {
            // Whoever has an old secret opens no further keys by it.
            return Err(Problem::new("key", "has a successor already", "the newer key").into());
        }
        if key.is_none() || view.get::<MachineKey>(key).is_some() {
            return Err(Problem::new("key", "is no new number", "a number that no key has").into());
        }
        let overlap = if self.at_once { 0 } else { OVERLAP_MS };
        let ends_at = Instant(ctx.now.0.saturating_add(overlap));
        Ok(vec![NewEntry::of(&MachineKeySucceeded { key, old, ends_at })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::OpenMachineKey;
    use crate::codes::Environment;
    use crate::testing::{Desk, id, police};
    use kernel::Actor;

    #[test]
    fn the_next_key_opens_what_the_old_one_did_and_that_one_ends() {
        let mut desk = Desk::new();
        let by = Desk::administrator();
        desk.does(&police(), by);
        let (unit, environment) = (police().unit, Environment::Sandbox);
        let per_minute = Some(7);
        desk.does(&OpenMachineKey { key: id(90), unit, environment, per_minute, bytes_a_day: None }, by);
        let old = Actor { id: id(90), role: Role::Sender, unit };
        let next = SucceedMachineKey { key: id(91), at_once: false };
        assert_eq!(desk.problem(&SucceedMachineKey { key: id(90), at_once: false }, old), "key");
        assert_eq!(desk.problem(&next, Actor { id: id(99), ..old }), "key");
        desk.forbidden(&next, by);
        desk.does(&next, old);
        let (before, after): (MachineKey, MachineKey) =
            (desk.row(id(90)).unwrap(), desk.row(id(91)).unwrap());
        assert_eq!((after.unit, after.environment, after.per_minute), (unit, environment, 7));
        assert_eq!((after.successor, after.ends_at, after.works), (Id::NONE, Instant(0), true));
        assert_eq!((before.successor, before.works), (id(91), true));
        assert!(before.lets_in(Instant(before.ends_at.0 - 1)) && !before.lets_in(before.ends_at));
        assert_eq!(desk.problem(&SucceedMachineKey { key: id(92), at_once: true }, old), "key");
        let newer = Actor { id: id(91), ..old };
        desk.does(&SucceedMachineKey { key: id(92), at_once: true }, newer);
        assert!(!desk.row::<MachineKey>(id(91)).unwrap().works);
    }
}

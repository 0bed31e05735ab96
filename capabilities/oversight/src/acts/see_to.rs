//! Saying up to where one saw to everything: from then on only what came later counts as new.

use crate::events::SeenTo;
use crate::tables::Seen;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Says that the acting overseer saw to everything up to an entry. It stands in the journal, so that it can be asked of them.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeeTo {
    /// Number of the last entry that was seen to.
    #[n(0)]
    pub up_to: u64,
}

const KIND: ActKind = ActKind {
    code: 920,
    name: "oversight.see-to",
    about: "Say up to which entry you saw to everything",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

impl Act for SeeTo {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, ctx: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Seen>(ctx.actor.id);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let before = view.get::<Seen>(ctx.actor.id).map_or(0, |seen| seen.up_to.unsigned_abs());
        if self.up_to <= before {
            let wrong = format!("is seen to already, as is everything up to {before}");
            return Err(Problem::new("up_to", wrong, "the number of a later entry").into());
        }
        Ok(vec![NewEntry::of(&SeenTo { up_to: self.up_to })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Desk, analyst, overseer};
    use kernel::Outcome;

    #[test]
    fn is_each_overseers_own_and_never_reaches_into_what_is_to_come() {
        let mut desk = Desk::new();
        desk.does(&SeeTo { up_to: 1_000_000 }, overseer(1));
        let seen: Seen = desk.row(overseer(1).id).unwrap();
        assert_eq!(seen.up_to, 1, "no further than its own entry");
        assert_eq!(desk.row::<Seen>(overseer(2).id), None);
        assert_eq!(desk.problem(&SeeTo { up_to: 1 }, overseer(1)), "up_to");
        desk.does(&SeeTo { up_to: 2 }, overseer(1));
        assert!(matches!(desk.tries(&SeeTo { up_to: 3 }, analyst(3)), Outcome::Forbidden(_)));
    }
}

//! Proposing another table of points: it decides who waits longer, so a second person approves it, and sees before what would move.

use crate::events::WeightsProposed;
use crate::priority::weights::Weights;
use crate::weights::{in_force, in_force_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ProposeWeights`].
pub const KIND: ActKind = ActKind {
    code: 170,
    name: "reports.propose-weights",
    about: "Propose what each reason of priority gives",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

/// Proposes a table of points. What waited before goes.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeWeights {
    /// What each reason is to give.
    #[n(0)]
    pub weights: Weights,
    /// True when reports that wait are to get their points by it, too; their time to answer is only ever brought forward.
    #[n(1)]
    pub also_waiting: bool,
}

impl Act for ProposeWeights {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        in_force_needs(view, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        self.weights.check()?;
        // The same table once more is a way to go over what waits.
        if in_force(view).1 == self.weights && !self.also_waiting {
            return Err(Problem::new("weights", "are in force already", "at least one other number").into());
        }
        let (weights, also_waiting) = (self.weights.clone(), self.also_waiting);
        Ok(vec![NewEntry::of(&WeightsProposed { weights, also_waiting })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::weights::{ProposedWeight, WeightsInForce, WeightsProposal};
    use crate::testing::{Room, administrator, analyst, field, overseer};
    use kernel::Outcome;

    #[test]
    fn a_table_waits_and_the_newest_takes_the_place_of_the_one_before() {
        let mut room = Room::default();
        let act = |adult_nearby| ProposeWeights {
            weights: Weights { adult_nearby, ..Weights::BUILT_IN },
            also_waiting: false,
        };
        for nobody in [analyst(1), overseer(1)] {
            assert!(matches!(room.enter(&act(25), nobody), Outcome::Forbidden(_)));
        }
        assert!(room.entered(&act(25), administrator(1)));
        let first = room.rows::<WeightsProposal>()[0].proposal;
        assert!(room.entered(&act(35), administrator(1)));
        let rows = room.rows::<WeightsProposal>();
        assert!(rows.len() == 1 && rows[0].proposal != first);
        let nearby = room.rows::<ProposedWeight>();
        assert!(nearby.iter().any(|row| row.points == 35) && nearby.iter().all(|row| row.points != 25));
        assert!(room.rows::<WeightsInForce>().is_empty(), "nothing is in force by a proposal");
        assert!(room.replays());
    }

    #[test]
    fn what_protects_a_child_less_than_the_floors_or_changes_nothing_is_told_by_its_field() {
        let mut room = Room::default();
        let wrong = [
            ("danger_now", Weights { danger_now: 59, ..Weights::BUILT_IN }),
            ("threatened", Weights { threatened: 0, ..Weights::BUILT_IN }),
            ("held", Weights { held: 29, ..Weights::BUILT_IN }),
            ("survivor", Weights { survivor: 61, ..Weights::BUILT_IN }),
            ("child_under_13", Weights { child_under_13: 19, ..Weights::BUILT_IN }),
            ("weights", Weights::BUILT_IN),
        ];
        for (wanted, weights) in wrong {
            let act = ProposeWeights { weights, also_waiting: false };
            assert_eq!(field(&room.enter(&act, administrator(1))), wanted);
        }
        assert!(room.rows::<WeightsProposal>().is_empty());
    }
}

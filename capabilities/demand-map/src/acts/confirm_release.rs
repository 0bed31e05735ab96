//! Confirming a release: somebody else than who proposed it publishes it. The figures are judged once more, beside what was
//! published in the meantime.

use super::earlier::{cells_of, needs_cells, needs_published, no_other_slice, published};
use crate::events::ReleasePublished;
use crate::exposure::exposed;
use crate::tables::Release;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ConfirmRelease`].
pub const CONFIRM_RELEASE: ActKind = ActKind {
    code: 501,
    name: "demand-map.confirm-release",
    about: "Publish a release that somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Overseer, Role::Statistician],
};

/// Confirms and publishes a release.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRelease {
    /// The release.
    #[n(0)]
    pub release: Id,
}

impl Act for ConfirmRelease {
    const KIND: &'static ActKind = &CONFIRM_RELEASE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Release>(self.release);
        needs_cells(self.release, needs);
        let release = view.peek::<Release>(self.release);
        needs_published(release.map(|release| release.period()), view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        // What is not proposed, or published already, publishes nothing: `decide` says so.
        let Some(release) = view.get::<Release>(self.release).filter(|release| !release.is_published())
        else {
            return Vec::new();
        };
        let earlier = published(release.period(), view);
        let counts = exposed(&cells_of(self.release, view), &earlier, release.threshold);
        vec![
            Facet::NeedsTwo { first: release.proposed_by },
            Facet::Publishes { counts, threshold: release.threshold },
        ]
    }

    fn subject(&self) -> Id {
        self.release
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        match view.get::<Release>(self.release) {
            None => Err(Problem::new("release", "nobody proposed it", "the number of a proposed one").into()),
            Some(release) if release.is_published() => {
                Err(Problem::new("release", "it is published already", "nothing is left to do").into())
            }
            Some(release) => {
                no_other_slice(release.period(), view)?;
                Ok(vec![NewEntry::of(&ReleasePublished { release: self.release })])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::ProposeRelease;
    use crate::codes::FunnelStep;
    use crate::scheme::Figure;
    use crate::testing::{ctx, node, proposal, with_figure};
    use kernel::{MemoryNode, Outcome, RuleName};

    fn propose(node: &mut MemoryNode, act: &ProposeRelease) {
        let outcome = node.enter(act, &ctx(Role::Statistician, 1)).unwrap();
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn confirm(node: &mut MemoryNode, release: Id, role: Role, by: u8) -> Outcome {
        node.enter(&ConfirmRelease { release }, &ctx(role, by)).unwrap()
    }

    fn refused_by(outcome: &Outcome) -> Option<RuleName> {
        match outcome {
            Outcome::Refused(refusal) => Some(refusal.rule),
            _ => None,
        }
    }

    #[test]
    fn two_people_publish_and_one_does_not() {
        let mut node = node();
        propose(&mut node, &proposal());
        let release = proposal().release;
        let alone = confirm(&mut node, release, Role::Statistician, 1);
        assert_eq!(refused_by(&alone), Some(RuleName::TwoPeople));
        assert!(matches!(confirm(&mut node, release, Role::Administrator, 2), Outcome::Forbidden(_)));
        assert!(matches!(confirm(&mut node, release, Role::Overseer, 2), Outcome::Entered { .. }));
        assert!(matches!(confirm(&mut node, release, Role::Overseer, 2), Outcome::Invalid(_)));
        assert!(matches!(confirm(&mut node, Id([77; 16]), Role::Overseer, 2), Outcome::Invalid(_)));
    }

    #[test]
    fn another_statistician_may_be_the_second() {
        let mut node = node();
        propose(&mut node, &proposal());
        let outcome = confirm(&mut node, proposal().release, Role::Statistician, 2);
        assert!(matches!(outcome, Outcome::Entered { .. }));
    }

    /// Two proposals of one period, each harmless: published one after the other they tell of the two people between.
    #[test]
    fn what_was_published_in_the_meantime_counts() {
        let mut node = node();
        let second = ProposeRelease { release: Id([8; 16]), ..proposal() };
        let second = with_figure(second, FunnelStep::ReportsFiled, Figure::Shown(502));
        propose(&mut node, &proposal());
        propose(&mut node, &second);
        assert!(matches!(confirm(&mut node, proposal().release, Role::Overseer, 2), Outcome::Entered { .. }));
        let outcome = confirm(&mut node, second.release, Role::Overseer, 2);
        assert_eq!(refused_by(&outcome), Some(RuleName::CountNobodyOut));
        let again =
            node.enter(&ProposeRelease { release: Id([9; 16]), ..second }, &ctx(Role::Statistician, 1));
        assert_eq!(refused_by(&again.unwrap()), Some(RuleName::CountNobodyOut));
    }

    #[test]
    fn a_slice_across_a_published_period_is_not_published() {
        let mut node = node();
        let wider =
            ProposeRelease { release: Id([8; 16]), period: "2024/2025".parse().unwrap(), ..proposal() };
        propose(&mut node, &proposal());
        propose(&mut node, &wider);
        confirm(&mut node, proposal().release, Role::Overseer, 2);
        assert!(
            matches!(confirm(&mut node, wider.release, Role::Overseer, 2), Outcome::Invalid(p) if p.field == "period")
        );
        let next = ProposeRelease { release: Id([9; 16]), period: "2024".parse().unwrap(), ..proposal() };
        propose(&mut node, &next);
        assert!(matches!(confirm(&mut node, next.release, Role::Overseer, 2), Outcome::Entered { .. }));
    }
}

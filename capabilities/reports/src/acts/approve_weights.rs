//! Approving a table of points that somebody else proposed: from then on reports get their points by it, under its number.

use crate::events::WeightsSet;
use crate::tables::weights::WeightsProposal;
use crate::weights::{THE_ONE, in_force, in_force_needs, proposed, proposed_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ApproveWeights`].
pub const KIND: ActKind = ActKind {
    code: 171,
    name: "reports.approve-weights",
    about: "Approve what each reason of priority gives, as somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Overseer, Role::Administrator],
};

/// Approves the table that waits. It names the proposal, so that nobody approves another than the one whose moves they saw.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveWeights {
    /// The proposal's number.
    #[n(0)]
    pub proposal: Id,
}

impl Act for ApproveWeights {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<WeightsProposal>(THE_ONE);
        proposed_needs(needs);
        in_force_needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let waiting = view.get::<WeightsProposal>(THE_ONE);
        waiting.map(|one| Facet::NeedsTwo { first: one.proposed_by }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let waiting = view.get::<WeightsProposal>(THE_ONE).filter(|one| one.proposal == self.proposal);
        let Some(WeightsProposal { proposed_by, also_waiting, .. }) = waiting else {
            let right = "the newest one's number";
            return Err(Problem::new("proposal", "is not the one that waits", right).into());
        };
        let weights = proposed(view);
        // An update may have raised a floor since.
        weights.check()?;
        let version = in_force(view).0.saturating_add(1);
        Ok(vec![NewEntry::of(&WeightsSet { version, weights, proposed_by, also_waiting })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{AddToThread, ProposeWeights};
    use crate::priority::weights::Weights;
    use crate::priority::{Reason, numbers};
    use crate::tables::weights::{ReportWeights, Weight, WeightsInForce, WeightsVersion};
    use crate::testing::{REPORT, Room, a_report, administrator, analyst, field, overseer};
    use facts::report::ReportFiled;
    use kernel::{Actor, Event, Outcome, RuleName};

    fn waiting(room: &mut Room, weights: Weights) -> ApproveWeights {
        assert!(room.entered(&ProposeWeights { weights, also_waiting: false }, administrator(1)));
        ApproveWeights { proposal: room.rows::<WeightsProposal>()[0].proposal }
    }

    fn older(child_13_17: u32) -> Weights {
        Weights { child_13_17, child_under_13: 60, ..Weights::BUILT_IN }
    }

    #[test]
    fn two_people_lay_a_table_down_under_the_next_number() {
        let mut room = Room::default();
        let act = waiting(&mut room, older(15));
        assert_eq!(room.refused_by(&act, administrator(1)), RuleName::TwoPeople);
        assert!(matches!(room.enter(&act, analyst(2)), Outcome::Forbidden(_)));
        assert!(room.rows::<Weight>().is_empty());
        assert!(room.entered(&act, administrator(2)));
        assert_eq!(field(&room.enter(&act, overseer(2))), "proposal", "nothing waits any more");
        let first = waiting(&mut room, older(25));
        let newest = waiting(&mut room, older(35));
        assert_eq!(field(&room.enter(&first, overseer(2))), "proposal");
        assert!(room.entered(&newest, overseer(2)));
        let versions = room.rows::<WeightsVersion>();
        let who: Vec<_> =
            versions.iter().map(|row| (row.weights_version, row.proposed_by, row.confirmed_by)).collect();
        assert_eq!(
            who,
            [(1, administrator(1).id, administrator(2).id), (2, administrator(1).id, overseer(2).id)]
        );
        assert_eq!(room.rows::<WeightsInForce>()[0].weights_version, 2);
        let of = |version| {
            let rows = room.rows::<Weight>().into_iter().filter(move |row| row.weights_version == version);
            crate::weights::weights_of(rows)
        };
        assert_eq!((of(1), of(2)), (older(15), older(35)));
        assert!(room.replays());
    }

    #[test]
    fn a_report_keeps_the_points_that_it_was_filed_with_and_its_entry_names_the_table() {
        let mut room = Room::with_report();
        assert_eq!(room.report().points, 10);
        let act = waiting(&mut room, older(35));
        assert!(room.entered(&act, overseer(2)));
        assert_eq!(room.report().points, 10, "what was filed before stays");
        let other = crate::acts::FileReport { report: Id([3; 16]), ..a_report() };
        assert!(room.entered(&other, Actor::PUBLIC));
        let rows = room.rows::<crate::tables::Report>();
        assert_eq!(rows.iter().map(|row| row.points).collect::<Vec<_>>(), [10, 35]);
        assert_eq!(rows[1].due_at.0 - rows[1].filed_at.0, 24 * crate::testing::HOUR_MS, "its term follows");
        let entries = room.node.entries.iter().filter(|entry| entry.kind == ReportFiled::KIND);
        let named: Vec<_> = entries.map(|entry| entry.event::<ReportFiled>().unwrap().weights).collect();
        assert_eq!(named, [None, Some(1)]);
        assert_eq!(
            room.rows::<ReportWeights>(),
            [ReportWeights { report: other.report, weights_version: 1 }]
        );
        // A further message is assessed by the table in force.
        let further = AddToThread { report: REPORT, reasons: numbers(&[Reason::AdultNearby]) };
        assert!(room.entered(&further, Actor::PUBLIC));
        assert_eq!(room.report().points, 55);
        assert_eq!(room.rows::<ReportWeights>().len(), 2);
        assert!(room.replays());
    }

    #[test]
    fn what_gives_less_now_takes_nothing_from_a_report_that_is_written_to_again() {
        let mut room = Room::with_report();
        let less = Weights { child_13_17: 5, ..Weights::BUILT_IN };
        let act = waiting(&mut room, less);
        assert!(room.entered(&act, overseer(2)));
        let further = AddToThread { report: REPORT, reasons: Vec::new() };
        assert!(room.entered(&further, Actor::PUBLIC));
        assert_eq!(room.report().points, 10);
        assert!(room.rows::<ReportWeights>().is_empty(), "it has its points by the table of before");
    }
}

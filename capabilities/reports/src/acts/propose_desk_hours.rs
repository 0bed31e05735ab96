//! Proposing when somebody sits at the desk: whoever can wait then waits longer, so a second person approves it.

use crate::events::DeskHoursProposed;
use crate::staffed::DeskWeek;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ProposeDeskHours`].
pub const KIND: ActKind = ActKind {
    code: 173,
    name: "reports.propose-desk-hours",
    about: "Propose when somebody sits at the desk: what can wait counts these hours alone",
    nature: Nature::Decision,
    roles: &[Role::Administrator],
};

/// Proposes the hours of the desk, in the node's time zone. What waited before goes.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeDeskHours {
    /// The hours of each day.
    #[n(0)]
    pub hours: DeskWeek,
}

impl Act for ProposeDeskHours {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        self.hours.check()?;
        Ok(vec![NewEntry::of(&DeskHoursProposed { hours: self.hours })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::desk_hours::{DeskHours, DeskHoursProposal, ProposedHours};
    use crate::testing::{Room, administrator, analyst, field, overseer};
    use kernel::Outcome;

    #[test]
    fn hours_wait_and_are_in_force_nowhere() {
        let mut room = Room::default();
        let act = |opens| ProposeDeskHours { hours: DeskWeek::of([(opens, 1_000); 7]) };
        for nobody in [analyst(1), overseer(1)] {
            assert!(matches!(room.enter(&act(500), nobody), Outcome::Forbidden(_)));
        }
        assert_eq!(field(&room.enter(&act(1_000), administrator(1))), "monday_closes");
        assert_eq!(field(&room.enter(&act(900), administrator(1))), "hours");
        assert!(room.rows::<DeskHoursProposal>().is_empty());
        assert!(room.entered(&act(500), administrator(1)));
        assert!(room.entered(&act(400), administrator(1)));
        let opens: Vec<i64> = room.rows::<ProposedHours>().iter().map(|row| row.opens).collect();
        assert_eq!((room.rows::<DeskHoursProposal>().len(), opens), (1, vec![400; 7]));
        assert!(room.rows::<DeskHours>().is_empty());
        assert!(room.replays());
    }
}

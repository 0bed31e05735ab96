//! Counting every hour again: one person does it at once, since it protects more.

use crate::events::RoundTheClock as Event;
use crate::tables::desk_hours::{DeskHours, DeskHoursProposal};
use crate::weights::THE_ONE;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`RoundTheClock`].
pub const KIND: ActKind = ActKind {
    code: 175,
    name: "reports.round-the-clock",
    about: "Count every hour again, whoever sits at the desk",
    nature: Nature::Decision,
    roles: &[Role::Overseer, Role::Administrator],
};

/// Takes the hours of the desk back, and what waits to take their place.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundTheClock {}

impl Act for RoundTheClock {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<DeskHours>(1_i64);
        needs.row::<DeskHoursProposal>(THE_ONE);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let waits = view.get::<DeskHoursProposal>(THE_ONE).is_some();
        if view.get::<DeskHours>(1_i64).is_none() && !waits {
            return Err(
                Problem::new("hours", "count round the clock already", "nothing is left to do").into()
            );
        }
        Ok(vec![NewEntry::of(&Event {})])
    }
}

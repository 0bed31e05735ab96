//! Lifting a legal hold early: what one asked for, another does (¶52 derived).

use super::standing_hold;
use crate::events::HoldLifted;
use crate::tables::Hold;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Lifts a hold that somebody else asked to be lifted.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftHold {
    /// The record that it holds.
    #[n(0)]
    pub record: Id,
    /// The hold.
    #[n(1)]
    pub hold: Id,
}

/// Kind of [`LiftHold`].
pub const KIND: ActKind = ActKind {
    code: 953,
    name: "letting-go.lift-hold",
    about: "Lift a legal hold that somebody else asked to be lifted",
    nature: Nature::Decision,
    roles: &[Role::Prosecutor, Role::Overseer],
};

impl Act for LiftHold {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Hold>(self.hold);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let hold = view.get::<Hold>(self.hold).filter(|hold| hold.record_id == self.record);
        let first = hold.map_or(Id::NONE, |hold| hold.lift_asked_by);
        vec![Facet::NeedsTwo { first }, Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        standing_hold(self.record, self.hold, ctx, view)?;
        Ok(vec![NewEntry::of(&HoldLifted { hold: self.hold })])
    }
}

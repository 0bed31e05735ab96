//! A legal hold ends by itself with its last day.

use crate::codes::HoldState;
use crate::events::HoldEnded;
use crate::tables::Hold;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Enters that a hold has ended.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndHold {
    /// The record that it held.
    #[n(0)]
    pub record: Id,
    /// The hold.
    #[n(1)]
    pub hold: Id,
}

/// Kind of [`EndHold`].
pub const KIND: ActKind = ActKind {
    code: 954,
    name: "letting-go.end-hold",
    about: "Enter that a legal hold has ended",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for EndHold {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Hold>(self.hold);
    }

    // It decides nothing: what it says follows from what is on record.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = view.get::<Hold>(self.hold).filter(|row| row.record_id == self.record);
        let over = row.filter(|row| row.state == HoldState::Standing && row.ends_on < ctx.now.day());
        match over {
            Some(_) => Ok(vec![NewEntry::of(&HoldEnded { hold: self.hold })]),
            None => Err(Problem::new("hold", "is not over", "a hold whose last day is past").into()),
        }
    }
}

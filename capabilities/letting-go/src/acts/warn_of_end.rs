//! Saying that a legal hold ends soon, so that who still needs it can renew it.

use crate::codes::HoldState;
use crate::events::HoldEndsSoon;
use crate::tables::Hold;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Enters that a hold ends soon.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WarnOfEnd {
    /// The record that it holds.
    #[n(0)]
    pub record: Id,
    /// The hold.
    #[n(1)]
    pub hold: Id,
}

/// Kind of [`WarnOfEnd`].
pub const KIND: ActKind = ActKind {
    code: 955,
    name: "letting-go.warn-of-end",
    about: "Enter that a legal hold ends soon",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for WarnOfEnd {
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
        let soon = row.filter(|row| {
            let left = row.ends_on.0 - ctx.now.day().0;
            row.state == HoldState::Standing && !row.warned && (0..=WARNING_DAYS).contains(&left)
        });
        let Some(Hold { hold, ends_on, .. }) = soon else {
            return Err(Problem::new("hold", "does not end soon", "one that ends within 30 days").into());
        };
        Ok(vec![NewEntry::of(&HoldEndsSoon { hold, ends_on })])
    }
}

/// How many days before its end a hold is said to end.
pub const WARNING_DAYS: i32 = 30;

//! Saying that an erasure waits too long: retention that never fires is no retention.

use crate::events::ErasureWaits;
use crate::tables::Due;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Enters that a due erasure was not confirmed in time.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Remind {
    /// The record.
    #[n(0)]
    pub record: Id,
}

/// Kind of [`Remind`].
pub const KIND: ActKind = ActKind {
    code: 963,
    name: "letting-go.remind",
    about: "Enter that an erasure waits too long",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for Remind {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Due>(self.record);
    }

    // It decides nothing: what it says follows from what is on record.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let due = view.get::<Due>(self.record);
        match due.filter(|due| due.waiting && !due.reminded && due.due_at < ctx.now) {
            Some(_) => Ok(vec![NewEntry::of(&ErasureWaits {})]),
            None => Err(Problem::new("record", "does not wait too long", "one that does").into()),
        }
    }
}

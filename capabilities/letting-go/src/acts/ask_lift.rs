//! Asking that a legal hold be lifted before its end.

use super::{HOLDERS, standing_hold};
use crate::events::LiftAsked;
use crate::tables::Hold;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Asks that a hold be lifted early. Nothing changes until somebody else lifts it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskLift {
    /// The record that it holds.
    #[n(0)]
    pub record: Id,
    /// The hold.
    #[n(1)]
    pub hold: Id,
    /// The document that says why it is not needed any more.
    #[n(2)]
    pub document: Id,
}

/// Kind of [`AskLift`].
pub const KIND: ActKind = ActKind {
    code: 952,
    name: "letting-go.ask-lift",
    about: "Ask that a legal hold be lifted before its end",
    nature: Nature::Decision,
    roles: HOLDERS,
};

impl Act for AskLift {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Hold>(self.hold);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let AskLift { record, hold, document } = *self;
        let row = standing_hold(record, hold, ctx, view)?;
        if document.is_none() {
            return Err(Problem::new("document", "names nothing", "the document that says why").into());
        }
        if !row.lift_asked_by.is_none() {
            return Err(Problem::new("hold", "somebody asked already", "lift it, or let it stand").into());
        }
        Ok(vec![NewEntry::of(&LiftAsked { hold, document })])
    }
}

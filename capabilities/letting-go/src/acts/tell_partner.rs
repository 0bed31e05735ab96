//! Entering that a unit was told what became of a record that it had been told of.

use super::TELLERS;
use crate::codes::ToTell;
use crate::events::PartnerTold;
use crate::tables::PartnerNotice;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Enters that a unit was told.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TellPartner {
    /// The record.
    #[n(0)]
    pub record: Id,
    /// The unit.
    #[n(1)]
    pub unit: Id,
    /// What it was told.
    #[n(2)]
    pub what: ToTell,
    /// The document by which it was told.
    #[n(3)]
    pub document: Id,
}

/// Kind of [`TellPartner`].
pub const KIND: ActKind = ActKind {
    code: 965,
    name: "letting-go.tell-partner",
    about: "Enter that a unit was told what became of a record",
    nature: Nature::Decision,
    roles: TELLERS,
};

impl Act for TellPartner {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<PartnerNotice>((self.record, self.unit, self.what));
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellPartner { record, unit, what, document } = *self;
        if document.is_none() {
            return Err(Problem::new("document", "names nothing", "the document by which it was told").into());
        }
        let waits = view.get::<PartnerNotice>((record, unit, what)).is_some_and(|row| row.waiting);
        if !waits {
            return Err(
                Problem::new("unit", "is not to be told of this", "a unit that waits to be told").into()
            );
        }
        Ok(vec![NewEntry::of(&PartnerTold { unit, what, document })])
    }
}

//! After an erasure: which units were ever told of the record, so that they can be told (¶69 derived).

use crate::events::PartnersNamed;
use facts::letting_go::ErasureToTell;
use kernel::knowing::{ever_told, ever_told_needs};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Enters which units are to be told that a record was erased.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamePartners {
    /// The record.
    #[n(0)]
    pub record: Id,
}

/// Kind of [`NamePartners`].
pub const KIND: ActKind = ActKind {
    code: 964,
    name: "letting-go.name-partners",
    about: "Enter which units are to be told of an erasure",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for NamePartners {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        ever_told_needs(self.record, needs);
    }

    // It decides nothing: what it says follows from what is on record.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let told = ever_told(self.record, view);
        let units = u32::try_from(told.len()).unwrap_or(u32::MAX);
        let facts = told.into_iter().map(|unit| NewEntry::of(&ErasureToTell { unit }));
        Ok([NewEntry::of(&PartnersNamed { units })].into_iter().chain(facts).collect())
    }
}

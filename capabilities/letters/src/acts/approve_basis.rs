//! Approving a legal basis that somebody else proposed.

use super::wrong;
use crate::codes::BasisState;
use crate::events::BasisInForce;
use crate::tables::Basis;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ApproveBasis`].
pub const KIND: ActKind = ActKind {
    code: 813,
    name: "letters.approve-basis",
    about: "Approve a legal basis that somebody else proposed",
    nature: Nature::Decision,
    roles: super::KEEPERS,
};

/// Approves a legal basis.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveBasis {
    /// The basis.
    #[n(0)]
    pub legal_basis: Id,
}

impl Act for ApproveBasis {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Basis>(self.legal_basis);
        if let Some(row) = view.peek::<Basis>(self.legal_basis) {
            needs.row::<Basis>(row.replaces);
        }
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let first = view.get::<Basis>(self.legal_basis).map_or(Id::NONE, |row| row.proposed_by);
        vec![Facet::NeedsTwo { first }]
    }

    fn subject(&self) -> Id {
        self.legal_basis
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = view.get::<Basis>(self.legal_basis).filter(|row| row.basis_state == BasisState::Proposed);
        let Some(row) = row else {
            return wrong("legal_basis", "does not wait to be approved", "one that does");
        };
        let before = match row.replaces.some() {
            None => 0,
            Some(before) => {
                let before = view.get::<Basis>(before).filter(|row| row.basis_state == BasisState::InForce);
                let Some(before) = before else {
                    return wrong(
                        "legal_basis",
                        "replaces what is replaced already",
                        "one that replaces what is in force",
                    );
                };
                before.basis_version
            }
        };
        let version = u32::try_from(before.saturating_add(1)).unwrap_or(u32::MAX);
        Ok(vec![NewEntry::of(&BasisInForce { basis: self.legal_basis, version })])
    }
}

//! Proposing on what law letters may rest: a second person approves it, and each version keeps what rested on it (¶52, 63).

use super::{is_name, wrong};
use crate::codes::{Asks, BasisState, OrderOf};
use crate::events::BasisProposed;
use crate::tables::Basis;
use kernel::codes::Country;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most days of a preservation or a term.
const MOST_DAYS: u16 = 730;

/// Kind of [`ProposeBasis`].
pub const KIND: ActKind = ActKind {
    code: 812,
    name: "letters.propose-basis",
    about: "Propose a legal basis of letters",
    nature: Nature::Decision,
    roles: super::KEEPERS,
};

/// Proposes a legal basis, or a new version of one.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeBasis {
    /// Its number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub basis: Id,
    /// The version in force that it replaces; left out for a new one.
    #[n(1)]
    #[serde(default)]
    #[schema(required = false)]
    pub replaces: Id,
    /// The State whose law it is.
    #[n(2)]
    pub country: Country,
    /// The law, as it is cited.
    #[n(3)]
    #[schema(min_length = 3, max_length = 200)]
    pub law: String,
    /// What may be asked on it.
    #[n(4)]
    pub allows: Vec<Asks>,
    /// Whose order a disclosure needs at least.
    #[n(5)]
    pub order: OrderOf,
    /// For how many days data are preserved, 1 to 730; 0 where it allows no preservation.
    #[n(6)]
    #[schema(maximum = 730)]
    pub preserved_days: u16,
    /// Within how many days an answer is due, 1 to 730.
    #[n(7)]
    #[schema(minimum = 1, maximum = 730)]
    pub answer_days: u16,
}

impl Act for ProposeBasis {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("basis", self.basis)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Basis>(self.basis);
        needs.row::<Basis>(self.replaces);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.basis
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let ProposeBasis {
            basis,
            replaces,
            country,
            ref law,
            ref allows,
            order,
            preserved_days,
            answer_days,
        } = *self;
        if basis.is_none() || view.get::<Basis>(basis).is_some() {
            return wrong("basis", "is no new number", "the number that the node draws");
        }
        let is_in_force = |row: &Basis| row.basis_state == BasisState::InForce;
        if !replaces.is_none() && !view.get::<Basis>(replaces).is_some_and(|row| is_in_force(&row)) {
            return wrong("replaces", "is no legal basis in force", "one of the list, or nothing");
        }
        if !is_name(law, 200) {
            return wrong("law", "is no citation", "3 to 200 characters on one line");
        }
        if allows.is_empty() {
            return wrong("allows", "is nothing", "what may be asked on it");
        }
        let preserves = allows.iter().any(|asks| asks.preserves());
        if preserves != (1..=MOST_DAYS).contains(&preserved_days) {
            return wrong("preserved_days", "does not fit", "1 to 730 with a preservation, 0 without one");
        }
        if !(1..=MOST_DAYS).contains(&answer_days) {
            return wrong("answer_days", "is no term", "1 to 730 days");
        }
        if allows.iter().any(|asks| asks.discloses()) && order == OrderOf::Nobody {
            return wrong(
                "order",
                "is none, though it allows disclosures",
                "an investigator's order at least",
            );
        }
        let (law, allows) = (law.clone(), allows.clone());
        Ok(vec![NewEntry::of(&BasisProposed {
            basis,
            replaces,
            country,
            law,
            allows,
            order,
            preserved_days,
            answer_days,
        })])
    }
}

//! What the labels of each law mean to all: a table that two people lay down, and that is numbered.

use crate::codes::AddressGrade;
use crate::events::{LawLabel, SchemeProposed, SchemeSet};
use crate::limits::{MAX_LABEL, MOST_LABELS};
use crate::tables::{Scheme, THE_ONE};
use kernel::Role;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Kind of [`ProposeScheme`].
pub const PROPOSE: ActKind = ActKind {
    code: 753,
    name: "takedown.propose-scheme",
    about: "Propose what the labels of each law mean",
    nature: Nature::Decision,
    roles: &[Role::Administrator, Role::Overseer],
};

/// Proposes a whole table; it replaces one that waits.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeScheme {
    /// Its number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub proposal: Id,
    /// All labels.
    #[n(1)]
    pub labels: Vec<LawLabel>,
}

impl Act for ProposeScheme {
    const KIND: &'static ActKind = &PROPOSE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("proposal", self.proposal)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Scheme>(THE_ONE);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        let wrong = |wrong: &'static str, right| Err(Problem::new("labels", wrong, right).into());
        if self.proposal.is_none() {
            return Err(Problem::new("proposal", "names nothing", "the number that the node draws").into());
        }
        if self.labels.is_empty() || self.labels.len() > MOST_LABELS {
            return wrong("are none, or too many", "1 to 1,000 labels");
        }
        let is_label = |one: &LawLabel| {
            let letters = one.label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            !one.label.is_empty() && one.label.len() <= MAX_LABEL && letters
        };
        if !self.labels.iter().all(is_label) {
            return wrong("hold one that is none", "1 to 40 letters, digits and hyphens each");
        }
        if self.labels.iter().any(|one| one.grade == AddressGrade::NotGraded) {
            return wrong(
                "hold one that means nothing",
                "baseline, national, not-illegal or not-found for each",
            );
        }
        let each: BTreeSet<_> = self.labels.iter().map(|one| (one.country, &one.label)).collect();
        if each.len() != self.labels.len() {
            return wrong("hold one twice", "each label of a State once");
        }
        Ok(vec![NewEntry::of(&SchemeProposed { proposal: self.proposal, labels: self.labels.clone() })])
    }
}

/// Kind of [`ApproveScheme`].
pub const APPROVE: ActKind = ActKind {
    code: 754,
    name: "takedown.approve-scheme",
    about: "Approve what the labels of each law mean, as somebody else proposed",
    nature: Nature::Decision,
    roles: &[Role::Administrator, Role::Overseer],
};

/// Approves the table that waits.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveScheme {
    /// The proposal's number.
    #[n(0)]
    pub proposal: Id,
}

impl Act for ApproveScheme {
    const KIND: &'static ActKind = &APPROVE;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Scheme>(THE_ONE);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let waiting = view.get::<Scheme>(THE_ONE).filter(|row| !row.proposal.is_none());
        waiting.map(|row| Facet::NeedsTwo { first: row.proposed_by }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let is_it = |row: &Scheme| !row.proposal.is_none() && row.proposal == self.proposal;
        let Some(row) = view.get::<Scheme>(THE_ONE).filter(is_it) else {
            let right = "the newest one's number";
            return Err(Problem::new("proposal", "is not the one that waits", right).into());
        };
        let version = u32::try_from(row.label_scheme.saturating_add(1)).unwrap_or(u32::MAX);
        let (proposed_by, proposal) = (row.proposed_by, row.proposal);
        Ok(vec![NewEntry::of(&SchemeSet { version, proposed_by, proposal })])
    }
}

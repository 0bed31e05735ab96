//! Replacing the node key: decided by an administrator, carried out by the node beside its other work.

use crate::act::{Act, ActKind, ActSpec, Nature};
use crate::actor::{Ctx, Role};
use crate::charter::{Apply, EventSpec};
use crate::entry::{Entry, Event, NewEntry};
use crate::refusal::Denial;
use crate::rule::Facet;
use crate::table::{Record, Table};
use crate::tables::{TableFault, Tables};
use crate::view::{Needs, View};
use crate::{Id, Instant, event, record};
use minicbor::{Decode, Encode};

record! {
    /// When it was decided last that the node key be replaced.
    pub struct KeyTurn in "key_turn", Derived, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// Number of the entry.
        seq: i64, Internal;
        /// Who decided it.
        asked_by: Id, Internal;
        /// When, UTC ms: a node key that is older than this is due.
        asked_at: Instant, Internal;
    }
}

/// It was decided that the node key be replaced. Nothing that is sealed changes.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct KeyTurnDecided {}
event!(KeyTurnDecided, 12, 1, "journal.key-turn-decided");

/// Has the node key replaced and every key wrapped anew.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateKeys {}

/// Kind of [`RotateKeys`].
pub const ROTATE: ActKind = ActKind {
    code: 13,
    name: "journal.rotate-keys",
    about: "Replace the node key and wrap every key anew",
    nature: Nature::Decision,
    roles: &[Role::System, Role::Administrator],
};

impl Act for RotateKeys {
    const KIND: &'static ActKind = &ROTATE;

    /// It concerns the node and no record.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        Ok(vec![NewEntry::of(&KeyTurnDecided {})])
    }
}

fn apply_decided(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
    tables.put(&KeyTurn { one: 1, seq, asked_by: entry.actor.id, asked_at: entry.recorded })
}

pub(crate) fn acts() -> [ActSpec; 1] {
    [ActSpec::of::<RotateKeys>()]
}

pub(crate) fn events() -> [EventSpec; 1] {
    [EventSpec::of::<KeyTurnDecided>()]
}

pub(crate) fn projections() -> [(u16, Apply); 1] {
    [(KeyTurnDecided::KIND, apply_decided)]
}

pub(crate) const TABLE: &Table = <KeyTurn as Record>::TABLE;

//! Ending the key of a sender's system, at once and by one.

use super::KEEPERS;
use crate::events::MachineKeyEnded;
use crate::tables::MachineKey;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Ends a machine key: it opens nothing any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndMachineKey {
    /// The key's number.
    #[n(0)]
    pub key: Id,
}

const KIND: ActKind = ActKind {
    code: 981,
    name: "access.end-machine-key",
    about: "End the key of a sender's system",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for EndMachineKey {
    const KIND: &'static ActKind = &KIND;

    /// Keys are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineKey>(self.key);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.key
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if view.get::<MachineKey>(self.key).is_none_or(|row| !row.works) {
            return Err(Problem::new("key", "is none in use", "a key from the list of machine keys").into());
        }
        Ok(vec![NewEntry::of(&MachineKeyEnded { key: self.key })])
    }
}

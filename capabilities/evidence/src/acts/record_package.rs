//! Noting that the originals lie packed: Tutela itself does, after the package is whole on the disk.

use super::{at, hash_of, in_force, wrong};
use crate::codes::HandoverState;
use crate::events::EvidencePacked;
use crate::tables::{Handover, Recipient};
use kernel::Role;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`RecordPackage`].
pub const KIND: ActKind = ActKind {
    code: 806,
    name: "evidence.record-package",
    about: "Note that originals lie packed for their recipient",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Notes a package.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPackage {
    /// The record that the originals came with.
    #[n(0)]
    pub record: Id,
    /// The handover.
    #[n(1)]
    pub handover: Id,
    /// SHA-256 of the package, hexadecimal.
    #[n(2)]
    pub package: String,
    /// SHA-256 of its manifest, hexadecimal.
    #[n(3)]
    pub manifest: String,
    /// Size of the package, in bytes.
    #[n(4)]
    pub bytes: u64,
    /// How many originals.
    #[n(5)]
    pub originals: u32,
}

impl Act for RecordPackage {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Handover>(self.handover);
        if let Some(row) = view.peek::<Handover>(self.handover) {
            needs.row::<Recipient>(row.recipient);
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.record }]
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = at(self.record, self.handover, &[HandoverState::Approved], view)?;
        // Withdrawn in between: what was packed never leaves.
        in_force(row.recipient, ctx, view)?;
        if self.originals == 0 {
            return wrong("originals", "are none", "at least one");
        }
        Ok(vec![NewEntry::of(&EvidencePacked {
            handover: row.handover,
            package: hash_of("package", &self.package)?,
            manifest: hash_of("manifest", &self.manifest)?,
            bytes: self.bytes,
            originals: self.originals,
        })])
    }
}

//! Approving a recipient that somebody else proposed, after the fingerprint of its key was compared aloud.

use super::{fingerprint, wrong};
use crate::codes::RecipientState;
use crate::events::RecipientApproved;
use crate::tables::Recipient;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`ApproveRecipient`].
pub const KIND: ActKind = ActKind {
    code: 801,
    name: "evidence.approve-recipient",
    about: "Approve a recipient whose key was compared aloud",
    nature: Nature::Decision,
    roles: super::KEEPERS,
};

/// Approves a recipient.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveRecipient {
    /// The recipient.
    #[n(0)]
    pub recipient: Id,
    /// The first 16 hexadecimal digits of SHA-256 of the key, as the unit read them out.
    #[n(1)]
    pub fingerprint: String,
}

impl Act for ApproveRecipient {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Recipient>(self.recipient);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let first = view.get::<Recipient>(self.recipient).map_or(Id::NONE, |row| row.proposed_by);
        vec![Facet::NeedsTwo { first }]
    }

    fn subject(&self) -> Id {
        self.recipient
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = view.get::<Recipient>(self.recipient);
        let Some(row) =
            row.filter(|row| row.recipient_state == RecipientState::Proposed && ctx.now.day() <= row.ends_on)
        else {
            return wrong("recipient", "does not wait to be approved", "one that does, before its last day");
        };
        if !self.fingerprint.trim().eq_ignore_ascii_case(&fingerprint(&row.public_key)) {
            return wrong(
                "fingerprint",
                "is not that of the key",
                "16 hexadecimal digits, read out by the unit itself",
            );
        }
        Ok(vec![NewEntry::of(&RecipientApproved { recipient: row.recipient })])
    }
}

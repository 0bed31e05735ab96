//! Withdrawing a recipient: one person does, at once.

use super::wrong;
use crate::codes::RecipientState;
use crate::events::RecipientWithdrawn;
use crate::tables::Recipient;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`WithdrawRecipient`].
pub const KIND: ActKind = ActKind {
    code: 802,
    name: "evidence.withdraw-recipient",
    about: "Withdraw a recipient at once",
    nature: Nature::Decision,
    roles: super::KEEPERS,
};

/// Withdraws a recipient.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRecipient {
    /// The recipient.
    #[n(0)]
    pub recipient: Id,
}

impl Act for WithdrawRecipient {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Recipient>(self.recipient);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.recipient
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = view.get::<Recipient>(self.recipient);
        if row.is_none_or(|row| row.recipient_state == RecipientState::Withdrawn) {
            return wrong("recipient", "is none that can be withdrawn", "one that is proposed or in force");
        }
        Ok(vec![NewEntry::of(&RecipientWithdrawn { recipient: self.recipient })])
    }
}

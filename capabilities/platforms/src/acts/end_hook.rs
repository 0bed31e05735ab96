//! Ending a sender's webhook: what becomes of its reports it asks after from then on.

use super::{of_sender, used_hook};
use crate::events::HookEnded;
use crate::tables::SenderHook;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`EndHook`].
pub const KIND: ActKind = ActKind {
    code: 707,
    name: "platforms.end-webhook",
    about: "End the webhook of a sender's system",
    nature: Nature::Decision,
    roles: &[Role::Sender, Role::Administrator],
};

/// Ends a webhook. What was on its way waits for the next one.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndHook {
    /// The unit whose system it is.
    #[n(0)]
    pub sender: Id,
}

impl Act for EndHook {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<SenderHook>(self.sender);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.sender
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        of_sender(self.sender, ctx)?;
        used_hook(self.sender, view)?;
        Ok(vec![NewEntry::of(&HookEnded { sender: self.sender })])
    }
}

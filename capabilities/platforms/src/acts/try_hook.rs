//! Trying a sender's webhook: a message that says that it is a trial.

use super::{of_sender, used_hook};
use crate::events::HookTried;
use crate::tables::SenderHook;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`TryHook`].
pub const KIND: ActKind = ActKind {
    code: 708,
    name: "platforms.try-webhook",
    about: "Send a message that shows whether a sender's webhook works",
    nature: Nature::Decision,
    roles: &[Role::Sender, Role::Administrator],
};

/// Tries a webhook, once: a trial that is not taken over is not tried again.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TryHook {
    /// The unit whose system it is.
    #[n(0)]
    pub sender: Id,
}

impl Act for TryHook {
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
        let message = trial_of(ctx.act);
        Ok(vec![NewEntry::of(&HookTried { sender: self.sender, message })])
    }
}

/// The number of the message that an act of trial sends.
#[must_use]
pub fn trial_of(act: Id) -> Id {
    act.derive("trial", 0)
}

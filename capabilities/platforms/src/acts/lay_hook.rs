//! Laying down by what address a sender's system is told what became of its reports (¶40).

use super::of_sender;
use crate::events::HookLaid;
use crate::tables::SenderHook;
use facts::unit::Unit;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the address.
pub const SLOT_ADDRESS: u16 = 0;
/// Slot of the secret, which both sides know.
pub const SLOT_SECRET: u16 = 1;

/// Kind of [`LayHook`].
pub const KIND: ActKind = ActKind {
    code: 706,
    name: "platforms.lay-webhook",
    about: "Lay down the webhook by which a sender's system is told what became of its reports",
    nature: Nature::Decision,
    roles: &[Role::Sender, Role::Administrator],
};

/// Lays a webhook down; it takes the place of the one before. Its address travels sealed in slot 0, its secret in slot 1.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayHook {
    /// The webhook's number: left out, the node draws it.
    #[n(0)]
    #[schema(required = false)]
    pub hook: Id,
    /// The unit whose system is told.
    #[n(1)]
    pub sender: Id,
}

impl Act for LayHook {
    const KIND: &'static ActKind = &KIND;

    /// Webhooks are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("hook", self.hook)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Unit>(self.sender);
        needs.row::<SenderHook>(self.sender);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.hook
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let LayHook { hook, sender } = *self;
        of_sender(sender, ctx)?;
        if view.get::<Unit>(sender).is_none() {
            return Err(Problem::new("sender", "is no unit of this node", "the number of a unit").into());
        }
        Ok(vec![NewEntry::of(&HookLaid { hook, sender })])
    }
}

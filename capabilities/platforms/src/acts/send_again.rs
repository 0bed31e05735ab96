//! Messages go out to a sender's webhook once more: its system lost them, or they were dead letters.

use super::{of_sender, used_hook};
use crate::events::MessagesAgain;
use crate::limits::AGAIN_AT_ONCE;
use crate::tables::{HookMessage, SenderHook};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of [`SendAgain`].
pub const KIND: ActKind = ActKind {
    code: 709,
    name: "platforms.send-again",
    about: "Send messages to a sender's webhook again",
    nature: Nature::Decision,
    roles: &[Role::Sender, Role::Administrator],
};

/// Sends messages again, under the same numbers: a receiver tells by them what it has already.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendAgain {
    /// The unit whose system it is.
    #[n(0)]
    pub sender: Id,
    /// The messages, at most 256.
    #[n(1)]
    pub messages: Vec<Id>,
}

impl Act for SendAgain {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<SenderHook>(self.sender);
        for message in self.messages.iter().take(AGAIN_AT_ONCE) {
            needs.row::<HookMessage>(*message);
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.sender
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let SendAgain { sender, messages } = self.clone();
        of_sender(sender, ctx)?;
        used_hook(sender, view)?;
        if messages.is_empty() || messages.len() > AGAIN_AT_ONCE {
            let wrong = format!("are {}", messages.len());
            return Err(Problem::new("messages", wrong, "1 to 256 messages").into());
        }
        let is_own = |message: &Id| view.get::<HookMessage>(*message).is_some_and(|row| row.sender == sender);
        if !messages.iter().all(is_own) {
            let right = "numbers of messages to that sender's webhook";
            return Err(Problem::new("messages", "name one that never was", right).into());
        }
        Ok(vec![NewEntry::of(&MessagesAgain { sender, messages })])
    }
}

//! What became of an attempt to deliver a message to a sender's webhook. Whoever began it tells it; where nobody does in time, Tutela
//! tells that it is not known.

use super::message_on_its_way;
use crate::codes::HookAttempt;
use crate::events::HookAttempted;
use crate::tables::{HookMessage, SenderHook};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellHook`].
pub const KIND: ActKind = ActKind {
    code: 711,
    name: "platforms.tell-webhook",
    about: "Tell what became of an attempt to deliver a message to a sender's webhook",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what became of an attempt, once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellHook {
    /// The message.
    #[n(0)]
    pub message: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
    /// What became of it.
    #[n(2)]
    pub became: HookAttempt,
    /// HTTP status; 0 when there was none.
    #[n(3)]
    pub code: u16,
}

impl Act for TellHook {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<HookMessage>(self.message);
        if let Some(row) = view.peek::<HookMessage>(self.message) {
            needs.row::<SenderHook>(row.sender);
        }
    }

    // It decides nothing about anybody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.message
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellHook { message, attempt, became, code } = *self;
        let row = message_on_its_way(message, view)?;
        if became == HookAttempt::NotYet {
            return Err(Problem::new("became", "is no attempt", "what became of one").into());
        }
        if !row.under_way || i64::from(attempt) != row.attempts {
            let wrong = format!("is {attempt}, and {} were begun", row.attempts);
            return Err(Problem::new("attempt", wrong, "the one that is under way").into());
        }
        Ok(vec![NewEntry::of(&HookAttempted { message, attempt, became, code }).about(row.about())])
    }
}

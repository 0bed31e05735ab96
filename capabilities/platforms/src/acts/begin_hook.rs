//! A message to a sender's webhook is about to leave. This is entered first: whoever entered it makes the attempt, and nobody else does.

use super::{message_on_its_way, used_hook};
use crate::codes::HookDelivery;
use crate::events::HookBegun;
use crate::tables::{HookMessage, SenderHook};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`BeginHook`].
pub const KIND: ActKind = ActKind {
    code: 710,
    name: "platforms.begin-webhook",
    about: "Begin an attempt to deliver a message to a sender's webhook",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Begins an attempt. What was said of the same report before, and is on its way, goes first.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct BeginHook {
    /// The message.
    #[n(0)]
    pub message: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
}

impl Act for BeginHook {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<HookMessage>(self.message);
        if let Some(row) = view.peek::<HookMessage>(self.message) {
            needs.row::<SenderHook>(row.sender);
            if !row.report.is_none() {
                needs.list::<HookMessage>(HookMessage::BY_REPORT, row.report);
            }
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
        let BeginHook { message, attempt } = *self;
        let row = message_on_its_way(message, view)?;
        used_hook(row.sender, view)?;
        if row.under_way || i64::from(attempt) != row.attempts + 1 {
            let wrong = format!("is {attempt}, and {} were begun", row.attempts);
            return Err(Problem::new("attempt", wrong, "the next one, when the last was told").into());
        }
        if !row.report.is_none() {
            let same = view.list::<HookMessage>(HookMessage::BY_REPORT, row.report);
            let goes_first = |one: &HookMessage| {
                one.hook_delivery == HookDelivery::OnItsWay && one.sequence < row.sequence
            };
            if same.iter().any(goes_first) {
                let right = "what was said of that report before, first";
                return Err(Problem::new("message", "has another before it", right).into());
            }
        }
        Ok(vec![NewEntry::of(&HookBegun { message, attempt }).about(row.about())])
    }
}

//! What became of an attempt to send something to a platform.

use super::wrong;
use crate::codes::SendingState;
use crate::events::SendingTried;
use crate::tables::Sending;
use facts::letter::LetterTried;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellSending`].
pub const KIND: ActKind = ActKind {
    code: 817,
    name: "letters.tell-sending",
    about: "Tell what became of what was sent to a platform",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what became of an attempt.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellSending {
    /// What was sent.
    #[n(0)]
    pub sending: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
    /// What became of it.
    #[n(2)]
    pub tried: LetterTried,
    /// The server's answer; 0 when there was none.
    #[n(3)]
    pub code: u16,
}

impl Act for TellSending {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Sending>(self.sending);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.sending
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellSending { sending, attempt, tried, code } = *self;
        let row = view.get::<Sending>(sending).filter(|row| row.sending_state == SendingState::OnItsWay);
        let Some(row) = row else {
            return wrong("sending", "is nothing that is on its way", "nothing is left to do");
        };
        if i64::from(attempt) != row.letter_attempts.saturating_add(1) {
            return wrong("attempt", "is not the next", "one more than there were");
        }
        if tried == LetterTried::NotYet {
            return wrong("tried", "is no outcome", "what became of it");
        }
        // The subject is the record, so that its erasure takes the letter along.
        Ok(vec![NewEntry::of(&SendingTried { sending, attempt, tried, code }).about(row.record_id)])
    }
}

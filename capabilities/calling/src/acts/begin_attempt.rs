//! A message is about to leave. This is entered first: whoever entered it makes the attempt, and nobody else does, whatever happens
//! to processes and databases meanwhile.

use super::on_its_way;
use crate::events::AttemptBegun;
use crate::tables::Message;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`BeginAttempt`].
pub const KIND: ActKind = ActKind {
    code: 124,
    name: "calling.begin-attempt",
    about: "Begin an attempt to deliver a message",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Begins an attempt.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct BeginAttempt {
    /// The message.
    #[n(0)]
    pub message: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
}

impl Act for BeginAttempt {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Message>(self.message);
    }

    // It decides nothing about anybody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.message
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = on_its_way(self.message, view)?;
        if row.under_way || i64::from(self.attempt) != row.attempts + 1 {
            let wrong = format!("is {}, and {} were begun", self.attempt, row.attempts);
            return Err(Problem::new("attempt", wrong, "the next one, when the last was told").into());
        }
        let BeginAttempt { message, attempt } = *self;
        Ok(vec![NewEntry::of(&AttemptBegun { message, attempt }).about(row.about())])
    }
}

//! The room's acts.

pub mod begin;
pub mod hear;
pub mod peer;
pub mod person;
pub mod pull;
pub mod take_over;
pub mod tell;

pub use begin::BeginSend;
pub use facts::address::SLOT_URL;
pub use hear::TellHeard;
pub use peer::{ApprovePeer, ClosePeer, ProposePeer, SLOT_PASSWORD, SLOT_USER};
pub use person::{HoldBack, TryAgain};
pub use pull::TellPull;
pub use take_over::TakeOver;
pub use tell::TellSend;

use crate::tables::{Exchanged, Word};
use kernel::{ActSpec, Id, Needs, Problem, View};

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<ProposePeer>(),
        ActSpec::of::<ApprovePeer>(),
        ActSpec::of::<ClosePeer>(),
        ActSpec::of::<BeginSend>(),
        ActSpec::of::<TellSend>(),
        ActSpec::of::<TakeOver>(),
        ActSpec::of::<TellPull>(),
        ActSpec::of::<TellHeard>(),
        ActSpec::of::<HoldBack>(),
        ActSpec::of::<TryAgain>(),
    ]
}

/// Asks for an address, and for a word about it where one is named.
fn sending_needs(address: Id, word: Id, needs: &mut Needs) {
    needs.row::<Exchanged>(address);
    if !word.is_none() {
        needs.row::<Word>(word);
    }
}

/// The address, as this room has it.
fn exchanged(address: Id, view: &View) -> Result<Exchanged, Problem> {
    view.get::<Exchanged>(address).ok_or_else(|| kernel::knowing::not_known("address"))
}

/// A word about it.
fn word_of(address: Id, word: Id, view: &View) -> Result<Word, Problem> {
    let row = view.get::<Word>(word).filter(|row| row.address == address);
    row.ok_or(Problem::new("word", "is none about this address", "a word of the list of words"))
}

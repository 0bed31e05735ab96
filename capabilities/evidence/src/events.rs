//! The facts of this room.

use crate::codes::{Hand, LegalBasis};
use kernel::{Day, EventSpec, Hash, Id, event};
use minicbor::{Decode, Encode};

/// A lawful unit was proposed as recipient.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RecipientProposed {
    /// The recipient.
    #[n(0)]
    pub recipient: Id,
    /// The unit of this node; none for one outside.
    #[n(1)]
    pub unit: Id,
    /// Its name; names no person.
    #[n(2)]
    pub name: String,
    /// Its public key, as age writes it.
    #[n(3)]
    pub key: String,
    /// Its last day.
    #[n(4)]
    pub ends_on: Day,
}
event!(RecipientProposed, 1800, 1, "evidence.recipient-proposed");

/// A second person compared the key and approved the recipient.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RecipientApproved {
    /// The recipient.
    #[n(0)]
    pub recipient: Id,
}
event!(RecipientApproved, 1801, 1, "evidence.recipient-approved");

/// A recipient gets nothing any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RecipientWithdrawn {
    /// The recipient.
    #[n(0)]
    pub recipient: Id,
}
event!(RecipientWithdrawn, 1802, 1, "evidence.recipient-withdrawn");

/// One original that is to be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Chosen {
    /// The act beside which it lies sealed.
    #[n(0)]
    pub act: Id,
    /// Its first slot there.
    #[n(1)]
    pub slot: u16,
}

impl std::fmt::Display for Chosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.act, self.slot)
    }
}

/// A text that names no original.
#[derive(Debug, thiserror::Error)]
#[error(
    "names no original: an act's number, a slash and a slot are wanted, such as 0f8fad5bd9cb469fa165708677289501/2"
)]
pub struct NotAnOriginal;

impl std::str::FromStr for Chosen {
    type Err = NotAnOriginal;

    fn from_str(text: &str) -> Result<Chosen, NotAnOriginal> {
        let (act, slot) = text.split_once('/').ok_or(NotAnOriginal)?;
        let slot = slot.parse().map_err(|_| NotAnOriginal)?;
        Ok(Chosen { act: act.parse().map_err(|_| NotAnOriginal)?, slot })
    }
}

/// A handover was proposed: originals of the entry's subject. The words of its legal basis are sealed beside the act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HandoverProposed {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// Who gets them.
    #[n(1)]
    pub recipient: Id,
    /// On what it rests.
    #[n(2)]
    pub basis: LegalBasis,
    /// Until which day the record is held.
    #[n(3)]
    pub until: Day,
    /// The originals.
    #[n(4)]
    pub originals: Vec<Chosen>,
}
event!(HandoverProposed, 1803, 1, "evidence.handover-proposed");

/// A second person approved it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HandoverApproved {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// The key that it is encrypted to.
    #[n(1)]
    pub key: String,
}
event!(HandoverApproved, 1804, 1, "evidence.handover-approved");

/// A handover was called off, or cannot go on: nothing was fetched.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HandoverCalledOff {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// True when a human must look: the recipient was withdrawn, or an original is gone.
    #[n(1)]
    pub stopped: bool,
}
event!(HandoverCalledOff, 1805, 1, "evidence.handover-called-off");

/// The originals lie packed for the recipient.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct EvidencePacked {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// SHA-256 of the package.
    #[n(1)]
    pub package: Hash,
    /// SHA-256 of the manifest in it, which has the hash of each original.
    #[n(2)]
    pub manifest: Hash,
    /// Size of the package, in bytes.
    #[n(3)]
    pub bytes: u64,
    /// How many originals.
    #[n(4)]
    pub originals: u32,
}
event!(EvidencePacked, 1806, 1, "evidence.packed");

/// It went through one more hand, and was the same.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HandPassed {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// Which hand.
    #[n(1)]
    pub hand: Hand,
    /// What was computed there: the package's hash when fetched, the manifest's from then on.
    #[n(2)]
    pub hash: Hash,
}
event!(HandPassed, 1807, 1, "evidence.hand-passed");

/// At one hand it was not the same: nothing more goes on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HandBroken {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// Which hand.
    #[n(1)]
    pub hand: Hand,
    /// What the hash should have been.
    #[n(2)]
    pub expected: Hash,
    /// What it was.
    #[n(3)]
    pub found: Hash,
}
event!(HandBroken, 1808, 1, "evidence.hand-broken");

pub(crate) fn specs() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<RecipientProposed>(),
        EventSpec::of::<RecipientApproved>(),
        EventSpec::of::<RecipientWithdrawn>(),
        EventSpec::of::<HandoverProposed>(),
        EventSpec::of::<HandoverApproved>(),
        EventSpec::of::<HandoverCalledOff>(),
        EventSpec::of::<EvidencePacked>(),
        EventSpec::of::<HandPassed>(),
        EventSpec::of::<HandBroken>(),
    ]
}

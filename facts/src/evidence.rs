//! Evidence that went to a lawful unit: what is held for it, and what that unit found (¶63).

use kernel::{Day, EventSpec, Id, code_list, event};
use minicbor::{Decode, Encode};

code_list! {
    /// What the unit that got the originals answers.
    pub EvidenceAnswer, "evidence-answer", version 1, source "A/HRC/31/58, ¶63 derived" {
        Confirmed = 1, "confirmed", "The match or lead is confirmed";
        NotConfirmed = 2, "not-confirmed", "The match or lead is not confirmed";
        MoreNeeded = 3, "more-needed", "More is needed to say";
    }
}

/// Originals of the entry's subject go to a lawful unit: the record is held until the day that was approved.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct EvidenceHeld {
    /// The handover: the hold has its number.
    #[n(0)]
    pub handover: Id,
    /// The unit that may need it; none for one outside of this node.
    #[n(1)]
    pub unit: Id,
    /// The last day.
    #[n(2)]
    pub until: Day,
}
event!(EvidenceHeld, 1820, 1, "evidence.held");

/// The unit that got the originals of the entry's subject answers.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct EvidenceAnswered {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// What it found.
    #[n(1)]
    pub answer: EvidenceAnswer,
    /// The record's pictures that it got, each by its place in the record, from 0.
    #[n(2)]
    pub pictures: Vec<u32>,
    /// The unit of this node that answers; none for one outside.
    #[n(3)]
    pub unit: Id,
}
event!(EvidenceAnswered, 1821, 1, "evidence.answered");

pub(crate) fn events() -> [EventSpec; 2] {
    [EventSpec::of::<EvidenceHeld>(), EventSpec::of::<EvidenceAnswered>()]
}

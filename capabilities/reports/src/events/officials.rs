//! What whoever must report told of their duty, and that a person has read it.

use crate::duty::UnderDuty;
use kernel::{Id, event};
use minicbor::{Decode, Encode};

/// Somebody reported in the course of work, and said what obliges them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DutyTold {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// What they said of it; the words are sealed beside the entry's act.
    #[n(1)]
    pub duty: UnderDuty,
}
event!(DutyTold, 1070, 1, "reports.duty-told");

/// A person has read what an official reported, and says so to them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Acknowledged {
    /// The report.
    #[n(0)]
    pub report: Id,
}
event!(Acknowledged, 1071, 1, "reports.acknowledged");

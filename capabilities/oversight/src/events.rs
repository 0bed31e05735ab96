//! What is entered about overseeing itself.

use crate::codes::{AnswerGround, FindingAnswer, WatchRule};
pub use facts::working::{HolidaySet, TimeZoneSet, WorkingWeekSet};
use kernel::{Day, EventSpec, Id, Role, event};
use minicbor::{Decode, Encode};

/// Somebody who oversees saw to everything up to an entry.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SeenTo {
    /// The last entry that they saw to.
    #[n(0)]
    pub up_to: u64,
}
event!(SeenTo, 920, 1, "oversight.seen-to");

/// The watch found that looks of the entry's subject, an officer, stand out. It is a question to whoever oversees.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct UnusualFound {
    /// The finding: follows from rule, officer, record and day, so that the same is found once.
    #[n(0)]
    pub finding: Id,
    /// By which rule.
    #[n(1)]
    pub rule: WatchRule,
    /// The officer's role.
    #[n(2)]
    pub role: Role,
    /// The officer's unit.
    #[n(3)]
    pub unit: Id,
    /// At whom or what; none where it is about a day as a whole.
    #[n(4)]
    pub record: Id,
    /// The day.
    #[n(5)]
    pub day: Day,
    /// How many looks.
    #[n(6)]
    pub counted: i64,
    /// Median and bound of what is ordinary for the officer.
    #[n(7)]
    pub own: Option<(i64, i64)>,
    /// Median and bound of what is ordinary for others in the role.
    #[n(8)]
    pub peers: Option<(i64, i64)>,
    /// The first of these looks.
    #[n(9)]
    pub first: u64,
    /// The last of these looks.
    #[n(10)]
    pub last: u64,
    /// The entry by which the glass was broken; 0 where none was.
    #[n(11)]
    pub glass: u64,
}
event!(UnusualFound, 921, 1, "oversight.unusual-found");

/// Whoever oversees answered a finding about the entry's subject, an officer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FindingAnswered {
    /// The finding.
    #[n(0)]
    pub finding: Id,
    /// In order, or passed on.
    #[n(1)]
    pub answer: FindingAnswer,
    /// On what the answer rests.
    #[n(2)]
    pub ground: AnswerGround,
}
event!(FindingAnswered, 922, 1, "oversight.finding-answered");

pub(crate) fn events() -> Vec<EventSpec> {
    vec![EventSpec::of::<SeenTo>(), EventSpec::of::<UnusualFound>(), EventSpec::of::<FindingAnswered>()]
}

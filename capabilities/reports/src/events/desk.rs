//! What the desk lays down for itself and does with others: points, hours, who has a report, which unit is asked.

use crate::codes::{Agreement, ConsultPart, ReturnReason};
use crate::priority::weights::Weights;
use crate::staffed::DeskWeek;
use kernel::{Id, Instant, event};
use minicbor::{Decode, Encode};

/// A table of points was proposed. The entry's act is the proposal's number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WeightsProposed {
    /// What each reason is to give.
    #[n(0)]
    pub weights: Weights,
    /// True when reports that wait are to get their points by it, too.
    #[n(1)]
    pub also_waiting: bool,
}
event!(WeightsProposed, 1050, 1, "reports.weights-proposed");

/// Reports get their points by this table from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WeightsSet {
    /// Its number, from 1.
    #[n(0)]
    pub version: u32,
    /// What each reason gives.
    #[n(1)]
    pub weights: Weights,
    /// Who proposed it.
    #[n(2)]
    pub proposed_by: Id,
    /// True when reports that wait get their points by it, too.
    #[n(3)]
    pub also_waiting: bool,
}
event!(WeightsSet, 1051, 1, "reports.weights-set");

/// The entry's report, which waits, has other points by the table in force.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PointsGiven {
    /// Number of the table.
    #[n(0)]
    pub version: u32,
    /// Its points from now on, 0 to 100.
    #[n(1)]
    pub points: u32,
}
event!(PointsGiven, 1052, 1, "reports.points-given");

/// Reports that waited were gone over so far, in the order in which they are due.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WaitingReassessed {
    /// Number of the table of points.
    #[n(0)]
    pub version: u32,
    /// By when the last of them was due.
    #[n(1)]
    pub upto_due: Instant,
    /// The last of them.
    #[n(2)]
    pub upto_report: Id,
    /// True when none is left.
    #[n(3)]
    pub done: bool,
}
event!(WaitingReassessed, 1053, 1, "reports.waiting-reassessed");

/// Hours of the desk were proposed. The entry's act is the proposal's number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DeskHoursProposed {
    /// The hours of each day.
    #[n(0)]
    pub hours: DeskWeek,
}
event!(DeskHoursProposed, 1054, 1, "reports.desk-hours-proposed");

/// What can wait counts these hours alone from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DeskHoursSet {
    /// The hours of each day.
    #[n(0)]
    pub hours: DeskWeek,
    /// Who proposed them.
    #[n(1)]
    pub proposed_by: Id,
}
event!(DeskHoursSet, 1055, 1, "reports.desk-hours-set");

/// Every hour counts from now on, and hours that waited to be set wait no more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RoundTheClock {}
event!(RoundTheClock, 1056, 1, "reports.round-the-clock");

/// A colleague looks after the report from now on, as the actor, of the same unit, gave it to them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Assigned {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The colleague's account.
    #[n(1)]
    pub to: Id,
}
event!(Assigned, 1057, 1, "reports.assigned");

/// A report that was referred is with the unit that it came from again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReferralReturned {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The unit that it came from.
    #[n(1)]
    pub to: Id,
    /// Why.
    #[n(2)]
    pub reason: ReturnReason,
}
event!(ReferralReturned, 1058, 1, "reports.referral-returned");

/// Somebody said whether the words of a report may distress whoever reads them next.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WordsMarked {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Whether they may distress.
    #[n(1)]
    pub may_distress: bool,
}
event!(WordsMarked, 1069, 1, "reports.words-marked");
/// Another unit is asked about a report, which stays where it is. The question is sealed beside the entry's act.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Consulted {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The number under which the unit finds what it is shown.
    #[n(1)]
    pub consultation: Id,
    /// The unit.
    #[n(2)]
    pub unit: Id,
    /// What it is shown, each part once.
    #[n(3)]
    pub parts: Vec<ConsultPart>,
    /// Until when.
    #[n(4)]
    pub until: Instant,
    /// What the reporter says to it; none where nobody can be asked.
    #[n(5)]
    pub agreement: Option<Agreement>,
}
event!(Consulted, 1059, 1, "reports.consulted");

/// The unit that was asked said what it thinks: sealed beside the entry's act. It is shown nothing more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ViewGiven {
    /// The consultation.
    #[n(0)]
    pub consultation: Id,
}
event!(ViewGiven, 1060, 1, "reports.view-given");

/// Whoever asked another unit asks no more: it is shown nothing from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ConsultationEnded {
    /// The consultation.
    #[n(0)]
    pub consultation: Id,
}
event!(ConsultationEnded, 1061, 1, "reports.consultation-ended");

/// Senders were told what became of the line in which their reports stand: so many of them just now.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LineTold {
    /// The report of the line.
    #[n(0)]
    pub head: Id,
    /// How many reports' senders.
    #[n(1)]
    pub reports: u32,
}
event!(LineTold, 1739, 1, "reports.line-told");

//! What is entered about holds, schedules and what falls due. The record concerned is the entry's subject.

use kernel::kept::{Anchor, RecordKind};
use kernel::{Day, EventSpec, Id, event};
use minicbor::{Decode, Encode};

use crate::codes::{HoldReason, ToTell};

/// The entry's subject must not be erased until a day.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HoldImposed {
    /// The hold.
    #[n(0)]
    pub hold: Id,
    /// Why.
    #[n(1)]
    pub reason: HoldReason,
    /// The authority that ordered it.
    #[n(2)]
    pub authority: Id,
    /// The document that says so.
    #[n(3)]
    pub document: Id,
    /// Its last day.
    #[n(4)]
    pub ends_on: Day,
}
event!(HoldImposed, 950, 1, "letting-go.hold-imposed");

/// A hold lasts longer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HoldRenewed {
    /// The hold.
    #[n(0)]
    pub hold: Id,
    /// The authority that ordered it.
    #[n(1)]
    pub authority: Id,
    /// The document that says so.
    #[n(2)]
    pub document: Id,
    /// Its last day from now on.
    #[n(3)]
    pub ends_on: Day,
}
event!(HoldRenewed, 951, 1, "letting-go.hold-renewed");

/// Somebody asked that a hold be lifted early.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LiftAsked {
    /// The hold.
    #[n(0)]
    pub hold: Id,
    /// The document that says why.
    #[n(1)]
    pub document: Id,
}
event!(LiftAsked, 952, 1, "letting-go.lift-asked");

/// Somebody else lifted it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HoldLifted {
    /// The hold.
    #[n(0)]
    pub hold: Id,
}
event!(HoldLifted, 953, 1, "letting-go.hold-lifted");

/// A hold's last day is past.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HoldEnded {
    /// The hold.
    #[n(0)]
    pub hold: Id,
}
event!(HoldEnded, 954, 1, "letting-go.hold-ended");

/// A hold ends soon: who still needs it renews it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HoldEndsSoon {
    /// The hold.
    #[n(0)]
    pub hold: Id,
    /// Its last day.
    #[n(1)]
    pub ends_on: Day,
}
event!(HoldEndsSoon, 955, 1, "letting-go.hold-ends-soon");

/// Somebody laid down how long records of a kind are kept. It waits for a second person.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ScheduleLaidDown {
    /// The schedule.
    #[n(0)]
    pub schedule: Id,
    /// The kind of record.
    #[n(1)]
    pub kind: RecordKind,
    /// From which event the term counts.
    #[n(2)]
    pub counts_from: Anchor,
    /// The term, in days.
    #[n(3)]
    pub days: u32,
    /// How many days before a record is erased it is shown.
    #[n(4)]
    pub notice_days: u32,
    /// The law that it rests on; names nobody.
    #[n(5)]
    pub basis: String,
}
event!(ScheduleLaidDown, 956, 1, "letting-go.schedule-laid-down");

/// Somebody else approved it: it is in force.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ScheduleApproved {
    /// The schedule.
    #[n(0)]
    pub schedule: Id,
    /// The one whose place it takes; none when it is the first of its kind.
    #[n(1)]
    pub replaces: Id,
}
event!(ScheduleApproved, 957, 1, "letting-go.schedule-approved");

/// The entry's subject falls due: shown before anything is put forward.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DueAnnounced {
    /// The schedule.
    #[n(0)]
    pub schedule: Id,
    /// What the record is.
    #[n(1)]
    pub kind: RecordKind,
    /// The first day on which its erasure may be put forward.
    #[n(2)]
    pub due_on: Day,
}
event!(DueAnnounced, 960, 1, "letting-go.due-announced");

/// The day has come: the schedule asks for the erasure of the entry's subject, and the overseer is to confirm it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ErasurePutForward {
    /// The schedule.
    #[n(0)]
    pub schedule: Id,
    /// Who laid the schedule down: the first of two.
    #[n(1)]
    pub laid_down_by: Id,
}
event!(ErasurePutForward, 961, 1, "letting-go.erasure-put-forward");

/// The entry's subject is not due after all: something was entered since, or the schedule changed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DueCalledOff {}
event!(DueCalledOff, 962, 1, "letting-go.due-called-off");

/// An erasure was put forward and nobody confirmed it in time.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ErasureWaits {}
event!(ErasureWaits, 963, 1, "letting-go.erasure-waits");

/// It was looked up which units were ever told of the entry's subject.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PartnersNamed {
    /// How many.
    #[n(0)]
    pub units: u32,
}
event!(PartnersNamed, 964, 1, "letting-go.partners-named");

/// A unit that was told of the entry's subject now knows what became of it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PartnerTold {
    /// The unit.
    #[n(0)]
    pub unit: Id,
    /// What it was told.
    #[n(1)]
    pub what: ToTell,
    /// The document by which it was told.
    #[n(2)]
    pub document: Id,
}
event!(PartnerTold, 965, 1, "letting-go.partner-told");

pub(crate) fn specs() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<HoldImposed>(),
        EventSpec::of::<HoldRenewed>(),
        EventSpec::of::<LiftAsked>(),
        EventSpec::of::<HoldLifted>(),
        EventSpec::of::<HoldEnded>(),
        EventSpec::of::<HoldEndsSoon>(),
        EventSpec::of::<ScheduleLaidDown>(),
        EventSpec::of::<ScheduleApproved>(),
        EventSpec::of::<DueAnnounced>(),
        EventSpec::of::<ErasurePutForward>(),
        EventSpec::of::<DueCalledOff>(),
        EventSpec::of::<ErasureWaits>(),
        EventSpec::of::<PartnersNamed>(),
        EventSpec::of::<PartnerTold>(),
    ]
}

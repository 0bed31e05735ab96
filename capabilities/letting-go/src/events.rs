//! What is entered about holds, schedules and what falls due. The record concerned is the entry's subject.

use kernel::codes::Sex;
use kernel::kept::{Anchor, RecordKind};
use kernel::{Day, EventSpec, Id, Span, event};
use minicbor::{Decode, Encode};

use crate::codes::{
    AnswerTo, AppealTo, Asks, ExtendReason, HoldReason, IdentityCheck, RefusalGround, ToTell,
};

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

/// Somebody asks what is held on the entry's subject, or that it be mended.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RequestMade {
    /// The request.
    #[n(0)]
    pub request: Id,
    /// What they ask.
    #[n(1)]
    pub asks: Asks,
    /// The parent or guardian who asks for a child; none when it is the subject.
    #[n(2)]
    pub guardian: Id,
    /// How it was checked who asks.
    #[n(3)]
    pub identity: IdentityCheck,
    /// True when their words are sealed beside it.
    #[n(4)]
    pub told: bool,
}
event!(RequestMade, 970, 1, "letting-go.request-made");

/// The answer takes longer. Once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RequestExtended {
    /// The request.
    #[n(0)]
    pub request: Id,
    /// Why.
    #[n(1)]
    pub reason: ExtendReason,
}
event!(RequestExtended, 971, 1, "letting-go.request-extended");

/// One person decided how a request is answered.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RequestDecided {
    /// The request.
    #[n(0)]
    pub request: Id,
    /// How.
    #[n(1)]
    pub answer: AnswerTo,
    /// On which ground something is refused.
    #[n(2)]
    pub ground: RefusalGround,
    /// To whom a refusal can be taken; none when nothing is refused.
    #[n(3)]
    pub appeal: Option<AppealTo>,
    /// Acts whose sealed words are withheld, because they name others.
    #[n(4)]
    pub withheld: Vec<Id>,
    /// The right days of birth; none when they were right.
    #[n(5)]
    pub born: Option<Span>,
    /// The right sex; none when it was right.
    #[n(6)]
    pub sex: Option<Sex>,
    /// True when the right name and notes are sealed beside it.
    #[n(7)]
    pub renamed: bool,
}
event!(RequestDecided, 972, 1, "letting-go.request-decided");

/// Another person released the answer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AnswerReleased {
    /// The request.
    #[n(0)]
    pub request: Id,
}
event!(AnswerReleased, 973, 1, "letting-go.answer-released");

/// The term of a request runs out soon.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RequestRunsOut {
    /// The request.
    #[n(0)]
    pub request: Id,
}
event!(RequestRunsOut, 974, 1, "letting-go.request-runs-out");

/// The term of a request was missed: a violation of the right of who asked.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RequestMissed {
    /// The request.
    #[n(0)]
    pub request: Id,
}
event!(RequestMissed, 975, 1, "letting-go.request-missed");

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
        EventSpec::of::<RequestMade>(),
        EventSpec::of::<RequestExtended>(),
        EventSpec::of::<RequestDecided>(),
        EventSpec::of::<AnswerReleased>(),
        EventSpec::of::<RequestRunsOut>(),
        EventSpec::of::<RequestMissed>(),
    ]
}

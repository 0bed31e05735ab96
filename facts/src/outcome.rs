//! What became of a proceeding, as far as other rooms act on it.

use kernel::codes::{ClosureReason, DemandCategory, DemandLevel, Iccs, ReleaseKind, Stage, Verdict};
use kernel::{Id, Span, event};
use minicbor::{Decode, Encode};

/// A conviction can no longer be appealed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ConvictionFinal {
    /// The convicted person.
    #[n(0)]
    pub person: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// The offence.
    #[n(2)]
    pub offence: Iccs,
    /// When the conduct was.
    #[n(3)]
    pub conduct_when: Span,
    /// When it became final.
    #[n(4)]
    pub happened: Span,
}
event!(ConvictionFinal, 120, 1, "cases.conviction-final");

/// A person will leave, or has left, custody.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReleasePlanned {
    /// The person released.
    #[n(0)]
    pub person: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// Which kind of release.
    #[n(2)]
    pub kind: ReleaseKind,
    /// On which day.
    #[n(3)]
    pub on: Span,
}
event!(ReleasePlanned, 121, 1, "cases.release-planned");

/// A case was opened.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct CaseOpened {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The offence, as known at the opening.
    #[n(1)]
    pub offence: Iccs,
    /// When the conduct was.
    #[n(2)]
    pub conduct_when: Span,
    /// True when no complaint was made (¶82(c)).
    #[n(3)]
    pub ex_officio: bool,
}
event!(CaseOpened, 122, 1, "cases.opened");

/// A person reached a stage of a proceeding. One proceeding is one person in one case, whatever the number of charges.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct StageReached {
    /// The person.
    #[n(0)]
    pub person: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// The stage.
    #[n(2)]
    pub stage: Stage,
    /// The verdict, at the stages that have one.
    #[n(3)]
    pub verdict: Verdict,
    /// When it was reached.
    #[n(4)]
    pub happened: Span,
}
event!(StageReached, 123, 1, "cases.stage-reached");

/// A person's proceeding ended without a verdict.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ProceedingClosed {
    /// The person; none when the whole case is closed.
    #[n(0)]
    pub person: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// Why.
    #[n(2)]
    pub reason: ClosureReason,
}
event!(ProceedingClosed, 124, 1, "cases.closed");

/// Demand was coded on a person or a case (¶22-48).
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DemandCoded {
    /// The person, or none when the case as a whole is coded.
    #[n(0)]
    pub person: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// The level.
    #[n(2)]
    pub level: DemandLevel,
    /// The category on that level.
    #[n(3)]
    pub category: DemandCategory,
}
event!(DemandCoded, 125, 1, "cases.demand-coded");

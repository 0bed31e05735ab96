//! Kinds of fact that stay in this room. What crosses is in `facts`; what an authority did stands beside its act, since the
//! act's body is the fact itself.

use crate::codes::{RiskLevel, SuspicionGround};
use kernel::codes::{ClosureReason, ConductOfExploitation, Country, Iccs, Sector};
use kernel::{Id, Span, event};
use minicbor::{Decode, Encode};

/// A case was opened: what this room keeps of it beyond what crosses.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct CaseFiled {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The report that it began with; none when there was none.
    #[n(1)]
    pub report: Id,
    /// The offence, as known at the opening.
    #[n(2)]
    pub offence: Iccs,
    /// When the conduct was.
    #[n(3)]
    pub conduct_when: Span,
    /// Where the conduct was.
    #[n(4)]
    pub country: Country,
    /// True when no complaint was made (¶82(c)).
    #[n(5)]
    pub ex_officio: bool,
}
event!(CaseFiled, 1200, 1, "cases.filed");

/// A case that is about units of some kind is heard outside of them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HeardOutside {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The unit that keeps it from now on.
    #[n(1)]
    pub unit: Id,
}
event!(HeardOutside, 1209, 1, "cases.heard-outside");

/// A suspect was named by this node: what this room keeps of it beyond what crosses.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SuspicionGrounded {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The suspect.
    #[n(1)]
    pub person: Id,
    /// The sector in or through which the suspect is said to have acted.
    #[n(2)]
    pub sector: Sector,
    /// What the naming rests on.
    #[n(3)]
    pub ground: SuspicionGround,
}
event!(SuspicionGrounded, 1201, 1, "cases.suspicion-grounded");

/// The prosecution decided to charge.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ChargeDecided {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The person charged.
    #[n(1)]
    pub person: Id,
    /// The offence charged.
    #[n(2)]
    pub offence: Iccs,
    /// What exploitation makes of a child (¶82(f)), where the charge is of that kind.
    #[n(3)]
    pub conduct: Option<ConductOfExploitation>,
}
event!(ChargeDecided, 1202, 1, "cases.charge-decided");

/// The risk to a victim, should this person be released, was assessed (¶56, 59).
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RiskAssessed {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The person whose release is in question.
    #[n(1)]
    pub person: Id,
    /// The victim.
    #[n(2)]
    pub victim: Id,
    /// The risk.
    #[n(3)]
    pub risk: RiskLevel,
    /// True when the victim's best interests were considered too: without that it opens no release.
    #[n(4)]
    pub best_interests_considered: bool,
}
event!(RiskAssessed, 1203, 1, "cases.risk-assessed");

/// A victim was asked to testify.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TestimonyRequested {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The victim.
    #[n(1)]
    pub victim: Id,
}
event!(TestimonyRequested, 1204, 1, "cases.testimony-requested");

/// This node ended a proceeding against somebody who is no suspect: a child whom an authority wronged (¶82(f)). Other rooms
/// count no such person, so it stays here.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WrongEnded {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The person.
    #[n(1)]
    pub person: Id,
    /// Why.
    #[n(2)]
    pub reason: ClosureReason,
}
event!(WrongEnded, 1205, 1, "cases.wrong-ended");

/// It was looked up who else was entered under a new person's name.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MatchesLookedFor {
    /// The new person.
    #[n(0)]
    pub person: Id,
    /// How many silent matches were found.
    #[n(1)]
    pub found: u32,
}
event!(MatchesLookedFor, 1206, 1, "cases.matches-looked-for");

/// Two units that do not know of each other's records entered persons under one name.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MatchFound {
    /// The match.
    #[n(0)]
    pub match_id: Id,
    /// The stricter record.
    #[n(1)]
    pub kept: Id,
    /// The other one.
    #[n(2)]
    pub other: Id,
}
event!(MatchFound, 1207, 1, "cases.match-found");

/// The keeper of the stricter record said whether the other unit may know of it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MatchAnswered {
    /// The match.
    #[n(0)]
    pub match_id: Id,
    /// True when it may.
    #[n(1)]
    pub share: bool,
}
event!(MatchAnswered, 1208, 1, "cases.match-answered");

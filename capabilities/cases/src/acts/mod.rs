//! What may be asked of this room: one file an act.
//!
//! An act by which an authority's deed is entered is the fact itself: its body is entered as it was sent.

mod appeal_lodged;
mod arrest_made;
mod assess_risk;
mod became_final;
mod charge_brought;
mod close_case;
mod closed_by_authority;
mod code_demand;
mod decide_charge;
mod decide_release;
mod declare_conflict;
mod divert;
mod diverted_by_authority;
mod enter_person;
mod find_matches;
pub(crate) mod hear_outside;
mod link_persons;
mod name_suspect;
mod open_case;
mod person_detained;
mod record_victim;
mod release_happened;
mod request_testimony;
mod sentence_passed;
mod share_case;
mod verdict_given;

pub use appeal_lodged::AppealLodged;
pub use arrest_made::ArrestMade;
pub use assess_risk::AssessRisk;
pub use became_final::BecameFinal;
pub use charge_brought::ChargeBrought;
pub use close_case::{CloseCase, SLOT_WORDS};
pub use closed_by_authority::ClosedByAuthority;
pub use code_demand::CodeDemand;
pub use decide_charge::DecideCharge;
pub use decide_release::DecideRelease;
pub use declare_conflict::DeclareConflict;
pub use divert::Divert;
pub use diverted_by_authority::DivertedByAuthority;
pub use enter_person::{EnterPerson, SLOT_PERSON};
pub(crate) use find_matches::MOST as MOST_MATCHES;
pub use find_matches::{AnswerMatch, FindMatches, match_id};
pub use hear_outside::HearOutside;
pub use link_persons::LinkPersons;
pub use name_suspect::NameSuspect;
pub use open_case::OpenCase;
pub use person_detained::PersonDetained;
pub use record_victim::RecordVictim;
pub use release_happened::ReleaseHappened;
pub use request_testimony::RequestTestimony;
pub use sentence_passed::SentencePassed;
pub use share_case::{ShareCase, UnshareCase};
pub use verdict_given::VerdictGiven;

use kernel::{ActSpec, EventSpec, Role};

/// Who opens and carries on a case.
const HANDLERS: &[Role] = &[Role::Investigator, Role::Prosecutor];
/// Who enters what an authority did, and decides a release.
const RECORDERS: &[Role] = &[Role::Investigator, Role::Prosecutor, Role::CourtOfficer];
/// Who enters persons and victims.
const CARERS: &[Role] = &[Role::Investigator, Role::Prosecutor, Role::CourtOfficer, Role::VictimSupport];

pub(crate) fn acts() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<OpenCase>(),
        ActSpec::of::<EnterPerson>(),
        ActSpec::of::<LinkPersons>(),
        ActSpec::of::<RecordVictim>(),
        ActSpec::of::<NameSuspect>(),
        ActSpec::of::<CodeDemand>(),
        ActSpec::of::<DecideCharge>(),
        ActSpec::of::<CloseCase>(),
        ActSpec::of::<Divert>(),
        ActSpec::of::<AssessRisk>(),
        ActSpec::of::<DecideRelease>(),
        ActSpec::of::<RequestTestimony>(),
        ActSpec::of::<DeclareConflict>(),
        ActSpec::of::<ShareCase>(),
        ActSpec::of::<UnshareCase>(),
        ActSpec::of::<FindMatches>(),
        ActSpec::of::<AnswerMatch>(),
        ActSpec::of::<HearOutside>(),
        ActSpec::of::<ArrestMade>(),
        ActSpec::of::<PersonDetained>(),
        ActSpec::of::<ChargeBrought>(),
        ActSpec::of::<VerdictGiven>(),
        ActSpec::of::<SentencePassed>(),
        ActSpec::of::<AppealLodged>(),
        ActSpec::of::<BecameFinal>(),
        ActSpec::of::<ReleaseHappened>(),
        ActSpec::of::<ClosedByAuthority>(),
        ActSpec::of::<DivertedByAuthority>(),
    ]
}

/// Kinds of fact that are entered as they were sent.
pub(crate) fn deeds() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<ArrestMade>(),
        EventSpec::of::<PersonDetained>(),
        EventSpec::of::<ChargeBrought>(),
        EventSpec::of::<VerdictGiven>(),
        EventSpec::of::<SentencePassed>(),
        EventSpec::of::<AppealLodged>(),
        EventSpec::of::<BecameFinal>(),
        EventSpec::of::<ReleaseHappened>(),
        EventSpec::of::<ClosedByAuthority>(),
        EventSpec::of::<DivertedByAuthority>(),
    ]
}

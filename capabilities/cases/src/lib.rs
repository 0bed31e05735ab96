//! Cases: from a report to a final outcome (A/HRC/31/58, ¶17, 22-49, 56-63, 78, 82(c), (d), (f)).
//!
//! A case is opened from a report or ex officio. Persons are entered once for all rooms; in a case they are victims or
//! suspects. One **proceeding** is one person in one case, whatever the number of charges, so that persons are counted and
//! every arrest can be followed to its outcome (¶63). What this node decides is refused where a rule forbids it; what an
//! authority did is entered all the same, marked, and put before the overseer.
//!
//! | act | kind | who | enters |
//! |---|---|---|---|
//! | [`OpenCase`](acts::OpenCase) | decision | handlers | a case; a report became a case |
//! | [`EnterPerson`](acts::EnterPerson), [`LinkPersons`](acts::LinkPersons) | decision | carers; recorders | a person; two records are one person |
//! | [`RecordVictim`](acts::RecordVictim) | decision | carers | a victim of the case |
//! | [`NameSuspect`](acts::NameSuspect) | decision | handlers | a suspect of the case; identified |
//! | [`CodeDemand`](acts::CodeDemand) | decision | handlers | a level of demand (¶22-48), or takes it back |
//! | [`DecideCharge`](acts::DecideCharge) | decision | prosecutor | charged |
//! | [`CloseCase`](acts::CloseCase), [`Divert`](acts::Divert) | decision | handlers | closed, with a reason |
//! | [`AssessRisk`](acts::AssessRisk) | decision | carers | risk to a victim before a release |
//! | [`DecideRelease`](acts::DecideRelease) | decision | recorders | a release is planned: who asked is told |
//! | [`RequestTestimony`](acts::RequestTestimony) | decision | recorders | a victim is asked to testify |
//! | [`DeclareConflict`](acts::DeclareConflict) | decision | all staff | a conflict of interest |
//! | [`ShareCase`](acts::ShareCase), [`UnshareCase`](acts::UnshareCase) | decision | handlers of the unit that opened it | who knows of the case |
//! | [`HearOutside`](acts::HearOutside) | decision | Tutela itself | the body that hears complaints has it, and no unit that it is about |
//! | [`FindMatches`](acts::FindMatches) | decision | Tutela itself | units that entered one name without knowing it |
//! | [`AnswerMatch`](acts::AnswerMatch) | decision | who holds the stricter record | whether the other unit is told |
//! | [`ArrestMade`](acts::ArrestMade), [`PersonDetained`](acts::PersonDetained) | fact | recorders | arrested |
//! | [`ChargeBrought`](acts::ChargeBrought) | fact | recorders | charged |
//! | [`VerdictGiven`](acts::VerdictGiven), [`SentencePassed`](acts::SentencePassed) | fact | recorders | verdict; sentenced |
//! | [`AppealLodged`](acts::AppealLodged), [`BecameFinal`](acts::BecameFinal) | fact | recorders | appealed; final, and a final conviction |
//! | [`ReleaseHappened`](acts::ReleaseHappened) | fact | recorders | a release: who asked is told at once |
//! | [`ClosedByAuthority`](acts::ClosedByAuthority), [`DivertedByAuthority`](acts::DivertedByAuthority) | fact | recorders | closed |
//!
//! Handlers: investigator, prosecutor. Recorders: these and court officers. Carers: recorders and victim support.
//!
//! Rules that touch these acts: victim-is-not-offender, no-consent-of-a-child, ex-officio,
//! no-programme-instead-of-prosecution, risk-before-release, no-judge-in-own-cause. They live in `rules` and read the
//! facets that the acts return.
//!
//! **Facts are never hidden.** They come late and with gaps, so none is refused for its order: the furthest stage stands, a
//! later charge, verdict or sentence replaces an earlier one by the day on which it happened, and other rooms are told of
//! each stage once a proceeding. An arrest, detention, charge, verdict, sentence or finality of somebody never named opens
//! the proceeding and names the suspect, since an authority did; an appeal, release, diversion or closing needs a
//! proceeding to speak of. Only what cannot be is a problem: a case or person that nobody entered, a day before birth or in
//! the future, an unknown verdict (it shows as a gap by itself).
//!
//! **A wronged child is no suspect.** Where a fact accuses somebody who was or may have been under 18 of what exploitation
//! made of them, it is entered, marked and followed to its outcome, but [`Proceeding::suspect`](tables::Proceeding) stays 0
//! and no suspect, stage or conviction is told to other rooms: the violation is counted by its rule, not as an offender.

pub mod acts;
pub mod codes;
pub mod events;
mod pages;
mod room;
pub mod tables;

mod checks;
mod deed;
mod kept;
mod matters;
mod release;
mod sealed;
mod silent;
#[cfg(test)]
mod tests;
mod told;

pub use deed::{Accusation, Deed};
pub use release::ASSESSMENT_HOLDS_DAYS;
pub use room::{READ_CASES, READ_NAMES, room};
pub use sealed::{PersonToken, persons_named, with_name_token};

use facts::complaint::CaseConcerned;
use kernel::{Charter, Event as _, EventSpec, Reactor, Work};

/// The pure half of the room.
#[must_use]
pub fn charter() -> Charter {
    let own = vec![
        EventSpec::of::<events::CaseFiled>(),
        EventSpec::of::<events::SuspicionGrounded>(),
        EventSpec::of::<events::ChargeDecided>(),
        EventSpec::of::<events::RiskAssessed>(),
        EventSpec::of::<events::TestimonyRequested>(),
        EventSpec::of::<events::WrongEnded>(),
        EventSpec::of::<events::MatchesLookedFor>(),
        EventSpec::of::<events::MatchFound>(),
        EventSpec::of::<events::MatchAnswered>(),
        EventSpec::of::<events::HeardOutside>(),
    ];
    Charter {
        name: "cases",
        paragraphs: "17, 22-49, 56-63, 78, 82(c), 82(d), 82(f)",
        acts: acts::acts(),
        reads: vec![&READ_CASES, &READ_NAMES],
        events: own.into_iter().chain(acts::deeds()).collect(),
        projections: tables::projections(),
        reactors: vec![
            silent::REACTOR,
            Reactor {
                name: "cases.hear-outside",
                on: CaseConcerned::KIND,
                work: Work::Act(acts::hear_outside::react),
            },
        ],
        tables: tables::tables(),
        bars: vec![kept::OPEN_CASE],
        kinds: kept::KINDS.into(),
        touches: kept::touches(),
        kept: kept::kept(),
        ..Charter::default()
    }
}

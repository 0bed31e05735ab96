//! The small vocabulary of what crosses between rooms, and the standing of each person.
//!
//! | fact | entered by | who listens |
//! |---|---|---|
//! | [`ReportFiled`](report::ReportFiled) | reports | known-material (matches the pictures' hashes) |
//! | [`ReportBecameCase`](report::ReportBecameCase) | cases | reports (the queue shows it); complaints (the case is about the same units) |
//! | [`PersonEntered`](person::PersonEntered), [`PersonsLinked`](person::PersonsLinked) | cases | standing |
//! | [`VictimRecorded`](person::VictimRecorded), [`SuspectNamed`](person::SuspectNamed) | cases | standing, victims |
//! | [`GuardianNamed`](person::GuardianNamed), [`GuardianExcluded`](person::GuardianExcluded) | victims | standing |
//! | [`WishStated`](person::WishStated) | victims | victims (release notices) |
//! | [`ConvictionFinal`](outcome::ConvictionFinal) | cases | standing; later the register |
//! | [`CaseOpened`](outcome::CaseOpened), [`StageReached`](outcome::StageReached), [`ProceedingClosed`](outcome::ProceedingClosed), [`DemandCoded`](outcome::DemandCoded) | cases | demand-map |
//! | [`ThreadNotice`](report::ThreadNotice) | victims | reports (shown in the thread) |
//! | [`ReleasePlanned`](outcome::ReleasePlanned) | cases | victims (who asked is told before) |
//! | [`ErasureToTell`](letting_go::ErasureToTell) | letting-go | partners, by whoever keeps in touch with them |
//! | [`PersonCorrected`](letting_go::PersonCorrected) | letting-go | standing; cases (the name) |
//! | [`CorrectionToTell`](letting_go::CorrectionToTell) | letting-go | partners |
//! | [`HumanWanted`](call::HumanWanted) | reports | calling (whoever is on duty is reached) |
//! | [`CaseConcerned`](complaint::CaseConcerned) | reports | cases: it is heard outside of the units that it is about |
//! | [`MachineReportComplete`](machine::MachineReportComplete) | platforms | reports (the desk hears of it) |
//! | [`EvidenceHeld`](evidence::EvidenceHeld) | evidence | letting-go (the record is held until a day) |
//! | [`EvidenceAnswered`](evidence::EvidenceAnswered) | evidence | whoever has the match or lead |
//! | [`AddressSettled`](address::AddressSettled), [`HostStands`](address::HostStands), [`AddressActed`](address::AddressActed) | takedown | exchange (other hotlines are told) |
//! | [`AddressHandedIn`](address::AddressHandedIn), [`HotlineActed`](address::HotlineActed) | exchange | takedown (takes it in; looks again) |
//! | [`SenderToTell`](machine::SenderToTell) | reports, cases | platforms (the sender's system is told) |
//! | [`LineToTell`](machine::LineToTell) | reports, cases | reports (tells each sender whose report stands in the line) |
//! | [`ConflictDeclared`](conflict::ConflictDeclared), [`KeptAway`](conflict::KeptAway) | cases, reports | rule no-judge-in-own-cause; need to know |
//! | [`WorkingWeekSet`](working::WorkingWeekSet), [`HolidaySet`](working::HolidaySet), [`TimeZoneSet`](working::TimeZoneSet) | oversight | oversight (looks outside of hours), reports (by when an answer is due) |
//!
//! What rules need to know across rooms is one projection, [`standing`], written in the same transaction.

pub mod address;
pub mod call;
pub mod complaint;
pub mod conflict;
pub mod evidence;
mod held;
pub mod letter;
pub mod letting_go;
pub mod machine;
pub mod original;
pub mod outcome;
pub mod person;
pub mod report;
pub mod standing;
#[cfg(feature = "testing")]
pub mod testing;
pub mod unit;
pub mod working;

/// The code lists of this floor, for interfaces and the check of translations.
#[must_use]
pub fn catalogue() -> Vec<kernel::codes::Listing> {
    use kernel::codes::Listing;
    vec![
        Listing::of::<unit::UnitKind>(),
        Listing::of::<complaint::Body>(),
        Listing::of::<machine::Wire>(),
        Listing::of::<machine::SenderStage>(),
        Listing::of::<machine::Needed>(),
        Listing::of::<original::OriginalKind>(),
        Listing::of::<evidence::EvidenceAnswer>(),
        Listing::of::<address::HostKind>(),
        Listing::of::<address::AddressGrade>(),
        Listing::of::<address::AddressAction>(),
    ]
}

pub use standing::{Standing, charter, handles, person_needs, persons_standing, records_of, standing_needs};

//! Known material: hash lists, matching, leads (¶63).
//!
//! Partners and units keep lists of hashes of known child sexual abuse material. The pictures of each new report are
//! compared with them: exactly (SHA-256, MD5) and by PDQ within each list's own distance. A match is a *lead*: it says
//! list, distance and grade, and stays unverified until a named unit confirms or rejects it. No picture is ever shown
//! here; the room knows hashes, numbers and grades.
//!
//! # From a report to a lead
//! 1. `reports` enters [`ReportFiled`]; the reaction [`MATCH`] leaves a job for a worker.
//! 2. The worker holds all lists in a [`Matcher`](matcher::Matcher) and answers under the job's id with
//!    [`RecordMatches`](acts::RecordMatches): at once without hits when no pictures came.
//! 3. Each hit that still stands becomes a lead; no hits are entered as "checked, none found".
//! 4. An analyst or investigator confirms or rejects the lead for their unit.
//!
//! # Acts
//! | act | number | by | enters |
//! |---|---|---|---|
//! | [`CreateList`](acts::CreateList) | 200 | analyst, investigator | a list that their unit keeps |
//! | [`AddHashes`](acts::AddHashes) | 201 | the list's unit | entries; their hashes are sealed rows |
//! | [`WithdrawHashes`](acts::WithdrawHashes) | 202 | the list's unit | entries that match nothing any more |
//! | [`RecordMatches`](acts::RecordMatches) | 203 | Tutela itself | that pictures were checked; leads |
//! | [`ConfirmLead`](acts::ConfirmLead) | 204 | analyst, investigator | confirmed by the named unit |
//! | [`RejectLead`](acts::RejectLead) | 205 | analyst, investigator | not confirmed, by the named unit |
//! | [`LetMatch`](service::acts::LetMatch), [`EndMatch`](service::acts::EndMatch) | 249, 248 | the list's unit | that a machine key may ask the list, or no longer |
//! | [`SetMatchQuota`](service::acts::SetMatchQuota) | 247 | administrator | how much it looks up at most |
//! | [`KeepLookUps`](service::acts::KeepLookUps) | 246 | Tutela itself | how much was looked up, and a digest of it |
//! | [`NoteProbing`](service::acts::NoteProbing) | 245 | Tutela itself | that somebody's look-ups look like probing |
//! | [`HearAnswer`](acts::HearAnswer) | 808 | Tutela itself | what a unit found that got the pictures as evidence |
//!
//! # Rules that apply
//! - *victim-is-not-offender* (82(f)): no hash hit makes anybody a suspect. No act here has a facet about a person and no
//!   fact of the room names one; a suspect is named in `cases`, by a person's own assessment.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with a report or list leaves its leads or entries to others.
//! - *every-look-leaves-a-trace* (52, 69): taking hashes out of a list is a read with a purpose that names the list.
//!
//! # What goes in and out
//! [`room`] shows staff lists, entries (without hashes), leads and checks; no picture is ever shown. [`import`] takes a file
//! of hashes into a list and [`export`] takes one out for a partner; [`csv`] is how such files look and [`hashes`] what one
//! entry holds. One person takes out at most [`MAX_ALONE`] entries: more is refused in the name of *two-people* (52, 69), and
//! there is no way yet for a second person to confirm it. [`service`] answers machines that ask whether a hash or a file is
//! listed. [`MatchWorker`] compares new pictures with all lists; a list is
//! not compared with pictures that came before it.

pub mod acts;
pub mod codes;
pub mod csv;
pub mod events;
mod files;
pub mod hashes;
pub mod matcher;
mod pages;
mod room;
pub mod service;
pub mod tables;
mod worker;

#[cfg(test)]
mod testing;

pub use files::{ExportFault, ImportFault, Imported, MAX_ALONE, MAX_WRONG, export, import};
pub use room::room;
pub use worker::MatchWorker;

use facts::evidence::EvidenceAnswered;
use facts::report::ReportFiled;
use kernel::kept::{Kind, RecordKind};
use kernel::{Charter, Event, EventSpec, Reactor, ReadKind, Role, Work};

/// The reaction to a report: a worker compares its pictures with all lists and answers with
/// [`RecordMatches`](acts::RecordMatches).
pub const MATCH: &str = "known-material.match";

/// Lists: names, sizes, no hashes.
pub const READ_LISTS: ReadKind = ReadKind {
    code: 200,
    name: "known-material.lists",
    roles: &[Role::Analyst, Role::Investigator, Role::Overseer],
    personal: false,
};

/// Leads: codes and numbers, no picture.
pub const READ_LEADS: ReadKind = ReadKind {
    code: 201,
    name: "known-material.leads",
    roles: &[Role::Analyst, Role::Investigator, Role::Overseer],
    personal: false,
};

/// A list's hashes as a file for a partner. They point to victims' pictures, so the look leaves a trace that names the list.
pub const READ_HASHES: ReadKind = ReadKind {
    code: 202,
    name: "known-material.hashes",
    roles: &[Role::Analyst, Role::Investigator],
    personal: true,
};

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "known-material",
        paragraphs: "63",
        acts: acts::specs().into_iter().chain(service::acts::specs()).collect(),
        reads: vec![
            &READ_LISTS,
            &READ_LEADS,
            &READ_HASHES,
            &service::READ_MATCH,
            &service::READ_LOOK_UPS,
            &service::room::READ_CHECKED,
        ],
        events: [
            EventSpec::of::<events::ListCreated>(),
            EventSpec::of::<events::HashesAdded>(),
            EventSpec::of::<events::HashesWithdrawn>(),
            EventSpec::of::<events::PicturesChecked>(),
            EventSpec::of::<events::LeadFound>(),
            EventSpec::of::<events::LeadConfirmed>(),
            EventSpec::of::<events::LeadRejected>(),
            EventSpec::of::<events::AnswerHeard>(),
        ]
        .into_iter()
        .chain(service::tables::events())
        .collect(),
        projections: tables::projections().into_iter().chain(service::tables::projections()).collect(),
        reactors: vec![
            Reactor { name: MATCH, on: ReportFiled::KIND, work: Work::Worker },
            Reactor {
                name: "known-material.hear-answer",
                on: EvidenceAnswered::KIND,
                work: Work::Act(acts::hear_answer::react),
            },
        ],
        tables: tables::tables().into_iter().chain(service::tables::tables()).collect(),
        kinds: vec![Kind {
            kind: RecordKind::HashList,
            last_event: "the last entry added to it or withdrawn",
        }],
        touches: tables::touches(),
        kept: tables::kept().into_iter().chain(service::tables::kept()).collect(),
        ..Charter::default()
    }
}

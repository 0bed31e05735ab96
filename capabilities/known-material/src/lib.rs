//! Known material: hash lists, matching, leads (¶63).
//!
//! Partners and units keep lists of hashes of known child sexual abuse material, each under its own law and grades. The pictures of each new
//! report are compared with them: exactly (SHA-256, MD5) and by PDQ within each list's own distance. A match is a *lead*: it says list, distance
//! and grade, and stays unverified until a named unit confirms or rejects it. No picture is ever shown here; the room knows hashes, numbers and
//! grades.
//!
//! # From a report to a lead
//! 1. `reports` enters [`ReportFiled`]; the reaction [`MATCH`] leaves a job for a worker.
//! 2. The worker holds all lists in a [`Matcher`](matcher::Matcher), in memory alone, and answers under the job's id with
//!    [`RecordMatches`](acts::RecordMatches): at once without hits when no pictures came.
//! 3. Each hit that still stands becomes a lead; no hits are entered as "checked, none found".
//! 4. An analyst or investigator confirms or rejects the lead for their unit.
//! 5. New and regraded entries are compared with the pictures of all reports that are still here ([`LOOK_BACK`], [`LOOK_AGAIN`]).
//!
//! # The life of an entry
//! Somebody enters it, and with it proposes its grade → another person agrees, and the grade is confirmed ([`VoteGrade`](acts::VoteGrade)) →
//! whoever sees it may dispute it → it is withdrawn, or its day is over: nothing matches it from the next look-up on, and its leads on which
//! nobody decided show *withdrawn* and are none ([`Undone`](codes::Undone)). Nobody votes twice, nobody on what they proposed.
//!
//! What two people know to be harmless (a **negative list**, or one entry) makes no lead. A match by likeness is set aside where such an entry is
//! the same file by SHA-256 or looks more alike; the table `set_aside` says by which entry. The same file on a list is never set aside. When the
//! negative entry goes, what it kept back becomes leads in the same act.
//!
//! # Who sees a list
//! Every unit, or the one that keeps it and those named ([`ShowList`](acts::ShowList)); whoever does not is answered like before a list that never
//! was. Tutela itself compares reports with all lists: a lead says its distance and grade to whoever knows of the report, and its list's name to
//! whoever sees the list.
//!
//! # Acts
//! | act | number | by | enters |
//! |---|---|---|---|
//! | [`CreateList`](acts::CreateList) | 200 | analyst, investigator | a list that their unit keeps |
//! | [`AddHashes`](acts::AddHashes) | 201 | the list's unit | entries; their hashes are sealed rows |
//! | [`WithdrawHashes`](acts::WithdrawHashes) | 202 | the list's unit | entries that match nothing any more |
//! | [`RecordMatches`](acts::RecordMatches) | 203 | Tutela itself | that pictures were checked; leads, and what is set aside |
//! | [`ConfirmLead`](acts::ConfirmLead) | 204 | analyst, investigator | confirmed by the named unit |
//! | [`RejectLead`](acts::RejectLead) | 205 | analyst, investigator | not confirmed, by the named unit |
//! | [`ShowList`](acts::ShowList) | 206 | the list's unit | another unit sees it |
//! | [`HideList`](acts::HideList) | 207 | the list's unit | a unit, or all that were not named, see it no more |
//! | [`ProposeGrade`](acts::ProposeGrade) | 208 | the list's unit | another grade waits for a second person |
//! | [`VoteGrade`](acts::VoteGrade) | 209 | whoever sees the list, not who proposed | a vote; a grade in force |
//! | [`Dispute`](acts::Dispute) | 210 | whoever sees the list | a dispute with its reason |
//! | [`AnswerDispute`](acts::AnswerDispute) | 211 | the list's unit, not who disputed | its answer, and what follows |
//! | [`SetExpiry`](acts::SetExpiry) | 212 | the list's unit | the last day of entries |
//! | [`ExpireHashes`](acts::ExpireHashes) | 213 | Tutela itself | entries whose day is over |
//! | [`NoteVictims`](acts::NoteVictims) | 214 | investigator, victim support | how far victims are found and safe |
//! | [`ProposeMapping`](acts::ProposeMapping) | 215 | administrator, overseer | what the labels of each law are |
//! | [`ApproveMapping`](acts::ApproveMapping) | 216 | another of them | that table, under the next number |
//! | [`LookBack`](acts::LookBack) | 217 | Tutela itself | that entries were compared with what came before |
//! | [`LetMatch`](service::acts::LetMatch), [`EndMatch`](service::acts::EndMatch) | 249, 248 | the list's unit | that a machine key may ask the list, or no longer |
//! | [`SetMatchQuota`](service::acts::SetMatchQuota) | 247 | administrator | how much it looks up at most |
//! | [`KeepLookUps`](service::acts::KeepLookUps) | 246 | Tutela itself | how much was looked up, and a digest of it |
//! | [`NoteProbing`](service::acts::NoteProbing) | 245 | Tutela itself | that somebody's look-ups look like probing |
//! | [`HearAnswer`](acts::HearAnswer) | 808 | Tutela itself | what a unit found that got the pictures as evidence |
//!
//! # Rules that apply
//! - *victim-is-not-offender* (82(f)): no hash hit makes anybody a suspect. No act here has a facet about a person and no
//!   fact of the room names one; a suspect is named in `cases`, by a person's own assessment.
//! - *two-people* (52, 69): a grade, the answer to a dispute, and the table of labels are never one person's.
//! - *no-judge-in-own-cause* (46, 52): who has a conflict with a report or list leaves its leads or entries to others.
//! - *every-look-leaves-a-trace* (52, 69): taking hashes out of a list, and reading how far victims are found, is a read with a purpose that
//!   names the list.
//!
//! # What goes in and out
//! [`room`] shows staff lists, entries (without hashes), leads and checks; no picture is ever shown. [`import`] takes a file
//! of hashes into a list and [`export`] takes one out for a partner; [`csv`] is how such files look and [`hashes`] what one
//! entry holds. One person takes out at most [`MAX_ALONE`] entries: more is refused in the name of *two-people* (52, 69), and
//! there is no way yet for a second person to confirm it. [`service`] answers machines that ask whether a hash or a file is listed.
//!
//! # Limits
//! - An entry is still found for up to an hour after its last day.
//! - A match by MD5 alone is told and sets nothing aside: two files of one MD5 can be made on purpose.
//! - A grade that was voted on is the neutral one of all lists; the label of a State's law is read from the table of labels, not kept with the entry.

pub mod acts;
mod apply;
pub mod codes;
pub mod csv;
pub mod events;
mod expiry;
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
#[cfg(test)]
mod together;

pub use files::{ExportFault, ImportFault, Imported, MAX_ALONE, MAX_WRONG, export, import};
pub use room::room;
pub use worker::MatchWorker;

use facts::evidence::EvidenceAnswered;
use facts::report::ReportFiled;
use kernel::kept::{Kind, RecordKind};
use kernel::{Charter, Event, Reactor, ReadKind, Role, Work};

/// The reaction to a report: a worker compares its pictures with all lists and answers with
/// [`RecordMatches`](acts::RecordMatches).
pub const MATCH: &str = "known-material.match";

/// The reaction to new entries: a worker compares them with the pictures that came before and answers with [`LookBack`](acts::LookBack).
pub const LOOK_BACK: &str = "known-material.look-back";

/// The same for entries whose grade was confirmed.
pub const LOOK_AGAIN: &str = "known-material.look-again";

/// Lists: names, sizes, no hashes.
pub const READ_LISTS: ReadKind = ReadKind {
    code: 200,
    name: "known-material.lists",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport, Role::Overseer],
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

/// How far the victims of an entry are found and safe: for those who find and protect them.
pub const READ_VICTIMS: ReadKind = ReadKind {
    code: 203,
    name: "known-material.victims",
    roles: &[Role::Investigator, Role::VictimSupport],
    personal: true,
};

/// What the labels of each law are in the grades that all lists share.
pub const READ_MAPPINGS: ReadKind = ReadKind {
    code: 204,
    name: "known-material.mappings",
    roles: &[Role::Analyst, Role::Investigator, Role::VictimSupport, Role::Overseer, Role::Administrator],
    personal: false,
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
            &READ_VICTIMS,
            &READ_MAPPINGS,
            &service::READ_MATCH,
            &service::READ_LOOK_UPS,
            &service::room::READ_CHECKED,
        ],
        events: events::specs().into_iter().chain(service::tables::events()).collect(),
        projections: apply::projections().into_iter().chain(service::tables::projections()).collect(),
        reactors: vec![
            Reactor { name: MATCH, on: ReportFiled::KIND, work: Work::Worker },
            Reactor { name: LOOK_BACK, on: events::HashesAdded::KIND, work: Work::Worker },
            Reactor { name: LOOK_AGAIN, on: events::GradeConfirmed::KIND, work: Work::Worker },
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

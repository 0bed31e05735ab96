//! The room's tables, and what facts make of them.

use crate::codes::{How, ListPurpose};
use crate::events::{
    AnswerHeard, HashesAdded, HashesWithdrawn, LeadConfirmed, LeadFound, LeadRejected, ListCreated,
    PicturesChecked,
};
use facts::report::ReportFiled;
use kernel::codes::{Country, Grade, LeadState};
use kernel::kept::{Anchor, Kept, RecordKind, Touch};
use kernel::knowing::hold;
use kernel::{Apply, Entry, Event, Id, Instant, Record, Table, TableFault, Tables, record};

record! {
    /// Hash lists of known material.
    pub struct HashList in "hash_list", Derived, key 1, indexes [by_owner: 2] {
        /// The list.
        list: Id, Internal;
        /// Its short name; names no person.
        name: String, Internal;
        /// The unit that keeps it; only this unit changes it.
        owner: Id, Internal;
        /// The State under whose law it is graded, ISO 3166-1 numeric.
        country: Country, Internal;
        /// Version of the grading scheme.
        grade_scheme: i64, Internal;
        /// Largest perceptual distance that counts as a match, in bits, 0 to 31.
        max_distance: i64, Internal;
        /// What it is for.
        purpose: ListPurpose, Internal;
        /// Entries ever added; they are numbered from 1.
        entries: i64, Internal;
        /// Entries withdrawn since.
        withdrawn: i64, Internal;
        /// When it was created, UTC ms.
        created_at: Instant, Internal;
    }
}

record! {
    /// Entries of hash lists; their hashes are in list_hash.
    pub struct HashEntry in "hash_entry", Derived, key 2, indexes [] {
        /// The list.
        list: Id, Internal;
        /// The entry's number in the list, from 1.
        entry: i64, Internal;
        /// The list's grade of it.
        grade: Grade, Internal;
        /// 1 when withdrawn: nothing matches it any more.
        withdrawn: bool, Internal;
        /// When it was added, UTC ms.
        added_at: Instant, Internal;
    }
}

record! {
    /// The hashes of list entries: sealed rows beside the act that added them, under the key of their list.
    pub struct ListHash in "list_hash", Sealed, key 2, indexes [] {
        /// The list; also the subject under whose key the row is sealed.
        list: Id, Internal;
        /// The entry's number in the list, from 1.
        entry: i64, Internal;
        /// SHA-256 of the file, 32 bytes, or empty.
        sha256: Vec<u8>, Sealed;
        /// MD5 of the file, 16 bytes, or empty.
        md5: Vec<u8>, Sealed;
        /// PDQ of the picture, 32 bytes, or empty.
        pdq: Vec<u8>, Sealed;
    }
}

record! {
    /// Whether the pictures of a report were compared with all lists.
    pub struct PictureCheck in "picture_check", Derived, key 1, indexes [by_checked: 2] {
        /// The report.
        report: Id, Internal;
        /// Pictures that came with it.
        pictures: i64, Internal;
        /// When they were compared last, UTC ms; 0 before.
        checked_at: Instant, Internal;
        /// Leads found so far.
        leads: i64, Internal;
        /// Pictures that could be compared by their exact digests only, the last time.
        exact_only: i64, Internal;
        /// Weaker matches that were not entered, the last time.
        left_out: i64, Internal;
    }
}

record! {
    /// Leads: matches that nobody, or a named unit, has verified.
    pub struct Lead in "lead", Derived, key 1, indexes [by_state: 8 9, by_report: 1 2] {
        /// The lead.
        lead: Id, Internal;
        /// The report.
        report: Id, Internal;
        /// The picture's place in the report, from 0.
        picture: i64, Internal;
        /// The list.
        list: Id, Internal;
        /// The entry's number in the list.
        entry: i64, Internal;
        /// How it was found.
        how: How, Internal;
        /// Bits that differ, 0 to 31; 0 when the file is the same.
        distance: i64, Internal;
        /// The list's grade of the entry.
        grade: Grade, Internal;
        /// Unverified, confirmed or not confirmed.
        state: LeadState, Internal;
        /// When it was found, UTC ms.
        at: Instant, Internal;
        /// Who confirmed or rejected it; none before.
        decided_by: Id, Internal;
        /// For which unit; none before.
        unit: Id, Internal;
        /// When, UTC ms; 0 before.
        decided_at: Instant, Internal;
    }
}

/// Index of [`Lead`] by report and picture.
pub(crate) const LEADS_OF: &str = "lead_by_report";

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![HashList::TABLE, HashEntry::TABLE, ListHash::TABLE, PictureCheck::TABLE, Lead::TABLE]
}

/// What the room's tables hold on whom.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(HashList::TABLE, &["list"], &[]),
        Kept::of(HashEntry::TABLE, &["list"], &[]),
        Kept::of(ListHash::TABLE, &["list"], &[]),
        Kept::of(PictureCheck::TABLE, &["report"], &[]),
        Kept::of(Lead::TABLE, &["report"], &["list", "decided_by"]),
    ]
}

/// Facts that move the clocks of hash lists.
pub(crate) fn touches() -> Vec<Touch> {
    let touch = |on, hand, whose| Touch { on, kind: RecordKind::HashList, hand, whose };
    vec![
        touch(ListCreated::KIND, Anchor::Entered, |entry| Ok(entry.event::<ListCreated>()?.list)),
        touch(HashesAdded::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<HashesAdded>()?.list)),
        touch(HashesWithdrawn::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<HashesWithdrawn>()?.list)),
    ]
}

/// What facts make of the room's tables.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (ReportFiled::KIND, apply_filed as Apply),
        (ListCreated::KIND, apply_created),
        (HashesAdded::KIND, apply_added),
        (HashesWithdrawn::KIND, apply_withdrawn),
        (PicturesChecked::KIND, apply_checked),
        (LeadFound::KIND, apply_found),
        (LeadConfirmed::KIND, apply_confirmed),
        (LeadRejected::KIND, apply_rejected),
        (AnswerHeard::KIND, apply_heard),
    ]
}

fn apply_filed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let filed: ReportFiled = entry.event()?;
    tables.put(&PictureCheck {
        report: filed.report,
        pictures: i64::from(filed.pictures),
        checked_at: Instant(0),
        leads: 0,
        exact_only: 0,
        left_out: 0,
    })
}

fn apply_created(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let created: ListCreated = entry.event()?;
    // Whoever matches pictures knows of all lists.
    hold(tables, Id::NONE, created.list)?;
    tables.put(&HashList {
        list: created.list,
        name: created.name,
        owner: entry.actor.unit,
        country: created.country,
        grade_scheme: i64::from(created.grade_scheme),
        max_distance: i64::from(created.max_distance),
        purpose: created.purpose,
        entries: 0,
        withdrawn: 0,
        created_at: entry.recorded,
    })
}

fn apply_added(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let added: HashesAdded = entry.event()?;
    let (list, added_at, withdrawn) = (added.list, entry.recorded, false);
    let mut last = 0;
    for (number, grade) in (i64::from(added.first)..).zip(added.grades) {
        tables.put(&HashEntry { list, entry: number, grade, withdrawn, added_at })?;
        last = number;
    }
    tables.change::<HashList>(list, |row| row.entries = row.entries.max(last))
}

fn apply_withdrawn(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: HashesWithdrawn = entry.event()?;
    let mut gone = 0;
    for number in event.entries {
        tables.change::<HashEntry>((event.list, i64::from(number)), |row| {
            gone += i64::from(!row.withdrawn);
            row.withdrawn = true;
        })?;
    }
    tables.change::<HashList>(event.list, |row| row.withdrawn = row.withdrawn.saturating_add(gone))
}

fn apply_checked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: PicturesChecked = entry.event()?;
    tables.change::<PictureCheck>(event.report, |row| {
        row.checked_at = entry.recorded;
        row.leads = row.leads.saturating_add(i64::from(event.leads));
        row.exact_only = i64::from(event.exact_only);
        row.left_out = i64::from(event.left_out);
    })
}

fn apply_found(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LeadFound { lead, report, hit } = entry.event()?;
    tables.put(&Lead {
        lead,
        report,
        picture: i64::from(hit.picture),
        list: hit.list,
        entry: i64::from(hit.entry),
        how: hit.how,
        distance: i64::from(hit.distance),
        grade: hit.grade,
        state: LeadState::Unverified,
        at: entry.recorded,
        decided_by: Id::NONE,
        unit: Id::NONE,
        decided_at: Instant(0),
    })
}

fn apply_confirmed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: LeadConfirmed = entry.event()?;
    decide(tables, entry, event.lead, LeadState::Confirmed)
}

fn apply_rejected(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: LeadRejected = entry.event()?;
    decide(tables, entry, event.lead, LeadState::NotConfirmed)
}

/// Nobody here decided: Tutela heard what the unit answered.
fn apply_heard(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AnswerHeard { leads, confirmed, unit, .. } = entry.event()?;
    for lead in leads {
        tables.change::<Lead>(lead, |row| {
            row.state = if confirmed { LeadState::Confirmed } else { LeadState::NotConfirmed };
            row.unit = unit;
            row.decided_at = entry.recorded;
        })?;
    }
    Ok(())
}

fn decide(tables: &mut dyn Tables, entry: &Entry, lead: Id, state: LeadState) -> Result<(), TableFault> {
    tables.change::<Lead>(lead, |row| {
        row.state = state;
        row.decided_by = entry.actor.id;
        row.unit = entry.actor.unit;
        row.decided_at = entry.recorded;
    })
}

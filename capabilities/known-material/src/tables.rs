//! The room's tables: lists, entries and what people say of them, leads. What facts make of them stands in `apply.rs`.

use crate::codes::{
    DisputeReason, DisputeState, EntryReach, GradeStands, How, ListPurpose, ListVisible, Undone,
    VictimStatus, WithdrawnWhy,
};
use crate::events::{
    DisputeRaised, ExpirySet, GradeConfirmed, GradeProposed, GradeVoted, HashesAdded, HashesWithdrawn,
    ListCreated,
};
use kernel::codes::{Country, Grade, LeadState};
use kernel::kept::{Anchor, Kept, RecordKind, Touch};
use kernel::{Event, Id, Instant, Record, Table, record};

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
        /// The organisation whose list it is, where the unit keeps it for another; empty where it is the unit's own.
        organisation: String, Internal;
        /// Which units see it.
        list_visible: ListVisible, Internal;
        /// How often an entry that was there changed: was withdrawn, expired or got another grade.
        changes: i64, Internal;
        /// Entries that were compared with the pictures that came before them.
        compared_back: i64, Internal;
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
        /// How many people stand behind the grade.
        grade_stands: GradeStands, Internal;
        /// 1 when withdrawn: nothing matches it any more.
        withdrawn: bool, Internal;
        /// Why it was withdrawn.
        withdrawn_why: WithdrawnWhy, Internal;
        /// When it was added, UTC ms.
        added_at: Instant, Internal;
        /// Who entered it, and with it proposed its grade; none where Tutela itself did.
        brought_by: Id, Internal;
        /// The exchange or partner that brought it; empty for what the unit itself entered.
        exchange: String, Internal;
        /// By what it is found.
        entry_reach: EntryReach, Internal;
    }
}

record! {
    /// Which entry was the nth of its list to change, so that whoever holds the list in memory reads again those alone.
    pub struct ListChange in "list_change", Derived, key 2, indexes [] {
        /// The list.
        list: Id, Internal;
        /// From 1.
        n: i64, Internal;
        /// The entry's number.
        entry: i64, Internal;
    }
}

record! {
    /// What people say of the grade of an entry; none where nobody said anything since it was entered.
    pub struct EntryGrading in "entry_grading", Derived, key 2, indexes [by_waits: 6] {
        /// The list.
        list: Id, Internal;
        /// The entry's number.
        entry: i64, Internal;
        /// What was proposed last; votes are on this.
        proposed_grade: Grade, Internal;
        /// Who proposed it; none where Tutela itself did.
        grade_proposed_by: Id, Internal;
        /// When, UTC ms.
        grade_proposed_at: Instant, Internal;
        /// Which proposal it is, from 1; the first is what the entry was entered with.
        grade_round: i64, Internal;
        /// 1 while it waits for a second person.
        grade_waits: bool, Internal;
        /// Who agreed.
        votes_for: i64, Internal;
        /// Who did not.
        votes_against: i64, Internal;
        /// The second person behind the grade in force; none before.
        graded_by: Id, Internal;
        /// The first person behind it; none before.
        graded_first: Id, Internal;
        /// When the second agreed, UTC ms; 0 before.
        graded_at: Instant, Internal;
    }
}

record! {
    /// Votes on grades: one of each person on each proposal.
    pub struct EntryVote in "entry_vote", Derived, key 4, indexes [] {
        /// The list.
        list: Id, Internal;
        /// The entry's number.
        entry: i64, Internal;
        /// Which proposal.
        grade_round: i64, Internal;
        /// Who voted.
        voter: Id, Internal;
        /// For which unit.
        voter_unit: Id, Internal;
        /// 1 when they agree.
        agrees: bool, Internal;
        /// When, UTC ms.
        voted_at: Instant, Internal;
    }
}

record! {
    /// Disputes about entries.
    pub struct EntryDispute in "entry_dispute", Derived, key 1, indexes [by_entry: 1 2, by_state: 4] {
        /// The dispute.
        dispute: Id, Internal;
        /// The list.
        list: Id, Internal;
        /// The entry's number.
        entry: i64, Internal;
        /// Why.
        dispute_reason: DisputeReason, Internal;
        /// What became of it.
        dispute_state: DisputeState, Internal;
        /// Who disputes.
        disputed_by: Id, Internal;
        /// For which unit.
        disputed_unit: Id, Internal;
        /// When, UTC ms.
        disputed_at: Instant, Internal;
        /// Who answered; none before.
        dispute_answered_by: Id, Internal;
        /// When, UTC ms; 0 before.
        dispute_answered_at: Instant, Internal;
    }
}

record! {
    /// Until when entries are found; none for those without an end.
    pub struct EntryExpiry in "entry_expiry", Derived, key 2, indexes [by_ends: 2] {
        /// The list.
        list: Id, Internal;
        /// The entry's number.
        entry: i64, Internal;
        /// From when on it is found no more, UTC ms.
        ends_at: Instant, Internal;
    }
}

record! {
    /// How far the victims of listed material are found and safe; apart from everything else, and read by few.
    pub struct EntryVictims in "entry_victims", Derived, key 2, indexes [] {
        /// The list.
        list: Id, Internal;
        /// The entry's number.
        entry: i64, Internal;
        /// How far.
        victim_status: VictimStatus, Internal;
        /// Who noted it.
        victims_noted_by: Id, Internal;
        /// For which unit.
        victims_unit: Id, Internal;
        /// When, UTC ms.
        victims_noted_at: Instant, Internal;
    }
}

record! {
    /// Tables of what the labels of each law are in the grades that all lists share.
    pub struct GradeMapping in "grade_mapping", Derived, key 1, indexes [by_version: 1] {
        /// The proposal.
        mapping: Id, Internal;
        /// Its version, from 1; 0 while it waits for a second person.
        mapping_version: i64, Internal;
        /// How many labels.
        mapping_labels: i64, Internal;
        /// Who proposed it.
        mapping_proposed_by: Id, Internal;
        /// When, UTC ms.
        mapping_proposed_at: Instant, Internal;
        /// Who approved it; none before.
        mapping_approved_by: Id, Internal;
        /// When, UTC ms; 0 before.
        mapping_approved_at: Instant, Internal;
    }
}

record! {
    /// One label of a State's law, in one such table.
    pub struct MappedLabel in "mapped_label", Derived, key 3, indexes [by_grade: 0 3] {
        /// The table.
        mapping: Id, Internal;
        /// The State, ISO 3166-1 numeric.
        country: Country, Internal;
        /// The label.
        grade_label: String, Internal;
        /// What it is.
        grade: Grade, Internal;
    }
}

record! {
    /// The table in force; one row, or none before the first.
    pub struct MappingInForce in "mapping_in_force", Derived, key 1, indexes [] {
        /// Always 0.
        the_one: i64, Internal;
        /// The table.
        mapping: Id, Internal;
        /// Its version.
        mapping_version: i64, Internal;
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
    pub struct Lead in "lead", Derived, key 1, indexes [by_state: 8 9, by_report: 1 2, by_entry: 3 4] {
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
        /// Unverified, confirmed, not confirmed, or withdrawn.
        state: LeadState, Internal;
        /// When it was found, UTC ms.
        at: Instant, Internal;
        /// Who confirmed or rejected it; none before.
        decided_by: Id, Internal;
        /// For which unit; none before.
        unit: Id, Internal;
        /// When, UTC ms; 0 before.
        decided_at: Instant, Internal;
        /// Why it is none any more, where no unit decided on it.
        undone: Undone, Internal;
    }
}

record! {
    /// Matches that were not told as leads, each with the entry of a negative list that says why.
    pub struct SetAside in "set_aside", Derived, key 1, indexes [by_report: 1, by_negative: 8 9] {
        /// The lead that it would have been.
        lead: Id, Internal;
        /// The report.
        report: Id, Internal;
        /// The picture's place in the report, from 0.
        picture: i64, Internal;
        /// The list that it matches.
        list: Id, Internal;
        /// The entry's number.
        entry: i64, Internal;
        /// How it was found.
        how: How, Internal;
        /// Bits that differ, 0 to 31.
        distance: i64, Internal;
        /// The list's grade of the entry.
        grade: Grade, Internal;
        /// The list that says that the picture is harmless.
        negative_list: Id, Internal;
        /// The entry that says so.
        negative_entry: i64, Internal;
        /// When, UTC ms.
        set_aside_at: Instant, Internal;
    }
}

impl EntryGrading {
    /// What stands of an entry as it was entered: its first proposal, by whoever entered it.
    #[must_use]
    pub fn entered(row: &HashEntry) -> EntryGrading {
        EntryGrading {
            list: row.list,
            entry: row.entry,
            proposed_grade: row.grade,
            grade_proposed_by: row.brought_by,
            grade_proposed_at: row.added_at,
            grade_round: 1,
            grade_waits: !row.withdrawn,
            votes_for: 0,
            votes_against: 0,
            graded_by: Id::NONE,
            graded_first: Id::NONE,
            graded_at: Instant(0),
        }
    }
}

/// Index of [`Lead`] by report and picture.
pub(crate) const LEADS_OF: &str = "lead_by_report";
/// Index of [`Lead`] by list and entry.
pub(crate) const LEADS_OF_ENTRY: &str = "lead_by_entry";
/// Index of [`SetAside`] by the entry that says so.
pub(crate) const SET_ASIDE_BY: &str = "set_aside_by_negative";
/// Key of [`MappingInForce`].
pub(crate) const THE_ONE: i64 = 0;

/// The room's tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    kept().into_iter().map(|kept| kept.table).collect()
}

/// What the room's tables hold on whom.
pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(HashList::TABLE, &["list"], &[]),
        Kept::of(HashEntry::TABLE, &["list"], &["brought_by"]),
        Kept::of(ListHash::TABLE, &["list"], &[]),
        Kept::of(ListChange::TABLE, &["list"], &[]),
        Kept::of(EntryGrading::TABLE, &["list"], &["grade_proposed_by", "graded_by", "graded_first"]),
        Kept::of(EntryVote::TABLE, &["list"], &["voter"]),
        Kept::of(EntryDispute::TABLE, &["list"], &["disputed_by", "dispute_answered_by"]),
        Kept::of(EntryExpiry::TABLE, &["list"], &[]),
        Kept::of(EntryVictims::TABLE, &["list"], &["victims_noted_by"]),
        Kept::of(GradeMapping::TABLE, &[], &["mapping_proposed_by", "mapping_approved_by"]),
        Kept::nothing(MappedLabel::TABLE),
        Kept::nothing(MappingInForce::TABLE),
        Kept::of(PictureCheck::TABLE, &["report"], &[]),
        Kept::of(Lead::TABLE, &["report"], &["list", "decided_by"]),
        Kept::of(SetAside::TABLE, &["report"], &["list", "negative_list"]),
    ]
}

/// Facts that move the clocks of hash lists.
pub(crate) fn touches() -> Vec<Touch> {
    let touch = |on, hand, whose| Touch { on, kind: RecordKind::HashList, hand, whose };
    vec![
        touch(ListCreated::KIND, Anchor::Entered, |entry| Ok(entry.event::<ListCreated>()?.list)),
        touch(HashesAdded::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<HashesAdded>()?.list)),
        touch(HashesWithdrawn::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<HashesWithdrawn>()?.list)),
        touch(GradeProposed::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<GradeProposed>()?.list)),
        touch(GradeVoted::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<GradeVoted>()?.list)),
        touch(GradeConfirmed::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<GradeConfirmed>()?.list)),
        touch(DisputeRaised::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<DisputeRaised>()?.list)),
        touch(ExpirySet::KIND, Anchor::LastEvent, |entry| Ok(entry.event::<ExpirySet>()?.list)),
    ]
}

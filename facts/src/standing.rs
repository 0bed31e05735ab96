//! What rules must know of a person across all rooms: one row a person, written in the transaction of the fact itself.

use crate::call::{HumanWanted, Wanted};
use crate::complaint::{
    CaseConcerned, ComplaintBody, Concern, apply_became_case, apply_case_concerned, keep_shut,
};
use crate::conflict::{ConflictDeclared, KeptAway};
use crate::held::{apply_case_held, apply_person_held, apply_report_held};
use crate::letting_go::PersonCorrected;
use crate::machine::{SentCount, SentLine, SentReport};
use crate::original::Original;
use crate::outcome::{
    CaseOpened, ConvictionFinal, DemandCoded, ProceedingClosed, ReleasePlanned, StageReached,
};
use crate::person::{
    GuardianExcluded, GuardianNamed, PersonEntered, PersonsLinked, SuspectNamed, VictimRecorded, WishStated,
};
use crate::report::{ReportBecameCase, ReportFiled, ThreadNotice};
use crate::unit::Unit;
use kernel::codes::Sex;
use kernel::glass::GlassBroken;
use kernel::kept::Kept;
use kernel::knowing::keep_from;
use kernel::{
    Charter, Day, Entry, Event, EventSpec, Facet, Id, Needs, Record, Span, TableFault, Tables, View, record,
};

record! {
    /// What is known of a person, as far as rules ask.
    pub struct Standing in "standing", Derived, key 1, indexes [by_root: 1] {
        /// The person.
        person: Id, Internal;
        /// The record that speaks for this one since they were linked; none when it speaks for itself.
        root: Id, Internal;
        /// First possible day of birth.
        born_from: Day, Internal;
        /// Last possible day of birth.
        born_to: Day, Internal;
        /// Sex as recorded, ISO/IEC 5218.
        sex: Sex, Internal;
        /// 1 when recorded as a victim.
        victim: bool, Internal;
        /// 1 when named as a suspect.
        suspected: bool, Internal;
        /// 1 when a conviction is final.
        convicted: bool, Internal;
    }
}

record! {
    /// A child and a parent or guardian.
    pub struct GuardianTie in "guardian_tie", Derived, key 2, indexes [] {
        /// The child.
        child: Id, Internal;
        /// The parent or guardian.
        guardian: Id, Internal;
        /// 1 when the child said that this person must not be told or asked.
        excluded: bool, Internal;
        /// The report through whose thread they can be told; none when there is none.
        thread: Id, Internal;
    }
}

record! {
    /// A declared conflict of interest.
    pub struct Conflict in "conflict", Derived, key 2, indexes [by_matter: 1 0] {
        /// The officer.
        officer: Id, Internal;
        /// The case, report or person.
        matter: Id, Internal;
    }
}

impl Conflict {
    /// Index that lists who has a conflict with a matter.
    pub const BY_MATTER: &'static str = "conflict_by_matter";
}

impl Standing {
    /// A person of whom nothing is known.
    #[must_use]
    pub fn unknown(person: Id) -> Standing {
        Standing {
            person,
            root: Id::NONE,
            born_from: Span::UNKNOWN.from,
            born_to: Span::UNKNOWN.to,
            sex: Sex::NotKnown,
            victim: false,
            suspected: false,
            convicted: false,
        }
    }

    /// Between which days the person was born.
    #[must_use]
    pub fn born(&self) -> Span {
        Span { from: self.born_from, to: self.born_to }
    }
}

const BY_ROOT: &str = "standing_by_root";

/// Asks for the standing of a person and of the record that speaks for them.
pub fn standing_needs(person: Id, view: &View, needs: &mut Needs) {
    needs.row::<Standing>(person);
    if let Some(root) = view.peek::<Standing>(person).and_then(|standing| standing.root.some()) {
        needs.row::<Standing>(root);
    }
}

/// Asks for all records of a person: those that were found to be the same person.
pub fn person_needs(person: Id, view: &View, needs: &mut Needs) {
    standing_needs(person, view, needs);
    if let Some(own) = view.peek::<Standing>(person) {
        needs.list::<Standing>(BY_ROOT, own.root.some().unwrap_or(person));
    }
}

/// All records of a person, the one that speaks for them first.
#[must_use]
pub fn records_of(person: Id, view: &View) -> Vec<Id> {
    let Some(own) = view.get::<Standing>(person) else { return vec![person] };
    let root = own.root.some().unwrap_or(person);
    let linked = view.list::<Standing>(BY_ROOT, root).into_iter().map(|record| record.person);
    std::iter::once(root).chain(linked).collect()
}

/// The act handles this record and these persons, each with all records that are theirs, so that a declared conflict holds whichever is named
/// (¶46, 52); what is none is left out.
#[must_use]
pub fn handles(record: Id, persons: &[Id], view: &View) -> Vec<Facet> {
    let persons = persons.iter().filter(|person| !person.is_none());
    let matters = std::iter::once(record).chain(persons.flat_map(|&person| records_of(person, view)));
    matters.map(|matter| Facet::Handles { matter }).collect()
}

/// The standing that counts for a person: that of the record which speaks for them; unknown where nothing is entered.
#[must_use]
pub fn persons_standing(person: Id, view: &View) -> Standing {
    let own = view.get::<Standing>(person).unwrap_or_else(|| Standing::unknown(person));
    match own.root.some() {
        Some(root) => view.get::<Standing>(root).unwrap_or(own),
        None => own,
    }
}

/// What the tables hold on whom.
fn kept() -> Vec<Kept> {
    vec![
        Kept::of(Standing::TABLE, &["person"], &["root"]),
        // The child's word about a guardian is the child's: no guardian reads it as something held on them.
        Kept::of(GuardianTie::TABLE, &["child"], &["guardian", "thread"]),
        Kept::of(Conflict::TABLE, &["matter"], &["officer"]),
        Kept::nothing(Unit::TABLE),
        Kept::nothing(ComplaintBody::TABLE),
        Kept::of(Concern::TABLE, &["matter"], &[]),
        Kept::of(Wanted::TABLE, &["matter"], &[]),
        Kept::of(Original::TABLE, &["record"], &[]),
        Kept::of(SentReport::TABLE, &["report"], &[]),
        Kept::nothing(SentCount::TABLE),
        Kept::of(SentLine::TABLE, &["head"], &[]),
    ]
    .into_iter()
    .chain(crate::working::tables().map(Kept::nothing))
    .collect()
}

/// The facts that cross.
fn events() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<ReportFiled>(),
        EventSpec::of::<ReportBecameCase>(),
        EventSpec::of::<CaseConcerned>(),
        EventSpec::of::<PersonEntered>(),
        EventSpec::of::<PersonsLinked>(),
        EventSpec::of::<VictimRecorded>(),
        EventSpec::of::<SuspectNamed>(),
        EventSpec::of::<GuardianNamed>(),
        EventSpec::of::<GuardianExcluded>(),
        EventSpec::of::<WishStated>(),
        EventSpec::of::<ConvictionFinal>(),
        EventSpec::of::<ReleasePlanned>(),
        EventSpec::of::<ConflictDeclared>(),
        EventSpec::of::<KeptAway>(),
        EventSpec::of::<HumanWanted>(),
        EventSpec::of::<CaseOpened>(),
        EventSpec::of::<StageReached>(),
        EventSpec::of::<ProceedingClosed>(),
        EventSpec::of::<DemandCoded>(),
        EventSpec::of::<ThreadNotice>(),
    ]
    .into_iter()
    .chain(crate::working::events())
    .chain(crate::letting_go::events())
    .chain(crate::machine::events())
    .chain(crate::address::events())
    .chain(crate::evidence::events())
    .collect()
}

/// The charter of the facts that cross.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "facts",
        paragraphs: "63, 78",
        events: events(),
        projections: vec![
            (ReportFiled::KIND, apply_report_held as kernel::Apply),
            (CaseOpened::KIND, apply_case_held),
            (PersonEntered::KIND, apply_person_held),
            (PersonEntered::KIND, apply_person),
            (PersonCorrected::KIND, apply_corrected),
            (PersonsLinked::KIND, apply_link),
            (VictimRecorded::KIND, apply_victim),
            (SuspectNamed::KIND, apply_suspect),
            (ConvictionFinal::KIND, apply_conviction),
            (GuardianNamed::KIND, apply_guardian),
            (GuardianExcluded::KIND, apply_excluded),
            (ConflictDeclared::KIND, apply_conflict),
            (KeptAway::KIND, apply_kept_away),
            (GlassBroken::KIND, keep_shut),
            (ReportBecameCase::KIND, apply_became_case),
            (CaseConcerned::KIND, apply_case_concerned),
        ]
        .into_iter()
        .chain(crate::call::projections())
        .chain(crate::working::projections())
        .chain(crate::machine::projections())
        .collect(),
        tables: vec![
            Standing::TABLE,
            GuardianTie::TABLE,
            Conflict::TABLE,
            Unit::TABLE,
            ComplaintBody::TABLE,
            Concern::TABLE,
            Wanted::TABLE,
            Original::TABLE,
        ]
        .into_iter()
        .chain(crate::working::tables())
        .chain(crate::machine::tables())
        .collect(),
        kept: kept(),
        ..Charter::default()
    }
}

fn apply_person(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: PersonEntered = entry.event()?;
    let born = event.born;
    tables.put(&Standing {
        born_from: born.from,
        born_to: born.to,
        sex: event.sex,
        ..Standing::unknown(event.person)
    })
}

/// Changes a person's row and that of the record which speaks for them.
fn change(tables: &mut dyn Tables, person: Id, change: fn(&mut Standing)) -> Result<(), TableFault> {
    let mut own = tables.get::<Standing>(person)?.unwrap_or_else(|| Standing::unknown(person));
    change(&mut own);
    tables.put(&own)?;
    match own.root.some() {
        Some(root) => tables.change::<Standing>(root, change),
        None => Ok(()),
    }
}

/// The record itself is mended. One that speaks for several keeps both bounds of all: doubt about age is kept, not averaged away.
fn apply_corrected(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let PersonCorrected { person, born, sex, .. } = entry.event()?;
    tables.change::<Standing>(person, |standing| {
        if let Some(born) = born {
            (standing.born_from, standing.born_to) = (born.from, born.to);
        }
        standing.sex = sex.unwrap_or(standing.sex);
    })
}

fn apply_link(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: PersonsLinked = entry.event()?;
    let mut linked = tables.get::<Standing>(event.linked)?.unwrap_or_else(|| Standing::unknown(event.linked));
    let mut kept = tables.get::<Standing>(event.kept)?.unwrap_or_else(|| Standing::unknown(event.kept));
    // Both bounds of both records stay possible: doubt about age is kept, not averaged away.
    if kept.born().is_unknown() || linked.born().is_unknown() {
        (kept.born_from, kept.born_to) = (Span::UNKNOWN.from, Span::UNKNOWN.to);
    }
    kept.born_from = kept.born_from.min(linked.born_from);
    kept.born_to = kept.born_to.max(linked.born_to);
    kept.victim |= linked.victim;
    kept.suspected |= linked.suspected;
    kept.convicted |= linked.convicted;
    linked.root = event.kept;
    tables.put(&kept)?;
    tables.put(&linked)
}

fn apply_victim(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: VictimRecorded = entry.event()?;
    change(tables, event.person, |standing| standing.victim = true)
}

fn apply_suspect(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: SuspectNamed = entry.event()?;
    change(tables, event.person, |standing| standing.suspected = true)
}

fn apply_conviction(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ConvictionFinal = entry.event()?;
    change(tables, event.person, |standing| standing.convicted = true)
}

fn apply_guardian(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: GuardianNamed = entry.event()?;
    let excluded = tables.get::<GuardianTie>((event.child, event.guardian))?.is_some_and(|tie| tie.excluded);
    tables.put(&GuardianTie { child: event.child, guardian: event.guardian, excluded, thread: event.thread })
}

fn apply_excluded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: GuardianExcluded = entry.event()?;
    let thread = tables.get::<GuardianTie>((event.child, event.guardian))?.map_or(Id::NONE, |tie| tie.thread);
    tables.put(&GuardianTie { child: event.child, guardian: event.guardian, excluded: true, thread })
}

fn apply_conflict(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ConflictDeclared = entry.event()?;
    tables.put(&Conflict { officer: event.officer, matter: event.matter })
}

fn apply_kept_away(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let KeptAway { officer, matter } = entry.event()?;
    // No declared conflict: that would be explained to them, and so tell them.
    keep_from(tables, officer, matter)
}

//! The kernel's own facts and tables: refusals, looks, erasures; what was seen, counted, alarmed, and is still to do.

use crate::act::ActSpec;
use crate::actor::{Actor, Purpose, Role};
use crate::charter::{Apply, Charter, EventSpec, Registry, Work};
use crate::entry::{Entry, Event};
use crate::kept::{Kept, RecordClock};
use crate::knowing::{EverTold, Holding, KeptFrom, Shared, Unshared, apply_shared, apply_unshared};
use crate::rule::RuleName;
use crate::table::Record;
use crate::tables::{TableFault, Tables};
use crate::{Id, Instant, event, record};
use minicbor::{Decode, Encode};

/// An act was refused: by a rule, or by the policy where there is none. It keeps no body of what was refused; the record it
/// concerned is the entry's subject.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Refused {
    /// The rule; none when the policy or the input refused.
    #[n(0)]
    pub rule: Option<RuleName>,
    /// The kind of act.
    #[n(1)]
    pub act_kind: u16,
}
event!(Refused, 1, 1, "journal.refused");

/// Personal data were read: whose, and by which kind of read. Entered before the answer is given.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Looked {
    /// The kind of read.
    #[n(0)]
    pub read: u16,
    /// Whose data.
    #[n(1)]
    pub whose: Vec<Id>,
}
event!(Looked, 2, 1, "journal.looked");

record! {
    /// Where each act is found: the same act twice is one entry and the same answer.
    pub struct ActSeen in "act_seen", Derived, key 1, indexes [] {
        /// The act.
        act: Id, Internal;
        /// Number of its first entry.
        seq: i64, Internal;
    }
}

record! {
    /// How often each rule refused a decision or marked a fact.
    pub struct RuleCount in "rule_count", Derived, key 1, indexes [] {
        /// The rule; 0 counts refusals by the policy.
        rule: i64, Internal;
        /// Decisions refused.
        refusals: i64, Internal;
        /// Facts marked as violations.
        violations: i64, Internal;
    }
}

record! {
    /// Refusals by rule and record: a later fact that repeats what was refused here alarms the overseer.
    pub struct RefusedBefore in "refused_before", Derived, key 2, indexes [] {
        /// The rule.
        rule: i64, Internal;
        /// The record.
        subject: Id, Internal;
        /// Number of the latest refusal's entry.
        seq: i64, Internal;
    }
}

record! {
    /// Every act that was refused: by which rule, whose, about which record.
    pub struct Refusal in "refusal", Derived, key 1, indexes [] {
        /// Number of the entry.
        seq: i64, Internal;
        /// The rule; 0 for the policy or the input.
        rule: i64, Internal;
        /// The kind of act.
        act_kind: i64, Internal;
        /// The record that it concerned.
        record_id: Id, Internal;
        /// Who was refused.
        actor: Id, Internal;
        /// In which role.
        role: Role, Internal;
        /// For which unit.
        unit: Id, Internal;
        /// To what end.
        purpose: Purpose, Internal;
        /// When, UTC ms.
        at: Instant, Internal;
    }
}

record! {
    /// Violations put before the overseer.
    pub struct Alarm in "alarm", Derived, key 2, indexes [by_time: 4] {
        /// Number of the entry that is marked.
        seq: i64, Internal;
        /// The rule that it violates.
        rule: i64, Internal;
        /// The kind of fact.
        kind: i64, Internal;
        /// Number of an earlier refusal that this fact repeats; 0 when there is none.
        repeats: i64, Internal;
        /// When it was recorded, UTC ms.
        at: Instant, Internal;
        /// The record that it concerns.
        record_id: Id, Internal;
        /// Who entered it.
        actor: Id, Internal;
        /// In which role.
        role: Role, Internal;
        /// For which unit.
        unit: Id, Internal;
        /// To what end.
        purpose: Purpose, Internal;
    }
}

record! {
    /// Who looked at whose data, why and when.
    pub struct Look in "look", Derived, key 2, indexes [by_subject: 2 0, by_time: 9] {
        /// Number of the entry.
        seq: i64, Internal;
        /// Place among those that the entry names.
        place: i64, Internal;
        /// Whose data.
        whose: Id, Internal;
        /// The record that was opened: the case, where the data of its persons were read.
        record_id: Id, Internal;
        /// Who looked.
        actor: Id, Internal;
        /// In which role.
        role: Role, Internal;
        /// For which unit.
        unit: Id, Internal;
        /// To what end.
        purpose: Purpose, Internal;
        /// The kind of read.
        read: i64, Internal;
        /// When, UTC ms.
        at: Instant, Internal;
    }
}

record! {
    /// Reactions still to be carried out.
    pub struct Job in "job", Derived, key 1, indexes [by_cause: 3 1] {
        /// The id of the act that will answer: derived from the fact and the reaction, so that it can only happen once.
        act: Id, Internal;
        /// Number of the entry reacted to.
        cause: i64, Internal;
        /// The reaction's name.
        reactor: String, Internal;
        /// 1 when the writer carries it out, 0 when a worker does.
        automatic: bool, Internal;
    }
}

record! {
    /// Reactions that were refused: a human's task now.
    pub struct Task in "task", Derived, key 1, indexes [] {
        /// Number of the refusal's entry.
        seq: i64, Internal;
        /// Number of the entry reacted to.
        cause: i64, Internal;
        /// The rule that refused; 0 for the policy or the input.
        rule: i64, Internal;
        /// The kind of act that was refused.
        act_kind: i64, Internal;
    }
}

/// The kernel's own charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "journal",
        paragraphs: "52, 69",
        acts: crate::erasure::acts()
            .into_iter()
            .chain(crate::glass::acts())
            .chain(crate::term::acts())
            .chain(crate::turning::acts())
            .chain([ActSpec::of::<crate::look::Look>(), ActSpec::of::<crate::export::NoteExport>()])
            .collect(),
        erasing: crate::erasure::erasing(),
        events: [EventSpec::of::<Refused>(), EventSpec::of::<Looked>()]
            .into_iter()
            .chain([EventSpec::of::<Shared>(), EventSpec::of::<Unshared>()])
            .chain([EventSpec::of::<crate::export::Exported>()])
            .chain(crate::erasure::events())
            .chain(crate::glass::events())
            .chain(crate::term::events())
            .chain(crate::turning::events())
            .collect(),
        projections: [(Refused::KIND, apply_refused as Apply), (Looked::KIND, apply_looked)]
            .into_iter()
            .chain([(Shared::KIND, apply_shared as Apply), (Unshared::KIND, apply_unshared)])
            .chain([crate::export::PROJECTION])
            .chain(crate::erasure::projections())
            .chain(crate::glass::projections())
            .chain(crate::term::projections())
            .chain(crate::turning::projections())
            .collect(),
        tables: vec![
            ActSeen::TABLE,
            RuleCount::TABLE,
            RefusedBefore::TABLE,
            Refusal::TABLE,
            crate::export::Export::TABLE,
            Alarm::TABLE,
            Look::TABLE,
            Job::TABLE,
            Task::TABLE,
            crate::erasure::TABLE,
            Holding::TABLE,
            EverTold::TABLE,
            KeptFrom::TABLE,
            RecordClock::TABLE,
            crate::turning::TABLE,
        ]
        .into_iter()
        .chain(crate::glass::TABLES)
        .chain(crate::term::TABLES)
        .collect(),
        kept: kept(),
        ..Charter::default()
    }
}

/// What the journal's own tables hold on whom.
fn kept() -> Vec<Kept> {
    vec![
        Kept::nothing(ActSeen::TABLE),
        Kept::nothing(RuleCount::TABLE),
        Kept::of(RefusedBefore::TABLE, &["subject"], &[]),
        Kept::of(Refusal::TABLE, &["record_id"], &["actor"]),
        Kept::of(Alarm::TABLE, &["record_id"], &["actor"]),
        Kept::of(Look::TABLE, &["whose"], &["actor"]),
        Kept::of(crate::export::Export::TABLE, &["record_id"], &["actor"]),
        Kept::nothing(Job::TABLE),
        Kept::nothing(Task::TABLE),
        Kept::of(crate::erasure::TABLE, &["subject"], &["asked_by"]),
        Kept::of(Holding::TABLE, &["record_id"], &["through"]),
        Kept::of(EverTold::TABLE, &["record_id"], &[]),
        // Whom a child fears is the child's word: no officer reads it as something held on them.
        Kept::of(KeptFrom::TABLE, &["record_id"], &["officer"]),
        Kept::of(RecordClock::TABLE, &["record_id"], &[]),
        Kept::of(crate::glass::TABLES[0], &["record_id"], &["officer"]),
        Kept::of(crate::glass::TABLES[1], &["record_id"], &["officer", "reviewed_by"]),
        Kept::nothing(crate::term::TABLES[0]),
        Kept::nothing(crate::term::TABLES[1]),
        Kept::nothing(crate::turning::TABLE),
    ]
}

fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// What every entry does, whatever its kind: it is found again by its act, raises and finishes jobs, counts and alarms.
pub(crate) fn apply_every(
    registry: &Registry,
    tables: &mut dyn Tables,
    entry: &Entry,
) -> Result<(), TableFault> {
    if entry.ordinal == 0 {
        tables.put(&ActSeen { act: entry.act, seq: signed(entry.seq) })?;
    }
    if entry.cause.is_some() {
        tables.delete::<Job>(entry.act)?;
    }
    for reactor in registry.reactors(entry.kind) {
        let (called, automatic) = match &reactor.work {
            Work::Act(answer) => (answer(entry).is_some(), true),
            Work::Worker => (true, false),
        };
        if called {
            let act = job_id(entry, reactor.name);
            tables.put(&Job {
                act,
                cause: signed(entry.seq),
                reactor: reactor.name.to_owned(),
                automatic,
            })?;
        }
    }
    crate::kept::apply_touches(registry, tables, entry)?;
    entry.marks.iter().try_for_each(|&rule| alarm(tables, entry, rule))
}

/// The id of the act by which a reaction answers an entry.
#[must_use]
pub fn job_id(entry: &Entry, reactor: &str) -> Id {
    entry.act.derive(reactor, u32::from(entry.ordinal))
}

fn alarm(tables: &mut dyn Tables, entry: &Entry, rule: RuleName) -> Result<(), TableFault> {
    let number = crate::codes::CodeList::number(rule);
    count(tables, number, 0, 1)?;
    let subject = entry.subject;
    let repeats = tables.get::<RefusedBefore>((number, subject))?.map_or(0, |before| before.seq);
    let (seq, kind, at) = (signed(entry.seq), i64::from(entry.kind), entry.recorded);
    let Actor { id: actor, role, unit } = entry.actor;
    let (record_id, purpose) = (subject, entry.purpose);
    tables.put(&Alarm { seq, rule: number, kind, repeats, at, record_id, actor, role, unit, purpose })
}

fn count(tables: &mut dyn Tables, rule: i64, refusals: i64, violations: i64) -> Result<(), TableFault> {
    let mut row = tables.get::<RuleCount>(rule)?.unwrap_or(RuleCount { rule, refusals: 0, violations: 0 });
    row.refusals = row.refusals.saturating_add(refusals);
    row.violations = row.violations.saturating_add(violations);
    tables.put(&row)
}

fn apply_refused(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let refused: Refused = entry.event()?;
    let rule = refused.rule.map_or(0, crate::codes::CodeList::number);
    count(tables, rule, 1, 0)?;
    let Actor { id: actor, role, unit } = entry.actor;
    tables.put(&Refusal {
        seq: signed(entry.seq),
        rule,
        act_kind: i64::from(refused.act_kind),
        record_id: entry.subject,
        actor,
        role,
        unit,
        purpose: entry.purpose,
        at: entry.recorded,
    })?;
    if !entry.subject.is_none() {
        tables.put(&RefusedBefore { rule, subject: entry.subject, seq: signed(entry.seq) })?;
    }
    if let Some(cause) = entry.cause {
        let (seq, cause, act_kind) = (signed(entry.seq), signed(cause), i64::from(refused.act_kind));
        tables.put(&Task { seq, cause, rule, act_kind })?;
    }
    Ok(())
}

fn apply_looked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let looked: Looked = entry.event()?;
    let record_id = looked.whose.first().copied().unwrap_or(Id::NONE);
    for (place, whose) in (0_i64..).zip(&looked.whose) {
        tables.put(&Look {
            seq: signed(entry.seq),
            place,
            whose: *whose,
            record_id,
            actor: entry.actor.id,
            role: entry.actor.role,
            unit: entry.actor.unit,
            purpose: entry.purpose,
            read: i64::from(looked.read),
            at: entry.recorded,
        })?;
    }
    Ok(())
}

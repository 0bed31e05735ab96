//! What the tests of this room share: a node in memory with a list, a report and made-up numbers.

mod house;

pub(crate) use house::{House, csv};

use crate::acts::{AddHashes, CreateList, RecordMatches, WithdrawHashes};
use crate::codes::{How, ListPurpose, ListVisible, WithdrawnWhy};
use crate::events::Hit;
use facts::conflict::ConflictDeclared;
pub(crate) use facts::testing::{Elsewhere, a_report};
use kernel::codes::{Country, Grade};
use kernel::{
    Actor, AnyAct, Ctx, Event, Id, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry, Role,
    RuleName,
};

pub(crate) const LIST: Id = Id([1; 16]);
pub(crate) const REPORT: Id = Id([2; 16]);
pub(crate) const UNIT: Id = Id([200; 16]);

pub(crate) fn analyst(n: u8) -> Actor {
    Actor { id: Id([n; 16]), role: Role::Analyst, unit: UNIT }
}

pub(crate) fn officer_of(unit: Id) -> Actor {
    Actor { unit, ..analyst(9) }
}

pub(crate) fn a_list() -> CreateList {
    CreateList {
        list: LIST,
        name: "Fictional list".into(),
        country: Country::from_alpha2("FR").unwrap(),
        grade_scheme: 1,
        max_distance: 31,
        purpose: ListPurpose::Recognise,
        visible: ListVisible::Everybody,
        organisation: String::new(),
    }
}

pub(crate) fn some_hashes(first: u32, grades: &[Grade]) -> AddHashes {
    AddHashes {
        list: LIST,
        first,
        count: u32::try_from(grades.len()).unwrap(),
        grades: grades.to_vec(),
        reach: Vec::new(),
        exchange: String::new(),
        until: None,
    }
}

pub(crate) fn withdraw(entry: u32) -> WithdrawHashes {
    WithdrawHashes { list: LIST, entries: vec![entry], withdrawn_why: WithdrawnWhy::Mistake }
}

pub(crate) fn a_hit() -> Hit {
    Hit { picture: 0, list: LIST, entry: 1, how: How::ExactSha256, distance: 0, grade: Grade::Baseline }
}

pub(crate) fn found(hits: &[Hit]) -> RecordMatches {
    RecordMatches { report: REPORT, hits: hits.to_vec(), exact_only: 0, left_out: 0, set_aside: Vec::new() }
}

/// The field that an outcome finds wrong.
pub(crate) fn field(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Invalid(problem) => problem.field,
        other => panic!("expected a problem, got {other:?}"),
    }
}

fn registry() -> Registry {
    Registry::new(vec![facts::charter(), rules::charter(), desk::charter(), crate::charter()]).unwrap().with_chosen_numbers()
}

pub(crate) struct Room {
    pub(crate) node: MemoryNode,
    acts: u32,
}

impl Default for Room {
    fn default() -> Room {
        Room { node: MemoryNode::new(registry()), acts: 0 }
    }
}

impl Room {
    pub(crate) fn with_list() -> Room {
        let mut room = Room::default();
        assert!(room.entered(&a_list(), analyst(1)));
        room
    }

    /// A list with a baseline, a national and a harmless entry, and a report with three pictures.
    pub(crate) fn with_report() -> Room {
        let mut room = Room::with_list();
        let grades = [Grade::Baseline, Grade::National, Grade::KnownHarmless];
        assert!(room.entered(&some_hashes(1, &grades), analyst(1)));
        room.tell(&a_report(REPORT, 3));
        room
    }

    pub(crate) fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Triage, self.acts);
        let ctx = Ctx { now: kernel::Instant(1_800_000_000_000 + i64::from(self.acts)), ..ctx };
        self.node.enter(act, &ctx).unwrap()
    }

    pub(crate) fn entered(&mut self, act: &dyn AnyAct, actor: Actor) -> bool {
        matches!(self.enter(act, actor), Outcome::Entered { .. })
    }

    pub(crate) fn refused_by(&mut self, act: &dyn AnyAct, actor: Actor) -> RuleName {
        match self.enter(act, actor) {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    pub(crate) fn tell<E: Event>(&mut self, event: &E) {
        let act = Elsewhere::of(event);
        assert!(self.entered(&act, Actor::SYSTEM));
    }

    /// A machine key that works.
    pub(crate) fn open_key(&mut self, key: Id) {
        let (environment, per_minute, bytes_a_day) = (access::codes::Environment::Production, None, None);
        self.tell(&access::events::MachineKeyOpened {
            key,
            unit: UNIT,
            environment,
            per_minute,
            bytes_a_day,
        });
    }

    pub(crate) fn declare_conflict(&mut self, officer: u8, matter: Id) {
        self.tell(&ConflictDeclared { officer: analyst(officer).id, matter });
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        self.node.tables.rows(R::TABLE).map(|row| R::from_row(row).unwrap()).collect()
    }

    /// Whether a replay of the journal gives the same tables.
    pub(crate) fn replays(&self) -> bool {
        let (registry, mut tables) = (registry(), MemoryTables::default());
        for entry in &self.node.entries {
            registry.apply(&mut tables, entry).unwrap();
        }
        // Units are another room's: tests put them in by hand.
        let by_hand = facts::unit::Unit::TABLE.name;
        let same = |table: &'static kernel::Table| {
            table.name == by_hand || self.node.tables.rows(table).eq(tables.rows(table))
        };
        registry.tables().all(same)
    }
}

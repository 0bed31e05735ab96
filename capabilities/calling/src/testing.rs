//! What the tests of this room share: a node in memory with a unit, an officer and a way. All are fictional.

use crate::acts::OpenWay;
use crate::codes::{Means, WayLanguage};
use crate::events::{Errand, MessagesDue};
use access::events::{AccountApproved, UnitOpened};
use facts::call::HumanWanted;
use facts::complaint::{Body, ComplaintBody, set_concern};
use facts::testing::Elsewhere;
use facts::unit::UnitKind;
use kernel::kept::RecordKind;
use kernel::{
    Actor, AnyAct, Ctx, Event, Id, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry,
    Role, Tables,
};

pub(crate) const WAY: Id = Id([42; 16]);
pub(crate) const UNIT: Id = Id([200; 16]);
pub(crate) const OTHER_UNIT: Id = Id([201; 16]);
pub(crate) const OFFICER: Id = Id([7; 16]);

pub(crate) fn administrator(n: u8) -> Actor {
    Actor { id: Id([n; 16]), role: Role::Administrator, unit: UNIT }
}

pub(crate) fn overseer(n: u8) -> Actor {
    Actor { role: Role::Overseer, ..administrator(n) }
}

pub(crate) fn analyst(n: u8) -> Actor {
    Actor { role: Role::Analyst, ..administrator(n) }
}

/// A way that all share.
pub(crate) fn a_way() -> OpenWay {
    OpenWay {
        way: WAY,
        means: Means::Mail,
        unit: Id::NONE,
        from_level: 1,
        officer: Id::NONE,
        way_language: WayLanguage::English,
    }
}

/// The field that an outcome finds wrong.
pub(crate) fn field(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Invalid(problem) => problem.field,
        other => panic!("expected a problem, got {other:?}"),
    }
}

fn registry() -> Registry {
    Registry::new(vec![facts::charter(), rules::charter(), access::charter(), crate::charter()]).unwrap()
}

pub(crate) struct Room {
    node: MemoryNode,
    acts: u32,
    now: Instant,
    minute_ms: i64,
}

impl Default for Room {
    fn default() -> Room {
        Room {
            node: MemoryNode::new(registry()),
            acts: 0,
            now: Instant(1_800_000_000_000),
            minute_ms: 60_000,
        }
    }
}

impl Room {
    /// A node with two units and an officer of the first.
    pub(crate) fn with_staff() -> Room {
        let mut room = Room::default();
        for unit in [UNIT, OTHER_UNIT] {
            room.tell(&UnitOpened { unit, word: format!("unit-{}", unit.short()), kind: UnitKind::Hotline });
        }
        let approved = AccountApproved { proposal: Id([8; 16]), role: Role::Analyst, unit: UNIT };
        assert!(room.entered(&Elsewhere::of(&approved).about(OFFICER), Actor::SYSTEM));
        room
    }

    /// Enters an act, a minute after the one before.
    pub(crate) fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Administration, self.acts);
        self.now = Instant(self.now.0 + self.minute_ms);
        self.node.enter(act, &Ctx { now: self.now, ..ctx }).unwrap()
    }

    /// From now on no time passes.
    pub(crate) fn stands_still(&mut self) {
        self.minute_ms = 0;
        self.now = Instant(self.now.0 + 1);
    }

    /// From now on it passes again.
    pub(crate) fn goes_on(&mut self) {
        self.minute_ms = 60_000;
    }

    /// The messages by which the last call went out.
    pub(crate) fn last_errands(&self) -> Vec<Errand> {
        let due = self.node.entries.iter().rev().find(|entry| entry.kind == MessagesDue::KIND);
        due.map(|entry| entry.event::<MessagesDue>().unwrap().errands).unwrap_or_default()
    }

    /// The unit hears complaints.
    pub(crate) fn hears_complaints(&mut self, unit: Id) {
        let tables: &mut dyn Tables = &mut self.node.tables;
        tables.put(&ComplaintBody { body: Body::First, unit, since: self.now }).unwrap();
    }

    pub(crate) fn entered(&mut self, act: &dyn AnyAct, actor: Actor) -> bool {
        matches!(self.enter(act, actor), Outcome::Entered { .. })
    }

    pub(crate) fn tell<E: Event>(&mut self, event: &E) {
        assert!(self.entered(&Elsewhere::of(event), Actor::SYSTEM));
    }

    /// A room wants a human; what answers that goes out.
    pub(crate) fn wants(&mut self, matter: Id, unit: Id, level: u8, times: u32) {
        self.tell(&HumanWanted { matter, kind: RecordKind::Report, unit, level, times });
    }

    /// The matter is a complaint about the police.
    pub(crate) fn is_about_police(&mut self, matter: Id) {
        let tables: &mut dyn Tables = &mut self.node.tables;
        set_concern(tables, matter, UnitKind::Police, true).unwrap();
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
        let same = |table| self.node.tables.rows(table).eq(tables.rows(table));
        registry.tables().all(same)
    }
}

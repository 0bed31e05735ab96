//! What the tests of this room share: a node in memory with two children, a guardian and their threads. All are fictional.

use crate::acts::{NameGuardian, StateWish};
use facts::conflict::ConflictDeclared;
use facts::outcome::ReleasePlanned;
use facts::person::{PersonEntered, SuspectNamed, VictimRecorded};
use facts::report::ThreadNotice;
use facts::testing::{Elsewhere, a_case, a_report};
use kernel::codes::{CodeList, ReleaseKind, Sex, SuspectRole};
use kernel::{
    Actor, AnyAct, Ctx, Day, Event, Id, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry, Role,
    RuleName, Span,
};

pub(crate) const CASE: Id = Id([1; 16]);
pub(crate) const CHILD: Id = Id([10; 16]);
pub(crate) const OTHER_CHILD: Id = Id([11; 16]);
pub(crate) const GUARDIAN: Id = Id([12; 16]);
pub(crate) const RELEASED: Id = Id([13; 16]);
pub(crate) const CHILD_THREAD: Id = Id([20; 16]);
pub(crate) const OTHER_THREAD: Id = Id([21; 16]);
pub(crate) const GUARDIAN_THREAD: Id = Id([22; 16]);

pub(crate) fn carer(n: u8) -> Actor {
    Actor { id: Id([n; 16]), role: Role::VictimSupport, unit: Id([200; 16]) }
}

/// The victim wants to be told of a release.
pub(crate) fn asks(victim: Id, through: Id) -> StateWish {
    StateWish { victim, case: CASE, told_of_release: true, through }
}

/// The field that an outcome finds wrong.
pub(crate) fn field(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Invalid(problem) => problem.field,
        other => panic!("expected a problem, got {other:?}"),
    }
}

fn registry() -> Registry {
    Registry::new(vec![facts::charter(), rules::charter(), crate::charter()]).unwrap()
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
    /// Two children who are victims of one case, with their threads, and a guardian.
    pub(crate) fn with_people() -> Room {
        let mut room = Room::default();
        [CHILD, OTHER_CHILD, GUARDIAN].into_iter().for_each(|person| room.person(person));
        [CHILD_THREAD, OTHER_THREAD, GUARDIAN_THREAD]
            .into_iter()
            .for_each(|report| room.tell(&a_report(report, 0)));
        room.tell(&a_case(CASE));
        room.tell(&VictimRecorded { person: CHILD, case: CASE, thread: CHILD_THREAD });
        room.tell(&VictimRecorded { person: OTHER_CHILD, case: CASE, thread: OTHER_THREAD });
        room
    }

    /// Enters an act on 2027-01-15.
    pub(crate) fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::VictimSupport, self.acts);
        let ctx = Ctx { now: Day::of(2027, 1, 15).unwrap().start(), ..ctx };
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

    pub(crate) fn person(&mut self, person: Id) {
        self.tell(&PersonEntered { person, born: Span::UNKNOWN, sex: Sex::NotKnown });
    }

    pub(crate) fn suspect(&mut self, person: Id) {
        let (role, conduct_when) = (SuspectRole::all()[0], Span::UNKNOWN);
        self.tell(&SuspectNamed { person, case: CASE, role, conduct_when, conduct: None });
    }

    pub(crate) fn name_guardian(&mut self, child: Id, guardian: Id, thread: Id) {
        assert!(self.entered(&NameGuardian { child, guardian, thread }, carer(1)));
    }

    pub(crate) fn declare_conflict(&mut self, officer: u8, matter: Id) {
        self.tell(&ConflictDeclared { officer: carer(officer).id, matter });
    }

    pub(crate) fn release(&mut self, case: Id, day: &str) {
        let on = day.parse().unwrap();
        self.tell(&ReleasePlanned { person: RELEASED, case, kind: ReleaseKind::TermEnded, on });
    }

    pub(crate) fn facts<E: Event>(&self) -> Vec<E> {
        let ours = self.node.entries.iter().filter(|entry| entry.kind == E::KIND);
        ours.map(|entry| entry.event().unwrap()).collect()
    }

    /// The threads in which something was said, in order.
    pub(crate) fn threads_told(&self) -> Vec<Id> {
        self.facts::<ThreadNotice>().iter().map(|notice| notice.thread).collect()
    }

    /// The days of which something was said, in order.
    pub(crate) fn days_told(&self) -> Vec<String> {
        self.facts::<ThreadNotice>().iter().map(|notice| notice.on.to_string()).collect()
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

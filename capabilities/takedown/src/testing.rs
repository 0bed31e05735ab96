//! What the tests of this room share: a node in memory with an address. All is fictional.

use crate::acts::{AddAddress, AskPreservation, GradeAddress, ProposeScheme, SendNotice, SetContact};
use crate::address::host_number;
use crate::codes::{AddressSource, ContactSource, HostKind, LegalGround};
use crate::intake::From;
use crate::tables::Address;
use facts::testing::Elsewhere;
use kernel::codes::Country;
use kernel::{
    Actor, AnyAct, Ctx, Event, Id, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry,
    Role, RuleName,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Node;
use store::testing::Home;

pub(crate) const ADDRESS: Id = Id([42; 16]);
pub(crate) const UNIT: Id = Id([200; 16]);
pub(crate) const OTHER_UNIT: Id = Id([201; 16]);
const DAY_MS: i64 = 86_400_000;

pub(crate) fn of_unit(n: u8, unit: Id) -> Actor {
    Actor { id: Id([n; 16]), role: Role::Analyst, unit }
}

pub(crate) fn analyst(n: u8) -> Actor {
    of_unit(n, UNIT)
}

pub(crate) fn administrator(n: u8) -> Actor {
    Actor { role: Role::Administrator, ..analyst(n) }
}

pub(crate) fn overseer(n: u8) -> Actor {
    Actor { role: Role::Overseer, ..analyst(n) }
}

/// A host, by its link.
pub(crate) fn host(name: &str) -> Actor {
    Actor { id: host_number(name), role: Role::Host, unit: Id::NONE }
}

pub(crate) fn an_address() -> AddAddress {
    AddAddress {
        address: ADDRESS,
        host: "host.example".into(),
        kind: HostKind::Name,
        source: AddressSource::Analyst,
        report: Id::NONE,
        told_in: None,
        unit: None,
    }
}

pub(crate) fn a_grade(label: &str) -> GradeAddress {
    let country = Country::from_alpha2("FR").unwrap();
    GradeAddress { address: ADDRESS, country, label: label.into() }
}

pub(crate) fn a_contact() -> SetContact {
    SetContact {
        host: host_number("host.example"),
        source: ContactSource::ByHand,
        country: Some(Country::from_alpha2("FR").unwrap()),
        registrar: String::new(),
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
    Registry::new(vec![facts::charter(), facts::testing::charter(), rules::charter(), crate::charter()])
        .unwrap()
}

pub(crate) struct Room {
    node: MemoryNode,
    acts: u32,
    now: Instant,
}

impl Default for Room {
    fn default() -> Room {
        Room { node: MemoryNode::new(registry()), acts: 0, now: Instant(1_800_000_000_000) }
    }
}

impl Room {
    pub(crate) fn with_address() -> Room {
        let mut room = Room::default();
        assert!(room.entered(&an_address(), analyst(1)));
        room
    }

    pub(crate) fn graded_without_contact() -> Room {
        let mut room = Room::with_address();
        assert!(room.entered(&a_grade("baseline"), analyst(1)));
        assert!(room.entered(&a_grade("baseline"), analyst(2)));
        room
    }

    pub(crate) fn graded() -> Room {
        let mut room = Room::graded_without_contact();
        assert!(room.entered(&a_contact(), analyst(1)));
        room
    }

    /// A notice is on its way.
    pub(crate) fn noticed() -> Room {
        let mut room = Room::graded();
        assert!(room.entered(&AskPreservation { address: ADDRESS }, analyst(1)));
        assert!(room.entered(&SendNotice { address: ADDRESS, ground: LegalGround::Opsc }, analyst(1)));
        room
    }

    /// Enters an act, a minute after the one before.
    pub(crate) fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Triage, self.acts);
        self.now = Instant(self.now.0 + 60_000);
        self.node.enter(act, &Ctx { now: self.now, ..ctx }).unwrap()
    }

    pub(crate) fn entered(&mut self, act: &dyn AnyAct, actor: Actor) -> bool {
        matches!(self.enter(act, actor), Outcome::Entered { .. })
    }

    /// A fact of another room.
    pub(crate) fn tell<E: Event>(&mut self, event: &E) {
        assert!(self.entered(&Elsewhere::of(event), Actor::SYSTEM));
    }

    /// What the other rooms were told of the address, newest last.
    pub(crate) fn told<E: Event>(&self) -> Vec<E> {
        self.node
            .entries
            .iter()
            .filter(|entry| entry.kind == E::KIND)
            .map(|entry| entry.event().unwrap())
            .collect()
    }

    /// Proposes a table under the number that this very act gives it.
    pub(crate) fn proposed(&mut self, act: ProposeScheme, actor: Actor) -> Id {
        let ctx = self.node.ctx(actor, Purpose::Administration, self.acts + 1);
        let proposal = kernel::act::made(ctx.act, "proposal");
        assert!(self.entered(&ProposeScheme { proposal, ..act }, actor));
        proposal
    }

    pub(crate) fn refused_by(&mut self, act: &dyn AnyAct, actor: Actor) -> RuleName {
        match self.enter(act, actor) {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    pub(crate) fn days_pass(&mut self, days: i64) {
        self.now = Instant(self.now.0 + days * DAY_MS);
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        self.node.tables.rows(R::TABLE).map(|row| R::from_row(row).unwrap()).collect()
    }

    pub(crate) fn address(&self) -> Address {
        self.rows::<Address>().remove(0)
    }

    /// Whether a replay of the journal gives the same tables.
    pub(crate) fn replays(&self) -> bool {
        let (registry, mut tables) = (registry(), MemoryTables::default());
        for entry in &self.node.entries {
            registry.apply(&mut tables, entry).unwrap();
        }
        registry.tables().all(|table| self.node.tables.rows(table).eq(tables.rows(table)))
    }
}

/// A clock that a test sets forward.
pub(crate) type Ahead = Arc<AtomicI64>;

/// What time it is by that clock.
pub(crate) fn clock(ahead: &Ahead) -> impl Fn() -> Instant + Send + Sync + 'static + use<> {
    let ahead = Arc::clone(ahead);
    move || Instant(desk::Desk::now().0 + ahead.load(Ordering::SeqCst))
}

/// A node on a disk, with that clock.
pub(crate) fn node_with_clock(home: &Home, ahead: &Ahead) -> Node {
    let charters = vec![facts::charter(), rules::charter(), desk::charter(), crate::charter()];
    Node::open_with_clock(home.config(), Registry::new(charters).unwrap(), Box::new(clock(ahead))).unwrap()
}

/// A node on a disk.
pub(crate) fn node(home: &Home) -> Node {
    node_with_clock(home, &Ahead::default())
}

/// From where a list of the tests comes.
pub(crate) fn from() -> From {
    let source = AddressSource::Analyst;
    From { source, report: Id::NONE, actor: analyst(1), purpose: Purpose::Triage }
}

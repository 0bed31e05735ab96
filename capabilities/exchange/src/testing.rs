//! What the tests of this room share: a node in memory with a hotline. All is fictional.

use crate::acts::{ApprovePeer, BeginSend, ProposePeer, TakeOver, TellSend};
use crate::codes::ExchangeTried;
use crate::tables::{Exchanged, Peer};
use access::events::UnitOpened;
use facts::address::{AddressGrade, AddressSettled, HostKind, HostStands, host_number};
use facts::testing::Elsewhere;
use facts::unit::UnitKind;
use kernel::codes::{CodeList as _, Country};
use kernel::knowing::Shared;
use kernel::{
    Actor, AnyAct, Ctx, Event, Id, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry,
    Role, RuleName,
};

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

pub(crate) fn a_peer() -> ProposePeer {
    ProposePeer {
        proposal: Id::NONE,
        peer: Id::NONE,
        name: "Fictional hotline".into(),
        endpoint: "https://hotline.example/api".into(),
        countries: "FR LU".into(),
        unit: UNIT,
    }
}

/// What became of the address itself.
pub(crate) fn told(attempt: u32, tried: ExchangeTried, content_no: i64) -> TellSend {
    let report_no = content_no.min(1);
    TellSend { address: ADDRESS, word: Id::NONE, attempt, tried, code: 200, report_no, content_no }
}

pub(crate) fn taking_over(room: &Room) -> TakeOver {
    TakeOver {
        address: ADDRESS,
        host: "host.example".into(),
        kind: HostKind::Name,
        peer: room.peer(),
        report_no: 3,
        content_no: 7,
        grade: AddressGrade::Baseline,
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
    let charters = vec![facts::charter(), rules::charter(), access::charter(), facts::testing::charter()];
    Registry::new(charters.into_iter().chain([crate::charter()]).collect()).unwrap()
}

pub(crate) struct Room {
    node: MemoryNode,
    acts: u32,
    now: Instant,
}

impl Default for Room {
    /// A node with a unit.
    fn default() -> Room {
        let mut room = Room { node: MemoryNode::new(registry()), acts: 0, now: Instant(1_800_000_000_000) };
        room.tell(&UnitOpened { unit: UNIT, word: "hotline".into(), kind: UnitKind::Hotline });
        let known = Elsewhere::of(&Shared { unit: UNIT, through: Id::NONE }).about(ADDRESS);
        assert!(room.entered(&known, Actor::SYSTEM));
        room
    }
}

impl Room {
    pub(crate) fn with_peer() -> Room {
        let mut room = Room::default();
        let proposal = room.proposed(a_peer(), administrator(1));
        assert!(room.entered(&ApprovePeer { proposal }, administrator(2)));
        room
    }

    /// An address waits to be handed over.
    pub(crate) fn ready() -> Room {
        let mut room = Room::with_peer();
        room.settled("baseline");
        room.stands("FR");
        room
    }

    /// It is on its way.
    pub(crate) fn begun() -> Room {
        let mut room = Room::ready();
        let begin = BeginSend { address: ADDRESS, word: Id::NONE, peer: room.peer(), attempt: 1 };
        assert!(room.entered(&begin, Actor::SYSTEM));
        room
    }

    pub(crate) fn settled(&mut self, grade: &str) {
        let grade = AddressGrade::from_code(grade).unwrap();
        let (host, told_in) = (host_number("host.example"), Id([77; 16]));
        self.tell(&AddressSettled { address: ADDRESS, host, grade, told_in, held_until: None });
    }

    pub(crate) fn stands(&mut self, country: &str) {
        let country = Some(Country::from_alpha2(country).unwrap());
        self.tell(&HostStands { host: host_number("host.example"), country });
    }

    pub(crate) fn tell<E: Event>(&mut self, event: &E) {
        assert!(self.entered(&Elsewhere::of(event), Actor::SYSTEM));
    }

    /// Enters an act, a minute after the one before.
    pub(crate) fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Administration, self.acts);
        self.now = Instant(self.now.0 + 60_000);
        self.node.enter(act, &Ctx { now: self.now, ..ctx }).unwrap()
    }

    pub(crate) fn entered(&mut self, act: &dyn AnyAct, actor: Actor) -> bool {
        matches!(self.enter(act, actor), Outcome::Entered { .. })
    }

    /// The number that the next act makes.
    pub(crate) fn next_made(&self, field: &'static str) -> Id {
        let ctx = self.node.ctx(Actor::SYSTEM, Purpose::Administration, self.acts + 1);
        kernel::act::made(ctx.act, field)
    }

    /// Proposes a hotline under the number that this very act gives it.
    pub(crate) fn proposed(&mut self, act: ProposePeer, actor: Actor) -> Id {
        let proposal = self.next_made("proposal");
        assert!(self.entered(&ProposePeer { proposal, ..act }, actor));
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

    pub(crate) fn peer(&self) -> Id {
        self.rows::<Peer>()[0].peer
    }

    pub(crate) fn address(&self) -> Exchanged {
        self.rows::<Exchanged>().remove(0)
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

//! What the tests of this room share: a node in memory. All people are fictional.

use kernel::{Act, Actor, Ctx, Id, Instant, MemoryNode, Outcome, Purpose, Record, Registry, Role, RuleName};

/// A number made of one byte.
pub(crate) fn id(n: u8) -> Id {
    Id([n; 16])
}

pub(crate) fn overseer(n: u8) -> Actor {
    Actor { id: id(n), role: Role::Overseer, unit: id(102) }
}

pub(crate) fn administrator(n: u8) -> Actor {
    Actor { id: id(n), role: Role::Administrator, unit: id(103) }
}

pub(crate) fn analyst(n: u8) -> Actor {
    Actor { id: id(n), role: Role::Analyst, unit: id(101) }
}

/// Forty looks of officer 9 in a day.
pub(crate) fn a_finding() -> crate::watch::Finding {
    crate::watch::Finding {
        rule: crate::codes::WatchRule::Volume,
        officer: id(9),
        role: Role::Analyst,
        unit: id(101),
        record: Id::NONE,
        day: kernel::Day(20_700),
        counted: 40,
        own: Some(crate::watch::Ordinary { median: 9, bound: 27 }),
        peers: None,
        first: 3,
        last: 50,
        glass: None,
    }
}

pub(crate) struct Desk {
    pub(crate) node: MemoryNode,
    acts: u32,
    pub(crate) now: Instant,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let charters = vec![facts::charter(), rules::charter(), access::charter(), crate::charter()];
        let node = MemoryNode::new(Registry::new(charters).unwrap());
        Desk { node, acts: 0, now: Instant(1_790_000_000_000) }
    }

    pub(crate) fn tries<A: Act + Clone>(&mut self, act: &A, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = Ctx { now: self.now, ..self.node.ctx(actor, Purpose::Oversight, self.acts) };
        self.node.enter(&act.clone(), &ctx).unwrap()
    }

    pub(crate) fn does<A: Act + Clone>(&mut self, act: &A, actor: Actor) {
        let outcome = self.tries(act, actor);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    pub(crate) fn problem<A: Act + Clone>(&mut self, act: &A, actor: Actor) -> &'static str {
        match self.tries(act, actor) {
            Outcome::Invalid(problem) => problem.field,
            other => panic!("expected a problem, got {other:?}"),
        }
    }

    pub(crate) fn refused<A: Act + Clone>(&mut self, act: &A, actor: Actor) -> RuleName {
        match self.tries(act, actor) {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    pub(crate) fn row<R: Record>(&mut self, key: impl kernel::Key) -> Option<R> {
        (&mut self.node.tables as &mut dyn kernel::Tables).get(key).unwrap()
    }
}

//! A founded node in memory, with those who look after its accounts.

use crate::acts::{ApproveAccount, Found, OpenUnit, ProposeAccount};
use crate::tables::{AccountProposal, Staff};
use facts::unit::UnitKind;
use kernel::{
    Act, Actor, Day, Id, Key, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry, Role, RuleName,
    Tables,
};

pub(crate) fn id(n: u8) -> Id {
    Id([n; 16])
}

pub(crate) fn found() -> Found {
    let (administrator, administration) = (id(1), id(101));
    Found { administrator, administration, overseer: id(2), oversight: id(102), second_factor: true }
}

pub(crate) fn police() -> OpenUnit {
    OpenUnit { unit: id(110), word: "police".to_owned(), kind: UnitKind::Police }
}

/// A new investigator.
pub(crate) fn officer() -> ProposeAccount {
    ProposeAccount { account: id(20), staff_role: Role::Investigator, unit: id(101) }
}

pub(crate) struct Desk {
    node: MemoryNode,
    acts: u32,
}

impl Desk {
    pub(crate) fn unfounded() -> Desk {
        let charters = vec![facts::charter(), rules::charter(), crate::charter()];
        let mut node = MemoryNode::new(Registry::new(charters).unwrap());
        node.head.recorded = Day::of(2026, 6, 1).unwrap().start();
        Desk { node, acts: 0 }
    }

    pub(crate) fn new() -> Desk {
        let mut desk = Desk::unfounded();
        desk.does(&found(), Desk::tutela());
        desk
    }

    pub(crate) fn tutela() -> Actor {
        Actor::SYSTEM
    }

    pub(crate) fn administrator() -> Actor {
        Actor { id: id(1), role: Role::Administrator, unit: id(101) }
    }

    pub(crate) fn overseer() -> Actor {
        Actor { id: id(2), role: Role::Overseer, unit: id(102) }
    }

    pub(crate) fn investigator() -> Actor {
        Actor { id: id(5), role: Role::Investigator, unit: id(101) }
    }

    /// Two administrators, two overseers and an analyst, all with open accounts.
    pub(crate) fn five(&mut self) -> [Actor; 5] {
        let more = [(3, Role::Administrator), (4, Role::Overseer), (5, Role::Analyst)];
        let made = more.map(|(n, role)| {
            self.opens(&ProposeAccount { account: id(n), staff_role: role, unit: id(101) });
            Actor { id: id(n), role, unit: id(101) }
        });
        [Desk::administrator(), Desk::overseer(), made[0], made[1], made[2]]
    }

    pub(crate) fn tries<A: Act>(&mut self, act: &A, by: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(by, Purpose::Administration, self.acts);
        self.node.enter(act, &ctx).unwrap()
    }

    pub(crate) fn does<A: Act>(&mut self, act: &A, by: Actor) {
        let outcome = self.tries(act, by);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    /// The field that is wrong; nothing is entered.
    pub(crate) fn problem<A: Act>(&mut self, act: &A, by: Actor) -> &'static str {
        let before = self.node.entries.len();
        let outcome = self.tries(act, by);
        assert_eq!(self.node.entries.len(), before, "nothing is entered");
        match outcome {
            Outcome::Invalid(problem) => problem.field,
            other => panic!("{other:?}"),
        }
    }

    /// The rule that refuses; the refusal alone is entered.
    pub(crate) fn refused<A: Act>(&mut self, act: &A, by: Actor) -> RuleName {
        let before = self.node.entries.len();
        let outcome = self.tries(act, by);
        assert_eq!(self.node.entries.len(), before + 1, "the refusal alone");
        match outcome {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn forbidden<A: Act>(&mut self, act: &A, by: Actor) {
        let outcome = self.tries(act, by);
        assert!(matches!(outcome, Outcome::Forbidden(_)), "{outcome:?}");
    }

    /// Proposed by the first administrator, approved by the first overseer.
    pub(crate) fn opens(&mut self, proposed: &ProposeAccount) {
        self.does(proposed, Desk::administrator());
        let proposal = self.row::<AccountProposal>(proposed.account).unwrap().proposal;
        self.does(&ApproveAccount { account: proposed.account, proposal }, Desk::overseer());
    }

    /// Proposes an account as it is, open, and has it approved by whoever may.
    pub(crate) fn tries_to_open(&mut self, account: Id) -> Outcome {
        let Staff { role, unit, .. } = self.row(account).unwrap();
        let _ = self.tries(&ProposeAccount { account, staff_role: role, unit }, Desk::administrator());
        let proposal = self.row::<AccountProposal>(account).map_or(id(9), |one| one.proposal);
        self.tries(&ApproveAccount { account, proposal }, Desk::overseer())
    }

    pub(crate) fn row<R: Record>(&mut self, key: impl Key) -> Option<R> {
        let tables: &mut MemoryTables = &mut self.node.tables;
        (tables as &mut dyn Tables).get::<R>(key).unwrap()
    }
}

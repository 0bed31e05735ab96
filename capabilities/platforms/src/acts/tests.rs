//! Webhooks of senders: acts and what they make of the tables, in a node in memory. All are fictional.

use super::{BeginHook, EndHook, LayHook, SendAgain, TellHook, TryHook, trial_of};
use crate::codes::{HookAttempt, HookDelivery};
use crate::limits::DEAD_AFTER_MS;
use crate::tables::{HookMessage, SenderHook};
use access::events::UnitOpened;
use facts::machine::{MachineReportComplete, Needed, SenderStage, SenderToTell, Wire};
use facts::testing::Elsewhere;
use facts::unit::UnitKind;
use kernel::{
    Actor, AnyAct, Ctx, Event, Id, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry,
    Role,
};
use proptest::prelude::*;

const SENDER: Id = Id([60; 16]);
const OTHER: Id = Id([61; 16]);

fn registry() -> Registry {
    Registry::new(vec![facts::charter(), rules::charter(), access::charter(), crate::charter()]).unwrap()
}

struct Room {
    node: MemoryNode,
    acts: u32,
    now: Instant,
}

impl Room {
    fn new() -> Room {
        let mut room = Room { node: MemoryNode::new(registry()), acts: 0, now: Instant(1_800_000_000_000) };
        for (unit, word) in [(SENDER, "platform"), (OTHER, "other")] {
            room.tells(&UnitOpened { unit, word: word.into(), kind: UnitKind::Platform });
        }
        room
    }

    fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        self.now = Instant(self.now.0 + 1_000);
        let ctx = self.node.ctx(actor, Purpose::Administration, self.acts);
        self.node.enter(act, &Ctx { now: self.now, ..ctx }).unwrap()
    }

    fn entered(&mut self, act: &dyn AnyAct, actor: Actor) -> bool {
        matches!(self.enter(act, actor), Outcome::Entered { .. })
    }

    fn tells<E: Event>(&mut self, event: &E) {
        assert!(self.entered(&Elsewhere::of(event), Actor::SYSTEM));
    }

    fn lays(&mut self) -> bool {
        let act = Id([0x5a; 16]).derive("act", self.acts + 1);
        self.entered(&LayHook { hook: kernel::act::made(act, "hook"), sender: SENDER }, sender())
    }

    /// A report came, and its sender is told so many things of it.
    fn told(&mut self, n: u8, times: usize) -> Id {
        let (report, sender, wire) = (Id([n; 16]), SENDER, Wire::CyberTipline);
        let complete =
            MachineReportComplete { report, sender, wire, told_in: Id::NONE, slots: 1, files: 0, quality: 0 };
        self.tells(&complete);
        let stages = [SenderStage::InReview, SenderStage::Referred, SenderStage::PutAside];
        for stage in stages.into_iter().cycle().take(times) {
            self.tells(&SenderToTell { report, sender, stage, needed: vec![Needed::Time] });
        }
        report
    }

    fn rows<R: Record>(&self) -> Vec<R> {
        self.node.tables.rows(R::TABLE).map(|row| R::from_row(row).unwrap()).collect()
    }

    fn messages(&self) -> Vec<HookMessage> {
        let mut rows = self.rows::<HookMessage>();
        rows.sort_by_key(|row| row.sequence);
        rows
    }

    fn tries(&mut self, message: Id, became: HookAttempt) -> bool {
        let row = self.messages().into_iter().find(|row| row.message == message).unwrap();
        let attempt = u32::try_from(row.attempts).unwrap() + 1;
        self.entered(&BeginHook { message, attempt }, Actor::SYSTEM)
            && self.entered(&TellHook { message, attempt, became, code: 0 }, Actor::SYSTEM)
    }

    fn replays(&self) -> bool {
        let (registry, mut tables) = (registry(), MemoryTables::default());
        for entry in &self.node.entries {
            registry.apply(&mut tables, entry).unwrap();
        }
        registry.tables().all(|table| self.node.tables.rows(table).eq(tables.rows(table)))
    }
}

fn sender() -> Actor {
    Actor { id: Id([7; 16]), role: Role::Sender, unit: SENDER }
}

fn field(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Invalid(problem) => problem.field,
        other => panic!("expected a problem, got {other:?}"),
    }
}

#[test]
fn a_sender_looks_after_its_own_webhook_and_an_administrator_after_all() {
    let mut room = Room::new();
    let stranger = Actor { unit: OTHER, ..sender() };
    let administrator = Actor { role: Role::Administrator, ..stranger };
    assert_eq!(field(&room.enter(&TryHook { sender: SENDER }, sender())), "sender", "there is none");
    assert!(room.lays());
    assert_eq!(field(&room.enter(&EndHook { sender: SENDER }, stranger)), "sender");
    assert_eq!(field(&room.enter(&TryHook { sender: SENDER }, stranger)), "sender");
    let analyst = Actor { role: Role::Analyst, ..stranger };
    assert!(matches!(room.enter(&EndHook { sender: SENDER }, analyst), Outcome::Forbidden(_)));
    assert!(room.entered(&TryHook { sender: SENDER }, administrator));
    assert!(room.entered(&EndHook { sender: SENDER }, administrator));
    assert!(!room.rows::<SenderHook>()[0].in_use);
    assert_eq!(field(&room.enter(&EndHook { sender: SENDER }, sender())), "sender");
    assert!(room.replays());
}

#[test]
fn what_is_said_before_there_is_a_webhook_is_kept_and_can_be_sent() {
    let mut room = Room::new();
    room.told(10, 2);
    let kept = room.messages();
    assert!(kept.iter().all(|row| row.hook_delivery == HookDelivery::Kept && row.needed == "time"));
    let messages: Vec<Id> = kept.iter().map(|row| row.message).collect();
    let again = SendAgain { sender: SENDER, messages: messages.clone() };
    assert_eq!(field(&room.enter(&again, sender())), "sender");
    assert!(room.lays());
    assert_eq!(field(&room.enter(&SendAgain { sender: SENDER, messages: Vec::new() }, sender())), "messages");
    let foreign = SendAgain { sender: SENDER, messages: vec![Id([9; 16])] };
    assert_eq!(field(&room.enter(&foreign, sender())), "messages");
    assert!(room.entered(&again, sender()));
    assert!(room.messages().iter().all(|row| row.hook_delivery == HookDelivery::OnItsWay));
    assert!(room.tries(messages[0], HookAttempt::Taken) && room.tries(messages[1], HookAttempt::Taken));
    assert!(room.replays());
}

#[test]
fn a_trial_is_tried_once_and_a_message_for_four_days() {
    let mut room = Room::new();
    assert!(room.lays());
    let act = Id([0x5a; 16]).derive("act", room.acts + 1);
    assert!(room.entered(&TryHook { sender: SENDER }, sender()));
    assert!(room.tries(trial_of(act), HookAttempt::Late));
    assert_eq!(room.messages()[0].hook_delivery, HookDelivery::Dead);
    assert_eq!(room.rows::<SenderHook>()[0].failed, 1);
    room.told(10, 1);
    let message = room.messages()[1].message;
    let mut attempts = 0;
    while room.messages()[1].hook_delivery == HookDelivery::OnItsWay {
        assert!(room.tries(message, HookAttempt::Unreachable));
        room.now = Instant(room.messages()[1].try_at.0);
        attempts += 1;
        assert!(attempts < 200);
    }
    let row = &room.messages()[1];
    assert_eq!(row.hook_delivery, HookDelivery::Dead);
    assert!(row.tried_at.0 - row.due_since.0 >= DEAD_AFTER_MS - 3_600_000, "for days: {attempts} times");
    assert_eq!(field(&room.enter(&BeginHook { message, attempt: 999 }, Actor::SYSTEM)), "message");
    let again = SendAgain { sender: SENDER, messages: vec![message] };
    assert!(room.entered(&again, sender()) && room.tries(message, HookAttempt::RefusedForGood));
    assert_eq!(room.messages()[1].hook_delivery, HookDelivery::Dead, "never means never");
    assert!(room.replays());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever becomes of attempts and in whatever order they are begun: what was said of a report before is over when the next leaves.
    #[test]
    fn of_one_report_nothing_leaves_before_what_was_said_before(
        steps in prop::collection::vec((0..6_usize, 1..13_i64), 1..60),
    ) {
        let mut room = Room::new();
        assert!(room.lays());
        room.told(10, 3);
        room.told(11, 3);
        for (which, became) in steps {
            let before = room.messages();
            let row = &before[which];
            let became = <HookAttempt as kernel::CodeList>::from_number(became).unwrap();
            let attempt = u32::try_from(row.attempts).unwrap() + 1;
            let begun = room.entered(&BeginHook { message: row.message, attempt }, Actor::SYSTEM);
            let waits = |one: &HookMessage| {
                one.report == row.report
                    && one.sequence < row.sequence
                    && one.hook_delivery == HookDelivery::OnItsWay
            };
            let may = row.hook_delivery == HookDelivery::OnItsWay && !before.iter().any(waits);
            prop_assert_eq!(begun, may);
            if begun && became != HookAttempt::NotYet {
                let tell = TellHook { message: row.message, attempt, became, code: 0 };
                prop_assert!(room.entered(&tell, Actor::SYSTEM));
                prop_assert!(!room.entered(&tell, Actor::SYSTEM), "each is told once");
            } else if begun {
                let tell = TellHook { message: row.message, attempt, became: HookAttempt::Unknown, code: 0 };
                prop_assert!(room.entered(&tell, Actor::SYSTEM));
            }
        }
        prop_assert!(room.replays());
    }
}

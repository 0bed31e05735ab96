use super::*;
use crate::codes::{Hand, LegalBasis, RecipientState};
use facts::evidence::EvidenceAnswer;
use facts::original::{Original, OriginalKind};
use facts::testing::{Elsewhere, a_report};
use kernel::{
    Actor, AnyAct, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry, RuleName, Tables,
};

const REPORT: Id = Id([1; 16]);
const RECIPIENT: Id = Id([2; 16]);
const HANDOVER: Id = Id([3; 16]);
const WHERE: OneOriginal = OneOriginal { act: Id([4; 16]), slot: 2 };

fn registry() -> Registry {
    let test = facts::testing::charter();
    Registry::new(vec![facts::charter(), rules::charter(), test, crate::charter()]).unwrap()
}

struct Room {
    node: MemoryNode,
    acts: u32,
}

fn by(n: u8, role: Role) -> Actor {
    Actor { id: Id([n; 16]), role, unit: Id([200; 16]) }
}

fn analyst(n: u8) -> Actor {
    by(n, Role::Analyst)
}

impl Room {
    /// A report with one original, and a key that one proposed.
    fn new() -> (Room, String) {
        let mut room = Room { node: MemoryNode::new(registry()), acts: 0 };
        room.does(&Elsewhere::of(&a_report(REPORT, 1)), Actor::SYSTEM);
        let row = Original {
            record: REPORT,
            act: WHERE.act,
            slot: 2,
            slots: 1,
            bytes: 9,
            kind: OriginalKind::Picture,
        };
        (&mut room.node.tables as &mut dyn Tables).put(&row).unwrap();
        let key = age::x25519::Identity::generate().to_public().to_string();
        let until = "2000-06-01".parse().unwrap();
        let act = ProposeRecipient { recipient: RECIPIENT, unit: Id::NONE, key: key.clone(), until };
        room.does(&act, by(31, Role::Administrator));
        (room, key)
    }

    fn in_force() -> Room {
        let (mut room, key) = Room::new();
        let act = ApproveRecipient { recipient: RECIPIENT, fingerprint: fingerprint(&key) };
        room.does(&act, by(32, Role::Overseer));
        room
    }

    fn packed() -> Room {
        let mut room = Room::in_force();
        room.does(&a_handover(), analyst(1));
        room.does(&ApproveHandover { record: REPORT, handover: HANDOVER }, analyst(2));
        room.does(&a_package(), Actor::SYSTEM);
        room
    }

    fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Triage, self.acts);
        // 2000-01-01.
        let now = Instant(946_684_800_000 + i64::from(self.acts));
        self.node.enter(act, &Ctx { now, ..ctx }).unwrap()
    }

    fn does(&mut self, act: &dyn AnyAct, actor: Actor) {
        let outcome = self.enter(act, actor);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn field(&mut self, act: &dyn AnyAct, actor: Actor) -> &'static str {
        match self.enter(act, actor) {
            Outcome::Invalid(problem) => problem.field,
            other => panic!("{other:?}"),
        }
    }

    fn needs_another(&mut self, act: &dyn AnyAct, actor: Actor) {
        match self.enter(act, actor) {
            Outcome::Refused(refusal) => assert_eq!(refusal.rule, RuleName::TwoPeople),
            other => panic!("{other:?}"),
        }
    }

    fn state(&mut self) -> HandoverState {
        let tables: &mut MemoryTables = &mut self.node.tables;
        (tables as &mut dyn Tables).get::<Handover>(HANDOVER).unwrap().unwrap().state
    }

    fn recipient(&mut self) -> RecipientState {
        self.node
            .tables
            .rows(Recipient::TABLE)
            .map(|row| Recipient::from_row(row).unwrap().state)
            .next()
            .unwrap()
    }
}

fn a_handover() -> ProposeHandover {
    ProposeHandover {
        record: REPORT,
        handover: HANDOVER,
        recipient: RECIPIENT,
        basis: LegalBasis::CourtOrder,
        until: "2000-03-01".parse().unwrap(),
        originals: vec![WHERE],
    }
}

fn a_package() -> RecordPackage {
    let (package, manifest) = ("a1".repeat(32), "b2".repeat(32));
    RecordPackage { record: REPORT, handover: HANDOVER, package, manifest, bytes: 500, originals: 1 }
}

fn told(hand: Hand, two: &str) -> TellHand {
    TellHand { record: REPORT, handover: HANDOVER, hand, hash: two.repeat(32) }
}

#[test]
fn a_recipient_needs_two_people_and_the_right_fingerprint() {
    let (mut room, key) = Room::new();
    let right = ApproveRecipient { recipient: RECIPIENT, fingerprint: fingerprint(&key) };
    room.needs_another(&right, by(31, Role::Administrator));
    let other = ApproveRecipient { fingerprint: "0".repeat(16), ..right.clone() };
    assert_eq!(room.field(&other, by(32, Role::Overseer)), "fingerprint");
    assert_eq!(room.field(&a_handover(), analyst(1)), "recipient", "nobody approved it yet");
    room.does(&right, by(32, Role::Overseer));
    assert_eq!(room.recipient(), RecipientState::InForce);
    room.does(&WithdrawRecipient { recipient: RECIPIENT }, by(31, Role::Administrator));
    assert_eq!(room.field(&a_handover(), analyst(1)), "recipient");
}

#[test]
fn what_is_no_key_or_no_original_is_named() {
    let mut room = Room::in_force();
    let until = "2000-06-01".parse().unwrap();
    let key = "age1nonsense".to_owned();
    let act = ProposeRecipient { recipient: Id([9; 16]), unit: Id::NONE, key, until };
    assert_eq!(room.field(&act, by(31, Role::Administrator)), "key");
    for originals in [vec![], vec![WHERE, WHERE], vec![OneOriginal { slot: 3, ..WHERE }]] {
        assert_eq!(room.field(&ProposeHandover { originals, ..a_handover() }, analyst(1)), "originals");
    }
}

#[test]
fn a_handover_needs_two_people_and_its_recipient_until_it_is_packed() {
    let mut room = Room::in_force();
    room.does(&a_handover(), analyst(1));
    let approve = ApproveHandover { record: REPORT, handover: HANDOVER };
    assert_eq!(
        room.field(&a_package(), Actor::SYSTEM),
        "handover",
        "nothing is packed before it is approved"
    );
    room.needs_another(&approve, analyst(1));
    room.does(&approve, analyst(2));
    room.does(&WithdrawRecipient { recipient: RECIPIENT }, by(32, Role::Overseer));
    assert_eq!(room.field(&a_package(), Actor::SYSTEM), "recipient", "withdrawn in between");
}

#[test]
fn it_goes_from_hand_to_hand_in_order() {
    let mut room = Room::packed();
    assert_eq!(room.field(&told(Hand::Arrived, "b2"), analyst(1)), "handover", "nobody fetched it");
    room.does(&told(Hand::Fetched, "a1"), analyst(1));
    room.does(&told(Hand::Arrived, "b2"), analyst(1));
    let answer = EvidenceAnswer::Confirmed;
    room.does(&AnswerHandover { record: REPORT, handover: HANDOVER, answer }, analyst(1));
    assert_eq!(room.state(), HandoverState::Answered);
    room.does(&told(Hand::Destroyed, "b2"), analyst(1));
    assert_eq!(room.state(), HandoverState::Closed);
    let mut again = MemoryTables::default();
    let registry = registry();
    for entry in &room.node.entries {
        registry.apply(&mut again, entry).unwrap();
    }
    for table in crate::tables::tables() {
        assert!(room.node.tables.rows(table).eq(again.rows(table)), "{}", table.name);
    }
}

#[test]
fn another_hash_stops_it() {
    for (hand, before) in [(Hand::Fetched, None), (Hand::Arrived, Some(Hand::Fetched))] {
        let mut room = Room::packed();
        if let Some(before) = before {
            room.does(&told(before, "a1"), analyst(1));
        }
        room.does(&told(hand, "a2"), analyst(1));
        assert_eq!(room.state(), HandoverState::Stopped);
        assert_eq!(room.field(&told(Hand::Fetched, "a1"), analyst(1)), "handover", "nothing goes on");
    }
    let mut room = Room::packed();
    assert_eq!(room.field(&told(Hand::Fetched, "zz"), analyst(1)), "hash");
    assert_eq!(room.field(&told(Hand::Packed, "a1"), analyst(1)), "hand");
}

use super::*;
use crate::codes::{Hand, LegalBasis, RecipientState};
use crate::events::Chosen;
use facts::evidence::{EvidenceAnswer, EvidenceAnswered};
use facts::original::{Original, OriginalKind};
use facts::testing::{Elsewhere, a_report};
use kernel::{
    Actor, AnyAct, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry, RuleName, Tables,
};

const REPORT: Id = Id([1; 16]);
const WHERE: Chosen = Chosen { act: Id([4; 16]), slot: 2 };

fn registry() -> Registry {
    let test = facts::testing::charter();
    Registry::new(vec![facts::charter(), rules::charter(), test, crate::charter()]).unwrap()
}

struct Room {
    node: MemoryNode,
    acts: u32,
    recipient: Id,
    handover: Id,
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
        let mut room =
            Room { node: MemoryNode::new(registry()), acts: 0, recipient: Id::NONE, handover: Id::NONE };
        room.does(&Elsewhere::of(&a_report(REPORT, 1)), Actor::SYSTEM);
        let row = Original {
            record: REPORT,
            act: WHERE.act,
            slot: 2,
            slots: 1,
            bytes: 9,
            kind: OriginalKind::Picture,
            n: 0,
        };
        (&mut room.node.tables as &mut dyn Tables).put(&row).unwrap();
        let key = age::x25519::Identity::generate().to_public().to_string();
        room.recipient = room.next("recipient");
        let act = a_recipient(room.recipient, &key);
        room.does(&act, by(31, Role::Administrator));
        (room, key)
    }

    fn in_force() -> Room {
        let (mut room, key) = Room::new();
        let act = ApproveRecipient { recipient: room.recipient, fingerprint: fingerprint(&key) };
        room.does(&act, by(32, Role::Overseer));
        room
    }

    fn packed() -> Room {
        let mut room = Room::in_force();
        room.proposed();
        room.does(&ApproveHandover { record: REPORT, handover: room.handover }, analyst(2));
        room.does(&room.a_package(), Actor::SYSTEM);
        room
    }

    /// The number that the next act makes in that field.
    fn next(&self, field: &str) -> Id {
        kernel::act::made(self.node.ctx(Actor::SYSTEM, Purpose::Triage, self.acts + 1).act, field)
    }

    fn a_handover(&mut self) -> ProposeHandover {
        self.handover = self.next("handover");
        ProposeHandover {
            record: REPORT,
            handover: self.handover,
            recipient: self.recipient,
            basis: LegalBasis::CourtOrder,
            until: "2000-03-01".parse().unwrap(),
            originals: vec![WHERE],
        }
    }

    fn proposed(&mut self) {
        let act = self.a_handover();
        self.does(&act, analyst(1));
    }

    fn a_package(&self) -> RecordPackage {
        let (package, manifest) = ("a1".repeat(32), "b2".repeat(32));
        let handover = self.handover;
        RecordPackage { record: REPORT, handover, package, manifest, bytes: 500, originals: 1 }
    }

    fn told(&self, hand: Hand, two: &str) -> TellHand {
        TellHand { record: REPORT, handover: self.handover, hand, hash: two.repeat(32), package: None }
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
        let at = self.handover;
        let tables: &mut MemoryTables = &mut self.node.tables;
        (tables as &mut dyn Tables).get::<Handover>(at).unwrap().unwrap().handover_state
    }

    fn recipient(&mut self) -> RecipientState {
        self.node
            .tables
            .rows(Recipient::TABLE)
            .map(|row| Recipient::from_row(row).unwrap().recipient_state)
            .next()
            .unwrap()
    }
}

fn a_recipient(recipient: Id, key: &str) -> ProposeRecipient {
    ProposeRecipient {
        recipient,
        unit: Id::NONE,
        recipient_name: "Police of a fictional State".into(),
        public_key: key.into(),
        until: "2000-06-01".parse().unwrap(),
    }
}

#[test]
fn a_recipient_needs_two_people_and_the_right_fingerprint() {
    let (mut room, key) = Room::new();
    let right = ApproveRecipient { recipient: room.recipient, fingerprint: fingerprint(&key) };
    room.needs_another(&right, by(31, Role::Administrator));
    let other = ApproveRecipient { fingerprint: "0".repeat(16), ..right.clone() };
    assert_eq!(room.field(&other, by(32, Role::Overseer)), "fingerprint");
    let early = room.a_handover();
    assert_eq!(room.field(&early, analyst(1)), "recipient", "nobody approved it yet");
    room.does(&right, by(32, Role::Overseer));
    assert_eq!(room.recipient(), RecipientState::InForce);
    room.does(&WithdrawRecipient { recipient: room.recipient }, by(31, Role::Administrator));
    let late = room.a_handover();
    assert_eq!(room.field(&late, analyst(1)), "recipient");
}

#[test]
fn what_is_no_key_no_name_or_no_original_is_named() {
    let mut room = Room::in_force();
    let key = age::x25519::Identity::generate().to_public().to_string();
    for (wrong, field) in [
        (a_recipient(room.next("recipient"), "age1nonsense"), "public_key"),
        (ProposeRecipient { recipient_name: "x".into(), ..a_recipient(Id::NONE, &key) }, "recipient_name"),
        (ProposeRecipient { unit: Id([77; 16]), ..a_recipient(Id::NONE, &key) }, "unit"),
        (ProposeRecipient { until: "1999-06-01".parse().unwrap(), ..a_recipient(Id::NONE, &key) }, "until"),
    ] {
        let act = ProposeRecipient { recipient: room.next("recipient"), ..wrong };
        assert_eq!(room.field(&act, by(31, Role::Administrator)), field);
    }
    for originals in [vec![], vec![WHERE, WHERE], vec![Chosen { slot: 3, ..WHERE }]] {
        let act = ProposeHandover { originals, ..room.a_handover() };
        assert_eq!(room.field(&act, analyst(1)), "originals");
    }
}

#[test]
fn originals_are_written_as_text() {
    let mut room = Room::in_force();
    let act = ProposeHandover { originals: vec![WHERE, Chosen { slot: 9, ..WHERE }], ..room.a_handover() };
    let json = serde_json::to_value(&act).unwrap();
    assert_eq!(json["originals"], format!("{0}/2 {0}/9", WHERE.act));
    assert_eq!(serde_json::from_value::<ProposeHandover>(json.clone()).unwrap(), act);
    for wrong in ["2", "x/2", "/", "04/2", &format!("{}/70000", WHERE.act)] {
        let json = {
            let mut json = json.clone();
            json["originals"] = wrong.into();
            json
        };
        assert!(serde_json::from_value::<ProposeHandover>(json).unwrap_err().to_string().contains("slash"));
    }
}

#[test]
fn a_handover_needs_two_people_and_its_recipient_until_it_is_packed() {
    let mut room = Room::in_force();
    room.proposed();
    let approve = ApproveHandover { record: REPORT, handover: room.handover };
    let package = room.a_package();
    assert_eq!(room.field(&package, Actor::SYSTEM), "handover", "nothing is packed before it is approved");
    room.needs_another(&approve, analyst(1));
    room.does(&approve, analyst(2));
    room.does(&WithdrawRecipient { recipient: room.recipient }, by(32, Role::Overseer));
    assert_eq!(room.field(&package, Actor::SYSTEM), "recipient", "withdrawn in between");
    room.does(&CallOff { record: REPORT, handover: room.handover }, Actor::SYSTEM);
    assert_eq!(room.state(), HandoverState::Stopped);
}

#[test]
fn one_person_calls_a_handover_off_until_it_is_fetched() {
    let mut room = Room::packed();
    let off = CallOff { record: REPORT, handover: room.handover };
    assert_eq!(room.field(&off, Actor::SYSTEM), "handover", "what lies packed only a person calls off");
    room.does(&off, analyst(1));
    assert_eq!(room.state(), HandoverState::CalledOff);
    let mut room = Room::packed();
    let (off, fetched) =
        (CallOff { record: REPORT, handover: room.handover }, room.told(Hand::Fetched, "a1"));
    room.does(&fetched, analyst(1));
    assert_eq!(room.field(&off, analyst(1)), "handover");
}

#[test]
fn it_goes_from_hand_to_hand_in_order() {
    let mut room = Room::packed();
    let arrived = room.told(Hand::Arrived, "b2");
    assert_eq!(room.field(&arrived, analyst(1)), "handover", "nobody fetched it");
    room.does(&room.told(Hand::Fetched, "a1"), analyst(1));
    room.does(&arrived, analyst(1));
    let answer =
        AnswerHandover { record: REPORT, handover: room.handover, answer: EvidenceAnswer::Confirmed };
    room.does(&answer, analyst(1));
    assert_eq!(room.state(), HandoverState::Answered);
    let answered: EvidenceAnswered = room.node.entries.last().unwrap().event().unwrap();
    assert_eq!(answered.pictures, [0], "which pictures it is about");
    room.does(&room.told(Hand::Destroyed, "b2"), analyst(1));
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
            room.does(&room.told(before, "a1"), analyst(1));
        }
        room.does(&room.told(hand, "a2"), analyst(1));
        assert_eq!(room.state(), HandoverState::Stopped);
        let fetched = room.told(Hand::Fetched, "a1");
        assert_eq!(room.field(&fetched, analyst(1)), "handover", "nothing goes on");
    }
    let mut room = Room::packed();
    room.does(&room.told(Hand::Fetched, "a1"), analyst(1));
    let package = Some("a2".repeat(32));
    room.does(&TellHand { package, ..room.told(Hand::Arrived, "b2") }, analyst(1));
    assert_eq!(room.state(), HandoverState::Stopped, "the recipient got another package");
    let mut room = Room::packed();
    let early = TellHand { package: Some("a1".repeat(32)), ..room.told(Hand::Fetched, "a1") };
    assert_eq!(room.field(&early, analyst(1)), "package");
    let (hash, hand) = (room.told(Hand::Fetched, "zz"), room.told(Hand::Packed, "a1"));
    assert_eq!(room.field(&hash, analyst(1)), "hash");
    assert_eq!(room.field(&hand, analyst(1)), "hand");
}

//! The watch over looks on a real node: what stands out is put before the overseer once, from the journal's tables and blind tokens.

use access::{NewAccount, add_account};
use cases::acts::{EnterPerson, SLOT_PERSON};
use kernel::act::made;
use kernel::codes::Sex;
use kernel::glass::{BreakGlass, GlassReason};
use kernel::{Act, Actor, CodeList as _, Id, Outcome, Purpose, ReadKind, Role, Span};
use oversight::acts::AnswerFinding;
use oversight::codes::{AnswerGround, FindingAnswer, FindingState, WatchRule};
use oversight::tables::UnusualLook;
use std::collections::BTreeMap;
use store::Node;
use store::database::TableSql;
use store::testing::{Home, on_both};

/// Some personal read of cases.
fn read_names(node: &Node) -> &'static ReadKind {
    let mut reads = node.registry().charters().iter().flat_map(|charter| charter.reads.iter().copied());
    reads.find(|read| read.name == "cases.read-names").unwrap()
}

fn open(home: &Home) -> Node {
    Node::open(home.config(), tutela::rooms::registry(&mut tutela::rooms::rooms()).unwrap()).unwrap()
}

fn officer(node: &Node, user: &str, role: Role, unit: u8) -> Actor {
    let unit = Id([unit; 16]);
    let account =
        add_account(node, &NewAccount { user, role, unit, password: "a fictional password" }).unwrap();
    account.actor()
}

fn enters<A: Act>(node: &Node, id: Id, act: &A, actor: Actor, name: Option<(Id, &str)>) -> Outcome {
    let mut deed = node.deed(id, act, actor, Purpose::Investigation);
    if let Some((person, name)) = name {
        deed = deed.seal(SLOT_PERSON, person, name.as_bytes()).unwrap();
        let sealed = BTreeMap::from([(SLOT_PERSON, name.to_owned())]);
        deed = cases::with_name_token(deed, node, person, &sealed).unwrap();
    }
    node.enter_now(deed.build()).unwrap().outcome
}

fn person(node: &Node, by: Actor, n: u32, name: &str) -> Id {
    let id = Id([8; 16]).derive("enter", n);
    let person = made(id, "person");
    let act = EnterPerson { person, born: Span::UNKNOWN, sex: Sex::NotKnown };
    assert!(matches!(enters(node, id, &act, by, Some((person, name))), Outcome::Entered { .. }));
    person
}

fn looks(node: &Node, by: Actor, at: Id) {
    node.look(by, read_names(node), Purpose::Investigation, &[at]).unwrap();
}

fn findings(node: &Node) -> Vec<UnusualLook> {
    let sql = TableSql::of(<UnusualLook as kernel::Record>::TABLE).all;
    node.read(|database| database.records::<UnusualLook>(&sql, Vec::new())).unwrap()
}

fn watch(node: &Node) -> usize {
    oversight::watch(node, desk::Desk::now(), cases::persons_named).unwrap()
}

#[test]
fn what_stands_out_is_asked_once_and_answered_by_a_human_on_both_databases() {
    on_both(|home| {
        let node = open(home);
        let police = officer(&node, "fictional.officer", Role::Investigator, 200);
        let other = officer(&node, "somebody.else", Role::Investigator, 201);
        let overseer = officer(&node, "fictional.overseer", Role::Overseer, 202);
        let namesake = person(&node, police, 1, "Officer, Fictional");
        let stranger = person(&node, police, 2, "Another Fictional");
        looks(&node, police, stranger);
        // What is in order by every rule but the clock's: whether these tests run at night is no finding here.
        let by_rule = |rule: WatchRule| {
            let all = findings(&node).into_iter().filter(|row| row.watch_rule == rule);
            all.collect::<Vec<_>>()
        };
        watch(&node);
        assert!(by_rule(WatchRule::OwnName).is_empty() && by_rule(WatchRule::NoBusiness).is_empty());
        looks(&node, police, namesake);
        let glass = BreakGlass { record: stranger, reason: GlassReason::Ordered };
        assert!(matches!(enters(&node, Id([7; 16]), &glass, other, None), Outcome::Entered { .. }));
        looks(&node, other, stranger);
        assert!(watch(&node) >= 2);
        let (own, glassed) = (by_rule(WatchRule::OwnName), by_rule(WatchRule::NoBusiness));
        assert_eq!((own.len(), own[0].officer, own[0].record_id), (1, police.id, namesake));
        assert_eq!((glassed.len(), glassed[0].officer, glassed[0].record_id), (1, other.id, stranger));
        assert!(glassed[0].glass_seq > 0 && glassed[0].state == FindingState::Open);
        assert_eq!(watch(&node), 0, "the same is asked once");
        assert_eq!(oversight::watch_hourly(&node, desk::Desk::now(), cases::persons_named).unwrap(), 0);
        // The name stands nowhere in the journal.
        let entries = node.read(|database| database.rows("SELECT bytes FROM entry", Vec::new())).unwrap();
        for row in &entries {
            let kernel::Value::Bytes(bytes) = &row[0] else { panic!("{row:?}") };
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            assert!(!text.contains("fictional.officer"), "a name in the journal");
        }
        let answer = AnswerFinding {
            finding: own[0].finding,
            answer: FindingAnswer::Explained,
            ground: AnswerGround::AnotherPerson,
        };
        let refused = enters(&node, Id([6; 16]), &answer, police, None);
        assert!(matches!(refused, Outcome::Forbidden(_)));
        assert!(matches!(enters(&node, Id([5; 16]), &answer, overseer, None), Outcome::Entered { .. }));
        assert_eq!(by_rule(WatchRule::OwnName)[0].state.code(), "explained");
        let seen = oversight::room_seen(&node, overseer.id).unwrap();
        let told = seen.traces.iter().find(|traces| traces.list == "oversight/findings").unwrap();
        assert_eq!(told.waiting, Some(told.all - 1));
        drop(node);
        let verified = crate::demo::run(home, &["verify"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    });
}

#[test]
fn a_look_is_explained_by_who_why_and_through_which_case() {
    let home = Home::sqlite();
    let node = open(&home);
    let police = officer(&node, "fictional.officer", Role::Investigator, 200);
    let one = person(&node, police, 1, "Fictional One");
    looks(&node, police, one);
    let last = *node.grown().borrow();
    let seen = oversight::entry_seen(&node, last).unwrap().unwrap();
    assert_eq!((seen.kind.as_str(), seen.name.as_str()), ("journal.looked", "fictional.officer"));
    assert_eq!((seen.role, seen.purpose), (Role::Investigator, Purpose::Investigation));
    assert_eq!(
        (seen.read.as_deref(), seen.record.as_str()),
        (Some("cases.read-names"), one.to_string().as_str())
    );
    assert_eq!((seen.whose, seen.glass), (vec![one.to_string()], None));
    assert_eq!(oversight::entry_seen(&node, last + 1).unwrap(), None);
}

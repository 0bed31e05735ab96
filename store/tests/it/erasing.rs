use crate::room::{READ, analyst, deed, enter, number, open, overseer, registry};
use kernel::erasure::{AskErasure, ConfirmErasure};
use kernel::{Actor, Outcome, Purpose, RuleName};
use store::testing::{Home, on_both};
use store::{LookFault, Node};

fn erase(node: &Node, by: Actor, confirmed_by: Actor) -> Outcome {
    let ask = AskErasure { subject: number(1) };
    let deed = node.deed(node.new_id().unwrap(), &ask, by, Purpose::Administration).build();
    assert!(matches!(node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
    let confirm = ConfirmErasure { subject: number(1) };
    let deed = node.deed(node.new_id().unwrap(), &confirm, confirmed_by, Purpose::Oversight).build();
    node.enter_now(deed).unwrap().outcome
}

fn on_disk(home: &Home, needle: &[u8]) -> bool {
    let files = std::fs::read_dir(home.path()).unwrap();
    files
        .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
        .any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}

#[test]
fn an_erased_person_is_gone_and_the_journal_whole() {
    on_both(|home| {
        let node = open(home);
        let act = enter(&node, 1, 5).act;
        let kept = enter(&node, 2, 6).act;
        assert!(matches!(erase(&node, analyst(1), overseer(2)), Outcome::Entered { .. }));
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &[number(1), number(2)]).unwrap();
        assert!(matches!(node.open_payload(&trace, act, 0), Err(LookFault::Gone)));
        assert!(node.open_payload(&trace, kept, 0).is_ok());
        let left = node.read(|database| database.number("SELECT COUNT(*) FROM note_token", vec![])).unwrap();
        assert_eq!(left, 1);
        // Something new about the same subject is sealed with a new key.
        assert!(node.enter_now(deed(&node, 3, 1, "later words")).is_ok());
        drop(node);
        let found = crate::verifying::verified(home, None);
        assert_eq!(found.findings, []);
        assert_eq!(found.erased, 2);
        let node = Node::open(home.config(), registry()).unwrap();
        assert_eq!(
            node.read(|database| database.number("SELECT COUNT(*) FROM key_to_erase", vec![])).unwrap(),
            0
        );
    });
}

#[test]
fn who_asked_cannot_confirm() {
    on_both(|home| {
        let node = open(home);
        enter(&node, 1, 5);
        let outcome = erase(&node, overseer(2), overseer(2));
        assert!(matches!(outcome, Outcome::Refused(refusal) if refusal.rule == RuleName::TwoPeople));
        assert!(!on_disk(home, b"ordinary words 1"));
    });
}

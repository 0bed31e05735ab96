use crate::room::{READ, analyst, deed, enter, number, open, overseer, registry};
use kernel::erasure::{AskErasure, ConfirmErasure};
use kernel::{Actor, Outcome, Purpose, RuleName};
use store::testing::{Home, on_both};
use store::{LookFault, Node};

fn erase(node: &Node, by: Actor, confirmed_by: Actor) -> Outcome {
    erase_note(node, 1, by, confirmed_by)
}

/// Erases the `n`th note: one asks, another confirms.
pub(crate) fn erased_by_two(node: &Node, n: u32) {
    assert!(matches!(erase_note(node, n, analyst(1), overseer(2)), Outcome::Entered { .. }));
}

fn erase_note(node: &Node, n: u32, by: Actor, confirmed_by: Actor) -> Outcome {
    let ask = AskErasure { subject: number(n) };
    let deed = node.deed(node.new_id().unwrap(), &ask, by, Purpose::Administration).build();
    assert!(matches!(node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
    let confirm = ConfirmErasure { subject: number(n) };
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
fn what_came_after_an_erasure_can_be_erased_again() {
    on_both(|home| {
        let node = open(home);
        enter(&node, 1, 5);
        assert!(matches!(erase(&node, analyst(1), overseer(2)), Outcome::Entered { .. }));
        assert!(matches!(erase(&node, analyst(1), overseer(2)), Outcome::Entered { .. }));
        drop(node);
        assert_eq!(crate::verifying::verified(home, None).findings, []);
    });
}

#[test]
fn erased_things_that_are_put_back_are_named() {
    on_both(|home| {
        let node = open(home);
        enter(&node, 1, 5);
        node.stop();
        drop(node);
        let sql = "SELECT act, slot, subject, key, ciphertext FROM payload";
        let rows = store::verify::on_node(&home.config(), |database| database.rows(sql, Vec::new())).unwrap();
        let node = open(home);
        assert!(matches!(erase(&node, analyst(1), overseer(2)), Outcome::Entered { .. }));
        drop(node);
        assert_eq!(crate::verifying::verified(home, None).findings, []);
        let back = "INSERT INTO payload (act, slot, subject, key, ciphertext) VALUES ($1, $2, $3, $4, $5)";
        store::testing::burgle(home, back, rows[0].clone());
        let found = crate::verifying::verified(home, None);
        assert!(
            found.findings[0].to_string().contains("was erased, and is here again"),
            "{:?}",
            found.findings
        );
    });
}

#[test]
fn a_journal_without_its_keys_does_not_open() {
    on_both(|home| {
        let node = open(home);
        enter(&node, 1, 5);
        drop(node);
        for name in ["node.key", "keys.db"] {
            let (file, aside) = (home.path().join(name), home.path().join("aside"));
            std::fs::rename(&file, &aside).unwrap();
            let opened = Node::open(home.config(), registry());
            assert!(matches!(opened, Err(store::OpenFault::KeysLost { .. })), "{name}");
            std::fs::rename(&aside, &file).unwrap();
        }
        assert!(Node::open(home.config(), registry()).is_ok());
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

//! The key that is sealed to is replaced and destroyed while people write: what they typed arrives once.

use super::super::testing::{Answered, Street, told_form};
use crate::testing::registry;
use kernel::Instant;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::Node;
use store::team::{Team, TeamKeyFile};
use store::testing::{Home, on_both};

const ONCE: &str = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";

fn node(home: &Home) -> Arc<Node> {
    Arc::new(Node::open(home.config(), registry()).unwrap())
}

fn file(home: &Home) -> PathBuf {
    home.path().join("team-keys.json")
}

/// Gives the newest keys to public doors, as core does.
#[expect(clippy::disallowed_methods, reason = "the test is the core that writes the file")]
fn give_out(node: &Node, file: &Path) {
    let fresh = file.with_extension("new");
    std::fs::write(&fresh, node.team_keys().unwrap().to_text()).unwrap();
    std::fs::rename(&fresh, file).unwrap();
}

fn replace(node: &Node) {
    assert!(node.rotate_team_keys(Instant(desk::Desk::now().0 + 1)).unwrap());
}

/// The daily work when the grace of what was replaced is over.
fn destroy(node: &Node) {
    let over = desk::Desk::now().0 + (store::keys::GRACE_HOURS + 1) * 3_600_000;
    node.keep_team_keys(Instant(over)).unwrap();
}

fn reports(node: &Node) -> usize {
    node.read(|database| database.rows("SELECT * FROM report", Vec::new())).unwrap().len()
}

fn send(street: &Street) -> Answered {
    street.send(told_form(ONCE, "Something that was typed.").to("/report?lang=en"))
}

#[test]
fn what_is_sealed_to_the_key_before_is_filed_while_that_opens() {
    on_both(|home| {
        let node = node(home);
        give_out(&node, &file(home));
        let keys = TeamKeyFile::open(file(home)).unwrap();
        let street = Street::before(&node, move || keys.of(Team::ReportsDesk));
        replace(&node);
        let first = send(&street);
        assert_eq!((first.status, reports(&node)), (200, 1));
        // The door sees that another key was given out; the same form is the same report under either.
        give_out(&node, &file(home));
        destroy(&node);
        assert_eq!(send(&street).digits(), first.digits());
        assert_eq!(reports(&node), 1);
        node.stop();
    });
}

#[test]
fn what_is_sealed_to_a_destroyed_key_is_sealed_again_and_arrives_once() {
    on_both(|home| {
        let node = node(home);
        give_out(&node, &file(home));
        let (keys, old) = (TeamKeyFile::open(file(home)).unwrap(), node.team_keys().unwrap());
        replace(&node);
        destroy(&node);
        give_out(&node, &file(home));
        // The key is destroyed in the very moment between sealing and opening.
        let was_asked = AtomicBool::new(false);
        let street = Street::before(&node, move || {
            if was_asked.swap(true, Ordering::Relaxed) {
                keys.of(Team::ReportsDesk)
            } else {
                old.of(Team::ReportsDesk)
            }
        });
        assert_eq!(send(&street).status, 200);
        assert_eq!(reports(&node), 1);
        node.stop();
    });
}

#[test]
fn what_was_typed_comes_back_until_the_newest_key_is_given_out() {
    on_both(|home| {
        let node = node(home);
        give_out(&node, &file(home));
        let keys = TeamKeyFile::open(file(home)).unwrap();
        let street = Street::before(&node, move || keys.of(Team::ReportsDesk));
        replace(&node);
        destroy(&node);
        let kept = send(&street);
        assert_eq!((kept.status, reports(&node)), (503, 0));
        assert!(kept.body.contains("Something that was typed.") && kept.hidden("once") == ONCE);
        give_out(&node, &file(home));
        let filed = send(&street);
        assert_eq!((filed.status, reports(&node)), (200, 1));
        assert_eq!(send(&street).digits(), filed.digits());
        assert_eq!(reports(&node), 1);
        node.stop();
    });
}

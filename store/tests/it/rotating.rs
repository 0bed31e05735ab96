//! The node key replaced while the node works, on both databases.

use crate::erasing::erased_by_two;
use crate::room::{READ, analyst, enter, number, open};
use crate::verifying::verified;
use kernel::Purpose;
use std::sync::atomic::{AtomicBool, Ordering};
use store::testing::on_both;

#[test]
fn a_new_node_key_changes_nothing_but_itself() {
    on_both(|home| {
        let node = open(home);
        let key = || std::fs::read(home.path().join("node.key")).unwrap();
        (1..=20).for_each(|n| drop(enter(&node, n, 5)));
        let kept = node.checkpoint().unwrap();
        let before = (
            key(),
            node.token("note", b"a name"),
            node.team_keys().unwrap(),
            node.secret("sessions").mac(&[b"one"]),
        );
        let going = AtomicBool::new(true);
        std::thread::scope(|scope| {
            let (node, going) = (&node, &going);
            let load = scope.spawn(move || {
                let mut n = 100;
                while going.load(Ordering::Relaxed) {
                    enter(node, n, 1);
                    n += 1;
                }
                n - 100
            });
            let mut told = 0;
            for _ in 0..3 {
                assert!(node.rotate_keys(&mut |_| told += 1).unwrap().of > 0);
            }
            erased_by_two(node, 3);
            going.store(false, Ordering::Relaxed);
            assert!(load.join().unwrap() > 0 && told > 10);
        });
        let status = node.key_status().unwrap();
        assert_eq!((status.node_key, status.under_older, status.turning), (4, 0, None));
        drop(node);
        let node = open(home);
        let after = (
            key(),
            node.token("note", b"a name"),
            node.team_keys().unwrap(),
            node.secret("sessions").mac(&[b"one"]),
        );
        assert_ne!(before.0, after.0);
        assert_eq!((before.1, before.2, before.3), (after.1, after.2, after.3));
        // An act of before is known by its digest; what was sealed opens; what was erased does not.
        assert!(enter(&node, 7, 5).again);
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &[number(3), number(7)]).unwrap();
        let act = |n| kernel::Id([8; 16]).derive("act", n);
        assert_eq!(node.open_payload(&trace, act(7), 0).unwrap().expose(), b"ordinary words 7");
        assert!(node.open_payload(&trace, act(3), 0).is_err());
        drop(node);
        assert_eq!(verified(home, Some(&kept)).findings, []);
    });
}

//! Moving a node to the other database, stopped and while it runs.

use crate::erasing::erased_by_two;
use crate::room::{READ, analyst, deed, enter, number, open, registry};
use crate::verifying::verified;
use kernel::{Outcome, Purpose};
use std::time::Duration;
use store::keeping::{KeepFault, MovePlan, Moved, move_node};
use store::testing::Home;
use store::{Node, NodeConfig, OpenFault};

fn moved(
    from: &NodeConfig,
    to: Option<String>,
    patience: Duration,
    stop_now: &mut dyn FnMut(u64),
) -> Result<Moved, KeepFault> {
    let registry = registry();
    move_node(&MovePlan { from, to, registry: &registry, patience }, &mut |_| {}, stop_now)
}

/// A node that is on SQLite, and an empty server's database for it; and the other way round.
fn ways() -> [(NodeConfig, Option<String>, Home, Home); 2] {
    let ways = [(Home::sqlite(), Home::postgres()), (Home::postgres(), Home::sqlite())];
    ways.map(|(home, other)| (home.config(), other.config().database, home, other))
}

#[test]
fn a_stopped_node_moves_whole_and_the_old_database_opens_no_more() {
    for (from, to, home, _other) in ways() {
        let node = open(&home);
        (1..=30).for_each(|n| drop(enter(&node, n, n % 7)));
        erased_by_two(&node, 3);
        let checkpoint = node.checkpoint().unwrap();
        drop(node);
        let moved = moved(&from, to.clone(), Duration::ZERO, &mut |_| panic!("nothing runs")).unwrap();
        assert_eq!((moved.while_running, moved.payloads, moved.rows), (0, 29, 29));
        assert_eq!(moved.verified.findings, []);
        assert_eq!(moved.entries, moved.verified.entries);
        let there = NodeConfig { database: to, ..from.clone() };
        let node = Node::open(there, registry()).unwrap();
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &[number(7)]).unwrap();
        let act = kernel::Id([8; 16]).derive("act", 7);
        assert_eq!(node.open_payload(&trace, act, 0).unwrap().expose(), b"ordinary words 7");
        // An act that was entered before the move is answered from the journal, not entered again.
        assert!(enter(&node, 7, 0).again);
        assert!(matches!(enter(&node, 200, 1).outcome, Outcome::Entered { .. }));
        drop(node);
        assert!(matches!(Node::open(from.clone(), registry()), Err(OpenFault::Moved)));
        // What was left can still be looked at, and is what it was.
        assert_eq!(verified(&home, Some(&checkpoint)).findings, []);
    }
}

#[test]
fn a_node_that_runs_moves_all_but_its_last_entries_before_it_stops() {
    for (from, to, home, _other) in ways() {
        let node = open(&home);
        (1..=30).for_each(|n| drop(enter(&node, n, n % 7)));
        let mut node = Some(node);
        let moved = moved(&from, to.clone(), Duration::from_secs(60), &mut |copied| {
            assert!(copied >= 30);
            // It went on meanwhile: what was copied already is erased, and more is entered.
            let running = node.take().unwrap();
            erased_by_two(&running, 5);
            (31..=45).for_each(|n| drop(enter(&running, n, 1)));
            drop(running);
        })
        .unwrap();
        assert!(moved.while_running >= 30 && moved.entries > moved.while_running + 15);
        assert_eq!(moved.verified.findings, []);
        assert_eq!((moved.verified.erased, moved.verified.sealed), (2, 2 * 44));
        assert!(Node::open(NodeConfig { database: to, ..from }, registry()).is_ok());
    }
}

#[test]
fn a_move_that_cannot_be_made_leaves_the_node_where_it_is() {
    for (from, to, home, other) in ways() {
        let node = open(&home);
        enter(&node, 1, 5);
        let told = moved(&from, to.clone(), Duration::from_millis(300), &mut |_| {});
        assert!(matches!(told, Err(KeepFault::StillRunning)), "{told:?}");
        drop(node);
        assert!(matches!(
            moved(&from, from.database.clone(), Duration::ZERO, &mut |_| {}),
            Err(KeepFault::AlreadyThere)
        ));
        // The server's database holds what the first try copied; a file is built anew.
        let again = moved(&from, to.clone(), Duration::ZERO, &mut |_| {});
        match &to {
            Some(_) => assert!(matches!(again, Err(KeepFault::NotEmpty(_))), "{again:?}"),
            None => drop(again.unwrap()),
        }
        let left = if to.is_some() { from.clone() } else { NodeConfig { database: None, ..from.clone() } };
        let node = Node::open(left, registry()).unwrap();
        assert!(enter(&node, 1, 5).again);
        drop((node, other));
    }
}

#[test]
fn a_damaged_journal_is_not_moved() {
    for (from, to, home, _other) in ways() {
        let node = open(&home);
        (1..=10).for_each(|n| drop(enter(&node, n, 1)));
        drop(node);
        let change = "UPDATE note SET weight = 9 WHERE weight = 1";
        assert!(store::testing::burgle_counted(&home, change, Vec::new()) > 0);
        // Derived rows are replayed, so a changed one does not come along.
        let rebuilt = moved(&from, to, Duration::ZERO, &mut |_| {}).unwrap();
        assert_eq!(rebuilt.verified.findings, []);
    }
    for (from, to, home, _other) in ways() {
        let node = open(&home);
        (1..=10).for_each(|n| drop(enter(&node, n, 1)));
        drop(node);
        store::testing::burgle(
            &home,
            "UPDATE payload SET slot = slot, ciphertext = $1",
            vec![kernel::Value::Bytes(vec![1; 50])],
        );
        let told = moved(&from, to, Duration::ZERO, &mut |_| {});
        assert!(matches!(&told, Err(KeepFault::NotTrue(what)) if what.contains("was changed")), "{told:?}");
        assert!(Node::open(from, registry()).is_ok(), "nothing was switched");
    }
}

#[test]
fn a_node_moves_from_one_server_to_another() {
    let (home, other) = (Home::postgres(), Home::postgres());
    let node = open(&home);
    // So many that the other database is written to while this one is read.
    let deeds: Vec<_> = (1..=1_100).map(|n| deed(&node, n, 1, &format!("words {n}"))).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let all = deeds.into_iter().map(|deed| node.enter(deed));
    runtime
        .block_on(futures_util::future::join_all(all))
        .into_iter()
        .for_each(|answer| drop(answer.unwrap()));
    drop(node);
    let moved = moved(&home.config(), other.config().database, Duration::ZERO, &mut |_| {}).unwrap();
    assert_eq!((moved.payloads, moved.rows), (1_100, 1_100));
    assert_eq!(moved.verified.findings, []);
}

//! Faults of the world around the writer: a queue that is full, and an acknowledgement that is lost on its way.

use crate::proxy::Proxy;
use crate::room::{NoteRow, deed, number, open, registry};
use crate::verifying::verified;
use futures_util::future::{join_all, maybe_done};
use futures_util::poll;
use kernel::{Outcome, Record};
use store::database::TableSql;
use store::testing::{Home, on_both};
use store::{Database, Deed, DeedFault, Node, NodeConfig};

fn notes(node: &Node) -> usize {
    let sql = TableSql::of(NoteRow::TABLE).all;
    node.read(|database| database.records::<NoteRow>(&sql, Vec::new())).unwrap().len()
}

/// Keeps the writer from opening a transaction until the work is done.
fn while_the_writer_is_held<T>(home: &Home, work: impl FnOnce(Box<dyn FnOnce()>) -> T) -> T {
    match home.config().database {
        None => {
            let mut holder = store::sqlite::Sqlite::open(&home.path().join("tutela.db")).unwrap();
            holder.declare("BEGIN IMMEDIATE").unwrap();
            work(Box::new(move || holder.declare("ROLLBACK").unwrap()))
        }
        Some(url) => {
            let mut holder = store::postgres::Postgres::connect(&url).unwrap();
            holder.declare("BEGIN; UPDATE head SET term = term").unwrap();
            work(Box::new(move || holder.declare("ROLLBACK").unwrap()))
        }
    }
}

#[test]
fn who_finds_the_queue_full_is_told_to_try_again_and_nothing_is_lost() {
    // The queue takes 4,096, and the batch that the writer holds 512 more at most.
    const SENT: u32 = 4_096 + 512 + 200;
    on_both(|home| {
        let node = open(home);
        let deeds: Vec<Deed> = (0..SENT).map(|n| deed(&node, n, 5, &format!("words {n}"))).collect();
        let answers = while_the_writer_is_held(home, |release| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let mut sent: Vec<_> =
                deeds.iter().map(|deed| Box::pin(maybe_done(node.enter(deed.clone())))).collect();
            runtime.block_on(async {
                for one in &mut sent {
                    let _ = poll!(one);
                }
            });
            // Only now: a writer that wakes late must not take the first acts before the last are sent.
            release();
            runtime.block_on(join_all(&mut sent));
            sent.iter_mut().filter_map(|one| one.as_mut().take_output()).collect::<Vec<_>>()
        });
        assert_eq!(answers.len(), deeds.len());
        let mut busy = Vec::new();
        for (deed, answer) in deeds.into_iter().zip(answers) {
            match answer {
                Ok(answer) => assert!(matches!(answer.outcome, Outcome::Entered { .. }), "{answer:?}"),
                Err(DeedFault::Busy) => busy.push(deed),
                Err(fault) => panic!("{fault}"),
            }
        }
        println!("proof: {SENT} acts at once: {} found the queue full, none lost", busy.len());
        assert!(busy.len() >= 200, "the queue was never full");
        assert_eq!(notes(&node), SENT as usize - busy.len(), "who was turned away entered nothing");
        for deed in busy {
            assert!(matches!(node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        }
        assert_eq!(notes(&node), SENT as usize);
        assert_eq!(node.meters().queued(), 0);
        drop(node);
        assert_eq!(verified(home, None).findings, []);
    });
}

/// The home's node by way of the proxy.
fn by_way_of(proxy: &Proxy, home: &Home) -> NodeConfig {
    let database = home.config().database.map(|url| proxy.instead_of(&url));
    NodeConfig { database, ..home.config() }
}

#[test]
fn an_act_whose_commit_was_never_acknowledged_is_answered_from_the_journal() {
    const CUTS: u32 = 10;
    let home = Home::postgres();
    let proxy = Proxy::before(&home.config().database.unwrap());
    let node = Node::open(by_way_of(&proxy, &home), registry()).unwrap();
    for n in 0..CUTS {
        let sent = deed(&node, n, 5, &format!("words {n}"));
        proxy.cut_after_the_next_commit();
        let first = node.enter_now(sent.clone());
        assert!(matches!(first, Err(DeedFault::Broken(_))), "{first:?}");
        assert_eq!(proxy.cuts(), n + 1, "the connection was cut after a COMMIT");
        let again = (0..100).find_map(|_| match node.enter_now(sent.clone()) {
            Ok(answer) => Some(answer),
            Err(DeedFault::Broken(_)) => {
                std::thread::sleep(std::time::Duration::from_millis(20));
                None
            }
            Err(fault) => panic!("{fault}"),
        });
        let again = again.unwrap();
        assert!(again.again, "it had arrived");
        assert_eq!(node.enter_now(sent).unwrap().outcome, again.outcome);
        let of_it = node.entry(match again.outcome {
            Outcome::Entered { seq, .. } => seq,
            other => panic!("{other:?}"),
        });
        assert_eq!(of_it.unwrap().unwrap().subject, number(n));
    }
    assert_eq!(notes(&node), CUTS as usize);
    println!("proof: {CUTS} acknowledgements lost after a COMMIT, each act entered once");
    drop(node);
    assert_eq!(verified(&home, None).findings, []);
}

#[test]
fn beside_others_the_sender_does_not_even_notice_a_lost_acknowledgement() {
    let home = Home::postgres();
    let proxy = Proxy::before(&home.config().database.unwrap());
    let clock = || kernel::Instant(1_700_000_000_000);
    let node = Node::open_beside_others(by_way_of(&proxy, &home), registry(), Box::new(clock)).unwrap();
    for n in 0..5 {
        let sent = deed(&node, n, 5, &format!("words {n}"));
        proxy.cut_after_the_next_commit();
        let answer = node.enter_now(sent).unwrap();
        assert!(answer.again && matches!(answer.outcome, Outcome::Entered { .. }), "{answer:?}");
        assert_eq!(proxy.cuts(), n + 1);
    }
    assert_eq!(notes(&node), 5);
    drop(node);
    assert_eq!(verified(&home, None).findings, []);
}

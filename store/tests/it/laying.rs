//! Payloads that are laid piece by piece: whole with their act, or nothing.

use crate::erasing::erased_by_two;
use crate::room::{self, Note, READ, analyst, deed, enter, number, open};
use crate::verifying::verified;
use kernel::{Id, Instant, Outcome, Purpose};
use std::sync::Arc;
use store::laying::Whole;
use store::testing::{Home, burgle, on_both};
use store::{Answer, DeedFault, Laying, LookFault, Node};

fn count(node: &Node, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    node.read(|database| database.number(&sql, Vec::new())).unwrap()
}

fn pieces(n: u8) -> Vec<Vec<u8>> {
    (0..n).map(|piece| vec![piece; 3_000 + usize::from(piece)]).collect()
}

/// Lays the pieces of the `n`th note.
fn laying(node: &Arc<Node>, n: u32, some: &[Vec<u8>]) -> Laying {
    let mut laying = Laying::begin(node, Id([8; 16]).derive("laid", n), number(n)).unwrap();
    some.iter().for_each(|piece| laying.put(piece).unwrap());
    laying
}

fn take_in(node: &Node, whole: &Whole, n: u32, weight: u32) -> Result<Answer, DeedFault> {
    node.enter_now(whole.deed(&Note { note: number(n), weight }, analyst(1), Purpose::Triage).build())
}

fn is_entered(answer: &Result<Answer, DeedFault>) -> bool {
    matches!(answer, Ok(Answer { outcome: Outcome::Entered { .. }, .. }))
}

/// Waits until nothing is laid any more.
fn settle(node: &Node) {
    for _ in 0..1_000 {
        if count(node, "laid") == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("what was laid did not go");
}

#[test]
fn what_is_laid_is_taken_in_whole_by_its_act() {
    on_both(|home| {
        let node = Arc::new(open(home));
        let some = pieces(5);
        let whole = laying(&node, 1, &some).end();
        assert_eq!((count(&node, "payload"), count(&node, "laid"), count(&node, "entry")), (5, 1, 0));
        assert_eq!(verified(home, None).findings, [], "nobody promised it yet, and it is said to be laid");
        assert!(is_entered(&take_in(&node, &whole, 1, 0)));
        assert!(take_in(&node, &whole, 1, 0).unwrap().again, "the same again is answered from the journal");
        let act = whole.act();
        drop(whole);
        // Whoever lays after it comes after its order to let go.
        drop(laying(&node, 2, &some[..1]));
        settle(&node);
        assert_eq!(count(&node, "payload"), 5, "what an act took in stays");
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &[number(1)]).unwrap();
        for (slot, piece) in (0..).zip(&some) {
            assert_eq!(node.open_payload(&trace, act, slot).unwrap().expose(), piece);
        }
        let found = verified(home, None);
        assert_eq!((found.findings.as_slice(), found.sealed), (&[][..], 5));
        // A promised piece that is said to be laid is still missed.
        let parameters = vec![kernel::Value::Bytes(act.0.to_vec())];
        burgle(home, "INSERT INTO laid (act, since) VALUES ($1, 1)", parameters);
        assert_eq!(verified(home, None).findings.len(), 5);
    });
}

#[test]
fn what_no_act_takes_in_goes() {
    on_both(|home| {
        let node = Arc::new(open(home));
        enter(&node, 1, 0);
        let kept = count(&node, "payload");
        // More than go in one transaction.
        let some: Vec<Vec<u8>> = (0..150).map(|n| vec![n; 10]).collect();
        drop(laying(&node, 2, &some));
        settle(&node);
        assert_eq!(count(&node, "payload"), kept);
        // An act that is refused takes nothing in.
        let whole = laying(&node, 1, &pieces(2)).end();
        assert!(
            matches!(take_in(&node, &whole, 1, 0).unwrap().outcome, Outcome::Invalid(_)),
            "the number is taken"
        );
        drop(whole);
        settle(&node);
        assert_eq!((count(&node, "payload"), verified(home, None).findings), (kept, Vec::new()));
    });
}

#[test]
fn what_a_node_left_in_the_middle_goes_at_its_next_start() {
    on_both(|home| {
        let node = Arc::new(open(home));
        enter(&node, 1, 0);
        let (left, whole) = (laying(&node, 2, &pieces(3)), laying(&node, 3, &pieces(2)).end());
        assert!(is_entered(&take_in(&node, &whole, 3, 0)));
        // Nobody carries out the order to let go any more: as after a kill.
        node.stop();
        drop((left, whole));
        assert_eq!((count(&node, "payload"), count(&node, "laid")), (6, 1));
        drop(node);
        assert_eq!(verified(home, None).findings, []);
        let node = Arc::new(open(home));
        assert_eq!((count(&node, "payload"), count(&node, "laid")), (3, 0));
        drop(node);
        assert_eq!(verified(home, None).findings, []);
    });
}

#[test]
fn what_was_erased_or_taken_away_in_the_middle_is_not_taken_in() {
    on_both(|home| {
        let node = Arc::new(open(home));
        enter(&node, 1, 0);
        let mut erased = laying(&node, 1, &pieces(2));
        erased_by_two(&node, 1);
        // It does not know yet.
        erased.put(b"ordinary words").unwrap();
        let entries = count(&node, "entry");
        let erased = erased.end();
        assert!(matches!(take_in(&node, &erased, 7, 0), Err(DeedFault::Broken(_))), "its key is gone");
        let taken = laying(&node, 2, &pieces(3)).end();
        burgle(
            home,
            "DELETE FROM payload WHERE subject = $1 AND slot = 1",
            vec![kernel::Value::Bytes(number(2).0.to_vec())],
        );
        let told = take_in(&node, &taken, 2, 0);
        assert!(matches!(&told, Err(DeedFault::Broken(why)) if why.contains("send it again")), "{told:?}");
        assert_eq!(count(&node, "entry"), entries, "nothing was entered");
        drop((erased, taken));
        settle(&node);
        assert_eq!(verified(home, None).findings, []);
    });
}

#[test]
fn what_is_laid_aside_is_laid_again_once_it_is_known_whose_it_is() {
    on_both(|home| {
        let node = Arc::new(open(home));
        let some = pieces(4);
        let mut aside = Laying::aside(&node).unwrap();
        some.iter().for_each(|piece| aside.put(piece).unwrap());
        let mut whole = laying(&node, 1, &[]);
        whole.copy(&aside).unwrap();
        drop(aside);
        let whole = whole.end();
        assert!(is_entered(&take_in(&node, &whole, 1, 0)));
        settle(&node);
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &[number(1)]).unwrap();
        assert_eq!(node.open_payload(&trace, whole.act(), 3).unwrap().expose(), &some[3]);
        assert!(matches!(node.open_payload(&trace, whole.act(), 4), Err(LookFault::Gone)));
        assert_eq!((count(&node, "payload"), verified(home, None).findings), (4, Vec::new()));
    });
}

#[test]
fn what_was_laid_long_ago_goes_by_its_age() {
    let home = Home::sqlite();
    let time = Arc::new(std::sync::atomic::AtomicI64::new(1_793_491_200_000));
    let told = Arc::clone(&time);
    let clock = Box::new(move || Instant(told.load(std::sync::atomic::Ordering::SeqCst)));
    let node = Arc::new(Node::open_with_clock(home.config(), room::registry(), clock).unwrap());
    let left = laying(&node, 1, &pieces(2));
    time.fetch_add(25 * 3_600_000, std::sync::atomic::Ordering::SeqCst);
    enter(&node, 2, 0);
    settle(&node);
    assert!(matches!(take_in(&node, &left.end(), 1, 0), Err(DeedFault::Broken(_))));
    assert_eq!(verified(&home, None).findings, []);
}

#[test]
fn a_standby_has_its_pieces_laid_by_the_writer() {
    let home = Home::postgres();
    let (writer, standby) = (room::beside(&home).unwrap(), Arc::new(room::beside(&home).unwrap()));
    assert!(standby.is_standby());
    let whole = laying(&standby, 1, &pieces(3)).end();
    assert_eq!((count(&writer, "payload"), count(&writer, "laid")), (3, 1));
    assert!(is_entered(&take_in(&standby, &whole, 1, 0)));
    drop(laying(&standby, 2, &pieces(2)));
    settle(&writer);
    assert_eq!(count(&writer, "payload"), 3);
    assert!(standby.enter_now(deed(&standby, 3, 0, "ordinary words")).is_ok());
    drop((whole, standby, writer));
    assert_eq!(verified(&home, None).findings, []);
}

//! Real files as a failing disk leaves them, and a clock that cannot be trusted.

use crate::room::{NoteRow, enter, open, registry};
use crate::verifying::verified;
use kernel::journal::Job;
use kernel::{Entry, Instant, Outcome, Record};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::testing::{Home, on_both};
use store::{Node, OpenFault};

fn count(node: &Node, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    node.read(|database| database.number(&sql, Vec::new())).unwrap()
}

/// Waits until no reaction is left.
fn settle(node: &Node) {
    for _ in 0..1_000 {
        if count(node, Job::TABLE.name) == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("reactions did not settle");
}

fn log_of(home: &Home) -> PathBuf {
    home.path().join("tutela.db-wal")
}

/// A home as a killed process leaves it: ten notes, most of them in the write-ahead log alone; and a checkpoint over them all.
fn killed() -> (Home, String) {
    let home = Home::sqlite();
    let node = open(&home);
    (1..=10).for_each(|n| drop(enter(&node, n, 5)));
    settle(&node);
    let kept = node.checkpoint().unwrap();
    let left = home.copy();
    assert_eq!(count(&node, NoteRow::TABLE.name), 10);
    (left, kept)
}

#[test]
fn a_log_that_ends_early_opens_to_a_durable_commit() {
    let (left, kept) = killed();
    let whole = std::fs::read(log_of(&left)).unwrap();
    let mut last = i64::MAX;
    for part in 0..=24 {
        let home = left.copy();
        // Not at the bounds of frames: a write is torn anywhere.
        let length = whole.len() - whole.len() * part / 24;
        std::fs::write(log_of(&home), &whole[..length.saturating_sub(part)]).unwrap();
        let Ok(node) = Node::open(home.config(), registry()) else {
            // Before the first commit there is no node.
            assert!(last == 0 || part > 12, "it does not open with {length} of {} bytes", whole.len());
            continue;
        };
        let notes = count(&node, NoteRow::TABLE.name);
        assert!(notes <= last, "{notes} notes in a shorter log, {last} in a longer one");
        last = notes;
        drop(node);
        assert_eq!(verified(&home, None).findings, []);
        let lost = verified(&home, Some(&kept)).findings;
        assert_eq!(lost.is_empty(), notes == 10, "{lost:?}");
    }
    assert_eq!(last, 0);
    println!("proof: a log torn in 25 places opens to a durable commit");
}

#[test]
fn a_garbled_end_of_the_log_loses_no_earlier_commit_and_is_named_by_a_checkpoint_kept_elsewhere() {
    let (home, kept) = killed();
    let mut log = std::fs::read(log_of(&home)).unwrap();
    let end = log.len();
    log[end - 3_000..].iter_mut().for_each(|byte| *byte ^= 0x5a);
    std::fs::write(log_of(&home), log).unwrap();
    let node = open(&home);
    // The last commit was the checkpoint's own.
    assert_eq!(count(&node, NoteRow::TABLE.name), 10);
    assert!(matches!(enter(&node, 11, 5).outcome, Outcome::Entered { .. }));
    drop(node);
    assert_eq!(verified(&home, Some(&kept)).findings, []);
    // An earlier commit garbled: everything after it is gone, and said so.
    let (home, kept) = killed();
    let mut log = std::fs::read(log_of(&home)).unwrap();
    let middle = log.len() * 3 / 4;
    log[middle..middle + 3_000].iter_mut().for_each(|byte| *byte ^= 0x5a);
    std::fs::write(log_of(&home), log).unwrap();
    drop(open(&home));
    assert_eq!(verified(&home, None).findings, []);
    let told = verified(&home, Some(&kept)).findings;
    assert!(told.first().is_some_and(|one| one.to_string().contains("tail was cut")), "{told:?}");
}

#[test]
fn a_torn_page_with_the_last_entry_is_named() {
    for written in [0, 100, 300] {
        let home = Home::sqlite();
        let node = open(&home);
        (1..=40).for_each(|n| drop(enter(&node, n, 5)));
        settle(&node);
        let seq = u64::try_from(count(&node, "entry")).unwrap();
        let entry: Entry = node.entry(seq).unwrap().unwrap();
        drop(node);
        let file = home.path().join("tutela.db");
        let mut bytes = std::fs::read(&file).unwrap();
        let needle = entry.to_bytes();
        let at = bytes.windows(needle.len()).position(|window| window == needle).unwrap();
        // Of the page with the entry the first part was written, the rest was not.
        let page = at / 4_096 * 4_096;
        bytes[page + written..page + 4_096].fill(0);
        std::fs::write(&file, bytes).unwrap();
        match Node::open(home.config(), registry()) {
            Err(fault) => {
                let told = fault.to_string();
                assert!(matches!(fault, OpenFault::Damaged(_) | OpenFault::Database(_)), "{told}");
                assert!(told.contains("damaged") || told.contains("malformed"), "{told}");
            }
            Ok(node) => {
                drop(node);
                assert_ne!(verified(&home, None).findings, [], "{written} bytes of the page were written");
            }
        }
    }
    println!("proof: a last page torn in 3 places is named");
}

#[test]
fn a_clock_that_jumps_back_changes_no_order() {
    on_both(|home| {
        let time = Arc::new(AtomicI64::new(1_793_491_200_000));
        let told = Arc::clone(&time);
        let clock = Box::new(move || Instant(told.load(Ordering::SeqCst)));
        let node = Node::open_with_clock(home.config(), registry(), clock).unwrap();
        let year = 365 * 86_400_000;
        let jumps = [0, 1_000, -year, 60_000, 2 * year, -3 * year, 1];
        for (n, jump) in (1_u32..).zip(jumps) {
            time.fetch_add(jump, Ordering::SeqCst);
            assert!(matches!(enter(&node, n, 5).outcome, Outcome::Entered { .. }));
            assert!(enter(&node, n, 5).again);
            settle(&node);
        }
        let entries = u64::try_from(count(&node, "entry")).unwrap();
        let recorded: Vec<Instant> =
            (1..=entries).map(|seq| node.entry(seq).unwrap().unwrap().recorded).collect();
        assert!(recorded.is_sorted(), "{recorded:?}");
        let back = jumps.iter().filter(|jump| **jump < 0).count();
        println!("proof: a clock that jumps back by years, {back} times: no order changed");
        drop(node);
        assert_eq!(verified(home, None).findings, []);
    });
}

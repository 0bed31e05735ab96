//! Several processes on one PostgreSQL database, as far as one process can show it: two nodes that share directory and database.

use crate::room::{self, NoteRow, beside, deed, enter, number};
use kernel::{Outcome, Record, RuleName};
use std::time::{Duration, Instant as Moment};
use store::testing::Home;
use store::{DeedFault, Duty, Node, OpenFault};

/// Waits until the node has that duty; bounded.
fn becomes(node: &Node, duty: Duty) -> Duration {
    let begun = Moment::now();
    while node.post().borrow().duty != duty {
        assert!(begun.elapsed() < Duration::from_secs(20), "it did not become {duty:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
    begun.elapsed()
}

fn notes(node: &Node) -> usize {
    let sql = store::database::TableSql::of(NoteRow::TABLE).all;
    node.read(|database| database.records::<NoteRow>(&sql, Vec::new())).unwrap().len()
}

#[test]
fn a_standby_hands_acts_on_and_takes_the_place_of_a_writer_that_stops() {
    let home = Home::postgres();
    let (writer, standby) = (beside(&home).unwrap(), beside(&home).unwrap());
    assert!(!writer.is_standby() && standby.is_standby());
    let first = writer.post().borrow().term;
    assert!(matches!(enter(&standby, 1, 5).outcome, Outcome::Entered { seq: 1, .. }));
    assert_eq!((notes(&writer), notes(&standby), standby.meters().acts_handed_on()), (1, 1, 1));
    // Whichever is asked, the same act is the same answer, another body an error, and a rule's refusal the rule's own words.
    assert_eq!(enter(&writer, 1, 5).outcome, enter(&standby, 1, 5).outcome);
    for node in [&standby, &writer] {
        let other = node.enter_now(deed(node, 1, 5, "other words"));
        assert!(matches!(other, Err(DeedFault::AnotherBody)), "{other:?}");
    }
    let refused = |node: &Node, n| match enter(node, n, 13).outcome {
        Outcome::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    };
    let (here, there) = (refused(&writer, 2), refused(&standby, 3));
    assert_eq!((here.rule, &here), (RuleName::ExOfficio, &there));
    let signed = standby.checkpoint().unwrap();
    assert!(signed.starts_with("test.example\n"), "{signed}");
    drop(writer);
    let took = becomes(&standby, Duty::Writer);
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(standby.post().borrow().term > first);
    assert!(enter(&standby, 1, 5).again);
    assert!(matches!(enter(&standby, 4, 5).outcome, Outcome::Entered { .. }));
    // The one that comes back stands by.
    let back = beside(&home).unwrap();
    assert!(back.is_standby());
    assert!(matches!(enter(&back, 5, 5).outcome, Outcome::Entered { .. }));
    assert_eq!((notes(&back), notes(&standby)), (3, 3));
}

#[test]
fn who_does_not_share_is_refused_and_sqlite_is_not_shared() {
    let home = Home::postgres();
    let shared = beside(&home).unwrap();
    assert!(matches!(Node::open(home.config(), room::registry()), Err(OpenFault::InUse(_))));
    let turned = shared.rotate_keys(&mut |_| {});
    assert!(matches!(turned, Err(store::keys::KeyFault::Shared)), "{turned:?}");
    drop(shared);
    let alone = room::open(&home);
    assert!(matches!(beside(&home), Err(OpenFault::InUse(_))));
    enter(&alone, 1, 5);
    drop(alone);
    assert!(matches!(beside(&Home::sqlite()), Err(OpenFault::NotShared)));
}

#[test]
fn connections_that_are_cut_again_and_again_cost_no_sender_an_answer() {
    const CUTS: u32 = 12;
    let home = Home::postgres();
    let nodes = [beside(&home).unwrap(), beside(&home).unwrap()];
    let done = std::sync::atomic::AtomicBool::new(false);
    let going = || !done.load(std::sync::atomic::Ordering::Relaxed);
    let entered: u32 = std::thread::scope(|scope| {
        let senders = [0_u32, 1, 2, 3].map(|sender| {
            let (nodes, going) = (&nodes, &going);
            scope.spawn(move || {
                let mut count = 0;
                for n in (sender..).step_by(4).take_while(|_| going()) {
                    let node = &nodes[usize::from(sender % 2 == 1)];
                    let text = format!("words {n}");
                    // Sealing reads the database by itself, and may meet the cut: then nothing was sent.
                    let Ok(sealed) = room::try_deed(node, n, 5, &text) else { continue };
                    let answer = node.enter_now(sealed);
                    assert!(
                        matches!(&answer, Ok(answer) if matches!(answer.outcome, Outcome::Entered { .. })),
                        "{answer:?}"
                    );
                    count += 1;
                }
                count
            })
        });
        for _ in 0..CUTS {
            std::thread::sleep(Duration::from_millis(120));
            let cut = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            store::testing::burgle(&home, cut, Vec::new());
        }
        std::thread::sleep(Duration::from_millis(300));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        senders.map(|sender| sender.join().unwrap()).iter().sum()
    });
    println!("proof: {CUTS} cuts of every connection beside a standby, {entered} acts, each once");
    assert!(entered > CUTS);
    drop(nodes);
    let node = room::open(&home);
    assert_eq!(notes(&node), entered as usize, "each act once");
    drop(node);
    assert_eq!(crate::verifying::verified(&home, None).findings, []);
}

#[test]
fn what_was_erased_at_the_writer_is_sealed_with_a_new_key_at_the_standby() {
    let home = Home::postgres();
    let (writer, standby) = (beside(&home).unwrap(), beside(&home).unwrap());
    enter(&standby, 1, 5);
    let sealed = |act: u8| {
        let note = room::Note { note: number(1), weight: 5 };
        let made = standby.deed(kernel::Id([act; 16]), &note, room::analyst(1), kernel::Purpose::Triage);
        made.seal(0, number(1), b"later words").unwrap().build()
    };
    let before = sealed(90);
    crate::erasing::erased_by_two(&writer, 1);
    // Sealed with the erased key: told to try again, not entered; and the next try does not remember that key.
    let answer = standby.enter_now(before);
    assert!(matches!(answer, Err(DeedFault::Broken(_))), "{answer:?}");
    let answer = standby.enter_now(sealed(91)).unwrap();
    assert!(matches!(&answer.outcome, Outcome::Invalid(problem) if problem.field == "note"), "{answer:?}");
}

#[test]
fn keys_of_an_erasure_that_a_killed_writer_left_are_erased_by_the_next() {
    let home = Home::postgres();
    let (writer, standby) = (beside(&home).unwrap(), beside(&home).unwrap());
    let act = enter(&writer, 1, 5).act;
    let left = "INSERT INTO key_to_erase (key) SELECT key FROM payload";
    store::testing::burgle(&home, left, Vec::new());
    drop(writer);
    becomes(&standby, Duty::Writer);
    let begun = Moment::now();
    let due =
        || standby.read(|database| database.number("SELECT COUNT(*) FROM key_to_erase", Vec::new())).unwrap();
    while due() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "the keys are still there");
        std::thread::sleep(Duration::from_millis(10));
    }
    let trace = standby.look(room::analyst(1), &room::READ, kernel::Purpose::Triage, &[number(1)]).unwrap();
    assert!(matches!(standby.open_payload(&trace, act, 0), Err(store::LookFault::Gone)));
}

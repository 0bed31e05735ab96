use crate::room::{self, Note, NoteRow, READ, SumRow, analyst, deed, enter, number, open};
use kernel::journal::{Job, RuleCount, Task};
use kernel::{Charter, Id, Outcome, Purpose, Record, Registry, RuleName};
use store::testing::on_both;
use store::{DeedFault, LookFault, Node};

fn records<R: Record>(node: &Node) -> Vec<R> {
    let sql = store::database::TableSql::of(R::TABLE).all;
    node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
}

/// Waits until no reaction is left; bounded by the number of looks.
fn settle(node: &Node) {
    for _ in 0..500 {
        if records::<Job>(node).is_empty() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("reactions did not settle");
}

#[test]
fn a_fact_that_no_charter_declares_is_not_entered() {
    on_both(|home| {
        let silent = Charter { events: Vec::new(), ..room::charter() };
        let registry = Registry::new(vec![facts::charter(), rules::charter(), silent]).unwrap();
        let node = Node::open(home.config(), registry).unwrap();
        let answer = node.enter_now(deed(&node, 1, 5, "a note")).unwrap_err();
        assert!(matches!(&answer, DeedFault::Internal(why) if why.contains("declares")), "{answer:?}");
        drop(node);
        // Nothing of it is left, and the same act goes in where the fact is known.
        let node = open(home);
        assert!(!enter(&node, 1, 5).again);
    });
}

#[test]
fn what_is_entered_is_there_after_a_restart() {
    on_both(|home| {
        let node = open(home);
        assert!(matches!(enter(&node, 1, 5).outcome, Outcome::Entered { .. }));
        settle(&node);
        drop(node);
        let node = open(home);
        let rows = records::<NoteRow>(&node);
        assert_eq!((rows.len(), rows[0].weight), (1, 5));
        assert_eq!(records::<SumRow>(&node)[0].sum, 5);
        assert!(matches!(enter(&node, 2, 6).outcome, Outcome::Entered { .. }));
        settle(&node);
        assert_eq!(records::<SumRow>(&node)[0].sum, 11);
    });
}

#[test]
fn the_same_act_twice_is_one_entry_and_another_body_an_error() {
    on_both(|home| {
        let node = open(home);
        let first = enter(&node, 1, 5);
        let second = enter(&node, 1, 5);
        assert_eq!(first.outcome, second.outcome);
        assert!(!first.again && second.again);
        let other = node.enter_now(deed(&node, 1, 5, "other words"));
        assert!(matches!(other, Err(DeedFault::AnotherBody)), "{other:?}");
        assert_eq!(records::<NoteRow>(&node).len(), 1);
    });
}

#[test]
fn the_same_act_twice_at_once_is_one_entry_and_another_body_an_error() {
    on_both(|home| {
        let node = open(home);
        for n in 1..=40 {
            let refused = n % 2 == 0;
            let weight = if refused { 13 } else { 5 };
            let send = |body: &'static str| {
                let node = &node;
                move || node.enter_now(deed(node, n, weight, &format!("{body} {n}")))
            };
            let answers = std::thread::scope(|scope| {
                let threads = [
                    scope.spawn(send("words")),
                    scope.spawn(send("words")),
                    scope.spawn(send("other words")),
                ];
                threads.map(|thread| thread.join().unwrap())
            });
            let others =
                answers.iter().filter(|answer| matches!(answer, Err(DeedFault::AnotherBody))).count();
            let first = answers.iter().filter(|answer| matches!(answer, Ok(answer) if !answer.again)).count();
            // Either both with the same words were answered, or the one with other words came first.
            assert!(first == 1 && (others == 1 || others == 2), "{answers:?}");
            let is_refusal = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
            assert!(answers.iter().flatten().all(|answer| is_refusal(&answer.outcome) == refused));
        }
        assert_eq!(records::<NoteRow>(&node).len(), 20);
    });
}

#[test]
fn a_lost_connection_is_made_again_and_nothing_acknowledged_is_lost() {
    let home = store::testing::Home::postgres();
    let node = open(&home);
    enter(&node, 1, 5);
    settle(&node);
    const GONE: u32 = 20;
    for n in 2..2 + GONE {
        let kill = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity \
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let prepared = deed(&node, n, 5, &format!("words {n}"));
        store::testing::burgle(&home, kill, Vec::new());
        // The act that meets the dead connection may be told to try again; the same act then goes through.
        let entered = (0..50).find_map(|_| {
            let answer = node.enter_now(prepared.clone()).ok();
            if answer.is_none() {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            answer
        });
        assert!(matches!(entered.unwrap().outcome, Outcome::Entered { .. }));
    }
    drop(node);
    assert_eq!(records::<NoteRow>(&open(&home)).len(), 1 + GONE as usize);
    println!("proof: a database gone and back {GONE} times, none lost, none twice");
}

#[test]
fn a_refusal_is_an_entry_and_keeps_nothing_of_what_was_refused() {
    on_both(|home| {
        let node = open(home);
        let refused = enter(&node, 1, 13);
        assert!(matches!(&refused.outcome, Outcome::Refused(refusal) if refusal.rule == RuleName::ExOfficio));
        assert!(
            matches!(enter(&node, 1, 13).outcome, Outcome::Refused(refusal) if refusal.rule == RuleName::ExOfficio)
        );
        assert!(records::<NoteRow>(&node).is_empty());
        assert_eq!(node.read(|database| database.number("SELECT COUNT(*) FROM payload", vec![])).unwrap(), 0);
        assert_eq!(
            node.read(|database| database.number("SELECT COUNT(*) FROM note_token", vec![])).unwrap(),
            0
        );
        let counts = records::<RuleCount>(&node);
        assert_eq!((counts.len(), counts[0].refusals), (1, 1));
    });
}

#[test]
fn a_refused_reaction_becomes_a_task() {
    on_both(|home| {
        let node = open(home);
        enter(&node, 1, 99);
        settle(&node);
        let tasks = records::<Task>(&node);
        assert_eq!((tasks.len(), tasks[0].cause), (1, 1));
        assert!(records::<SumRow>(&node).is_empty());
    });
}

#[test]
fn what_does_not_fit_is_told_and_not_entered() {
    on_both(|home| {
        let node = open(home);
        enter(&node, 1, 5);
        let note = Note { note: number(1), weight: 6 };
        let again = node.deed(Id([77; 16]), &note, analyst(2), Purpose::Triage).build();
        let answer = node.enter_now(again).unwrap();
        assert!(matches!(answer.outcome, Outcome::Invalid(problem) if problem.field == "note"));
        let mut unknown = deed(&node, 9, 1, "words");
        unknown.kind = 65_000;
        assert!(matches!(node.enter_now(unknown), Err(DeedFault::UnknownAct(65_000))));
        let mut garbage = deed(&node, 10, 1, "words");
        garbage.body.push(0);
        assert!(matches!(node.enter_now(garbage), Err(DeedFault::Unreadable(_))));
    });
}

#[test]
fn many_at_once_are_each_entered_once() {
    on_both(|home| {
        let node = open(home);
        std::thread::scope(|scope| {
            for sender in 0..8_u32 {
                let node = &node;
                scope.spawn(move || (0..25).for_each(|n| drop(enter(node, sender * 100 + n, 1))));
            }
        });
        settle(&node);
        assert_eq!(records::<NoteRow>(&node).len(), 200);
        assert_eq!(records::<SumRow>(&node)[0].sum, 200);
    });
}

#[test]
fn nothing_is_shown_without_a_trace_that_names_it() {
    on_both(|home| {
        let node = open(home);
        let act = enter(&node, 1, 5).act;
        let refused = node.look(analyst(1), &READ, Purpose::NotStated, &[number(1)]);
        assert!(matches!(refused, Err(LookFault::Forbidden(_))));
        let trace = node.look(analyst(1), &READ, Purpose::Triage, &[number(1)]).unwrap();
        assert_eq!(node.open_payload(&trace, act, 0).unwrap().expose(), b"ordinary words 1");
        let unknown = node.look(analyst(1), &READ, Purpose::Triage, &[number(2)]);
        assert!(matches!(unknown, Err(LookFault::Gone)), "nobody knows of what never was");
        enter(&node, 2, 5);
        let other = node.look(analyst(1), &READ, Purpose::Triage, &[number(2)]).unwrap();
        assert!(matches!(node.open_payload(&other, act, 0), Err(LookFault::Gone)));
        let looks = records::<kernel::journal::Look>(&node);
        assert_eq!(looks.iter().map(|look| look.whose).collect::<Vec<_>>(), [number(1), number(2)]);
        assert!(node.look(analyst(1), &READ, Purpose::Triage, &[]).is_err());
    });
}

#[test]
fn one_writer_at_a_time() {
    on_both(|home| {
        let node = open(home);
        assert!(matches!(Node::open(home.config(), room::registry()), Err(store::OpenFault::InUse(_))));
        drop(node);
        assert!(Node::open(home.config(), room::registry()).is_ok());
        println!("proof: a second process on one database is turned away");
    });
}

//! Files of reports at a node with databases.

use super::*;
use crate::tables::{FoldedReport, Report};
use crate::testing::{analyst, registry};
use kernel::codes::QueueState;
use store::database::TableSql;
use store::testing::{Home, on_both};

fn node(home: &Home) -> Node {
    Node::open(home.config(), registry()).unwrap()
}

fn line(id: &str, text: &str) -> Line {
    serde_json::from_value(serde_json::json!({ "id": id, "text": text })).unwrap()
}

fn outcomes(taken: &[Taken]) -> Vec<&'static str> {
    taken.iter().map(|one| one.outcome).collect()
}

fn all<R: kernel::Record>(node: &Node) -> Vec<R> {
    node.read(|database| database.records::<R>(&TableSql::of(R::TABLE).all, Vec::new())).unwrap()
}

#[test]
fn what_machines_say_again_is_one_line_and_what_people_say_never_is() {
    on_both(|home| {
        let node = node(home);
        let mut lines: Vec<Line> = (0..300).map(|n| line(&n.to_string(), "Fictional: the same.")).collect();
        lines.push(line("other", "Fictional: another."));
        let child = |id: &str| Line { by: "child".into(), ..line(id, "Fictional: the same.") };
        lines.extend([child("child-1"), child("child-2")]);
        let mut done = 0;
        let taken = take(&node, &analyst(1), &lines, &mut |so_far| done = so_far);
        assert_eq!((taken.len(), done), (303, 303));
        assert_eq!(outcomes(&taken)[..2], ["filed", "folded"]);
        assert_eq!(outcomes(&taken)[300..], ["filed"; 3]);
        let waiting: Vec<Report> = all::<Report>(&node).into_iter().filter(|row| row.waiting).collect();
        let mut lines_of: Vec<i64> = waiting.iter().map(|row| row.stands_for).collect();
        lines_of.sort_unstable();
        assert_eq!(lines_of, [1, 1, 1, 300]);
        // Sent again, nothing is entered twice; under an old number nothing else is entered.
        assert!(outcomes(&take(&node, &analyst(1), &lines, &mut |_| ())).iter().all(|one| *one == "again"));
        let other = take(&node, &analyst(1), &[line("7", "Fictional: something else.")], &mut |_| ());
        assert_eq!((other[0].outcome, other[0].field.as_str()), ("refused", "id"));
        // Another sender's numbers are their own.
        let theirs = take(&node, &analyst(2), &[line("7", "Fictional: the same.")], &mut |_| ());
        assert_eq!(theirs[0].outcome, "folded");
        assert_eq!(all::<FoldedReport>(&node).len(), 300);
        node.stop();
    });
}

#[test]
fn several_files_at_once_make_one_line() {
    let home = Home::sqlite();
    let node = node(&home);
    std::thread::scope(|scope| {
        for sender in 0..4_u8 {
            let node = &node;
            scope.spawn(move || {
                let lines: Vec<Line> =
                    (0..200).map(|n| line(&n.to_string(), "Fictional: at once.")).collect();
                let taken = take(node, &analyst(sender + 1), &lines, &mut |_| ());
                assert!(taken.iter().all(|one| one.report.is_some()), "{taken:?}");
            });
        }
    });
    let rows = all::<Report>(&node);
    assert_eq!(rows.len(), 800);
    let heads: Vec<&Report> = rows.iter().filter(|row| row.state != QueueState::Folded).collect();
    assert_eq!(heads.iter().map(|row| row.stands_for).sum::<i64>(), 800);
    assert_eq!(heads.len(), 1);
    node.stop();
}

#[test]
fn a_wrong_line_is_told_and_stops_nothing() {
    let home = Home::sqlite();
    let node = node(&home);
    let lines = [
        line("1", "Fictional."),
        line("", "Fictional."),
        line("2", ""),
        Line { by: "nobody".into(), ..line("3", "Fictional.") },
        Line { about: vec!["nobody".into()], ..line("4", "Fictional.") },
        Line { language: "no language".into(), ..line("5", "Fictional.") },
        line("6", &"x".repeat(20_001)),
        line("7", "Fictional, too."),
    ];
    let taken = take(&node, &analyst(1), &lines, &mut |_| ());
    let fields: Vec<&str> = taken.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["", "id", "text", "by", "about", "language", "text", ""]);
    assert_eq!(all::<Report>(&node).len(), 2);
    node.stop();
}

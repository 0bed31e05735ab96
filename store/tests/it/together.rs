//! Rows of one table that travel together come to the same on both databases, and as each by itself.

use kernel::{Id, Record, Row, Value, record};
use store::database::{TableSql, declaration};
use store::testing::{on_both, past_all_rules};
use store::{Database, DatabaseFault, Statement};

record! {
    /// A row of these tests.
    pub struct Leaf in "leaf_together", Derived, key 2, indexes [] {
        /// The tree.
        tree: Id, Internal;
        /// The branch.
        branch: i64, Internal;
        /// How heavy.
        weight: f64, Internal;
        /// What hangs there.
        text: String, Internal;
        /// What is in it.
        seed: Vec<u8>, Internal;
    }
}

/// So many that they travel in more than one piece.
const MANY: u8 = 250;

fn leaf(tree: u8, branch: i64) -> Leaf {
    let texts = ["", "leaf", "\u{0648}\u{0631}\u{0642}\u{0629}", "a \"b\", {c}\\ NULL", "NULL"];
    Leaf {
        tree: Id([tree; 16]),
        branch,
        weight: f64::from(tree) / 3.0,
        text: texts[usize::from(tree) % texts.len()].into(),
        seed: vec![tree; usize::from(tree) * 7],
    }
}

fn leaves() -> Vec<Leaf> {
    let branches = [i64::MIN, -1, 0, 1, 300, i64::MAX];
    (0..MANY).flat_map(|tree| branches.map(|branch| leaf(tree, branch))).collect()
}

/// In a transaction of its own.
fn run(database: &mut dyn Database, statements: Vec<Statement>) -> Result<(), DatabaseFault> {
    let [begin, commit] = ["BEGIN", "COMMIT"].map(|sql| Statement::new(sql, Vec::new()));
    let all: Vec<Statement> = std::iter::once(begin).chain(statements).chain([commit]).collect();
    database.run(&all)
}

#[test]
fn many_rows_are_written_and_found_as_each_by_itself() {
    on_both(|home| {
        past_all_rules(home, |database| {
            let sql = TableSql::of(Leaf::TABLE);
            database.declare(&declaration(Leaf::TABLE, database.dialect()))?;
            let mut wanted: Vec<Row> = leaves().iter().map(Record::to_row).collect();
            run(database, wanted.iter().map(|row| sql.put_apart(row.clone())).collect())?;
            // Some are put again, as others; one goes in between.
            let again: Vec<Row> = wanted
                .iter_mut()
                .step_by(3)
                .map(|row| (row[3] = Value::Text("new".into()), row.clone()).1)
                .collect();
            // The first is deleted after it was put; the last is put after it was deleted.
            let delete = |row: &Row| Statement::new(sql.delete.clone(), Leaf::TABLE.key_of(row).to_vec());
            let deletes = [again[0].clone(), again[again.len() - 1].clone()];
            let mut all: Vec<Statement> = again.into_iter().map(|row| sql.put_apart(row)).collect();
            all.splice(233..233, deletes.iter().map(delete));
            let gone = wanted.remove(0);
            run(database, all)?;
            // Each is asked for, in another order than it was written; those that are not there answer nothing.
            let absent = leaf(MANY, 1).to_row();
            let asked: Vec<&Row> = wanted.iter().rev().chain([&gone, &absent]).collect();
            let mut asks = vec![Statement::new("SELECT COUNT(*) FROM leaf_together", Vec::new())];
            asks.extend(asked.iter().map(|row| sql.get_by(Leaf::TABLE.key_of(row).to_vec())));
            asks.push(sql.get_by(Leaf::TABLE.key_of(&wanted[5]).to_vec()));
            let answers = database.query(&asks)?;
            assert_eq!(answers[0], [[Value::Integer(i64::try_from(wanted.len()).unwrap())]]);
            for (row, answer) in wanted.iter().rev().zip(&answers[1..]) {
                assert_eq!(answer, std::slice::from_ref(row));
            }
            assert_eq!(answers[asks.len() - 3..], [vec![], vec![], vec![wanted[5].clone()]]);
            Ok(())
        });
    });
}

#[test]
fn rows_that_do_not_fit_are_refused_whole() {
    on_both(|home| {
        past_all_rules(home, |database| {
            let sql = TableSql::of(Leaf::TABLE);
            database.declare(&declaration(Leaf::TABLE, database.dialect()))?;
            let mut misfit = leaf(2, 2).to_row();
            misfit[1] = Value::Bytes(vec![2]);
            // What stands for itself is not sent either: a COMMIT would not wait for what cannot be sent.
            let alone = Statement::new(sql.put.clone(), leaf(3, 3).to_row());
            let all = vec![alone, sql.put_apart(leaf(1, 1).to_row()), sql.put_apart(misfit)];
            let done = run(database, all);
            assert!(matches!(done, Err(DatabaseFault::Refused(_))), "{done:?}");
            // Nothing may have begun at all.
            drop(database.declare("ROLLBACK"));
            assert_eq!(database.number("SELECT COUNT(*) FROM leaf_together", Vec::new())?, 0);
            Ok(())
        });
    });
}

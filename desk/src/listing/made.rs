//! Lists whose rows are made for each reading: what the program itself holds, beside what was changed of it.

use super::ListQuery;
use kernel::{Row, Value};
use store::{Database, DatabaseFault};

/// Where the rows of a list come from.
#[derive(Clone, Copy, Debug)]
pub enum Rows {
    /// From the table.
    Kept,
    /// Made, in the form of the declared table, which no database holds. They speak of nothing that one unit keeps from another:
    /// whoever a guard binds sees none of them.
    Made(fn(&mut dyn Database) -> Result<Vec<Row>, DatabaseFault>),
}

fn passes(row: &[Value], (at, is, wanted): &(usize, &str, Value)) -> bool {
    row.get(*at).is_some_and(|cell| match *is {
        ">=" => cell >= wanted,
        "<" => cell < wanted,
        _ => cell == wanted,
    })
}

/// The rows that the filters let through, in the order asked for; the key decides between equals, in the same direction.
pub(super) fn chosen(all: Vec<Row>, query: &ListQuery, key: usize) -> Vec<Row> {
    let mut rows: Vec<Row> =
        all.into_iter().filter(|row| query.filters.iter().all(|filter| passes(row, filter))).collect();
    let (at, down) = query.order.unwrap_or((0, false));
    rows.sort_by(|a, b| a.get(at).cmp(&b.get(at)).then_with(|| a.iter().take(key).cmp(b.iter().take(key))));
    if down {
        rows.reverse();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, count: i64) -> Row {
        vec![Value::Text(name.into()), Value::Integer(count)]
    }

    fn names(query: &ListQuery) -> Vec<String> {
        let all = vec![row("b", 2), row("a", 2), row("c", 1), row("d", 9)];
        let name = |row: Row| match row.into_iter().next() {
            Some(Value::Text(name)) => name,
            other => panic!("{other:?}"),
        };
        chosen(all, query, 1).into_iter().map(name).collect()
    }

    #[test]
    fn rows_are_filtered_and_ordered_as_a_database_does() {
        let filter = |is, count| vec![(1, is, Value::Integer(count))];
        let query = |filters, order| ListQuery { filters, order, ..ListQuery::default() };
        assert_eq!(names(&query(Vec::new(), Some((0, false)))), ["a", "b", "c", "d"]);
        assert_eq!(names(&query(Vec::new(), Some((1, true)))), ["d", "b", "a", "c"]);
        assert_eq!(names(&query(filter("=", 2), Some((1, false)))), ["a", "b"]);
        assert_eq!(names(&query(filter(">=", 2), None)), ["a", "b", "d"]);
        assert_eq!(names(&query(filter("<", 2), None)), ["c"]);
    }
}

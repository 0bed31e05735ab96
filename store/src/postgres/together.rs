//! Statements of one kind travel as one, with an array for each parameter: the server answers each message by itself, and for
//! short statements that costs more than what they do.

use super::parameters::{Cell, Parameter};
use crate::database::{DatabaseFault, Lent, Statement, bytes_of, owned};
use kernel::Row;
use std::collections::HashMap;
use std::sync::Arc;

/// So many statements travel as one at most.
const MOST: usize = 1024;
/// And so many bytes, but for a single one: a server holds each parameter whole, and takes none of a gibibyte.
const MOST_BYTES: usize = 4 << 20;

/// What travels as one: a statement, or several of one kind.
pub(super) struct Trip<'s> {
    /// The statements, each with its place among all.
    parts: Vec<(usize, &'s Statement)>,
    bytes: usize,
}

impl<'s> Trip<'s> {
    fn new(at: usize, statement: &'s Statement) -> Trip<'s> {
        Trip { parts: vec![(at, statement)], bytes: size(statement) }
    }

    /// Takes another statement along, if there is room.
    fn takes(&mut self, at: usize, statement: &'s Statement) -> bool {
        let bytes = self.bytes + size(statement);
        let takes = self.parts.len() < MOST && bytes <= MOST_BYTES;
        if takes {
            self.parts.push((at, statement));
            self.bytes = bytes;
        }
        takes
    }

    /// What the statements travel as, when there are several.
    fn together(&self) -> Option<&'s Arc<str>> {
        let first = self.parts.first().filter(|_| self.parts.len() > 1);
        first.and_then(|(_, statement)| statement.together())
    }

    /// The SQL to send.
    pub(super) fn sql(&self) -> &'s Arc<str> {
        self.together().unwrap_or(&self.parts[0].1.sql)
    }

    /// What goes with it.
    pub(super) fn parameters(&self) -> Vec<Parameter<'s>> {
        let first = &self.parts[0].1.parameters;
        if self.together().is_none() {
            return first.iter().map(Parameter::One).collect();
        }
        let each = |n: usize| self.parts.iter().map(|(_, one)| Cell(&one.parameters[n])).collect();
        (0..first.len()).map(|n| Parameter::Each(each(n))).collect()
    }

    /// Of a row that was answered: for which statement it is, by its place among all, and its cells.
    pub(super) fn answered(&self, cells: &[Lent<'_>]) -> Result<(usize, Row), DatabaseFault> {
        if self.together().is_none() {
            return Ok((self.parts[0].0, owned(cells)));
        }
        let place = match cells {
            [Lent::Integer(n), ..] => usize::try_from(*n).ok().and_then(|n| n.checked_sub(1)),
            _ => None,
        };
        let part = place.and_then(|place| self.parts.get(place));
        let (at, _) =
            part.ok_or_else(|| DatabaseFault::Refused("an answer is for no question".to_owned()))?;
        Ok((*at, owned(&cells[1..])))
    }
}

fn size(statement: &Statement) -> usize {
    statement.parameters.iter().map(bytes_of).sum()
}

/// Statements on their way, those of one kind together.
#[derive(Default)]
struct Trips<'s> {
    all: Vec<Trip<'s>>,
    /// For each kind, the trip that may still take more of it.
    open: HashMap<(&'s str, usize), usize>,
}

impl<'s> Trips<'s> {
    fn add(&mut self, at: usize, statement: &'s Statement) {
        let kind = statement.together().map(|together| (&**together, statement.parameters.len()));
        let open = kind.and_then(|kind| self.open.get(&kind));
        if open.is_some_and(|&open| self.all[open].takes(at, statement)) {
            return;
        }
        self.open.extend(kind.map(|kind| (kind, self.all.len())));
        self.all.push(Trip::new(at, statement));
    }
}

/// How statements travel: whatever stands for itself keeps its place between those before it and those after it.
pub(super) fn trips(statements: &[Statement]) -> Vec<Trip<'_>> {
    let mut trips = Trips::default();
    for (at, statement) in statements.iter().enumerate() {
        if statement.together().is_none() {
            trips.open.clear();
        }
        trips.add(at, statement);
    }
    trips.all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::TableSql;
    use crate::testing::Leaf;
    use kernel::{Id, Record, Value, record};

    record! {
        /// Another.
        pub struct Root in "root", Derived, key 1, indexes [] {
            /// The tree.
            tree: Id, Internal;
        }
    }

    fn leaf(branch: i64, text: &str) -> Statement {
        let row = Leaf { tree: Id([7; 16]), branch, text: text.into() }.to_row();
        TableSql::of(Leaf::TABLE).put_apart(row)
    }

    fn root(n: u8) -> Statement {
        TableSql::of(Root::TABLE).put_apart(Root { tree: Id([n; 16]) }.to_row())
    }

    fn places(trips: &[Trip<'_>]) -> Vec<Vec<usize>> {
        trips.iter().map(|trip| trip.parts.iter().map(|(at, _)| *at).collect()).collect()
    }

    #[test]
    fn puts_of_one_table_travel_together_and_never_pass_another_statement() {
        let other = Statement::new("DELETE FROM leaf", Vec::new());
        let all = [leaf(0, "a"), root(0), leaf(1, "b"), root(1), other.clone(), leaf(0, "c"), other, root(0)];
        let trips = super::trips(&all);
        assert_eq!(places(&trips), [vec![0, 2], vec![1, 3], vec![4], vec![5], vec![6], vec![7]]);
        assert_eq!(
            &**trips[0].sql(),
            "INSERT INTO leaf (\"tree\", \"branch\", \"text\") SELECT * FROM unnest($1::BYTEA[], $2::BIGINT[], $3::TEXT[]) \
             ON CONFLICT (\"tree\", \"branch\") DO UPDATE SET \"text\" = excluded.\"text\""
        );
        assert_eq!(trips[0].parameters().len(), 3);
        assert_eq!(trips[3].sql(), &all[5].sql, "one by itself travels as it is");
    }

    #[test]
    fn a_trip_has_room_for_so_many_and_for_so_much() {
        let many: Vec<Statement> = (0..3000).map(|n| leaf(n, "")).collect();
        assert_eq!(
            super::trips(&many).iter().map(|trip| trip.parts.len()).collect::<Vec<_>>(),
            [1024, 1024, 952]
        );
        let long = "a".repeat(3 << 20);
        let large = [leaf(0, &long), leaf(1, &long), leaf(2, "")];
        assert_eq!(places(&super::trips(&large)), [vec![0], vec![1, 2]]);
    }

    #[test]
    fn an_answer_finds_who_asked() {
        let sql = TableSql::of(Leaf::TABLE);
        let key = |n: i64| sql.get_by(vec![Value::Bytes(vec![7; 16]), Value::Integer(n)]);
        let asks = [Statement::new("SELECT 1", Vec::new()), key(1), key(2)];
        let trips = super::trips(&asks);
        assert_eq!(places(&trips), [vec![0], vec![1, 2]]);
        let (at, row) = trips[1].answered(&[Lent::Integer(2), Lent::Text("here")]).unwrap();
        assert_eq!((at, row), (2, vec![Value::Text("here".into())]));
        assert!(trips[1].answered(&[Lent::Integer(3), Lent::Text("here")]).is_err());
        assert!(trips[1].answered(&[Lent::Integer(0), Lent::Text("here")]).is_err());
    }
}

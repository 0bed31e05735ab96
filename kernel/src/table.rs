//! Tables are declared once, next to the room that keeps them: columns, key, indexes, class, and how far each column may travel.

use crate::value::{ColumnType, Row, Value, WrongCell};

/// How a table's rows are kept true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The chain itself; written by the store alone.
    Journal,
    /// Beside the chain, each row proven by a commitment in it; gone after an erasure.
    Sealed,
    /// What the entries amount to; rebuilt by a replay and compared by `verify`.
    Derived,
    /// Sessions, leases and the like; lives in `runtime.db`, proves nothing.
    Runtime,
}

/// How far a column may travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// Never in clear outside `core`: blind tokens, ciphertext, hashes of files.
    Sealed,
    /// For staff, through the policy.
    Internal,
    /// May stand in a public release.
    Published,
}

/// One column.
#[derive(Debug)]
pub struct Column {
    /// Its name in SQL.
    pub name: &'static str,
    /// What it holds.
    pub column_type: ColumnType,
    /// How far it may travel.
    pub exposure: Exposure,
    /// What it means, with units.
    pub comment: &'static str,
    /// How a cell of it reads in lists, CSV and JSON.
    pub text: fn(&Value) -> String,
    /// The cell that a text means, for filters.
    pub cell: fn(&str) -> Option<Value>,
    /// The code list that it holds; none for everything else.
    pub codes: fn() -> Option<crate::codes::Listing>,
}

/// An index: rows can be listed by a prefix of its columns.
#[derive(Debug)]
pub struct Index {
    /// Its name, unique in the database.
    pub name: &'static str,
    /// Positions of its columns.
    pub columns: &'static [usize],
}

/// A declared table.
#[derive(Debug)]
pub struct Table {
    /// Its name in SQL.
    pub name: &'static str,
    /// How it is kept true.
    pub class: Class,
    /// What one row is.
    pub comment: &'static str,
    /// Its columns; the first `key` of them are the primary key.
    pub columns: &'static [Column],
    /// How many leading columns make the key.
    pub key: usize,
    /// Its indexes.
    pub indexes: &'static [Index],
}

impl Table {
    /// The key cells of a row.
    #[must_use]
    pub fn key_of<'r>(&self, row: &'r [Value]) -> &'r [Value] {
        &row[..self.key.min(row.len())]
    }

    /// The index of that name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<&'static Index> {
        self.indexes.iter().find(|index| index.name == name)
    }

    /// True when the row has this table's columns and its texts hold no NUL.
    #[must_use]
    pub fn fits(&self, row: &[Value]) -> bool {
        row.len() == self.columns.len()
            && row.iter().zip(self.columns).all(|(value, column)| value.column_type() == column.column_type)
            && row.iter().all(|value| !matches!(value, Value::Text(text) if text.contains('\0')))
    }
}

/// A Rust struct that is one row of a declared table. Made by [`record!`](crate::record).
pub trait Record: Sized {
    /// Its table.
    const TABLE: &'static Table;
    /// As a row.
    fn to_row(&self) -> Row;
    /// From a row.
    ///
    /// # Errors
    /// [`WrongCell`] when the row does not fit the declaration.
    fn from_row(row: &[Value]) -> Result<Self, WrongCell>;
    /// The key cells.
    fn key(&self) -> Vec<Value> {
        let mut row = self.to_row();
        row.truncate(Self::TABLE.key);
        row
    }
}

/// Cells given as a key or as the prefix of an index.
pub trait Key {
    /// As cells.
    fn cells(&self) -> Vec<Value>;
}

impl<A: crate::Cell> Key for A {
    fn cells(&self) -> Vec<Value> {
        vec![self.to_value()]
    }
}

impl<A: crate::Cell, B: crate::Cell> Key for (A, B) {
    fn cells(&self) -> Vec<Value> {
        vec![self.0.to_value(), self.1.to_value()]
    }
}

impl<A: crate::Cell, B: crate::Cell, C: crate::Cell> Key for (A, B, C) {
    fn cells(&self) -> Vec<Value> {
        vec![self.0.to_value(), self.1.to_value(), self.2.to_value()]
    }
}

impl<A: crate::Cell, B: crate::Cell, C: crate::Cell, D: crate::Cell> Key for (A, B, C, D) {
    fn cells(&self) -> Vec<Value> {
        vec![self.0.to_value(), self.1.to_value(), self.2.to_value(), self.3.to_value()]
    }
}

impl Key for () {
    fn cells(&self) -> Vec<Value> {
        Vec::new()
    }
}

/// Declares a table and the struct of its rows in one place.
///
/// ```
/// use kernel::{record, Id, Record};
/// record! {
///     /// One line of the queue.
///     pub struct Line in "line", Derived, key 1, indexes [by_points: 1] {
///         /// The report.
///         report: Id, Internal;
///         /// Points, 0 to 100.
///         points: i64, Internal;
///     }
/// }
/// assert_eq!(Line::TABLE.columns[1].comment.trim(), "Points, 0 to 100.");
/// assert_eq!(Line::TABLE.indexes[0].name, "line_by_points");
/// ```
#[macro_export]
macro_rules! record {
    ($(#[doc = $about:expr])* pub struct $name:ident in $table:literal, $class:ident, key $key:literal,
     indexes [$($index:ident : $($at:literal)+),*] {
        $($(#[doc = $comment:expr])+ $column:ident : $type:ty, $exposure:ident;)+
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[doc = $comment])+ pub $column: $type,)+ }

        impl $crate::Record for $name {
            const TABLE: &'static $crate::Table = &$crate::Table {
                name: $table,
                class: $crate::Class::$class,
                comment: concat!($($about,)*),
                columns: &[$($crate::Column {
                    name: stringify!($column),
                    column_type: <$type as $crate::Cell>::TYPE,
                    exposure: $crate::Exposure::$exposure,
                    comment: concat!($($comment,)+),
                    text: $crate::value::cell_text::<$type>,
                    cell: $crate::value::text_cell::<$type>,
                    codes: <$type as $crate::Cell>::codes,
                },)+],
                key: $key,
                indexes: &[$($crate::Index { name: concat!($table, "_", stringify!($index)), columns: &[$($at),+] }),*],
            };

            fn to_row(&self) -> $crate::Row {
                vec![$($crate::Cell::to_value(&self.$column)),+]
            }

            fn from_row(row: &[$crate::Value]) -> Result<Self, $crate::WrongCell> {
                let mut cells = row.iter();
                let missing = $crate::WrongCell { wanted: "as many columns as declared" };
                let row = $name { $($column: $crate::Cell::from_value(cells.next().ok_or_else(|| missing.clone())?)?,)+ };
                if cells.next().is_some() { Err(missing) } else { Ok(row) }
            }
        }
    };
}

//! What the entries amount to, packed: rows by key alone. Verify looks nothing up by an index, and holds whole tables.

use crate::database::Lent;
use kernel::{Row, Table, TableFault, Tables, Value};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// One row as CBOR, cell after cell: each cell ends by itself, so equal bytes are equal cells.
pub(super) struct Packed {
    bytes: Box<[u8]>,
    /// How many of the bytes are the key.
    key: usize,
}

impl Packed {
    /// Packs a row whose first `key_cells` cells are its key.
    pub(super) fn of<'c>(key_cells: usize, cells: impl Iterator<Item = Lent<'c>>) -> Packed {
        let (mut bytes, mut key) = (Vec::with_capacity(128), 0);
        for (at, cell) in cells.enumerate() {
            pack(&mut bytes, cell);
            if at < key_cells {
                key = bytes.len();
            }
        }
        Packed { bytes: bytes.into(), key }
    }

    pub(super) fn row(&self) -> Row {
        let mut decoder = Decoder::new(&self.bytes);
        std::iter::from_fn(|| unpack(&mut decoder).ok()).collect()
    }
}

fn pack(bytes: &mut Vec<u8>, cell: Lent<'_>) {
    let mut encoder = Encoder::new(bytes);
    let written = match cell {
        Lent::Integer(n) => encoder.i64(n),
        Lent::Double(n) => encoder.f64(n),
        Lent::Text(text) => encoder.str(text),
        Lent::Bytes(bytes) => encoder.bytes(bytes),
    };
    // Writing to a Vec cannot fail.
    debug_assert!(written.is_ok());
}

fn unpack(decoder: &mut Decoder<'_>) -> Result<Value, minicbor::decode::Error> {
    Ok(match decoder.datatype()? {
        Type::F64 => Value::Double(decoder.f64()?),
        Type::String => Value::Text(decoder.str()?.to_owned()),
        Type::Bytes => Value::Bytes(decoder.bytes()?.to_vec()),
        _ => Value::Integer(decoder.i64()?),
    })
}

fn packed_key(cells: &[Value]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    cells.iter().for_each(|cell| pack(&mut bytes, cell.into()));
    bytes
}

impl Borrow<[u8]> for Packed {
    fn borrow(&self) -> &[u8] {
        &self.bytes[..self.key]
    }
}

impl Hash for Packed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let key: &[u8] = self.borrow();
        key.hash(state);
    }
}

impl PartialEq for Packed {
    fn eq(&self, other: &Packed) -> bool {
        let (own, others): (&[u8], &[u8]) = (self.borrow(), other.borrow());
        own == others
    }
}

impl Eq for Packed {}

/// How a row of the database stands to the entries.
pub(super) enum Standing {
    AsExpected,
    Another,
    FromNoEntry,
}

/// The rows of every derived table that are to be there.
#[derive(Default)]
pub(super) struct Expected {
    tables: HashMap<&'static str, HashSet<Packed>>,
}

impl Expected {
    pub(super) fn count(&self, table: &Table) -> usize {
        self.tables.get(table.name).map_or(0, HashSet::len)
    }

    /// Crosses the row with this one's key off, and tells whether it is this one.
    pub(super) fn cross_off(&mut self, table: &Table, row: &Packed) -> Standing {
        let key: &[u8] = row.borrow();
        match self.tables.get_mut(table.name).and_then(|rows| rows.take(key)) {
            Some(wanted) if wanted.bytes == row.bytes => Standing::AsExpected,
            Some(_) => Standing::Another,
            None => Standing::FromNoEntry,
        }
    }

    /// The rows that were not crossed off, in the order of their keys.
    pub(super) fn left(&mut self, table: &Table) -> Vec<Row> {
        let left = self.tables.remove(table.name).unwrap_or_default();
        let mut rows: Vec<Row> = left.iter().map(Packed::row).collect();
        rows.sort();
        rows
    }
}

impl Tables for Expected {
    fn get_row(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, TableFault> {
        let key = packed_key(key);
        Ok(self.tables.get(table.name).and_then(|rows| rows.get(key.as_slice())).map(Packed::row))
    }

    fn put_row(&mut self, table: &'static Table, row: Row) -> Result<(), TableFault> {
        table.check(&row)?;
        let packed = Packed::of(table.key, row.iter().map(Lent::from));
        self.tables.entry(table.name).or_default().replace(packed);
        Ok(())
    }

    fn delete_row(&mut self, table: &'static Table, key: &[Value]) -> Result<(), TableFault> {
        if let Some(rows) = self.tables.get_mut(table.name) {
            rows.remove(packed_key(key).as_slice());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Id, MemoryTables, Record, record};
    use proptest::prelude::*;

    record! {
        /// A row of these tests.
        pub struct Leaf in "leaf", Derived, key 2, indexes [] {
            /// The tree.
            tree: Id, Internal;
            /// The branch.
            branch: i64, Internal;
            /// What hangs there.
            text: String, Internal;
        }
    }

    fn leaf() -> impl Strategy<Value = Leaf> {
        (0_u8..3, -2_i64..3, "[a-c\u{0}-\u{2}]{0,3}").prop_map(|(tree, branch, text)| Leaf {
            tree: Id([tree; 16]),
            branch,
            text,
        })
    }

    fn of(row: &Row) -> Packed {
        Packed::of(Leaf::TABLE.key, row.iter().map(Lent::from))
    }

    proptest! {
        #[test]
        fn a_packed_row_is_the_row(n in any::<i64>(), d in any::<f64>(), text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let row = vec![Value::Integer(n), Value::Double(d), Value::Text(text), Value::Bytes(bytes)];
            prop_assert_eq!(of(&row).row(), row);
        }

        #[test]
        fn it_holds_what_tables_in_memory_hold(changes in prop::collection::vec((leaf(), any::<bool>()), 0..40)) {
            let (mut expected, mut plain) = (Expected::default(), MemoryTables::default());
            for (leaf, is_put) in changes {
                let both: [&mut dyn Tables; 2] = [&mut expected, &mut plain];
                let done = both.map(|tables| {
                    let done = if is_put { tables.put(&leaf) } else { tables.delete::<Leaf>((leaf.tree, leaf.branch)) };
                    let got = tables.get::<Leaf>((leaf.tree, leaf.branch));
                    (done.is_ok(), got.unwrap())
                });
                prop_assert_eq!(&done[0], &done[1]);
            }
            let rows: Vec<Row> = plain.rows(Leaf::TABLE).cloned().collect();
            prop_assert_eq!(expected.count(Leaf::TABLE), rows.len());
            // Every other row is there, the rest is missing; a changed one and one more are told.
            for row in rows.iter().step_by(2) {
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, &of(row)), Standing::AsExpected));
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, &of(row)), Standing::FromNoEntry));
            }
            if let Some(row) = rows.get(1) {
                let mut other = Leaf::from_row(row).unwrap();
                other.text += "d";
                let other = of(&other.to_row());
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, &other), Standing::Another));
            }
            let missing: Vec<Row> = rows.into_iter().skip(1).step_by(2).skip(1).collect();
            prop_assert_eq!(expected.left(Leaf::TABLE), missing);
        }
    }
}

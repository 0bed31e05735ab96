//! What the entries amount to, packed: rows by key alone. Verify looks nothing up by an index, and holds whole tables.

use kernel::{Row, Table, TableFault, Tables, Value};
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
    pub(super) fn of(table: &Table, row: &[Value]) -> Packed {
        let mut bytes = packed(table.key_of(row));
        let key = bytes.len();
        bytes.extend(packed(row.get(table.key..).unwrap_or_default()));
        Packed { bytes: bytes.into(), key }
    }

    pub(super) fn row(&self) -> Row {
        let mut decoder = minicbor::Decoder::new(&self.bytes);
        std::iter::from_fn(|| decoder.decode().ok()).collect()
    }
}

fn packed(cells: &[Value]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(16 * cells.len());
    for cell in cells {
        // Writing to a Vec cannot fail.
        let written = minicbor::encode(cell, &mut bytes);
        debug_assert!(written.is_ok());
    }
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
        let key = packed(key);
        Ok(self.tables.get(table.name).and_then(|rows| rows.get(key.as_slice())).map(Packed::row))
    }

    fn put_row(&mut self, table: &'static Table, row: Row) -> Result<(), TableFault> {
        table.check(&row)?;
        self.tables.entry(table.name).or_default().replace(Packed::of(table, &row));
        Ok(())
    }

    fn delete_row(&mut self, table: &'static Table, key: &[Value]) -> Result<(), TableFault> {
        if let Some(rows) = self.tables.get_mut(table.name) {
            rows.remove(packed(key).as_slice());
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

    proptest! {
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
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, &Packed::of(Leaf::TABLE, row)), Standing::AsExpected));
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, &Packed::of(Leaf::TABLE, row)), Standing::FromNoEntry));
            }
            if let Some(row) = rows.get(1) {
                let mut other = Leaf::from_row(row).unwrap();
                other.text += "d";
                let other = Packed::of(Leaf::TABLE, &other.to_row());
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, &other), Standing::Another));
            }
            let missing: Vec<Row> = rows.into_iter().skip(1).step_by(2).skip(1).collect();
            prop_assert_eq!(expected.left(Leaf::TABLE), missing);
        }
    }
}

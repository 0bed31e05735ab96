//! What the entries amount to, packed: rows by key alone. Verify looks nothing up by an index, and holds whole tables.

use crate::database::Lent;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use kernel::{Row, Table, TableFault, Tables, Value};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use std::collections::HashMap;
use std::hash::BuildHasher;

/// One row as CBOR, cell after cell: each cell ends by itself, so equal bytes are equal cells.
#[derive(Clone, Copy)]
pub(super) struct Packed<'b> {
    bytes: &'b [u8],
    /// How many of the bytes are the key.
    key: usize,
}

impl Packed<'_> {
    pub(super) fn row(&self) -> Row {
        let mut decoder = Decoder::new(self.bytes);
        std::iter::from_fn(|| unpack(&mut decoder).ok()).collect()
    }
}

/// Packs a row behind what is there, and tells how many of its bytes are the key of so many cells.
fn pack_row<'c>(bytes: &mut Vec<u8>, key_cells: usize, cells: impl Iterator<Item = Lent<'c>>) -> usize {
    let (begin, mut key) = (bytes.len(), 0);
    for (at, cell) in cells.enumerate() {
        pack(bytes, cell);
        if at < key_cells {
            key = bytes.len() - begin;
        }
    }
    key
}

/// Rows that were packed one behind the other.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    /// Where each row ends, and how many of its bytes are the key.
    rows: Vec<(usize, usize)>,
}

impl Batch {
    /// Adds a row whose first `key_cells` cells are its key.
    pub(super) fn add<'c>(&mut self, key_cells: usize, cells: impl Iterator<Item = Lent<'c>>) {
        let key = pack_row(&mut self.bytes, key_cells, cells);
        self.rows.push((self.bytes.len(), key));
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Packed<'_>> {
        let begins = std::iter::once(0).chain(self.rows.iter().map(|(end, _)| *end));
        begins
            .zip(&self.rows)
            .map(|(begin, (end, key))| Packed { bytes: &self.bytes[begin..*end], key: *key })
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

/// Adds rows up, whatever their order, under keys that are drawn for this run (SipHash): whoever does not know them cannot make
/// other rows with the same sum, and by chance two sums agree once in 2^128 times.
#[derive(Clone, Default)]
pub(super) struct Adding([std::hash::RandomState; 2]);

/// How many rows there are, and what they add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) rows: u64,
    sums: [u64; 2],
}

impl Adding {
    fn one(&self, row: &[u8]) -> Sum {
        Sum { rows: 1, sums: [0, 1].map(|at: usize| self.0[at].hash_one(row)) }
    }

    /// The sum of a batch.
    pub(super) fn batch(&self, batch: &Batch) -> Sum {
        batch.rows().map(|row| self.one(row.bytes)).fold(Sum::default(), Sum::and)
    }
}

impl Sum {
    pub(super) fn and(self, other: Sum) -> Sum {
        Sum {
            rows: self.rows + other.rows,
            sums: [0, 1].map(|at: usize| self.sums[at].wrapping_add(other.sums[at])),
        }
    }
}

/// A row that is to be there.
struct Wanted {
    bytes: Box<[u8]>,
    key: usize,
    is_seen: bool,
}

impl Wanted {
    fn key(&self) -> &[u8] {
        &self.bytes[..self.key]
    }

    fn row(&self) -> Row {
        Packed { bytes: &self.bytes, key: self.key }.row()
    }
}

/// How a row of the database stands to the entries.
pub(super) enum Standing {
    AsExpected,
    Another,
    FromNoEntry,
}

/// The rows of every derived table that are to be there.
#[derive(Default)]
pub(super) struct Expected {
    tables: HashMap<&'static str, HashTable<Wanted>, RandomState>,
    hasher: RandomState,
    scratch: Vec<u8>,
}

impl Expected {
    pub(super) fn count(&self, table: &Table) -> usize {
        self.tables.get(table.name).map_or(0, HashTable::len)
    }

    /// What the rows of a table add up to.
    pub(super) fn sum(&self, table: &Table, adding: &Adding) -> Sum {
        let rows = self.tables.get(table.name).into_iter().flat_map(HashTable::iter);
        rows.map(|row| adding.one(&row.bytes)).fold(Sum::default(), Sum::and)
    }

    /// A table whose rows are all there is forgotten.
    pub(super) fn forget(&mut self, table: &Table) {
        self.tables.remove(table.name);
    }

    /// Notes that the row with this one's key was seen, and tells whether it is this one.
    pub(super) fn cross_off(&mut self, table: &Table, row: Packed<'_>) -> Standing {
        let key = &row.bytes[..row.key];
        let hash = self.hasher.hash_one(key);
        let rows = self.tables.get_mut(table.name);
        let Some(wanted) = rows.and_then(|rows| rows.find_mut(hash, |wanted| wanted.key() == key)) else {
            return Standing::FromNoEntry;
        };
        // A key that comes twice is no key.
        if std::mem::replace(&mut wanted.is_seen, true) {
            Standing::FromNoEntry
        } else if *wanted.bytes == *row.bytes {
            Standing::AsExpected
        } else {
            Standing::Another
        }
    }

    /// The rows that were not seen, in the order of their keys. The table is forgotten.
    pub(super) fn left(&mut self, table: &Table) -> Vec<Row> {
        let rows = self.tables.remove(table.name).unwrap_or_default();
        let mut left: Vec<Row> = rows.iter().filter(|row| !row.is_seen).map(Wanted::row).collect();
        left.sort();
        left
    }

    /// Packs a key into the scratch, and hashes it.
    fn pack_key(&mut self, cells: &[Value]) -> u64 {
        self.scratch.clear();
        pack_row(&mut self.scratch, cells.len(), cells.iter().map(Lent::from));
        self.hasher.hash_one(self.scratch.as_slice())
    }
}

impl Tables for Expected {
    fn get_row(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, TableFault> {
        let hash = self.pack_key(key);
        let rows = self.tables.get(table.name);
        Ok(rows.and_then(|rows| rows.find(hash, |wanted| wanted.key() == self.scratch)).map(Wanted::row))
    }

    fn put_row(&mut self, table: &'static Table, row: Row) -> Result<(), TableFault> {
        table.check(&row)?;
        self.scratch.clear();
        let key = pack_row(&mut self.scratch, table.key, row.iter().map(Lent::from));
        let (hasher, packed) = (&self.hasher, self.scratch.as_slice());
        let rows = self.tables.entry(table.name).or_default();
        let is_it = |there: &Wanted| there.key() == &packed[..key];
        match rows.entry(hasher.hash_one(&packed[..key]), is_it, |there| hasher.hash_one(there.key())) {
            // Most changes keep a row's length: then its place in memory serves again.
            Entry::Occupied(mut there) if there.get().bytes.len() == packed.len() => {
                there.get_mut().bytes.copy_from_slice(packed);
            }
            Entry::Occupied(mut there) => there.get_mut().bytes = packed.into(),
            Entry::Vacant(place) => {
                place.insert(Wanted { bytes: packed.into(), key, is_seen: false });
            }
        }
        Ok(())
    }

    fn delete_row(&mut self, table: &'static Table, key: &[Value]) -> Result<(), TableFault> {
        let hash = self.pack_key(key);
        if let Some(rows) = self.tables.get_mut(table.name)
            && let Ok(there) = rows.find_entry(hash, |wanted| wanted.key() == self.scratch)
        {
            there.remove();
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

    fn batch<'r>(rows: impl Iterator<Item = &'r Row>) -> Batch {
        let mut batch = Batch::default();
        rows.for_each(|row| batch.add(Leaf::TABLE.key, row.iter().map(Lent::from)));
        batch
    }

    proptest! {
        #[test]
        fn a_packed_row_is_the_row(n in any::<i64>(), d in any::<f64>(), text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let row = vec![Value::Integer(n), Value::Double(d), Value::Text(text), Value::Bytes(bytes)];
            let batch = batch([&row, &row].into_iter());
            prop_assert_eq!(batch.rows().map(|packed| packed.row()).collect::<Vec<_>>(), [row.clone(), row]);
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
            // The same rows add up to the same, in any order; one less, one twice and one changed do not.
            let adding = Adding::default();
            let sum = expected.sum(Leaf::TABLE, &adding);
            prop_assert_eq!(adding.batch(&batch(rows.iter().rev())), sum);
            if let Some(row) = rows.first() {
                let mut other = Leaf::from_row(row).unwrap();
                other.text += "d";
                let other = other.to_row();
                prop_assert_ne!(adding.batch(&batch(rows.iter().skip(1))), sum);
                prop_assert_ne!(adding.batch(&batch(rows.iter().chain([row]))), sum);
                prop_assert_ne!(adding.batch(&batch(rows.iter().skip(1).chain([&other]))), sum);
            }
            // Every other row is there, the rest is missing; a changed one and one that comes twice are told.
            for packed in batch(rows.iter().step_by(2)).rows() {
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, packed), Standing::AsExpected));
                prop_assert!(matches!(expected.cross_off(Leaf::TABLE, packed), Standing::FromNoEntry));
            }
            if let Some(row) = rows.get(1) {
                let mut other = Leaf::from_row(row).unwrap();
                other.text += "d";
                let other = batch([other.to_row()].iter());
                let stands = other.rows().map(|packed| expected.cross_off(Leaf::TABLE, packed)).next();
                prop_assert!(matches!(stands, Some(Standing::Another)));
            }
            let missing: Vec<Row> = rows.into_iter().skip(1).step_by(2).skip(1).collect();
            prop_assert_eq!(expected.left(Leaf::TABLE), missing);
        }
    }
}

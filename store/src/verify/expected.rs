//! What the entries amount to, packed: rows by key alone. Verify looks nothing up by an index, and holds whole tables.

use super::shelf::{Place, Shelf};
use crate::crypto::{NoRandomness, random};
use crate::database::Lent;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use kernel::{Row, Table, TableFault, Tables, Value};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use siphasher::sip128::SipHasher13;
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
    fn key(&self) -> &[u8] {
        &self.bytes[..self.key]
    }

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
pub(super) struct Adding(SipHasher13);

/// How many rows there are, and what they add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) rows: u64,
    sum: u128,
}

impl Adding {
    /// Under new keys.
    pub(super) fn drawn() -> Result<Adding, NoRandomness> {
        Ok(Adding(SipHasher13::new_with_key(&random()?)))
    }

    fn one(&self, row: &[u8]) -> Sum {
        Sum { rows: 1, sum: self.0.hash(row).as_u128() }
    }

    /// The sum of a batch.
    pub(super) fn batch(&self, batch: &Batch) -> Sum {
        batch.rows().map(|row| self.one(row.bytes)).fold(Sum::default(), Sum::and)
    }
}

impl Sum {
    pub(super) fn and(self, other: Sum) -> Sum {
        Sum { rows: self.rows + other.rows, sum: self.sum.wrapping_add(other.sum) }
    }
}

/// Where a row that is to be there lies.
#[derive(Clone, Copy)]
struct Wanted {
    place: Place,
    /// How many of its bytes are the key.
    key: u32,
    is_seen: bool,
}

/// The rows of one table that are to be there.
#[derive(Default)]
struct Rows {
    shelf: Shelf,
    by_key: HashTable<Wanted>,
}

impl Rows {
    fn packed(&self, wanted: &Wanted) -> Packed<'_> {
        Packed { bytes: self.shelf.at(wanted.place), key: wanted.key as usize }
    }

    fn find(&self, hash: u64, key: &[u8]) -> Option<&Wanted> {
        self.by_key.find(hash, |wanted| self.packed(wanted).key() == key)
    }

    /// Puts a row, of which so many bytes are the key, in the place of the one with its key.
    fn put(&mut self, hasher: &RandomState, row: &[u8], key: usize) {
        let Rows { shelf, by_key } = self;
        let key_at = |there: &Wanted| &shelf.at(there.place)[..there.key as usize];
        let hash = hasher.hash_one(&row[..key]);
        let is_it = |there: &Wanted| key_at(there) == &row[..key];
        match by_key.entry(hash, is_it, |there| hasher.hash_one(key_at(there))) {
            Entry::Occupied(mut there) => {
                let there = there.get_mut();
                there.place = shelf.replace(there.place, row);
            }
            Entry::Vacant(free) => {
                let key = u32::try_from(key).unwrap_or(u32::MAX);
                free.insert(Wanted { place: shelf.put(row), key, is_seen: false });
            }
        }
        self.tidy();
    }

    /// Puts all rows onto a new shelf when the old one is mostly empty.
    fn tidy(&mut self) {
        if self.shelf.is_mostly_empty() {
            let mut fresh = Shelf::default();
            for wanted in &mut self.by_key {
                wanted.place = fresh.put(self.shelf.at(wanted.place));
            }
            self.shelf = fresh;
        }
    }

    fn delete(&mut self, hash: u64, key: &[u8]) {
        let Rows { shelf, by_key } = self;
        let is_it = |there: &Wanted| &shelf.at(there.place)[..there.key as usize] == key;
        if let Ok(there) = by_key.find_entry(hash, is_it) {
            let place = there.get().place;
            there.remove();
            shelf.leave(place);
        }
        self.tidy();
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
    tables: HashMap<&'static str, Rows, RandomState>,
    hasher: RandomState,
    scratch: Vec<u8>,
}

impl Expected {
    pub(super) fn count(&self, table: &Table) -> usize {
        self.tables.get(table.name).map_or(0, |rows| rows.by_key.len())
    }

    /// What the rows of a table add up to.
    pub(super) fn sum(&self, table: &Table, adding: &Adding) -> Sum {
        let Some(rows) = self.tables.get(table.name) else { return Sum::default() };
        let each = rows.by_key.iter().map(|wanted| adding.one(rows.packed(wanted).bytes));
        each.fold(Sum::default(), Sum::and)
    }

    /// A table whose rows are all there is forgotten.
    pub(super) fn forget(&mut self, table: &Table) {
        self.tables.remove(table.name);
    }

    /// Notes that the row with this one's key was seen, and tells whether it is this one.
    pub(super) fn cross_off(&mut self, table: &Table, row: Packed<'_>) -> Standing {
        let hash = self.hasher.hash_one(row.key());
        let Some(Rows { shelf, by_key }) = self.tables.get_mut(table.name) else {
            return Standing::FromNoEntry;
        };
        let is_it = |there: &Wanted| &shelf.at(there.place)[..there.key as usize] == row.key();
        let Some(wanted) = by_key.find_mut(hash, is_it) else { return Standing::FromNoEntry };
        // A key that comes twice is no key.
        if std::mem::replace(&mut wanted.is_seen, true) {
            Standing::FromNoEntry
        } else if shelf.at(wanted.place) == row.bytes {
            Standing::AsExpected
        } else {
            Standing::Another
        }
    }

    /// The rows that were not seen, in the order of their keys. The table is forgotten.
    pub(super) fn left(&mut self, table: &Table) -> Vec<Row> {
        let rows = self.tables.remove(table.name).unwrap_or_default();
        let unseen = rows.by_key.iter().filter(|wanted| !wanted.is_seen);
        let mut left: Vec<Row> = unseen.map(|wanted| rows.packed(wanted).row()).collect();
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
        let Some(rows) = self.tables.get(table.name) else { return Ok(None) };
        Ok(rows.find(hash, &self.scratch).map(|wanted| rows.packed(wanted).row()))
    }

    fn put_row(&mut self, table: &'static Table, row: Row) -> Result<(), TableFault> {
        table.check(&row)?;
        self.scratch.clear();
        let key = pack_row(&mut self.scratch, table.key, row.iter().map(Lent::from));
        self.tables.entry(table.name).or_default().put(&self.hasher, &self.scratch, key);
        Ok(())
    }

    fn delete_row(&mut self, table: &'static Table, key: &[Value]) -> Result<(), TableFault> {
        let hash = self.pack_key(key);
        if let Some(rows) = self.tables.get_mut(table.name) {
            rows.delete(hash, &self.scratch);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Leaf;
    use kernel::{Id, MemoryTables, Record};
    use proptest::prelude::*;

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
            let adding = Adding::drawn().unwrap();
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

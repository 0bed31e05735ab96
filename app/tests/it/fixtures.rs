//! Journals that were written once and must replay for ever: every kind and version of entry stands in one of them, byte for
//! byte, beside what the tables were made of it.
//!
//! `TUTELA_WRITE_FIXTURES=1 cargo test -p tutela --test it fixtures` adds a journal with what none of them has yet, and writes
//! down anew what the tables are; an entry that stands in a file is never changed.

use crate::random::{Acts, Tried};
use crate::simulation::moment;
use kernel::entry::leaf_hash;
use kernel::{
    Class, Commitment, Ctx, Entry, Hash, Instant, MemoryNode, MemoryTables, Registry, Row, Table, Value,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tutela::rooms::{registry, rooms};

/// Kind and version.
type Kind = (u16, u8);

const HEAD: &str = "# A journal of fictional acts made by a program: each entry as canonical CBOR in hexadecimal digits, and what the
# derived tables hold after it (rows, SHA-256). An entry here is never changed: whatever comes, it must replay.
";
/// How many random acts are looked through for a kind, from each of so many seeds.
const MOST_ACTS: usize = 20_000;
const SEEDS: u64 = 20;

fn house() -> Registry {
    registry(&mut rooms()).unwrap()
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/journal")
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<_> =
        std::fs::read_dir(directory()).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// Every kind of fact that may be entered, and its version.
fn declared(house: &Registry) -> BTreeSet<Kind> {
    let events = house.charters().iter().flat_map(|charter| &charter.events);
    events.map(|event| (event.kind, event.version)).collect()
}

fn kinds(entries: &[Entry]) -> BTreeSet<Kind> {
    entries.iter().map(|entry| (entry.kind, entry.version)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2), "an odd number of digits");
    let pairs = (0..text.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The entries of a file, and the lines about tables.
fn read(text: &str) -> (Vec<Vec<u8>>, Vec<String>) {
    let entries = text.lines().filter_map(|line| line.strip_prefix("entry ")).map(unhex).collect();
    let tables = text.lines().filter_map(|line| line.strip_prefix("table ")).map(ToOwned::to_owned).collect();
    (entries, tables)
}

/// What is wrong with the chain of these entries; nothing when it holds.
fn broken(house: &Registry, all: &[Vec<u8>]) -> Option<String> {
    let (mut leaf, mut recorded) = (Hash::default(), Instant(0));
    for (n, bytes) in all.iter().enumerate() {
        let Ok(entry) = Entry::from_bytes(bytes) else {
            return Some(format!("{n}: no entry in canonical form"));
        };
        let follows = [entry.seq == n as u64 + 1, entry.previous == leaf, entry.recorded >= recorded];
        if follows.contains(&false) {
            return Some(format!("{n}: does not follow the one before (number, chain, time: {follows:?})"));
        }
        let known = house.event(entry.kind, entry.version);
        if known.is_none_or(|event| (event.check)(&entry.body).is_err()) {
            return Some(format!("{n}: kind {} version {} is not read any more", entry.kind, entry.version));
        }
        (leaf, recorded) = (leaf_hash(bytes), entry.recorded);
    }
    None
}

/// Type and length stand before each value, so that no two rows run into one.
fn spelled(row: &Row) -> Vec<u8> {
    let mut all = Vec::new();
    for value in row {
        let (kind, bytes) = match value {
            Value::Integer(number) => (0_u8, number.to_be_bytes().to_vec()),
            Value::Double(number) => (1, number.to_bits().to_be_bytes().to_vec()),
            Value::Text(text) => (2, text.as_bytes().to_vec()),
            Value::Bytes(bytes) => (3, bytes.clone()),
        };
        all.push(kind);
        all.extend((bytes.len() as u64).to_be_bytes());
        all.extend(bytes);
    }
    all
}

/// What the derived tables hold after these entries: a line for each that is not empty.
fn replayed(house: &Registry, entries: &[Entry]) -> Vec<String> {
    let mut tables = MemoryTables::default();
    entries.iter().for_each(|entry| house.apply(&mut tables, entry).unwrap());
    let line = |table: &'static Table| {
        let rows: Vec<Vec<u8>> = tables.rows(table).map(spelled).collect();
        let digest = Hash::of(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
        (!rows.is_empty()).then(|| format!("{} {} {}", table.name, rows.len(), hex(&digest.0)))
    };
    let derived: BTreeMap<&str, &'static Table> = house
        .tables()
        .filter(|table| table.class == Class::Derived)
        .map(|table| (table.name, table))
        .collect();
    derived.into_values().filter_map(line).collect()
}

/// An act, who tried it and when.
struct Told {
    tried: Tried,
    ctx: Ctx,
}

fn entered<'t>(acts: impl Iterator<Item = &'t Told>) -> Vec<Entry> {
    let mut node = MemoryNode::new(house());
    for told in acts {
        node.enter(&*told.tried.act, &told.ctx).unwrap();
    }
    node.entries
}

/// Random acts of a seed until one of these kinds came up and no further one does in the next thousand; at most so many.
fn random(seed: u64, missing: &BTreeSet<Kind>, most: usize) -> (Vec<Told>, BTreeSet<Kind>) {
    let (mut node, mut makes, mut acts) = (MemoryNode::new(house()), Acts::new(seed), Vec::new());
    let (mut found, mut newest, mut looked_at) = (BTreeSet::new(), 0, 0);
    while acts.len() < most
        && (found.is_empty() || acts.len() < newest + 1_000)
        && found.len() < missing.len()
    {
        let tried = makes.next();
        let now = moment(acts.len(), most);
        let (act, actor, purpose) = (makes.act_id(), tried.actor, tried.purpose);
        let ctx = Ctx { now, act, actor, purpose, cause: None };
        makes.told(&node.enter(&*tried.act, &ctx).unwrap());
        acts.push(Told { tried, ctx });
        for entry in &node.entries[looked_at..] {
            let kind = (entry.kind, entry.version);
            if missing.contains(&kind) && found.insert(kind) {
                newest = acts.len();
            }
        }
        looked_at = node.entries.len();
    }
    acts.truncate(newest);
    (acts, found)
}

/// A journal with some of these kinds, if a random one has them, and without every act that is not needed for that.
fn few(missing: &BTreeSet<Kind>) -> Vec<Entry> {
    let mut sought = (1..=SEEDS).map(|seed| random(seed, missing, MOST_ACTS));
    let (acts, found) =
        sought.find(|(_, found)| !found.is_empty()).unwrap_or_else(|| panic!("{missing:?} never came up"));
    let is_whole = |entries: &[Entry]| kinds(entries).is_superset(&found);
    let mut kept: Vec<&Told> = acts.iter().collect();
    let mut chunk = kept.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        while at < kept.len() {
            let end = (at + chunk).min(kept.len());
            let without = || kept[..at].iter().chain(&kept[end..]).copied();
            if is_whole(&entered(without())) {
                kept = without().collect();
            } else {
                at = end;
            }
        }
        chunk /= 2;
    }
    entered(kept.into_iter())
}

/// The same entries with promises about sealed things on some, chained anew: memory seals nothing.
fn with_promises(entries: Vec<Entry>) -> Vec<Entry> {
    let (mut leaf, mut chained) = (Hash::default(), Vec::with_capacity(entries.len()));
    for mut entry in entries {
        if entry.ordinal == 0 && entry.seq % 4 == 1 {
            let hash = Hash::of(&[b"fictional", &entry.act.0]);
            entry.commitments = vec![Commitment { slot: 0, subject: entry.subject, hash }];
        }
        entry.previous = leaf;
        leaf = leaf_hash(&entry.to_bytes());
        chained.push(entry);
    }
    chained
}

fn write(file: &Path, entries: &[Vec<u8>], tables: &[String]) {
    let mut text = HEAD.to_owned();
    tables.iter().for_each(|table| text += &format!("table {table}\n"));
    entries.iter().for_each(|entry| text += &format!("entry {}\n", hex(entry)));
    std::fs::write(file, text).unwrap();
}

fn parsed(all: &[Vec<u8>]) -> Vec<Entry> {
    all.iter().map(|bytes| Entry::from_bytes(bytes).unwrap()).collect()
}

/// Adds what is missing, and writes down anew what the tables are.
fn renew(house: &Registry) {
    let mut there = BTreeSet::new();
    for file in files() {
        let (entries, _) = read(&std::fs::read_to_string(&file).unwrap());
        let parsed = parsed(&entries);
        write(&file, &entries, &replayed(house, &parsed));
        there.extend(kinds(&parsed));
    }
    loop {
        let missing = &declared(house) - &there;
        if missing.is_empty() {
            break;
        }
        let entries = with_promises(few(&missing));
        let bytes: Vec<Vec<u8>> = entries.iter().map(Entry::to_bytes).collect();
        let file = directory().join(format!("{:04}.txt", files().len() + 1));
        write(&file, &bytes, &replayed(house, &entries));
        println!("{}: {} entries", file.display(), entries.len());
        there.extend(kinds(&entries));
    }
}

#[test]
fn fixtures_of_every_kind_and_version_replay_to_the_same_tables() {
    let house = house();
    if std::env::var("TUTELA_WRITE_FIXTURES").is_ok() {
        renew(&house);
    }
    let (mut there, mut promises, mut marks, mut causes) = (BTreeSet::new(), 0, 0, 0);
    for file in files() {
        let (bytes, told) = read(&std::fs::read_to_string(&file).unwrap());
        assert_eq!(broken(&house, &bytes), None, "{}", file.display());
        let entries = parsed(&bytes);
        let tables = replayed(&house, &entries);
        let differing: Vec<_> = tables.iter().filter(|line| !told.contains(line)).collect();
        assert_eq!(tables, told, "{}: tables that became others: {differing:?}", file.display());
        promises += entries.iter().map(|entry| entry.commitments.len()).sum::<usize>();
        marks += entries.iter().map(|entry| entry.marks.len()).sum::<usize>();
        causes += entries.iter().filter(|entry| entry.cause.is_some()).count();
        there.extend(kinds(&entries));
    }
    let missing = &declared(&house) - &there;
    assert!(missing.is_empty(), "no fixture of {missing:?}: write one, see the head of {}", file!());
    assert!(promises * marks * causes > 0, "{promises} promises, {marks} marks, {causes} reactions");
    println!("{} kinds and versions in {} journals", there.len(), files().len());
}

#[test]
fn a_changed_fixture_is_found() {
    let house = house();
    let (whole, told) = read(&std::fs::read_to_string(&files()[0]).unwrap());
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        let last = changed[at].len() - 1;
        // The last byte of an entry is of its promises or its subject: only the chain tells of it, or the form.
        changed[at][last] ^= 1;
        let is_last = at + 1 == whole.len();
        assert!(is_last || broken(&house, &changed).is_some(), "entry {at}");
    }
    let mut cut = whole.clone();
    cut.remove(whole.len() / 2);
    assert!(broken(&house, &cut).is_some());
    let cut = parsed(&whole[..whole.len() / 2]);
    assert_ne!(replayed(&house, &cut), told);
}

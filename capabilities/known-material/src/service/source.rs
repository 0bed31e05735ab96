//! The lists in memory, asked and changed from many threads: the one file of this service that knows how lists are held.
//!
//! Lists are numbered by the order in which they were created, which never changes; what a caller may ask is a set of these
//! numbers. A change of a list is here as soon as the journal has grown ([`Source::refresh`]).

use super::limits::MOST_MATCHES;
use super::signal::{By, Signal};
use crate::codes::GradeStands;
use crate::hashes::EntryHashes;
use crate::tables::{HashList, ListHash};
use kernel::codes::Grade;
use kernel::{Cell as _, CodeList as _, Id, Record as _, Row, Value};
use material::{Digests, ExactDigest, ExactIndex, Listing, Lists, LiveIndex, Query, Radius};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use store::database::TableSql;
use store::{DatabaseFault, Node, Statement};

const ADDED: &str = "SELECT h.list, h.entry, h.sha256, h.md5, h.pdq, e.grade, e.grade_stands, e.withdrawn FROM list_hash h \
    JOIN hash_entry e ON e.list = h.list AND e.entry = h.entry \
    WHERE h.list = $1 AND h.entry > $2 AND h.entry <= $3 AND e.withdrawn = 0";
/// What changed of the entries that were there: withdrawn, over, or graded anew.
const CHANGED: &str = "SELECT h.list, h.entry, h.sha256, h.md5, h.pdq, e.grade, e.grade_stands, e.withdrawn FROM list_change c \
    JOIN list_hash h ON h.list = c.list AND h.entry = c.entry \
    JOIN hash_entry e ON e.list = c.list AND e.entry = c.entry WHERE c.list = $1 AND c.n > $2 AND c.n <= $3";
const ERASED: &str =
    "SELECT e.subject FROM erasure e JOIN hash_list l ON l.list = e.subject WHERE e.done = 1";

/// The index has a bit for each of so many lists; those beyond share the last.
const OWN_BITS: u32 = 127;
/// An entry that nothing matches: never added, withdrawn, or known to be harmless.
const NOT_MATCHED: u8 = u8::MAX;
/// How many threads sort what is read at the start.
const THREADS: usize = 2;

/// Which lists are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    places: BTreeSet<u32>,
    bits: Lists,
}

impl Asked {
    fn of(places: BTreeSet<u32>) -> Asked {
        let bits = places.iter().fold(Lists::NONE, |all, place| all.or(bit(*place)));
        Asked { places, bits }
    }
}

fn bit(place: u32) -> Lists {
    Lists::one(place.min(OWN_BITS))
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// The list's place.
    pub(crate) place: u32,
    /// The list.
    pub(crate) list: Id,
    /// Its name as a bank.
    pub(crate) bank: Arc<str>,
    /// The entry's number in the list.
    pub(crate) entry: u32,
    /// By which hash.
    pub(crate) by: By,
    /// Bits that differ; 0 where the file is the same.
    pub(crate) distance: u32,
    /// The list's grade of it.
    pub(crate) grade: Grade,
}

impl Match {
    /// One whole number for list and entry, as the banks of others have it.
    pub(crate) fn content(&self) -> u64 {
        content(self.place, self.entry)
    }
}

/// The number of an entry among all lists: small for the list that was created first.
pub(crate) fn content(place: u32, entry: u32) -> u64 {
    u64::from(place) << 32 | u64::from(entry)
}

/// How many entries of a list can be found by each hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) pdq: u64,
    pub(crate) sha256: u64,
    pub(crate) md5: u64,
}

/// A list as it is held.
#[derive(Clone, Debug)]
pub(crate) struct HeldList {
    /// Its place.
    pub(crate) place: u32,
    /// The list.
    pub(crate) list: Id,
    /// Its name as a bank: `^[A-Z0-9_]+$`, one of its own.
    pub(crate) bank: Arc<str>,
    /// Entries that can be matched.
    pub(crate) entries: u64,
    /// By which hash.
    pub(crate) counts: Counts,
    /// Seconds since 1970 at which it was last brought up to date.
    pub(crate) changed: i64,
    radius: Radius,
}

#[derive(Default)]
struct State {
    lists: Vec<HeldList>,
    /// For each list and each of its entries the grade; [`NOT_MATCHED`] where nothing matches it.
    grades: Vec<Vec<u8>>,
    exact: ExactIndex,
    near: Arc<LiveIndex>,
}

/// How much of each list is held.
#[derive(Default)]
struct Held {
    counted: BTreeMap<Id, (i64, i64)>,
    erased: BTreeSet<Id>,
}

/// The lists of a node.
#[derive(Default)]
pub(crate) struct Source {
    state: RwLock<State>,
    /// Held by whoever brings it up to date.
    held: Mutex<Held>,
    ready: AtomicBool,
}

/// A list entry as it is read.
struct EntryRead {
    list: Id,
    entry: u32,
    hashes: EntryHashes,
    grade: Grade,
    stands: GradeStands,
    withdrawn: bool,
}

impl Source {
    /// Whether the lists have been read once.
    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    /// The lists are read anew before anything is answered.
    pub(crate) fn distrust(&self) {
        self.ready.store(false, Ordering::Release);
    }

    /// Brings the lists up to date. After a fault nothing is lost: the next time reads again what is missing. Blocking.
    pub(crate) fn refresh(&self, node: &Node, now_seconds: i64) -> Result<(), DatabaseFault> {
        let mut held: MutexGuard<'_, Held> = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let erased = erased(node)?;
        let sql = TableSql::of(HashList::TABLE).all;
        let mut lists = node.read(|database| database.records::<HashList>(&sql, Vec::new()))?;
        lists.sort_unstable_by_key(|list| (list.created_at, list.list));
        if !self.is_ready() || erased != held.erased {
            let (state, counted) = whole(node, &lists, now_seconds)?;
            *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
            *held = Held { counted, erased };
            self.ready.store(true, Ordering::Release);
            return Ok(());
        }
        self.hold_new(&lists, now_seconds);
        for list in &lists {
            let known = held.counted.entry(list.list).or_default();
            self.refresh_list(node, list, known, now_seconds)?;
        }
        drop(held);
        let near = Arc::clone(&self.read().near);
        while near.merge(1) {}
        Ok(())
    }

    fn hold_new(&self, lists: &[HashList], now_seconds: i64) {
        if self.read().lists.len() == lists.len() {
            return;
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let known = state.lists.len();
        lists.iter().skip(known).for_each(|list| state.hold(list, now_seconds));
    }

    fn refresh_list(
        &self,
        node: &Node,
        list: &HashList,
        known: &mut (i64, i64),
        now_seconds: i64,
    ) -> Result<(), DatabaseFault> {
        if known.0 < list.entries {
            let between = vec![list.list.to_value(), known.0.to_value(), list.entries.to_value()];
            let mut added = Vec::new();
            each(node, ADDED, between, &mut |entry| added.push(entry))?;
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            added.iter().for_each(|entry| state.take(entry, now_seconds));
            known.0 = list.entries;
        }
        if known.1 < list.changes {
            let between = vec![list.list.to_value(), known.1.to_value(), list.changes.to_value()];
            let mut changed = Vec::new();
            each(node, CHANGED, between, &mut |entry| changed.push(entry))?;
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            changed.iter().for_each(|entry| state.take(entry, now_seconds));
            known.1 = list.changes;
        }
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        // A panic leaves at worst an entry that is not matched, which the next start holds again.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is asked when these lists are; those that are not held are none.
    pub(crate) fn asked(&self, lists: &BTreeSet<Id>) -> Asked {
        let state = self.read();
        Asked::of(
            state.lists.iter().filter(|list| lists.contains(&list.list)).map(|list| list.place).collect(),
        )
    }

    /// Of what may be asked, the lists of these names: as banks are called, or by their number.
    pub(crate) fn narrowed(&self, asked: &Asked, names: &str) -> Asked {
        let state = self.read();
        let names: BTreeSet<&str> = names.split(',').map(str::trim).collect();
        let is_named = |list: &&HeldList| {
            asked.places.contains(&list.place)
                && (names.contains(&*list.bank) || names.contains(list.list.to_string().as_str()))
        };
        Asked::of(state.lists.iter().filter(is_named).map(|list| list.place).collect())
    }

    /// The lists that are asked, with how much they hold.
    pub(crate) fn lists(&self, asked: &Asked) -> Vec<HeldList> {
        let state = self.read();
        state.lists.iter().filter(|list| asked.places.contains(&list.place)).cloned().collect()
    }

    /// Everything in these lists that the hash matches: the nearest first, then by list and entry. Of what is harmless nothing is told.
    pub(crate) fn find(&self, signal: &Signal, asked: &Asked) -> Vec<Match> {
        let state = self.read();
        let found: Vec<(u64, By, u32)> = match signal {
            Signal::Pdq(pdq) if pdq.says_little() => Vec::new(),
            Signal::Pdq(pdq) => {
                // Those beyond the bits of their own are told apart below, so the index may leave nothing out.
                let query = Query { hash: *pdq, lists: asked.bits, radius: Radius::MAX, most: usize::MAX };
                let near = Arc::clone(&state.near);
                near.find(&query).hits.into_iter().map(|hit| (hit.id, By::Pdq, hit.distance)).collect()
            }
            Signal::Sha256(sha256) => state.same(&Digests { sha256: *sha256, md5: [0; 16] }, By::Sha256),
            Signal::Md5(md5) => state.same(&Digests { sha256: [0; 32], md5: *md5 }, By::Md5),
            Signal::Sha1(_) => Vec::new(),
        };
        let of = |(key, by, distance): (u64, By, u32)| {
            let (place, entry) =
                (u32::try_from(key >> 32).ok()?, u32::try_from(key & u64::from(u32::MAX)).ok()?);
            if !asked.places.contains(&place) {
                return None;
            }
            let (grade, list) = (state.grade(place, entry)?, state.at(place)?);
            let (list, bank) = (list.list, Arc::clone(&list.bank));
            Some(Match { place, list, bank, entry, by, distance, grade })
        };
        let mut matches: Vec<Match> = found.into_iter().filter_map(of).collect();
        let is_negative = |one: &Match| one.grade == Grade::KnownHarmless;
        // What two people know to be harmless and looks more alike sets a likeness aside; the same file on a list nothing does.
        let harmless =
            matches.iter().filter(|one| is_negative(one) && one.by == By::Pdq).map(|one| one.distance).min();
        matches.retain(|one| !is_negative(one) && harmless.is_none_or(|bits| one.distance <= bits));
        matches.sort_by_key(|one| (one.distance, one.place, one.entry));
        matches.truncate(MOST_MATCHES);
        matches
    }
}

impl State {
    fn at(&self, place: u32) -> Option<&HeldList> {
        self.lists.get(usize::try_from(place).ok()?)
    }

    fn hold(&mut self, list: &HashList, now_seconds: i64) {
        let held = held_list(&self.lists, list, now_seconds);
        self.lists.push(held);
        self.grades.push(Vec::new());
    }

    fn grade(&self, place: u32, entry: u32) -> Option<Grade> {
        let grades = self.grades.get(usize::try_from(place).ok()?)?;
        let number = *grades.get(usize::try_from(entry).ok()?)?;
        if number == NOT_MATCHED { None } else { Grade::from_number(i64::from(number)).ok() }
    }

    fn same(&self, digests: &Digests, by: By) -> Vec<(u64, By, u32)> {
        // The other digest is all zero: what matches by that is left out.
        let hits = self.exact.lookup(digests).into_iter().map(|hit| (hit.id, By::from(hit.by), 0));
        hits.filter(|(_, found_by, _)| *found_by == by).collect()
    }

    fn place_of(&self, list: Id) -> Option<u32> {
        self.lists.iter().find(|held| held.list == list).map(|held| held.place)
    }

    /// Holds an entry as it stands now, in the place of what it was.
    fn take(&mut self, entry: &EntryRead, now_seconds: i64) {
        self.withdraw(entry, now_seconds);
        if entry.withdrawn {
            return;
        }
        if let Some(listing) = self.list(entry, now_seconds)
            && self.near.add(listing).is_err()
        {
            tracing::error!(list = %entry.list, "a hash of a listed entry cannot be matched");
        }
    }

    /// Lists the exact hashes of an entry, and tells what the index of perceptual ones is to list.
    fn list(&mut self, entry: &EntryRead, now_seconds: i64) -> Option<Listing> {
        let place = self.place_of(entry.list)?;
        // What one person calls harmless is not held at all; what two people do sets others aside.
        let is_negative = entry.grade == Grade::KnownHarmless;
        if is_negative && entry.stands != GradeStands::Confirmed {
            return None;
        }
        let key = content(place, entry.entry);
        let pdq = entry.hashes.pdq.filter(|pdq| !pdq.says_little());
        let sha256 = entry.hashes.sha256.map(ExactDigest::Sha256);
        for digest in sha256.into_iter().chain(entry.hashes.md5.map(ExactDigest::Md5)) {
            self.exact.insert(key, digest);
        }
        let (of, at) = (usize::try_from(place).ok()?, usize::try_from(entry.entry).ok()?);
        let (held, grades) = (self.lists.get_mut(of)?, self.grades.get_mut(of)?);
        if grades.len() <= at {
            grades.resize(at + 1, NOT_MATCHED);
        }
        grades[at] = u8::try_from(entry.grade.number()).unwrap_or(NOT_MATCHED);
        held.changed = now_seconds;
        if !is_negative {
            held.entries += 1;
            held.counts.pdq += u64::from(pdq.is_some());
            held.counts.sha256 += u64::from(entry.hashes.sha256.is_some());
            held.counts.md5 += u64::from(entry.hashes.md5.is_some());
        }
        pdq.map(|hash| Listing { id: key, hash, lists: bit(place), radius: held.radius })
    }

    fn withdraw(&mut self, entry: &EntryRead, now_seconds: i64) {
        let Some(place) = self.place_of(entry.list) else { return };
        let Some(before) = self.grade(place, entry.entry) else { return };
        let key = content(place, entry.entry);
        self.exact.remove(key);
        let pdq = entry.hashes.pdq.filter(|pdq| !pdq.says_little());
        if let Some(hash) = &pdq {
            self.near.remove(key, hash);
        }
        let (Ok(at), Ok(of)) = (usize::try_from(entry.entry), usize::try_from(place)) else { return };
        let (Some(held), Some(grades)) = (self.lists.get_mut(of), self.grades.get_mut(of)) else { return };
        grades[at] = NOT_MATCHED;
        held.changed = now_seconds;
        if before != Grade::KnownHarmless {
            held.entries -= 1;
            held.counts.pdq -= u64::from(pdq.is_some());
            held.counts.sha256 -= u64::from(entry.hashes.sha256.is_some());
            held.counts.md5 -= u64::from(entry.hashes.md5.is_some());
        }
    }
}

/// Everything, read anew.
fn whole(
    node: &Node,
    lists: &[HashList],
    now_seconds: i64,
) -> Result<(State, BTreeMap<Id, (i64, i64)>), DatabaseFault> {
    let (mut state, mut listings, mut counted) = (State::default(), Vec::new(), BTreeMap::new());
    for list in lists {
        state.hold(list, now_seconds);
        let all = vec![list.list.to_value(), 0_i64.to_value(), list.entries.to_value()];
        each(node, ADDED, all, &mut |entry| listings.extend(state.list(&entry, now_seconds)))?;
        counted.insert(list.list, (list.entries, list.changes));
    }
    if !listings.is_empty() {
        state.near = Arc::new(LiveIndex::build(listings.len(), listings.into_iter(), THREADS));
    }
    Ok((state, counted))
}

fn held_list(before: &[HeldList], list: &HashList, now_seconds: i64) -> HeldList {
    let radius = u32::try_from(list.max_distance).ok().and_then(|bits| Radius::new(bits).ok());
    HeldList {
        place: u32::try_from(before.len()).unwrap_or(u32::MAX),
        list: list.list,
        bank: bank_name(before, list).into(),
        entries: 0,
        counts: Counts::default(),
        changed: now_seconds,
        radius: radius.unwrap_or(Radius::MAX),
    }
}

/// A name as banks have it. One that an earlier list has, or that has no letter which fits, gets a part of the list's number.
fn bank_name(before: &[HeldList], list: &HashList) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let name: String = list.name.chars().map(fits).collect();
    let name = name.trim_matches('_').to_owned();
    let part: String = list.list.to_string().to_ascii_uppercase().chars().take(8).collect();
    match name.chars().next() {
        None => format!("LIST_{part}"),
        Some(first) if first.is_ascii_digit() => format!("LIST_{name}_{part}"),
        Some(_) if before.iter().any(|held| *held.bank == *name) => format!("{name}_{part}"),
        Some(_) => name,
    }
}

fn erased(node: &Node) -> Result<BTreeSet<Id>, DatabaseFault> {
    let rows = node.read(|database| database.rows(ERASED, Vec::new()))?;
    Ok(rows.iter().flatten().filter_map(|cell| Id::from_value(cell).ok()).collect())
}

/// Reads a row; one that cannot be read is told and does not keep the others from being matched.
fn entry_of(row: &Row) -> Option<EntryRead> {
    let (hash, grade) = row.split_at_checked(ListHash::TABLE.columns.len())?;
    let [grade, stands, withdrawn] = grade else { return None };
    let (grade, stands) = (Grade::from_value(grade).ok()?, GradeStands::from_value(stands).ok()?);
    let withdrawn = bool::from_value(withdrawn).ok()?;
    let hash = ListHash::from_row(hash).ok()?;
    let entry = u32::try_from(hash.entry).ok()?;
    Some(EntryRead { list: hash.list, entry, hashes: EntryHashes::of(&hash).ok()?, grade, stands, withdrawn })
}

/// Streams entries.
fn each(
    node: &Node,
    sql: &str,
    parameters: Vec<Value>,
    take: &mut dyn FnMut(EntryRead),
) -> Result<(), DatabaseFault> {
    node.read(|database| {
        database.each(&Statement::new(sql, parameters), &mut |row| {
            match entry_of(&row) {
                Some(entry) => take(entry),
                None => tracing::error!("an entry of a list cannot be read: it is not matched"),
            }
            true
        })
    })
}

//! What must hold after each step: of the journal, of what is sealed, of the keys; and now and then of everything.

use super::machine::Machine;
use super::{Failure, broken};
use crate::database::{Database, DatabaseFault, TableSql};
use crate::keys;
use crate::schema::EntryRow;
use crate::sqlite::Sqlite;
use crate::verify::{Against, Depth, verify};
use kernel::entry::leaf_hash;
use kernel::erasure::Erased;
use kernel::journal::Refused;
use kernel::{Cell, Class, Entry, Event, Hash, Id, Instant, Outcome, RuleName, Value};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// An act's first entry.
#[derive(Clone, Debug)]
pub(super) struct First {
    seq: u64,
    marks: Vec<RuleName>,
    /// The rule, when it was refused by one; none when by the policy.
    refused: Option<Option<RuleName>>,
    subject: Id,
    /// Whether it erased its subject.
    erases: bool,
}

impl First {
    pub(super) fn is_told_by(&self, outcome: &Outcome) -> bool {
        match outcome {
            Outcome::Entered { seq, marks } => {
                self.refused.is_none() && *seq == self.seq && *marks == self.marks
            }
            Outcome::Refused(refusal) => self.refused == Some(Some(refusal.rule)),
            Outcome::Forbidden(_) => self.refused == Some(None),
            Outcome::Invalid(_) => false,
        }
    }
}

/// The journal as it was seen last, and what follows from it.
#[derive(Default)]
pub(super) struct Journal {
    seq: u64,
    leaf: Hash,
    recorded: Instant,
    acts: BTreeMap<Id, First>,
    last_act: (Id, u16),
    /// Whose data each key seals, and by which acts it was seen.
    keys: BTreeMap<Id, (Id, BTreeSet<Id>)>,
    /// Keys that must be gone: their subject is told to be erased.
    gone: BTreeSet<Id>,
    /// A checkpoint that is kept elsewhere.
    pub(super) kept: Option<String>,
}

impl Journal {
    pub(super) fn first_of(&self, act: Id) -> Option<&First> {
        self.acts.get(&act)
    }

    /// Somebody was told that this act was entered. When it erased its subject, what was sealed before it must be gone.
    pub(super) fn told(&mut self, act: Id) {
        let Some(erasure) = self.acts.get(&act).filter(|first| first.erases) else { return };
        for (key, (subject, acts)) in &self.keys {
            let before = |act: &Id| self.acts.get(act).is_some_and(|first| first.seq < erasure.seq);
            if *subject == erasure.subject && acts.iter().all(before) {
                self.gone.insert(*key);
            }
        }
    }

    fn add(&mut self, row: &EntryRow) -> Result<(), Failure> {
        let entry = Entry::from_bytes(&row.bytes).map_err(|fault| broken("an entry can be read", fault))?;
        if entry.seq != self.seq + 1 || row.seq.unsigned_abs() != entry.seq {
            return Err(broken("numbers have no gaps", format!("{} after {}", entry.seq, self.seq)));
        }
        if entry.previous != self.leaf {
            return Err(broken("each entry names the one before", entry.seq));
        }
        if entry.recorded < self.recorded {
            return Err(broken("recorded times never go back", entry.seq));
        }
        if entry.ordinal == 0 {
            let refused: Option<Refused> =
                (entry.kind == Refused::KIND).then(|| entry.event().ok()).flatten();
            let first = First {
                seq: entry.seq,
                marks: entry.marks.clone(),
                refused: refused.map(|refused| refused.rule),
                subject: entry.subject,
                erases: entry.kind == Erased::KIND,
            };
            if self.acts.insert(entry.act, first).is_some() {
                return Err(broken("an act is entered once", entry.act));
            }
        } else if self.last_act != (entry.act, entry.ordinal - 1) {
            return Err(broken("entries of one act stand together", entry.seq));
        }
        if entry.kind == Erased::KIND && entry.ordinal > 0 {
            return Err(broken("an erasure is its act's first entry", entry.seq));
        }
        (self.seq, self.leaf, self.recorded) = (entry.seq, leaf_hash(&row.bytes), entry.recorded);
        self.last_act = (entry.act, entry.ordinal);
        Ok(())
    }
}

/// What the checks read of the main database.
struct Seen {
    head: Vec<Vec<Value>>,
    entries: i64,
    last: Vec<EntryRow>,
    new: Vec<EntryRow>,
    payloads: Vec<Vec<Value>>,
}

fn seen(database: &mut dyn Database, since: u64) -> Result<Seen, DatabaseFault> {
    let since = since.cast_signed();
    Ok(Seen {
        head: database.rows("SELECT seq, leaf, recorded FROM head", Vec::new())?,
        entries: database.number("SELECT COUNT(*) FROM entry", Vec::new())?,
        last: database.records("SELECT seq, bytes FROM entry WHERE seq = $1", vec![Value::Integer(since)])?,
        new: database.records(
            "SELECT seq, bytes FROM entry WHERE seq > $1 ORDER BY seq",
            vec![Value::Integer(since)],
        )?,
        payloads: database
            .rows("SELECT act, slot, subject, key, ciphertext FROM payload ORDER BY act, slot", Vec::new())?,
    })
}

fn id(cell: Option<&Value>) -> Id {
    cell.and_then(|cell| Id::from_value(cell).ok()).unwrap_or(Id::NONE)
}

impl Machine<'_> {
    /// Whether a process runs that can be asked.
    pub(super) fn sky_is_clear(&self) -> bool {
        self.alive.is_some()
    }

    /// Takes in what the journal has now.
    pub(super) fn look_at_the_journal(&mut self) -> Result<(), Failure> {
        let Some(alive) = &self.alive else { return Ok(()) };
        let since = self.journal.seq;
        let seen = alive.node.read(|database| seen(database, since));
        self.take_in(since, seen)
    }

    /// Takes in what the journal has in a database that no process has open.
    pub(super) fn look_into(&mut self, database: &mut dyn Database) -> Result<(), Failure> {
        let since = self.journal.seq;
        let seen = seen(database, since);
        self.take_in(since, seen)
    }

    fn take_in(&mut self, since: u64, seen: Result<Seen, DatabaseFault>) -> Result<(), Failure> {
        let seen = seen.map_err(|fault| broken("the database can be read", fault))?;
        if since > 0 && seen.last.first().map(|row| leaf_hash(&row.bytes)) != Some(self.journal.leaf) {
            return Err(broken("an entry stays as it was", since));
        }
        seen.new.iter().try_for_each(|row| self.journal.add(row))?;
        let journal = &self.journal;
        let end = [
            Value::Integer(journal.seq.cast_signed()),
            Value::Bytes(if journal.seq == 0 { vec![0; 32] } else { journal.leaf.0.to_vec() }),
            Value::Integer(journal.recorded.0),
        ];
        if seen.head.first().map(Vec::as_slice) != Some(&end) || seen.entries != journal.seq.cast_signed() {
            let detail =
                format!("{:?}, {} entries, and the last is {}", seen.head, seen.entries, journal.seq);
            return Err(broken("the head row tells where the journal ends", detail));
        }
        for row in &seen.payloads {
            let (act, subject, key) = (id(row.first()), id(row.get(2)), id(row.get(3)));
            if journal_refuses(&self.journal, act) {
                return Err(broken("of what is refused nothing is kept", act));
            }
            let (whose, acts) = self.journal.keys.entry(key).or_insert((subject, BTreeSet::new()));
            if *whose != subject {
                return Err(broken("no key seals the data of two", key));
            }
            acts.insert(act);
        }
        Ok(())
    }

    /// What is looked at after each step.
    pub(super) fn check(&mut self) -> Result<(), Failure> {
        self.look_at_the_journal()?;
        let mut file = Sqlite::open_to_read(&keys::path(self.home()))
            .map_err(|fault| broken("the key store can be read", fault))?;
        let file: &mut dyn Database = &mut file;
        let rows = file.rows("SELECT id FROM wrapped_key", Vec::new());
        let rows = rows.map_err(|fault| broken("the key store can be read", fault))?;
        let there: BTreeSet<Id> = rows.iter().map(|row| id(row.first())).collect();
        if let Some(key) = self.journal.gone.iter().find(|key| there.contains(key)) {
            return Err(broken("the keys of whom is told to be erased are gone", key));
        }
        let Some(alive) = &self.alive else { return Ok(()) };
        let used = alive.node.read(|database| database.rows("SELECT DISTINCT key FROM payload", Vec::new()));
        let used = used.map_err(|fault| broken("the database can be read", fault))?;
        match used.iter().map(|row| id(row.first())).find(|key| !there.contains(key)) {
            Some(key) => Err(broken("what is sealed can be opened", format!("the key {key} is not there"))),
            None => Ok(()),
        }
    }

    /// Everything: the whole verification, and that each sealed text opens to what its sender sealed.
    pub(super) fn check_all(&mut self) -> Result<(), Failure> {
        self.check()?;
        self.count("verified");
        let Some(alive) = &self.alive else { return Ok(()) };
        let verifier = alive.node.verifier();
        let kept = self.journal.kept.as_deref().map(|text| verifier.read(text)).transpose();
        let kept = kept.map_err(|fault| broken("a checkpoint can be read", fault))?;
        let against = Against { verifier, kept, depth: Depth::Everything };
        let found = alive
            .node
            .read(|database| verify(database, &self.house.registry, &against, &mut |_| {}))
            .map_err(|fault| broken("the database can be verified", fault))?;
        if let Some(finding) = found.findings.first() {
            return Err(broken("verify finds nothing", finding));
        }
        let sql = "SELECT act, slot, subject, key, ciphertext FROM payload";
        let payloads = alive.node.read(|database| database.rows(sql, Vec::new()));
        let payloads = payloads.map_err(|fault| broken("the database can be read", fault))?;
        payloads.iter().try_for_each(|row| self.opens(&alive.node, row))
    }

    fn opens(&self, node: &crate::node::Node, row: &[Value]) -> Result<(), Failure> {
        let [act, Value::Integer(slot), _, key, Value::Bytes(ciphertext)] = row else { return Ok(()) };
        let (act, slot) = (id(Some(act)), u16::try_from(*slot).unwrap_or(u16::MAX));
        let lost = |wrong: String| broken("what is sealed can be opened", format!("{act} {slot}: {wrong}"));
        let key = node.keys.get(id(Some(key))).map_err(|fault| lost(fault.to_string()))?;
        let plain = key.open(&crate::crypto::place(act, slot), ciphertext);
        let plain = plain.map_err(|fault| lost(fault.to_string()))?;
        let of_act = self.senders.errands.iter().filter(|errand| errand.act == act);
        let mut sealed = of_act.flat_map(|errand| &errand.payloads).filter(|payload| payload.slot == slot);
        if sealed.any(|payload| payload.text == plain) { Ok(()) } else { Err(lost("another text".into())) }
    }

    /// Hashes over all entries and over all derived tables.
    pub(super) fn prints(&self) -> Result<([u8; 32], [u8; 32]), Failure> {
        let Some(alive) = &self.alive else { return Ok(([0; 32], [0; 32])) };
        let hashed = alive.node.read(|database| {
            let mut entries = Sha256::new();
            for row in database.rows("SELECT seq, bytes FROM entry ORDER BY seq", Vec::new())? {
                entries.update(kernel::entry::to_cbor::<Vec<Value>>(&row));
            }
            let mut tables = Sha256::new();
            for table in self.house.registry.tables().filter(|table| table.class == Class::Derived) {
                tables.update(table.name.as_bytes());
                for row in database.rows(&TableSql::of(table).all, Vec::new())? {
                    tables.update(kernel::entry::to_cbor::<Vec<Value>>(&row));
                }
            }
            Ok((entries.finalize().into(), tables.finalize().into()))
        });
        hashed.map_err(|fault| broken("the database can be read", fault))
    }
}

fn journal_refuses(journal: &Journal, act: Id) -> bool {
    journal.first_of(act).is_none_or(|first| first.refused.is_some())
}

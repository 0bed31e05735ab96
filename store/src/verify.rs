//! `verify`: chain, checkpoints, promises, replay, comparison. It reads, never writes, and needs no key.
//!
//! One read snapshot is taken. The chain is walked once: numbers, hashes, canonical form, tree heads at every stored
//! checkpoint and at one kept elsewhere. Each entry is replayed into tables in memory; then every row of every derived table
//! is compared, and every sealed thing is held against the promise that its entry made.

use crate::database::{Database, DatabaseFault, SEAL_COLUMNS, Statement, TableSql, quoted};
use crate::deed::{SealedRow, payload_promise};
use crate::merkle::{Checkpoint, Tree, VerifierKey};
use crate::schema::{CheckpointRow, EntryRow, HeadRow, PayloadRow};
use kernel::entry::leaf_hash;
use kernel::erasure::Erased;
use kernel::{
    Cell, Class, Entry, Event, Hash, Id, Instant, MemoryTables, Record, Registry, Row, Table, Value,
};
use std::collections::{BTreeMap, HashMap};

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// An entry is changed, missing or out of order.
    #[error("entry {seq}: {wrong}")]
    Entry {
        /// Its number.
        seq: u64,
        /// What is wrong.
        wrong: String,
    },
    /// A checkpoint does not fit the journal.
    #[error("checkpoint over {size} entries: {wrong}")]
    Checkpoint {
        /// How many entries it covers.
        size: u64,
        /// What is wrong.
        wrong: String,
    },
    /// A row of a derived table is not what the entries amount to.
    #[error("table {table}, row {key}: {wrong}")]
    Row {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
        /// What is wrong.
        wrong: &'static str,
    },
    /// A sealed thing is not what its entry promised.
    #[error("sealed thing {slot} of act {act} (entry {seq}): {wrong}")]
    Sealed {
        /// The entry that promised; 0 when none did.
        seq: u64,
        /// The act.
        act: Id,
        /// The slot.
        slot: i64,
        /// What is wrong.
        wrong: &'static str,
    },
}

/// How far verify is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub doing: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; 0 when that is not known.
    pub of: u64,
}

/// What verify found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries walked.
    pub entries: u64,
    /// Derived rows compared.
    pub rows: u64,
    /// Sealed things held against their promise.
    pub sealed: u64,
    /// Sealed things that erasures explain.
    pub erased: u64,
    /// Checkpoints checked.
    pub checkpoints: u64,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

/// What to verify against.
pub struct Against<'a> {
    /// The node's verifier key.
    pub verifier: &'a VerifierKey,
    /// A checkpoint kept elsewhere: finds a cut tail and a rewritten whole.
    pub kept: Option<Checkpoint>,
}

/// Findings are listed up to this many; one is enough to fail.
const MOST_FINDINGS: usize = 100;

struct Verifier<'v> {
    registry: &'v Registry,
    against: &'v Against<'v>,
    tables: MemoryTables,
    promises: HashMap<(Id, i64), Promise>,
    erased_at: BTreeMap<Id, u64>,
    found: Verified,
    progress: &'v mut dyn FnMut(Progress),
}

struct Promise {
    seq: u64,
    subject: Id,
    hash: Hash,
}

/// Verifies a node's database.
///
/// # Errors
/// [`DatabaseFault`] when the database cannot be read; what is wrong with its content is in [`Verified::findings`].
pub fn verify(
    database: &mut dyn Database,
    registry: &Registry,
    against: &Against<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Verified, DatabaseFault> {
    let mut verifier = Verifier {
        registry,
        against,
        tables: MemoryTables::default(),
        promises: HashMap::new(),
        erased_at: BTreeMap::new(),
        found: Verified::default(),
        progress,
    };
    database.begin_snapshot()?;
    let checked = verifier.all(database);
    database.declare("ROLLBACK")?;
    checked?;
    Ok(verifier.found)
}

/// A checkpoint that the walk has not reached yet.
struct Due {
    checkpoint: Checkpoint,
    /// The stored subtree roots; none for a checkpoint kept elsewhere.
    edge: Option<Vec<u8>>,
}

/// What the walk along the chain carries from entry to entry.
#[derive(Default)]
struct Walk {
    seq: u64,
    leaf: Hash,
    recorded: Instant,
    tree: Tree,
    /// An entry whose successor does not fit it: blamed when the successor itself is vouched for by the one after.
    doubt: Option<u64>,
    broken: bool,
}

impl Verifier<'_> {
    fn all(&mut self, database: &mut dyn Database) -> Result<(), DatabaseFault> {
        self.chain(database)?;
        // A broken chain makes every later comparison noise: the first bad entry is what matters.
        if self.found.findings.is_empty() {
            for table in self.registry.tables().filter(|table| table.class == Class::Derived) {
                self.compare(database, table)?;
            }
            self.sealed(database)?;
        }
        Ok(())
    }

    fn find(&mut self, finding: Finding) {
        if self.found.findings.len() < MOST_FINDINGS {
            self.found.findings.push(finding);
        }
    }

    fn chain(&mut self, database: &mut dyn Database) -> Result<(), DatabaseFault> {
        let heads =
            database.records::<HeadRow>("SELECT one, term, seq, leaf, recorded FROM head", Vec::new())?;
        let sql = "SELECT size, text, edge FROM checkpoint ORDER BY size";
        let stored = database.records::<CheckpointRow>(sql, Vec::new())?;
        let mut heads_due = self.checkpoints_due(&stored);
        let total = heads.first().map_or(0, |head| head.seq.unsigned_abs());
        let mut walk = Walk::default();
        self.check_heads(&walk.tree, &mut heads_due);
        let ask = Statement::new("SELECT seq, bytes FROM entry ORDER BY seq", Vec::new());
        database.each(&ask, &mut |row| {
            match EntryRow::from_row(&row) {
                Ok(row) => self.step(&mut walk, &row),
                Err(_) => {
                    self.find(Finding::Entry { seq: walk.seq + 1, wrong: "its row has another shape".into() })
                }
            }
            self.check_heads(&walk.tree, &mut heads_due);
            if walk.seq % 4096 == 0 {
                (self.progress)(Progress { doing: "walking the chain", done: walk.seq, of: total });
            }
            self.found.findings.is_empty()
        })?;
        self.found.entries = walk.seq;
        self.end(&walk, heads.first());
        if self.found.findings.is_empty() {
            for Due { checkpoint, .. } in heads_due {
                let wrong = format!("the journal has only {} entries: its tail was cut", walk.seq);
                self.find(Finding::Checkpoint { size: checkpoint.size, wrong });
            }
        }
        Ok(())
    }

    /// Reads stored checkpoints and adds the one kept elsewhere, smallest last so that they are taken from the end.
    fn checkpoints_due(&mut self, stored: &[CheckpointRow]) -> Vec<Due> {
        let mut due = Vec::new();
        for row in stored {
            match self.against.verifier.read(&row.text) {
                Ok(checkpoint) if checkpoint.size == row.size.unsigned_abs() => {
                    due.push(Due { checkpoint, edge: Some(row.edge.clone()) })
                }
                Ok(_) => self.find(Finding::Checkpoint {
                    size: row.size.unsigned_abs(),
                    wrong: "its text speaks of another size".into(),
                }),
                Err(wrong) => {
                    self.find(Finding::Checkpoint { size: row.size.unsigned_abs(), wrong: wrong.to_string() })
                }
            }
        }
        due.extend(self.against.kept.clone().map(|checkpoint| Due { checkpoint, edge: None }));
        due.sort_by_key(|due| std::cmp::Reverse(due.checkpoint.size));
        due
    }

    fn check_heads(&mut self, tree: &Tree, due: &mut Vec<Due>) {
        while due.last().is_some_and(|due| due.checkpoint.size == tree.size()) {
            let Some(Due { checkpoint, edge }) = due.pop() else { return };
            self.found.checkpoints += 1;
            let wrong = if checkpoint.root != tree.root() {
                match edge {
                    None => {
                        "the journal up to here is not the one that this checkpoint was signed over: it was rewritten"
                    }
                    Some(_) => "its root is not the journal's",
                }
            } else if edge.is_some_and(|edge| edge != tree.edge()) {
                "its edge is not the journal's"
            } else {
                continue;
            };
            self.find(Finding::Checkpoint { size: checkpoint.size, wrong: wrong.into() });
        }
    }

    fn step(&mut self, walk: &mut Walk, row: &EntryRow) {
        let seq = walk.seq + 1;
        let leaf = leaf_hash(&row.bytes);
        let entry = match self.read(walk, row, seq) {
            Ok(entry) => entry,
            Err(wrong) => {
                // The entry before it stays in doubt no longer: this one cannot be read itself.
                return self.find(Finding::Entry { seq, wrong });
            }
        };
        if let Some(doubted) = walk.doubt.take() {
            let (seq, wrong) = if entry.previous == walk.leaf {
                (doubted, "it was changed: the entry after it speaks of another".to_owned())
            } else {
                (doubted + 1, "it was changed: neither neighbour fits it".to_owned())
            };
            return self.find(Finding::Entry { seq, wrong });
        }
        if entry.previous != walk.leaf {
            walk.doubt = Some(seq - 1);
        }
        walk.broken |= walk.doubt.is_some();
        if !walk.broken {
            self.replay(walk, &entry);
        }
        walk.tree.push(leaf);
        (walk.seq, walk.leaf, walk.recorded) = (seq, leaf, entry.recorded);
    }

    fn read(&self, walk: &Walk, row: &EntryRow, seq: u64) -> Result<Entry, String> {
        if row.seq.unsigned_abs() != seq {
            return Err(format!("it is missing: entry {} follows entry {}", row.seq, walk.seq));
        }
        let entry = Entry::from_bytes(&row.bytes).map_err(|wrong| wrong.to_string())?;
        if entry.seq != seq {
            return Err(format!("it says that it is entry {}", entry.seq));
        }
        let known = self.registry.event(entry.kind, entry.version);
        let event = known
            .ok_or_else(|| format!("no fact has the number {} in version {}", entry.kind, entry.version))?;
        (event.check)(&entry.body).map_err(|wrong| format!("its body is no {}: {wrong}", event.name))?;
        // An earlier time than the entry before is caught by the chain unless it was written so: then the writer erred.
        if entry.recorded < walk.recorded && entry.previous == walk.leaf {
            return Err("it was recorded before the entry before it".to_owned());
        }
        Ok(entry)
    }

    fn replay(&mut self, walk: &Walk, entry: &Entry) {
        if let Err(wrong) = self.registry.apply(&mut self.tables, entry) {
            self.find(Finding::Entry { seq: walk.seq + 1, wrong: wrong.to_string() });
        }
        if entry.kind == Erased::KIND {
            self.erased_at.insert(entry.subject, entry.seq);
        }
        for promise in &entry.commitments {
            let kept = Promise { seq: entry.seq, subject: promise.subject, hash: promise.hash };
            self.promises.insert((entry.act, i64::from(promise.slot)), kept);
        }
    }

    fn end(&mut self, walk: &Walk, head: Option<&HeadRow>) {
        if !self.found.findings.is_empty() {
            return;
        }
        let (seq, leaf) = head.map_or((0, Vec::new()), |head| (head.seq.unsigned_abs(), head.leaf.clone()));
        if let Some(doubted) = walk.doubt {
            // The last entry does not fit the one before it: whom the head row vouches for is the good one.
            let blamed = if leaf == walk.leaf.0 { doubted } else { doubted + 1 };
            self.find(Finding::Entry {
                seq: blamed,
                wrong: "it was changed: its neighbour does not fit it".into(),
            });
        } else if seq != walk.seq {
            let wrong = format!("it is missing: the head row speaks of {seq} entries");
            self.find(Finding::Entry { seq: walk.seq.min(seq) + 1, wrong });
        } else if head.is_some_and(|head| head.recorded != walk.recorded.0) {
            self.find(Finding::Entry {
                seq,
                wrong: "the head row speaks of another time of recording".into(),
            });
        } else if seq > 0 && leaf != walk.leaf.0 {
            self.find(Finding::Entry { seq, wrong: "it was changed: the head row speaks of another".into() });
        }
    }

    /// Compares a derived table with its replay, row by row in the order of the key.
    fn compare(&mut self, database: &mut dyn Database, table: &'static Table) -> Result<(), DatabaseFault> {
        let expected: Vec<Row> = self.tables.rows(table).cloned().collect();
        let total = expected.len() as u64;
        let mut expected = expected.into_iter().peekable();
        let ask = Statement::new(TableSql::of(table).all, Vec::new());
        let mut done = 0;
        database.each(&ask, &mut |row| {
            let key = table.key_of(&row).to_vec();
            while let Some(missing) = expected.next_if(|wanted| table.key_of(wanted) < key.as_slice()) {
                self.find(row_finding(table, &missing, "is missing"));
            }
            match expected.next_if(|wanted| table.key_of(wanted) == key.as_slice()) {
                Some(wanted) if wanted == row => {}
                Some(_) => self.find(row_finding(table, &row, "is not what the entries amount to")),
                None => self.find(row_finding(table, &row, "comes from no entry")),
            }
            done += 1;
            if done % 4096 == 0 {
                (self.progress)(Progress { doing: table.name, done, of: total });
            }
            true
        })?;
        expected.for_each(|missing| self.find(row_finding(table, &missing, "is missing")));
        self.found.rows += done;
        Ok(())
    }

    fn sealed(&mut self, database: &mut dyn Database) -> Result<(), DatabaseFault> {
        let sql = "SELECT act, slot, subject, key, ciphertext FROM payload";
        let mut kept = 0;
        database.each(&Statement::new(sql, Vec::new()), &mut |row| {
            match PayloadRow::from_row(&row) {
                Ok(row) => {
                    self.hold(row.act, row.slot, row.subject, payload_promise(row.key, &row.ciphertext))
                }
                Err(_) => self.find(Finding::Sealed {
                    seq: 0,
                    act: Id::NONE,
                    slot: 0,
                    wrong: "its row has another shape",
                }),
            }
            kept += 1;
            if kept % 4096 == 0 {
                (self.progress)(Progress { doing: "sealed things", done: kept, of: 0 });
            }
            true
        })?;
        for table in self.registry.tables().filter(|table| table.class == Class::Sealed) {
            self.sealed_table(database, table)?;
        }
        let promises = std::mem::take(&mut self.promises);
        for ((act, slot), promise) in promises {
            if self.erased_at.get(&promise.subject).is_some_and(|&erased| erased >= promise.seq) {
                self.found.erased += 1;
            } else {
                self.find(Finding::Sealed {
                    seq: promise.seq,
                    act,
                    slot,
                    wrong: "is missing, and no erasure explains it",
                });
            }
        }
        Ok(())
    }

    fn sealed_table(
        &mut self,
        database: &mut dyn Database,
        table: &'static Table,
    ) -> Result<(), DatabaseFault> {
        let own = table.columns.iter().map(|column| quoted(column.name));
        let names: Vec<String> = own.chain(SEAL_COLUMNS.iter().map(|(name, _)| quoted(name))).collect();
        let ask = Statement::new(format!("SELECT {} FROM {}", names.join(", "), table.name), Vec::new());
        database.each(&ask, &mut |mut row| {
            let seal = row.split_off(table.columns.len().min(row.len()));
            match seal.as_slice() {
                [act, Value::Integer(slot), subject, Value::Bytes(salt)] => {
                    let id = |cell| Id::from_value(cell).unwrap_or(Id::NONE);
                    self.hold(id(act), *slot, id(subject), SealedRow::promise(salt, table.name, &row));
                }
                _ => self.find(row_finding(table, &row, "has another shape")),
            }
            true
        })
    }

    /// Holds one sealed thing against its promise, and crosses the promise off.
    fn hold(&mut self, act: Id, slot: i64, subject: Id, hash: Hash) {
        self.found.sealed += 1;
        match self.promises.remove(&(act, slot)) {
            Some(promise) if self.erased_at.get(&promise.subject).is_some_and(|&at| at >= promise.seq) => {
                let wrong = "was erased, and is here again";
                self.find(Finding::Sealed { seq: promise.seq, act, slot, wrong });
            }
            Some(promise) if promise.hash == hash && promise.subject == subject => {}
            Some(promise) => self.find(Finding::Sealed { seq: promise.seq, act, slot, wrong: "was changed" }),
            None => self.find(Finding::Sealed { seq: 0, act, slot, wrong: "was promised by no entry" }),
        }
    }
}

fn row_finding(table: &'static Table, row: &[Value], wrong: &'static str) -> Finding {
    let cell = |value: &Value| match value {
        Value::Integer(n) => n.to_string(),
        Value::Double(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    let key: Vec<String> = table.key_of(row).iter().map(cell).collect();
    Finding::Row { table: table.name, key: key.join("/"), wrong }
}

/// Opens a node's main database for reading beside whoever writes it, and works on it.
///
/// # Errors
/// [`DatabaseFault`] when the database cannot be reached, and what the work answers.
pub fn on_node<T, E: From<DatabaseFault>>(
    config: &crate::NodeConfig,
    work: impl FnOnce(&mut dyn Database) -> Result<T, E>,
) -> Result<T, E> {
    let Some(url) = &config.database else {
        return work(&mut crate::sqlite::Sqlite::open_to_read(&config.data.join("tutela.db"))?);
    };
    let runtime =
        crate::node::postgres_runtime().map_err(|error| DatabaseFault::Broken(error.to_string()))?;
    let done = work(&mut crate::postgres::Postgres::connect(url, runtime.handle())?);
    runtime.shutdown_background();
    done
}

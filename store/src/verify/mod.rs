//! `verify`: chain, checkpoints, promises, replay, comparison. It reads, never writes, and needs no key.
//!
//! One read snapshot is taken. The chain is walked once: numbers, hashes, canonical form, tree heads at every stored
//! checkpoint and at one kept elsewhere. Each entry is replayed into tables in memory; then every row of every derived table
//! is compared, and every sealed thing is held against the promise that its entry made. What needs no order is done by threads
//! beside the one that judges.

mod belt;
mod chain;
mod compare;
mod expected;
mod sealed;
mod shelf;

use crate::database::{Database, DatabaseFault};
use crate::merkle::{Checkpoint, VerifierKey};
use expected::Expected;
use kernel::{Class, Hash, Id, Registry, Table, Value};
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

/// How deep verify looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The chain and the tree over it: that nothing was changed, added or taken out.
    Chain,
    /// Also that every derived row is what the entries amount to.
    Tables,
    /// Also that everything sealed is what its entry promised.
    #[default]
    Everything,
}

/// What to verify against.
pub struct Against<'a> {
    /// The node's verifier key.
    pub verifier: &'a VerifierKey,
    /// A checkpoint kept elsewhere: finds a cut tail and a rewritten whole.
    pub kept: Option<Checkpoint>,
    /// How deep to look.
    pub depth: Depth,
}

/// Findings are listed up to this many; one is enough to fail.
const MOST_FINDINGS: usize = 100;

struct Verifier<'v> {
    registry: &'v Registry,
    against: &'v Against<'v>,
    expected: Expected,
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
        expected: Expected::default(),
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

impl Verifier<'_> {
    fn all(&mut self, database: &mut dyn Database) -> Result<(), DatabaseFault> {
        self.chain(database)?;
        // A broken chain makes every later comparison noise: the first bad entry is what matters.
        if !self.found.findings.is_empty() {
            return Ok(());
        }
        if self.against.depth >= Depth::Tables {
            for table in self.registry.tables().filter(|table| table.class == Class::Derived) {
                self.compare(database, table)?;
            }
        }
        if self.against.depth >= Depth::Everything {
            self.sealed(database)?;
        }
        Ok(())
    }

    fn find(&mut self, finding: Finding) {
        if self.found.findings.len() < MOST_FINDINGS {
            self.found.findings.push(finding);
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
    work(&mut crate::postgres::Postgres::connect(url)?)
}

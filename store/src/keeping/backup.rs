//! The database's backup: consistent, beside a node that runs or without one, and only what is new since the last run.
//!
//! It holds entries, checkpoints, ciphertexts, sealed rows and the kept rows of `runtime.db`. It holds no key: without the key
//! store's own backup and the node key nobody reads a text of it. The manifest is signed with the node's checkpoint key.

use super::manifest::{self, Bound, Manifest, VERSION};
use super::parts::{Item, Part, PartWriter, Recipients, hex};
use super::{KeepFault, Told, at, reading};
use crate::database::{Database, TableSql};
use crate::keys;
use crate::merkle::{Signer25519, Tree};
use crate::node::{NodeConfig, head_row, journal_end};
use crate::sqlite::Sqlite;
use crate::verify::{Progress, on_node};
use crate::writer::{now, signer};
use kernel::{Class, Head, Instant, Registry, Row, Table};
use std::fs::File;
use std::path::Path;

/// What is backed up, and where to.
pub struct BackupPlan<'p> {
    /// The node.
    pub config: &'p NodeConfig,
    /// Its rooms.
    pub registry: &'p Registry,
    /// The directory of the backup: a new one, or the one of an earlier run.
    pub target: &'p Path,
    /// age recipients (`age1...`).
    pub recipients: &'p [String],
    /// Tables of `runtime.db` that a restored node needs.
    pub runtime: &'p [&'p str],
}

/// What a run backed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// Its number in the directory.
    pub number: u32,
    /// It begins after this entry.
    pub after: u64,
    /// The last entry.
    pub upto: u64,
    /// When that was recorded.
    pub recorded: Instant,
    /// Ciphertexts.
    pub payloads: u64,
    /// Sealed rows.
    pub rows: u64,
    /// Bytes written.
    pub bytes: u64,
}

/// What every part of a run needs.
struct Run<'r> {
    plan: &'r BackupPlan<'r>,
    recipients: Recipients,
    number: u32,
    after: u64,
    head: Head,
}

/// Backs up what is new.
///
/// # Errors
/// [`KeepFault`]: the directory holds what it held before; parts without a manifest do not count.
pub fn backup(plan: &BackupPlan<'_>, told: Told<'_>) -> Result<BackedUp, KeepFault> {
    let recipients = Recipients::read(plan.recipients)?;
    let signer = signer(&keys::read_root(&plan.config.data)?, &plan.config.name);
    std::fs::create_dir_all(plan.target).map_err(at(plan.target))?;
    let lock = plan.target.join(".lock");
    let turn = File::create(&lock).map_err(at(&lock))?;
    turn.try_lock()
        .map_err(|_| KeepFault::File(lock, "another backup into this directory is running".into()))?;
    let mut chain = manifest::chain(plan.target, &signer.verifier())?;
    let last = chain.pop();
    on_node(plan.config, |database| {
        database.begin_snapshot()?;
        let done = snapshot(plan, recipients, last.as_ref(), &signer, database, told);
        database.declare("ROLLBACK")?;
        done
    })
}

fn snapshot(
    plan: &BackupPlan<'_>,
    recipients: Recipients,
    last: Option<&Bound>,
    signer: &Signer25519,
    database: &mut dyn Database,
    told: Told<'_>,
) -> Result<BackedUp, KeepFault> {
    let row = head_row(database)?;
    let (head, tree, _) = journal_end(database, &row)?;
    if let Some(last) = last {
        continues(plan, database, &last.manifest)?;
    }
    let number = last.map_or(1, |last| last.manifest.number + 1);
    let after = last.map_or(0, |last| last.manifest.upto);
    let run = Run { plan, recipients, number, after, head };
    let parts = run.parts(database, told)?;
    let manifest = run.manifest(last, signer, &tree, &parts);
    manifest.write(plan.target, signer)?;
    Ok(BackedUp {
        number,
        after,
        upto: head.seq,
        recorded: head.recorded,
        payloads: parts[1].records,
        rows: parts[2].records,
        bytes: parts.iter().map(|part| part.bytes).sum(),
    })
}

/// The journal must be the one whose beginning the directory holds.
fn continues(plan: &BackupPlan<'_>, database: &mut dyn Database, last: &Manifest) -> Result<(), KeepFault> {
    let another = || KeepFault::AnotherJournal(plan.target.to_owned());
    if last.upto == 0 {
        return Ok(());
    }
    let mut leaf = None;
    reading::entries(database, last.upto - 1, last.upto, &mut |item| {
        leaf = match item.row.last() {
            Some(kernel::Value::Bytes(bytes)) => Some(hex(&kernel::entry::leaf_hash(bytes).0)),
            _ => None,
        };
        Ok(())
    })
    .map_err(|fault| if matches!(fault, KeepFault::Entry(..)) { another() } else { fault })?;
    if leaf.as_ref() == Some(&last.leaf) { Ok(()) } else { Err(another()) }
}

impl Run<'_> {
    fn part(
        &self,
        what: &str,
        write: impl FnOnce(&mut PartWriter) -> Result<(), KeepFault>,
    ) -> Result<Part, KeepFault> {
        let path = Manifest::part_path(self.plan.target, self.number, what);
        let mut writer = PartWriter::begin(&path, &self.recipients)?;
        write(&mut writer)?;
        writer.end()
    }

    /// Journal, payloads, sealed rows, runtime: in the order in which a restore reads them.
    fn parts(&self, database: &mut dyn Database, told: Told<'_>) -> Result<[Part; 4], KeepFault> {
        let (after, upto, registry) = (self.after, self.head.seq, self.plan.registry);
        let journal = self.part("journal", |writer| {
            let mut count = Counted::new("entries", upto - after);
            reading::entries(database, after, upto, &mut |item| count.put(writer, &item, &mut *told))?;
            reading::checkpoints(database, after, upto, &mut |item| writer.put(&item))
        })?;
        let payloads = self.part("payloads", |writer| {
            let mut count = Counted::new("payloads", 0);
            reading::payloads(database, after, upto, &mut |item| count.put(writer, &item, &mut *told))
        })?;
        let rows = self.part("rows", |writer| {
            let mut count = Counted::new("sealed rows", 0);
            reading::sealed_rows(database, registry, after, upto, &mut |item| {
                count.put(writer, &item, &mut *told)
            })
        })?;
        let runtime = self.part("runtime", |writer| self.runtime(writer))?;
        Ok([journal, payloads, rows, runtime])
    }

    /// The kept tables of `runtime.db`, whole each time: they are small.
    fn runtime(&self, writer: &mut PartWriter) -> Result<(), KeepFault> {
        let mut file = Sqlite::open_to_read(&self.plan.config.data.join("runtime.db"))?;
        for table in kept_tables(self.plan.registry, self.plan.runtime) {
            for row in all_rows(&mut file, table)? {
                writer.put(&Item::new(table.name, 0, row))?;
            }
        }
        Ok(())
    }

    fn manifest(&self, last: Option<&Bound>, signer: &Signer25519, tree: &Tree, parts: &[Part]) -> Manifest {
        Manifest {
            version: VERSION,
            number: self.number,
            node: self.plan.config.name.clone(),
            made: now().0,
            after: self.after,
            upto: self.head.seq,
            leaf: hex(&self.head.leaf.0),
            recorded: self.head.recorded.0,
            previous: last.map_or_else(String::new, |last| last.sha256.clone()),
            checkpoint: signer.sign(tree),
            parts: parts.to_vec(),
        }
    }
}

/// The tables of `runtime.db` with these names.
pub(super) fn kept_tables(registry: &Registry, names: &[&str]) -> impl Iterator<Item = &'static Table> {
    registry.tables().filter(|table| table.class == Class::Runtime && names.contains(&table.name))
}

fn all_rows(file: &mut dyn Database, table: &Table) -> Result<Vec<Row>, KeepFault> {
    Ok(file.rows(&TableSql::of(table).all, Vec::new())?)
}

/// Tells now and then how many records there are.
struct Counted {
    doing: &'static str,
    done: u64,
    of: u64,
}

impl Counted {
    fn new(doing: &'static str, of: u64) -> Counted {
        Counted { doing, done: 0, of }
    }

    fn put(&mut self, writer: &mut PartWriter, item: &Item, told: Told<'_>) -> Result<(), KeepFault> {
        self.done += 1;
        if self.done.is_multiple_of(1024) || self.done == self.of {
            told(Progress { doing: self.doing, done: self.done, of: self.of });
        }
        writer.put(item)
    }
}

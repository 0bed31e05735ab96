//! A node made of backups: of its database, of its key store, and its node key, each of which was kept apart.
//!
//! Whoever was erased after the database's backup has no key in the newest backup of the key store: what is sealed about them is
//! not written down again, and their erasure is entered anew, so that the journal explains the gap.

use super::building::{self, Builder};
use super::key_backup::KeyBackup;
use super::manifest::{self, Bound, Manifest};
use super::parts::{self, Identities, Item, Part};
use super::{KeepFault, Told, at};
use crate::database::{Database, Statement, TableSql};
use crate::files;
use crate::keys::node_key;
use crate::merkle::{Checkpoint, VerifierKey};
use crate::node::{Node, NodeConfig, OpenFault, connect, open_runtime};
use crate::schema::{EntryRow, PayloadRow};
use crate::verify::{Against, Depth, Progress, Verified, on_node, verify};
use crate::writer::signer;
use kernel::erasure::{Erased, HonourErasure};
use kernel::{Actor, Cell, Entry, Event, Id, Instant, Outcome, Purpose, Record, Registry, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Stands in a data directory while a restore builds it.
const UNFINISHED: &str = "unfinished-restore";

/// A data directory in which a restore was interrupted is no node's.
///
/// # Errors
/// [`OpenFault::Unfinished`].
pub(crate) fn refuse_unfinished(data: &Path) -> Result<(), OpenFault> {
    let mark = data.join(UNFINISHED);
    if mark.exists() { Err(OpenFault::Unfinished(mark)) } else { Ok(()) }
}

/// What a node is made of, and where.
pub struct RestorePlan<'p> {
    /// The directory of the database's backup.
    pub source: &'p Path,
    /// The file of age identities that opens both backups.
    pub identity: &'p Path,
    /// The key store's backup.
    pub keys: &'p Path,
    /// The node key.
    pub node_key: &'p Path,
    /// Where the node will live: an empty directory and, if named, an empty database. Its name follows from the backup.
    pub config: NodeConfig,
    /// Its rooms.
    pub registry: Registry,
    /// Tables of `runtime.db` that are brought back.
    pub runtime: &'p [&'p str],
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Runs of the backup.
    pub runs: u32,
    /// The last entry that is there again.
    pub last: u64,
    /// When that was recorded: what was entered after it is lost.
    pub recorded: Instant,
    /// When the last run of the backup was made.
    pub made: Instant,
    /// When the key store's backup was made.
    pub keys_made: Instant,
    /// Keys brought back: those that something is sealed with.
    pub keys: u64,
    /// Rows of `runtime.db` brought back.
    pub runtime: u64,
    /// Whose erasure, made after the backup, was honoured.
    pub erased_since: Vec<Id>,
    /// Sealed things of theirs that were left out.
    pub left_out: u64,
    /// Payloads that are newer than the key store's backup, and whose keys are not in it: they stay, and cannot be read.
    pub without_key: u64,
    /// What verify found of the new node: nothing wrong.
    pub verified: Verified,
}

/// What is known before anything is written.
struct Source<'p> {
    plan: &'p RestorePlan<'p>,
    identities: Identities,
    keys: KeyBackup,
    chain: Vec<Bound>,
    last: Manifest,
    checkpoint: Checkpoint,
    verifier: VerifierKey,
}

/// What goes in, and what does not.
#[derive(Default)]
struct Sieve {
    /// The last erasure of a subject that the journal knows.
    erased_at: BTreeMap<Id, u64>,
    /// Whose erasure came after the backup.
    since: BTreeSet<Id>,
    /// Keys in use.
    used: HashSet<Id>,
    left_out: u64,
    without_key: u64,
}

/// Makes a node of backups.
///
/// # Errors
/// [`KeepFault`]: what was built is marked as unfinished and does not open.
pub fn restore(mut plan: RestorePlan<'_>, told: Told<'_>) -> Result<Restored, KeepFault> {
    plan.config.name = manifest::claimed_name(plan.source)?;
    let source = Source::read(&plan, told)?;
    let last = source.last.clone();
    let mark = source.begin()?;
    let mut database = connect(&plan.config)?;
    if !building::is_empty(&mut *database)? {
        let name = if plan.config.database.is_some() { "--database" } else { "tutela.db" };
        return Err(KeepFault::NotEmpty(name.to_owned()));
    }
    let sieve = source.build(&mut *database, told)?;
    drop(database);
    let keys = source.keys.restore(plan.keys, &source.identities, &plan.config.data, &sieve.used)?;
    let runtime = source.runtime()?;
    let (checkpoint, verifier, keys_of) =
        (source.checkpoint.clone(), source.verifier.clone(), source.keys.made);
    let RestorePlan { config, registry, .. } = plan;
    let node = Node::open_restored(config.clone(), registry)?;
    honour(&node, &sieve.since)?;
    node.stop();
    let against = Against { verifier: &verifier, kept: Some(checkpoint), depth: Depth::Everything };
    let verified = on_node(&config, |database| verify(database, node.registry(), &against, told))?;
    drop(node);
    if let Some(finding) = verified.findings.first() {
        return Err(KeepFault::NotTrue(finding.to_string()));
    }
    files::remove(&mark).map_err(at(&mark))?;
    Ok(Restored {
        runs: last.number,
        last: last.upto,
        recorded: Instant(last.recorded),
        made: Instant(last.made),
        keys_made: keys_of,
        keys,
        runtime,
        erased_since: sieve.since.into_iter().collect(),
        left_out: sieve.left_out,
        without_key: sieve.without_key,
        verified,
    })
}

/// Enters the erasures that came after the backup once more: their keys are gone already.
fn honour(node: &Node, since: &BTreeSet<Id>) -> Result<(), KeepFault> {
    for subject in since {
        let act = HonourErasure { subject: *subject };
        let deed = node.deed(node.new_id()?, &act, Actor::SYSTEM, Purpose::Oversight).build();
        match node.enter_now(deed)?.outcome {
            Outcome::Entered { .. } => {}
            other => {
                return Err(KeepFault::NotTrue(format!(
                    "the erasure of {subject} was not entered: {other:?}"
                )));
            }
        }
    }
    Ok(())
}

impl<'p> Source<'p> {
    /// Reads and checks everything but the records themselves.
    fn read(plan: &'p RestorePlan<'p>, told: Told<'_>) -> Result<Source<'p>, KeepFault> {
        let identities = Identities::read(plan.identity)?;
        let key = node_key::read(plan.node_key)?;
        let key = key.ok_or_else(|| KeepFault::File(plan.node_key.to_owned(), "is not there".into()))?;
        let keys = KeyBackup::read(plan.keys, &identities, &key)?;
        let verifier = signer(&keys.root, &plan.config.name).verifier();
        let chain = manifest::chain(plan.source, &verifier)?;
        let all: Vec<&Part> = chain.iter().flat_map(|bound| &bound.manifest.parts).collect();
        for (done, part) in all.iter().enumerate() {
            parts::check(plan.source, part)?;
            told(Progress { doing: "checking parts", done: done as u64 + 1, of: all.len() as u64 });
        }
        let last = chain.last().ok_or_else(|| manifest::empty(plan.source))?.manifest.clone();
        let checkpoint = last.checkpoint(plan.source, &verifier)?;
        Ok(Source { plan, identities, keys, checkpoint, verifier, chain, last })
    }

    /// Takes the data directory, and marks it until everything is true.
    fn begin(&self) -> Result<PathBuf, KeepFault> {
        let data = &self.plan.config.data;
        if std::fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(KeepFault::NotEmpty(data.display().to_string()));
        }
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(at(data))?;
        let (mark, key) = (data.join(UNFINISHED), node_key::path(data));
        files::write_new(&mark, b"").map_err(at(&mark))?;
        let bytes = std::fs::read(self.plan.node_key).map_err(at(self.plan.node_key))?;
        let bytes = zeroize::Zeroizing::new(bytes);
        files::write_new(&key, &bytes).map_err(at(&key))?;
        Ok(mark)
    }

    /// Reads one part of every run, in order.
    fn each(
        &self,
        part: usize,
        take: &mut dyn FnMut(Item) -> Result<(), KeepFault>,
    ) -> Result<(), KeepFault> {
        for bound in &self.chain {
            if let Some(part) = bound.manifest.parts.get(part) {
                parts::read(&self.plan.source.join(&part.name), &self.identities, take)?;
            }
        }
        Ok(())
    }

    fn build(&self, database: &mut dyn Database, told: Told<'_>) -> Result<Sieve, KeepFault> {
        let (registry, upto) = (&self.plan.registry, self.last.upto);
        building::declare(database, registry)?;
        let erased = self.keys.erased.iter();
        let since = erased.filter(|(_, seq)| **seq > upto).map(|(subject, _)| *subject).collect();
        let mut sieve = Sieve { since, ..Sieve::default() };
        let mut builder = Builder::new(database, registry);
        let mut done = 0;
        self.each(JOURNAL, &mut |item| {
            sieve.learn(&item)?;
            done += 1;
            if done % 4096 == 0 {
                told(Progress { doing: "entries", done, of: upto });
            }
            builder.take(item)
        })?;
        let mut done = 0;
        self.each(PAYLOADS, &mut |item| {
            done += 1;
            if done % 1024 == 0 {
                told(Progress { doing: "payloads", done, of: 0 });
            }
            if sieve.keeps_payload(&self.keys, &item)? { builder.take(item) } else { Ok(()) }
        })?;
        self.each(ROWS, &mut |item| if sieve.keeps_row(&item) { builder.take(item) } else { Ok(()) })?;
        builder.flush()?;
        building::replay(database, registry, 0, told)?;
        Ok(sieve)
    }

    /// Brings back the kept rows of `runtime.db` as the last run has them.
    fn runtime(&self) -> Result<u64, KeepFault> {
        let mut file = open_runtime(&self.plan.config.data, &self.plan.registry)?;
        let Some(part) = self.last.parts.get(RUNTIME) else { return Ok(0) };
        let mut rows = 0;
        parts::read(&self.plan.source.join(&part.name), &self.identities, &mut |item| {
            let kept = super::backup::kept_tables(&self.plan.registry, self.plan.runtime);
            if let Some(table) = kept.into_iter().find(|table| table.name == item.table) {
                file.run(&[Statement::new(TableSql::of(table).put, item.row)])?;
                rows += 1;
            }
            Ok(())
        })?;
        Ok(rows)
    }
}

/// The places of a run's parts.
const JOURNAL: usize = 0;
const PAYLOADS: usize = 1;
const ROWS: usize = 2;
const RUNTIME: usize = 3;

impl Sieve {
    /// Learns of erasures that the journal knows.
    fn learn(&mut self, item: &Item) -> Result<(), KeepFault> {
        if item.table != EntryRow::TABLE.name {
            return Ok(());
        }
        let wrong = |wrong: String| KeepFault::Entry(item.seq, wrong);
        let row = EntryRow::from_row(&item.row).map_err(|error| wrong(error.to_string()))?;
        let entry = Entry::from_bytes(&row.bytes).map_err(|error| wrong(error.to_string()))?;
        if entry.kind == Erased::KIND {
            self.erased_at.insert(entry.subject, entry.seq);
        }
        Ok(())
    }

    /// What was erased within the backup's own time stays away without another word.
    fn is_erased(&self, subject: Id, seq: u64) -> bool {
        self.erased_at.get(&subject).is_some_and(|erased| *erased >= seq)
    }

    fn keeps_payload(&mut self, keys: &KeyBackup, item: &Item) -> Result<bool, KeepFault> {
        let row = PayloadRow::from_row(&item.row)
            .map_err(|error| KeepFault::Entry(item.seq, format!("a payload of it: {error}")))?;
        if self.is_erased(row.subject, item.seq) {
            return Ok(false);
        }
        let has_key = keys.ids.contains(&row.key);
        if !has_key && item.seq <= keys.entries {
            self.since.insert(row.subject);
        }
        if self.since.contains(&row.subject) {
            self.left_out += 1;
            return Ok(false);
        }
        if has_key {
            self.used.insert(row.key);
        } else {
            self.without_key += 1;
        }
        Ok(true)
    }

    fn keeps_row(&mut self, item: &Item) -> bool {
        // The last four cells of a sealed row are its seal: act, slot, subject, salt.
        let subject = item.row.len().checked_sub(2).and_then(|at| item.row.get(at));
        let subject = subject.and_then(|cell: &Value| Id::from_value(cell).ok()).unwrap_or(Id::NONE);
        if self.is_erased(subject, item.seq) {
            return false;
        }
        let is_since = self.since.contains(&subject);
        self.left_out += u64::from(is_since);
        !is_since
    }
}

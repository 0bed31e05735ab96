//! Moving a node to the other database: copied while it runs, finished and verified while it is stopped, and switched only then.
//!
//! Keys and `runtime.db` stay where they are. The old database is kept, and marked so that no node opens it again.

use super::building::{self, Builder};
use super::parts::Item;
use super::reading;
use super::{KeepFault, Told, at};
use crate::database::{Database, Statement};
use crate::erasing;
use crate::files;
use crate::merkle::{Checkpoint, VerifierKey};
use crate::node::{MOVED, NodeConfig, OpenFault, connect, head_row, journal_end, lock};
use crate::schema::{EntryRow, HeadRow, KeyToErase};
use crate::sqlite::Sqlite;
use crate::verify::{Against, Depth, Verified, on_node, verify};
use kernel::erasure::Erased;
use kernel::{Entry, Event, Id, Record, Registry, Value};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What moves where.
pub struct MovePlan<'p> {
    /// The node as it is.
    pub from: &'p NodeConfig,
    /// The PostgreSQL URL to move to; none for SQLite in the data directory.
    pub to: Option<String>,
    /// Its rooms.
    pub registry: &'p Registry,
    /// How long a running node is waited for, once all but its last entries are copied.
    pub patience: Duration,
}

/// What was moved.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Entries that were copied while the node ran.
    pub while_running: u64,
    /// All entries.
    pub entries: u64,
    /// Ciphertexts.
    pub payloads: u64,
    /// Sealed rows.
    pub rows: u64,
    /// What verify found of the new database: nothing wrong.
    pub verified: Verified,
}

/// The database that a node moves to.
struct Target {
    database: Box<dyn Database>,
    /// Where an SQLite file is built, and where it goes.
    place: Option<(PathBuf, PathBuf)>,
}

#[derive(Default)]
struct Copied {
    upto: u64,
    payloads: u64,
    rows: u64,
}

/// Moves a node. `stop_now` is told how many entries were copied, once the node must be stopped for the rest.
///
/// # Errors
/// [`KeepFault`]: the node stays where it is.
pub fn move_node(
    plan: &MovePlan<'_>,
    told: Told<'_>,
    stop_now: &mut dyn FnMut(u64),
) -> Result<Moved, KeepFault> {
    if plan.from.database == plan.to {
        return Err(KeepFault::AlreadyThere);
    }
    let verifier = verifier(&plan.from.data)?;
    let mut held = lock(&plan.from.data).ok();
    let mut target = Target::open(plan)?;
    building::declare(&mut *target.database, plan.registry)?;
    let mut copied = Copied::default();
    if held.is_none() {
        target.copy(plan, &mut copied, told)?;
        stop_now(copied.upto);
        held = Some(wait(plan)?);
    }
    let while_running = copied.upto;
    let term = target.copy(plan, &mut copied, told)?.term;
    let source = target.finish(plan, term, told)?;
    let against = Against { verifier: &verifier, kept: Some(source), depth: Depth::Everything };
    let verified = verify(&mut *target.database, plan.registry, &against, told)?;
    if let Some(finding) = verified.findings.first() {
        return Err(KeepFault::NotTrue(finding.to_string()));
    }
    target.take_its_place()?;
    leave(plan.from)?;
    drop(held);
    let Copied { upto: entries, payloads, rows } = copied;
    Ok(Moved { while_running, entries, payloads, rows, verified })
}

fn verifier(data: &Path) -> Result<VerifierKey, KeepFault> {
    let file = data.join("checkpoint.vkey");
    let text = std::fs::read_to_string(&file).map_err(at(&file))?;
    VerifierKey::from_text(&text).ok_or_else(|| KeepFault::Damaged(file, "is no verifier key".into()))
}

/// Waits until the node is stopped, and takes its place so that it does not start meanwhile.
fn wait(plan: &MovePlan<'_>) -> Result<File, KeepFault> {
    let until = Instant::now() + plan.patience;
    loop {
        match lock(&plan.from.data) {
            Ok(held) => return Ok(held),
            Err(OpenFault::InUse(_)) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(100));
            }
            Err(OpenFault::InUse(_)) => return Err(KeepFault::StillRunning),
            Err(fault) => return Err(fault.into()),
        }
    }
}

impl Target {
    fn open(plan: &MovePlan<'_>) -> Result<Target, KeepFault> {
        let data = &plan.from.data;
        let mut target = match &plan.to {
            Some(url) => {
                let config = NodeConfig { database: Some(url.clone()), ..plan.from.clone() };
                Target { database: connect(&config)?, place: None }
            }
            None => {
                let (built, place) = (data.join("tutela.db.moving"), data.join("tutela.db"));
                if place.exists() {
                    return Err(KeepFault::NotEmpty(place.display().to_string()));
                }
                // What an earlier try left counts for nothing.
                beside(&built).iter().try_for_each(|file| files::remove(file)).map_err(at(&built))?;
                files::write_new(&built, b"").map_err(at(&built))?;
                let database = Box::new(Sqlite::open(&built)?);
                Target { database, place: Some((built, place)) }
            }
        };
        if building::is_empty(&mut *target.database)? {
            Ok(target)
        } else {
            Err(KeepFault::NotEmpty("the database that --to names".into()))
        }
    }

    /// Copies what came since the last time, from one state of the source.
    fn copy(
        &mut self,
        plan: &MovePlan<'_>,
        copied: &mut Copied,
        told: Told<'_>,
    ) -> Result<HeadRow, KeepFault> {
        let target = &mut *self.database;
        on_node(plan.from, |source| {
            source.begin_snapshot()?;
            let done = head_row(source).map_err(KeepFault::from).and_then(|head| {
                if head.term == MOVED {
                    return Err(OpenFault::Moved.into());
                }
                copy_range(plan.registry, source, target, copied, head.seq.unsigned_abs(), told)?;
                Ok(head)
            });
            source.declare("ROLLBACK")?;
            done
        })
    }

    /// Checkpoints, keys that are still to be erased, and everything that is replayed; tells the source's tree head.
    fn finish(&mut self, plan: &MovePlan<'_>, term: i64, told: Told<'_>) -> Result<Checkpoint, KeepFault> {
        let target = &mut *self.database;
        let head = on_node(plan.from, |source| {
            let row = head_row(source)?;
            let (head, tree, _) = journal_end(source, &row)?;
            let mut builder = Builder::new(target, plan.registry);
            reading::checkpoints(source, 0, head.seq, &mut |item| builder.take(item))?;
            for row in source.rows("SELECT key FROM key_to_erase", Vec::new())? {
                builder.put(KeyToErase::TABLE.name, row)?;
            }
            builder.flush()?;
            Ok::<_, KeepFault>(Checkpoint { size: tree.size(), root: tree.root() })
        })?;
        building::replay(&mut *self.database, plan.registry, term, told)?;
        Ok(head)
    }

    /// A finished SQLite file gets its name; a server's database has it.
    fn take_its_place(self) -> Result<(), KeepFault> {
        let Target { mut database, place } = self;
        if let Some((built, place)) = &place {
            // All of it goes into the one file that is renamed.
            database.query(&[Statement::new("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new())])?;
            drop(database);
            std::fs::rename(built, place).and_then(|()| files::sync_directory(place)).map_err(at(place))?;
            return beside(built)[1..].iter().try_for_each(|file| files::remove(file)).map_err(at(built));
        }
        Ok(())
    }
}

/// An SQLite file and what SQLite may leave beside it.
fn beside(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

fn copy_range(
    registry: &Registry,
    source: &mut dyn Database,
    target: &mut dyn Database,
    copied: &mut Copied,
    upto: u64,
    told: Told<'_>,
) -> Result<(), KeepFault> {
    let after = copied.upto;
    let mut builder = Builder::new(target, registry);
    let mut erased: Vec<Id> = Vec::new();
    reading::entries(source, after, upto, &mut |item| {
        erased.extend(erased_by(&item));
        if item.seq.is_multiple_of(1024) {
            told(crate::verify::Progress { doing: "entries", done: item.seq, of: upto });
        }
        builder.take(item)
    })?;
    // What was copied before and is erased since goes; what came after an erasure is copied now.
    builder.run(erasing::statements(registry, &erased, &[]))?;
    reading::payloads(source, after, upto, &mut |item| {
        copied.payloads += 1;
        builder.take(item)
    })?;
    reading::sealed_rows(source, registry, after, upto, &mut |item| {
        copied.rows += 1;
        builder.take(item)
    })?;
    builder.flush()?;
    copied.upto = upto;
    Ok(())
}

/// Whose erasure an entry is.
fn erased_by(item: &Item) -> Option<Id> {
    let row = EntryRow::from_row(&item.row).ok()?;
    let entry = Entry::from_bytes(&row.bytes).ok()?;
    (entry.kind == Erased::KIND).then_some(entry.subject)
}

/// Marks the old database: no node opens it again, and a writer that still had it open is fenced off.
fn leave(config: &NodeConfig) -> Result<(), KeepFault> {
    let mut database = connect(config)?;
    let mark = Statement::new("UPDATE head SET term = $1 WHERE one = 1", vec![Value::Integer(MOVED)]);
    Ok(database.run(&[mark])?)
}

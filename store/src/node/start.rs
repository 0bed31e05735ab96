//! Starting a node: files, database, the one writer and its thread.

use super::memory::Memory;
use super::open::{
    close_to_others, file_fault, head_row_of_another, lock_beside_others, lock_for_writing, make_directory,
    open_keys, opening, raise_term, reopened, takes_lock, write_verifier,
};
use super::{Node, NodeConfig, OpenFault, connect_to_write, journal_end, lock, open_runtime};
use crate::database::{Database, declaration};
use crate::erasing;
use crate::keys::{KeyFault, KeyStore};
use crate::laying;
use crate::merkle::Tree;
use crate::meters::Meters;
use crate::runtime::Runtime;
use crate::schema::HeadRow;
use crate::sqlite::Sqlite;
use crate::standby::{Duty, Post, Reconnect, Shared};
use crate::world::{Sql, main_tables};
use crate::writer::{Between, Clock, Order, Orders, Reopen, SubjectKeys, Writer, now, signer};
use kernel::{Class, Hash, Head, Instant, Registry, Table};
use std::collections::VecDeque;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// How a process opens a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// Alone, as its writer.
    Alone,
    /// Beside others that open it likewise: as its writer, or standing by.
    BesideOthers,
    /// Beside others, and never as its writer.
    Following,
}

/// The database as it was found: who writes it, and where the journal ends.
struct Found {
    is_writer: bool,
    row: HeadRow,
    head: Head,
    tree: Tree,
    signed: u64,
}

fn find(
    database: &mut dyn Database,
    tables: &[&'static Table],
    sharing: Sharing,
    data: &Path,
) -> Result<Found, OpenFault> {
    let is_writer = match sharing {
        Sharing::Alone => lock_for_writing(database, data).map(|()| true)?,
        Sharing::BesideOthers => takes_lock(database)?,
        Sharing::Following => false,
    };
    if !is_writer {
        let row = head_row_of_another(database, data)?;
        let head =
            Head { seq: row.seq.unsigned_abs(), leaf: Hash::default(), recorded: Instant(row.recorded) };
        return Ok(Found { is_writer, row, head, tree: Tree::default(), signed: 0 });
    }
    let dialect = database.dialect();
    database.declare(&tables.iter().map(|table| declaration(table, dialect)).collect::<String>())?;
    let row = raise_term(database)?;
    let (head, tree, signed) = journal_end(database, &row)?;
    Ok(Found { is_writer, row, head, tree, signed })
}

/// A node's files and database.
struct Opened {
    database: Box<dyn Database>,
    tables: Vec<&'static Table>,
    found: Found,
    keys: Arc<KeyStore>,
    runtime: Runtime,
}

fn opened(config: &NodeConfig, registry: &Registry, sharing: Sharing) -> Result<Opened, OpenFault> {
    let data = &config.data;
    let mut database = connect_to_write(config)?;
    let tables = main_tables(registry);
    let found = find(&mut *database, &tables, sharing, data)?;
    let keys = Arc::new(open_keys(config, found.head.seq)?);
    if found.is_writer {
        erasing::finish(&mut *database, &keys).map_err(|_| KeyFault::InUse)?;
        if sharing == Sharing::Alone {
            // Beside others it may be theirs, and still be coming: what is left over goes by its age.
            laying::let_go_of_all(&mut *database)?;
        }
    }
    let runtime = Runtime::new(open_runtime(data, registry)?, data, sharing != Sharing::Alone);
    let runtime = runtime.map_err(file_fault(data))?;
    close_to_others(data)?;
    Ok(Opened { database, tables, found, keys, runtime })
}

impl Sharing {
    /// Takes the data directory.
    fn take(self, data: &Path) -> Result<File, OpenFault> {
        match self {
            Sharing::Alone => lock(data),
            Sharing::BesideOthers | Sharing::Following => lock_beside_others(data),
        }
    }
}

fn sealed(tables: &[&'static Table]) -> Vec<&'static Table> {
    tables.iter().copied().filter(|table| table.class == Class::Sealed).collect()
}

/// Connects again.
fn connection(config: NodeConfig) -> Box<Reconnect> {
    Box::new(move || connect_to_write(&config))
}

/// Connects again as the same writer.
fn the_same_writer(config: NodeConfig) -> Box<Reopen> {
    Box::new(move |term| reopened(&config, term).map_err(|fault| fault.to_string()))
}

impl Node {
    /// Opens a node, or makes a new one.
    ///
    /// # Errors
    /// [`OpenFault`] says what is in the way.
    pub fn open(config: NodeConfig, registry: Registry) -> Result<Node, OpenFault> {
        Node::open_with_clock(config, registry, Box::new(now))
    }

    /// As [`Node::open`], with a clock of the caller's: what is entered twice is then the same twice.
    ///
    /// # Errors
    /// [`OpenFault`].
    pub fn open_with_clock(
        config: NodeConfig,
        registry: Registry,
        clock: Box<dyn Fn() -> Instant + Send>,
    ) -> Result<Node, OpenFault> {
        crate::keeping::refuse_unfinished(&config.data)?;
        Node::start(config, registry, clock, Sharing::Alone)
    }

    /// Opens a node beside other processes that open it so, on one PostgreSQL database and one data directory: as its writer if
    /// there is none, otherwise standing by.
    ///
    /// # Errors
    /// [`OpenFault`], also when the node is on SQLite.
    pub fn open_beside_others(
        config: NodeConfig,
        registry: Registry,
        clock: Box<dyn Fn() -> Instant + Send>,
    ) -> Result<Node, OpenFault> {
        Node::open_shared(config, registry, clock, Sharing::BesideOthers)
    }

    /// Opens a node beside processes that serve it, on one PostgreSQL database and one data directory, to read and to hand acts on: it
    /// never becomes the writer, since it does not do a writer's other work.
    ///
    /// # Errors
    /// [`OpenFault`], also when the node is on SQLite, or when there is none yet.
    pub fn open_following(
        config: NodeConfig,
        registry: Registry,
        clock: Box<dyn Fn() -> Instant + Send>,
    ) -> Result<Node, OpenFault> {
        Node::open_shared(config, registry, clock, Sharing::Following)
    }

    fn open_shared(
        config: NodeConfig,
        registry: Registry,
        clock: Clock,
        sharing: Sharing,
    ) -> Result<Node, OpenFault> {
        if config.database.is_none() {
            return Err(OpenFault::NotShared);
        }
        crate::keeping::refuse_unfinished(&config.data)?;
        Node::start(config, registry, clock, sharing)
    }

    /// Opens a node that a restore has just built, and that nobody else may open yet.
    pub(crate) fn open_restored(config: NodeConfig, registry: Registry) -> Result<Node, OpenFault> {
        Node::start(config, registry, Box::new(now), Sharing::Alone)
    }

    fn start(
        config: NodeConfig,
        registry: Registry,
        clock: Clock,
        sharing: Sharing,
    ) -> Result<Node, OpenFault> {
        let data = config.data.clone();
        let (node, writer, taken) = Node::assemble(config, Arc::new(registry), clock, sharing)?;
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || writer.work(&taken));
        let thread = thread.map_err(file_fault(&data))?;
        *node.writer.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
        Ok(node)
    }

    /// A node, and its writer with what it is told: on a thread it works by itself, a simulation takes each round itself.
    pub(crate) fn assemble(
        config: NodeConfig,
        registry: Arc<Registry>,
        clock: Clock,
        sharing: Sharing,
    ) -> Result<(Node, Writer, Receiver<Order>), OpenFault> {
        let data = config.data.clone();
        make_directory(&data)?;
        let lock = sharing.take(&data)?;
        let _opening = opening(&data)?;
        let Opened { database, tables, found, keys, runtime } = opened(&config, &registry, sharing)?;
        let Found { is_writer, row, head, tree, signed } = found;
        let root = keys.root().clone();
        let signer = signer(&root, &config.name);
        let verifier = signer.verifier();
        write_verifier(&data, &verifier)?;
        let subject_keys = Arc::new(SubjectKeys::default());
        let (grow, grown) = watch::channel(head.seq);
        let duty = if is_writer { Duty::Writer } else { Duty::Standby };
        let (post, posted) = watch::channel(Post { duty, term: row.term });
        let (transactions, meters) = (Arc::new(AtomicU64::new(0)), Arc::new(Meters::default()));
        let (orders, taken) = Orders::new(Arc::clone(&meters));
        let shared = (sharing != Sharing::Alone).then(|| {
            let follows = sharing == Sharing::Following;
            let reconnect = connection(config.clone());
            Shared::new(&data, (is_writer, follows), orders.clone(), sealed(&tables), reconnect)
        });
        let writer = Writer {
            registry: Arc::clone(&registry),
            sql: Arc::new(Sql::of(tables.into_iter())),
            database,
            runtime: Box::new(Sqlite::open(&data.join("runtime.db"))?.seldom_waiting_for_the_disk()?),
            keys: Arc::clone(&keys),
            signer,
            head,
            tree,
            term: row.term,
            jobs_waiting: true,
            signed,
            subject_keys: Arc::clone(&subject_keys),
            grown: grow,
            transactions: Arc::clone(&transactions),
            meters: Arc::clone(&meters),
            reopen: the_same_writer(config.clone()),
            clock,
            between: Between::default(),
            held: VecDeque::new(),
            post,
            shared,
        };
        let node = Node {
            registry,
            orders,
            writer: Mutex::default(),
            readers: Mutex::default(),
            runtime,
            keys,
            index_key: root.derive("blind index"),
            digest_key: root.derive("digests"),
            root,
            verifier,
            subject_keys,
            grown,
            posted,
            transactions,
            meters,
            config,
            memory: Memory::default(),
            _lock: lock,
        };
        Ok((node, writer, taken))
    }
}

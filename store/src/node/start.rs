//! Starting a node: files, database, the one writer and its thread.

use super::open::{become_writer, close_to_others, file_fault, open_keys, reopened, write_verifier};
use super::{Node, NodeConfig, OpenFault, connect, journal_end, lock, open_runtime, postgres_runtime};
use crate::database::declaration;
use crate::erasing;
use crate::keys::KeyFault;
use crate::meters::Meters;
use crate::sqlite::Sqlite;
use crate::world::{Sql, main_tables};
use crate::writer::{Between, SubjectKeys, Writer, now, signer};
use kernel::{Instant, Registry};
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

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
        Node::start(config, registry, clock)
    }

    /// Opens a node that a restore has just built, and that nobody else may open yet.
    pub(crate) fn open_restored(config: NodeConfig, registry: Registry) -> Result<Node, OpenFault> {
        Node::start(config, registry, Box::new(now))
    }

    fn start(
        config: NodeConfig,
        registry: Registry,
        clock: Box<dyn Fn() -> Instant + Send>,
    ) -> Result<Node, OpenFault> {
        std::fs::create_dir_all(&config.data).map_err(file_fault(&config.data))?;
        let lock = lock(&config.data)?;
        let registry = Arc::new(registry);
        let tokio = match &config.database {
            None => None,
            Some(_) => Some(Arc::new(postgres_runtime().map_err(file_fault(&config.data))?)),
        };
        let mut database = connect(&config, tokio.as_deref())?;
        let tables = main_tables(&registry);
        database.declare(
            &tables.iter().map(|table| declaration(table, database.dialect())).collect::<String>(),
        )?;
        let head_row = become_writer(&mut *database, &config.data)?;
        let (head, tree, signed) = journal_end(&mut *database, &head_row)?;
        let keys = Arc::new(open_keys(&config, head.seq)?);
        let root = keys.root().clone();
        erasing::finish(&mut *database, &keys).map_err(|_| KeyFault::InUse)?;
        let runtime = open_runtime(&config.data, &registry)?;
        close_to_others(&config.data)?;
        let signer = signer(&root, &config.name);
        let verifier = signer.verifier();
        write_verifier(&config.data, &verifier)?;
        let subject_keys = Arc::new(SubjectKeys::default());
        let (grow, grown) = watch::channel(head.seq);
        let (transactions, meters) = (Arc::new(AtomicU64::new(0)), Arc::new(Meters::default()));
        let (orders, taken) = channel();
        let (again, carrier) = (config.clone(), tokio.clone());
        let reopen =
            move |term| reopened(&again, carrier.as_deref(), term).map_err(|fault| fault.to_string());
        let writer = Writer {
            registry: Arc::clone(&registry),
            sql: Arc::new(Sql::of(tables.into_iter())),
            database,
            runtime: Box::new(Sqlite::open(&config.data.join("runtime.db"))?.seldom_waiting_for_the_disk()?),
            keys: Arc::clone(&keys),
            signer,
            head,
            tree,
            term: head_row.term,
            jobs_waiting: true,
            signed,
            subject_keys: Arc::clone(&subject_keys),
            grown: grow,
            transactions: Arc::clone(&transactions),
            meters: Arc::clone(&meters),
            reopen: Box::new(reopen),
            clock,
            between: Between::default(),
        };
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || writer.work(&taken));
        Ok(Node {
            registry,
            orders,
            writer: Mutex::new(Some(thread.map_err(file_fault(&config.data))?)),
            readers: Mutex::default(),
            runtime: Mutex::new(runtime),
            keys,
            index_key: root.derive("blind index"),
            digest_key: root.derive("digests"),
            box_key: root.derive("public door"),
            root,
            verifier,
            subject_keys,
            grown,
            transactions,
            meters,
            tokio,
            config,
            _lock: lock,
        })
    }
}

//! One simulated machine: its files, its clock, the process that runs on it, and the steps that it is put through.

use super::bugs::{Bug, Sown};
use super::disk::{self, Image};
use super::laws::Journal;
use super::plan::{Errand, Fault, Step};
use super::senders::{Context, Senders};
use super::sky::Sky;
use super::{Failure, broken};
use crate::node::{Node, NodeConfig, Sharing};
use crate::testing::chance::Seeded;
use crate::writer::{Order, Writer};
use kernel::journal::Job;
use kernel::{Actor, Entry, Instant, Purpose, Registry};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::Receiver;
use tempfile::TempDir;

/// 1 November 2026.
const START: i64 = 1_793_491_200_000;
/// Keys that a simulated node keeps ready.
pub(super) const KEYS: usize = 16;
/// The age from which digests may have been forgotten, in milliseconds.
const FORGETS: i64 = 2 * 86_400_000;

/// What a house is to a simulation: its rooms, and how its workers answer an entry.
#[derive(Clone)]
pub struct House {
    /// All charters.
    pub registry: Arc<Registry>,
    /// The kind and body of the act by which the worker of that reaction answers an entry.
    pub worker: fn(&Entry, &str) -> Option<(u16, Vec<u8>)>,
}

/// Where a machine begins: the files of a node without an entry, and its database where that is a server's.
#[derive(Clone)]
pub struct Ground {
    image: Image,
    database: Option<String>,
}

impl Ground {
    /// A new node on SQLite.
    ///
    /// # Panics
    /// When no node can be opened.
    #[must_use]
    pub fn of(house: &House) -> Ground {
        let _chance = Seeded::with(1);
        let directory = disk::make();
        let config = config(&directory, None);
        let (node, mut writer, orders) =
            Node::assemble(config, Arc::clone(&house.registry), Box::new(|| Instant(START)), Sharing::Alone)
                .expect("a new node opens");
        writer.close();
        drop((node, writer, orders));
        Ground { image: disk::image(directory.path()), database: None }
    }

    /// The same node on an empty PostgreSQL database.
    #[must_use]
    pub fn on(&self, url: &str) -> Ground {
        let mut image = self.image.clone();
        image.retain(|name, _| !name.starts_with("tutela.db"));
        Ground { image, database: Some(url.to_owned()) }
    }
}

pub(super) fn config(directory: &TempDir, database: Option<String>) -> NodeConfig {
    NodeConfig { data: directory.path().to_owned(), database, name: "simulated.example".to_owned() }
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How often what happened.
    pub tally: BTreeMap<String, u64>,
    /// A hash over all entries, byte for byte.
    pub entries: [u8; 32],
    /// A hash over all derived tables.
    pub tables: [u8; 32],
}

/// A process that runs.
pub(super) struct Alive {
    pub(super) node: Node,
    pub(super) writer: Writer,
    pub(super) orders: Receiver<Order>,
}

pub(super) struct Machine<'h> {
    pub(super) house: &'h House,
    pub(super) clock: Arc<AtomicI64>,
    pub(super) home: TempDir,
    pub(super) database: Option<String>,
    pub(super) alive: Option<Alive>,
    pub(super) old: Option<Alive>,
    pub(super) sky: Rc<RefCell<Sky>>,
    pub(super) senders: Senders,
    pub(super) journal: Journal,
    pub(super) tally: BTreeMap<String, u64>,
}

/// Puts a machine through a plan, and then in calm weather to its end.
///
/// # Errors
/// [`Failure`]: the first law that was broken.
pub fn run(
    house: &House,
    ground: &Ground,
    seed: u64,
    steps: &[Step],
    bug: Option<Bug>,
) -> Result<Report, Failure> {
    let (_chance, _bug) = (Seeded::with(seed ^ 0x5eed), Sown::here(bug));
    let mut machine = Machine::on(house, ground, bug);
    for (at, step) in steps.iter().enumerate() {
        machine.step(step).map_err(|failure| Failure { step: at, ..failure })?;
    }
    machine.end().map_err(|failure| Failure { step: steps.len(), ..failure })
}

impl<'h> Machine<'h> {
    fn on(house: &'h House, ground: &Ground, bug: Option<Bug>) -> Machine<'h> {
        let home = disk::put(&ground.image);
        let sky = Rc::new(RefCell::new(Sky::over(home.path(), bug)));
        Machine {
            house,
            clock: Arc::new(AtomicI64::new(START)),
            home,
            database: ground.database.clone(),
            alive: None,
            old: None,
            sky,
            senders: Senders::default(),
            journal: Journal::default(),
            tally: BTreeMap::new(),
        }
    }

    /// The circumstances of what happens now.
    pub(super) fn context(&self, struck: bool) -> Context {
        Context { struck, is_old: false, now: self.clock.load(Ordering::SeqCst) }
    }

    pub(super) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    pub(super) fn count(&mut self, what: impl Into<String>) {
        *self.tally.entry(what.into()).or_default() += 1;
    }

    fn step(&mut self, step: &Step) -> Result<(), Failure> {
        self.up()?;
        match step {
            Step::Send(errand, fault) => {
                let which = self.senders.learn((**errand).clone());
                self.seal(which, *fault)
            }
            Step::Again { which, anew } => match self.senders.pick(*which) {
                Some(which) if *anew => self.seal(which, None),
                Some(which) => {
                    self.senders.send_as_it_was(which);
                    Ok(())
                }
                None => Ok(()),
            },
            Step::Misuse { which } => match self.senders.misuse(*which) {
                Some(which) => self.seal(which, None),
                None => Ok(()),
            },
            Step::Deliver { which } => {
                self.deliver(*which);
                Ok(())
            }
            Step::Lose { which } => {
                self.senders.lose(*which);
                Ok(())
            }
            Step::GiveUp { which } => {
                self.senders.give_up(*which);
                Ok(())
            }
            Step::Work { which } => self.work(*which),
            Step::Round(fault) => self.round(*fault),
            Step::Checkpoint(fault) => self.checkpoint(*fault),
            Step::Rotate(steps, fault) => self.rotate(*steps, *fault),
            Step::Clock(by) => {
                let now = self.clock.fetch_add(*by, Ordering::SeqCst) + by;
                self.senders.doubt_digests(now - FORGETS);
                Ok(())
            }
            Step::Restart(fault) => self.restart(*fault),
            Step::Kill => {
                let left = disk::put(&disk::image(self.home.path()));
                self.fell(left)
            }
            Step::Power(seed) => {
                let left = self.sky.borrow().power_cut(disk::image(self.home.path()), *seed);
                self.fell(disk::put(&left))
            }
            Step::TakeOver => self.take_over(),
            Step::OldRound { which } => self.old_round(*which),
        }
    }

    fn seal(&mut self, which: usize, fault: Option<Fault>) -> Result<(), Failure> {
        let errand: Errand = self.senders.errands[which].clone();
        let registry = Arc::clone(&self.house.registry);
        let (sealed, struck) = self.under(fault, |alive| {
            let node = &alive.as_ref().expect("a process runs").node;
            super::senders::sealed(node, &registry, &errand)
        });
        match sealed {
            None => self.crashed(),
            Some(Ok(deed)) => {
                self.senders.on_the_way.push((which, deed.clone()));
                self.senders.deeds.insert(which, deed);
                Ok(())
            }
            Some(Err(_)) if struck => Ok(()),
            Some(Err(fault)) => Err(broken("an act can be sealed in calm weather", fault)),
        }
    }

    fn deliver(&mut self, which: u32) {
        if let (Some(alive), Some((errand, deed))) = (&self.alive, self.senders.take_from_the_way(which))
            && let Ok(answer) = alive.node.send(deed.clone())
        {
            self.senders.wait(errand, deed, answer);
        }
    }

    fn work(&mut self, which: u32) -> Result<(), Failure> {
        let Some(alive) = &self.alive else { return Ok(()) };
        let sql = "SELECT act, cause, reactor, automatic FROM job WHERE automatic = 0 ORDER BY cause, act";
        let jobs = alive.node.read(|database| database.records::<Job>(sql, Vec::new()));
        let jobs = jobs.map_err(|fault| broken("jobs can be read", fault))?;
        let Some(job) = jobs.get(which as usize % jobs.len().max(1)) else { return Ok(()) };
        let cause = job.cause.unsigned_abs();
        let entry =
            alive.node.entry(cause).ok().flatten().ok_or_else(|| broken("a job has its cause", cause))?;
        let Some((kind, body)) = (self.house.worker)(&entry, &job.reactor) else { return Ok(()) };
        let errand = Errand {
            act: job.act,
            kind,
            body,
            actor: Actor::SYSTEM,
            purpose: Purpose::Reaction,
            cause: Some(cause),
            payloads: Vec::new(),
            rows: Vec::new(),
        };
        self.count("worked");
        let which = self.senders.learn(errand);
        self.seal(which, None)
    }

    /// In calm weather everything is answered, and nothing waits any more.
    fn end(mut self) -> Result<Report, Failure> {
        for _ in 0..4 {
            self.up()?;
            for which in self.senders.unanswered() {
                self.seal(which, None)?;
            }
            self.settle()?;
        }
        if let Some(which) = self.senders.unanswered().first() {
            return Err(broken(
                "every act is answered in the end",
                format!("{:?}", self.senders.errands[*which]),
            ));
        }
        for which in 0..self.senders.errands.len() {
            self.senders.send_as_it_was(which);
        }
        self.settle()?;
        self.restart(None)?;
        self.settle()?;
        self.check_all()?;
        let (entries, tables) = self.prints()?;
        Ok(Report { tally: self.tally, entries, tables })
    }

    fn settle(&mut self) -> Result<(), Failure> {
        for _ in 0..200 {
            while !self.senders.on_the_way.is_empty() {
                self.deliver(0);
            }
            self.round(None)?;
            if self.senders.waiting.is_empty() && self.reactions()? == 0 {
                return Ok(());
            }
        }
        Err(broken("the writer does all that waits", self.reactions()?))
    }

    fn reactions(&self) -> Result<i64, Failure> {
        let Some(alive) = &self.alive else { return Ok(0) };
        let sql = "SELECT COUNT(*) FROM job WHERE automatic = 1";
        let waiting = alive.node.read(|database| database.number(sql, Vec::new()));
        waiting.map_err(|fault| broken("jobs can be read", fault))
    }
}

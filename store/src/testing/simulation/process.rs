//! What happens to the process on a simulated machine: it opens, works, is killed, closes, and is followed by another.

use super::disk;
use super::machine::{Alive, KEYS, Machine, config};
use super::plan::Fault;
use super::senders::Context;
use super::sky::{Crash, Sky};
use super::{Failure, broken};
use crate::node::{Node, Sharing, connect};
use crate::testing::weather;
use kernel::Instant;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tempfile::TempDir;

impl Machine<'_> {
    /// Does something under the fault; none when the process did not survive it. Tells whether the fault fell.
    pub(super) fn under<T>(
        &mut self,
        fault: Option<Fault>,
        work: impl FnOnce(&mut Option<Alive>) -> T,
    ) -> (Option<T>, bool) {
        // Faults fall on SQLite files: a server's database has its own tests.
        {
            let mut sky = self.sky.borrow_mut();
            (sky.fault, sky.struck) = (fault, false);
        }
        let alive = &mut self.alive;
        let sky: Rc<RefCell<Sky>> = Rc::clone(&self.sky);
        let done = catch_unwind(AssertUnwindSafe(|| weather::under(sky, || work(alive))));
        let struck = self.sky.borrow().struck;
        self.sky.borrow_mut().clear();
        if let (true, Some(fault)) = (struck, fault) {
            let (at, on) = (fault.at.word(), fault.on.word());
            self.count(format!("fault {at} {on} {}", fault.strike.name()));
        }
        match done {
            Ok(done) => (Some(done), struck),
            Err(fell) if fell.is::<Crash>() => (None, struck),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Opens the node in calm weather, if no process runs.
    pub(super) fn up(&mut self) -> Result<(), Failure> {
        if self.alive.is_none() {
            let alive = self.open(None)?;
            self.alive = alive;
            if self.alive.is_none() {
                return Err(broken("a node opens again in calm weather", "it did not"));
            }
            self.check_all()?;
        }
        Ok(())
    }

    fn open(&mut self, fault: Option<Fault>) -> Result<Option<Alive>, Failure> {
        self.count("opened");
        self.sky.borrow_mut().begun = disk::image(self.home.path());
        let (config, registry) =
            (config(&self.home, self.database.clone()), Arc::clone(&self.house.registry));
        let time = Arc::clone(&self.clock);
        let clock = Box::new(move || Instant(time.load(Ordering::SeqCst)));
        let (opened, struck) = self.under(fault, |_| Node::assemble(config, registry, clock, Sharing::Alone));
        match opened {
            None => {
                let left = self.sky.borrow_mut().left.take();
                self.fell(left.expect("a crash leaves files")).map(|()| None)
            }
            Some(Ok((node, writer, orders))) => {
                node.keys.keep_ready(KEYS);
                Ok(Some(Alive { node, writer, orders }))
            }
            Some(Err(_)) if struck => Ok(None),
            Some(Err(fault)) => Err(broken("a node opens again in calm weather", fault)),
        }
    }

    /// The process is gone, and this is what it left.
    pub(super) fn fell(&mut self, left: TempDir) -> Result<(), Failure> {
        self.count("crashed");
        let context = self.context(true);
        (self.alive, self.old) = (None, None);
        self.home = left;
        self.sky.borrow_mut().directory = self.home.path().to_owned();
        // What was answered before counts, and must be in what is left: nobody saw what was lost with the process. A copy is looked
        // at, so that the next process finds the files as they lie.
        let copy = disk::put(&disk::image(self.home.path()));
        let database = connect(&config(&copy, self.database.clone()));
        self.look_into(&mut *database.map_err(|fault| broken("what is left can be opened", fault))?)?;
        self.hear(context)?;
        self.senders.waiting.clear();
        // Digests are seldom forced to the disk.
        self.senders.doubt_digests(i64::MAX);
        Ok(())
    }

    pub(super) fn crashed(&mut self) -> Result<(), Failure> {
        let left = self.sky.borrow_mut().left.take();
        self.fell(left.expect("a crash leaves files"))
    }

    pub(super) fn round(&mut self, fault: Option<Fault>) -> Result<(), Failure> {
        self.count("rounds");
        let (done, struck) = self.under(fault, one_round);
        if done.is_none() {
            return self.crashed();
        }
        self.hear(self.context(struck))?;
        self.check()
    }

    pub(super) fn checkpoint(&mut self, fault: Option<Fault>) -> Result<(), Failure> {
        let Some(alive) = &self.alive else { return Ok(()) };
        let mut asked =
            alive.node.ask_for_checkpoint().map_err(|fault| broken("a writer is there", fault))?;
        self.round(fault)?;
        match asked.try_recv() {
            Ok(Ok(text)) => {
                self.count("checkpoints");
                self.journal.kept = Some(text);
                Ok(())
            }
            Ok(Err(fault)) if self.sky.borrow().struck => {
                drop(fault);
                Ok(())
            }
            Ok(Err(fault)) => Err(broken("a checkpoint is signed in calm weather", fault)),
            Err(_) => Ok(()),
        }
    }

    pub(super) fn rotate(&mut self, steps: u8, fault: Option<Fault>) -> Result<(), Failure> {
        // Two processes each with a node key of its own are no fault but a crime: nobody replaces it while another writes.
        if self.old.is_some() {
            return Ok(());
        }
        let (done, struck) = self.under(fault, |alive| {
            let node = &alive.as_ref().expect("a process runs").node;
            let mut rotation = node.keys.rotation()?;
            (0..steps).try_fold(true, |_, _| rotation.advance())
        });
        match done {
            None => self.crashed(),
            Some(Err(fault)) if !struck => Err(broken("a node key is replaced in calm weather", fault)),
            Some(Ok(false)) => {
                self.count("node keys replaced");
                self.check()
            }
            Some(_) => self.check(),
        }
    }

    pub(super) fn restart(&mut self, fault: Option<Fault>) -> Result<(), Failure> {
        let (closed, struck) =
            self.under(fault, |alive| alive.as_mut().expect("a process runs").writer.close());
        if closed.is_none() {
            return self.crashed();
        }
        self.senders.waiting.clear();
        (self.alive, self.old) = (None, None);
        // What did not fall while the old process closed falls while the new one opens.
        let alive = self.open(fault.filter(|_| !struck))?;
        self.alive = alive;
        self.up()
    }

    /// Another process opens the node while this one believes to be the writer: its lock was lost, as on a network file system.
    pub(super) fn take_over(&mut self) -> Result<(), Failure> {
        if self.database.is_some() {
            return Ok(());
        }
        drop(std::fs::remove_file(self.home.path().join("writer.lock")));
        let begun = self.sky.borrow().begun.clone();
        self.senders.waiting.clear();
        self.old = self.alive.take();
        let alive = self.open(None)?;
        self.alive = alive;
        // Both processes share the files: nothing was forced to the disk between them.
        self.sky.borrow_mut().begun = begun;
        self.count("taken over");
        self.check()
    }

    pub(super) fn old_round(&mut self, which: u32) -> Result<(), Failure> {
        let (Some(old), Some(which)) = (&mut self.old, self.senders.pick(which)) else { return Ok(()) };
        let Some(deed) = self.senders.deeds.get(&which).cloned() else { return Ok(()) };
        let Ok(answer) = old.node.send(deed.clone()) else { return Ok(()) };
        self.count("old rounds");
        std::mem::swap(&mut self.alive, &mut self.old);
        self.under(None, one_round);
        std::mem::swap(&mut self.alive, &mut self.old);
        let others = std::mem::take(&mut self.senders.waiting);
        self.senders.wait(which, deed, answer);
        self.hear(Context { is_old: true, ..self.context(true) })?;
        self.senders.waiting = others;
        self.check()
    }
}

/// One round of the writer, which does not wait for anything.
fn one_round(alive: &mut Option<Alive>) {
    let Alive { writer, orders, .. } = alive.as_mut().expect("a process runs");
    let first = writer.held.pop_front().or_else(|| orders.try_recv().ok());
    writer.round(first, orders);
}

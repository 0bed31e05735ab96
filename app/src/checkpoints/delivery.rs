//! When checkpoints are signed, and how each place gets the newest: at once where it can, later where it cannot.

use super::place::Place;
use super::put::{Signed, put};
use super::record::{self, PlaceRow};
use desk::Desk;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{DatabaseFault, Node};

/// How often, and how patiently.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// A checkpoint is signed so often, if the journal grew.
    pub(crate) every: Duration,
    /// A place that failed is tried again after this; each further time after twice as long.
    pub(crate) first_pause: Duration,
    /// The longest of these pauses.
    pub(crate) longest_pause: Duration,
}

impl Pace {
    /// A checkpoint every so many minutes; a place that failed is tried again after a second at first, ten minutes at last.
    pub(crate) fn minutes(minutes: u32) -> Pace {
        Pace {
            every: Duration::from_secs(u64::from(minutes) * 60),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(600),
        }
    }
}

/// Checkpoints on their way while a node runs.
pub(crate) struct Delivery {
    /// Whether a thread that a defect ended begins anew.
    going: Arc<AtomicBool>,
    stop: Sender<()>,
    threads: Vec<JoinHandle<()>>,
}

impl Delivery {
    /// Starts: one thread signs, and each place has one of its own, so that a slow one holds no other up.
    ///
    /// # Errors
    /// [`DatabaseFault`] when `runtime.db` cannot be read or written.
    pub(crate) fn start(node: &Arc<Node>, places: Vec<Place>, pace: Pace) -> Result<Delivery, DatabaseFault> {
        let rows = record::adopt(node, &places)?;
        let (stop, stopped) = channel();
        let going = Arc::new(AtomicBool::new(true));
        let mut threads = Vec::new();
        let least = rows.iter().map(|row| row.size).min();
        let mut couriers = Vec::new();
        for (place, row) in places.into_iter().zip(rows) {
            let (send, receive) = channel();
            couriers.push(send);
            let mut courier = Courier { node: Arc::clone(node), place, row, pace };
            let goes_on = Arc::clone(&going);
            let work = move || {
                desk::until_it_ends(|| goes_on.load(Ordering::Relaxed), || courier.work(&receive));
            };
            threads.push(std::thread::spawn(work));
        }
        if let Some(least) = least {
            let mut signer = Signing { node: Arc::clone(node), couriers, sent: least.unsigned_abs() };
            let goes_on = Arc::clone(&going);
            let work = move || {
                desk::until_it_ends(|| goes_on.load(Ordering::Relaxed), || signer.work(&stopped, pace.every));
            };
            threads.push(std::thread::spawn(work));
        }
        Ok(Delivery { going, stop, threads })
    }

    /// Called once the node has stopped: the last checkpoint, which it signed then, goes out too, tried once.
    pub(crate) fn finish(self) {
        self.going.store(false, Ordering::Relaxed);
        // Without places nobody listens.
        let (Ok(()) | Err(_)) = self.stop.send(());
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread that writes checkpoints out has died");
            }
        }
    }
}

/// Signs for all places.
struct Signing {
    node: Arc<Node>,
    couriers: Vec<Sender<Signed>>,
    /// How many entries the last one covered that was handed on.
    sent: u64,
}

impl Signing {
    fn work(&mut self, stopped: &Receiver<()>, every: Duration) {
        loop {
            self.sign();
            match stopped.recv_timeout(every) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.hand_on_the_last();
    }

    fn sign(&mut self) {
        // Of several processes that serve one node, the writer delivers.
        if self.node.is_standby() || *self.node.grown().borrow() <= self.sent {
            return;
        }
        match self.node.checkpoint() {
            Ok(text) => self.hand_on(text),
            Err(fault) => tracing::error!(%fault, "no checkpoint was signed; it is tried again in its time"),
        }
    }

    /// The node has stopped, and what it signed then stands in its database.
    fn hand_on_the_last(&mut self) {
        if self.node.is_standby() {
            return;
        }
        let sql = "SELECT text FROM checkpoint ORDER BY size DESC LIMIT 1";
        match self.node.read(|database| database.rows(sql, Vec::new())) {
            Ok(rows) => {
                if let Some(kernel::Value::Text(text)) = rows.first().and_then(|row| row.first()) {
                    self.hand_on(text.clone());
                }
            }
            Err(fault) => tracing::error!(%fault, "the last checkpoint was not read"),
        }
    }

    fn hand_on(&mut self, text: String) {
        let Some(signed) = Signed::of(text, self.node.verifier()) else {
            tracing::error!("a checkpoint that this node signed is not one of its own: a defect");
            return;
        };
        if signed.head.size <= self.sent {
            return;
        }
        self.sent = signed.head.size;
        for courier in &self.couriers {
            // A courier that died has told so already.
            drop(courier.send(signed.clone()));
        }
    }
}

/// Brings checkpoints to one place.
struct Courier {
    node: Arc<Node>,
    place: Place,
    row: PlaceRow,
    pace: Pace,
}

/// The newest of what waits.
fn newest(mut signed: Signed, waiting: &Receiver<Signed>) -> Signed {
    while let Ok(newer) = waiting.try_recv() {
        signed = newer;
    }
    signed
}

impl Courier {
    fn work(&mut self, waiting: &Receiver<Signed>) {
        while let Ok(first) = waiting.recv() {
            let mut signed = newest(first, waiting);
            let mut pause = self.pace.first_pause;
            while !self.bring(&signed) {
                match waiting.recv_timeout(pause) {
                    Ok(newer) => signed = newest(newer, waiting),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                pause = (pause * 2).min(self.pace.longest_pause);
            }
        }
    }

    /// True when the place has it.
    fn bring(&mut self, signed: &Signed) -> bool {
        let size = i64::try_from(signed.head.size).unwrap_or(i64::MAX);
        if size <= self.row.size {
            return true;
        }
        let done = put(&self.place, signed, self.node.verifier());
        let name = &self.place.shown;
        match done {
            Ok(()) => tracing::info!(place = %name, entries = size, "a checkpoint was written"),
            Err(trouble) => tracing::warn!(place = %name, %trouble, "a checkpoint was not written"),
        }
        if let Err(fault) = record::keep(&self.node, &mut self.row, size, done, Desk::now()) {
            tracing::error!(%fault, "what became of a checkpoint was not kept");
        }
        done.is_ok()
    }
}

#[cfg(test)]
mod tests;

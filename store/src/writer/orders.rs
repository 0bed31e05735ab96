//! What the writer is told, and the queue in which it waits: acts beyond its length are turned away, with nothing entered.

use crate::deed::{Answer, Deed, DeedFault};
use crate::laying::Piece;
use crate::meters::{Meters, Queued};
use kernel::Id;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

/// How many acts may wait for the writer at once. At 1,000 acts a second the last one waits four seconds.
pub(crate) const MOST_WAITING: u64 = 4_096;

/// Where an answer comes.
pub(crate) type Answering = oneshot::Receiver<Result<Answer, DeedFault>>;

/// Where a checkpoint's text comes.
pub(crate) type AnsweringText = oneshot::Receiver<Result<String, DeedFault>>;

/// A deed and where its answer goes.
pub(crate) struct Waiting {
    pub(crate) deed: Deed,
    pub(crate) answer: oneshot::Sender<Result<Answer, DeedFault>>,
    /// Its place in the queue, given up when a transaction takes it.
    pub(crate) _queued: Queued,
}

impl Waiting {
    /// One that a transaction took and did not enter.
    pub(crate) fn again(
        deed: Deed,
        answer: oneshot::Sender<Result<Answer, DeedFault>>,
        meters: &Meters,
    ) -> Waiting {
        Waiting { deed, answer, _queued: meters.queue() }
    }
}

/// A piece that comes before its act, and where it is told that it is durable.
pub(crate) struct Laying {
    pub(crate) piece: Piece,
    pub(crate) answer: oneshot::Sender<Result<(), DeedFault>>,
}

/// What the writer is told.
pub(crate) enum Order {
    /// Enter this.
    Enter(Box<Waiting>),
    /// Lay this.
    Lay(Laying),
    /// Let go of what was laid for that act, unless it was entered.
    LetGo(Id),
    /// Sign a checkpoint now and tell its text.
    Checkpoint(oneshot::Sender<Result<String, DeedFault>>),
    /// Finish and stop.
    Stop,
}

/// Where orders are given.
#[derive(Clone)]
pub(crate) struct Orders {
    sender: Sender<Order>,
    meters: Arc<Meters>,
}

impl Orders {
    pub(crate) fn new(meters: Arc<Meters>) -> (Orders, Receiver<Order>) {
        let (sender, taken) = channel();
        (Orders { sender, meters }, taken)
    }

    /// Sends a deed to the writer.
    ///
    /// # Errors
    /// [`DeedFault::Busy`] when too many wait, [`DeedFault::Stopping`] when the writer takes none any more.
    pub(crate) fn enter(&self, deed: Deed) -> Result<Answering, DeedFault> {
        let queued = self.meters.queue_below(MOST_WAITING).ok_or(DeedFault::Busy)?;
        let (answer, answered) = oneshot::channel();
        let order = Order::Enter(Box::new(Waiting { deed, answer, _queued: queued }));
        self.sender.send(order).map_err(|_| DeedFault::Stopping)?;
        Ok(answered)
    }

    /// Has a piece laid. Senders wait for one before the next, so no more wait here than there are senders.
    ///
    /// # Errors
    /// [`DeedFault::Stopping`] when the writer takes none any more.
    pub(crate) fn lay(&self, piece: Piece) -> Result<oneshot::Receiver<Result<(), DeedFault>>, DeedFault> {
        let (answer, answered) = oneshot::channel();
        let order = Order::Lay(Laying { piece, answer });
        self.sender.send(order).map_err(|_| DeedFault::Stopping)?;
        Ok(answered)
    }

    /// Has what was laid for an act let go of.
    pub(crate) fn let_go(&self, act: Id) {
        // The next start does it where the writer is gone already.
        drop(self.sender.send(Order::LetGo(act)));
    }

    /// Has a checkpoint signed.
    ///
    /// # Errors
    /// [`DeedFault`].
    pub(crate) fn checkpoint(&self) -> Result<AnsweringText, DeedFault> {
        let (answer, answered) = oneshot::channel();
        self.sender.send(Order::Checkpoint(answer)).map_err(|_| DeedFault::Stopping)?;
        Ok(answered)
    }

    /// Tells the writer to finish and stop.
    pub(crate) fn stop(&self) {
        // A writer that is gone already needs no order.
        drop(self.sender.send(Order::Stop));
    }
}

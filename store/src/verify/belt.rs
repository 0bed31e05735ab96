//! Rows on their way from the database to the one who judges them: read, made ready and judged by three threads at once.

use crate::database::{Database, DatabaseFault, Lent, Statement};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows are handed on by so many.
const BATCH: usize = 256;
/// So many batches may wait before each thread: memory stays as it is however long the table.
const WAITING: usize = 8;

/// Streams the rows of a statement in their order: `read` takes of a row what is wanted, `ready` makes of that what is to be
/// judged, each on a thread of its own; `judge` is called by the caller's, until it answers false.
pub(super) fn carry<R: Send, T: Send>(
    database: &mut dyn Database,
    ask: &Statement,
    read: impl Fn(&[Lent<'_>]) -> R + Send,
    ready: impl Fn(R) -> T + Send,
    mut judge: impl FnMut(T) -> bool,
) -> Result<(), DatabaseFault> {
    std::thread::scope(|scope| {
        let (were_read, to_make_ready) = sync_channel::<Vec<R>>(WAITING);
        let (made_ready, to_judge) = sync_channel::<Vec<T>>(WAITING);
        let reader = scope.spawn(move || read_all(database, ask, read, &were_read));
        scope.spawn(move || make_all_ready(&to_make_ready, &made_ready, ready));
        for batch in &to_judge {
            if !batch.into_iter().all(&mut judge) {
                break;
            }
        }
        // Whoever still sends is told by the closed channel that nobody waits any more.
        drop(to_judge);
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn read_all<R>(
    database: &mut dyn Database,
    ask: &Statement,
    read: impl Fn(&[Lent<'_>]) -> R,
    to: &SyncSender<Vec<R>>,
) -> Result<(), DatabaseFault> {
    let mut batch = Vec::with_capacity(BATCH);
    database.each_lent(ask, &mut |cells| {
        batch.push(read(cells));
        batch.len() < BATCH || to.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_ok()
    })?;
    // Nobody waits any more when the judge has stopped: then the rest is not wanted.
    let _ = to.send(batch);
    Ok(())
}

fn make_all_ready<R, T>(from: &Receiver<Vec<R>>, to: &SyncSender<Vec<T>>, ready: impl Fn(R) -> T) {
    for batch in from {
        if to.send(batch.into_iter().map(&ready).collect()).is_err() {
            return;
        }
    }
}

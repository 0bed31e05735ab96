//! Rows on their way from the database to the one who judges them: read, made ready and judged by three threads at once.

use crate::database::{Database, DatabaseFault, Lent, Statement};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows are handed on by so many.
const BATCH: usize = 256;
/// So many batches may wait before each thread: memory stays as it is however long the table.
const WAITING: usize = 8;

/// Streams the rows of a statement in their order. `read` puts of a row what is wanted into a batch, `ready` makes of a batch
/// what is to be judged, each on a thread of its own; `judge` is called by the caller's, until it answers false.
pub(super) fn carry<B: Default + Send, T: Send>(
    database: &mut dyn Database,
    ask: &Statement,
    read: impl Fn(&mut B, &[Lent<'_>]) + Send,
    ready: impl Fn(B) -> T + Send,
    mut judge: impl FnMut(T) -> bool,
) -> Result<(), DatabaseFault> {
    std::thread::scope(|scope| {
        let (were_read, to_make_ready) = sync_channel::<B>(WAITING);
        let (made_ready, to_judge) = sync_channel::<T>(WAITING);
        let reader = scope.spawn(move || read_all(database, ask, read, &were_read));
        scope.spawn(move || make_all_ready(&to_make_ready, &made_ready, ready));
        for batch in &to_judge {
            if !judge(batch) {
                break;
            }
        }
        // Whoever still sends is told by the closed channel that nobody waits any more.
        drop(to_judge);
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn read_all<B: Default>(
    database: &mut dyn Database,
    ask: &Statement,
    read: impl Fn(&mut B, &[Lent<'_>]),
    to: &SyncSender<B>,
) -> Result<(), DatabaseFault> {
    let (mut batch, mut rows) = (B::default(), 0);
    database.each_lent(ask, &mut |cells| {
        read(&mut batch, cells);
        rows += 1;
        rows % BATCH != 0 || to.send(std::mem::take(&mut batch)).is_ok()
    })?;
    // Nobody waits any more when the judge has stopped: then the rest is not wanted.
    let _ = to.send(batch);
    Ok(())
}

fn make_all_ready<B, T>(from: &Receiver<B>, to: &SyncSender<T>, ready: impl Fn(B) -> T) {
    for batch in from {
        if to.send(ready(batch)).is_err() {
            return;
        }
    }
}

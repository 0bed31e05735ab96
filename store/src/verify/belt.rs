//! Rows on their way from the database to the one who judges them: read, made ready and judged by three threads at once.

use crate::database::{Database, DatabaseFault, Statement};
use kernel::Row;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows are handed on by so many.
const BATCH: usize = 256;
/// So many batches may wait before each thread: memory stays as it is however long the table.
const WAITING: usize = 8;

/// Streams the rows of a statement in their order. `ready` is called apart from the caller; `judge` by the caller's own thread,
/// until it answers false.
pub(super) fn carry<T: Send>(
    database: &mut dyn Database,
    ask: &Statement,
    ready: impl Fn(Row) -> T + Send,
    mut judge: impl FnMut(T) -> bool,
) -> Result<(), DatabaseFault> {
    std::thread::scope(|scope| {
        let (read, to_make_ready) = sync_channel::<Vec<Row>>(WAITING);
        let (made_ready, to_judge) = sync_channel::<Vec<T>>(WAITING);
        let reader = scope.spawn(move || read_all(database, ask, &read));
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

fn read_all(
    database: &mut dyn Database,
    ask: &Statement,
    to: &SyncSender<Vec<Row>>,
) -> Result<(), DatabaseFault> {
    let mut batch = Vec::with_capacity(BATCH);
    database.each(ask, &mut |row| {
        batch.push(row);
        batch.len() < BATCH || to.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_ok()
    })?;
    // Nobody waits any more when the judge has stopped: then the rest is not wanted.
    let _ = to.send(batch);
    Ok(())
}

fn make_all_ready<T>(from: &Receiver<Vec<Row>>, to: &SyncSender<Vec<T>>, ready: impl Fn(Row) -> T) {
    for batch in from {
        if to.send(batch.into_iter().map(&ready).collect()).is_err() {
            return;
        }
    }
}

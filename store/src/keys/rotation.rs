//! Replacing the node key while the node runs: every key, those of teams and the root secret are wrapped anew, what they seal is not touched.
//!
//! Each step is durable before the next begins, and the order makes any interruption harmless: the next node key lies beside
//! the one in force before anything is wrapped under it, and takes its place only when nothing is left under the old one.
//! The next start, or the next call, goes on where it stopped.

use super::{Generation, Inner, KeyFault, KeyStore, WrappedKey, file, lock, node_key, teams};
use crate::crypto::Secret;
use crate::database::{Database, Statement};
use crate::writer::now;
use kernel::{Cell, Instant, Value};
use std::sync::{MutexGuard, TryLockError};

/// How many keys one transaction wraps anew: acts wait no longer than that for a key.
const BATCH: i64 = 256;

/// How far the keys are wrapped anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Keys looked at.
    pub done: u64,
    /// Keys that there were when it began.
    pub of: u64,
}

enum Stage {
    /// A new node key is made and laid beside the one in force.
    Draw,
    /// The key store learns of it: from now on new keys are wrapped under it.
    Declare(Secret),
    /// Keys after this one are wrapped anew.
    Wrap(Vec<u8>),
    /// The root secret and the keys of teams are.
    Root,
    /// The new node key takes the old one's place.
    Promote,
    /// The old one is forgotten.
    Clean,
    Done,
}

/// A replacement of the node key, step by step.
pub struct Rotation<'s> {
    store: &'s KeyStore,
    stage: Stage,
    told: Rotated,
    /// The new node key is in use since then at the earliest, whatever the clock says.
    not_before: i64,
    _turn: MutexGuard<'s, ()>,
}

impl KeyStore {
    /// Begins to replace the node key, or goes on with what was interrupted.
    ///
    /// # Errors
    /// [`KeyFault::Rotating`] while another call does so.
    pub fn rotation(&self) -> Result<Rotation<'_>, KeyFault> {
        let turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(left)) => left.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(KeyFault::Rotating),
        };
        let is_under_way = self.lock().generations.len() > 1;
        let stage = if is_under_way { Stage::Wrap(Vec::new()) } else { Stage::Draw };
        let told = Rotated { done: 0, of: self.count()?.unsigned_abs() };
        *lock(&self.turning) = Some(told);
        Ok(Rotation { store: self, stage, told, not_before: 0, _turn: turn })
    }

    /// Replaces the node key. Acts go on meanwhile.
    ///
    /// # Errors
    /// [`KeyFault`]: the node goes on with both node keys, and another call or the next start finishes it.
    pub fn rotate(&self, progress: &mut dyn FnMut(Rotated)) -> Result<Rotated, KeyFault> {
        let mut rotation = self.rotation()?;
        while rotation.advance()? {
            progress(rotation.told);
        }
        Ok(rotation.told)
    }

    /// Replaces a node key that is older than a decision; false when that was done already. So it happens once, however often
    /// it is tried.
    ///
    /// # Errors
    /// [`KeyFault`]: another call or the next start finishes it.
    pub fn rotate_decided(&self, decided: Instant) -> Result<bool, KeyFault> {
        if self.lock().newest()?.since >= decided.0 {
            return Ok(false);
        }
        let mut rotation = self.rotation()?;
        rotation.not_before = decided.0;
        while rotation.advance()? {}
        Ok(true)
    }

    /// Finishes what was interrupted, and throws away a next node key under which nothing is wrapped.
    pub(super) fn finish_rotation(&self, next: Option<Secret>) -> Result<(), KeyFault> {
        if next.is_none() {
            return forget_older(&mut self.lock());
        }
        if self.lock().generations.len() < 2 {
            return node_key::discard_next(&self.data);
        }
        tracing::info!("the node key was being replaced: it is finished now");
        self.rotate(&mut |_| {}).map(drop)
    }
}

/// Node keys before the newest that wrap nothing any more.
fn forget_older(inner: &mut Inner) -> Result<(), KeyFault> {
    let newest = inner.newest()?.number;
    let forget = Statement::new("DELETE FROM node_key WHERE number < $1", vec![Value::Integer(newest)]);
    Ok(inner.file.run(&[forget])?)
}

impl Rotation<'_> {
    /// How far it is.
    #[must_use]
    pub fn told(&self) -> Rotated {
        self.told
    }

    /// Does one durable step; false when nothing is left to do.
    ///
    /// # Errors
    /// [`KeyFault`]: the step was not done.
    pub fn advance(&mut self) -> Result<bool, KeyFault> {
        let store = self.store;
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Draw => {
                node_key::discard_next(&store.data)?;
                Stage::Declare(node_key::make(&node_key::next_path(&store.data))?)
            }
            Stage::Declare(next) => {
                declare(&mut store.lock(), &next, self.not_before)?;
                Stage::Wrap(Vec::new())
            }
            Stage::Wrap(last) => match wrap_batch(&mut store.lock(), last)? {
                Some((last, count)) => {
                    self.told.done += count;
                    Stage::Wrap(last)
                }
                None => Stage::Root,
            },
            Stage::Root => {
                let mut inner = store.lock();
                let mut wrapped = teams::wrapped_anew(&mut inner)?;
                wrapped.push(inner.root_wrapped(&store.root)?);
                file::in_one(&mut inner.file, wrapped)?;
                Stage::Promote
            }
            Stage::Promote => {
                node_key::promote_next(&store.data)?;
                let mut inner = store.lock();
                let newest = inner.generations.len() - 1;
                inner.generations.drain(..newest);
                Stage::Clean
            }
            Stage::Clean => {
                let mut inner = store.lock();
                forget_older(&mut inner)?;
                if file::empty_log(&mut inner.file).is_err() {
                    tracing::warn!(
                        "something has keys.db open: keys as they were wrapped before stay in its log until it is closed"
                    );
                }
                Stage::Done
            }
            Stage::Done => return Ok(false),
        };
        *lock(&store.turning) = Some(self.told);
        Ok(true)
    }
}

impl Drop for Rotation<'_> {
    fn drop(&mut self) {
        *lock(&self.store.turning) = None;
    }
}

fn declare(inner: &mut Inner, next: &Secret, not_before: i64) -> Result<(), KeyFault> {
    let since = now().0.max(not_before);
    let row = file::NodeKeyRow { number: inner.newest()?.number + 1, mark: file::mark(next), since };
    inner.file.run(&[file::put(&row)])?;
    inner.generations.push(Generation { number: row.number, wrap: file::wrapping(next), since: row.since });
    Ok(())
}

/// Wraps the keys after `last` anew, as many as one transaction takes; tells where it stopped and how many it looked at.
fn wrap_batch(inner: &mut Inner, last: Vec<u8>) -> Result<Option<(Vec<u8>, u64)>, KeyFault> {
    let sql = "SELECT id, wrapped, generation, made FROM wrapped_key WHERE id > $1 ORDER BY id LIMIT $2";
    let file: &mut dyn Database = &mut inner.file;
    let rows = file.records::<WrappedKey>(sql, vec![Value::Bytes(last), Value::Integer(BATCH)])?;
    let Some(end) = rows.last().map(|row| row.id.0.to_vec()) else { return Ok(None) };
    let (newest, mut statements) = (inner.newest()?.number, Vec::new());
    for row in rows.iter().filter(|row| row.generation != newest) {
        let key = inner.unwrapped(&row.id.0, &row.wrapped, row.generation)?;
        let wrapped = inner.newest()?.wrap.seal(&row.id.0, &key.0)?;
        let sql = "UPDATE wrapped_key SET wrapped = $1, generation = $2 WHERE id = $3";
        let parameters = vec![Value::Bytes(wrapped), Value::Integer(newest), row.id.to_value()];
        statements.push(Statement::new(sql, parameters));
    }
    file::in_one(&mut inner.file, statements)?;
    Ok(Some((end, rows.len() as u64)))
}

//! The trace of every look-up. What each caller asked is kept as a *segment* of fixed records beside the journal, and each second in which
//! somebody asked, one entry in the journal says how much it was and holds the digest of all segments, chained with the digest before.
//!
//! A record has 28 bytes: when (UTC ms, 8 bytes), a keyed hash of kind and hash (16), kind (1), bits to the nearest match or 255 (1), how
//! many matched (2). With the node's secret somebody can be told whether one hash was looked up; without it the records tell nothing of
//! any hash. What was asked in the last second before a process was killed is in no segment: this is the window.

use super::acts::{KeepLookUps, NoteProbing};
use super::probing::{Seen, Watch};
use super::signal::Signal;
use super::source::Match;
use super::tables::{LookUpEnd, LookUpSegment};
use kernel::{Act, Actor, Cell as _, Hash, Id, Instant, Outcome, Purpose, Record as _};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::crypto::Secret;
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, Node, Statement};

/// Bytes of a record.
pub(crate) const RECORD_BYTES: usize = 28;

/// What one caller has done lately.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Lately>);

#[derive(Default)]
struct Lately {
    /// The minute of the clock, and what was looked up in it.
    minute: i64,
    spent: i64,
    segment: Open,
    watch: Watch,
    seen: Vec<Seen>,
}

/// A segment that is being written.
#[derive(Default)]
struct Open {
    look_ups: u64,
    matched: u64,
    from_at: Instant,
    until_at: Instant,
    records: Vec<u8>,
}

/// More than a caller may look up within a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key looks up {most} hashes a minute at most: the same again in {seconds} seconds")]
pub(crate) struct TooMuch {
    pub(crate) most: i64,
    pub(crate) seconds: i64,
}

const MINUTE_MS: i64 = 60_000;

impl Tally {
    fn lately(&self) -> MutexGuard<'_, Lately> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts look-ups before they are done, or says after how many seconds there is room again.
    pub(crate) fn spend(&self, look_ups: usize, most: i64, now: Instant) -> Result<(), TooMuch> {
        let mut lately = self.lately();
        let minute = now.0.div_euclid(MINUTE_MS);
        let before = if lately.minute == minute { lately.spent } else { 0 };
        let spent = before.saturating_add(i64::try_from(look_ups).unwrap_or(i64::MAX));
        if spent > most {
            return Err(TooMuch { most, seconds: (MINUTE_MS - now.0.rem_euclid(MINUTE_MS)) / 1_000 + 1 });
        }
        (lately.minute, lately.spent) = (minute, spent);
        Ok(())
    }

    /// Writes a look-up down.
    pub(crate) fn note(&self, key: &Secret, signal: &Signal, matches: &[Match], now: Instant) {
        let (kind, bytes) = signal.parts();
        let blind = key.mac(&[&[kind], bytes]);
        let nearest = matches.first().map(|one| one.distance);
        let pdq = if let Signal::Pdq(pdq) = signal { Some(pdq) } else { None };
        let mut lately = self.lately();
        let seen = lately.watch.note(pdq, nearest, now);
        lately.seen.extend(seen);
        let segment = &mut lately.segment;
        if segment.look_ups == 0 {
            segment.from_at = now;
        }
        segment.until_at = now;
        segment.look_ups += 1;
        segment.matched += u64::from(nearest.is_some());
        segment.records.extend_from_slice(&now.0.to_be_bytes());
        segment.records.extend_from_slice(&blind[..16]);
        let bits = nearest.map_or(u8::MAX, |bits| u8::try_from(bits).unwrap_or(u8::MAX));
        segment.records.extend_from_slice(&[kind, bits]);
        segment.records.extend_from_slice(&u16::try_from(matches.len()).unwrap_or(u16::MAX).to_be_bytes());
    }

    fn take(&self) -> (Open, Vec<Seen>) {
        let mut lately = self.lately();
        (std::mem::take(&mut lately.segment), std::mem::take(&mut lately.seen))
    }
}

/// The digest of what was asked in a second: over the digest before, and for each caller in the order of their numbers the number, how
/// many records, and SHA-256 of the records.
pub(crate) fn digest<'s>(before: &Hash, segments: impl Iterator<Item = (Id, &'s [u8])>) -> Hash {
    let mut all = Vec::from(b"tutela look-ups 1");
    all.extend_from_slice(&before.0);
    for (asker, records) in segments {
        all.extend_from_slice(&asker.0);
        all.extend_from_slice(&((records.len() / RECORD_BYTES) as u64).to_be_bytes());
        all.extend_from_slice(&Hash::of(&[records]).0);
    }
    Hash::of(&[&all])
}

/// What a process has made of it so far.
#[derive(Default)]
pub(crate) struct Audit {
    askers: Mutex<BTreeMap<Id, Arc<Tally>>>,
    chain: Mutex<Chain>,
}

#[derive(Default)]
struct Chain {
    process: Id,
    place: u32,
    before: Hash,
    /// What is written to `runtime.db` and not yet, and what is to be entered: nothing new is taken before.
    unwritten: Vec<Statement>,
    unentered: Option<KeepLookUps>,
    alarms: Vec<NoteProbing>,
}

impl Audit {
    /// The tally of a caller.
    pub(crate) fn of(&self, asker: Id) -> Arc<Tally> {
        let mut askers = self.askers.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(askers.entry(asker).or_default())
    }

    /// Writes down what was asked since the last time, and has its digest entered; how many look-ups it was. Blocking.
    ///
    /// # Errors
    /// [`DeedFault`]: nothing is lost, the next time tries the same again.
    pub(crate) fn keep(&self, node: &Node, now: Instant) -> Result<u64, DeedFault> {
        let mut chain = self.chain.lock().unwrap_or_else(PoisonError::into_inner);
        if chain.process.is_none() {
            take_up(node)?;
            chain.process = node.new_id()?;
        }
        if chain.unwritten.is_empty() && chain.unentered.is_none() {
            self.take(&mut chain, now);
        }
        chain.finish(node)
    }

    /// Takes what was asked out of the tallies.
    fn take(&self, chain: &mut Chain, now: Instant) {
        let askers = self.askers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut rows = Vec::new();
        for (asker, tally) in askers {
            let (open, seen) = tally.take();
            for Seen { since, look_ups, near_misses, walks } in seen {
                chain.alarms.push(NoteProbing { asker, since, look_ups, near_misses, walks });
            }
            if open.look_ups > 0 {
                rows.push(LookUpSegment {
                    process: chain.process,
                    place: i64::from(chain.place),
                    asker,
                    look_ups: open.look_ups.cast_signed(),
                    matched: open.matched.cast_signed(),
                    from_at: open.from_at,
                    until_at: open.until_at,
                    records: open.records,
                });
            }
        }
        if !rows.is_empty() {
            chain.link(&rows, now);
        }
    }
}

impl Chain {
    fn link(&mut self, rows: &[LookUpSegment], now: Instant) {
        let sum = |of: fn(&LookUpSegment) -> i64| rows.iter().map(of).sum::<i64>();
        let (look_ups, matched) = (sum(|row| row.look_ups), sum(|row| row.matched));
        let askers = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        self.before = digest(&self.before, rows.iter().map(|row| (row.asker, row.records.as_slice())));
        let end = LookUpEnd {
            process: self.process,
            place: i64::from(self.place),
            look_ups,
            matched,
            askers: i64::from(askers),
            digest: self.before.0.to_vec(),
            made_at: now,
        };
        let put = |row: &LookUpSegment| Statement::new(TableSql::of(LookUpSegment::TABLE).put, row.to_row());
        self.unwritten = rows.iter().map(put).collect();
        self.unwritten.push(Statement::new(TableSql::of(LookUpEnd::TABLE).put, end.to_row()));
        self.unentered = kept(&end);
        self.place += 1;
    }

    /// Writes and enters what is to be; how many look-ups it was.
    fn finish(&mut self, node: &Node) -> Result<u64, DeedFault> {
        if !self.unwritten.is_empty() {
            together(node, &self.unwritten)?;
            self.unwritten.clear();
        }
        let mut look_ups = 0;
        if let Some(act) = &self.unentered {
            if !enter(node, act.act(), act)? {
                // What is not journalled must not go on: in a while nothing is answered any more.
                return Err(DeedFault::Broken("the digest of look-ups was not entered".to_owned()));
            }
            look_ups = act.look_ups;
            self.unentered = None;
        }
        while let Some(act) = self.alarms.last() {
            enter(node, act.act(), act)?;
            self.alarms.pop();
        }
        Ok(look_ups)
    }
}

/// The act that enters a digest.
fn kept(end: &LookUpEnd) -> Option<KeepLookUps> {
    Some(KeepLookUps {
        process: end.process,
        place: u32::try_from(end.place).ok()?,
        look_ups: end.look_ups.cast_unsigned(),
        matched: end.matched.cast_unsigned(),
        askers: u32::try_from(end.askers).ok()?,
        digest: Hash(end.digest.as_slice().try_into().ok()?),
    })
}

/// Whether the act is entered.
fn enter<A: Act>(node: &Node, id: Id, act: &A) -> Result<bool, DeedFault> {
    let deed = node.deed(id, act, Actor::SYSTEM, Purpose::Reaction).build();
    match node.enter_now(deed)?.outcome {
        Outcome::Entered { .. } => Ok(true),
        outcome => {
            tracing::error!(?outcome, "what was looked up was not journalled");
            Ok(false)
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// All of these in `runtime.db`, or none.
fn together(node: &Node, statements: &[Statement]) -> Result<(), DeedFault> {
    let written = node.runtime(|database| {
        database.declare("BEGIN IMMEDIATE")?;
        let done = database.run(statements).and_then(|()| database.declare("COMMIT"));
        if done.is_err() {
            // What failed may have ended the transaction already.
            drop(database.declare("ROLLBACK"));
        }
        done
    });
    written.map_err(broken)
}

/// Enters the last digest of processes that ended between writing it and entering it.
fn take_up(node: &Node) -> Result<(), DeedFault> {
    let all = TableSql::of(LookUpEnd::TABLE).all;
    let ends = node.runtime(|database| database.records::<LookUpEnd>(&all, Vec::new())).map_err(broken)?;
    for end in ends {
        let sql = "SELECT COUNT(*) FROM look_up_digest WHERE process = $1 AND place = $2";
        let parameters = vec![end.process.to_value(), end.place.to_value()];
        let there = node.read(|database| database.number(sql, parameters)).map_err(broken)?;
        if let (0, Some(act)) = (there, kept(&end)) {
            enter(node, act.act(), &act)?;
        }
    }
    Ok(())
}

/// Lets go of segments whose time is over; how many callers' seconds it was. Blocking.
///
/// # Errors
/// [`DeedFault`].
pub(crate) fn let_go(node: &Node, before: Instant) -> Result<usize, DeedFault> {
    let gone = node.runtime(|database| {
        let count = "SELECT COUNT(*) FROM look_up_segment WHERE until_at < $1";
        let gone = database.number(count, vec![before.to_value()])?;
        if gone > 0 {
            let sql = "DELETE FROM look_up_segment WHERE until_at < $1";
            database.run(&[Statement::new(sql, vec![before.to_value()])])?;
        }
        let ends = "DELETE FROM look_up_end WHERE made_at < $1";
        database.run(&[Statement::new(ends, vec![before.to_value()])])?;
        Ok(gone)
    });
    gone.map(|gone| usize::try_from(gone).unwrap_or_default()).map_err(broken)
}

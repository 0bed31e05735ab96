//! The keys of teams: drawn at random, wrapped in the key store, replaced while the node runs, destroyed when their time is over.
//!
//! A team has one current key. When another takes its place, the one before opens what is on its way for [`GRACE_HOURS`]; then it
//! is overwritten, so that a box that was recorded cannot be opened with the key store of a later day. A key that is older than
//! [`MOST_DAYS`] is replaced by the daily work.
//!
//! Each step is one transaction, and what it leaves undone the next start or the next daily work does: a key whose bytes are gone
//! keeps its row until the log, in which they may still stand, is empty.

use super::{Inner, KeyFault, KeyStore, file};
use crate::crypto::{Secret, open_sealed_to, public_key};
use crate::database::{Database, Statement};
use crate::team::{Addressed, Team, TeamKey, TeamKeys};
use crate::writer::now;
use kernel::{Instant, Record, Value, record};

/// For so many hours a key that was replaced opens what was sealed to it.
pub const GRACE_HOURS: i64 = 24;
/// A key that is older than so many days is replaced.
pub const MOST_DAYS: i64 = 30;
const GRACE_MS: i64 = GRACE_HOURS * 3_600_000;
const MOST_MS: i64 = MOST_DAYS * 86_400_000;

record! {
    /// The private half of a team's key, wrapped under a node key.
    pub struct TeamKeyRow in "team_key", Journal, key 2, indexes [] {
        /// The team, by its number.
        team: i64, Internal;
        /// The key's number among those of the team, from 1; never given to another.
        number: i64, Internal;
        /// Nonce and ciphertext; empty once it is destroyed.
        wrapped: Vec<u8>, Sealed;
        /// The node key that wraps it, by its number; 0 once it is destroyed.
        generation: i64, Internal;
        /// When it was made, UTC ms.
        made: i64, Internal;
        /// When another took its place, UTC ms; 0 while it is current.
        retired: i64, Internal;
    }
}

/// A team's key, for an operator to see: nothing of the key itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamKeyStatus {
    /// Whose it is.
    pub team: Team,
    /// Its number among those of the team.
    pub number: u64,
    /// When it was made.
    pub made: Instant,
    /// How many whole days ago that was.
    pub days: u64,
    /// Until when it opens what was sealed to it, after which it is destroyed; none for the current one.
    pub opens_until: Option<Instant>,
}

/// Why a box is not opened.
#[derive(Debug, thiserror::Error)]
pub enum BoxFault {
    /// It is none.
    #[error("it is no box of this version")]
    Unreadable,
    /// It is meant for others.
    #[error("it is sealed for another team")]
    AnotherTeam,
    /// The key that it names is not here, or no longer, or is not the one that it was sealed to.
    #[error("it is sealed to a key that is not here or was destroyed: seal it to the newest one")]
    AnotherKey,
    /// The key store failed.
    #[error(transparent)]
    Keys(#[from] KeyFault),
}

/// Whether two moments lie so close. A clock that was set back counts like one that went on: nothing opens for longer than it
/// should because of it, and nothing is lost, since what does not open is sealed again.
fn within(one: i64, other: Instant, span: i64) -> bool {
    one.abs_diff(other.0) < span.unsigned_abs()
}

impl TeamKeyRow {
    fn is_destroyed(&self) -> bool {
        self.wrapped.is_empty()
    }

    fn is_current(&self) -> bool {
        self.retired == 0
    }

    fn opens_at(&self, now: Instant) -> bool {
        !self.is_destroyed() && (self.is_current() || within(self.retired, now, GRACE_MS))
    }

    /// What the key is authenticated with, so that it opens in its own place alone.
    fn place(&self) -> Vec<u8> {
        let parts = [&b"team key"[..], &self.team.to_be_bytes(), &self.number.to_be_bytes()];
        parts.concat()
    }

    fn opened(&self, inner: &Inner) -> Result<Secret, KeyFault> {
        inner.unwrapped(&self.place(), &self.wrapped, self.generation)
    }

    fn wrapped_anew(mut self, inner: &Inner, key: &Secret) -> Result<TeamKeyRow, KeyFault> {
        let newest = inner.newest()?;
        self.wrapped = newest.wrap.seal(&self.place(), &key.0)?;
        self.generation = newest.number;
        Ok(self)
    }
}

const ALL: &str =
    "SELECT team, number, wrapped, generation, made, retired FROM team_key ORDER BY team, number DESC";

fn rows(inner: &mut Inner) -> Result<Vec<TeamKeyRow>, KeyFault> {
    let file: &mut dyn Database = &mut inner.file;
    Ok(file.records::<TeamKeyRow>(ALL, Vec::new())?)
}

fn current(rows: &[TeamKeyRow], team: Team) -> Option<&TeamKeyRow> {
    rows.iter().find(|row| row.team == i64::from(team.number()) && row.is_current())
}

/// What replaces the current keys of these teams, of which there may be none yet.
fn replacing(
    inner: &Inner,
    rows: &[TeamKeyRow],
    teams: &[Team],
    (made, retired): (Instant, Instant),
) -> Result<Vec<Statement>, KeyFault> {
    let mut statements = Vec::new();
    for team in teams {
        let number = current(rows, *team).map_or(0, |row| row.number) + 1;
        let team = i64::from(team.number());
        let row = TeamKeyRow { team, number, wrapped: Vec::new(), generation: 0, made: made.0, retired: 0 };
        let row = row.wrapped_anew(inner, &Secret::random()?)?;
        let before = "UPDATE team_key SET retired = $1 WHERE team = $2 AND retired = 0";
        statements.push(Statement::new(before, vec![Value::Integer(retired.0.max(1)), Value::Integer(team)]));
        // Never in the place of another: a second process that does the same at this moment fails here.
        let fresh = "INSERT INTO team_key (team, number, wrapped, generation, made, retired) \
                     VALUES ($1, $2, $3, $4, $5, $6)";
        statements.push(Statement::new(fresh, row.to_row()));
    }
    Ok(statements)
}

/// Gives each team a key that has none that `is_kept`; true when one was made.
fn renew(
    inner: &mut Inner,
    at: (Instant, Instant),
    is_kept: impl Fn(&TeamKeyRow) -> bool,
) -> Result<bool, KeyFault> {
    let rows = rows(inner)?;
    let is_due = |team: &Team| !current(&rows, *team).is_some_and(&is_kept);
    let due: Vec<Team> = Team::ALL.iter().copied().filter(is_due).collect();
    if due.is_empty() {
        return Ok(false);
    }
    let statements = replacing(inner, &rows, &due, at)?;
    file::in_one(&mut inner.file, statements)?;
    Ok(true)
}

/// Overwrites the keys whose time is over; what another holds open is left for the next time, and says so.
fn destroy(inner: &mut Inner, now: Instant) -> Result<(), KeyFault> {
    let all = rows(inner)?;
    let over = all.iter().filter(|row| !row.opens_at(now));
    let over: Vec<Statement> = over
        .map(|row| {
            let sql = "UPDATE team_key SET wrapped = x'', generation = 0 WHERE team = $1 AND number = $2";
            Statement::new(sql, vec![Value::Integer(row.team), Value::Integer(row.number)])
        })
        .collect();
    if over.is_empty() {
        return Ok(());
    }
    file::in_one(&mut inner.file, over)?;
    file::empty_log(&mut inner.file)?;
    inner.file.run(&[Statement::new("DELETE FROM team_key WHERE generation = 0", Vec::new())])?;
    Ok(())
}

/// What wraps the keys anew that are wrapped under an older node key.
pub(super) fn wrapped_anew(inner: &mut Inner) -> Result<Vec<Statement>, KeyFault> {
    let (rows, newest) = (rows(inner)?, inner.newest()?.number);
    let mut statements = Vec::new();
    for row in rows.into_iter().filter(|row| !row.is_destroyed() && row.generation != newest) {
        let key = row.opened(inner)?;
        statements.push(file::put(&row.wrapped_anew(inner, &key)?));
    }
    Ok(statements)
}

impl KeyStore {
    /// What a start owes to the teams: a key for each that has none, and the end of those whose time is over.
    pub(super) fn begin_teams(&self) -> Result<(), KeyFault> {
        let (mut inner, now) = (self.lock(), now());
        renew(&mut inner, (now, now), |_| true)?;
        match destroy(&mut inner, now) {
            // Somebody reads the file, for a backup: the daily work tries it again.
            Err(KeyFault::InUse) => Ok(()),
            done => done,
        }
    }

    /// The daily work: replaces keys that are older than [`MOST_DAYS`], and destroys those whose time is over.
    ///
    /// # Errors
    /// [`KeyFault`]: what was not done is done the next time.
    pub fn keep_teams(&self, now: Instant) -> Result<(), KeyFault> {
        let mut inner = self.lock();
        if renew(&mut inner, (now, now), |row| within(row.made, now, MOST_MS))? {
            tracing::info!("keys of teams were replaced: they had served their time");
        }
        destroy(&mut inner, now)
    }

    /// Replaces the keys that are older than a decision; false when that was done already. So it happens once, however often it
    /// is tried.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn rotate_teams_decided(&self, decided: Instant) -> Result<bool, KeyFault> {
        let now = now();
        renew(&mut self.lock(), (now.max(decided), now), |row| row.made >= decided.0)
    }

    /// The public halves to seal to now.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn team_keys(&self) -> Result<TeamKeys, KeyFault> {
        let mut inner = self.lock();
        let rows = rows(&mut inner)?;
        let mut keys = Vec::new();
        for team in Team::ALL {
            let row = current(&rows, *team).ok_or(KeyFault::Gone)?;
            let public = public_key(&row.opened(&inner)?);
            let (number, made) = (row.number.unsigned_abs(), Instant(row.made));
            keys.push(TeamKey { team: *team, number, made, public });
        }
        TeamKeys::new(keys).map_err(|_| KeyFault::Gone)
    }

    /// Opens a box that was sealed for that team, at that moment. Keys are read from the file each time: what another process
    /// replaced or destroyed is so for this one, too.
    ///
    /// # Errors
    /// [`BoxFault`].
    pub fn open_box(&self, team: Team, bytes: &[u8], now: Instant) -> Result<Vec<u8>, BoxFault> {
        let addressed = Addressed::read(bytes).ok_or(BoxFault::Unreadable)?;
        if addressed.team != team.number() {
            return Err(BoxFault::AnotherTeam);
        }
        let mut inner = self.lock();
        let is_named = |row: &TeamKeyRow| {
            row.team == i64::from(team.number()) && row.number.unsigned_abs() == addressed.key
        };
        let row = rows(&mut inner)?.into_iter().find(|row| is_named(row) && row.opens_at(now));
        let key = row.ok_or(BoxFault::AnotherKey)?.opened(&inner)?;
        drop(inner);
        // After a restore a number may be given out again: then it is not the key that the box was sealed to.
        open_sealed_to(&key, addressed.sealed).map_err(|_| BoxFault::AnotherKey)
    }

    /// The keys of all teams, newest first.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub(super) fn team_status(&self, today: Instant) -> Result<Vec<TeamKeyStatus>, KeyFault> {
        let rows = rows(&mut self.lock())?;
        let known = rows.iter().filter(|row| row.opens_at(today)).filter_map(|row| {
            let team = Team::ALL.iter().copied().find(|team| i64::from(team.number()) == row.team)?;
            let days = (today.0 - row.made).max(0).unsigned_abs() / 86_400_000;
            let opens_until = (!row.is_current()).then(|| Instant(row.retired + GRACE_MS));
            let (number, made) = (row.number.unsigned_abs(), Instant(row.made));
            Some(TeamKeyStatus { team, number, made, days, opens_until })
        });
        Ok(known.collect())
    }
}

#[cfg(test)]
mod tests;

//! What an operator may know of the key store: counts and ages, nothing of any key.

use super::{KeyFault, KeyStore, Rotated, TeamKeyStatus, file, lock};
use crate::database::Database;
use crate::sqlite::Sqlite;
use crate::writer::now;
use kernel::{Instant, Value};

/// How old keys are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Under 30 days.
    Month,
    /// 30 days to a year.
    Year,
    /// More than 365 days.
    Older,
    /// Made before their time was written down.
    NotKnown,
}

impl Age {
    /// All of them, youngest first.
    pub const ALL: [Age; 4] = [Age::Month, Age::Year, Age::Older, Age::NotKnown];

    /// As a code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Age::Month => "under-30-days",
            Age::Year => "30-to-365-days",
            Age::Older => "over-365-days",
            Age::NotKnown => "not-written-down",
        }
    }
}

/// The key store in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyStatus {
    /// How many keys there are, unused ones included.
    pub keys: u64,
    /// How many of them nothing uses yet.
    pub unused: u64,
    /// Keys by age.
    pub ages: [(Age, u64); 4],
    /// Number of the node key that wraps them, from 1.
    pub node_key: u64,
    /// Since when it does; 1970 when that was not written down yet.
    pub since: Instant,
    /// How many keys are still wrapped under the one before.
    pub under_older: u64,
    /// How far a replacement is, while there is one.
    pub turning: Option<Rotated>,
    /// The keys of teams, newest first.
    pub teams: Vec<TeamKeyStatus>,
}

impl KeyStore {
    /// The key store in figures, read beside what goes on.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub fn status(&self) -> Result<KeyStatus, KeyFault> {
        let (number, since, unused) = {
            let inner = self.lock();
            let newest = inner.newest()?;
            (newest.number, newest.since, inner.pool.len() as u64)
        };
        let mut file = Sqlite::open_to_read(&file::path(&self.data))?;
        let file: &mut dyn Database = &mut file;
        let today = now();
        let sql = "SELECT CASE WHEN made = 0 THEN 3 WHEN made > $1 THEN 0 WHEN made > $2 THEN 1 ELSE 2 END, \
                   COUNT(*), SUM(CASE WHEN generation < $3 THEN 1 ELSE 0 END) FROM wrapped_key GROUP BY 1";
        let bounds = [today.plus_days(-30).0, today.plus_days(-365).0, number];
        let mut ages = Age::ALL.map(|age| (age, 0));
        let mut under_older = 0;
        for row in file.rows(sql, bounds.map(Value::Integer).to_vec())? {
            if let [Value::Integer(age), Value::Integer(count), Value::Integer(older)] = row.as_slice()
                && let Some(counted) = usize::try_from(*age).ok().and_then(|age| ages.get_mut(age))
            {
                counted.1 = count.unsigned_abs();
                under_older += older.unsigned_abs();
            }
        }
        let keys = ages.iter().map(|(_, count)| count).sum();
        let (node_key, since) = (number.unsigned_abs(), Instant(since));
        let turning = *lock(&self.turning);
        let teams = self.team_status(today)?;
        Ok(KeyStatus { keys, unused, ages, node_key, since, under_older, turning, teams })
    }
}

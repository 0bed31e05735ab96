//! Whether what stands beside the journal about look-ups is what the journal says: each digest is made again from its segments.

use super::audit::{RECORD_BYTES, digest};
use super::limits::{MOST_WRONG, SEGMENTS_MS};
use super::tables::{LookUpDigest, LookUpSegment};
use kernel::{Cell as _, Hash, Id, Instant, Record as _};
use serde::Serialize;
use store::database::TableSql;
use store::{DatabaseFault, Node};
use utoipa::ToSchema;

/// Digests are read so many at once.
const AT_ONCE: i64 = 1_000;

/// A digest whose segments are not those that it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WrongDigest {
    /// The process that answered.
    pub process: Id,
    /// Place of the digest.
    pub place: i64,
    /// When it was entered, UTC ms.
    pub kept_at: i64,
    /// What is wrong.
    pub wrong: &'static str,
}

/// What was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Checked {
    /// Digests whose segments are as they were.
    pub digests: u64,
    /// Look-ups in them.
    pub look_ups: u64,
    /// Digests whose segments were let go of when their time was over.
    pub let_go: u64,
    /// Digests whose segments are not as they were, the first 100.
    pub wrong: Vec<WrongDigest>,
    /// How many more there are.
    pub more: u64,
}

/// Makes every digest again from the segments in `runtime.db`, and compares. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn check_look_ups(node: &Node, now: Instant) -> Result<Checked, DatabaseFault> {
    let every = TableSql::of(LookUpDigest::TABLE).every;
    let sql = format!(
        "{every} WHERE (process = $1 AND place > $2) OR process > $1 ORDER BY process, place LIMIT {AT_ONCE}"
    );
    let (mut checked, mut last, mut before) = (Checked::default(), (Id([0; 16]), -1_i64), Hash::default());
    loop {
        let parameters = vec![last.0.to_value(), last.1.to_value()];
        let rows = node.read(|database| database.records::<LookUpDigest>(&sql, parameters))?;
        for row in &rows {
            let is_next = row.process == last.0 && row.place == last.1 + 1;
            let wrong = match (row.place, is_next) {
                (0, _) => compare(node, row, &Hash::default(), now)?,
                (_, true) => compare(node, row, &before, now)?,
                _ => Verdict::Wrong("the digest before it is not in the journal"),
            };
            checked.count(row, wrong);
            before = Hash(row.digest.as_slice().try_into().unwrap_or_default());
            last = (row.process, row.place);
        }
        if rows.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX) {
            return Ok(checked);
        }
    }
}

enum Verdict {
    Right,
    LetGo,
    Wrong(&'static str),
}

fn compare(node: &Node, row: &LookUpDigest, before: &Hash, now: Instant) -> Result<Verdict, DatabaseFault> {
    let every = TableSql::of(LookUpSegment::TABLE).every;
    let sql = format!("{every} WHERE process = $1 AND place = $2 ORDER BY asker");
    let parameters = vec![row.process.to_value(), row.place.to_value()];
    let segments = node.runtime(|database| database.records::<LookUpSegment>(&sql, parameters))?;
    if segments.is_empty() {
        let is_old = row.kept_at.0.saturating_add(SEGMENTS_MS) < now.0;
        let missing = "its segments are missing: runtime.db is another, or they were taken out";
        return Ok(if is_old { Verdict::LetGo } else { Verdict::Wrong(missing) });
    }
    let counted = |segment: &LookUpSegment| {
        i64::try_from(segment.records.len()) == Ok(segment.look_ups.saturating_mul(RECORD_BYTES as i64))
    };
    let made = digest(before, segments.iter().map(|segment| (segment.asker, segment.records.as_slice())));
    let sum = |of: fn(&LookUpSegment) -> i64| segments.iter().map(of).sum::<i64>();
    let same = made.0.as_slice() == row.digest
        && segments.iter().all(counted)
        && sum(|one| one.look_ups) == row.look_ups
        && sum(|one| one.matched) == row.matched;
    Ok(if same { Verdict::Right } else { Verdict::Wrong("its segments were changed") })
}

impl Checked {
    fn count(&mut self, row: &LookUpDigest, verdict: Verdict) {
        match verdict {
            Verdict::Right => {
                self.digests += 1;
                self.look_ups += row.look_ups.cast_unsigned();
            }
            Verdict::LetGo => self.let_go += 1,
            Verdict::Wrong(wrong) if self.wrong.len() < MOST_WRONG => {
                let LookUpDigest { process, place, kept_at, .. } = *row;
                self.wrong.push(WrongDigest { process, place, kept_at: kept_at.0, wrong });
            }
            Verdict::Wrong(_) => self.more += 1,
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.wrong.is_empty()
    }
}

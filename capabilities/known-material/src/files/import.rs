//! A file of hashes goes into a list: every line is checked first, then all are entered in acts of at most 1,000 entries.

use super::list_row;
use crate::acts::add_hashes::KIND;
use crate::acts::{AddHashes, MAX_ENTRIES, fits_purpose};
use crate::csv::{LineError, ListReader, ListRow, ReadFault};
use crate::events::HashesAdded;
use crate::tables::HashList;
use kernel::journal::ActSeen;
use kernel::{Actor, Ask, Event, Forbidden, Id, Outcome, Problem, Purpose, Refusal, allow};
use std::io::{BufRead, Seek};
use store::{Answer, DatabaseFault, Deed, DeedFault, Node};

/// Most wrong lines that are told one by one; the others are counted.
pub const MAX_WRONG: usize = 100;

/// How often a batch is numbered anew when somebody else adds to the list at the same time.
const TRIES: u32 = 20;

/// What an import entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Imported {
    /// How many entries.
    pub entries: u64,
    /// Number of the first of them in the list; the others follow it, unless somebody else added at the same time.
    pub first: u32,
}

/// Why an import was not entered, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// Lines are wrong: nothing was entered.
    #[error("{} lines are wrong; nothing was entered", .wrong.len() as u64 + .more)]
    Lines {
        /// The first of them, at most [`MAX_WRONG`].
        wrong: Vec<LineError>,
        /// How many more there are.
        more: u64,
    },
    /// The file names columns and has no entry.
    #[error("the file holds no entries")]
    Empty,
    /// There is no such list.
    #[error("there is no list {0}")]
    NoSuchList(Id),
    /// The policy refuses.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A rights rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The list does not take the entries.
    #[error("{0}")]
    Invalid(Problem),
    /// The file could not be read.
    #[error("the file could not be read: {0}")]
    Input(#[from] std::io::Error),
    /// The node failed after some batches: the same import under the same id goes on where this one stopped.
    #[error(transparent)]
    Deed(#[from] DeedFault),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
}

impl From<ReadFault> for ImportFault {
    fn from(fault: ReadFault) -> Self {
        match fault {
            ReadFault::Line(wrong) => ImportFault::Lines { wrong: vec![wrong], more: 0 },
            ReadFault::Input(error) => ImportFault::Input(error),
        }
    }
}

/// Adds the entries of a CSV file to a list. The file is read twice: no line is entered before all are checked. The acts'
/// ids are derived from `first_act`, so that the same file under the same id is entered once, however often it is sent.
/// `progress` is told how many entries are in. Blocking.
///
/// # Errors
/// [`ImportFault`]; only a fault of the node, or another import into the same list, can leave a part entered.
pub fn import(
    node: &Node,
    caller: Actor,
    purpose: Purpose,
    list: Id,
    first_act: Id,
    mut reader: impl BufRead + Seek,
    progress: &mut dyn FnMut(u64),
) -> Result<Imported, ImportFault> {
    allow(&caller, Ask::Act(&KIND), purpose)?;
    let row = list_row(node, list)?.ok_or(ImportFault::NoSuchList(list))?;
    let begin = reader.stream_position()?;
    check(&mut reader, &row)?;
    reader.seek(std::io::SeekFrom::Start(begin))?;
    let mut lines = ListReader::new(reader)?;
    let mut done = Imported { entries: 0, first: 0 };
    for n in 0.. {
        let batch: Vec<ListRow> = lines.by_ref().take(MAX_ENTRIES).collect::<Result<_, _>>()?;
        if batch.is_empty() {
            break;
        }
        let act = first_act.derive("known-material.import", n);
        let first = Batch { node, caller, purpose, list, act, rows: &batch }.enter()?;
        done.first = if n == 0 { first } else { done.first };
        done.entries += batch.len() as u64;
        progress(done.entries);
    }
    Ok(done)
}

/// Reads the whole file and keeps nothing of it but what is wrong.
fn check(reader: impl BufRead, list: &HashList) -> Result<(), ImportFault> {
    let (mut wrong, mut more, mut entries) = (Vec::new(), 0_u64, 0_u64);
    for line in ListReader::new(reader)? {
        match line.and_then(|row| fits(list, &row)) {
            Ok(()) => entries += 1,
            Err(ReadFault::Input(error)) => return Err(error.into()),
            Err(ReadFault::Line(line)) if wrong.len() < MAX_WRONG => wrong.push(line),
            Err(ReadFault::Line(_)) => more += 1,
        }
    }
    match (wrong.is_empty(), entries) {
        (false, _) => Err(ImportFault::Lines { wrong, more }),
        (true, 0) => Err(ImportFault::Empty),
        (true, _) => Ok(()),
    }
}

/// Whether a line's grade fits what the list is for: told before anything is entered, as with every other wrong line.
fn fits(list: &HashList, row: &ListRow) -> Result<(), ReadFault> {
    fits_purpose(list, row.grade, "grade").map_err(|problem| {
        let Problem { field, wrong, right } = problem;
        ReadFault::Line(LineError { line: row.line, field, wrong, right })
    })
}

struct Batch<'a> {
    node: &'a Node,
    caller: Actor,
    purpose: Purpose,
    list: Id,
    act: Id,
    rows: &'a [ListRow],
}

impl Batch<'_> {
    /// Enters the batch after what the list has; tells the number of its first entry.
    fn enter(&self) -> Result<u32, ImportFault> {
        let mut tries = 0;
        loop {
            let first = match self.entered_before()? {
                Some(first) => first,
                None => self.next_number()?,
            };
            let Answer { outcome, .. } = self.node.enter_now(self.deed(first)?)?;
            tries += 1;
            match outcome {
                Outcome::Entered { .. } => return Ok(first),
                Outcome::Invalid(problem) if problem.field == "first" && tries < TRIES => {}
                Outcome::Invalid(problem) => return Err(ImportFault::Invalid(problem)),
                Outcome::Refused(refusal) => return Err(refusal.into()),
                Outcome::Forbidden(forbidden) => return Err(forbidden.into()),
            }
        }
    }

    /// Where this very batch stands in the list, if it is there.
    fn entered_before(&self) -> Result<Option<u32>, ImportFault> {
        let Some(seen) = super::row::<ActSeen>(self.node, self.act)? else { return Ok(None) };
        let entry = self.node.entry(seen.seq.unsigned_abs())?.filter(|entry| entry.kind == HashesAdded::KIND);
        Ok(entry.and_then(|entry| entry.event::<HashesAdded>().ok()).map(|added| added.first))
    }

    fn next_number(&self) -> Result<u32, ImportFault> {
        let row = list_row(self.node, self.list)?.ok_or(ImportFault::NoSuchList(self.list))?;
        // A list that is full says so itself when the act is decided.
        Ok(u32::try_from(row.entries.saturating_add(1)).unwrap_or(u32::MAX))
    }

    fn deed(&self, first: u32) -> Result<Deed, DeedFault> {
        let grades = self.rows.iter().map(|row| row.grade).collect();
        let count = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let reach = self.rows.iter().map(|row| row.hashes.reach()).collect();
        let (list, exchange, until) = (self.list, String::new(), None);
        let act = AddHashes { list, first, count, grades, reach, exchange, until };
        let mut builder = self.node.deed(self.act, &act, self.caller, self.purpose);
        for (entry, row) in (first..).zip(self.rows) {
            builder = builder.row(self.list, &row.hashes.row(self.list, entry))?;
        }
        Ok(builder.build())
    }
}

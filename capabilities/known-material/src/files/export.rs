//! A list goes out as a file for a partner: under a trace that names the list, and never much of it by one person.

use super::list_row;
use crate::READ_HASHES;
use crate::csv::ListWriter;
use crate::hashes::{EntryHashes, NotHashes};
use crate::tables::ListHash;
use kernel::codes::Grade;
use kernel::{Actor, Ask, Cell, Forbidden, Id, Purpose, Record, Refusal, RuleName, allow};
use std::io::Write;
use store::{DatabaseFault, LookFault, Node};

/// Most entries that one person takes out alone.
pub const MAX_ALONE: usize = 1_000;

const TOO_MANY: Refusal = Refusal {
    rule: RuleName::TwoPeople,
    why: "a file of more than 1,000 hashes needs two people.",
    instead: "there is no way yet for a second person to confirm it here: give the partner a list of at most 1,000.",
};

/// Why a list was not taken out.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// There is no such list.
    #[error("there is no list {0}")]
    NoSuchList(Id),
    /// The policy refuses.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A rights rule refuses: more than [`MAX_ALONE`] entries need two people.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The trace was not made: then nothing is read.
    #[error(transparent)]
    Look(#[from] LookFault),
    /// A damaged database.
    #[error(transparent)]
    NotHashes(#[from] NotHashes),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Writes the entries that stand on a list as CSV and tells how many. The look is entered before a hash is read; the
/// withdrawn entries stay out. Blocking.
///
/// # Errors
/// [`ExportFault`]; unless it is [`ExportFault::Output`], nothing was written.
pub fn export(
    node: &Node,
    caller: Actor,
    purpose: Purpose,
    list: Id,
    out: impl Write,
) -> Result<u64, ExportFault> {
    allow(&caller, Ask::Read(&READ_HASHES), purpose)?;
    let row = list_row(node, list)?.ok_or(ExportFault::NoSuchList(list))?;
    let most = i64::try_from(MAX_ALONE).unwrap_or(i64::MAX);
    if row.entries.saturating_sub(row.withdrawn) > most {
        return Err(TOO_MANY.into());
    }
    node.look(caller, &READ_HASHES, purpose, &[list])?;
    let entries = standing(node, list)?;
    // Somebody may have added entries since they were counted.
    if entries.len() > MAX_ALONE {
        return Err(TOO_MANY.into());
    }
    let mut writer = ListWriter::new(out)?;
    for (hashes, grade) in &entries {
        writer.write(hashes, *grade)?;
    }
    writer.finish()?.flush()?;
    Ok(entries.len() as u64)
}

fn standing(node: &Node, list: Id) -> Result<Vec<(EntryHashes, Grade)>, ExportFault> {
    let sql = "SELECT h.list, h.entry, h.sha256, h.md5, h.pdq, e.grade FROM list_hash h \
        JOIN hash_entry e ON e.list = h.list AND e.entry = h.entry \
        WHERE h.list = $1 AND e.withdrawn = 0 ORDER BY h.entry LIMIT $2";
    let most = i64::try_from(MAX_ALONE + 1).unwrap_or(i64::MAX);
    let rows = node.read(|database| database.rows(sql, vec![list.to_value(), most.to_value()]))?;
    let read = |row: &kernel::Row| {
        let unfit = |wrong: kernel::WrongCell| DatabaseFault::Refused(format!("list_hash: {wrong}"));
        let hash = ListHash::from_row(&row[..5]).map_err(unfit)?;
        let grade = Grade::from_value(&row[5]).map_err(unfit)?;
        Ok((EntryHashes::of(&hash)?, grade))
    };
    rows.iter().map(read).collect()
}

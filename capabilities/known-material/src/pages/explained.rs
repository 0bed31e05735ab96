//! What stands behind an entry, for its page and for the page of a lead: who brought it, who graded it, what is said of it, and what its grade
//! is called in each State.

use crate::files::list_row;
use crate::room::{DISPUTES, GRADINGS, VOTES, listing};
use crate::tables::{
    EntryDispute, EntryExpiry, EntryGrading, EntryVote, HashEntry, HashList, MappedLabel, MappingInForce,
    THE_ONE,
};
use kernel::{Cell as _, Id, Instant, Key, Record};
use serde_json::{Value as Json, json};
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// Votes and disputes that a page shows at most; their lists show all.
const MOST_SHOWN: usize = 50;

/// An entry with what stands behind it.
pub(super) struct Explained {
    pub(super) entry: HashEntry,
    pub(super) list: HashList,
    /// What is said of its grade; before anybody said more, what it was entered with.
    pub(super) grading: EntryGrading,
    pub(super) votes: Vec<EntryVote>,
    pub(super) disputes: Vec<EntryDispute>,
    /// From when on it is found no more; 0 for no end.
    pub(super) ends_at: Instant,
    /// What its grade is called in each State, by the table in force.
    pub(super) labels: Vec<MappedLabel>,
    /// The version of that table; 0 when there is none.
    pub(super) mapping_version: i64,
}

fn records<R: Record>(node: &Node, condition: &str, key: impl Key) -> Result<Vec<R>, DatabaseFault> {
    let sql = format!("{} WHERE {condition} LIMIT {MOST_SHOWN}", TableSql::of(R::TABLE).every);
    node.read(|database| database.records::<R>(&sql, key.cells()))
}

fn one<R: Record>(node: &Node, key: impl Key) -> Result<Option<R>, DatabaseFault> {
    let sql = TableSql::of(R::TABLE).get;
    Ok(node.read(|database| database.records::<R>(&sql, key.cells()))?.pop())
}

/// What stands behind an entry; none when there is none of that number.
pub(super) fn explained(node: &Node, list: Id, entry: i64) -> Result<Option<Explained>, DatabaseFault> {
    let at = (list, entry);
    let (Some(entry), Some(list)) = (one::<HashEntry>(node, at)?, list_row(node, list)?) else {
        return Ok(None);
    };
    let grading = one::<EntryGrading>(node, at)?.unwrap_or_else(|| EntryGrading::entered(&entry));
    let mapping = one::<MappingInForce>(node, THE_ONE)?;
    let labels = match &mapping {
        None => Vec::new(),
        Some(row) => {
            let wanted = (row.mapping, entry.grade);
            records(node, "mapping = $1 AND grade = $2 ORDER BY country, grade_label", wanted)?
        }
    };
    Ok(Some(Explained {
        votes: records(node, "list = $1 AND entry = $2 ORDER BY voted_at, voter", at)?,
        disputes: records(node, "list = $1 AND entry = $2 ORDER BY disputed_at, dispute", at)?,
        ends_at: one::<EntryExpiry>(node, at)?.map_or(Instant(0), |row| row.ends_at),
        labels,
        mapping_version: mapping.map_or(0, |row| row.mapping_version),
        entry,
        list,
        grading,
    }))
}

impl Explained {
    /// As JSON: the entry's columns and what stands behind it; no hash.
    pub(super) fn json(&self) -> Json {
        let mut told = listing("entries", HashEntry::TABLE, "entry").json(&self.entry.to_row());
        told["list_name"] = self.list.name.clone().into();
        told["ends_at"] = self.ends_at.to_text().into();
        told["grading"] = GRADINGS.json(&self.grading.to_row());
        told["votes"] = self.votes.iter().map(|row| VOTES.json(&row.to_row())).collect();
        told["disputes"] = self.disputes.iter().map(|row| DISPUTES.json(&row.to_row())).collect();
        told["mapping_version"] = self.mapping_version.into();
        told["labels"] = self.labels_json();
        told
    }

    /// What its grade is called in each State.
    pub(super) fn labels_json(&self) -> Json {
        let each = |row: &MappedLabel| json!({ "country": row.country.alpha2(), "label": row.grade_label });
        self.labels.iter().map(each).collect()
    }
}

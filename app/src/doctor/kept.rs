//! What is kept of a node: keys, their ages, backups, and checkpoints elsewhere.

use super::{Patient, Report};
use crate::checkpoints::PlaceRow;
use crate::commands::write_for_this_user;
use crate::doors::core::team_keys_path;
use crate::fault::Fault;
use kernel::{Instant, Record, Value};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use store::database::TableSql;
use store::keys::MOST_DAYS;
use store::sqlite::Sqlite;
use store::team::{TeamKey, TeamKeyFileFault};
use store::{Database, DatabaseFault};

/// Where a node remembers when it was backed up: beside its keys, and it proves nothing.
const FILE: &str = "backups.json";
const DAY_MS: i64 = 86_400_000;
/// A backup older than this is late.
const BACKUP_DAYS: i64 = 7;
/// A node key older than this is due.
const KEY_DAYS: i64 = 365;
/// A checkpoint that is older than this, while entries came, is late.
const CHECKPOINT_MS: i64 = 2 * 3_600_000;

/// What was backed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// The database.
    Database,
    /// The key store.
    Keys,
}

impl Kept {
    fn code(self) -> &'static str {
        match self {
            Kept::Database => "database",
            Kept::Keys => "keys",
        }
    }
}

fn remembered(data: &Path) -> Json {
    let text = std::fs::read_to_string(data.join(FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|_| json!({}))
}

/// Remembers that a backup was made, of how many entries and where.
///
/// # Errors
/// [`Fault::File`].
pub(crate) fn note(data: &Path, kept: Kept, entries: u64, place: &Path, now: Instant) -> Result<(), Fault> {
    let mut all = remembered(data);
    let place = std::path::absolute(place).unwrap_or_else(|_| place.to_owned());
    all[kept.code()] = json!({ "at": now.0, "entries": entries, "place": place });
    write_for_this_user(&data.join(FILE), all.to_string().as_bytes())
}

/// Looks at what is kept.
pub(super) fn look(patient: &Patient<'_>, report: &mut Report) {
    keys(patient, report);
    team_keys(patient, report);
    backups(patient, report);
    checkpoints(patient, report);
}

fn keys(patient: &Patient<'_>, report: &mut Report) {
    let read = || -> Result<Vec<i64>, DatabaseFault> {
        let mut file = Sqlite::open_to_read(&patient.data().join("keys.db"))?;
        let file: &mut dyn Database = &mut file;
        let rows = file.rows("SELECT since FROM node_key ORDER BY number", Vec::new())?;
        Ok(rows
            .iter()
            .filter_map(|row| if let [Value::Integer(since)] = row.as_slice() { Some(*since) } else { None })
            .collect())
    };
    let todo = "replace it: 'tutela keys --rotate', then put the new node.key into the safe";
    match read().as_deref() {
        Err(fault) => {
            report.fail("node key", format!("keys.db: {fault}"), "put the newest copy of keys.db back")
        }
        Ok([0]) => report.warn("node key", "since when it is in use was not written down yet", todo),
        Ok([since]) if patient.now.0 - since > KEY_DAYS * DAY_MS => {
            report.warn(
                "node key",
                format!("in use since {}, {}", Instant(*since), patient.since(Instant(*since))),
                todo,
            );
        }
        Ok([since]) => report.ok("node key", format!("in use since {}", Instant(*since))),
        Ok(_) => report.warn(
            "node key",
            "its replacement has not come to its end",
            "it goes on at the next start of the node",
        ),
    }
}

/// The current key of each team as the key store has it: team, number, since when.
fn current_team_keys(data: &Path) -> Result<Vec<(i64, i64, i64)>, DatabaseFault> {
    let mut file = Sqlite::open_to_read(&data.join("keys.db"))?;
    let file: &mut dyn Database = &mut file;
    let rows = file.rows("SELECT team, number, made FROM team_key WHERE retired = 0", Vec::new())?;
    Ok(rows
        .iter()
        .filter_map(|row| match row.as_slice() {
            [Value::Integer(team), Value::Integer(number), Value::Integer(made)] => {
                Some((*team, *number, *made))
            }
            _ => None,
        })
        .collect())
}

/// The keys of teams, and whether the public door is given the newest ones.
fn team_keys(patient: &Patient<'_>, report: &mut Report) {
    let check = "keys of teams";
    let rows = match current_team_keys(patient.data()) {
        Ok(rows) => rows,
        Err(fault) => {
            return report.warn(check, format!("keys.db: {fault}"), "start the node once: it makes them");
        }
    };
    let given = match store::team::read_file(&team_keys_path(patient.data())) {
        Ok(given) => given,
        Err(fault @ TeamKeyFileFault::NotThere(_)) => {
            return report.warn(
                check,
                fault.to_string(),
                "start the node: it writes the file for the public door",
            );
        }
        Err(fault) => {
            let todo =
                "start the node again: it writes the file anew; the public door does not start with it";
            return report.fail(check, fault.to_string(), todo);
        }
    };
    let stands = |key: &TeamKey| {
        let row = rows.iter().find(|(team, ..)| *team == i64::from(key.team.number()));
        row.map(|(_, number, made)| (number.unsigned_abs() == key.number, *made))
    };
    for key in given.all() {
        let found = format!("{}: key {}, made {}", key.team.code(), key.number, key.made);
        match stands(key) {
            Some((true, made)) if patient.now.0 - made > (MOST_DAYS + 1) * DAY_MS => {
                report.warn(check, found, "is the node running? it replaces such a key by itself each month");
            }
            Some((true, _)) => report.ok(check, found),
            _ => report.warn(
                check,
                format!("{found}; the key store has a newer one"),
                "start the node again: it writes the newest into public/team-keys.json",
            ),
        }
    }
}

fn backups(patient: &Patient<'_>, report: &mut Report) {
    let all = remembered(patient.data());
    for (check, kept, how) in [
        ("backup", Kept::Database, "'tutela backup DIR --recipient age1...' each day"),
        (
            "key store's backup",
            Kept::Keys,
            "'tutela keys --backup FILE --recipient age1...' after each backup",
        ),
    ] {
        match all[kept.code()]["at"].as_i64().map(Instant) {
            None => report.warn(check, "none was made from this directory", how),
            Some(at) => {
                let found =
                    format!("{} ({}), {} entries", patient.since(at), at, all[kept.code()]["entries"]);
                let late = patient.now.0 - at.0 > BACKUP_DAYS * DAY_MS;
                if late { report.warn(check, found, how) } else { report.ok(check, found) }
            }
        }
    }
    let place = |kept: Kept| all[kept.code()]["place"].as_str().map(PathBuf::from);
    let (Some(runs), Some(keys)) = (place(Kept::Database), place(Kept::Keys)) else { return };
    let beside = keys.parent().unwrap_or(Path::new("/"));
    if beside.join("node.key").exists() {
        report.fail(
            "kept apart",
            "node.key lies beside the key store's backup",
            "keep it in a safe: the two together open everything",
        );
    } else if beside.starts_with(&runs)
        || runs.starts_with(patient.data())
        || beside.starts_with(patient.data())
    {
        report.warn(
            "kept apart",
            "backups of database and key store, or one of them and the node, lie in one place",
            "keep them on different disks, best in different hands",
        );
    } else {
        report.ok("kept apart", "backups of database and key store, and node.key, lie in different places");
    }
}

fn places(data: &Path) -> Result<Vec<PlaceRow>, DatabaseFault> {
    let mut file = Sqlite::open_to_read(&data.join("runtime.db"))?;
    let file: &mut dyn Database = &mut file;
    let mut rows = file.records::<PlaceRow>(&TableSql::of(PlaceRow::TABLE).all, Vec::new())?;
    rows.sort_by_key(|row| row.number);
    Ok(rows)
}

fn checkpoints(patient: &Patient<'_>, report: &mut Report) {
    let check = "checkpoints";
    let rows = match places(patient.data()) {
        Ok(rows) => rows,
        Err(fault) => return report.fail(check, format!("runtime.db: {fault}"), "start the node once"),
    };
    if rows.is_empty() {
        let todo =
            "name a place that another keeps: serve.checkpoint_to; without one, nobody finds a cut journal";
        return report.warn(check, "they are written nowhere", todo);
    }
    let entries = store::verify::on_node(patient.config, |database| {
        database.number("SELECT seq FROM head", Vec::new())
    });
    for row in rows {
        let behind = entries.as_ref().map_or(0, |entries| (entries - row.size).max(0));
        let found = match row.succeeded.0 {
            0 => format!("{}: none was written yet", row.name),
            _ => format!("{}: {}, {behind} entries are newer", row.name, patient.since(row.succeeded)),
        };
        let late = patient.runs() && behind > 0 && patient.now.0 - row.succeeded.0 > CHECKPOINT_MS;
        if row.failures > 0 {
            let found = format!("{found}; {} failures in a row: {}", row.failures, row.trouble);
            report.fail(check, found, "see 'When something breaks' in docs/operations.md");
        } else if late || row.succeeded.0 == 0 {
            report.warn(check, found, "is the node running? it writes one at its start and each hour");
        } else {
            report.ok(check, found);
        }
    }
}

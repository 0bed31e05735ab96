//! Reports that look like one another: the same words or nearly, the same address, number or name, the same picture. Found by tokens
//! and sketches; nothing is opened, and nothing is decided: a person looks, and links what belongs together.

use crate::sealed::{
    GoneHash, Likeness, MOST_BITS_APART, MarkToken, PictureBands, PictureHash, bands, positions,
};
use kernel::{Cell as _, Id, Record as _, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::database::TableSql;
use store::{Database, DatabaseFault};

/// So many reports share a token at most, or it tells nothing of any of them: the name of an app that everybody uses.
pub const MOST_OF_A_TOKEN: usize = 50;
/// So many reports are looked at for one band.
const MOST_OF_A_BAND: usize = 200;
/// So many are told, the most alike.
const MOST_TOLD: usize = 300;
/// From which share of their words two texts are alike, in percent.
pub const LEAST_PERCENT: u32 = 50;

/// A report that looks like another, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alike {
    /// How much of their words they share, in percent; 100 where they are equal, 0 where it is less than [`LEAST_PERCENT`].
    pub percent: u32,
    /// How many addresses, numbers and names they share.
    pub marks: u32,
    /// How many pictures they share, as files.
    pub pictures: u32,
    /// How many pictures look the same and are other files: made smaller, saved again, turned.
    pub look_same: u32,
}

impl Alike {
    /// What orders them: pictures, then those that look the same, then names, then words.
    fn strength(&self) -> (u32, u32, u32, u32) {
        (self.pictures, self.look_same, self.marks, self.percent)
    }
}

fn ids(rows: &[Vec<Value>]) -> impl Iterator<Item = Id> + '_ {
    rows.iter().filter_map(|row| Id::from_value(row.first()?).ok())
}

/// The other reports with this value in a column; none where it is so common that it tells nothing. Found by the column's index alone:
/// an order or a DISTINCT would lead PostgreSQL through the table.
fn others(
    database: &mut dyn Database,
    (table, column): (&str, &str),
    value: Value,
    report: Id,
) -> Result<Vec<Id>, DatabaseFault> {
    let most = MOST_OF_A_TOKEN + 1;
    let sql = format!("SELECT report FROM {table} WHERE {column} = $1 AND report <> $2 LIMIT {most}");
    let rows = database.rows(&sql, vec![value, report.to_value()])?;
    let mut others: Vec<Id> = if rows.len() == most { Vec::new() } else { ids(&rows).collect() };
    others.sort_unstable();
    others.dedup();
    Ok(others)
}

/// What is sealed beside a report, of one column.
fn values(
    database: &mut dyn Database,
    table: &str,
    column: &str,
    report: Id,
) -> Result<Vec<Value>, DatabaseFault> {
    let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE seal_subject = $1");
    let rows = database.rows(&sql, vec![report.to_value()])?;
    Ok(rows.into_iter().filter_map(|mut row| row.pop()).collect())
}

fn by_words(
    database: &mut dyn Database,
    report: Id,
    found: &mut BTreeMap<Id, Alike>,
) -> Result<(), DatabaseFault> {
    let sql = TableSql::of(Likeness::TABLE).get;
    let Some(own) = database.records::<Likeness>(&sql, vec![report.to_value()])?.pop() else { return Ok(()) };
    let table = Likeness::TABLE.name;
    for equal in others(database, (table, "whole"), own.whole.to_value(), report)? {
        found.entry(equal).or_default().percent = 100;
    }
    let bands = Likeness::BANDS.iter().zip(own.bands()).filter(|(_, band)| *band != 0);
    for (column, band) in bands {
        let sql = format!(
            "SELECT report, sketch FROM {table} WHERE {column} = $1 AND report <> $2 LIMIT {MOST_OF_A_BAND}"
        );
        for row in database.rows(&sql, vec![band.to_value(), report.to_value()])? {
            let (Some(id), Some(Value::Bytes(sketch))) = (row.first(), row.get(1)) else { continue };
            let Ok(id) = Id::from_value(id) else { continue };
            let percent = likeness::percent(&own.sketch, sketch);
            if percent >= LEAST_PERCENT {
                let alike = found.entry(id).or_default();
                alike.percent = alike.percent.max(percent);
            }
        }
    }
    Ok(())
}

/// The pictures of other reports that look like this one, each once. It may lie in any position; what is stored is as it came.
fn same_looks(
    database: &mut dyn Database,
    report: Id,
    pdq: &[u8],
) -> Result<BTreeSet<(Id, i64)>, DatabaseFault> {
    let all: Vec<[i64; 16]> = positions(pdq).map(|hash| bands(&hash)).collect();
    let mut found = BTreeSet::new();
    for (n, column) in PictureBands::BANDS.iter().enumerate() {
        let mut asked: Vec<Value> = all.iter().map(|bands| Value::Integer(bands[n])).collect();
        asked.dedup();
        let places: Vec<String> = (2..).map(|at| format!("${at}")).take(asked.len()).collect();
        let sql = format!(
            "SELECT report, n, upright FROM {} WHERE {column} IN ({}) AND report <> $1 LIMIT {MOST_OF_A_BAND}",
            PictureBands::TABLE.name,
            places.join(", ")
        );
        asked.insert(0, report.to_value());
        for row in database.rows(&sql, asked)? {
            let [id, Value::Integer(n), Value::Bytes(upright)] = row.as_slice() else { continue };
            let looks_same = positions(upright)
                .any(|other| positions(pdq).any(|own| own.distance(&other) <= MOST_BITS_APART));
            found.extend(Id::from_value(id).ok().filter(|_| looks_same).map(|id| (id, *n)));
        }
    }
    Ok(found)
}

/// Columns of a picture's hashes.
const HASH: &str = "report, n, sha256, md5, pdq, quality";

/// Counts the pictures of other reports that look like those of this one and are not the same file.
fn by_looks(
    database: &mut dyn Database,
    report: Id,
    found: &mut BTreeMap<Id, Alike>,
) -> Result<(), DatabaseFault> {
    let sql = format!("SELECT {HASH} FROM {} WHERE report = $1", PictureHash::TABLE.name);
    let own = database.records::<PictureHash>(&sql, vec![report.to_value()])?;
    let mut pictures = BTreeSet::new();
    for hash in &own {
        // A picture whose PDQ tells nothing looks like many others.
        let tells =
            PictureBands::new(hash.report, 0, &hash.pdq, u8::try_from(hash.quality).unwrap_or(0)).is_some();
        pictures.extend(if tells { same_looks(database, report, &hash.pdq)? } else { BTreeSet::new() });
    }
    for (other, _) in pictures {
        found.entry(other).or_default().look_same += 1;
    }
    // What is the same file is counted as such.
    for alike in found.values_mut() {
        alike.look_same = alike.look_same.saturating_sub(alike.pictures);
    }
    Ok(())
}

/// The reports that look like this one, the most alike first: whoever asks for somebody leaves out what that person must not know of.
///
/// # Errors
/// The database's.
pub fn alike(database: &mut dyn Database, report: Id) -> Result<Vec<(Id, Alike)>, DatabaseFault> {
    let mut found = BTreeMap::new();
    by_words(database, report, &mut found)?;
    let marks = MarkToken::TABLE.name;
    for mark in values(database, marks, "mark", report)? {
        for other in others(database, (marks, "mark"), mark, report)? {
            found.entry(other).or_default().marks += 1;
        }
    }
    // A picture that came here and one that somebody wants gone are one picture all the same.
    let pictures = [PictureHash::TABLE.name, GoneHash::TABLE.name];
    for own in pictures {
        for hash in values(database, own, "sha256", report)? {
            for table in pictures {
                for other in others(database, (table, "sha256"), hash.clone(), report)? {
                    found.entry(other).or_default().pictures += 1;
                }
            }
        }
    }
    by_looks(database, report, &mut found)?;
    let mut found: Vec<(Id, Alike)> = found.into_iter().collect();
    found.sort_by_key(|(id, alike)| (std::cmp::Reverse(alike.strength()), *id));
    found.truncate(MOST_TOLD);
    Ok(found)
}

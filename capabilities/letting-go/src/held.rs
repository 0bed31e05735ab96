//! What is held on somebody, across all rooms: collected from what each room declares of its tables, opened under the gate
//! with a look that is recorded. What names others is withheld by declaration, and sealed words by decision.

use crate::codes::{AnswerTo, RequestState};
use crate::tables::{DataRequest, Withheld};
use kernel::kept::Kept;
use kernel::{Actor, Cell as _, Column, Exposure, Id, Personal, Purpose, ReadKind, Record, Row, Value};
use serde_json::{Map, Value as Json, json};
use store::{Database, DatabaseFault, LookFault, Node};

/// Rows of one table, and sealed words, that one collection holds at most.
const MOST: usize = 1_000;

/// What stands in one place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// As lists show it.
    Shown(String),
    /// It names somebody else.
    Withheld,
}

/// The rows of one table that are about somebody.
#[derive(Debug)]
pub(crate) struct HeldRows {
    pub(crate) table: &'static str,
    pub(crate) about: &'static str,
    pub(crate) columns: Vec<&'static Column>,
    pub(crate) rows: Vec<Vec<Place>>,
}

/// Sealed words about somebody.
#[derive(Debug)]
pub(crate) struct HeldWords {
    pub(crate) act: Id,
    pub(crate) slot: u16,
    pub(crate) state: Words,
}

/// What became of sealed words.
#[derive(Debug)]
pub(crate) enum Words {
    /// They are shown.
    Shown(Personal<String>),
    /// They name others, and two people decided that they are withheld.
    Withheld,
    /// A file, of so many bytes. No picture is ever shown.
    File(usize),
}

/// A request with what is held, as far as the answer goes.
pub(crate) struct Collected {
    pub(crate) request: DataRequest,
    /// None once the answer is that nothing is shown.
    pub(crate) held: Option<(Vec<HeldRows>, Vec<HeldWords>)>,
}

/// The request of that number.
pub(crate) fn request_of(node: &Node, request: Id) -> Result<Option<DataRequest>, DatabaseFault> {
    let columns = names(DataRequest::TABLE.columns.iter());
    let sql = format!("SELECT {columns} FROM {} WHERE request = $1", DataRequest::TABLE.name);
    node.read(|database| {
        Ok(database.records::<DataRequest>(&sql, vec![request.to_value()])?.into_iter().next())
    })
}

fn names<'c>(columns: impl Iterator<Item = &'c Column>) -> String {
    columns.map(|column| store::database::quoted(column.name)).collect::<Vec<_>>().join(", ")
}

/// Collects what is held on whom a request is about. The look is durable before anything is opened. Blocking.
///
/// # Errors
/// [`LookFault`]: nothing is shown.
pub(crate) fn collect(
    node: &Node,
    (actor, purpose): (Actor, Purpose),
    read: &'static ReadKind,
    request: DataRequest,
) -> Result<Collected, LookFault> {
    let is_answered = request.state == RequestState::Answered;
    if is_answered && request.answer == AnswerTo::Refused {
        return Ok(Collected { request, held: None });
    }
    let subject = request.subject;
    let trace = node.look(actor, read, purpose, &[subject])?;
    let (rows, sealed, withheld) = node.read(|database| {
        let rows = node.registry().kept().filter(|kept| !kept.whose.is_empty());
        let rows: Vec<HeldRows> =
            rows.map(|kept| rows_of(database, kept, subject)).collect::<Result<_, _>>()?;
        Ok((rows, sealed_of(database, subject)?, withheld_of(database, request.request)?))
    })?;
    let mut words = Vec::with_capacity(sealed.len());
    for (act, slot) in sealed {
        let state = if withheld.contains(&act) {
            Words::Withheld
        } else {
            match node.open_payload(&trace, act, slot) {
                Ok(opened) => as_words(opened),
                // Erased in between.
                Err(LookFault::Gone) => continue,
                Err(fault) => return Err(fault),
            }
        };
        words.push(HeldWords { act, slot, state });
    }
    let rows = rows.into_iter().filter(|held| !held.rows.is_empty()).collect();
    Ok(Collected { request, held: Some((rows, words)) })
}

/// Text is shown as text; everything else is a file.
fn as_words(opened: Personal<Vec<u8>>) -> Words {
    match String::from_utf8(opened.expose().clone()) {
        Ok(text) if !text.chars().any(|c| c.is_control() && !c.is_whitespace()) => {
            Words::Shown(Personal::new(text))
        }
        _ => Words::File(opened.expose().len()),
    }
}

fn rows_of(database: &mut dyn Database, kept: &Kept, subject: Id) -> Result<HeldRows, DatabaseFault> {
    let columns: Vec<&'static Column> =
        kept.table.columns.iter().filter(|column| column.exposure != Exposure::Sealed).collect();
    let whose: Vec<String> =
        kept.whose.iter().map(|column| format!("{} = $1", store::database::quoted(column))).collect();
    let key = names(kept.table.columns[..kept.table.key].iter());
    let sql = format!(
        "SELECT {} FROM {} WHERE {} ORDER BY {key} LIMIT {MOST}",
        names(columns.iter().copied()),
        kept.table.name,
        whose.join(" OR ")
    );
    let found = database.rows(&sql, vec![subject.to_value()])?;
    let rows = found.iter().map(|row| places(kept, &columns, row, subject)).collect();
    Ok(HeldRows { table: kept.table.name, about: kept.table.comment, columns, rows })
}

/// The row as its subject may see it: a column that names somebody else says only that it does.
fn places(kept: &Kept, columns: &[&'static Column], row: &Row, subject: Id) -> Vec<Place> {
    let one = |(column, cell): (&&'static Column, &Value)| {
        let is_other =
            kept.others.contains(&column.name) && *cell != subject.to_value() && *cell != Id::NONE.to_value();
        if is_other { Place::Withheld } else { Place::Shown((column.text)(cell)) }
    };
    columns.iter().zip(row).map(one).collect()
}

fn sealed_of(database: &mut dyn Database, subject: Id) -> Result<Vec<(Id, u16)>, DatabaseFault> {
    let sql = format!("SELECT act, slot FROM payload WHERE subject = $1 ORDER BY act, slot LIMIT {MOST}");
    let rows = database.rows(&sql, vec![subject.to_value()])?;
    let one = |row: &Row| match row.as_slice() {
        [act, Value::Integer(slot)] => Some((Id::from_value(act).ok()?, u16::try_from(*slot).ok()?)),
        _ => None,
    };
    Ok(rows.iter().filter_map(one).collect())
}

fn withheld_of(database: &mut dyn Database, request: Id) -> Result<Vec<Id>, DatabaseFault> {
    let sql = "SELECT request, act FROM withheld WHERE request = $1";
    let rows = database.records::<Withheld>(sql, vec![request.to_value()])?;
    Ok(rows.into_iter().map(|row| row.act).collect())
}

impl Collected {
    /// As JSON: the request by its columns, `held` by table, `words` by act and slot.
    pub(crate) fn json(&self) -> Json {
        let request: Map<String, Json> = DataRequest::TABLE
            .columns
            .iter()
            .zip(self.request.to_row())
            .map(|(column, cell)| (column.name.to_owned(), Json::from((column.text)(&cell))))
            .collect();
        let Some((rows, words)) = &self.held else {
            return json!({ "request": request, "held": null, "words": null });
        };
        let held: Vec<Json> = rows.iter().map(HeldRows::json).collect();
        let words: Vec<Json> = words.iter().map(HeldWords::json).collect();
        json!({ "request": request, "held": held, "words": words })
    }
}

impl HeldRows {
    fn json(&self) -> Json {
        let row = |row: &Vec<Place>| {
            let members = self.columns.iter().zip(row).map(|(column, place)| {
                let value = match place {
                    Place::Shown(text) => Json::from(text.as_str()),
                    Place::Withheld => json!({ "withheld": "names somebody else" }),
                };
                (column.name.to_owned(), value)
            });
            Json::from(members.collect::<Map<_, _>>())
        };
        let rows: Vec<Json> = self.rows.iter().map(row).collect();
        json!({ "table": self.table, "about": self.about.trim(), "rows": rows })
    }
}

impl HeldWords {
    fn json(&self) -> Json {
        let (act, slot) = (self.act.to_string(), self.slot);
        match &self.state {
            Words::Shown(text) => json!({ "act": act, "slot": slot, "text": text.expose() }),
            Words::Withheld => json!({ "act": act, "slot": slot, "withheld": "names somebody else" }),
            Words::File(bytes) => json!({ "act": act, "slot": slot, "file_bytes": bytes }),
        }
    }
}

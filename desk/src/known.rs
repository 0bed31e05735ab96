//! Need to know at the doors: a record that the caller's unit does not hold is answered like one that never was, by the same
//! look-ups (¶52 derived; the gate does the same for acts, `kernel::knowing`).

use crate::answers::{problem_of_database, problem_of_look};
use crate::caller::Caller;
use crate::room::Desk;
use face::{ErrorStatus, Problem};
use facts::complaint::{Body, ComplaintBody, Concern};
use facts::standing::Conflict;
use facts::unit::Unit;
use kernel::glass::BrokenGlass;
use kernel::knowing::{Holding, KeptFrom, is_bound};
use kernel::{Actor, Ask, Cell as _, Id, Instant, ReadKind, Record, Row, Value};
use store::database::quoted;
use store::{Database, DatabaseFault, LookFault, Statement};

/// How a list is narrowed to what the reader's unit knows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Not at all: its rows speak of nothing that one unit keeps from another.
    Open,
    /// By the column that names the unit which looks after the row, and the one that names the record.
    Unit(&'static str, &'static str),
    /// By the column that names the unit which is shown the row, the one that names the record, and the one that says until when.
    UnitUntil(&'static str, &'static str, &'static str),
    /// By the column that names the record which the unit must hold.
    Record(&'static str),
    /// By two columns that name records, both of which the unit must hold.
    Both(&'static str, &'static str),
}

impl Guard {
    /// The conditions in SQL of which a row of the table fulfils one and never two, their first free parameter with this number, and their
    /// parameters; none where the reader is not bound. What an index lists under one unit is a condition of its own, so that
    /// the first rows are found without the others.
    pub(crate) fn sql(self, table: &str, reader: &Actor, first: usize) -> Option<(Vec<String>, Vec<Value>)> {
        let (own, common) = (format!("${first}"), format!("${}", first + 1));
        let held = |record: &str| {
            format!(
                "EXISTS (SELECT 1 FROM {} AS held WHERE held.record_id = {table}.{} AND held.unit IN ({own}, {common}))",
                Holding::TABLE.name,
                quoted(record)
            )
        };
        if let Guard::UnitUntil(unit, record, until) = self {
            return is_bound(reader.role).then(|| until_sql(reader, (unit, record, until), first));
        }
        // Whom a record is kept from does not see it among those of their unit.
        let not_kept = |record: &str| by_no_name(record, first + 2);
        let conditions = match self {
            Guard::Open | Guard::UnitUntil(..) => return None,
            _ if !is_bound(reader.role) => return None,
            // Who has no unit knows of what is common, once.
            Guard::Unit(unit, record) => [&own, &common]
                .into_iter()
                .skip(usize::from(reader.unit.is_none()))
                .map(|whose| format!("{} = {whose} AND {}", quoted(unit), not_kept(record)))
                .collect(),
            Guard::Record(record) => vec![format!("{} AND {}", held(record), not_kept(record))],
            Guard::Both(one, two) => {
                let both = [one, two].map(|record| format!("{} AND {}", held(record), not_kept(record)));
                vec![both.join(" AND ")]
            }
        };
        Some((conditions, vec![reader.unit.to_value(), Id::NONE.to_value(), reader.id.to_value()]))
    }
}

/// The condition of what a unit is shown until a moment, and its parameters; whoever is of no unit is shown nothing.
fn until_sql(
    reader: &Actor,
    (unit, record, until): (&str, &str, &str),
    first: usize,
) -> (Vec<String>, Vec<Value>) {
    let kept = by_no_name(record, first + 2);
    let shown = format!("{} = ${first} AND {} > ${} AND {kept}", quoted(unit), quoted(until), first + 1);
    let unit = reader.unit.some().unwrap_or(NO_UNIT);
    (vec![shown], vec![unit.to_value(), Desk::now().to_value(), reader.id.to_value()])
}

/// A number that no row names as the unit to which it is open.
const NO_UNIT: Id = Id([0xfe; 16]);

/// The condition in SQL that a record, named by a column, is not kept from the officer whose number is that parameter.
fn by_no_name(record: &str, officer: usize) -> String {
    let kept = KeptFrom::TABLE.name;
    format!("{} NOT IN (SELECT record_id FROM {kept} WHERE officer = ${officer})", quoted(record))
}

/// The condition in SQL that a record, named by a column, is neither kept from the reader nor a complaint about units of their
/// kind, its first free parameter with this number; and its parameters.
pub(crate) fn not_kept_from(reader: &Actor, record: &str, first: usize) -> (String, Vec<Value>) {
    let (concern, unit, body) = (Concern::TABLE.name, Unit::TABLE.name, ComplaintBody::TABLE.name);
    let condition = format!(
        "{} AND {} NOT IN (SELECT about.matter FROM {concern} AS about JOIN {unit} AS own ON own.kind = about.kind \
         WHERE own.unit = ${} AND own.unit NOT IN (SELECT unit FROM {body} WHERE body = ${}))",
        by_no_name(record, first),
        quoted(record),
        first + 1,
        first + 2
    );
    (condition, vec![reader.id.to_value(), reader.unit.to_value(), Body::Second.to_value()])
}

fn is_positive(rows: &[Row]) -> bool {
    matches!(rows.first().and_then(|row| row.first()), Some(Value::Integer(count)) if *count > 0)
}

/// What the doors find out about a record before anything of it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    known: bool,
    conflict: bool,
}

/// Looks up whether somebody may know of a record: their unit holds it, or they broke the glass. All look-ups are done
/// whatever the first of them says.
fn find(
    database: &mut dyn Database,
    actor: &Actor,
    record: Id,
    now: Instant,
) -> Result<Found, DatabaseFault> {
    let count = |table: &str, condition: &str, parameters: Vec<Value>| {
        Statement::new(format!("SELECT COUNT(*) FROM {table} WHERE {condition}"), parameters)
    };
    let (officer, record) = (actor.id.to_value(), record.to_value());
    let units = vec![actor.unit.to_value(), Id::NONE.to_value(), record.clone()];
    let answers = database.query(&[
        count(Holding::TABLE.name, "unit IN ($1, $2) AND record_id = $3", units),
        count(
            BrokenGlass::TABLE.name,
            "officer = $1 AND record_id = $2 AND until > $3",
            vec![officer.clone(), record.clone(), now.to_value()],
        ),
        count(Conflict::TABLE.name, "officer = $1 AND matter = $2", vec![officer.clone(), record.clone()]),
        count(KeptFrom::TABLE.name, "record_id = $1 AND officer = $2", vec![record, officer]),
    ])?;
    let says = |n: usize| answers.get(n).is_some_and(|rows| is_positive(rows));
    let knows = says(0) | says(1);
    Ok(Found { known: !is_bound(actor.role) | (knows & !says(3)), conflict: says(2) })
}

/// Whether somebody may know of a record.
///
/// # Errors
/// [`DatabaseFault`].
pub fn is_known(
    database: &mut dyn Database,
    actor: &Actor,
    record: Id,
    now: Instant,
) -> Result<bool, DatabaseFault> {
    find(database, actor, record, now).map(|found| found.known)
}

/// What an address of one record answers to whoever declared a conflict of interest in it, as OpenAPI describes it.
#[derive(utoipa::IntoResponses)]
#[response(
    status = 422,
    description = "A conflict of interest in it was declared: type /problems/rule/no-judge-in-own-cause"
)]
pub struct Conflicted;

impl Caller {
    /// Passes the policy for a read of one record, and need to know. Whoever declared a conflict with it is refused by the
    /// rule, and that is entered.
    ///
    /// # Errors
    /// The refusal; "not found" for what the unit does not know of, whether it exists or not.
    pub async fn may_read(&self, desk: &Desk, read: &'static ReadKind, record: Id) -> Result<(), Problem> {
        self.may(Ask::Read(read))?;
        let (actor, purpose) = (self.actor, self.purpose);
        let asked = desk.blocking(move |node| {
            let found = node.read(|database| find(database, &actor, record, Desk::now()))?;
            match found {
                Found { known: false, .. } => Err(LookFault::Gone),
                Found { conflict: true, .. } => node.look(actor, read, purpose, &[record]).map(drop),
                Found { .. } => Ok(()),
            }
        });
        asked.await.map_err(|fault| problem_of_look(&self.texts, &fault))
    }

    /// The same, for an answer that goes on for long after the caller was let in: whether they still would be, and still may.
    ///
    /// # Errors
    /// The refusal; "sign in" where the session has ended or the account is not what it was.
    pub async fn may_still_read(
        &self,
        desk: &Desk,
        read: &'static ReadKind,
        record: Id,
    ) -> Result<(), Problem> {
        let pass = self.pass.clone();
        let holds = desk.blocking(move |node| access::still_holds(node, &pass, Desk::now())).await;
        if !holds.map_err(|fault| problem_of_database(&self.texts, &fault))? {
            return Err(Problem::of(&self.texts, ErrorStatus::SIGN_IN));
        }
        self.may_read(desk, read, record).await
    }
}

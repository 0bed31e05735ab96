//! The main database: reached, set as it must be, complete; and what its tables say of clock, tasks and accounts.

use super::{Patient, Report};
use access::codes::AccountState;
use access::tables::Staff;
use calling::codes::{Delivery, Means};
use calling::tables::Way;
use facts::complaint::{Body, ComplaintBody};
use kernel::knowing::NO_UNIT_YET;
use kernel::{Cell, CodeList, Instant, Record, Role, Value};
use reports::READ_REPORT;
use store::database::{TableSql, quoted};
use store::world::main_tables;
use store::{Database, DatabaseFault};

/// The oldest PostgreSQL that is known to do, as its server says it.
const OLDEST_POSTGRES: i64 = 140_000;
/// How far the last entry may lie ahead of the clock, in ms.
const AHEAD: i64 = 2_000;
/// A day, in ms.
const DAY_MS: i64 = 86_400_000;
/// No node is older than the program: 2025-01-01.
const FIRST_DAY: i64 = 1_735_689_600_000;

fn texts(database: &mut dyn Database, sql: &str) -> Result<Vec<String>, DatabaseFault> {
    let rows = database.rows(sql, Vec::new())?;
    let text = |value: Value| match value {
        Value::Text(text) => text,
        Value::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    Ok(rows.into_iter().next().unwrap_or_default().into_iter().map(text).collect())
}

/// Looks at the database.
pub(super) fn look(patient: &Patient<'_>, report: &mut Report) {
    let done = store::verify::on_node(patient.config, |database| {
        if patient.config.database.is_some() {
            postgres(database, report)?
        } else {
            sqlite(database, report)?
        }
        tables(patient, database, report);
        clock(patient, database, report)?;
        tasks(database, report)?;
        accounts(database, report)?;
        complaints(database, report)?;
        calling(patient, database, report)
    });
    if let Err(fault) = done {
        let todo =
            "is the server there, and is this the database that the node is served with (node.database)?";
        report.fail("database", fault.to_string(), todo);
    }
}

fn sqlite(database: &mut dyn Database, report: &mut Report) -> Result<(), DatabaseFault> {
    let mode = texts(database, "PRAGMA journal_mode")?.concat();
    if mode == "wal" {
        report.ok("database", "SQLite, with a write-ahead log");
    } else {
        report.fail(
            "database",
            format!("SQLite with journal mode {mode}"),
            "only 'tutela' may write tutela.db: verify it, and start the node once",
        );
    }
    Ok(())
}

fn postgres(database: &mut dyn Database, report: &mut Report) -> Result<(), DatabaseFault> {
    let sql = "SELECT current_setting('server_version_num'), current_setting('fsync'), \
               current_setting('full_page_writes'), current_setting('synchronous_commit'), \
               current_setting('server_encoding'), \
               (SELECT CAST(datcollate AS text) FROM pg_database WHERE datname = current_database())";
    let told = texts(database, sql)?;
    let [version, fsync, pages, commit, encoding, collation] = told.as_slice() else {
        report.fail("database", "PostgreSQL does not tell its settings", "look at its log");
        return Ok(());
    };
    if version.parse::<i64>().is_ok_and(|version| version >= OLDEST_POSTGRES) {
        report.ok("database", format!("PostgreSQL {}", version.parse::<i64>().unwrap_or(0) / 10_000));
    } else {
        report.warn("database", format!("PostgreSQL {version} is older than 14"), "update the server");
    }
    let wrong: Vec<String> = [("fsync", fsync), ("full_page_writes", pages)]
        .iter()
        .filter(|(_, value)| *value != "on")
        .map(|(name, value)| format!("{name} is {value}"))
        .chain(["off", "local"].contains(&commit.as_str()).then(|| format!("synchronous_commit is {commit}")))
        .collect();
    if wrong.is_empty() {
        report.ok("durability", format!("fsync and full_page_writes are on, synchronous_commit is {commit}"));
    } else {
        report.fail(
            "durability",
            wrong.join(", "),
            "set them to on in postgresql.conf: an acknowledged act could be lost",
        );
    }
    if encoding == "UTF8" {
        report.ok("encoding", "UTF8");
    } else {
        report.fail(
            "encoding",
            encoding.clone(),
            "make the database anew with ENCODING 'UTF8', and move the node there",
        );
    }
    if collation.starts_with('C') || collation == "POSIX" {
        report.ok("collation", collation.clone());
    } else {
        report.warn("collation", format!("{collation}: lists are sorted otherwise than on SQLite, and a system update can break indexes"), "make the database with LC_COLLATE 'C', and move the node there with 'tutela migrate'");
    }
    Ok(())
}

/// Whether every table is there with every column.
fn tables(patient: &Patient<'_>, database: &mut dyn Database, report: &mut Report) {
    let expected = main_tables(patient.registry);
    let missing: Vec<&str> = expected
        .iter()
        .filter(|table| {
            let columns: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
            let sql = format!("SELECT {} FROM {} WHERE 1 = 0", columns.join(", "), table.name);
            database.rows(&sql, Vec::new()).is_err()
        })
        .map(|table| table.name)
        .collect();
    if missing.is_empty() {
        report.ok("tables", format!("all {} are there", expected.len()));
    } else {
        report.fail(
            "tables",
            format!("missing or of another layout: {}", missing.join(", ")),
            "is this the node's database, and the program of its version? then 'tutela verify'",
        );
    }
}

fn clock(
    patient: &Patient<'_>,
    database: &mut dyn Database,
    report: &mut Report,
) -> Result<(), DatabaseFault> {
    let rows = database.rows("SELECT seq, recorded FROM head WHERE one = 1", Vec::new())?;
    let Some([Value::Integer(seq), Value::Integer(recorded)]) = rows.first().map(Vec::as_slice) else {
        report.warn("journal", "it has no entry", "found the node: 'tutela init'");
        return Ok(());
    };
    let (last, now) = (Instant(*recorded), patient.now);
    report.ok("journal", format!("{seq} entries, the last one of {last}"));
    let todo = "mend the clock (timedatectl): entries take the last one's time until it has caught up";
    if last.0 > now.0 + AHEAD {
        report.fail("clock", format!("it says {now}, before the last entry"), todo);
    } else if now.0 < FIRST_DAY {
        report.fail("clock", format!("it says {now}"), "mend the clock (timedatectl)");
    } else {
        report.ok("clock", format!("{now}; all times are told in UTC"));
    }
    Ok(())
}

fn tasks(database: &mut dyn Database, report: &mut Report) -> Result<(), DatabaseFault> {
    let tasks = database.number("SELECT COUNT(*) FROM task", Vec::new())?;
    let jobs = database.number("SELECT COUNT(*) FROM job", Vec::new())?;
    if tasks == 0 {
        report.ok("tasks", format!("nothing waits for a person, and {jobs} reactions for the worker"));
    } else {
        report.warn(
            "tasks",
            format!("{tasks} reactions were refused and wait for a person"),
            "the overseer finds them on the list of tasks",
        );
    }
    Ok(())
}

/// Whether complaints about agencies and officials reach somebody (¶46, 52).
fn complaints(database: &mut dyn Database, report: &mut Report) -> Result<(), DatabaseFault> {
    let named = database.records::<ComplaintBody>(&TableSql::of(ComplaintBody::TABLE).all, Vec::new())?;
    let sql = "SELECT COUNT(*) FROM report WHERE unit = $1";
    let waiting = database.number(sql, vec![NO_UNIT_YET.to_value()])?;
    let missing: Vec<&str> = Body::all()
        .iter()
        .filter(|&&body| named.iter().all(|row| row.body != body))
        .map(|body| body.code())
        .collect();
    let todo = "the overseer or an administrator names one: 'tutela act reports.name-body'";
    let staff = database.records::<Staff>(&TableSql::of(Staff::TABLE).all, Vec::new())?;
    let reads = |one: &Staff| one.state == AccountState::Open && READ_REPORT.roles.contains(&one.role);
    let hears = |body: &ComplaintBody| staff.iter().any(|one| one.unit == body.unit && reads(one));
    let deaf: Vec<&str> = named.iter().filter(|body| !hears(body)).map(|body| body.body.code()).collect();
    if waiting > 0 {
        report.fail("complaints", format!("{waiting} about agencies or officials reach nobody"), todo);
    } else if !deaf.is_empty() {
        let found = format!("nobody in the unit of the {} body may read a report", deaf.join(" and "));
        report.fail(
            "complaints",
            found,
            "open an account there for an analyst, an investigator or victim support",
        );
    } else if missing.is_empty() {
        report.ok("complaints", "both bodies that hear them are named");
    } else {
        let found = format!("no unit hears those of the {} body", missing.join(" and "));
        report.warn("complaints", found, todo);
    }
    Ok(())
}

/// Whether whoever is on duty can be reached for what cannot wait (¶43, 82(g)).
fn calling(
    patient: &Patient<'_>,
    database: &mut dyn Database,
    report: &mut Report,
) -> Result<(), DatabaseFault> {
    let ways = database.records::<Way>(&TableSql::of(Way::TABLE).all, Vec::new())?;
    let ways: Vec<Way> = ways.into_iter().filter(|way| way.in_use).collect();
    let bodies = database.records::<ComplaintBody>(&TableSql::of(ComplaintBody::TABLE).all, Vec::new())?;
    let sql = "SELECT COUNT(*) FROM call_message WHERE delivery = $1 AND due_since >= $2";
    let since = Instant(patient.now.0.saturating_sub(DAY_MS));
    let given_up = database.number(sql, vec![Delivery::GivenUp.to_value(), since.to_value()])?;
    let is_set = |key: &str| patient.settings.values("serve", key).iter().any(|value| !value.is_empty());
    let lacks =
        |means: &[Means], key: &str| ways.iter().any(|way| means.contains(&way.means)) && !is_set(key);
    let silent = ways.iter().filter(|way| way.failed > 0).count();
    let is_shared = |level: i64| ways.iter().any(|way| way.unit.is_none() && way.from_level == level);
    let check = "calling";
    if lacks(&[Means::Mail], "mail_server") {
        report.fail(
            check,
            "ways by mail are open, and no server is set",
            "set serve.mail_server and serve.mail_from",
        );
    } else if lacks(&[Means::Text, Means::Voice], "gateway") {
        let todo = "set serve.gateway and serve.gateway_secret: docs/calling.md";
        report.fail(check, "ways by phone are open, and no gateway is set", todo);
    } else if silent > 0 {
        let todo = "look at the list of messages (calling.messages), mend the way, and try it: 'tutela act calling.try-way'";
        report.fail(check, format!("{silent} of {} ways do not work now", ways.len()), todo);
    } else if let Some(level) = (1..=3).find(|level| !is_shared(*level)) {
        let todo = "open one: 'tutela act calling.open-way'; until then only who looks at the queue learns of what is urgent";
        report.warn(check, format!("nobody is reached at level {level} by a way that all units share"), todo);
    } else if let Some(body) = bodies.iter().find(|body| ways.iter().all(|way| way.unit != body.unit)) {
        let found = format!("urgent complaints call nobody: the {} body has no way", body.body.code());
        report.warn(check, found, "the overseer opens one for its unit: 'tutela act calling.open-way'");
    } else if given_up > 0 {
        let todo = "look at the list of messages (calling.messages) for the reason";
        report.warn(check, format!("{given_up} messages of the last day were not delivered"), todo);
    } else {
        report.ok(check, format!("{} ways, none of which has failed last", ways.len()));
    }
    Ok(())
}

fn accounts(database: &mut dyn Database, report: &mut Report) -> Result<(), DatabaseFault> {
    let staff = database.records::<Staff>(&TableSql::of(Staff::TABLE).all, Vec::new())?;
    let open =
        |role: Role| staff.iter().filter(|one| one.role == role && one.state == AccountState::Open).count();
    let (administrators, overseers) = (open(Role::Administrator), open(Role::Overseer));
    let found = format!(
        "{administrators} open {}s, {overseers} open {}s",
        Role::Administrator.code(),
        Role::Overseer.code()
    );
    let todo = "two people open an account: 'tutela account propose', and another approves it";
    match (administrators, overseers) {
        (0, 0) => report.fail(
            "accounts",
            "the node is not founded",
            "'tutela init' prints the links of its first two people",
        ),
        (0 | 1, _) | (_, 0 | 1) => {
            report.warn("accounts", format!("{found}: whoever is away is missed"), todo)
        }
        _ => report.ok("accounts", found),
    }
    Ok(())
}

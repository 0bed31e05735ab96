//! The watch at work: hourly and on demand it goes over the looks of today and yesterday, and puts what stands out before the
//! overseer. What it reads are derived tables, the journal's entries, and for names blind tokens alone.

use crate::acts::FindUnusual;
use crate::codes::WatchRule;
use crate::pages::reading::{row, rows};
use crate::tables::{Holiday, NodeZone, UnusualLook, WatchRun, WorkingWeek};
use crate::watch::{Finding, Glance, LOOKBACK_DAYS, Watched, judge};
use crate::week::{ORDINARY_ZONE, Weeks};
use kernel::export::Exported;
use kernel::glass::{Glass, GlassBroken};
use kernel::journal::{Look, Looked, Refused};
use kernel::knowing::Holding;
use kernel::{Actor, Cell as _, Day, Entry, Event, Id, Instant, Outcome, Purpose, Record, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, Node, Statement};

/// How often it goes over the looks by itself.
const HOUR_MS: i64 = 60 * 60 * 1000;

/// Who was entered under a name, found by blind token: cases keep these, and the app puts both together.
pub type PersonsNamed = fn(&Node, &str) -> Result<Vec<Id>, DatabaseFault>;

/// What was set about working time.
///
/// # Errors
/// [`DatabaseFault`].
pub fn weeks(node: &Node) -> Result<Weeks, DatabaseFault> {
    let zone = row::<NodeZone>(node, vec![Value::Integer(1)])?;
    let zone = zone.map_or_else(|| ORDINARY_ZONE.to_owned(), |set| set.zone);
    let (weeks, holidays) =
        (rows::<WorkingWeek>(node, "1 = 1", vec![])?, rows::<Holiday>(node, "1 = 1", vec![])?);
    Ok(Weeks::new(&zone, &weeks, &holidays))
}

/// Looks since a moment, each entry once.
fn glances(node: &Node, weeks: &Weeks, since: Instant) -> Result<Vec<Glance>, DatabaseFault> {
    let found = rows::<Look>(
        node,
        "at >= $1 AND actor <> $2 ORDER BY seq, place",
        vec![since.to_value(), Id::NONE.to_value()],
    )?;
    let mut looks: Vec<Glance> = Vec::new();
    for look in found {
        let seq = look.seq.unsigned_abs();
        if let Some(last) = looks.last_mut().filter(|last| last.seq == seq) {
            last.whose.push(look.whose);
            continue;
        }
        let (day, minute) = weeks.local(look.at);
        looks.push(Glance {
            seq,
            officer: look.actor,
            role: look.role,
            unit: look.unit,
            record: look.record_id,
            whose: vec![look.whose],
            day,
            in_hours: weeks.works(look.unit, day, minute),
        });
    }
    Ok(looks)
}

/// Who holds the records that were opened on a day.
fn holds(node: &Node, looks: &[Glance], day: Day) -> Result<BTreeSet<(Id, Id)>, DatabaseFault> {
    let opened: BTreeSet<Id> = looks.iter().filter(|look| look.day == day).map(|look| look.record).collect();
    let mut holds = BTreeSet::new();
    for record in opened {
        let held = rows::<Holding>(node, "record_id = $1", vec![record.to_value()])?;
        holds.extend(held.into_iter().map(|row| (row.unit, record)));
    }
    Ok(holds)
}

/// Persons of each officer's own name: the name is read where it stands, beside the journal, and only its blind token is asked for.
fn namesakes(
    node: &Node,
    looks: &[Glance],
    day: Day,
    named: PersonsNamed,
) -> Result<BTreeMap<Id, BTreeSet<Id>>, DatabaseFault> {
    let officers: BTreeSet<Id> =
        looks.iter().filter(|look| look.day == day).map(|look| look.officer).collect();
    let mut namesakes = BTreeMap::new();
    for officer in officers {
        let persons = named(node, &access::name_of(node, officer)?)?;
        namesakes.insert(officer, persons.into_iter().collect());
    }
    Ok(namesakes)
}

/// What is no deed about a record: reading, being refused, taking out, breaking the glass.
const NO_DEED: [u16; 4] = [Looked::KIND, Refused::KIND, Exported::KIND, GlassBroken::KIND];

/// Who entered something about which record since an entry: read from the journal itself, and only when it matters.
fn deeds(node: &Node, since: u64, watched: &mut Watched) -> Result<(), DatabaseFault> {
    let sql = "SELECT bytes FROM entry WHERE seq >= $1 ORDER BY seq";
    let ask = Statement::new(sql, vec![Value::Integer(since.cast_signed())]);
    node.read(|database| {
        database.each(&ask, &mut |row| {
            let Some(Value::Bytes(bytes)) = row.first() else { return true };
            if let Ok(entry) = Entry::from_bytes(bytes)
                && !entry.actor.id.is_none()
                && !entry.subject.is_none()
                && !NO_DEED.contains(&entry.kind)
            {
                watched.acted.insert((entry.actor.id, entry.subject));
                watched.unit_acted.insert((entry.actor.unit, entry.subject));
            }
            true
        })
    })
}

/// What stands out on a day, as the journal has it now.
fn found(
    node: &Node,
    looks: &[Glance],
    day: Day,
    named: PersonsNamed,
) -> Result<Vec<Finding>, DatabaseFault> {
    let from = day.0.saturating_sub(LOOKBACK_DAYS);
    let looks: Vec<Glance> =
        looks.iter().filter(|look| (from..=day.0).contains(&look.day.0)).cloned().collect();
    let Some(first) = looks.first().map(|look| look.seq) else { return Ok(Vec::new()) };
    let broken = rows::<Glass>(node, "at >= $1 ORDER BY seq", vec![Day(from).start().to_value()])?;
    let mut watched = Watched {
        day,
        namesakes: namesakes(node, &looks, day, named)?,
        holds: holds(node, &looks, day)?,
        glasses: broken
            .into_iter()
            .map(|glass| ((glass.officer, glass.record_id), glass.seq.unsigned_abs()))
            .collect(),
        looks,
        ..Watched::default()
    };
    let needs_deeds = |finding: &Finding| matches!(finding.rule, WatchRule::NoBusiness | WatchRule::Repeated);
    let findings = judge(&watched);
    if !findings.iter().any(needs_deeds) {
        return Ok(findings);
    }
    deeds(node, first, &mut watched)?;
    Ok(judge(&watched))
}

/// Whether the overseer has it already: the same day's, or for one person again and again any of the weeks before.
fn is_known(node: &Node, finding: &Finding) -> Result<bool, DatabaseFault> {
    if row::<UnusualLook>(node, vec![finding.id().to_value()])?.is_some() {
        return Ok(true);
    }
    if finding.rule != WatchRule::Repeated {
        return Ok(false);
    }
    let since = Day(finding.day.0.saturating_sub(LOOKBACK_DAYS));
    let before = rows::<UnusualLook>(
        node,
        "officer = $1 AND watch_rule = $2 AND record_id = $3 AND on_day > $4",
        vec![
            finding.officer.to_value(),
            finding.rule.to_value(),
            finding.record.to_value(),
            since.to_value(),
        ],
    )?;
    Ok(!before.is_empty())
}

fn broken(fault: DatabaseFault) -> DeedFault {
    DeedFault::Broken(fault.to_string())
}

/// Goes over the looks of today and yesterday now, and tells how many new findings were put before the overseer. Blocking.
///
/// # Errors
/// [`DeedFault`]: the next turn does what was not done.
pub fn watch(node: &Node, now: Instant, named: PersonsNamed) -> Result<usize, DeedFault> {
    let weeks = weeks(node).map_err(broken)?;
    let (today, _) = weeks.local(now);
    // Two days more: the zone's days are not UTC's.
    let since = Day(today.0.saturating_sub(LOOKBACK_DAYS + 3)).start();
    let looks = glances(node, &weeks, since).map_err(broken)?;
    let mut new = 0;
    for day in [Day(today.0 - 1), today] {
        for finding in found(node, &looks, day, named).map_err(broken)? {
            if is_known(node, &finding).map_err(broken)? {
                continue;
            }
            let act = FindUnusual::from(&finding);
            // Its act follows from it, too: two watches at once enter it once.
            let deed = node.deed(finding.id(), &act, Actor::SYSTEM, Purpose::Oversight).build();
            match node.enter_now(deed).map(|answer| answer.outcome) {
                Ok(Outcome::Entered { .. }) => new += 1,
                Ok(outcome) => tracing::warn!(?outcome, "a finding was not entered"),
                // Another watch was faster, with a look less.
                Err(DeedFault::AnotherBody) => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    let run = WatchRun { one: 1, at: now };
    let sql = TableSql::of(WatchRun::TABLE).put;
    node.runtime(|database| database.run(&[Statement::new(sql, run.to_row())])).map_err(broken)?;
    Ok(new)
}

/// As [`watch`], but not before an hour has passed since the last time. Blocking.
///
/// # Errors
/// [`DeedFault`]: the next turn does what was not done.
pub fn watch_hourly(node: &Node, now: Instant, named: PersonsNamed) -> Result<usize, DeedFault> {
    let sql = TableSql::of(WatchRun::TABLE).get;
    let last = node
        .runtime(|database| database.records::<WatchRun>(&sql, vec![Value::Integer(1)]))
        .map_err(broken)?;
    // A clock that was set back does not stop the watch.
    let is_due = last.first().is_none_or(|run| now.0 - run.at.0 >= HOUR_MS || run.at > now);
    if is_due { watch(node, now, named) } else { Ok(0) }
}

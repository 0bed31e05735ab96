//! Random acts through the gate: every kind is accepted, every rule in force is hit, and a replay gives the same tables.

use crate::random::{Acts, Tried};
use kernel::{Class, CodeList, Ctx, Instant, MemoryNode, MemoryTables, Outcome, Registry, Row, RuleName};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use store::testing::{Home, on_both};
use store::{Deed, Node};
use tutela::rooms::{registry, rooms};

/// Acts after which a run begins anew, so that memory stays small however long the proof is.
const RUN: usize = 20_000;
/// Acts of Tutela's workers, which look beyond the tables: here chance stands in for them.
const WORKERS: [&str; 2] = ["known-material.record-matches", "cases.find-matches"];
/// 1 November 2026.
const START: Instant = Instant(1_793_491_200_000);

/// When the act `n` of `acts` is entered: one a second; near the end time leaps by a year, and thrice by weeks, so that terms end.
pub(crate) fn moment(n: usize, acts: usize) -> Instant {
    let leaps = [(80, 400), (86, 25), (91, 45), (96, 60)];
    let days: i64 = leaps.iter().filter(|(from, _)| n * 100 >= acts * from).map(|(_, days)| days).sum();
    Instant(START.0 + 1000 * i64::try_from(n).unwrap()).plus_days(days)
}

#[derive(Default)]
struct Counted {
    accepted: BTreeMap<&'static str, u64>,
    facts: BTreeMap<u16, u64>,
    rules: BTreeMap<RuleName, u64>,
}

fn house() -> Registry {
    registry(&mut rooms()).unwrap()
}

impl Counted {
    fn add(&mut self, other: Counted) {
        other.accepted.into_iter().for_each(|(name, count)| *self.accepted.entry(name).or_default() += count);
        other.facts.into_iter().for_each(|(kind, count)| *self.facts.entry(kind).or_default() += count);
        other.rules.into_iter().for_each(|(rule, count)| *self.rules.entry(rule).or_default() += count);
    }
}

/// Runs of their own seeds until `acts` were tried, on every core; a long proof tells how far it is.
fn runs(acts: usize) -> Counted {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let all = Mutex::new(Counted::default());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let first = next.fetch_add(RUN, Ordering::SeqCst);
                    if first >= acts {
                        break;
                    }
                    let mut counted = Counted::default();
                    let tried = RUN.min(acts - first);
                    run(first as u64 + 1, tried, &mut counted);
                    all.lock().unwrap().add(counted);
                    let done = done.fetch_add(tried, Ordering::SeqCst) + tried;
                    if done.is_multiple_of(50 * RUN) {
                        println!("{done} of {acts} random acts");
                    }
                }
            });
        }
    });
    all.into_inner().unwrap()
}

fn run(seed: u64, acts: usize, counted: &mut Counted) {
    let mut node = MemoryNode::new(house());
    let mut makes = Acts::new(seed);
    for n in 0..acts {
        let Tried { act, actor, purpose } = makes.next();
        let id = makes.act_id();
        let now = moment(n, acts);
        let ctx = Ctx { now, act: id, actor, purpose, cause: None };
        let outcome = node.enter(&*act, &ctx).unwrap_or_else(|fault| panic!("seed {seed}, act {n}: {fault}"));
        makes.told(&outcome);
        match outcome {
            Outcome::Entered { marks, .. } => {
                *counted.accepted.entry(act.kind().name).or_default() += 1;
                marks.iter().for_each(|rule| *counted.rules.entry(*rule).or_default() += 1);
            }
            Outcome::Refused(refusal) => *counted.rules.entry(refusal.rule).or_default() += 1,
            Outcome::Forbidden(_) | Outcome::Invalid(_) => {}
        }
    }
    node.entries.iter().for_each(|entry| *counted.facts.entry(entry.kind).or_default() += 1);
    replayed(&node, seed);
}

/// What the entries amount to is what the tables hold.
fn replayed(node: &MemoryNode, seed: u64) {
    let mut again = MemoryTables::default();
    for entry in &node.entries {
        node.registry.apply(&mut again, entry).unwrap();
    }
    for table in node.registry.tables() {
        assert!(
            node.tables.rows(table).eq(again.rows(table)),
            "seed {seed}: a replay gives another {}",
            table.name
        );
    }
}

/// How the outcome of an act reads, whoever tells it: where it was entered and what it violates, or which rule refused.
fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Refused(refusal) => format!("refused by {}", refusal.rule.code()),
        other => format!("{other:?}"),
    }
}

/// In memory reactions follow their cause at once; here the next act must wait until the writer has carried them out.
fn settle(node: &Node) {
    let waiting = "SELECT COUNT(*) FROM job WHERE automatic = 1";
    while node.read(|database| database.number(waiting, Vec::new())).unwrap() > 0 {
        std::thread::yield_now();
    }
}

/// Enters the same acts at the same times: on a database, act by act.
fn on_a_database(home: &Home, acts: usize) -> (Vec<String>, BTreeMap<&'static str, Vec<Row>>) {
    let time = Arc::new(AtomicI64::new(START.0));
    let clock = Arc::clone(&time);
    let clock = Box::new(move || Instant(clock.load(Ordering::SeqCst)));
    let node = Node::open_with_clock(home.config(), house(), clock).unwrap();
    let mut makes = Acts::new(SAME);
    let mut answers = Vec::with_capacity(acts);
    for n in 0..acts {
        let Tried { act, actor, purpose } = makes.next();
        time.store(moment(n, acts).0, Ordering::SeqCst);
        let deed = Deed {
            act: makes.act_id(),
            kind: act.kind().code,
            body: act.body(),
            actor,
            purpose,
            cause: None,
            payloads: Vec::new(),
            rows: Vec::new(),
            laid: None,
            digest: [0; 32],
        };
        let outcome = node.enter_now(deed).unwrap_or_else(|fault| panic!("act {n}: {fault}")).outcome;
        makes.told(&outcome);
        answers.push(told(&outcome));
        settle(&node);
    }
    node.stop();
    let tables = node.registry().tables().filter(|table| table.class == Class::Derived);
    let rows = tables.map(|table| {
        let sql = store::database::TableSql::of(table).all;
        (table.name, node.read(|database| database.rows(&sql, Vec::new())).unwrap())
    });
    let rows = rows.collect();
    drop(node);
    let verified = crate::demo::run(home, &["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    (answers, rows)
}

/// The seed of the acts that are entered on memory, SQLite and PostgreSQL.
const SAME: u64 = 5;

#[test]
fn the_same_acts_get_the_same_answers_in_memory_and_on_both_databases() {
    let acts: usize =
        std::env::var("TUTELA_SAME_ACTS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let mut node = MemoryNode::new(house());
    let mut makes = Acts::new(SAME);
    let mut answers = Vec::with_capacity(acts);
    for n in 0..acts {
        let Tried { act, actor, purpose } = makes.next();
        let id = makes.act_id();
        let now = moment(n, acts);
        let outcome = node.enter(&*act, &Ctx { now, act: id, actor, purpose, cause: None }).unwrap();
        makes.told(&outcome);
        answers.push(told(&outcome));
    }
    on_both(|home| {
        let (there, tables) = on_a_database(home, acts);
        for (n, (here, there)) in answers.iter().zip(&there).enumerate() {
            assert_eq!(here, there, "act {n}");
        }
        for table in node.registry.tables().filter(|table| table.class == Class::Derived) {
            assert!(node.tables.rows(table).eq(&tables[table.name]), "table {} differs", table.name);
        }
    });
    println!("proof: {acts} random acts, equal answers and tables in memory, on SQLite and on PostgreSQL");
}

#[test]
fn random_acts_meet_every_rule_and_every_kind() {
    let acts: usize =
        std::env::var("TUTELA_RANDOM_ACTS").ok().and_then(|text| text.parse().ok()).unwrap_or(160_000);
    let least = if acts >= 10_000_000 { 1_000 } else { 10 };
    let counted = runs(acts);
    println!("proof: {acts} random acts");
    counted.accepted.iter().for_each(|(name, count)| println!("proof: accepted {name} {count}"));
    counted.rules.iter().for_each(|(rule, count)| println!("proof: rule {} hit {count}", rule.code()));
    let house = house();
    let people =
        house.act_kinds().filter(|kind| kind.roles != [kernel::Role::System] || WORKERS.contains(&kind.name));
    let rare: Vec<_> = people
        .filter(|kind| counted.accepted.get(kind.name).is_none_or(|&count| count < least))
        .map(|kind| kind.name)
        .collect();
    assert!(rare.is_empty(), "accepted fewer than {least} times: {rare:?}");
    let in_force = RuleName::all().iter().filter(|rule| house.in_force(**rule));
    let unmet: Vec<_> =
        in_force.filter(|rule| counted.rules.get(rule).is_none_or(|&count| count < least)).collect();
    assert!(unmet.is_empty(), "rules hit fewer than {least} times: {unmet:?}");
    let events = house.charters().iter().flat_map(|charter| &charter.events);
    let silent: Vec<_> =
        events.filter(|event| !counted.facts.contains_key(&event.kind)).map(|event| event.name).collect();
    assert!(silent.is_empty(), "facts that no random act ever made: {silent:?}");
}

//! Random acts through the gate: every kind is accepted, every rule in force is hit, and a replay gives the same tables.

use crate::random::{Acts, Tried};
use kernel::{CodeList, Ctx, Instant, MemoryNode, MemoryTables, Outcome, Registry, RuleName};
use std::collections::BTreeMap;
use tutela::rooms::{registry, rooms};

/// Acts after which a run begins anew, so that memory stays small however long the proof is.
const RUN: usize = 20_000;
/// 1 November 2026.
const START: Instant = Instant(1_793_491_200_000);

#[derive(Default)]
struct Counted {
    accepted: BTreeMap<&'static str, u64>,
    facts: BTreeMap<u16, u64>,
    rules: BTreeMap<RuleName, u64>,
}

fn house() -> Registry {
    registry(&mut rooms()).unwrap()
}

fn run(seed: u64, acts: usize, counted: &mut Counted) {
    let mut node = MemoryNode::new(house());
    let mut makes = Acts::new(seed);
    for n in 0..acts {
        let Tried { act, actor, purpose } = makes.next();
        let id = kernel::Id(u128::from(seed).to_be_bytes()).derive("simulated", u32::try_from(n).unwrap());
        let now = Instant(START.0 + 1000 * i64::try_from(n).unwrap());
        let ctx = Ctx { now, act: id, actor, purpose, cause: None };
        let outcome = node.enter(&*act, &ctx).unwrap_or_else(|fault| panic!("seed {seed}, act {n}: {fault}"));
        makes.told(matches!(outcome, Outcome::Entered { .. }));
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

#[test]
fn random_acts_meet_every_rule_and_every_kind() {
    let acts: usize =
        std::env::var("TUTELA_RANDOM_ACTS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let least = if acts >= 10_000_000 { 1_000 } else { 10 };
    let mut counted = Counted::default();
    for first in (0..acts).step_by(RUN) {
        run(first as u64 + 1, RUN.min(acts - first), &mut counted);
    }
    println!("proof: {acts} random acts");
    counted.accepted.iter().for_each(|(name, count)| println!("proof: accepted {name} {count}"));
    counted.rules.iter().for_each(|(rule, count)| println!("proof: rule {} hit {count}", rule.code()));
    let house = house();
    let people = house
        .act_kinds()
        .filter(|kind| kind.roles != [kernel::Role::System] || kind.name == "known-material.record-matches");
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

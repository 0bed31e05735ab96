//! Need to know, for every act: who holds a record passes, and what others hold is answered like what never was.

use super::*;
use crate::Record;
use crate::act::{Act, ActKind, ActSpec, Nature};
use crate::actor::{Ctx, Purpose};
use crate::charter::{Charter, Registry};
use crate::glass::{BreakGlass, GlassReason, ReviewGlass};
use crate::ledger::{MemoryNode, Outcome};
use crate::refusal::Denial;
use crate::rule::Facet;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Names up to two records, or lets a unit know of the first.
#[derive(Encode, Decode)]
struct Touch {
    #[n(0)]
    first: Id,
    #[n(1)]
    second: Id,
    #[n(2)]
    tell: Option<Id>,
}

const TOUCH: ActKind = ActKind {
    code: 9_990,
    name: "test.touch",
    about: "Touch",
    nature: Nature::Decision,
    roles: &[Role::System, Role::Investigator, Role::Overseer],
};

impl Act for Touch {
    const KIND: &'static ActKind = &TOUCH;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("first", self.first), ("second", self.second)]
    }

    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.first
    }

    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        let unit = self.tell.unwrap_or(Id([99; 16]));
        Ok(vec![NewEntry::of(&Shared { unit, through: Id([98; 16]) })])
    }
}

fn id(n: u8) -> Id {
    if n == 0 { Id::NONE } else { Id([n; 16]) }
}

fn officer(unit: u8) -> Actor {
    Actor { id: Id([unit + 100; 16]), role: Role::Investigator, unit: id(unit) }
}

struct House {
    node: MemoryNode,
    acts: u32,
}

impl House {
    fn new() -> House {
        let acts = vec![ActSpec::of::<Touch>()];
        let test = Charter { name: "test", acts, ..Charter::default() };
        House { node: MemoryNode::new(Registry::new(vec![test]).unwrap()), acts: 0 }
    }

    fn enter(&mut self, act: &dyn crate::AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Investigation, self.acts);
        self.node.enter(act, &ctx).unwrap()
    }

    fn tell(&mut self, unit: u8, record: u8) {
        let tell = Some(id(unit));
        let told = self.enter(&Touch { first: id(record), second: Id::NONE, tell }, Actor::SYSTEM);
        assert!(matches!(told, Outcome::Entered { .. }), "{told:?}");
    }

    fn touch(&mut self, first: u8, second: u8, actor: Actor) -> Outcome {
        self.enter(&Touch { first: id(first), second: id(second), tell: None }, actor)
    }
}

proptest! {
    /// Units 0 (every unit) to 3, records 1 to 4 of which some exist for nobody: near misses are the rule.
    #[test]
    fn passes_exactly_who_knows_of_every_record_named(
        told in proptest::collection::vec((0_u8..4, 1_u8..4), 0..8),
        unit in 1_u8..4, first in 1_u8..5, second in 0_u8..5,
    ) {
        let mut house = House::new();
        told.iter().for_each(|&(unit, record)| house.tell(unit, record));
        let told: BTreeSet<(u8, u8)> = told.into_iter().collect();
        let known = |record: u8| record == 0 || told.contains(&(unit, record)) || told.contains(&(0, record));
        let outcome = house.touch(first, second, officer(unit));
        match (known(first), known(second)) {
            (true, true) => prop_assert!(matches!(outcome, Outcome::Entered { .. }), "{:?}", outcome),
            (true, false) => prop_assert_eq!(outcome, Outcome::Invalid(not_known("second"))),
            (false, _) => prop_assert_eq!(outcome, Outcome::Invalid(not_known("first"))),
        }
    }
}

#[test]
fn what_another_unit_holds_is_answered_like_what_never_was_and_leaves_as_little() {
    let mut house = House::new();
    house.tell(2, 1);
    let before = house.node.entries.len();
    assert_eq!(house.touch(1, 0, officer(1)), house.touch(4, 0, officer(1)));
    assert_eq!(house.node.entries.len(), before, "neither leaves an entry");
}

#[test]
fn tutela_itself_and_the_overseer_are_not_bound() {
    let mut house = House::new();
    house.tell(2, 1);
    for actor in [Actor::SYSTEM, Actor { role: Role::Overseer, ..officer(1) }] {
        assert!(matches!(house.touch(1, 4, actor), Outcome::Entered { .. }));
    }
}

#[test]
fn a_broken_glass_opens_one_record_to_one_officer_and_ends_by_itself() {
    let mut house = House::new();
    house.tell(2, 1);
    let outsider = officer(1);
    let glass = |record| BreakGlass { record: id(record), reason: GlassReason::DangerNow };
    // Whether there is such a record, the answer does not tell.
    for record in [1, 4] {
        assert!(matches!(house.enter(&glass(record), outsider), Outcome::Entered { .. }));
    }
    assert!(matches!(house.touch(1, 0, outsider), Outcome::Entered { .. }));
    let colleague = Actor { id: Id([77; 16]), ..outsider };
    assert_eq!(house.touch(1, 0, colleague), Outcome::Invalid(not_known("first")));
    assert_eq!(house.touch(2, 0, outsider), Outcome::Invalid(not_known("first")));
    house.node.head.recorded = Instant(house.node.head.recorded.0 + 8 * 60 * 60 * 1000);
    assert_eq!(house.touch(1, 0, outsider), Outcome::Invalid(not_known("first")), "it has ended");
    assert_eq!(
        house.enter(&glass(0), outsider),
        Outcome::Invalid(crate::Problem::new(
            "record",
            "names nothing",
            "the number of a report, case or person",
        ))
    );
}

#[test]
fn a_broken_glass_is_reviewed_once_by_the_overseer() {
    let mut house = House::new();
    let glass = BreakGlass { record: id(1), reason: GlassReason::Ordered };
    let Outcome::Entered { seq, .. } = house.enter(&glass, officer(1)) else { panic!("not entered") };
    let review = |glass| ReviewGlass { glass, justified: false };
    let overseer = Actor { role: Role::Overseer, ..officer(3) };
    assert!(matches!(house.enter(&review(seq), officer(2)), Outcome::Forbidden(_)));
    assert!(matches!(house.enter(&review(seq + 9), overseer), Outcome::Invalid(_)));
    assert!(matches!(house.enter(&review(seq), overseer), Outcome::Entered { .. }));
    assert!(matches!(house.enter(&review(seq), overseer), Outcome::Invalid(_)), "once");
    let rows: Vec<crate::glass::Glass> = house
        .node
        .tables
        .rows(crate::glass::Glass::TABLE)
        .map(|row| crate::glass::Glass::from_row(row).unwrap())
        .collect();
    assert_eq!(
        (rows[0].reviewed_by, rows[0].justified, rows[0].officer),
        (overseer.id, false, officer(1).id)
    );
}

#[test]
fn whoever_knows_of_a_case_is_told_of_whom_it_concerns_once() {
    let mut view = View::default();
    let mut needs = Needs::default();
    sharing_needs(id(1), id(2), &mut needs);
    let rows = |rows: &[Holding]| rows.iter().map(crate::Record::to_row).collect::<Vec<_>>();
    let holding =
        |unit, record, through| Holding { unit: id(unit), record_id: id(record), through: id(through) };
    for need in needs.missing_from(&view) {
        let crate::Need::List(_, _, cells) = &need else { panic!("a row") };
        let of_case = cells == &vec![crate::Cell::to_value(&id(1))];
        let found = if of_case {
            rows(&[holding(1, 1, 0), holding(1, 1, 9), holding(2, 1, 0)])
        } else {
            rows(&[holding(1, 2, 0), holding(2, 2, 1)])
        };
        view.fill(&need, found);
    }
    assert_eq!(holders(id(1), &view), [id(1), id(2)]);
    // Unit 1 entered the person itself, but does not know of them by this case; unit 2 does.
    let told = share_through(id(1), id(2), &view);
    assert_eq!(told, [NewEntry::of(&Shared { unit: id(1), through: id(1) }).about(id(2))]);
}

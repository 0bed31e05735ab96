//! What the room's tests share. All people and cases in it are fictional.

use crate::acts::ProposeRelease;
use crate::codes::FunnelStep;
use crate::counts::DemandCounts;
use crate::funnel::{Funnel, Outcomes};
use crate::live::{Live, Rows};
use crate::release::freeze;
use crate::scheme::{Cell, CellKey, Figure};
use crate::tables::{DemandRow, FunnelCase, FunnelPerson};
use kernel::codes::{ClosureReason, CodeList, DemandCategory, DemandLevel, Stage, Verdict};
use kernel::{Actor, Ctx, Day, Id, Instant, MemoryNode, Purpose, Registry, Role};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A node with the facts, the rules that span rooms and this room.
pub(crate) fn node() -> MemoryNode {
    MemoryNode::new(Registry::new(vec![facts::charter(), rules::charter(), crate::charter()]).unwrap())
}

/// Somebody in a role, in June 2027.
pub(crate) fn ctx(role: Role, id: u8) -> Ctx {
    let actor = Actor { id: Id([id; 16]), role, unit: Id([200; 16]) };
    let now = Day::of(2027, 6, 1).unwrap().start();
    Ctx { now, act: Id([5; 16]), actor, purpose: Purpose::Statistics, cause: None }
}

/// A release of 2025 as it is frozen.
pub(crate) fn proposal() -> ProposeRelease {
    let outcomes =
        |convicted, closed, not_known| Outcomes { convicted, closed, not_known, ..Outcomes::default() };
    let funnel = Funnel {
        reports: 500,
        cases: 40,
        identified: outcomes(30, 13, 20),
        contact: outcomes(30, 10, 8),
        charged: outcomes(30, 10, 8),
        ..Funnel::default()
    };
    let demand = DemandCounts {
        persons: 63,
        cases: 40,
        each_once: BTreeMap::from([(4, 63), (6, 40), (8, 40)]),
        ..DemandCounts::default()
    };
    ProposeRelease {
        release: Id([7; 16]),
        period: "2025".parse().unwrap(),
        threshold: 5,
        cells: freeze(&funnel, &demand, 5).unwrap(),
    }
}

/// The same with another figure for one step.
pub(crate) fn with_figure(act: ProposeRelease, step: FunnelStep, figure: Figure) -> ProposeRelease {
    let change = |cell: Cell| if cell.key == CellKey::step(step) { Cell { figure, ..cell } } else { cell };
    ProposeRelease { cells: act.cells.into_iter().map(change).collect(), ..act }
}

fn id(kind: &str, n: usize) -> Id {
    Id([3; 16]).derive(kind, u32::try_from(n).unwrap())
}

prop_compose! {
    /// One person who came so far as stages allow: each step holds the ones before it, an arrest does not.
    fn person()(
        furthest in prop::sample::select(Stage::all()),
        arrested: bool,
        verdict in prop::sample::select(Verdict::all()),
        sentenced: bool,
        closed in prop_oneof![2 => Just(0), 1 => prop::sample::select(ClosureReason::all()).prop_map(CodeList::number)],
        key in 0_usize..8,
    ) -> FunnelPerson {
        let verdict = if furthest >= Stage::Verdict { verdict } else { Verdict::NotKnown };
        FunnelPerson {
            furthest: furthest.max(Stage::Identified),
            contact: furthest >= Stage::FormalContact,
            arrested: arrested && furthest >= Stage::Arrested,
            charged: furthest >= Stage::Charged,
            verdict,
            sentenced: sentenced && furthest >= Stage::Sentenced,
            settled: furthest == Stage::Final,
            closed,
            ..FunnelPerson::named(Id::NONE, Id([u8::try_from(key).unwrap(); 16]), 2025, Instant(0))
        }
    }
}

/// Up to so many people, two to a case.
pub(crate) fn people(most: usize) -> impl Strategy<Value = Vec<FunnelPerson>> {
    prop::collection::vec(person(), 0..most).prop_map(|people| {
        let place = |(n, row)| FunnelPerson { case_id: id("case", n / 2), person: id("person", n), ..row };
        people.into_iter().enumerate().map(place).collect()
    })
}

/// The people with some codings of them and of their cases; few categories, so that some of them are large.
pub(crate) fn codings(
    people: Vec<FunnelPerson>,
) -> impl Strategy<Value = (Vec<FunnelPerson>, Vec<DemandRow>)> {
    let (of_person, of_case) = ([103, 106, 101, 100, 201, 214, 200], [307, 310, 302, 300, 403]);
    let one = |numbers: &[i64]| prop::collection::vec(prop::sample::select(numbers.to_vec()), 0..3);
    let each = prop::collection::vec((one(&of_person), one(&of_case)), people.len());
    each.prop_map(move |codes| {
        let mut rows = Vec::new();
        for (row, (of_person, of_case)) in people.iter().zip(codes) {
            let code = |person, category: i64| DemandRow {
                case_id: row.case_id,
                person,
                category,
                level: DemandLevel::from_number(category / 100).unwrap(),
            };
            rows.extend(of_person.into_iter().map(|number| code(row.person, number)));
            rows.extend(of_case.into_iter().map(|number| code(Id::NONE, number)));
        }
        (people.clone(), rows)
    })
}

/// The cases of these people.
pub(crate) fn cases_of(people: &[FunnelPerson]) -> Vec<FunnelCase> {
    let cases: BTreeSet<Id> = people.iter().map(|row| row.case_id).collect();
    let case = |case| FunnelCase { case_id: case, year: 2025, opened: true, closed: 0, people: 2 };
    cases.into_iter().map(case).collect()
}

/// Up to so many people, with codings of them and of their cases.
pub(crate) fn people_and_codings(most: usize) -> impl Strategy<Value = (Vec<FunnelPerson>, Vec<DemandRow>)> {
    people(most).prop_flat_map(codings)
}

/// The figures of such a world.
pub(crate) fn counted_in((people, codings): &(Vec<FunnelPerson>, Vec<DemandRow>)) -> (Funnel, DemandCounts) {
    let cases = cases_of(people);
    let rows = Rows { reports: 17, cases, people: people.clone(), codings: codings.clone() };
    let live = Live::of(rows, &|person| person);
    (live.funnel, live.demand)
}

/// The same world with so many people more, who came a little further than being named.
pub(crate) fn grown(
    (people, codings): &(Vec<FunnelPerson>, Vec<DemandRow>),
    more: usize,
) -> (Vec<FunnelPerson>, Vec<DemandRow>) {
    let (mut people, mut codings) = (people.clone(), codings.clone());
    for n in 0..more {
        let row = FunnelPerson {
            contact: true,
            charged: n % 2 == 0,
            ..FunnelPerson::named(id("later case", n), id("later person", n), 2025, Instant(0))
        };
        let category = DemandCategory::Situational.number();
        codings.push(DemandRow {
            case_id: row.case_id,
            person: row.person,
            category,
            level: DemandLevel::Immediate,
        });
        people.push(row);
    }
    (people, codings)
}

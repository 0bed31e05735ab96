//! Stories through the node: facts of other rooms in, figures out; and the tables are what the journal says.

use crate::acts::{ConfirmRelease, ProposeRelease};
use crate::codes::{DemandGroup, FunnelStep, ReleaseState};
use crate::csv::csv;
use crate::live::{Live, Rows};
use crate::release::freeze;
use crate::scheme::{Cell, CellKey};
use crate::tables::{DemandRow, FunnelCase, FunnelPerson, Release, ReleaseCell, ReportYear};
use crate::testing::{ctx, node};
use facts::outcome::{CaseOpened, DemandCoded, ProceedingClosed, StageReached};
use facts::person::SuspectNamed;
use facts::report::ReportFiled;
use kernel::codes::{
    AgeBand, ClosureReason, CodeList, DangerAnswer, DemandCategory, DemandLevel, Iccs, ReportingPerson,
    Stage, SuspectRole, Verdict,
};
use kernel::{Entry, Event, Id, MemoryNode, MemoryTables, Outcome, Record, Role, Span};

/// A node, and the facts that other rooms enter, as their entries would be.
struct World {
    node: MemoryNode,
}

impl World {
    fn fact<E: Event>(&mut self, fact: &E) {
        let ctx = ctx(Role::Investigator, 3);
        let new = kernel::NewEntry::of(fact);
        let seq = self.node.head.seq + 1;
        let entry = Entry {
            seq,
            previous: self.node.head.leaf,
            recorded: ctx.now.max(self.node.head.recorded),
            act: Id([6; 16]).derive("fact", u32::try_from(seq).unwrap()),
            ordinal: 0,
            kind: new.kind,
            version: new.version,
            actor: ctx.actor,
            purpose: ctx.purpose,
            cause: None,
            marks: Vec::new(),
            body: new.body,
            subject: Id::NONE,
            commitments: Vec::new(),
        };
        self.node.registry.apply(&mut self.node.tables, &entry).unwrap();
        let leaf = kernel::entry::leaf_hash(&entry.to_bytes());
        self.node.head = kernel::Head { seq, leaf, recorded: entry.recorded };
        self.node.entries.push(entry);
    }

    fn open(&mut self, case: Id) {
        let offence = Iccs::all()[0];
        self.fact(&CaseOpened { case, offence, conduct_when: Span::UNKNOWN, ex_officio: true });
    }

    fn name(&mut self, case: Id, person: Id, role: SuspectRole) {
        self.fact(&SuspectNamed { person, case, role, conduct_when: Span::UNKNOWN, conduct: None });
    }

    fn reach(&mut self, case: Id, person: Id, stage: Stage, verdict: Verdict, on: &str) {
        self.fact(&StageReached { person, case, stage, verdict, happened: on.parse().unwrap() });
    }

    fn close(&mut self, case: Id, person: Id, reason: ClosureReason) {
        self.fact(&ProceedingClosed { person, case, reason });
    }

    fn code(&mut self, case: Id, person: Id, category: DemandCategory) {
        self.fact(&DemandCoded { person, case, level: category.level(), category });
    }

    fn rows<R: Record>(&self) -> Vec<R> {
        self.node.tables.rows(R::TABLE).map(|row| R::from_row(row).unwrap()).collect()
    }

    fn person(&self, case: Id, person: Id) -> FunnelPerson {
        let rows: Vec<FunnelPerson> = self.rows();
        rows.into_iter().find(|row| (row.case_id, row.person) == (case, person)).unwrap()
    }

    fn live(&self) -> Live {
        let reports = self.rows::<ReportYear>().iter().map(|row| row.filed).sum();
        let rows = Rows { reports, cases: self.rows(), people: self.rows(), codings: self.rows() };
        Live::of(rows, &|person| person)
    }

    /// Applies the journal to empty tables and compares every table of the node.
    fn replays(&self) {
        let mut again = MemoryTables::default();
        self.node.entries.iter().for_each(|entry| self.node.registry.apply(&mut again, entry).unwrap());
        for table in self.node.registry.tables() {
            assert!(again.rows(table).eq(self.node.tables.rows(table)), "{}", table.name);
        }
    }
}

fn id(kind: &str, n: u32) -> Id {
    Id([4; 16]).derive(kind, n)
}

fn world() -> World {
    World { node: node() }
}

const CASE: Id = Id([21; 16]);
const PERSON: Id = Id([22; 16]);

fn report(n: u32) -> ReportFiled {
    ReportFiled {
        report: id("report", n),
        by: ReportingPerson::all()[0],
        danger: DangerAnswer::all()[0],
        age: AgeBand::all()[0],
        language: "en".to_owned(),
        pictures: 0,
        points: 0,
        reasons: Vec::new(),
        contact: false,
        folded_into: None,
        weights: None,
        came_by: None,
    }
}

/// Sixty fictional proceedings of 2025: 40 arrests, 20 of them with a verdict or a reason, 20 without.
fn a_year() -> World {
    let mut world = world();
    (0..31).for_each(|n| world.fact(&report(n)));
    for n in 0..60 {
        let (case, person) = (id("case", n / 2), id("person", n));
        if n % 2 == 0 {
            world.open(case);
        }
        world.name(case, person, SuspectRole::DirectOffender);
        world.reach(case, person, Stage::Identified, Verdict::NotKnown, "2025-02");
        if n < 40 {
            world.reach(case, person, Stage::Arrested, Verdict::NotKnown, "2025-03");
        }
        if n < 14 {
            world.reach(case, person, Stage::Charged, Verdict::NotKnown, "2025-05");
            world.reach(case, person, Stage::Verdict, Verdict::Convicted, "2025-11");
        } else if n < 20 {
            world.close(case, person, ClosureReason::InsufficientEvidence);
        }
        if n < 30 {
            let category = if n < 12 { DemandCategory::OnlineMaterial } else { DemandCategory::Situational };
            world.code(case, person, category);
        }
    }
    world
}

#[test]
fn from_facts_to_a_published_release() {
    let mut world = a_year();
    let live = world.live();
    assert_eq!((live.funnel.reports, live.funnel.cases, live.funnel.identified.total()), (31, 30, 60));
    let arrested = live.funnel.arrested;
    assert_eq!((arrested.convicted, arrested.closed, arrested.not_known), (14, 6, 20));
    let cells = freeze(&live.funnel, &live.demand, 5).unwrap();
    let shown = |key| cells.iter().find(|cell| cell.key == key).unwrap().figure.count();
    assert_eq!(shown(CellKey::step(FunnelStep::FormalContact)), Some(40));
    assert_eq!(shown(CellKey::step(FunnelStep::NotKnownBeforeCharge)), Some(20));
    assert_eq!(shown(CellKey::group(DemandGroup::PersonsNotDetermined)), Some(30));
    assert_eq!(shown(CellKey::category(DemandCategory::OnlineMaterial)), Some(12));

    let release = Id([9; 16]);
    let period = "2025".parse().unwrap();
    let propose = ProposeRelease { release, period, threshold: 5, cells: cells.clone() };
    let statistician = ctx(Role::Statistician, 1);
    assert!(matches!(world.node.enter(&propose, &statistician).unwrap(), Outcome::Entered { .. }));
    assert!(matches!(
        world.node.enter(&ConfirmRelease { release }, &ctx(Role::Overseer, 2)).unwrap(),
        Outcome::Entered { .. }
    ));
    let releases: Vec<Release> = world.rows();
    assert_eq!((releases[0].state, releases[0].proposed_by), (ReleaseState::Published, Id([1; 16])));
    assert_eq!(releases[0].confirmed_by, Id([2; 16]));
    let kept: Vec<Cell> = world.rows::<ReleaseCell>().iter().map(ReleaseCell::figure).collect();
    assert_eq!(csv(&kept), csv(&cells));
    world.replays();
}

#[test]
fn a_refused_release_writes_no_figure() {
    let mut world = a_year();
    let live = world.live();
    let cells = freeze(&live.funnel, &live.demand, 5).unwrap();
    let period = "2025".parse().unwrap();
    let act = ProposeRelease { release: Id([9; 16]), period, threshold: 13, cells };
    assert!(matches!(world.node.enter(&act, &ctx(Role::Statistician, 1)).unwrap(), Outcome::Refused(_)));
    assert_eq!(world.rows::<Release>(), []);
    assert_eq!(world.rows::<ReleaseCell>(), []);
}

#[test]
fn one_person_in_two_cases_is_two_proceedings() {
    let mut world = world();
    let other = Id([23; 16]);
    for case in [CASE, other] {
        world.open(case);
        world.name(case, PERSON, SuspectRole::Procurer);
    }
    world.reach(CASE, PERSON, Stage::Arrested, Verdict::NotKnown, "2025");
    // Twice charged in one case is one proceeding still.
    world.reach(CASE, PERSON, Stage::Charged, Verdict::NotKnown, "2025");
    world.reach(CASE, PERSON, Stage::Charged, Verdict::NotKnown, "2025");
    let funnel = world.live().funnel;
    assert_eq!((funnel.identified.total(), funnel.charged.total()), (2, 1));
}

#[test]
fn closing_a_case_closes_everybody_whose_own_proceeding_is_open() {
    let mut world = world();
    let (first, second, third) = (id("person", 1), id("person", 2), id("person", 3));
    world.open(CASE);
    world.name(CASE, first, SuspectRole::DirectOffender);
    world.name(CASE, second, SuspectRole::DirectOffender);
    world.close(CASE, first, ClosureReason::SuspectDied);
    world.close(CASE, Id::NONE, ClosureReason::TimeBarred);
    world.name(CASE, third, SuspectRole::DirectOffender);
    let closed = |person| world.person(CASE, person).closed;
    assert_eq!(closed(first), ClosureReason::SuspectDied.number());
    assert_eq!(closed(second), ClosureReason::TimeBarred.number());
    assert_eq!(closed(third), 0, "named after the closing, so the case goes on for them");
    let cases: Vec<FunnelCase> = world.rows();
    assert_eq!((cases[0].people, cases[0].closed), (3, ClosureReason::TimeBarred.number()));
    world.replays();
}

#[test]
fn who_gets_further_is_open_again_and_a_late_entry_opens_nothing() {
    let mut world = world();
    world.name(CASE, PERSON, SuspectRole::DirectOffender);
    world.reach(CASE, PERSON, Stage::Charged, Verdict::NotKnown, "2025-06");
    world.close(CASE, PERSON, ClosureReason::InsufficientEvidence);
    world.reach(CASE, PERSON, Stage::Arrested, Verdict::NotKnown, "2024-12-30");
    let row = world.person(CASE, PERSON);
    assert!(row.arrested && row.closed != 0);
    assert_eq!(row.first_year, 2024);
    world.reach(CASE, PERSON, Stage::Indicted, Verdict::NotKnown, "2026");
    assert_eq!(world.person(CASE, PERSON).closed, 0);
}

#[test]
fn an_appeal_turns_a_verdict_and_an_old_verdict_entered_late_does_not() {
    let mut world = world();
    world.reach(CASE, PERSON, Stage::Verdict, Verdict::Convicted, "2025-06-01");
    world.reach(CASE, PERSON, Stage::Final, Verdict::Acquitted, "2026-02-01");
    assert_eq!(world.person(CASE, PERSON).verdict, Verdict::Acquitted);
    world.reach(CASE, PERSON, Stage::Verdict, Verdict::Convicted, "2025-06-01");
    world.reach(CASE, PERSON, Stage::Appealed, Verdict::NotKnown, "2026-03-01");
    let row = world.person(CASE, PERSON);
    assert_eq!((row.verdict, row.settled, row.charged), (Verdict::Acquitted, true, true));
    assert_eq!(world.live().funnel.cases, 0, "a case of which no opening is entered is not one opened");
}

#[test]
fn a_final_outcome_without_a_verdict_is_a_gap() {
    let mut world = world();
    world.reach(CASE, PERSON, Stage::Arrested, Verdict::NotKnown, "2025");
    world.reach(CASE, PERSON, Stage::Final, Verdict::NotKnown, "2025");
    world.close(CASE, PERSON, ClosureReason::Concluded);
    assert_eq!(world.live().funnel.arrested.not_known, 1);
}

#[test]
fn stages_of_a_whole_case_are_nobodys_and_companies_stand_apart() {
    let mut world = world();
    world.open(CASE);
    world.reach(CASE, Id::NONE, Stage::Investigation, Verdict::NotKnown, "2025");
    world.name(CASE, PERSON, SuspectRole::Company);
    world.code(CASE, PERSON, DemandCategory::CompanyLookingAway);
    let live = world.live();
    assert_eq!((live.funnel.identified.total(), live.companies.identified.total()), (0, 1));
    assert_eq!((live.demand.coded[&213], live.company_demand.coded[&213]), (0, 1));
}

#[test]
fn a_coding_can_be_taken_back() {
    let mut world = world();
    world.name(CASE, PERSON, SuspectRole::DirectOffender);
    world.code(CASE, PERSON, DemandCategory::Situational);
    world.code(CASE, PERSON, DemandCategory::Platform);
    world.code(CASE, Id::NONE, DemandCategory::Impunity);
    let level = DemandLevel::Immediate;
    let category = DemandCategory::NotDetermined;
    world.fact(&DemandCoded { person: PERSON, case: CASE, level, category });
    assert_eq!(world.live().demand.each_once[&DemandGroup::BothLevels.number()], 1);
    assert_eq!(world.rows::<DemandRow>().len(), 4);
    world.code(CASE, PERSON, DemandCategory::NotDetermined);
    assert_eq!(world.live().demand.each_once[&DemandGroup::PersonsNotDetermined.number()], 1);
    let left: Vec<DemandRow> = world.rows();
    assert_eq!(left.iter().map(|row| row.category).collect::<Vec<_>>(), [307]);
    world.replays();
}

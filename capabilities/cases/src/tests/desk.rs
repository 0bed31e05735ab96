//! A desk in a fictional node on 2026-06-01, with officers, three fictional persons and one case.

use crate::acts::*;
use crate::codes::{RiskLevel, SuspicionGround};
use crate::{Accusation, Deed};
use facts::testing::{Elsewhere, a_report};
use kernel::codes::*;
use kernel::journal::Alarm;
use kernel::{
    Act, Actor, Day, Entry, Event, Id, Instant, Key, MemoryNode, MemoryTables, Outcome, Problem, Purpose,
    Record, Registry, Role, RuleName, Span, Tables,
};

/// A fictional adult, born in 1980.
pub(crate) const ADULT: Id = Id([1; 16]);
/// A fictional child, born in 2012.
pub(crate) const CHILD: Id = Id([2; 16]);
/// Another fictional child, born in 2013.
pub(crate) const OTHER_CHILD: Id = Id([3; 16]);

pub(crate) fn id(n: u8) -> Id {
    Id([n; 16])
}

pub(crate) fn case() -> Id {
    id(50)
}

pub(crate) struct Desk {
    pub(crate) node: MemoryNode,
    acts: u32,
}

pub(crate) fn registry() -> Registry {
    let test = facts::testing::charter();
    let charters = vec![facts::charter(), rules::charter(), test, crate::charter()];
    Registry::new(charters).unwrap().with_chosen_numbers()
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let mut node = MemoryNode::new(registry());
        node.head.recorded = Day::of(2026, 6, 1).unwrap().start();
        Desk { node, acts: 0 }
    }

    /// A report that nobody has taken up: every unit knows of it.
    pub(crate) fn report(&mut self, report: Id) {
        self.acts += 1;
        let ctx = self.node.ctx(Actor::SYSTEM, Purpose::Intake, self.acts);
        let filed = Elsewhere::of(&a_report(report, 0));
        assert!(matches!(self.node.enter(&filed, &ctx), Ok(Outcome::Entered { .. })));
    }

    /// With three persons entered and one case opened.
    pub(crate) fn with_case() -> Desk {
        let mut desk = Desk::new();
        desk.person(1, "1980");
        desk.person(2, "2012");
        desk.person(3, "2013");
        desk.does(&open_case());
        desk
    }

    pub(crate) fn person(&mut self, n: u8, born: &str) {
        self.does(&EnterPerson { person: id(n), born: born.parse().unwrap(), sex: Sex::NotKnown });
    }

    pub(crate) fn investigator(&self) -> Actor {
        Actor { id: id(201), role: Role::Investigator, unit: id(221) }
    }

    pub(crate) fn prosecutor(&self) -> Actor {
        Actor { id: id(202), role: Role::Prosecutor, unit: id(221) }
    }

    pub(crate) fn supporter(&self) -> Actor {
        Actor { id: id(203), role: Role::VictimSupport, unit: id(221) }
    }

    pub(crate) fn court_officer(&self) -> Actor {
        Actor { id: id(204), role: Role::CourtOfficer, unit: id(221) }
    }

    pub(crate) fn now(&self) -> Instant {
        self.node.head.recorded
    }

    pub(crate) fn days_pass(&mut self, days: i64) {
        self.node.head.recorded = self.now().plus_days(days);
    }

    /// Enters an act, after its body went through the bytes in which it travels.
    pub(crate) fn enter<A: Act>(&mut self, actor: Actor, act: &A) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Investigation, self.acts);
        let spec = self.node.registry.act(A::KIND.code).expect("the act is in the charter");
        let act = (spec.decode)(&kernel::entry::to_cbor(act)).unwrap();
        self.node.enter(&*act, &ctx).unwrap()
    }

    #[track_caller]
    pub(crate) fn does<A: Act>(&mut self, act: &A) {
        self.does_as(self.investigator(), act);
    }

    /// Entered, and no rule has anything against it.
    #[track_caller]
    pub(crate) fn does_as<A: Act>(&mut self, actor: Actor, act: &A) {
        match self.enter(actor, act) {
            Outcome::Entered { marks, .. } => assert_eq!(marks, [], "{}", A::KIND.name),
            other => panic!("{}: {other:?}", A::KIND.name),
        }
    }

    /// Refused by a rule: the refusal is entered, and nothing else.
    #[track_caller]
    pub(crate) fn refused<A: Act>(&mut self, act: &A) -> RuleName {
        self.refused_to(self.investigator(), act)
    }

    #[track_caller]
    pub(crate) fn refused_to<A: Act>(&mut self, actor: Actor, act: &A) -> RuleName {
        let (before, entries) = (self.all_rows(), self.node.entries.len());
        let outcome = self.enter(actor, act);
        assert_eq!(self.node.entries.len(), entries + 1, "{outcome:?}");
        assert_eq!(self.all_rows(), before);
        match outcome {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("{}: {other:?}", A::KIND.name),
        }
    }

    /// A fact that is entered and marked with this rule alone: the alarm that the overseer gets.
    #[track_caller]
    pub(crate) fn marked<A: Act>(&mut self, act: &A, rule: RuleName) -> Alarm {
        match self.enter(self.investigator(), act) {
            Outcome::Entered { seq, marks } => {
                assert_eq!(marks, [rule]);
                self.row((i64::try_from(seq).unwrap(), rule.number())).expect("an alarm")
            }
            other => panic!("{}: {other:?}", A::KIND.name),
        }
    }

    /// Not fit to be entered: which field, and nothing is entered.
    #[track_caller]
    pub(crate) fn problem<A: Act>(&mut self, act: &A) -> &'static str {
        self.problem_of(self.investigator(), act)
    }

    #[track_caller]
    pub(crate) fn problem_of<A: Act>(&mut self, actor: Actor, act: &A) -> &'static str {
        let entries = self.node.entries.len();
        let outcome = self.enter(actor, act);
        assert_eq!(self.node.entries.len(), entries);
        match outcome {
            Outcome::Invalid(Problem { field, .. }) => field,
            other => panic!("{}: {other:?}", A::KIND.name),
        }
    }

    pub(crate) fn row<R: Record>(&mut self, key: impl Key) -> Option<R> {
        let tables: &mut dyn Tables = &mut self.node.tables;
        tables.get(key).unwrap()
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        self.node.tables.rows(R::TABLE).map(|row| R::from_row(row).unwrap()).collect()
    }

    /// All facts of one kind, in the order of their entry.
    pub(crate) fn entered<E: Event>(&self) -> Vec<E> {
        self.node
            .entries
            .iter()
            .filter(|entry| entry.kind == E::KIND)
            .map(|entry| entry.event().unwrap())
            .collect()
    }

    /// All rows of this room and of the standing.
    pub(crate) fn all_rows(&self) -> Vec<kernel::Row> {
        rows_of(&self.node.tables)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.node.entries
    }
}

pub(crate) fn rows_of(tables: &MemoryTables) -> Vec<kernel::Row> {
    let declared = facts::charter().tables.into_iter().chain(crate::charter().tables);
    declared.flat_map(|table| tables.rows(table).cloned().collect::<Vec<_>>()).collect()
}

pub(crate) fn open_case() -> OpenCase {
    OpenCase {
        case: case(),
        report: Id::NONE,
        offence: Iccs::ExploitationOfChildren,
        conduct_when: "2025".parse().unwrap(),
        country: Country::from_alpha2("FR").unwrap(),
        ex_officio: true,
    }
}

pub(crate) fn victim() -> RecordVictim {
    RecordVictim { case: case(), person: CHILD, thread: Id::NONE }
}

pub(crate) fn suspect() -> NameSuspect {
    NameSuspect {
        case: case(),
        person: ADULT,
        role: SuspectRole::DirectOffender,
        sector: Sector::None,
        conduct_when: "2025-03".parse().unwrap(),
        conduct: None,
        ground: SuspicionGround::Assessment,
    }
}

/// What an authority did to the adult on that day.
pub(crate) fn deed(happened: &str) -> Deed {
    let happened: Span = happened.parse().unwrap();
    Deed { case: case(), person: ADULT, authority: id(230), happened, document: id(240) }
}

pub(crate) fn arrest() -> ArrestMade {
    ArrestMade { deed: deed("2026-05-01"), accusation: Accusation::SILENT }
}

pub(crate) fn charge() -> ChargeBrought {
    let offence = Iccs::ExploitationInProstitution;
    ChargeBrought { deed: deed("2026-05-05"), offence, accusation: Accusation::SILENT }
}

pub(crate) fn verdict() -> VerdictGiven {
    VerdictGiven { deed: deed("2026-05-18"), verdict: Verdict::Convicted, accusation: Accusation::SILENT }
}

pub(crate) fn sentence() -> SentencePassed {
    let kinds = vec![SentenceKind::Custodial, SentenceKind::BanOnWorkWithChildren];
    SentencePassed { deed: deed("2026-05-20"), kinds, months: 60, accusation: Accusation::SILENT }
}

pub(crate) fn became_final() -> BecameFinal {
    BecameFinal { deed: deed("2026-05-28"), verdict: Verdict::Convicted, accusation: Accusation::SILENT }
}

pub(crate) fn assessment() -> AssessRisk {
    let (risk, best_interests_considered) = (RiskLevel::Medium, true);
    AssessRisk { case: case(), person: ADULT, victim: CHILD, risk, best_interests_considered }
}

pub(crate) fn release() -> DecideRelease {
    let on = "2026-06-15".parse().unwrap();
    DecideRelease { case: case(), person: ADULT, kind: ReleaseKind::Parole, on }
}

//! What the room's tests share: a node in memory whose clock the tests move. Everybody in it is fictional.

use crate::acts::{Announce, ApproveSchedule, ImposeHold, LayDown, PutForward};
use crate::codes::HoldReason;
use facts::outcome::CaseOpened;
use facts::testing::{Elsewhere, a_case, a_report};
use kernel::kept::{Anchor, Kind, RecordKind, Touch};
use kernel::knowing::Shared;
use kernel::{
    Actor, AnyAct, Charter, Ctx, Day, Event, EventSpec, Id, Key, MemoryNode, MemoryTables, Outcome, Purpose,
    Record, Registry, Role, RuleName, Tables,
};

pub(crate) const REPORT: Id = Id([1; 16]);
pub(crate) const CASE: Id = Id([2; 16]);
pub(crate) const SCHEDULE: Id = Id([70; 16]);
pub(crate) const HOLD: Id = Id([80; 16]);
pub(crate) const UNIT: Id = Id([200; 16]);
/// The day on which every test begins.
pub(crate) const BEGIN: Day = Day(20_000);

pub(crate) fn by(n: u8, role: Role) -> Actor {
    Actor { id: Id([n; 16]), role, unit: UNIT }
}

pub(crate) fn investigator() -> Actor {
    by(31, Role::Investigator)
}

pub(crate) fn overseer() -> Actor {
    by(37, Role::Overseer)
}

pub(crate) fn administrator() -> Actor {
    by(39, Role::Administrator)
}

/// Stands for the rooms that enter reports, cases and persons.
fn rooms() -> Charter {
    use facts::person::PersonEntered;
    use facts::report::ReportFiled;
    let touch = |on, kind, whose| Touch { on, kind, hand: Anchor::Entered, whose };
    let kind = |kind| Kind { kind, last_event: "the last fact" };
    Charter {
        name: "rooms",
        events: vec![EventSpec::of::<Touched>()],
        kinds: [RecordKind::Report, RecordKind::Person, RecordKind::Case].map(kind).into(),
        touches: vec![
            touch(ReportFiled::KIND, RecordKind::Report, |entry| Ok(entry.event::<ReportFiled>()?.report)),
            touch(CaseOpened::KIND, RecordKind::Case, |entry| Ok(entry.event::<CaseOpened>()?.case)),
            touch(PersonEntered::KIND, RecordKind::Person, |entry| {
                Ok(entry.event::<PersonEntered>()?.person)
            }),
            Touch {
                hand: Anchor::LastEvent,
                ..touch(Touched::KIND, RecordKind::Report, |entry| Ok(entry.event::<Touched>()?.record))
            },
        ],
        ..Charter::default()
    }
}

/// Something was entered about a record.
#[derive(Clone, Debug, PartialEq, minicbor::Encode, minicbor::Decode)]
pub(crate) struct Touched {
    #[n(0)]
    pub(crate) record: Id,
}
kernel::event!(Touched, 9_100, 1, "test.touched");

fn registry() -> Registry {
    let test = facts::testing::charter();
    Registry::new(vec![facts::charter(), rules::charter(), rooms(), test, crate::charter()]).unwrap()
}

pub(crate) struct House {
    pub(crate) node: MemoryNode,
    pub(crate) today: Day,
    acts: u32,
}

impl House {
    pub(crate) fn new() -> House {
        House { node: MemoryNode::new(registry()), today: BEGIN, acts: 0 }
    }

    /// With a report that was filed on the first day and that the unit looks after.
    pub(crate) fn with_report() -> House {
        let mut house = House::new();
        house.tell(&a_report(REPORT, 0));
        house
    }

    pub(crate) fn day(&mut self, after: i32) {
        self.today = Day(BEGIN.0 + after);
    }

    pub(crate) fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Administration, self.acts);
        let ctx = Ctx { now: self.today.start(), ..ctx };
        self.node.enter(act, &ctx).unwrap()
    }

    pub(crate) fn does(&mut self, act: &dyn AnyAct, actor: Actor) {
        let outcome = self.enter(act, actor);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    pub(crate) fn is_entered(&mut self, act: &dyn AnyAct, actor: Actor) -> bool {
        matches!(self.enter(act, actor), Outcome::Entered { .. })
    }

    /// What is wrong, where nothing is entered.
    pub(crate) fn problem(&mut self, act: &dyn AnyAct, actor: Actor) -> (&'static str, String) {
        let before = self.node.entries.len();
        let outcome = self.enter(act, actor);
        assert_eq!(self.node.entries.len(), before, "nothing is entered");
        match outcome {
            Outcome::Invalid(problem) => (problem.field, problem.wrong),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn refused(&mut self, act: &dyn AnyAct, actor: Actor) -> RuleName {
        match self.enter(act, actor) {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn tell<E: Event>(&mut self, event: &E) {
        self.does(&Elsewhere::of(event), Actor { unit: UNIT, ..Actor::SYSTEM });
    }

    /// A case, and a record that belongs to it.
    pub(crate) fn case_with(&mut self, record: Id) {
        self.tell(&a_case(CASE));
        let shared = Elsewhere::of(&Shared { unit: UNIT, through: CASE });
        self.does(&shared.about(record), Actor::SYSTEM);
    }

    /// Reports go after 200 days, shown 20 days before.
    pub(crate) fn schedule(&mut self) {
        self.does(&lay_down(SCHEDULE), administrator());
        self.does(&ApproveSchedule { schedule: SCHEDULE }, by(38, Role::Overseer));
    }

    pub(crate) fn announces(&mut self, record: Id) -> bool {
        self.is_entered(&Announce { record, schedule: SCHEDULE }, Actor::SYSTEM)
    }

    pub(crate) fn puts_forward(&mut self, record: Id) -> bool {
        self.is_entered(&PutForward { record }, Actor::SYSTEM)
    }

    pub(crate) fn holds(&mut self, record: Id, until: &str) {
        self.does(&hold(record, until), overseer());
    }

    pub(crate) fn row<R: Record>(&mut self, key: impl Key) -> Option<R> {
        let tables: &mut MemoryTables = &mut self.node.tables;
        (tables as &mut dyn Tables).get::<R>(key).unwrap()
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        self.node.tables.rows(R::TABLE).map(|row| R::from_row(row).unwrap()).collect()
    }

    /// Whether a replay of the journal gives the same tables.
    pub(crate) fn replays(&self) -> bool {
        let (registry, mut tables) = (registry(), MemoryTables::default());
        for entry in &self.node.entries {
            registry.apply(&mut tables, entry).unwrap();
        }
        registry.tables().all(|table| self.node.tables.rows(table).eq(tables.rows(table)))
    }
}

pub(crate) fn lay_down(schedule: Id) -> LayDown {
    LayDown {
        schedule,
        kind: RecordKind::Report,
        counts_from: Anchor::LastEvent,
        days: 200,
        notice_days: 20,
        basis: "A fictional law, section 1".to_owned(),
    }
}

pub(crate) fn hold(record: Id, until: &str) -> ImposeHold {
    ImposeHold {
        hold: HOLD,
        record,
        reason: HoldReason::Proceedings,
        authority: Id([90; 16]),
        document: Id([91; 16]),
        until: until.parse().unwrap(),
    }
}

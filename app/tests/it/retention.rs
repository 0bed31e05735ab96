//! Retention that fires, on both databases: what falls due is shown, put forward on its day, stopped by a hold, erased by the
//! overseer; the job enters nothing twice, not after a restart either, and everything verifies.

use kernel::codes::{AgeBand, DangerAnswer, NotPursuedReason, ReportingPerson};
use kernel::erasure::{ConfirmErasures, Erasure};
use kernel::kept::{Anchor, Kept, RecordKind, Undeclared, declared};
use kernel::{Act, Actor, Charter, Day, Id, Instant, Outcome, Purpose, Record, Registry, Role, Span, record};
use letting_go::acts::{ApproveSchedule, ImposeHold, LayDown};
use letting_go::codes::{DueState, HoldReason, HoldState};
use letting_go::fall_due_at;
use letting_go::tables::{Due, Hold, PartnerNotice};
use reports::acts::{FileReport, NotPursue, Reply, SLOT_TEXT, TakeUp};
use reports::circumstances::Circumstances;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Node;
use store::testing::{Home, on_both};
use tutela::rooms::{registry, rooms};

/// 1 January 2040: ahead of every machine's clock.
fn begin() -> Day {
    Day::of(2040, 1, 1).unwrap()
}

fn by(n: u8, role: Role) -> Actor {
    Actor { id: Id([n; 16]), role, unit: Id([200; 16]) }
}

/// A report of which little is known.
pub(crate) fn filed(report: Id) -> FileReport {
    let answers = (ReportingPerson::NotSaid, DangerAnswer::Safe, AgeBand::NotSaid);
    let reasons = reports::priority::answered(answers.0, answers.1, answers.2, 0);
    FileReport {
        report,
        by: answers.0,
        danger: answers.1,
        age: answers.2,
        language: "en".into(),
        pictures: Vec::new(),
        points: reports::priority::points(&reasons),
        reasons: reports::priority::numbers(&reasons),
        contact: false,
        circumstances: Circumstances::default(),
        kept_away: Vec::new(),
        folded_into: None,
        voice: None,
        hashes: None,
        came_by: None,
        duty: None,
    }
}

struct House {
    node: Node,
    time: Arc<AtomicI64>,
}

impl House {
    fn open(home: &Home, day: i32) -> House {
        let time = Arc::new(AtomicI64::new(Day(begin().0 + day).start().0));
        let clock = Arc::clone(&time);
        let clock = Box::new(move || Instant(clock.load(Ordering::SeqCst)));
        House {
            node: Node::open_with_clock(home.config(), registry(&mut rooms()).unwrap(), clock).unwrap(),
            time,
        }
    }

    fn day(&self, day: i32) {
        self.time.store(Day(begin().0 + day).start().0, Ordering::SeqCst);
    }

    fn tries<A: Act>(&self, act: &A, actor: Actor, text: Option<(Id, &str)>) -> (Id, Outcome) {
        let id = self.node.new_id().unwrap();
        let mut deed = self.node.deed(id, act, actor, Purpose::Administration);
        if let Some((subject, text)) = text {
            deed = deed.seal(SLOT_TEXT, subject, text.as_bytes()).unwrap();
        }
        (id, self.node.enter_now(deed.build()).unwrap().outcome)
    }

    fn does<A: Act>(&self, act: &A, actor: Actor, text: Option<(Id, &str)>) -> Id {
        let (id, outcome) = self.tries(act, actor, text);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
        id
    }

    /// The daily job on the day that the clock shows.
    fn job(&self) -> usize {
        fall_due_at(&self.node, Instant(self.time.load(Ordering::SeqCst))).unwrap()
    }

    fn rows<R: Record>(&self) -> Vec<R> {
        let sql = store::database::TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    fn number(&self, sql: &str) -> i64 {
        self.node.read(|database| database.number(sql, Vec::new())).unwrap()
    }

    /// A report that was answered and put aside on the first day.
    fn report(&self, n: u8) -> Id {
        let report = Id([n; 16]);
        let analyst = by(32, Role::Analyst);
        self.does(&filed(report), Actor::SYSTEM, Some((report, "Fictional words")));
        self.does(&TakeUp { report }, analyst, None);
        self.does(&Reply { report }, analyst, Some((report, "A fictional answer")));
        report
    }

    fn put_aside(&self, report: Id) {
        let act = NotPursue { report, reason: NotPursuedReason::Duplicate, ground: None, told: false };
        self.does(&act, by(32, Role::Analyst), None);
    }
}

fn schedule(house: &House) {
    let (schedule, kind, counts_from) = (Id([70; 16]), RecordKind::Report, Anchor::LastEvent);
    let basis = "A fictional law".to_owned();
    let act = LayDown { schedule, kind, counts_from, days: 200, notice_days: 20, basis };
    house.does(&act, by(39, Role::Administrator), None);
    house.does(&ApproveSchedule { schedule }, by(37, Role::Overseer), None);
}

#[test]
fn what_falls_due_is_shown_stopped_by_a_hold_and_erased_by_two_on_both_databases() {
    on_both(|home| {
        let overseer = by(38, Role::Overseer);
        let house = House::open(home, 0);
        let (aside, held, open) = (house.report(1), house.report(2), house.report(3));
        house.put_aside(aside);
        house.put_aside(held);
        schedule(&house);
        assert_eq!(house.job(), 0, "nothing is due on the first day");
        house.day(179);
        assert_eq!(house.job(), 0, "nor a day before the notice begins");
        house.day(180);
        assert_eq!(
            (house.job(), house.job()),
            (2, 0),
            "announced once; the open report is nobody's to let go"
        );
        let due = house.rows::<Due>();
        assert!(due.iter().all(|row| row.record_id != open && row.due_on == Day(begin().0 + 200)));
        let hold = ImposeHold {
            hold: Id([80; 16]),
            record: held,
            reason: HoldReason::Appeal,
            authority: Id([90; 16]),
            document: Id([91; 16]),
            until: Span::on(Day(begin().0 + 260)),
        };
        house.does(&hold, overseer, None);
        house.day(199);
        assert_eq!(house.job(), 0, "not a day early");
        house.day(200);
        assert_eq!(house.job(), 1, "the held one is not put forward");
        assert_eq!(house.rows::<Erasure>().iter().map(|row| row.subject).collect::<Vec<_>>(), [aside]);
        drop(house);
        let house = House::open(home, 201);
        assert_eq!(house.job(), 0, "nothing is entered again after a restart");
        let sealed = "SELECT COUNT(*) FROM payload";
        let before = house.number(sealed);
        house.does(&ConfirmErasures { subjects: vec![aside] }, overseer, None);
        assert_eq!(house.number(sealed), before - 2, "both texts of that report, and nothing else");
        while house.number("SELECT COUNT(*) FROM job WHERE automatic = 1") > 0 {
            std::thread::yield_now();
        }
        assert_eq!(house.rows::<PartnerNotice>().len(), 1, "the unit that looked after it is to be told");
        assert_eq!(house.rows::<Due>().iter().map(|row| row.record_id).collect::<Vec<_>>(), [held]);
        house.day(231);
        assert_eq!(house.job(), 1, "it is said that the hold ends soon");
        house.day(260);
        let confirm = ConfirmErasures { subjects: vec![held] };
        assert_eq!(house.job(), 0, "the last day of the hold");
        house.day(261);
        assert_eq!(house.job(), 2, "it ends by itself, and what it held is put forward");
        assert_eq!(house.rows::<Hold>()[0].state, HoldState::Ended);
        house.day(276);
        assert_eq!((house.job(), house.job()), (1, 0), "what waits too long is said once");
        let row = &house.rows::<Due>()[0];
        assert!(row.state == DueState::PutForward && row.waiting && row.reminded);
        house.does(&confirm, overseer, None);
        assert_eq!(house.number(sealed), before - 4);
        drop(house);
        let verified = crate::demo::run(home, &["verify"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    });
}

record! {
    /// A table that nobody declares.
    pub struct Stray in "stray", Derived, key 1, indexes [] {
        /// Somebody.
        person: Id, Internal;
    }
}

#[test]
fn a_room_that_keeps_what_it_does_not_declare_does_not_start() {
    assert!(registry(&mut rooms()).is_ok());
    let with = |kept: Vec<Kept>| {
        let room = Charter { name: "stray", tables: vec![Stray::TABLE], kept, ..Charter::default() };
        declared(&Registry::new(vec![room]).unwrap())
    };
    assert_eq!(with(Vec::new()), Err(Undeclared::Table { table: "stray", room: "stray" }));
    let wrong = Kept::of(Stray::TABLE, &["persons"], &[]);
    assert!(matches!(with(vec![wrong]), Err(Undeclared::Column { column: "persons", .. })));
    assert_eq!(with(vec![Kept::of(Stray::TABLE, &["person"], &[])]), Ok(()));
}

#[test]
fn every_table_that_holds_something_on_somebody_has_its_name_in_all_languages() {
    let mut all = rooms();
    let texts: Vec<_> = all.iter_mut().flat_map(|room| std::mem::take(&mut room.texts)).collect();
    let texts: Vec<_> = desk::texts::resources().into_iter().chain(texts).collect();
    let catalogue = face::Catalogue::new(&texts).unwrap();
    let house = registry(&mut all).unwrap();
    let keys: Vec<String> = house
        .kept()
        .filter(|kept| !kept.whose.is_empty())
        .flat_map(|kept| {
            let columns =
                kept.table.columns.iter().filter(|column| column.exposure != kernel::Exposure::Sealed);
            let columns = columns.map(|column| format!("column-{}", column.name.replace('_', "-")));
            columns.chain([format!("held-{}", kept.table.name.replace('_', "-"))]).collect::<Vec<_>>()
        })
        .collect();
    assert!(keys.len() > 100);
    for &language in face::Language::STAFF {
        let texts = catalogue.texts(language);
        let missing: std::collections::BTreeSet<_> = keys.iter().filter(|key| !texts.has(key)).collect();
        assert!(missing.is_empty(), "{missing:?} in {}", language.code());
    }
}

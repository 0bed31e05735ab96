//! Senders' systems are told what became of their reports by webhooks: a receiver that is down for a day gets all of it once in effect,
//! in order for each report, signed so that the standard's own library verifies it; nothing is lost with a process.

use crate::calling::{Peer, now};
use access::add_unit;
use facts::machine::{Needed, SenderStage, SentReport};
use facts::report::CameBy;
use facts::unit::UnitKind;
use kernel::codes::{NotPursuedReason, ReportingPerson};
use kernel::{Act, Actor, Id, Instant, Outcome, Purpose, Record, Role};
use platforms::acts::{BeginHook, LayHook, SLOT_ADDRESS, SLOT_SECRET, SendAgain, TryHook};
use platforms::codes::{HookAttempt, HookDelivery};
use platforms::tables::{HookMessage, SenderHook};
use platforms::{Deliveries, Settings};
use reports::acts::{FileReport, NotPursue, RateUsefulness, SLOT_TEXT, TakeUp};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use store::Node;
use store::testing::{Home, on_both};
use tutela::rooms::{registry, rooms};

const PLATFORM: Id = Id([60; 16]);
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

struct House {
    node: Arc<Node>,
    deliveries: Option<Deliveries>,
    ahead: Arc<AtomicI64>,
}

impl House {
    fn open(home: &Home) -> House {
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = {
            let ahead = Arc::clone(&ahead);
            move || Instant(now() + ahead.load(Ordering::SeqCst))
        };
        let node = Node::open_with_clock(home.config(), registry(&mut rooms()).unwrap(), Box::new(clock));
        let node = Arc::new(node.unwrap());
        add_unit(&node, PLATFORM, "fictional-platform", UnitKind::Platform).unwrap();
        let mut house = House { node, deliveries: None, ahead };
        house.begin();
        house
    }

    fn begin(&mut self) {
        let ahead = Arc::clone(&self.ahead);
        let clock = move || Instant(now() + ahead.load(Ordering::SeqCst));
        let settings =
            Settings { also_private: true, patience: Duration::from_secs(2), clock: Arc::new(clock) };
        self.deliveries = Some(Deliveries::start(&self.node, settings));
    }

    fn ends(&mut self) {
        self.deliveries.take().unwrap().stop();
    }

    fn later(&self, ms: i64) {
        self.ahead.fetch_add(ms, Ordering::SeqCst);
    }

    fn does<A: Act>(&self, act: &A, actor: Actor, sealed: &[(u16, &str)]) {
        let id = self.node.new_id().unwrap();
        self.does_as(id, act, actor, sealed);
    }

    fn does_as<A: Act>(&self, id: Id, act: &A, actor: Actor, sealed: &[(u16, &str)]) {
        let mut deed = self.node.deed(id, act, actor, Purpose::Administration);
        for (slot, text) in sealed {
            deed = deed.seal(*slot, act.subject(), text.as_bytes()).unwrap();
        }
        let outcome = self.node.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{}: {outcome:?}", A::KIND.name);
    }

    fn lays(&self, port: u16, secret: &str) {
        let act = self.node.new_id().unwrap();
        let hook = kernel::act::made(act, "hook");
        let address = format!("http://127.0.0.1:{port}/in");
        let sealed = [(SLOT_ADDRESS, address.as_str()), (SLOT_SECRET, secret)];
        self.does_as(act, &LayHook { hook, sender: PLATFORM }, sender(), &sealed);
    }

    fn rows<R: Record>(&self) -> Vec<R> {
        let sql = store::database::TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    fn messages(&self) -> Vec<HookMessage> {
        let mut rows = self.rows::<HookMessage>();
        rows.sort_by_key(|row| row.sequence);
        rows
    }

    /// Waits until it holds; time goes on by itself only a little.
    fn until(&self, what: &str, holds: impl Fn(&[HookMessage]) -> bool) -> Vec<HookMessage> {
        let begun = std::time::Instant::now();
        loop {
            let messages = self.messages();
            if holds(&messages) {
                return messages;
            }
            assert!(begun.elapsed() < Duration::from_secs(40), "{what} did not come: {messages:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The platform's system hands a report in.
    fn sent(&self, n: u8) -> Id {
        let report = Id([n; 16]);
        let quiet = crate::retention::filed(report);
        let by = ReportingPerson::Machine;
        let answered = reports::priority::answered(by, quiet.danger, quiet.age, 0);
        let told = FileReport {
            by,
            points: reports::priority::points(&answered),
            reasons: reports::priority::numbers(&answered),
            came_by: Some(CameBy::Platform),
            ..quiet
        };
        self.does(&told, sender(), &[(SLOT_TEXT, "Fictional words")]);
        report
    }

    /// What the desk does with it: three things that its sender is told.
    fn handled(&self, report: Id) {
        let analyst = Actor { id: Id([9; 16]), role: Role::Analyst, unit: Id([200; 16]) };
        self.does(&TakeUp { report }, analyst, &[]);
        self.does(&RateUsefulness { report, needed: vec![Needed::Time] }, analyst, &[]);
        let reason = NotPursuedReason::TooLittleToAct;
        self.does(&NotPursue { report, reason, ground: None, told: false }, analyst, &[]);
    }
}

fn sender() -> Actor {
    Actor { id: Id([61; 16]), role: Role::Sender, unit: PLATFORM }
}

/// A port at which nobody listens.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What a receiver keeps that tells by `webhook-id` what it has already: by report, what it was told in which order.
fn kept(received: &[Value]) -> BTreeMap<String, Vec<(i64, String)>> {
    let mut seen = BTreeSet::new();
    let mut kept: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
    for body in received {
        let data = &body["body"]["data"];
        let Some(report) = data["report"].as_str() else { continue };
        if seen.insert(body["number"].as_str().unwrap().to_owned()) {
            let told = (data["sequence"].as_i64().unwrap(), data["status"].as_str().unwrap().to_owned());
            kept.entry(report.to_owned()).or_default().push(told);
        }
    }
    kept
}

fn received(receiver: &Peer) -> Vec<Value> {
    assert!(receiver.all("wrong").is_empty(), "{:?}", receiver.all("wrong"));
    receiver.all("body")
}

#[test]
fn a_receiver_that_was_down_for_a_day_is_told_everything_once_and_in_order() {
    on_both(|home| {
        let mut house = House::open(home);
        let (port, secret) = (free_port(), couriers::hook::Secret::written(&[7; 32]));
        house.lays(port, &secret);
        let reports: Vec<Id> = (10..18).map(|n| house.sent(n)).collect();
        for report in &reports {
            house.handled(*report);
        }
        assert_eq!(house.messages().len(), 3 * reports.len());
        // An attempt was begun by a process that died then: nobody knows what became of it.
        house.ends();
        let first = house.messages().into_iter().find(|row| row.report == reports[7]).unwrap();
        house.does(&BeginHook { message: first.message, attempt: 1 }, Actor::SYSTEM, &[]);
        house.begin();
        // An hour, and what it takes to try.
        for _ in 0..24 {
            let before: i64 = house.messages().iter().map(|row| row.attempts).sum();
            house.later(HOUR_MS + MINUTE_MS);
            house.until("another attempt", |rows| {
                rows.iter().map(|row| row.attempts).sum::<i64>() > before
                    && rows.iter().all(|row| !row.under_way || row.message == first.message)
                    && rows.iter().all(|row| row.hook_delivery == HookDelivery::OnItsWay)
            });
        }
        let hook = house.rows::<SenderHook>().pop().unwrap();
        assert!(hook.failed >= 24 && hook.failed < 60, "it rests between attempts: {}", hook.failed);
        let receiver = Peer::start("hook.mjs", &[&secret, &port.to_string()]);
        assert_eq!(receiver.says("port"), Value::from(port));
        house.later(HOUR_MS + MINUTE_MS);
        let all = house.until("an end of what is on its way", |rows| {
            rows.iter().all(|row| row.hook_delivery == HookDelivery::Taken)
        });
        let kept = kept(&received(&receiver));
        assert_eq!(kept.len(), reports.len());
        for report in &reports {
            let told = &kept[&report.to_string()];
            let stages: Vec<&str> = told.iter().map(|(_, stage)| stage.as_str()).collect();
            assert_eq!(stages, ["in-review", "in-review", "put-aside"]);
            assert!(told.is_sorted_by_key(|(sequence, _)| *sequence));
        }
        assert!(all.iter().all(|row| row.answer_code == 204));

        // What the system lost goes out again, under the numbers that it had.
        let again: Vec<Id> = all.iter().take(5).map(|row| row.message).collect();
        house.does(&SendAgain { sender: PLATFORM, messages: again.clone() }, sender(), &[]);
        house.until("a second delivery", |rows| {
            rows.iter()
                .filter(|row| again.contains(&row.message))
                .all(|row| row.hook_delivery == HookDelivery::Taken && row.attempts > 1)
        });
        assert_eq!(self::kept(&received(&receiver)), kept, "once in effect");
        house.does(&TryHook { sender: PLATFORM }, sender(), &[]);
        house.until("a trial", |rows| rows.iter().all(|row| row.hook_delivery == HookDelivery::Taken));
        house.ends();
        drop(house);
        let verified = crate::demo::run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    });
}

#[test]
fn what_nobody_takes_for_four_days_is_a_dead_letter_that_can_be_sent_again() {
    on_both(|home| {
        let mut house = House::open(home);
        let report = house.sent(20);
        let stage = |house: &House| house.rows::<SentReport>()[0].sender_stage;
        assert_eq!(stage(&house), SenderStage::Received);
        house.handled(report);
        assert_eq!(stage(&house), SenderStage::PutAside);
        let kept = house.until("messages", |rows| rows.len() == 3);
        assert!(kept.iter().all(|row| row.hook_delivery == HookDelivery::Kept), "there was no webhook");

        let (port, secret) = (free_port(), couriers::hook::Secret::written(&[8; 32]));
        house.lays(port, &secret);
        let messages: Vec<Id> = kept.iter().map(|row| row.message).collect();
        house.does(&SendAgain { sender: PLATFORM, messages: messages.clone() }, sender(), &[]);
        house.until("an attempt", |rows| rows[0].attempts == 1 && !rows[0].under_way);
        for day in 0..6 {
            let before = house.messages();
            if day < 3 {
                assert!(before.iter().all(|row| row.hook_delivery == HookDelivery::OnItsWay), "day {day}");
                assert_eq!(before[1].attempts + before[2].attempts, 0, "the first goes first");
            }
            house.later(24 * HOUR_MS);
            house.until("another attempt", |rows| {
                let tried = |rows: &[HookMessage]| rows.iter().map(|row| row.attempts).sum::<i64>();
                tried(rows) > tried(&before) && rows.iter().all(|row| !row.under_way)
                    || rows.iter().all(|row| row.hook_delivery == HookDelivery::Dead)
            });
        }
        house.later(HOUR_MS);
        let dead = house.until("dead letters", |rows| {
            house.later(MINUTE_MS);
            rows.iter().all(|row| row.hook_delivery == HookDelivery::Dead)
        });
        assert!(dead.iter().all(|row| row.hook_attempt == HookAttempt::Unreachable));
        let receiver = Peer::start("hook.mjs", &[&secret, &port.to_string()]);
        receiver.says("port");
        house.does(&SendAgain { sender: PLATFORM, messages }, sender(), &[]);
        house.until("all of it", |rows| rows.iter().all(|row| row.hook_delivery == HookDelivery::Taken));
        let told = &self::kept(&received(&receiver))[&report.to_string()];
        assert_eq!(told.len(), 3);
        house.ends();
    });
}

//! Several processes serve one node: a killed writer is replaced, a stalled one stands by when it wakes, and the database may go
//! and come back. Whatever happens, what was acknowledged is there, once, and the journal verifies.

use crate::demo::{Demo, post, run};
use crate::killing::{act_of, open_case};
use crate::random::Numbers;
use crate::served::Served;
use kernel::{Cell, Id};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use store::testing::{Home, OwnServer};

/// How long a sender tries.
const PATIENCE: Duration = Duration::from_secs(40);

/// Makes a node with accounts; tells the token of an investigator.
fn founded(home: &Home) -> String {
    let demo = Demo::start(home, 2, 1, "error", &home.path().join("demo.log"));
    let token = demo.token("investigator");
    demo.stop();
    token
}

/// What senders send, and what was acknowledged.
struct Load {
    token: String,
    /// The staff doors: whoever is started again has another address.
    doors: Mutex<Vec<String>>,
    next: AtomicU32,
    going: AtomicBool,
    acknowledged: Mutex<BTreeMap<u32, Value>>,
    tries: AtomicU32,
}

impl Load {
    fn new(token: String, served: &[Served]) -> Load {
        let doors = Mutex::new(served.iter().map(|one| one.url("staff")).collect());
        let (next, tries) = (AtomicU32::new(0), AtomicU32::new(0));
        Load { token, doors, next, going: AtomicBool::new(true), acknowledged: Mutex::default(), tries }
    }

    /// Enters one new act at a door, or at the others where that does not answer: the same act until it is acknowledged.
    fn enter_one(&self, at: usize) -> u32 {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let begun = Instant::now();
        for shift in 0.. {
            let door = {
                let doors = self.doors.lock().unwrap();
                doors[(at + shift) % doors.len()].clone()
            };
            self.tries.fetch_add(1, Ordering::Relaxed);
            match post(&door, Some(&self.token), "/api/acts/cases.open", &open_case(n)) {
                Some((200, told)) => {
                    self.acknowledged.lock().unwrap().insert(n, told);
                    return n;
                }
                // Nobody is there, or they say: try again.
                None | Some((503, _)) => std::thread::sleep(Duration::from_millis(30)),
                Some((status, told)) => panic!("{status}: {told}"),
            }
            assert!(begun.elapsed() < PATIENCE, "act {n} was not entered in {PATIENCE:?}");
        }
        n
    }

    /// Sends at all doors by turns while `work` lasts.
    fn under<T>(&self, senders: usize, work: impl FnOnce() -> T) -> T {
        self.going.store(true, Ordering::Relaxed);
        std::thread::scope(|scope| {
            for sender in 0..senders {
                scope.spawn(move || {
                    while self.going.load(Ordering::Relaxed) {
                        self.enter_one(sender);
                    }
                });
            }
            /// Senders stop when the work is done, and when it fails.
            struct Stop<'l>(&'l AtomicBool);
            impl Drop for Stop<'_> {
                fn drop(&mut self) {
                    self.0.store(false, Ordering::Relaxed);
                }
            }
            let _stop = Stop(&self.going);
            work()
        })
    }

    /// Everything that was sent is there, once, and the same act again is the same answer. The processes are stopped then.
    fn holds(&self, home: &Home, mut served: Vec<Served>) -> usize {
        let acknowledged = self.acknowledged.lock().unwrap();
        assert_eq!(acknowledged.len(), self.next.load(Ordering::Relaxed) as usize, "each was acknowledged");
        for (n, told) in acknowledged.iter().rev().take(20) {
            for one in &served {
                let again =
                    post(&one.url("staff"), Some(&self.token), "/api/acts/cases.open", &open_case(*n));
                let (status, again) = again.unwrap();
                assert_eq!((status, &again["entry"]), (200, &told["entry"]), "{again}");
            }
        }
        served.iter_mut().for_each(Served::stop);
        drop(served);
        let found: Vec<Id> = store::verify::on_node(&home.config(), |database| {
            database.rows("SELECT act FROM act_seen", Vec::new())
        })
        .unwrap()
        .iter()
        .map(|row| Id::from_value(&row[0]).unwrap())
        .collect();
        let lost: Vec<&u32> = acknowledged.keys().filter(|n| !found.contains(&act_of(**n).0)).collect();
        assert_eq!(lost, Vec::<&u32>::new(), "acknowledged and lost");
        let cases = store::verify::on_node(&home.config(), |database| {
            database.number("SELECT COUNT(*) FROM case_file", Vec::new())
        });
        // One case of the demo's own seeding beside those of the load.
        assert_eq!(usize::try_from(cases.unwrap()).unwrap(), acknowledged.len() + 1, "each once");
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        acknowledged.len()
    }
}

fn beside(home: &Home, log: &str) -> Served {
    Served::start(home, log, &["--standby"])
}

#[test]
fn a_killed_writer_is_replaced_and_no_act_is_lost_or_entered_twice() {
    let kills: u32 =
        std::env::var("TUTELA_STANDBY_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let home = Home::postgres();
    let token = founded(&home);
    let mut served = vec![beside(&home, "log.0"), beside(&home, "log.1")];
    served[0].becomes("ready\n");
    served[1].becomes("ready: standby\n");
    let (load, mut numbers, mut writer) = (Load::new(token, &served), Numbers(17), 0);
    let mut took = Vec::new();
    load.under(4, || {
        for _ in 0..kills {
            std::thread::sleep(Duration::from_millis(100 + numbers.below(300) as u64));
            let killed = Instant::now();
            served[writer].signal("KILL");
            // An act that is sent to the other one now is answered once that has taken the place.
            load.enter_one(1 - writer);
            took.push(killed.elapsed());
            // The public door of the other one finds the new writer, too.
            let report = json!({ "text": "Fictional report for a test." });
            let told = post(&served[1 - writer].url("public"), None, "/api/reports", &report);
            assert!(matches!(told, Some((200..300, _))), "{told:?}");
            served[1 - writer].becomes("ready\n");
            served[writer] = beside(&home, &format!("log.{writer}"));
            load.doors.lock().unwrap()[writer] = served[writer].url("staff");
            served[writer].becomes("ready: standby\n");
            writer = 1 - writer;
        }
    });
    let term = served[writer].get("metrics", "").1;
    let term = term.lines().find(|line| line.starts_with("tutela_term ")).unwrap().to_owned();
    let entered = load.holds(&home, served);
    let longest = took.iter().max().unwrap();
    let whole: Duration = took.iter().sum();
    println!(
        "proof: {kills} writers killed under load, {entered} acts acknowledged in {} tries, none lost, none twice; \
         the place was taken after {} ms on average, {} ms at most; {term}",
        load.tries.load(Ordering::Relaxed),
        whole.as_millis() / u128::from(kills),
        longest.as_millis(),
    );
    // A machine that compiles something else beside may be slow; the proof is not run so.
    let bound = Duration::from_secs(if kills >= 50 { 5 } else { 20 });
    assert!(*longest < bound, "{took:?}");
    assert!(entered > 5 * kills as usize, "the load was too small to prove anything");
}

#[test]
fn one_after_the_other_is_restarted_and_the_senders_of_the_other_notice_nothing() {
    let home = Home::postgres();
    let token = founded(&home);
    let mut served = vec![beside(&home, "log.0"), beside(&home, "log.1")];
    served[1].becomes("ready: standby\n");
    let load = Load::new(token, &served);
    for restarted in [0, 1] {
        *load.doors.lock().unwrap() = vec![served[1 - restarted].url("staff")];
        load.under(3, || {
            std::thread::sleep(Duration::from_millis(300));
            served[restarted].stop();
            served[1 - restarted].becomes("ready\n");
            served[restarted] = beside(&home, &format!("log.{restarted}"));
            served[restarted].becomes("ready: standby\n");
        });
    }
    let (sent, tries) = (load.next.load(Ordering::Relaxed), load.tries.load(Ordering::Relaxed));
    assert_eq!(sent, tries, "somebody had to send an act again");
    println!("both restarted: {sent} acts, each answered at the first try");
    load.holds(&home, served);
}

#[test]
fn a_stalled_writer_is_replaced_and_stands_by_when_it_wakes() {
    let home = Home::postgres();
    let token = founded(&home);
    let served = vec![beside(&home, "log.0"), beside(&home, "log.1")];
    served[1].becomes("ready: standby\n");
    let load = Load::new(token, &served);
    load.enter_one(0);
    // What follows an answer is written too: a process that stops in the midst of that keeps a file to itself.
    std::thread::sleep(Duration::from_millis(300));
    served[0].signal("STOP");
    std::thread::scope(|scope| {
        let asleep = scope.spawn(|| {
            // Sent to the one that sleeps: answered when it wakes, by the new writer.
            load.enter_one(0)
        });
        let stalled = Instant::now();
        load.enter_one(1);
        println!("a stalled writer was replaced after {} ms", stalled.elapsed().as_millis());
        served[1].becomes("ready\n");
        served[0].signal("CONT");
        asleep.join().unwrap();
    });
    served[0].becomes("ready: standby\n");
    load.enter_one(0);
    load.enter_one(1);
    assert!(served[0].get("metrics", "").1.contains("tutela_duty{duty=\"standby\"} 1\n"));
    load.holds(&home, served);
}

#[test]
fn a_database_that_goes_away_and_returns_is_found_again() {
    let server = OwnServer::start();
    for words in [&[][..], &["--standby"][..]] {
        let home = Home::on_server(server.url());
        let token = founded(&home);
        let mut served = vec![Served::start(&home, "log.0", words)];
        if !words.is_empty() {
            served.push(Served::start(&home, "log.1", words));
            served[1].becomes("ready: standby\n");
        }
        let load = Load::new(token, &served);
        let mut away = 0;
        load.under(3, || {
            for how in ["fast", "immediate"] {
                std::thread::sleep(Duration::from_millis(400));
                server.stop(how);
                std::thread::sleep(Duration::from_millis(700));
                away += u32::from(served[0].get("staff", "/readyz").0 == 503);
                assert_eq!(served[0].get("staff", "/healthz").0, 200);
                server.start_again();
                for one in &served {
                    let begun = Instant::now();
                    while one.try_get("staff", "/readyz").is_none_or(|(status, _)| status != 200) {
                        assert!(begun.elapsed() < PATIENCE, "it did not come back");
                        std::thread::sleep(Duration::from_millis(50));
                    }
                }
            }
            // Connections that an administrator ends.
            for _ in 0..3 {
                std::thread::sleep(Duration::from_millis(200));
                let cut = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity \
                           WHERE datname = current_database() AND pid <> pg_backend_pid()";
                store::testing::burgle(&home, cut, Vec::new());
            }
            std::thread::sleep(Duration::from_millis(400));
        });
        assert_eq!(away, 2, "/readyz told that the database was away");
        let entered = load.holds(&home, served);
        println!(
            "{words:?}: the database went away twice and was cut off 3 times, {entered} acts, each once"
        );
        assert!(entered > 20, "the load was too small to show anything");
    }
}

#[test]
fn a_second_process_on_one_sqlite_file_is_refused_and_the_first_unharmed() {
    let home = Home::sqlite();
    let token = founded(&home);
    let served = vec![Served::start(&home, "log.0", &[])];
    let load = Load::new(token, &served);
    load.under(2, || {
        let second = run(&home, &["serve", "--public", "none", "--staff", "127.0.0.1:0"]);
        let told = String::from_utf8_lossy(&second.stderr).into_owned();
        assert_eq!(second.status.code(), Some(2), "{told}");
        assert!(told.contains("is in use by another process"), "{told}");
        assert_eq!(told.trim().lines().count(), 1, "{told}");
        let shared = run(&home, &["serve", "--standby", "--public", "none", "--staff", "127.0.0.1:0"]);
        assert_eq!(shared.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&shared.stderr).contains("PostgreSQL only"), "{shared:?}");
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(served[0].get("staff", "/readyz"), (200, "ready\n".into()));
    });
    assert!(load.holds(&home, served) > 5);
    // Nobody is there any more: now another one may.
    let mut second = Served::start(&home, "log.1", &[]);
    assert_eq!(second.get("staff", "/readyz"), (200, "ready\n".into()));
    second.stop();
}

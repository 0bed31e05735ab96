//! Killed at random moments under load: what was acknowledged is there once, and the journal verifies.

use crate::demo::{Demo, run};
use crate::random::Numbers;
use kernel::act::made;
use kernel::{Cell, Id};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;
use store::testing::{Home, on_both};

pub(crate) fn act_of(n: u32) -> (Id, Id) {
    let act = Id([3; 16]).derive("act", n);
    (act, made(act, "case"))
}

pub(crate) fn open_case(n: u32) -> serde_json::Value {
    let (act, case) = act_of(n);
    let body = json!({ "case": case, "report": "", "offence": "03022", "conduct_when": "2025", "country": "NL", "ex_officio": true });
    json!({ "id": act, "act": body })
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    on_both(|home| {
        let on = if home.config().database.is_some() { "PostgreSQL" } else { "SQLite" };
        let name = format!("TUTELA_KILLS_{}", on.to_uppercase());
        let kills = std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(20);
        survives(home, on, kills);
    });
}

fn survives(home: &Home, on: &str, kills: u32) {
    let log = home.path().join("log");
    let acknowledged = Mutex::new(BTreeSet::new());
    let mut sent = 0;
    let mut numbers = Numbers(11);
    for _ in 0..kills {
        let demo = Demo::start(home, 2, 1, "error", &log);
        let wait = Duration::from_millis(20 + numbers.below(230) as u64);
        let first = sent;
        std::thread::scope(|scope| {
            for sender in 0..4 {
                let (demo, acknowledged) = (&demo, &acknowledged);
                scope.spawn(move || {
                    for n in (first + sender..first + 400).step_by(4) {
                        match demo.post(Some("investigator"), "/api/acts/cases.open", &open_case(n)) {
                            Some((200, _)) => drop(acknowledged.lock().unwrap().insert(n)),
                            Some((status, body)) => panic!("{status}: {body}"),
                            None => return,
                        }
                    }
                });
            }
            std::thread::sleep(wait);
            demo.kill_now();
        });
        sent += 400;
        drop(demo);
        let verified = run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    let found: BTreeSet<Id> = store::verify::on_node(&home.config(), |database| {
        database.rows("SELECT act FROM act_seen", Vec::new())
    })
    .unwrap()
    .iter()
    .map(|row| Id::from_value(&row[0]).unwrap())
    .collect();
    let lost: Vec<u32> = acknowledged.iter().copied().filter(|n| !found.contains(&act_of(*n).0)).collect();
    assert_eq!(lost, Vec::<u32>::new(), "acknowledged and lost");
    // The same acts again: each is one entry and the same answer.
    let demo = Demo::start(home, 2, 1, "error", &log);
    for n in acknowledged.iter().take(50) {
        let (status, _) = demo.post(Some("investigator"), "/api/acts/cases.open", &open_case(*n)).unwrap();
        assert_eq!(status, 200);
    }
    demo.stop();
    let cases = store::verify::on_node(&home.config(), |database| {
        database.number("SELECT COUNT(*) FROM case_file", Vec::new())
    })
    .unwrap();
    let distinct = found.iter().filter(|act| (0..sent).any(|n| act_of(n).0 == **act)).count();
    println!(
        "proof: {kills} kills on {on}, {} acknowledged, {distinct} entered, none lost, none twice",
        acknowledged.len()
    );
    assert!(acknowledged.len() > kills as usize, "the load was too small to prove anything");
    // One case of the demo's own seeding beside those of the load.
    assert_eq!(cases, distinct as i64 + 1);
}

//! A disk that is full for real: nothing acknowledged is lost, whoever sends is told to try again, and once there is room the same
//! process goes on.

use crate::demo::{Demo, TUTELA, run};
use crate::killing::{act_of, open_case};
use kernel::{Cell, Id};
use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;
use store::testing::Home;

/// Status and code of the wire for a report that a platform opens.
fn opened(demo: &Demo) -> (u16, String) {
    let of_key = |name: &str| demo.doors["cybertipline"][name].as_str().unwrap().to_owned();
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let key = format!("Bearer {}.{}", of_key("user"), of_key("password"));
    let post = agent.post(format!("{}/submit", of_key("url"))).header("authorization", key);
    // Larger than what a full disk may still have room for.
    let words = "Fictional words. ".repeat(60_000);
    let report = "<report><incidentSummary><incidentType>Child Sex Trafficking</incidentType>\
        <incidentDateTime>2026-01-05T10:00:00Z</incidentDateTime></incidentSummary>\
        <reporter><reportingPerson/></reporter><additionalInfo>";
    let report = format!("{report}{words}</additionalInfo></report>");
    let mut answer = post.header("content-type", "text/xml").send(report).unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    let code = text.split("<responseCode>").nth(1).and_then(|rest| rest.split('<').next());
    (answer.status().as_u16(), code.unwrap().to_owned())
}

/// No file of the process may grow beyond `bytes`: the kernel then answers each write as on a full disk.
fn limit(demo: &Demo, bytes: &str) {
    let words = ["--pid".to_owned(), demo.process().to_string(), format!("--fsize={bytes}:unlimited")];
    assert!(Command::new("prlimit").args(words).status().unwrap().success());
}

fn status(demo: &Demo, n: u32) -> u16 {
    demo.post(Some("investigator"), "/api/acts/cases.open", &open_case(n)).unwrap().0
}

#[test]
fn a_full_disk_loses_nothing_and_service_comes_back_by_itself() {
    let home = Home::sqlite();
    let log = home.path().join("log");
    let demo = Demo::start_by(&["env", "--ignore-signal=XFSZ", TUTELA], &home, 2, 1, "error", &log);
    let longest = || {
        let files = std::fs::read_dir(home.path()).unwrap().flatten();
        files.map(|file| file.metadata().unwrap().len()).max().unwrap()
    };
    let mut acknowledged = BTreeSet::new();
    let mut sent = 0;
    for room in [200_000, 400_000, 600_000] {
        limit(&demo, &(longest() + room).to_string());
        let refused = loop {
            sent += 1;
            match status(&demo, sent) {
                200 => drop(acknowledged.insert(act_of(sent).0)),
                other => break other,
            }
            assert!(sent < 5_000, "the disk is never full");
        };
        assert_eq!(refused, 503, "whoever meets a full disk is told to try again");
        assert_eq!(status(&demo, sent + 1), 503);
        assert_eq!(opened(&demo), (503, "1100".to_owned()), "the wire has a code for it");
        limit(&demo, "unlimited");
        // The same act goes through, in the same process.
        let back = (0..50).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            status(&demo, sent) == 200
        });
        assert!(back, "there is room again, and no service");
        assert_eq!(opened(&demo), (200, "0".to_owned()));
        acknowledged.insert(act_of(sent).0);
    }
    demo.stop();
    let verified = run(&home, &["verify", "--json"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let seen = store::verify::on_node(&home.config(), |database| {
        database.rows("SELECT act FROM act_seen", Vec::new())
    });
    let seen: BTreeSet<Id> = seen.unwrap().iter().map(|row| Id::from_value(&row[0]).unwrap()).collect();
    assert!(acknowledged.len() > 10, "the disk was full too soon to prove anything");
    assert!(acknowledged.is_subset(&seen), "acknowledged and lost");
    println!("proof: a full disk 3 times, {} acknowledged, none lost, no restart", acknowledged.len());
}

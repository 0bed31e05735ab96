//! A node as operators run it: `tutela serve` with places for checkpoints, figures and health, as a process.

use crate::demo::run;
use crate::served::Served;
use serde_json::Value;
use store::testing::{Home, on_both};

#[test]
fn a_served_node_is_ready_tells_figures_and_leaves_checkpoints_that_verify() {
    on_both(|home| {
        let kept = tempfile::tempdir().unwrap();
        let there = kept.path().display().to_string();
        let nowhere = kept.path().join("gone/kept.txt").display().to_string();
        let mut served =
            Served::start(home, "log", &["--checkpoint-to", &there, "--checkpoint-to", &nowhere]);
        for door in ["public", "staff"] {
            assert_eq!(served.get(door, "/healthz"), (200, "ok\n".into()), "{door}");
            // The doors are told just before core takes connections.
            let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
            while served.get(door, "/readyz").0 != 200 && std::time::Instant::now() < until {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            assert_eq!(served.get(door, "/readyz"), (200, "ready\n".into()), "{door}");
        }
        let url = format!("{}/api/reports", served.doors["public"].as_str().unwrap());
        let sent = ureq::post(url).header("content-type", "application/json");
        sent.send(r#"{"text":"Fictional report for a test."}"#).unwrap();
        let (status, figures) = served.get("metrics", "");
        assert_eq!(status, 200);
        assert!(
            figures.contains("tutela_acts_total{act=\"reports.file\",answer=\"entered\"} 1\n"),
            "{figures}"
        );
        assert_eq!(served.get("staff", "/metrics").0, 404, "figures stand at their own address only");
        served.stop();
        let files: Vec<_> =
            std::fs::read_dir(kept.path()).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        let checkpoint = files[0].display().to_string();
        let verified = run(home, &["verify", "--checkpoint", &checkpoint]);
        assert!(verified.status.success(), "{verified:?}");
        let told = run(home, &["checkpoint", "--places", "--json"]);
        let places: Vec<Value> = String::from_utf8(told.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!((places[0]["place"].as_str(), places[0]["failures"].as_u64()), (Some(&*there), Some(0)));
        assert!(places[0]["succeeded"].is_string() && places[0]["size"].as_u64() > Some(0));
        assert_eq!((places[1]["trouble"].as_str(), places[1]["succeeded"].as_str()), (Some("missing"), None));
    });
}

#[test]
fn what_cannot_be_a_place_or_an_address_for_figures_stops_the_start() {
    let home = Home::sqlite();
    for (words, names) in [
        (["--checkpoint-to", "ftp://u:hidden@host/x"], "https://"),
        (["--checkpoint-to", "@/no/such/file"], "/no/such/file"),
        (["--checkpoint-every", "0"], "--checkpoint-every"),
        (["--metrics", "0.0.0.0:9090"], "127.0.0.1:PORT"),
    ] {
        let done = run(&home, &["serve", words[0], words[1]]);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{told}");
        assert!(told.contains(names) && !told.contains("hidden"), "{told}");
    }
}

/// Sends a report as a form; tells status and page.
fn tell(public: &str, turn: &str, text: &str) -> (u16, String) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let part = |name: &str, value: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = part("turn", turn) + &part("by", "child") + &part("text", text) + "--x--\r\n";
    let post =
        agent.post(format!("{public}/report")).header("content-type", "multipart/form-data; boundary=x");
    let mut answer = post.send(body).unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

fn ticket(public: &str) -> String {
    let mut answer = ureq::post(format!("{public}/tell")).send_form([("by", "child")]).unwrap();
    let page = answer.body_mut().read_to_string().unwrap();
    let (_, after) = page.split_once(r#"name="turn" value=""#).unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn in_a_flood_an_ordinary_reporter_is_heard_and_nobody_loses_their_words() {
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    use std::time::{Duration, Instant};
    let home = Home::sqlite();
    let limits =
        ["--door-per-second", "10", "--door-burst", "20", "--door-waiting", "16", "--door-patience", "2"];
    let mut served = Served::start(&home, "log", &[&limits[..], &["--door-metrics", "127.0.0.1:0"]].concat());
    let public = served.doors["public"].as_str().unwrap().to_owned();
    let began = Instant::now();
    let (going, refused, kept) = (AtomicBool::new(true), AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        // The reporter opened the form before the flood began, as everybody does who writes it.
        let mine = ticket(&public);
        for n in 0..40 {
            let (public, going, refused, kept) = (&public, &going, &refused, &kept);
            scope.spawn(move || {
                let text = format!("Fictional flood {n}.");
                while going.load(Ordering::Relaxed) {
                    let (status, page) = tell(public, "", &text);
                    assert!(status == 200 || status == 503, "{status}");
                    if status == 503 {
                        refused.fetch_add(1, Ordering::Relaxed);
                        kept.fetch_add(u64::from(page.contains(&text)), Ordering::Relaxed);
                    }
                }
            });
        }
        std::thread::sleep(Duration::from_secs(4));
        let sent = Instant::now();
        let (status, page) = tell(&public, &mine, "Fictional report of an ordinary person.");
        let took = sent.elapsed();
        going.store(false, Ordering::Relaxed);
        assert_eq!(status, 200, "{page}");
        assert!(took < Duration::from_secs(2), "{took:?}");
        println!("proof: heard after {took:?} in a flood of 40");
    });
    let lasted = began.elapsed().as_secs();
    assert!(refused.load(Ordering::Relaxed) > 20);
    assert_eq!(
        refused.load(Ordering::Relaxed),
        kept.load(Ordering::Relaxed),
        "words that were typed are gone"
    );
    let (status, figures) = served.get("door_metrics", "");
    assert!(status == 200 && figures.contains("tutela_door_refused_total"), "{figures}");
    served.stop();
    let verified = run(&home, &["verify", "--json"]);
    let told: Value = serde_json::from_slice(&verified.stdout).unwrap();
    // Only what was taken in is entered, as a report and what the worker made of it: no more than burst and pace allow.
    let taken = figures.lines().find_map(|line| line.strip_prefix("tutela_door_taken_total ")).unwrap();
    let taken: u64 = taken.parse().unwrap();
    assert!(taken <= 20 + 10 * (lasted + 2), "{taken} in {lasted} s");
    assert!(told["ok"] == true && told["entries"].as_u64().unwrap() <= 2 * taken, "{told} of {taken}");
}

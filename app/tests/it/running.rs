//! A node as operators run it: `tutela serve` with places for checkpoints, figures and health, as a process.

use crate::demo::{TUTELA, at, run};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use store::testing::{Home, on_both};

/// A served node.
pub(crate) struct Served {
    child: Child,
    pub(crate) doors: Value,
}

impl Served {
    /// Starts it; `words` are more options of `tutela serve`.
    pub(crate) fn start(home: &Home, words: &[&str]) -> Served {
        let mut child = Command::new(TUTELA)
            .args(["serve", "--json", "--public", "127.0.0.1:0", "--staff", "127.0.0.1:0"])
            .args(["--metrics", "127.0.0.1:0"])
            .args(words)
            .args(at(home))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(home.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Served { child, doors: serde_json::from_str(&line).unwrap() }
    }

    /// Status and body of an address.
    pub(crate) fn get(&self, door: &str, path: &str) -> (u16, String) {
        let url = format!("{}{path}", self.doors[door].as_str().unwrap());
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut answer = agent.get(url).call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// Stops it in order.
    pub(crate) fn stop(&mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_served_node_is_ready_tells_figures_and_leaves_checkpoints_that_verify() {
    on_both(|home| {
        let kept = tempfile::tempdir().unwrap();
        let there = kept.path().display().to_string();
        let nowhere = kept.path().join("gone/kept.txt").display().to_string();
        let mut served = Served::start(home, &["--checkpoint-to", &there, "--checkpoint-to", &nowhere]);
        for door in ["public", "staff"] {
            assert_eq!(served.get(door, "/healthz"), (200, "ok\n".into()), "{door}");
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

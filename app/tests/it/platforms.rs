//! The machine door of a real node, on both databases: published clients of the wire, which nobody here wrote, run their whole sequence.

use crate::demo::Demo;
use crate::knowing::Asker;
use serde_json::{Value, json};
use std::process::Command;
use std::time::{Duration, Instant};
use store::testing::on_both;

const ANALYST: &str = "fictional-analyst";

/// The wire of a demo, and by whose key it is asked.
struct Wire {
    url: String,
    user: String,
    password: String,
}

impl Wire {
    fn of(demo: &Demo) -> Wire {
        let word = |name: &str| demo.doors["cybertipline"][name].as_str().unwrap().to_owned();
        Wire { url: word("url"), user: word("user"), password: word("password") }
    }

    /// What a client tells, a line of JSON for each step, or why it stopped.
    fn told_by(&self, program: &str, words: &[&str]) -> Vec<Value> {
        let mut command = Command::new(program);
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/peers")).args(words);
        let output = command.args([&self.url, &self.user, &self.password]).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn steps<'t>(told: &'t [Value], step: &'t str) -> impl Iterator<Item = &'t Value> {
    told.iter().filter(move |one| one["step"] == step)
}

fn step<'t>(told: &'t [Value], name: &'t str) -> &'t Value {
    steps(told, name).next().unwrap_or_else(|| panic!("no step {name} in {told:?}"))
}

fn codes(told: &[Value]) -> Vec<(&str, u64)> {
    told.iter().filter_map(|one| Some((one["step"].as_str()?, one["code"].as_u64()?))).collect()
}

fn client_of_pypi(wire: &Wire) {
    let told = wire.told_by("./python/run", &["cybertip.py"]);
    assert_eq!(steps(&told, "submit").count(), 8, "a report for every kind of incident");
    let files: Vec<&Value> = steps(&told, "upload").map(|one| &one["file"]).collect();
    assert_eq!(json!(files), step(&told, "finish")["files"]);
    for file in steps(&told, "upload") {
        assert_eq!(file["md5"], file["hashes"][0], "what came is what was sent");
    }
    let wanted = [
        ("details of no file", 5002),
        ("details", 0),
        ("details", 0),
        ("finish twice", 5102),
        ("retract what is finished", 5102),
        ("upload to what is finished", 5102),
        ("retract", 0),
        ("retract twice", 5101),
        ("finish what is retracted", 5101),
        ("upload to no report", 5001),
        ("nobody", 2000),
    ];
    assert_eq!(codes(&told), wanted);
}

fn client_of_npm(wire: &Wire, package: &str) {
    let told = wire.told_by("node", &["cybertip.mjs", package]);
    assert_eq!(steps(&told, "submit").count(), 8, "a report for every type of incident");
    assert_eq!(step(&told, "finish")["files"], json!([step(&told, "upload")["file"]]));
    let wanted = [("finish", 0), ("finish twice", 5102), ("retract", 0), ("retract twice", 5101)];
    assert_eq!(codes(&told), wanted);
    assert_eq!(step(&told, "finish no report")["words"], "Report does not exist");
    assert!(step(&told, "nobody")["words"].as_str().unwrap().contains("401 - AuthenticationRequired"));
}

#[test]
fn published_clients_run_their_whole_sequence_and_the_desk_has_what_they_finished() {
    on_both(|home| {
        let demo = Demo::start(home, 2, 1, "error", &home.path().join("log"));
        let asker = Asker::new(&demo);
        // Two clients say the same by one key: they stand in one line, which says how many it stands for.
        let reports = || -> u64 {
            let rows = asker.rows(ANALYST, "reports/queue?came_by=platform");
            rows.iter().map(|row| row["stands_for"].as_u64().unwrap()).sum()
        };
        let before = reports();
        let wire = Wire::of(&demo);
        client_of_pypi(&wire);
        for package in ["cybertipline-tools", "@civitai/cybertipline-tools"] {
            client_of_npm(&wire, package);
        }
        let until = Instant::now() + Duration::from_secs(30);
        while reports() < before + 3 {
            assert!(Instant::now() < until, "the desk has {} of 3 reports", reports() - before);
            std::thread::sleep(Duration::from_millis(100));
        }
        demo.stop();
    });
}

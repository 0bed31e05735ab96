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

/// Runs a program to its end in a folder; what it prints.
fn done(folder: &std::path::Path, program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).current_dir(folder).output().unwrap();
    let told =
        [&output.stdout[..], &output.stderr[..]].map(|part| String::from_utf8_lossy(part).into_owned());
    assert!(output.status.success(), "{program} {words:?}: {}", told.concat());
    let [out, _] = told;
    out
}

#[test]
fn a_client_generated_from_the_description_is_compiled_and_used() {
    let home = store::testing::Home::sqlite();
    let demo = Demo::start(&home, 2, 1, "error", &home.path().join("log"));
    let wire = Wire::of(&demo);
    let url = wire.url.trim_end_matches("/ispws").to_owned();
    let key = format!("{}.{}", wire.user, wire.password);
    let peers = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/peers"));
    let folder = home.path().join("generated");
    std::fs::create_dir(&folder).unwrap();
    std::os::unix::fs::symlink(peers.join("node_modules"), folder.join("node_modules")).unwrap();
    std::fs::copy(peers.join("native.ts"), folder.join("native.ts")).unwrap();
    std::fs::write(folder.join("package.json"), "{\"type\":\"module\"}").unwrap();
    let asked = ureq::get(format!("{url}/v1/openapi.json")).header("authorization", format!("Bearer {key}"));
    std::fs::write(folder.join("openapi.json"), asked.call().unwrap().body_mut().read_to_string().unwrap())
        .unwrap();
    let program = |name: &str| folder.join("node_modules/.bin").join(name).display().to_string();
    done(&folder, &program("openapi-typescript"), &["openapi.json", "--output", "schema.ts"]);
    let strict = ["--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "native.ts"];
    done(&folder, &program("tsc"), &strict);
    let out = done(&folder, "node", &["native.js", &url, &key]);
    let told: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let wanted = [
        ("one", 201),
        ("again", 201),
        ("other", 422),
        ("official", 201),
        ("status", 200),
        ("unknown", 404),
        ("batch", 200),
    ];
    assert_eq!(codes(&told), wanted);
    let report = &step(&told, "one")["report"];
    assert!(report.is_string() && *report == step(&told, "again")["report"]);
    assert_eq!(*report, step(&told, "status")["report"]);
    assert_eq!(step(&told, "batch")["lines"], 3);
    demo.stop();
}

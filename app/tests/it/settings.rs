//! One file of settings, the environment and the command line, as the program reads them.

use crate::commands::{lines, said};
use crate::demo::TUTELA;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn tutela(words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(TUTELA);
    command.args(words).envs(environment.iter().copied()).stdin(Stdio::null()).output().unwrap()
}

fn write(home: &Path, text: &str) -> String {
    let file = home.join("tutela.toml");
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

fn setting<'s>(all: &'s [Value], name: &str) -> (&'s Value, &'s str) {
    let one = all.iter().find(|one| one["setting"] == name).unwrap();
    (&one["value"], one["from"].as_str().unwrap())
}

#[test]
fn the_command_line_stands_before_the_environment_before_the_file_before_the_default() {
    let home = tempfile::tempdir().unwrap();
    let file = write(
        home.path(),
        "[node]\nname = \"file.example\"\ndata = \"/file\"\ndatabase = \"postgres://u@h/n\"\nquiet = true\n[serve]\nstaff = \"127.0.0.1:1\"\ncheckpoint_every = 5\n",
    );
    let environment = [
        ("TUTELA_CONFIG", file.as_str()),
        ("TUTELA_DATA", "/environment"),
        ("TUTELA_NAME", "environment.example"),
    ];
    let done = tutela(&["config", "--json", "--name", "line.example"], &environment);
    assert!(done.status.success(), "{}", said(&done));
    let all = lines(&done);
    let is = |name: &str, value: Value, from: &str| {
        let (told, origin) = setting(&all, name);
        assert!(*told == value && origin.contains(from), "{name}: {told} {origin}");
    };
    is("node.name", "line.example".into(), "command line");
    is("node.data", "/environment".into(), "TUTELA_DATA");
    is("node.database", "postgres://u@h/n".into(), "tutela.toml:4");
    is("node.quiet", true.into(), "tutela.toml:5");
    is("serve.staff", "127.0.0.1:1".into(), "tutela.toml:7");
    is("serve.checkpoint_every", 5.into(), "tutela.toml:8");
    is("serve.public", "127.0.0.1:8080".into(), "default");
    is("serve.metrics", Value::Null, "default");
    let text = tutela(&["config", "--config", &file], &[]);
    assert!(said(&text).contains("staff = \"127.0.0.1:1\"  # "), "{}", said(&text));
}

#[test]
fn everything_that_does_not_fit_is_told_at_once_whatever_it_comes_from() {
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), "[serve]\nstaf = \"127.0.0.1:1\"\ncheckpoint_every = \"often\"\n");
    let words = ["serve", "--config", &file, "--metrics", "0.0.0.0:1", "--public", "x", "--data", "/never"];
    let done = tutela(&words, &[("TUTELA_SERVE_STAFF", "y")]);
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    let told = said(&done);
    let parts = [
        "tutela.toml:2: serve.staf",
        "'staff'?",
        "tutela.toml:3: serve.checkpoint_every",
        "TUTELA_SERVE_STAFF",
        "--metrics: ",
        "--public: ",
    ];
    assert!(told.lines().count() == 5 && parts.iter().all(|part| told.contains(part)), "{told}");
    let gone = tutela(&["verify", "--config", "/no/such/file.toml"], &[]);
    assert!(gone.status.code() == Some(2) && said(&gone).lines().count() == 1, "{}", said(&gone));
}

#[test]
fn a_file_in_the_data_directory_is_found_and_holds_for_every_command() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().display().to_string();
    write(home.path(), "[node]\nname = \"file.example\"\n");
    let made = tutela(&["init", "--data", &data], &[]);
    assert!(made.status.success(), "{}", said(&made));
    let key = std::fs::read_to_string(home.path().join("checkpoint.vkey")).unwrap();
    assert!(key.starts_with("file.example+"), "{key}");
    write(home.path(), "[node]\ndata = \"/another\"\n");
    let elsewhere = tutela(&["verify", "--data", &data], &[]);
    assert!(elsewhere.status.success(), "what is typed stands first: {}", said(&elsewhere));
    // A demo is nobody's node: it reads no file that it was not given.
    write(home.path(), "[node]\nnonsense = 1\n");
    assert!(tutela(&["completions", "bash"], &[("TUTELA_DATA", &data)]).status.success());
}

#[test]
fn doctor_tells_what_to_do_beside_a_running_node_and_without_and_ends_with_1_on_failures() {
    use crate::demo::run;
    use crate::served::Served;
    store::testing::on_both(|home| {
        let nobody = run(home, &["doctor"]);
        assert!(
            nobody.status.code() == Some(1) && said(&nobody).contains("tutela init"),
            "{}",
            said(&nobody)
        );
        assert!(std::fs::read_dir(home.path()).unwrap().next().is_none(), "doctor made a node");
        assert!(run(home, &["init"]).status.success());
        let mut served = Served::start(home, "log", &[]);
        let unconfirmed = run(home, &["doctor"]);
        assert!(
            unconfirmed.status.code() == Some(1) && said(&unconfirmed).contains("Numbers to call"),
            "{}",
            said(&unconfirmed)
        );
        let number = r#"{"number": "112", "source": "a test", "checked_on": "2026-11-01"}"#;
        let numbers = format!(r#"{{"country": "FR", "emergency": {number}, "helpline": {number}}}"#);
        std::fs::write(home.path().join("public/help.json"), numbers).unwrap();
        let live = run(home, &["doctor", "--json"]);
        assert!(live.status.success(), "{}", said(&live));
        let told = lines(&live);
        let standing =
            |check: &str| told.iter().find(|line| line["check"] == check).unwrap()["found"].clone();
        assert_eq!(standing("running"), "the node runs, and core takes connections");
        assert!(told.len() > 18, "{}", said(&live));
        served.stop();
        let stopped = run(home, &["doctor"]);
        assert!(
            stopped.status.success() && said(&stopped).contains("the node is stopped"),
            "{}",
            said(&stopped)
        );
        std::fs::remove_file(home.path().join("keys.db")).unwrap();
        assert_eq!(run(home, &["doctor"]).status.code(), Some(1));
    });
}

#[test]
fn the_example_of_a_file_fits() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/tutela.toml").display().to_string();
    let done = tutela(&["config", "--json", "--config", &example], &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(setting(&lines(&done), "serve.public").0, "none");
}

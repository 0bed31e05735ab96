//! The command line beside a running node and on its files: the same answers, one line for what is wrong, exit codes.

use crate::demo::{Demo, TUTELA, at, run};
use serde_json::Value;
use std::process::{Command, Output, Stdio};
use store::testing::{Home, on_both};
use store::{Node, NodeConfig};
use tutela::rooms::{registry, rooms};

/// Signs in as the demo's account with that role.
pub(crate) fn sign_in(home: &Home, demo: &Demo, role: &str, purpose: &str) {
    let accounts = demo.doors["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|account| account["role"] == role).unwrap();
    let done =
        with_password(home, account, &["login", "--user", text(&account["user"]), "--purpose", purpose]);
    assert!(done.status.success(), "{}", said(&done));
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(crate) fn with_password(home: &Home, account: &Value, words: &[&str]) -> Output {
    let mut command = Command::new(TUTELA);
    command.args(words).args(at(home)).env("TUTELA_PASSWORD", text(&account["password"]));
    command.stdin(Stdio::null()).output().unwrap()
}

/// Standard error and output together.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

pub(crate) fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// One line on standard error that names what is wrong, and exit code 2.
pub(crate) fn is_bad_input(output: &Output, names: &str) {
    assert_eq!(output.status.code(), Some(2), "{}", said(output));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.trim_end().lines().count() == 1 && told.contains(names), "{told}");
}

#[test]
fn a_list_reads_the_same_beside_a_running_node_and_without() {
    on_both(|home| {
        let demo = Demo::start(home, 6, 2, "error", &home.path().join("log"));
        sign_in(home, &demo, "analyst", "triage");
        let words = ["list", "reports.queue", "--sort", "report", "--json"];
        let live = run(home, &words);
        assert!(live.status.success(), "{}", said(&live));
        // What the hotline has not handed over to another unit.
        assert!(lines(&live).len() >= 3, "{}", said(&live));
        let account = demo.doors["accounts"].as_array().unwrap();
        let account = account.iter().find(|account| account["role"] == "analyst").unwrap().clone();
        demo.stop();
        let user = ["--as", text(&account["user"]), "--purpose", "triage"];
        let files = with_password(home, &account, &[&words[..], &user[..]].concat());
        assert_eq!(lines(&live), lines(&files), "{}", said(&files));
        is_bad_input(&run(home, &["list", "reports.no-such"]), "reports.no-such");
    });
}

#[test]
fn a_report_is_shown_under_a_trace_beside_a_running_node_and_without() {
    let home = &Home::sqlite();
    let demo = Demo::start(home, 6, 0, "error", &home.path().join("log"));
    sign_in(home, &demo, "analyst", "triage");
    let queue = lines(&run(home, &["list", "reports.queue", "--json"]));
    let path = format!("reports/{}", text(&queue[0]["report"]));
    let live = run(home, &["show", &path, "--json"]);
    assert!(live.status.success(), "{}", said(&live));
    assert!(String::from_utf8_lossy(&live.stdout).contains("fictional") || said(&live).contains("خيالي"));
    is_bad_input(&run(home, &["show", "reports/0f8fad5bd9cb469fa165708677289501"]), "");
    let accounts = demo.doors["accounts"].as_array().unwrap().clone();
    let account = accounts.iter().find(|account| account["role"] == "analyst").unwrap();
    demo.stop();
    let user = text(&account["user"]);
    let files = with_password(home, account, &["show", &path, "--json", "--as", user, "--purpose", "triage"]);
    assert!(files.status.success(), "{}", said(&files));
    assert_eq!(lines(&live)[0]["report"], lines(&files)[0]["report"]);
    is_bad_input(&run(home, &["show", &path]), "--as");
    // Two looks, two traces.
    let overseer = accounts.iter().find(|account| account["role"] == "overseer").unwrap();
    let words =
        ["list", "journal.looks", "--json", "--as", text(&overseer["user"]), "--purpose", "oversight"];
    assert_eq!(lines(&with_password(home, overseer, &words)).len(), 2);
}

#[test]
fn a_checkpoint_is_signed_beside_a_running_node_and_proves_it() {
    on_both(|home| {
        let demo = Demo::start(home, 3, 1, "error", &home.path().join("log"));
        is_bad_input(&run(home, &["checkpoint"]), "sign in first");
        sign_in(home, &demo, "analyst", "triage");
        is_bad_input(&run(home, &["checkpoint"]), "analyst");
        is_bad_input(&run(home, &["checkpoint", "--places"]), "analyst");
        sign_in(home, &demo, "overseer", "oversight");
        let places = run(home, &["checkpoint", "--places"]);
        assert!(places.status.success() && said(&places).contains("--checkpoint-to"), "{}", said(&places));
        let signed = run(home, &["checkpoint"]);
        assert!(signed.status.success(), "{}", said(&signed));
        let kept = home.path().join("kept.txt");
        std::fs::write(&kept, &signed.stdout).unwrap();
        let file = kept.display().to_string();
        // Beside the running node, which goes on writing.
        let verified = run(home, &["verify", "--checkpoint", &file]);
        assert!(verified.status.success(), "{}", said(&verified));
        demo.stop();
    });
}

#[test]
fn a_node_keeps_the_name_that_signs_for_it() {
    let home = Home::sqlite();
    drop(
        Node::open(
            NodeConfig { name: "first.example".into(), ..home.config() },
            registry(&mut rooms()).unwrap(),
        )
        .unwrap(),
    );
    let named = |name: &[&str]| {
        let data = home.path().display().to_string();
        let words = [&["checkpoint", "--data", data.as_str()], name].concat();
        Command::new(TUTELA).args(words).stdin(Stdio::null()).output().unwrap()
    };
    let first = String::from_utf8(named(&["--name", "first.example"]).stdout).unwrap();
    assert!(first.starts_with("first.example\n"), "{first}");
    assert_eq!(String::from_utf8(named(&[]).stdout).unwrap().lines().next(), Some("first.example"));
    is_bad_input(&named(&["--name", "second.example"]), "first.example");
}

#[test]
fn a_demo_touches_no_real_node_and_nothing_is_made_by_looking() {
    let home = Home::sqlite();
    is_bad_input(&run(&home, &["list", "reports.queue"]), "no node is there");
    is_bad_input(&run(&home, &["checkpoint"]), "no node is there");
    assert!(std::fs::read_dir(home.path()).unwrap().next().is_none(), "a look made a node");
    let demo = Demo::start(&home, 1, 0, "error", &std::env::temp_dir().join("tutela-test-log"));
    demo.stop();
    std::fs::remove_file(home.path().join("demo")).unwrap();
    is_bad_input(&run(&home, &["demo", "--json", "--port", "0"]), "is no demo's node");
}

#[test]
fn who_reads_only_the_first_lines_gets_no_fault() {
    let mut child =
        Command::new(TUTELA).arg("man").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert!(done.status.code() != Some(101), "{}", said(&done));
    let pages = Command::new(TUTELA).arg("man").output().unwrap();
    let pages = String::from_utf8_lossy(&pages.stdout).into_owned();
    assert!(["verify", "hashes", "import", "checkpoint"].iter().all(|name| pages.contains(name)));
}

#[test]
fn a_file_of_reports_goes_in_once_beside_a_running_node_and_without() {
    on_both(|home| {
        let demo = Demo::start(home, 2, 0, "error", &home.path().join("log"));
        sign_in(home, &demo, "analyst", "intake");
        let file = home.path().join("reports.ndjson");
        let line =
            |id: u32, text: &str| serde_json::json!({ "id": id.to_string(), "text": text }).to_string();
        let same: Vec<String> = (0..20).map(|id| line(id, "Fictional: a machine says this.")).collect();
        std::fs::write(&file, same.join("\n")).unwrap();
        let path = file.to_str().unwrap();
        let outcomes = |output: &Output| {
            assert!(output.status.success(), "{}", said(output));
            lines(output).iter().map(|line| text(&line["outcome"]).to_owned()).collect::<Vec<_>>()
        };
        let live = outcomes(&run(home, &["intake", path]));
        assert_eq!((live[0].as_str(), live[1..].iter().all(|one| one == "folded")), ("filed", true));
        let accounts = demo.doors["accounts"].as_array().unwrap();
        let account = accounts.iter().find(|account| account["role"] == "analyst").unwrap().clone();
        demo.stop();
        let by = ["--as", text(&account["user"]), "--purpose", "intake"];
        let again = outcomes(&with_password(home, &account, &[&["intake", path][..], &by[..]].concat()));
        assert!(again.len() == 20 && again.iter().all(|one| one == "again"), "{again:?}");
        std::fs::write(&file, "no json").unwrap();
        let wrong = with_password(home, &account, &[&["intake", path][..], &by[..]].concat());
        assert_eq!((wrong.status.code(), lines(&wrong)[0]["field"].as_str()), (Some(2), Some("line")));
    });
}

#[test]
fn bad_input_ends_with_2_and_names_what_is_wrong() {
    let home = Home::sqlite();
    drop(Node::open(home.config(), registry(&mut rooms()).unwrap()).unwrap());
    is_bad_input(&run(&home, &["token", "nobody", "--purpose", "triage"]), "nobody");
    is_bad_input(&run(&home, &["token", "nobody", "--purpose", "curiosity"]), "--purpose");
    is_bad_input(&run(&home, &["act", "reports.no-such"]), "reports.no-such");
    is_bad_input(&run(&home, &["act", "reports.reply", "--field", "report"]), "NAME=VALUE");
    let list = "0f8fad5bd9cb469fa165708677289501";
    is_bad_input(&run(&home, &["hashes", "import", list, "/no/such/file.csv"]), "/no/such/file.csv");
    assert_eq!(run(&home, &["verify", "--checkpoint", "/no/such/file"]).status.code(), Some(2));
}

#[test]
fn keys_are_replaced_beside_a_running_node_and_its_public_door_takes_the_new_one_up() {
    on_both(|home| {
        let demo = Demo::start(home, 3, 0, "error", &home.path().join("log"));
        sign_in(home, &demo, "administrator", "administration");
        let tell = |words: &str| {
            let body = serde_json::json!({ "text": words });
            demo.post(None, "/api/reports", &body).unwrap().0
        };
        let given = || {
            let file = store::team::read_file(&home.path().join("public/team-keys.json")).unwrap();
            file.of(store::team::Team::ReportsDesk).number
        };
        assert_eq!((tell("Fictional report before."), given()), (200, 1));
        let turned = run(home, &["keys", "--rotate", "--json"]);
        assert!(turned.status.success(), "{}", said(&turned));
        let told = &lines(&turned)[0];
        let (new, old) = (&told["teams"][0], &told["teams"][1]);
        assert_eq!((new["team"].as_str(), new["key"].as_u64()), (Some("reports-desk"), Some(2)));
        assert!(new["state"] == "current" && new["opens_until"].is_null() && new["days"] == 0, "{new}");
        assert!(old["state"] == "replaced" && old["opens_until"].is_string() && old["key"] == 1, "{old}");
        let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while given() == 1 && std::time::Instant::now() < until {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!((tell("Fictional report after."), given()), (200, 2));
        let shown = run(home, &["keys"]);
        assert!(said(&shown).contains("Key 2 of reports-desk, made "), "{}", said(&shown));
        demo.stop();
        let verified = run(home, &["verify"]);
        assert!(verified.status.success(), "{}", said(&verified));
    });
}

//! `backup`, `restore`, `keys` and `migrate` as commands: beside a node under load and without one, and what each says when it
//! cannot be done.

use crate::commands::{is_bad_input, lines, said, text};
use crate::demo::{TUTELA, post, run};
use crate::served::Served;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::testing::{Home, on_both};

/// The program with exactly these words.
fn tutela(words: &[&str]) -> Output {
    Command::new(TUTELA).args(words).stdin(Stdio::null()).output().unwrap()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Where copies of a node are kept: apart from it.
struct Safe {
    place: tempfile::TempDir,
    recipient: String,
}

impl Safe {
    fn new() -> Safe {
        let place = tempfile::tempdir().unwrap();
        let made = tutela(&["keys", "--new-identity", &shown(&place.path().join("identity"))]);
        assert!(made.status.success(), "{}", said(&made));
        let recipient = String::from_utf8(made.stdout).unwrap().trim().to_owned();
        assert!(recipient.starts_with("age1"), "{recipient}");
        Safe { place, recipient }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        shown(&self.at(name))
    }

    fn back_up(&self, home: &Home) -> Output {
        run(home, &["backup", &self.path("runs"), "--recipient", &self.recipient, "--json"])
    }

    fn back_keys_up(&self, home: &Home) -> Output {
        let done =
            run(home, &["keys", "--backup", &self.path("keys"), "--recipient", &self.recipient, "--json"]);
        std::fs::copy(home.path().join("node.key"), self.at("node.key")).unwrap();
        done
    }

    /// Restores into another home, with its words for the three secrets.
    fn restore(&self, into: &Home, identity: &str, keys: &str, node_key: &str) -> Output {
        let data = into.path().join("restored");
        let mut command = Command::new(TUTELA);
        command.args(["restore", &self.path("runs"), "--json"]);
        command.args(["--identity", identity, "--keys", keys, "--node-key", node_key]);
        command.arg("--data").arg(&data);
        command.args(into.config().database.map(|url| format!("--database={url}")));
        command.stdin(Stdio::null()).output().unwrap()
    }

    fn restore_all(&self, into: &Home) -> Output {
        self.restore(into, &self.path("identity"), &self.path("keys"), &self.path("node.key"))
    }
}

/// Another home on the same kind of database.
fn another(home: &Home) -> Home {
    if home.config().database.is_some() { Home::postgres() } else { Home::sqlite() }
}

/// Sends reports until it is told to stop; tells how many were taken in.
fn send(public: &str, going: &AtomicBool, sent: &AtomicU64) {
    while going.load(Ordering::Relaxed) {
        let n = sent.load(Ordering::Relaxed);
        let body = json!({ "text": format!("Fictional report {n} under load.") });
        let (status, answer) = post(public, None, "/api/reports", &body).unwrap();
        assert_eq!(status, 200, "{answer}");
        sent.fetch_add(1, Ordering::Relaxed);
    }
}

fn wait_for(sent: &AtomicU64, more: u64) {
    let until = sent.load(Ordering::Relaxed) + more;
    while sent.load(Ordering::Relaxed) < until {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn a_backup_taken_under_load_by_command_is_restored_and_verified_by_command() {
    on_both(|home| {
        let safe = Safe::new();
        let kept = tempfile::tempdir().unwrap();
        let mut served = Served::start(home, "log", &["--checkpoint-to", &shown(kept.path())]);
        let (going, sent) = (AtomicBool::new(true), AtomicU64::new(0));
        let public = text(&served.doors["public"]).to_owned();
        let runs = std::thread::scope(|scope| {
            (0..3).for_each(|_| drop(scope.spawn(|| send(&public, &going, &sent))));
            let mut runs = Vec::new();
            for _ in 0..3 {
                wait_for(&sent, 20);
                let done = safe.back_up(home);
                assert!(done.status.success(), "{}", said(&done));
                runs.push(lines(&done).remove(0));
            }
            let done = safe.back_keys_up(home);
            assert!(done.status.success(), "{}", said(&done));
            going.store(false, Ordering::Relaxed);
            runs
        });
        let last = |run: &Value| run["last"].as_u64().unwrap();
        assert!(last(&runs[0]) >= 20 && runs.is_sorted_by_key(last), "{runs:?}");
        assert_eq!(runs.iter().map(|run| run["number"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
        served.stop();
        let into = another(home);
        let done = safe.restore_all(&into);
        assert!(done.status.success(), "{}", said(&done));
        let told = lines(&done).remove(0);
        assert_eq!((told["last"].as_u64(), told["runs"].as_u64()), (Some(last(&runs[2])), Some(3)));
        assert_eq!(told["without_key"], 0, "the key store was backed up after the database");
        // A checkpoint of the old node covers what the restored one lacks: the first one that it wrote does not.
        let mut written: Vec<PathBuf> =
            std::fs::read_dir(kept.path()).unwrap().map(|file| file.unwrap().path()).collect();
        written.sort();
        let data = into.path().join("restored");
        let newest = run_verify(&into, &data, written.last().unwrap());
        assert_eq!(newest.status.code(), Some(1), "what was lost is named: {}", said(&newest));
        let restored = verified_alone(&into, &data);
        assert!(restored["entries"].as_u64().unwrap() >= last(&runs[2]));
        println!(
            "proof: {} reports sent, {} entries restored",
            sent.load(Ordering::Relaxed),
            told["entries"]
        );
    });
}

fn run_verify(into: &Home, data: &Path, checkpoint: &Path) -> Output {
    let mut command = Command::new(TUTELA);
    command.args(["verify", "--checkpoint"]).arg(checkpoint).arg("--data").arg(data);
    command.args(into.config().database.map(|url| format!("--database={url}")));
    command.stdin(Stdio::null()).output().unwrap()
}

fn verified_alone(into: &Home, data: &Path) -> Value {
    let mut command = Command::new(TUTELA);
    command.args(["verify", "--json"]).arg("--data").arg(data);
    command.args(into.config().database.map(|url| format!("--database={url}")));
    let done = command.stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    lines(&done).remove(0)
}

/// A node with some reports, stopped.
fn filled(home: &Home, reports: u64) {
    let mut served = Served::start(home, "log", &[]);
    for n in 0..reports {
        let body = json!({ "text": format!("Fictional report {n}.") });
        let (status, answer) = post(text(&served.doors["public"]), None, "/api/reports", &body).unwrap();
        assert_eq!(status, 200, "{answer}");
    }
    served.stop();
}

#[test]
fn what_a_backup_cannot_do_is_said_in_one_line() {
    on_both(|home| {
        let safe = Safe::new();
        is_bad_input(&safe.back_up(home), "no node is there");
        is_bad_input(
            &run(home, &["keys", "--backup", &safe.path("k"), "--recipient", &safe.recipient]),
            "no node",
        );
        assert!(std::fs::read_dir(home.path()).unwrap().next().is_none(), "a backup made a node");
        filled(home, 2);
        is_bad_input(&run(home, &["backup", &safe.path("runs"), "--recipient", "age1nobody"]), "--recipient");
        let blank = run(home, &["backup", &safe.path("runs")]);
        assert!(blank.status.code() == Some(2) && said(&blank).contains("--recipient"), "{}", said(&blank));
        assert!(safe.back_up(home).status.success());
        let other = another(home);
        filled(&other, 1);
        let foreign = safe.back_up(&other);
        assert_eq!(foreign.status.code(), Some(1), "{}", said(&foreign));
        assert!(said(&foreign).contains("is not signed by this node"), "{}", said(&foreign));
        is_bad_input(
            &run(home, &["backup", "/proc/nowhere", "--recipient", &safe.recipient]),
            "/proc/nowhere",
        );
        is_bad_input(
            &run(home, &["keys", "--backup", "/no/such/keys", "--recipient", &safe.recipient]),
            "/no/such/keys",
        );
        is_bad_input(&tutela(&["keys", "--new-identity", &safe.path("identity")]), "identity");
        is_bad_input(&tutela(&["keys", "--new-identity", "/no/such/identity"]), "/no/such/identity");
    });
}

#[test]
fn what_a_restore_cannot_do_is_said_in_one_line_and_leaves_nothing_that_opens() {
    on_both(|home| {
        let safe = Safe::new();
        filled(home, 3);
        assert!(safe.back_up(home).status.success() && safe.back_keys_up(home).status.success());
        let (identity, keys, node) = (safe.path("identity"), safe.path("keys"), safe.path("node.key"));
        let into = another(home);
        is_bad_input(&safe.restore(&into, "/no/such/identity", &keys, &node), "/no/such/identity");
        is_bad_input(&safe.restore(&into, &node, &keys, &node), "age identity");
        is_bad_input(&safe.restore(&into, &identity, "/no/such/keys", &node), "/no/such/keys");
        is_bad_input(&safe.restore(&into, &identity, &keys, "/no/such/node.key"), "/no/such/node.key");
        let stranger = Safe::new();
        let wrong = safe.restore(&into, &stranger.path("identity"), &keys, &node);
        assert!(!wrong.status.success() && said(&wrong).lines().count() == 1, "{}", said(&wrong));
        std::fs::write(stranger.at("node.key"), [7; 32]).unwrap();
        is_bad_input(&safe.restore(&into, &identity, &keys, &stranger.path("node.key")), "node key");
        assert!(!into.path().join("restored").exists(), "nothing was begun");
        assert!(safe.restore_all(&into).status.success());
        is_bad_input(&safe.restore_all(&into), "holds something already");
        // A part that was changed is found: exit code 1, and its name.
        let part = std::fs::read_dir(safe.at("runs")).unwrap().map(|file| file.unwrap().path());
        let part = part.filter(|file| file.extension().is_some_and(|kind| kind == "age")).max().unwrap();
        let mut bytes = std::fs::read(&part).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&part, bytes).unwrap();
        let damaged = safe.restore_all(&another(home));
        assert_eq!(damaged.status.code(), Some(1), "{}", said(&damaged));
        assert!(said(&damaged).contains(part.file_name().unwrap().to_str().unwrap()), "{}", said(&damaged));
        std::fs::remove_dir_all(safe.at("runs")).unwrap();
        std::fs::create_dir(safe.at("runs")).unwrap();
        let empty = safe.restore_all(&another(home));
        is_bad_input(&empty, "holds no backup");
    });
}

#[test]
fn a_node_key_is_replaced_by_command_and_its_keys_told_in_figures() {
    on_both(|home| {
        filled(home, 3);
        let first = std::fs::read(home.path().join("node.key")).unwrap();
        let before = lines(&run(home, &["keys", "--json"])).remove(0);
        assert_eq!((before["node_key"].as_u64(), before["under_older"].as_u64()), (Some(1), Some(0)));
        let turned = run(home, &["keys", "--rotate"]);
        assert!(turned.status.success() && said(&turned).contains("Node key 2"), "{}", said(&turned));
        assert_ne!(std::fs::read(home.path().join("node.key")).unwrap(), first);
        let after = lines(&run(home, &["keys", "--json"])).remove(0);
        assert_eq!(after["node_key"], 2);
        let used = |told: &Value| told["keys"].as_u64().unwrap() - told["unused"].as_u64().unwrap();
        assert_eq!(used(&after), used(&before));
        assert!(run(home, &["verify"]).status.success());
        std::fs::write(home.path().join("node.key"), first).unwrap();
        is_bad_input(&run(home, &["keys"]), "node.key");
        for words in
            [["--rotate", "--backup"], ["--rotate", "--new-identity"], ["--backup", "--new-identity"]]
        {
            let both = run(home, &["keys", words[0], words[1], "/tmp/never"]);
            assert_eq!(both.status.code(), Some(2), "{words:?}");
        }
        let nobody = another(home);
        is_bad_input(&run(&nobody, &["keys"]), "no node is there");
        assert!(std::fs::read_dir(nobody.path()).unwrap().next().is_none(), "a look made a node");
    });
}

#[test]
fn a_node_moves_to_the_other_database_and_back_by_command() {
    let (home, server) = (Home::sqlite(), Home::postgres());
    let url = server.config().database.unwrap();
    is_bad_input(&run(&home, &["migrate", "--to", &url]), "no node is there");
    filled(&home, 3);
    is_bad_input(&run(&home, &["migrate", "--to", "mysql://host/x"]), "--to");
    is_bad_input(&run(&home, &["migrate", "--to", "sqlite"]), "--to");
    let gone = run(&home, &["migrate", "--to", "postgres://nobody@127.0.0.1:1/none"]);
    assert!(gone.status.code() == Some(2) && said(&gone).lines().count() == 1, "{}", said(&gone));
    // Beside a running node that nobody stops, nothing is switched.
    let mut served = Served::start(&home, "log", &[]);
    let waited = run(&home, &["migrate", "--to", &url, "--wait", "0"]);
    assert!(
        waited.status.code() == Some(2) && said(&waited).contains("was not stopped"),
        "{}",
        said(&waited)
    );
    served.stop();
    is_bad_input(&run(&home, &["migrate", "--to", &url]), "--to");
    let server = Home::postgres();
    let url = server.config().database.unwrap();
    let moved = run(&home, &["migrate", "--to", &url, "--json"]);
    assert!(moved.status.success(), "{}", said(&moved));
    let entries = lines(&moved).remove(0)["entries"].as_u64().unwrap();
    assert!(entries >= 3);
    is_bad_input(&run(&home, &["keys"]), "tutela migrate");
    let there = format!("--database={url}");
    let verified = run(&home, &["verify", "--json", &there]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(run(&home, &["keys", &there]).status.success());
    // Back again, into a file that the old one does not stand in the way of.
    is_bad_input(&run(&home, &["migrate", "--to", "sqlite", &there]), "tutela.db");
    for file in ["tutela.db", "tutela.db-wal", "tutela.db-shm"] {
        drop(std::fs::remove_file(home.path().join(file)));
    }
    let back = run(&home, &["migrate", "--to", "sqlite", &there]);
    assert!(back.status.success() && said(&back).contains("Moved and verified"), "{}", said(&back));
    assert!(run(&home, &["verify"]).status.success());
    is_bad_input(&run(&home, &["keys", &there]), "tutela migrate");
}

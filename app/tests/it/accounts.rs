//! `init`, `account`, `sessions` and `token` as commands: two founders with second factors open accounts beside a served node.

use crate::commands::{is_bad_input, lines, said, text};
use crate::demo::{TUTELA, at, run};
use crate::served::Served;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use store::testing::{Home, on_both};

const PASSWORD: &str = "a fictional password";

/// What an authenticator app shows for a secret, so many steps of 30 s from now.
fn code(secret: &str, steps: u64) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = secret
        .chars()
        .flat_map(|c| {
            let value = LETTERS.find(c).unwrap() as u8;
            (0..5).rev().map(move |bit| value >> bit & 1)
        })
        .collect();
    let bytes: Vec<u8> =
        bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 30 + steps;
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&bytes).unwrap();
    mac.update(&now.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 0x0f);
    let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

/// Somebody at a keyboard: their secrets come in by the environment.
struct Person {
    user: &'static str,
    secret: String,
    steps: std::cell::Cell<u64>,
}

impl Person {
    /// Chooses name, password and second factor by a link: first the secret for the app, then its code.
    fn begin(home: &Home, user: &'static str, link: &str, link_code: &str) -> Person {
        let words = ["account", "begin", "--user", user];
        let given = [("TUTELA_LINK", link), ("TUTELA_LINK_CODE", link_code), ("TUTELA_PASSWORD", PASSWORD)];
        let offered = with(home, &words, &given);
        assert!(offered.status.success(), "{}", said(&offered));
        let secret = text(&lines(&offered)[0]["secret"]).to_owned();
        let wrong = with(home, &words, &[&given[..], &[("TUTELA_CODE", "12345x")]].concat());
        is_bad_input(&wrong, "");
        let code = code(&secret, 0);
        let chosen = with(home, &words, &[&given[..], &[("TUTELA_CODE", &code)]].concat());
        assert!(chosen.status.success(), "{}", said(&chosen));
        let again = with(home, &words, &[&given[..], &[("TUTELA_CODE", &code)]].concat());
        is_bad_input(&again, "link");
        Person { user, secret, steps: 0.into() }
    }

    /// Signs in; a code is good once, so the next one is waited for.
    fn sign_in(&self, home: &Home, purpose: &str) {
        let words = ["login", "--user", self.user, "--purpose", purpose];
        let mut told = String::new();
        for _ in 0..70 {
            let code = code(&self.secret, self.steps.get());
            let done = with(home, &words, &[("TUTELA_PASSWORD", PASSWORD), ("TUTELA_CODE", &code)]);
            if done.status.success() {
                return;
            }
            told = said(&done);
            // The code of the step after this one is taken too: clocks differ.
            if self.steps.get() == 0 {
                self.steps.set(1);
            } else {
                std::thread::sleep(Duration::from_secs(1));
            }
        }
        panic!("{}: {told}", self.user);
    }
}

fn with(home: &Home, words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(TUTELA);
    command.args(words).args(at(home)).envs(environment.iter().copied());
    command.stdin(Stdio::null()).output().unwrap()
}

/// A command that must succeed, and its answer.
fn done(home: &Home, words: &[&str]) -> Value {
    let output = run(home, words);
    assert!(output.status.success(), "{words:?}: {}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.trim()).unwrap_or_default()
}

/// The links of a new node, and of those who have not used theirs.
fn founders(home: &Home) -> Vec<Value> {
    let made = run(home, &["init", "--staff", "https://staff.example/", "--json"]);
    assert!(made.status.success(), "{}", said(&made));
    lines(&made)
}

#[test]
fn a_node_is_founded_and_two_people_open_suspend_and_recover_an_account_by_command() {
    on_both(|home| {
        let links = founders(home);
        assert_eq!(
            links.iter().map(|link| text(&link["role"])).collect::<Vec<_>>(),
            ["administrator", "overseer"]
        );
        assert!(links.iter().all(|link| text(&link["link"]).starts_with("https://staff.example/begin/")));
        assert_eq!(founders(home).len(), 2, "run again it prints links anew");
        let links = founders(home);
        let mut served = Served::start(home, "log", &[]);
        is_bad_input(&run(home, &["keys", "--rotate"]), "sign in first");
        let first = Person::begin(home, "amira", text(&links[0]["link"]), "");
        let second = Person::begin(home, "overa", text(&links[1]["link"]), "");
        is_bad_input(
            &with(
                home,
                &["login", "--user", "amira", "--purpose", "administration"],
                &[("TUTELA_PASSWORD", "wrong")],
            ),
            "do not fit",
        );
        first.sign_in(home, "administration");
        keys_beside_the_running_node(home);
        let unit =
            text(&done(home, &["account", "unit", "police-north", "--kind", "police"])["unit"]).to_owned();
        let proposed = done(home, &["account", "propose", "--role", "investigator", "--unit", &unit]);
        let (account, proposal) = (text(&proposed["account"]), text(&proposed["proposal"]));
        is_bad_input(&run(home, &["account", "propose", "--role", "king", "--unit", &unit]), "--role");
        is_bad_input(&run(home, &["account", "propose", "--role", "analyst", "--unit", "x"]), "--unit");
        is_bad_input(&run(home, &["account", "unit", "police", "--kind", "army"]), "--kind");
        let alone = run(home, &["account", "approve", account, proposal]);
        assert!(alone.status.code() == Some(1) && said(&alone).lines().count() == 1, "{}", said(&alone));
        let token = home.path().join("cli.token");
        let first_session = std::fs::read(&token).unwrap();
        second.sign_in(home, "oversight");
        assert_eq!(done(home, &["account", "approve", account, proposal])["state"], "approved");
        let link = text(&done(home, &["account", "link", account])["link"]).to_owned();
        let second_session = std::fs::read(&token).unwrap();
        std::fs::write(&token, first_session).unwrap();
        let link_code = text(&done(home, &["account", "link", account])["code"]).to_owned();
        std::fs::write(&token, second_session).unwrap();
        Person::begin(home, "ines", &link, &link_code);
        assert_eq!(done(home, &["account", "suspend", account])["account"], account);
        let recovery = run(home, &["account", "recover", account]);
        assert!(
            !recovery.status.success(),
            "a suspended account is opened by two again: {}",
            said(&recovery)
        );
        is_bad_input(&run(home, &["account", "close", "nobody"]), "ACCOUNT");
        done(home, &["account", "close", account]);
        served.stop();
        is_bad_input(&run(home, &["account", "link", account]), "is stopped");
        is_bad_input(&run(home, &["init"]), "both links were used");
        assert!(run(home, &["verify"]).status.success());
    });
}

/// The administrator who has just signed in has the node key replaced while the node runs.
fn keys_beside_the_running_node(home: &Home) {
    let key = || std::fs::read(home.path().join("node.key")).unwrap();
    let (first, before) = (key(), done(home, &["keys", "--json"]));
    assert_eq!((before["node_key"].as_u64(), before["under_older"].as_u64()), (Some(1), Some(0)));
    let turned = done(home, &["keys", "--rotate", "--json"]);
    assert_eq!((turned["node_key"].as_u64(), turned["under_older"].as_u64()), (Some(2), Some(0)));
    assert_ne!(key(), first);
    // It was decided once: nothing is replaced again.
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(done(home, &["keys", "--json"])["node_key"], 2);
    let decided = store::verify::on_node(&home.config(), |database| {
        database.number("SELECT COUNT(*) FROM key_turn", Vec::new())
    });
    assert_eq!(decided.unwrap(), 1, "the decision stands in the journal");
}

#[test]
fn sessions_and_tokens_are_listed_ended_and_withdrawn_by_command() {
    let home = &Home::sqlite();
    is_bad_input(&run(home, &["sessions"]), "sign in first");
    let links = founders(home);
    let mut served = Served::start(home, "log", &[]);
    is_bad_input(&run(home, &["token", "--list"]), "sign in first");
    let first = Person::begin(home, "amira", text(&links[0]["link"]), "");
    first.sign_in(home, "administration");
    is_bad_input(
        &run(home, &["token", "amira", "--purpose", "administration", "--may", "access.*"]),
        "leave the name out",
    );
    is_bad_input(&run(home, &["token", "--purpose", "administration", "--may", "no.such"]), "scope");
    is_bad_input(
        &run(home, &["token", "--purpose", "administration", "--may", "access.*", "--days", "400"]),
        "days",
    );
    let made = run(
        home,
        &["token", "--purpose", "administration", "--may", "access.read-units", "--label", "watch"],
    );
    assert!(made.status.success() && made.stdout.len() > 30, "{}", said(&made));
    let listed = lines(&run(home, &["token", "--list", "--json"]));
    assert_eq!((listed.len(), text(&listed[0]["label"])), (1, "watch"));
    assert!(
        !said(&run(home, &["token", "--list"])).contains(String::from_utf8(made.stdout).unwrap().trim()),
        "shown once"
    );
    let number = text(&listed[0]["number"]);
    assert!(said(&run(home, &["token", "--withdraw", number])).contains("Withdrawn"));
    assert!(lines(&run(home, &["token", "--list", "--json"])).is_empty());
    is_bad_input(&run(home, &["token", "--withdraw", "x"]), "--withdraw");
    let sessions = lines(&run(home, &["sessions", "--json"]));
    assert_eq!((sessions.len(), &sessions[0]["this"]), (1, &Value::Bool(true)));
    is_bad_input(&run(home, &["views", "--save", "Fictional view", "--of", "access/no-list"]), "list");
    let save = ["views", "--save", "Fictional view", "--of", "access/units", "--asked", "sort=-word&page=2"];
    assert!(said(&run(home, &save)).contains("Saved"));
    let views = lines(&run(home, &["views", "--json"]));
    assert_eq!(text(&views[0]["href"]), "/lists/access/units?sort=-word");
    assert!(said(&run(home, &["views", "--remove", text(&views[0]["number"])])).contains("Removed"));
    is_bad_input(&run(home, &["sessions", "--end", "x"]), "--end");
    is_bad_input(&run(home, &["sessions", "--end", "0f8fad5bd9cb469fa165708677289501"]), "");
    let both = run(home, &["sessions", "--end", text(&sessions[0]["number"]), "--end-all"]);
    assert_eq!(both.status.code(), Some(2));
    assert!(said(&run(home, &["sessions", "--end-all"])).contains("Ended"));
    is_bad_input(&run(home, &["sessions"]), "");
    served.stop();
    // With the node stopped a token is made for whom one names, and only for somebody.
    is_bad_input(
        &run(home, &["token", "nobody", "--purpose", "administration", "--may", "access.read-units"]),
        "nobody",
    );
    let made = run(home, &["token", "amira", "--purpose", "administration", "--may", "access.read-units"]);
    assert!(made.status.success(), "{}", said(&made));
}

#[test]
fn without_a_second_factor_the_console_proposes_a_recovery_and_another_approves_it() {
    let home = &Home::sqlite();
    let made = run(home, &["init", "--without-second-factor", "--json"]);
    let links = lines(&made);
    let account = text(&links[0]["account"]);
    // A name of a node that is there already is another node's.
    let mut served = Served::start(home, "log", &[]);
    for (user, link) in [("amira", &links[0]), ("overa", &links[1])] {
        let given = [("TUTELA_LINK", text(&link["link"])), ("TUTELA_PASSWORD", PASSWORD)];
        let chosen = with(home, &["account", "begin", "--user", user], &given);
        assert!(chosen.status.success(), "{}", said(&chosen));
    }
    let short = [("TUTELA_LINK", "https://staff.example/begin/none"), ("TUTELA_PASSWORD", PASSWORD)];
    is_bad_input(&with(home, &["account", "begin", "--user", "x"], &short), "link");
    served.stop();
    let proposed = done(home, &["account", "recover", account]);
    let (proposal, link_code) = (text(&proposed["proposal"]), text(&proposed["code"]));
    let approve = ["account", "approve-recovery", account, proposal];
    is_bad_input(&run(home, &approve), "--as");
    let by = |user: &str| {
        let words = [&approve[..], &["--as", user, "--purpose", "oversight"]].concat();
        with(home, &words, &[("TUTELA_PASSWORD", PASSWORD)])
    };
    is_bad_input(&by("nobody"), "do not fit");
    let approved = by("overa");
    assert!(approved.status.success(), "{}", said(&approved));
    let mut served = Served::start(home, "log", &[]);
    let login = [("TUTELA_PASSWORD", PASSWORD)];
    assert!(with(home, &["login", "--user", "overa", "--purpose", "oversight"], &login).status.success());
    let link = text(&done(home, &["account", "link", account])["link"]).to_owned();
    let given = [
        ("TUTELA_LINK", link.as_str()),
        ("TUTELA_LINK_CODE", link_code),
        ("TUTELA_PASSWORD", "another fictional one"),
    ];
    let chosen = with(home, &["account", "begin", "--user", "amira"], &given);
    assert!(chosen.status.success(), "{}", said(&chosen));
    is_bad_input(
        &with(home, &["login", "--user", "amira", "--purpose", "administration"], &login),
        "do not fit",
    );
    served.stop();
}

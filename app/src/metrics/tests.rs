//! A real scrape over HTTP, held against the grammar of the text format, with figures that are right.

use super::*;
use crate::checkpoints::{Delivery, Pace, Place};
use crate::doors::core::House;
use crate::settings::of_this_machine;
use kernel::erasure::AskErasure;
use kernel::{Actor, Id, Purpose, Role};
use std::collections::BTreeMap;
use store::testing::on_both;

/// A name of the format: `[a-zA-Z_:][a-zA-Z0-9_:]*`.
fn is_name(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c))
}

/// Reads an exposition as a scraper would; panics where it breaks the grammar.
fn read(text: &str) -> BTreeMap<String, f64> {
    assert!(text.ends_with('\n'), "the last line has no end");
    let (mut families, mut samples) = (BTreeMap::new(), BTreeMap::new());
    let mut helped = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').unwrap();
            assert!(is_name(name) && !help.contains('\\'), "{line}");
            helped = name;
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(helped == name && ["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(families.insert(name, kind).is_none(), "twice: {line}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
        } else {
            let (series, value) = line.rsplit_once(' ').unwrap();
            let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
            let labels = labels.strip_suffix('}').unwrap();
            for pair in labels.split(',').filter(|pair| !pair.is_empty()) {
                let (label, value) = pair.split_once('=').unwrap();
                let value = value.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
                assert!(is_name(label) && !value.contains(['"', '\\', '\n']), "{line}");
            }
            let bare = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
            let family = bare.filter(|bare| families.get(bare) == Some(&"histogram")).unwrap_or(name);
            assert!(families.contains_key(family) && family == helped, "{line} stands outside of its family");
            let value = if value == "+Inf" { f64::INFINITY } else { value.parse().unwrap() };
            assert!(samples.insert(series.to_owned(), value).is_none(), "twice: {line}");
        }
    }
    for (family, _) in families.iter().filter(|(_, kind)| **kind == "histogram") {
        let buckets: Vec<f64> = samples_of(text, &format!("{family}_bucket"));
        assert!(buckets.is_sorted() && buckets.last() == samples.get(&format!("{family}_count")), "{family}");
    }
    samples
}

/// The values of a name's samples, in their order.
fn samples_of(text: &str, name: &str) -> Vec<f64> {
    let lines = text.lines().filter(|line| line.starts_with(&format!("{name}{{")));
    lines.map(|line| line.rsplit_once(' ').unwrap().1.parse().unwrap()).collect()
}

/// An administrator asks for an erasure and is refused by the policy.
fn ask_in_vain(node: &Node) {
    let actor = Actor { id: Id([1; 16]), role: Role::Administrator, unit: Id([2; 16]) };
    let ask = AskErasure { subject: Id([3; 16]) };
    node.enter_now(node.deed(node.new_id().unwrap(), &ask, actor, Purpose::Triage).build()).unwrap();
}

/// A POST over real HTTP; its status.
fn post(url: &str, media: &str, body: &str) -> u16 {
    crate::commands::agent().post(url).header("content-type", media).send(body).unwrap().status().as_u16()
}

#[test]
fn a_scrape_keeps_to_the_format_and_its_figures_are_right() {
    on_both(|home| {
        let house = House::open(home.config(), "about:blank").unwrap();
        ask_in_vain(&house.node);
        ask_in_vain(&house.node);
        let there = tempfile::tempdir().unwrap();
        let gone = there.path().join("gone/kept.txt").display().to_string();
        let typed = [there.path().join("kept.txt").display().to_string(), gone];
        let places = typed.iter().map(|typed| Place::read(typed).unwrap()).collect();
        let delivery = Delivery::start(&house.node, places, Pace::minutes(60)).unwrap();
        let begun = std::time::Instant::now();
        while checkpoints::all(&house.node).unwrap().iter().any(|row| row.size == 0 && row.failures == 0) {
            assert!(begun.elapsed().as_secs() < 20);
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        ask_in_vain(&house.node);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let [figures, staff] = [(), ()].map(|()| runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap());
        let url = format!("http://{}/metrics", figures.local_addr().unwrap());
        let door = format!("http://{}", staff.local_addr().unwrap());
        runtime.spawn(serve(figures, Arc::clone(&house.node), house.failed.clone()));
        let routes = house.staff();
        runtime.spawn(async move { axum::serve(staff, routes).await });
        let wrong = r#"{"user":"fictional","password":"fictional words","purpose":"triage"}"#;
        let status = post(&format!("{door}/api/sign-in"), "application/json", wrong);
        assert!((400..500).contains(&status), "{status}");
        post(&format!("{door}/api/sign-in"), "application/json", "{");
        let form = "user=fictional&password=fictional+words&purpose=triage";
        post(&format!("{door}/sign-in"), "application/x-www-form-urlencoded", form);
        let mut answer = crate::commands::agent().get(&url).call().unwrap();
        assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
        let text = answer.body_mut().read_to_string().unwrap();
        let told = read(&text);
        let figure = |series: &str| *told.get(series).unwrap_or_else(|| panic!("no {series} in:\n{text}"));
        let entries = *house.node.grown().borrow();
        assert_eq!(figure(r#"tutela_acts_total{act="journal.ask-erasure",answer="forbidden"}"#), 3.0);
        assert_eq!(figure(r#"tutela_refusals_total{rule="policy"}"#), 3.0);
        assert_eq!(figure("tutela_entries_total"), entries as f64);
        assert_eq!(figure("tutela_batch_acts_sum"), 3.0);
        assert_eq!(figure("tutela_commit_seconds_count"), figure("tutela_transactions_total"));
        assert!(figure("tutela_commit_seconds_sum") > 0.0);
        assert_eq!((figure("tutela_queue_acts"), figure("tutela_jobs_waiting")), (0.0, 0.0));
        assert_eq!((figure("tutela_writing"), figure("tutela_failed_sign_ins_total")), (1.0, 2.0));
        assert_eq!(figure(r#"tutela_duty{duty="writer"}"#) - figure(r#"tutela_duty{duty="standby"}"#), 1.0);
        assert_eq!((figure("tutela_term"), figure("tutela_acts_handed_on_total")), (1.0, 0.0));
        assert!(figure(r#"tutela_checkpoint_age_seconds{place="1"}"#) < 60.0);
        assert_eq!(figure(r#"tutela_checkpoint_age_seconds{place="2"}"#), f64::INFINITY);
        assert_eq!(figure(r#"tutela_checkpoint_entries_behind{place="2"}"#), entries as f64);
        assert!(figure(r#"tutela_checkpoint_failures{place="2"}"#) >= 1.0);
        assert!(!text.contains("kept"), "a place's name stands in a label:\n{text}");
        runtime.shutdown_background();
        house.node.stop();
        delivery.finish();
    });
}

#[test]
fn other_machines_cannot_be_given_the_figures() {
    assert!(of_this_machine("127.0.0.1:9090").is_ok() && of_this_machine("[::1]:0").is_ok());
    for typed in ["0.0.0.0:9090", "192.0.2.7:9090", "9090", "localhost"] {
        assert!(of_this_machine(typed).unwrap_err().contains("127.0.0.1:PORT"), "{typed}");
    }
}

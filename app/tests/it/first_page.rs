//! The first page of each role: what waits for it leads to lists that it may read and that hold so many rows.

use crate::demo::Demo;
use crate::knowing::Asker;
use serde_json::Value;
use std::collections::BTreeSet;
use store::testing::Home;

/// What each role of the demo finds at least; of some nothing waits there.
const OF_ROLE: &[(&str, &[&str])] = &[
    ("analyst", &["waits-reports"]),
    ("investigator", &["waits-reports"]),
    ("prosecutor", &["waits-charges"]),
    ("court-officer", &[]),
    ("victim-support", &["waits-reports"]),
    ("overseer", &["waits-reports"]),
    ("statistician", &[]),
    ("administrator", &[]),
];
/// Work of roles that decide it: nobody else is told of it.
const ALONE: &[(&str, &[&str])] = &[
    ("waits-charges", &["prosecutor"]),
    ("waits-schedules", &["overseer", "administrator"]),
    ("waits-texts", &["overseer", "administrator"]),
    ("waits-releases", &["overseer", "statistician"]),
];

#[test]
fn what_waits_for_each_role_is_its_own_and_leads_to_where_it_is_done() {
    let home = Home::sqlite();
    let demo = Demo::start(&home, 30, 20, "error", &home.path().join("log"));
    let asker = Asker::new(&demo);
    for (role, least) in OF_ROLE {
        let accounts = demo.doors["accounts"].as_array().unwrap();
        let account = accounts.iter().find(|account| account["role"] == *role).unwrap();
        let user = account["user"].as_str().unwrap();
        let get = |path: &str| {
            let (status, body) = asker.ask(user, "GET", path, &Value::Null);
            assert_eq!(status, 200, "{path} as {role}: {body}");
            body
        };
        let all = || -> Vec<Value> { serde_json::from_str(&get("/api/home")).unwrap() };
        // Workers still compare pictures and look what the day brings.
        let counted = |waits: &[Value]| {
            let total = |one: &Value| {
                let list = get(&format!("/api{}", one["href"].as_str().unwrap()));
                serde_json::from_str::<Value>(&list).unwrap()["total"].clone()
            };
            waits.iter().all(|one| total(one) == one["count"]) && all() == waits
        };
        let waits = (0..50).map(|_| all()).find(|waits| counted(waits)).expect("counts that hold");
        let what: BTreeSet<&str> = waits.iter().map(|one| one["what"].as_str().unwrap()).collect();
        for wanted in *least {
            assert!(what.contains(wanted), "{role} lacks {wanted}: {what:?}");
        }
        for (one, roles) in ALONE {
            assert!(!what.contains(one) || roles.contains(role), "{role} is told of {one}");
        }
        let page = get("/");
        for one in &waits {
            let href = one["href"].as_str().unwrap();
            assert!(page.contains(&href.replace('&', "&#38;")), "{role}: {href} is not on the first page");
        }
        println!("{role}: {what:?}");
    }
    demo.stop();
}

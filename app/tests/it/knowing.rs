//! Need to know, asked at every address and of every act: to an officer of another unit, a record that is there is answered
//! byte for byte like one that never was, whichever field names it.

use crate::demo::Demo;
use desk::Address;
use kernel::Id;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use store::testing::on_both;
use tutela::rooms::addresses;

/// Nothing of this number exists.
const ABSENT: &str = "0f8fad5bd9cb469fa165708677289501";

/// Addresses whose records no unit keeps from another: releases of statistics.
const OPEN: &[&str] = &["/demand-map/releases/"];

/// A form that asks for a name before anything is read; it is drawn for any number and shows nothing of the case.
const FORM: &str = "/cases/{case}/persons/new";

/// Fields that name no record of a unit: officers, units, authorities, documents; releases and hash lists; what rules follow by
/// other ways. A new case's or person's number is among what is asked for: it follows from the act, and nobody tries another's.
const NO_RECORD: &[(&str, &[&str])] = &[
    ("known-material.create-list", &["list"]),
    ("known-material.let-match", &["asker"]),
    ("known-material.end-match", &["asker"]),
    ("known-material.set-match-quota", &["asker"]),
    ("demand-map.confirm-release", &["release"]),
    ("demand-map.propose-release", &["release"]),
    ("victims.exclude-guardian", &["guardian"]),
    ("letting-go.hold", &["hold"]),
    ("letting-go.lay-down-schedule", &["schedule"]),
    ("letting-go.request", &["request"]),
];
const NEVER_A_RECORD: &[&str] = &["officer", "unit", "authority", "document"];

/// Acts that are nothing without words.
const SAYS: &[&str] = &["reports.reply", "reports.consult", "reports.give-view"];

/// The act that opens a record of another unit.
const BREAK: &str = "journal.break-glass";

/// The doors as one account finds them.
pub(crate) struct Asker<'d> {
    demo: &'d Demo,
    agent: ureq::Agent,
}

impl<'d> Asker<'d> {
    pub(crate) fn new(demo: &'d Demo) -> Asker<'d> {
        // A connection of its own for each question: whoever is refused before their body was read finds theirs closed.
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = agent.max_idle_connections(0).max_idle_connections_per_host(0);
        let agent = agent.build().new_agent();
        Asker { demo, agent }
    }

    /// Whether the node still answers.
    pub(crate) fn is_awake(&self) -> bool {
        self.ask("fictional-overseer", "GET", "/api/rules", &Value::Null).0 == 200
    }

    fn token(&self, user: &str) -> &str {
        let tokens = self.demo.doors["tokens"].as_array().unwrap();
        tokens.iter().find(|token| token["name"] == user).unwrap()["token"].as_str().unwrap()
    }

    pub(crate) fn ask(&self, user: &str, method: &str, path: &str, body: &Value) -> (u16, String) {
        let url = format!("{}{path}", self.demo.doors["staff"].as_str().unwrap());
        let request = ureq::http::Request::builder().method(method).uri(url);
        let request = request.header("authorization", format!("Bearer {}", self.token(user)));
        let is_empty = method == "GET" || body.is_null();
        let media = if body.is_null() { "application/x-www-form-urlencoded" } else { "application/json" };
        let body = if is_empty { String::new() } else { body.to_string() };
        let request = request.header("content-type", media).body(body).unwrap();
        let mut answer = self.agent.run(request).unwrap_or_else(|fault| panic!("{method} {path}: {fault}"));
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    fn json(&self, user: &str, path: &str) -> Value {
        let (status, body) = self.ask(user, "GET", path, &Value::Null);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) fn rows(&self, user: &str, list: &str) -> Vec<Value> {
        self.json(user, &format!("/api/lists/{list}"))["rows"].as_array().unwrap().clone()
    }

    pub(crate) fn act(&self, user: &str, name: &str, act: &Value) -> (u16, String) {
        let sealed = if SAYS.contains(&name) { json!({ "0": "fictional words" }) } else { json!({}) };
        self.ask(
            user,
            "POST",
            &format!("/api/acts/{name}"),
            &json!({ "act": act, "purpose": "investigation", "sealed": sealed }),
        )
    }

    fn acted(&self, user: &str, name: &str, act: &Value) {
        self.answered(user, name, act);
    }

    fn answered(&self, user: &str, name: &str, act: &Value) -> Value {
        let (status, body) = self.act(user, name, act);
        assert_eq!(status, 200, "{name}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// The number of what an act makes, as the node draws and tells it.
    fn made(&self, user: &str, name: &str, act: &Value) -> String {
        self.answered(user, name, act)["made"].as_str().unwrap().to_owned()
    }
}

/// Records by what a field calls them.
#[derive(Clone)]
struct Records(BTreeMap<&'static str, String>);

impl Records {
    fn of(&self, field: &str) -> &str {
        let kind = match field {
            "consultation" => "consultation",
            "case" | "record" | "matter" => "case",
            "report" | "thread" => "report",
            "lead" => "lead",
            "match_id" => "match",
            "linked" | "guardian" | "through" => "other person",
            "victim" | "child" | "subject" => "victim",
            _ => "person",
        };
        &self.0[kind]
    }
}

/// What the police of the demo hold, found as they find it.
fn of_the_police(asker: &Asker<'_>) -> Records {
    let police = "fictional-investigator";
    let victims = asker.rows(police, "cases/victims?per_page=500");
    let proceedings = asker.rows(police, "cases/proceedings?per_page=500");
    let text = |row: &Value, column: &str| row[column].as_str().unwrap().to_owned();
    let met = |suspect: &&Value| victims.iter().any(|victim| victim["case_id"] == suspect["case_id"]);
    let suspect = proceedings.iter().find(met).unwrap();
    let victim = victims.iter().find(|victim| victim["case_id"] == suspect["case_id"]).unwrap();
    let thread = victims.iter().map(|row| text(row, "thread")).find(|thread| !thread.is_empty());
    Records(BTreeMap::from([
        ("case", text(suspect, "case_id")),
        ("person", text(suspect, "person")),
        ("other person", text(victim, "person")),
        ("victim", text(victim, "person")),
        ("consultation", asked_of_victim_support(asker, thread.as_ref().unwrap())),
        ("report", thread.unwrap()),
        ("lead", ABSENT.to_owned()),
        ("match", ABSENT.to_owned()),
    ]))
}

/// The number of what the police ask the victim support of the demo about a report of theirs.
fn asked_of_victim_support(asker: &Asker<'_>, report: &str) -> String {
    let units = asker.rows("fictional-overseer", "access/units?per_page=500");
    let unit = units.iter().find(|row| row["word"] == "victim-support").unwrap()["unit"].clone();
    let act = json!({ "report": report, "unit": unit, "parts": ["words"], "agreement": "reporter-agreed" });
    asker.acted("fictional-investigator", "reports.consult", &act);
    let rows = asker.rows("fictional-investigator", &format!("reports/consultations?report={report}"));
    rows[0]["consultation"].as_str().unwrap().to_owned()
}

/// What the officers of the other unit hold, made by themselves.
fn of_the_outsiders(asker: &Asker<'_>) -> Records {
    let outsider = "fictional-outsider-investigator";
    let open = json!({ "report": "", "offence": "03022", "conduct_when": "2025", "country": "NL", "ex_officio": true });
    let case = asker.made(outsider, "cases.open", &open);
    let entered = json!({ "born": "1990", "sex": "not-known" });
    let [person, other, victim] = [(); 3].map(|()| asker.made(outsider, "cases.enter-person", &entered));
    asker.acted(outsider, "cases.record-victim", &json!({ "case": case, "person": victim, "thread": "" }));
    let queue = asker.rows("fictional-outsider-analyst", "reports/queue?state=new");
    let report = queue[0]["report"].as_str().unwrap().to_owned();
    asker.acted("fictional-outsider-analyst", "reports.take-up", &json!({ "report": report }));
    Records(BTreeMap::from([
        ("case", case),
        ("person", person),
        ("other person", other),
        ("victim", victim),
        ("consultation", ABSENT.to_owned()),
        ("report", report),
        ("lead", ABSENT.to_owned()),
        ("match", ABSENT.to_owned()),
    ]))
}

/// A body that fits a schema: of codes the first, of numbers the least, days of 2025, and for each record what `of` says.
fn sample(openapi: &Value, schema: &Value, field: &str, of: &dyn Fn(&str) -> String) -> Value {
    if let Some(at) = schema["$ref"].as_str() {
        if at.ends_with("/Id") {
            return of(field).into();
        }
        return sample(openapi, openapi.pointer(&at[1..]).unwrap(), field, of);
    }
    if let Some(one) = schema["oneOf"].as_array().or_else(|| schema["allOf"].as_array()) {
        let real = one.iter().find(|one| one["type"] != "null").unwrap();
        return sample(openapi, real, field, of);
    }
    if let Some(codes) = schema["enum"].as_array() {
        return codes[0].clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("string");
    match kind {
        "object" => {
            let mut object = Map::new();
            for (name, property) in schema["properties"].as_object().unwrap_or(&Map::new()) {
                object.insert(name.clone(), sample(openapi, property, name, of));
            }
            object.into()
        }
        "array" => json!([sample(openapi, &schema["items"], field, of)]),
        "integer" | "number" => json!(1),
        "boolean" => json!(false),
        _ if field.contains("country") => "NL".into(),
        _ if field.contains("offence") => "03022".into(),
        _ => "2025-02-01".into(),
    }
}

/// The fields of a schema that hold numbers of records, at any depth.
fn id_fields(openapi: &Value, schema: &Value, field: &str, found: &mut Vec<String>) {
    sample(openapi, schema, field, &|_| String::new());
    let found = std::cell::RefCell::new(found);
    let note = |field: &str| {
        found.borrow_mut().push(field.to_owned());
        String::new()
    };
    sample(openapi, schema, field, &note);
}

/// The answer with the number asked for taken out: what is left must not depend on it.
pub(crate) fn without(text: &str, id: &str) -> String {
    if id.is_empty() { text.to_owned() } else { text.replace(id, "ID") }
}

struct Compared {
    probes: usize,
    differ: Vec<String>,
}

impl Compared {
    /// Compares the answer to a record that is there with that to one that never was.
    fn same(&mut self, what: &str, (there, real): (&(u16, String), &str), absent: &(u16, String)) {
        self.probes += 1;
        if (there.0, without(&there.1, real)) != (absent.0, without(&absent.1, ABSENT)) {
            self.differ.push(format!("{what}: {} {} | {} {}", there.0, there.1, absent.0, absent.1));
        }
    }
}

/// Outsiders, by account.
fn outsiders(demo: &Demo) -> Vec<String> {
    let tokens = demo.doors["tokens"].as_array().unwrap();
    let names = tokens.iter().map(|token| token["name"].as_str().unwrap().to_owned());
    names.filter(|name| name.contains("outsider")).collect()
}

/// A path with each place filled with what `of` says of it.
fn filled(path: &str, of: &dyn Fn(&str) -> String) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        None => part.to_owned(),
        Some(name) => of(name),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The answer with every number of these records taken out.
fn without_all(answer: (u16, String), records: &Records) -> (u16, String) {
    (answer.0, records.0.values().fold(answer.1, |text, id| without(&text, id)))
}

/// Every address of one record, page or route, as every outsider.
fn ask_routes(asker: &Asker<'_>, foreign: &Records, compared: &mut Compared) -> usize {
    let names_a_record = |address: &&Address| {
        let is_open = OPEN.iter().any(|open| address.path.trim_start_matches("/api").starts_with(open));
        address.path.contains('{') && address.line.ask().is_some() && !is_open
    };
    let all = addresses();
    for address in all.iter().filter(names_a_record) {
        let there = filled(address.path, &|name| foreign.of(name).to_owned());
        let absent = filled(address.path, &|_| ABSENT.to_owned());
        for user in outsiders(asker.demo) {
            let asked = |path: &str| {
                let body = if path.starts_with("/api/") { json!({}) } else { Value::Null };
                asker.ask(&user, address.method, path, &body)
            };
            let (there, absent) = (asked(&there), asked(&absent));
            assert!(there.0 != 200 || address.path == FORM, "{user} reads {}", address.path);
            let what = format!("{} {} as {user}", address.method, address.path);
            compared.same(&what, (&without_all(there, foreign), ""), &absent);
        }
    }
    all.iter().filter(names_a_record).count()
}

/// Every act, each of its fields in turn naming a record of another unit, as every outsider.
fn ask_acts(
    asker: &Asker<'_>,
    openapi: &Value,
    (foreign, own): (&Records, &Records),
    compared: &mut Compared,
) -> usize {
    let mut acts = 0;
    for (path, operation) in openapi["paths"].as_object().unwrap() {
        // Many at once are told of once, and pass the same gate.
        let Some(name) = path.strip_prefix("/api/acts/").filter(|name| !name.contains('/')) else { continue };
        acts += 1;
        // It opens what was closed: asked last.
        if name == BREAK {
            continue;
        }
        let body = "/post/requestBody/content/application~1json/schema/properties/act";
        let schema = operation.pointer(body).unwrap();
        let mut fields = Vec::new();
        id_fields(openapi, schema, "", &mut fields);
        let exempt = NO_RECORD.iter().find(|(act, _)| *act == name).map_or(&[][..], |(_, fields)| fields);
        fields.retain(|field| !exempt.contains(&field.as_str()) && !NEVER_A_RECORD.contains(&field.as_str()));
        for field in fields {
            // What is wrong with every other field is the same in both; only this one names another record.
            let with = |id: &str| {
                sample(openapi, schema, "", &|name: &str| {
                    if name == field { id.to_owned() } else { own.of(name).to_owned() }
                })
            };
            for user in outsiders(asker.demo) {
                let there = asker.act(&user, name, &with(foreign.of(&field)));
                let absent = asker.act(&user, name, &with(ABSENT));
                let what = format!("{name} {field} as {user}");
                assert_ne!(there.0, 200, "{what}");
                assert_ne!(there.0, 400, "{what} does not reach the gate: {}", there.1);
                compared.same(&what, (&there, foreign.of(&field)), &absent);
            }
        }
    }
    acts
}

/// A glass is broken before what is there as before what never was.
fn break_glasses(asker: &Asker<'_>, foreign: &Records) {
    for user in outsiders(asker.demo) {
        let break_glass = |id: &str| json!({ "record": id, "reason": "danger-now" });
        let there = asker.act(&user, BREAK, &break_glass(foreign.of("case")));
        let absent = asker.act(&user, BREAK, &break_glass(ABSENT));
        let keys = |answer: &(u16, String)| {
            let body: Value = serde_json::from_str(&answer.1).unwrap();
            (answer.0, body.as_object().unwrap().keys().cloned().collect::<Vec<_>>())
        };
        assert_eq!(keys(&there), keys(&absent), "a broken glass as {user}");
    }
}

#[test]
fn to_another_unit_every_record_is_answered_like_one_that_never_was_on_both_databases() {
    on_both(|home| {
        let demo = Demo::start(home, 12, 6, "error", &home.path().join("log"));
        let asker = Asker::new(&demo);
        let openapi = asker.json("fictional-investigator", "/openapi.json");
        let (foreign, own) = (of_the_police(&asker), of_the_outsiders(&asker));
        let mut compared = Compared { probes: 0, differ: Vec::new() };
        let routes = ask_routes(&asker, &foreign, &mut compared);
        let acts = ask_acts(&asker, &openapi, (&foreign, &own), &mut compared);
        break_glasses(&asker, &foreign);
        assert!(compared.differ.is_empty(), "{}", compared.differ.join("\n"));
        println!("proof: {routes} addresses and {acts} acts, {} probes: all answers alike", compared.probes);
        demo.stop();
    });
}

/// The number of a new record is nobody's to choose: one that another unit's record bears, one that the sender's own record bears
/// and one that never was are answered byte for byte alike, and nothing is entered.
#[test]
fn a_number_that_is_taken_is_answered_like_one_that_never_was_on_both_databases() {
    on_both(|home| {
        let demo = Demo::start(home, 6, 4, "error", &home.path().join("log"));
        let asker = Asker::new(&demo);
        let (foreign, own) = (of_the_police(&asker), of_the_outsiders(&asker));
        let entries = || asker.json("fictional-overseer", "/api/overseer")["entries"].as_u64().unwrap();
        let before = entries();
        let mut compared = Compared { probes: 0, differ: Vec::new() };
        let who = |sort: &str| format!("fictional-outsider-{sort}");
        let person = |id: &str| json!({ "person": id, "born": "1990", "sex": "not-known" });
        let case = |id: &str| json!({ "case": id, "report": "", "offence": "03022", "conduct_when": "2025", "country": "NL", "ex_officio": true });
        type Of<'f> = &'f dyn Fn(&str) -> Value;
        let acts: [(&str, &str, Of<'_>); 2] =
            [("cases.open", "case", &case), ("cases.enter-person", "person", &person)];
        for (name, field, body) in acts {
            let absent = asker.act(&who("investigator"), name, &body(ABSENT));
            assert_eq!(absent.0, 422, "{}", absent.1);
            let numbers =
                [foreign.of(field), foreign.of("report"), own.of(field), foreign.of("other person")];
            for real in numbers {
                let there = asker.act(&who("investigator"), name, &body(real));
                compared.same(&format!("{name} {field}"), (&there, real), &absent);
            }
        }
        assert!(compared.differ.is_empty(), "{}", compared.differ.join("\n"));
        assert_eq!(compared.probes, 8);
        // What Tutela itself still had to do is entered meanwhile, and nothing of these.
        for seq in before + 1..=entries() {
            let entry = asker.json("fictional-overseer", &format!("/api/overseer/entries/{seq}"));
            assert_eq!(entry["actor"], "", "{entry}");
        }
        // The number that does follow from the act is taken, told, and the same on a retry.
        let id = Id([8; 16]);
        let made = kernel::act::made(id, "person").to_string();
        for given in ["", &made] {
            let envelope = json!({ "id": id, "purpose": "investigation", "act": person(given) });
            let path = "/api/acts/cases.enter-person";
            let (status, answer) = asker.ask(&who("investigator"), "POST", path, &envelope);
            assert_eq!(status, 200, "{answer}");
            assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["made"], made.as_str());
        }
        demo.stop();
    });
}

#[test]
fn no_list_count_or_export_shows_what_another_unit_holds_on_both_databases() {
    on_both(|home| {
        let demo = Demo::start(home, 12, 6, "error", &home.path().join("log"));
        let asker = Asker::new(&demo);
        let foreign = of_the_police(&asker);
        let openapi = asker.json("fictional-investigator", "/openapi.json");
        let mut lists = 0;
        for path in openapi["paths"].as_object().unwrap().keys() {
            let Some(list) = path.strip_prefix("/api/lists/") else { continue };
            for user in outsiders(&demo) {
                let (status, body) = asker.ask(&user, "GET", &format!("{path}?per_page=500"), &Value::Null);
                if status == 403 {
                    continue;
                }
                lists += 1;
                let page: Value = serde_json::from_str(&body).unwrap();
                let rows = page["rows"].as_array().unwrap();
                assert_eq!(page["total"], json!(rows.len()), "{list}: the count is that of the rows");
                let csv = asker.ask(&user, "GET", &format!("{path}?format=csv"), &Value::Null).1;
                assert_eq!(csv.lines().count(), rows.len() + 1, "{list}");
                for id in foreign.0.values().filter(|id| *id != ABSENT) {
                    assert!(
                        !body.contains(id.as_str()) && !csv.contains(id.as_str()),
                        "{list} shows {id} to {user}"
                    );
                }
                if list.starts_with("cases/") || list.starts_with("victims/") {
                    assert_eq!(rows.len(), 0, "{list} as {user}");
                }
            }
        }
        assert!(lists > 20, "{lists}");
        println!("proof: {lists} lists asked by officers of another unit");
        demo.stop();
    });
}

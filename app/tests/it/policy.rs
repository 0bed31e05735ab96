//! The policy beside the hand-kept matrix `app/policy.txt`: a line that became narrower or wider fails, and so does what the
//! doors really answer.

use crate::demo::Demo;
use desk::{Address, Line};
use kernel::{Actor, Ask, CodeList, Id, Purpose, ReadKind, Registry, Role, allow};
use std::collections::{BTreeMap, BTreeSet};
use store::testing::on_both;
use tutela::rooms::{addresses, registry, rooms};

const MATRIX: &str = include_str!("../../policy.txt");

/// Staff who sign in; the public, Tutela itself and senders' systems never do.
fn staff() -> impl Iterator<Item = Role> {
    Role::STAFF.iter().copied()
}

/// What the matrix says, by "act NAME", "read NAME", "personal NAME" or "METHOD PATH": to whom it is open.
fn matrix() -> BTreeMap<String, BTreeSet<Role>> {
    let lines = MATRIX.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut matrix = BTreeMap::new();
    for line in lines {
        let (what, who) = line.split_once(": ").unwrap_or_else(|| panic!("no roles: {line}"));
        let who = match who {
            "everybody who works here" => staff().collect(),
            roles => roles.split(", ").map(|code| Role::from_code(code).unwrap()).collect(),
        };
        assert!(matrix.insert(what.to_owned(), who).is_none(), "twice: {what}");
    }
    matrix
}

fn line(what: &str, who: &BTreeSet<Role>) -> String {
    let roles: Vec<&str> = who.iter().map(|role| role.code()).collect();
    format!(
        "{what}: {}",
        if who.iter().copied().eq(staff()) { "everybody who works here".into() } else { roles.join(", ") }
    )
}

/// To whom the policy opens something, asked role by role.
fn open_to(ask: Ask, purpose: Purpose) -> BTreeSet<Role> {
    let may =
        |role: &Role| allow(&Actor { id: Id([7; 16]), role: *role, unit: Id([8; 16]) }, ask, purpose).is_ok();
    Role::all().iter().copied().filter(may).collect()
}

fn reads(house: &Registry) -> impl Iterator<Item = &'static ReadKind> {
    house.charters().iter().flat_map(|charter| charter.reads.iter().copied())
}

#[test]
fn every_act_and_read_is_open_to_whom_the_matrix_says_and_to_nobody_else() {
    let house = registry(&mut rooms()).unwrap();
    let mut told = BTreeMap::new();
    for kind in house.act_kinds() {
        told.insert(format!("act {}", kind.name), open_to(Ask::Act(kind), Purpose::Investigation));
    }
    for read in reads(&house) {
        let what = if read.personal { "personal" } else { "read" };
        told.insert(format!("{what} {}", read.name), open_to(Ask::Read(read), Purpose::Investigation));
        let unstated = open_to(Ask::Read(read), Purpose::NotStated);
        assert_eq!(unstated.is_empty(), read.personal, "{}: personal data need a purpose", read.name);
    }
    let kept: BTreeMap<_, _> = matrix().into_iter().filter(|(what, _)| !what.contains(" /")).collect();
    let differ = |a: &BTreeMap<String, BTreeSet<Role>>, b: &BTreeMap<String, BTreeSet<Role>>| {
        let lines = a.iter().filter(|(what, who)| b.get(*what) != Some(who));
        lines.map(|(what, who)| line(what, who)).collect::<Vec<_>>().join("\n")
    };
    let (code, file) = (differ(&told, &kept), differ(&kept, &told));
    assert!(code.is_empty() && file.is_empty(), "the code says:\n{code}\napp/policy.txt says:\n{file}");
    println!("{} acts and reads stand as the matrix says, for {} roles", kept.len(), Role::all().len());
}

/// Nothing of this number exists.
const ABSENT: &str = "0f8fad5bd9cb469fa165708677289501";

/// A path with every place filled by a number of which nothing exists.
fn filled(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { ABSENT.to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

struct Asked<'d> {
    demo: &'d Demo,
    agent: ureq::Agent,
}

impl Asked<'_> {
    fn status(&self, role: Option<Role>, method: &str, path: &str) -> u16 {
        let url = format!("{}{path}", self.demo.doors["staff"].as_str().unwrap());
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if let Some(role) = role {
            request = request.header("authorization", format!("Bearer {}", self.token(role)));
        }
        let (media, body) = match path.starts_with("/api/") {
            true => ("application/json", "{}"),
            false => ("application/x-www-form-urlencoded", ""),
        };
        let request = request.header("content-type", media).body(body).unwrap();
        self.agent.run(request).unwrap().status().as_u16()
    }

    fn token(&self, role: Role) -> &str {
        let all = |what: &str| self.demo.doors[what].as_array().unwrap();
        let account = all("accounts").iter().find(|account| account["role"] == role.code()).unwrap();
        let token = all("tokens").iter().find(|token| token["name"] == account["user"]).unwrap();
        token["token"].as_str().unwrap()
    }
}

/// One address to be asked, and the line of the matrix that says for whom it is.
struct Probe {
    method: &'static str,
    path: String,
    line: String,
}

/// The generic addresses, once for each act and each list.
fn named(address: &Address, acts: &[String], lists: &[String]) -> Vec<Probe> {
    let for_act = |act: &String| Probe {
        method: address.method,
        path: address.path.replace("{name}", act),
        line: format!("act {act}"),
    };
    let for_list = |list: &String| Probe {
        method: address.method,
        path: address.path.replace("{room}/{name}", list),
        line: format!("GET /api/lists/{list}"),
    };
    if address.path.contains("/acts/") {
        acts.iter().map(for_act).collect()
    } else {
        lists.iter().map(for_list).collect()
    }
}

/// Everything that the staff door answers, from its own table: pages and routes for programs alike.
fn probes() -> Vec<Probe> {
    let acts: Vec<String> =
        rooms().iter().flat_map(|room| &room.acts).map(|door| door.kind.name.to_owned()).collect();
    let lists = rooms();
    let lists = lists.iter().flat_map(|room| &room.listings);
    let lists: Vec<String> = lists.map(|list| format!("{}/{}", list.room, list.name)).collect();
    let of = |address: &Address| match address.line {
        Line::Named => named(address, &acts, &lists),
        _ => vec![Probe {
            method: address.method,
            path: address.path.to_owned(),
            line: format!("{} {}", address.method, address.path),
        }],
    };
    addresses().iter().flat_map(of).collect()
}

#[test]
fn every_address_has_a_line_of_policy_that_says_what_the_matrix_says() {
    let matrix = matrix();
    let opens = |address: &Address| -> BTreeSet<Role> {
        Role::all().iter().copied().filter(|role| address.line.is_for(*role)).collect()
    };
    let mut laid = BTreeSet::new();
    let mut wrong = Vec::new();
    for address in addresses() {
        let what = format!("{} {}", address.method, address.path);
        assert!(laid.insert(what.clone()), "{what} is laid twice");
        if !matches!(address.line, Line::Named) && matrix.get(&what) != Some(&opens(&address)) {
            wrong.push(line(&what, &opens(&address)));
        }
    }
    for probe in probes() {
        if !matrix.contains_key(&probe.line) {
            wrong.push(format!("{} {} has no line '{}'", probe.method, probe.path, probe.line));
        }
    }
    let asked: BTreeSet<String> = probes().into_iter().map(|probe| probe.line).collect();
    let dead = matrix.keys().filter(|line| line.contains(" /") && !asked.contains(*line));
    wrong.extend(dead.map(|line| format!("{line}: no such address")));
    assert!(wrong.is_empty(), "the code says:\n{}", wrong.join("\n"));
    println!("proof: {} addresses, each with its line", laid.len());
}

/// Addresses that lead to a provider of identities; the demo has none, and they say so.
const PROVIDER: [&str; 2] = ["/sign-in/provider/again", "/ways/provider"];

/// Methods that the staff door knows at no address.
const OTHER_METHODS: [&str; 3] = ["PUT", "PATCH", "DELETE"];

/// What is wrong with the answers at one address: to nobody, to each role, and to other methods.
fn wrong_at(asked: &Asked<'_>, probe: &Probe, open: &BTreeSet<Role>, probes: &mut usize) -> Vec<String> {
    let path = filled(&probe.path);
    let mut wrong = Vec::new();
    for role in std::iter::once(None).chain(staff().map(Some)) {
        let status = asked.status(role, probe.method, &path);
        let is_page = !path.starts_with("/api/");
        let right = match role {
            // A person without a session is led to the door, a program told to sign in.
            None if is_page => status == 303,
            None => status == 401,
            Some(role) if open.contains(&role) && PROVIDER.contains(&probe.path.as_str()) => status == 503,
            Some(role) if open.contains(&role) => ![401, 403].contains(&status) && status < 500,
            Some(_) => status == 403,
        };
        *probes += 1;
        if !right {
            let who = role.map_or("nobody", |role| role.code());
            wrong.push(format!("{} {path} as {who}: {status}", probe.method));
        }
    }
    for method in OTHER_METHODS {
        let status = asked.status(Some(Role::Administrator), method, &path);
        *probes += 1;
        if status != 405 {
            wrong.push(format!("{method} {path}: {status}"));
        }
    }
    wrong
}

#[test]
fn every_address_answers_whom_the_matrix_says_and_nobody_else_on_both_databases() {
    on_both(|home| {
        let demo = Demo::start(home, 2, 2, "error", &home.path().join("log"));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_idle_connections(0)
            .build();
        let asked = Asked { demo: &demo, agent: agent.new_agent() };
        let matrix = matrix();
        let all = probes();
        let mut probes = 0;
        let closed = all.iter().filter(|probe| !matrix[&probe.line].contains(&Role::Public));
        let wrong: Vec<String> =
            closed.flat_map(|probe| wrong_at(&asked, probe, &matrix[&probe.line], &mut probes)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        println!("proof: {} addresses, {probes} probes", all.len());
        demo.stop();
    });
}

//! The policy beside the hand-kept matrix `app/policy.txt`: a line that became narrower or wider fails, and so does what the
//! doors really answer.

use crate::demo::Demo;
use kernel::{Actor, Ask, CodeList, Id, Purpose, ReadKind, Registry, Role, allow};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use store::testing::on_both;
use tutela::rooms::{registry, rooms};

const MATRIX: &str = include_str!("../../policy.txt");

/// Staff who sign in; the public and Tutela itself never do.
fn staff() -> impl Iterator<Item = Role> {
    Role::all().iter().copied().filter(|role| ![Role::Public, Role::System].contains(role))
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
        let request = request.header("content-type", "application/json").body("{}").unwrap();
        self.agent.run(request).unwrap().status().as_u16()
    }

    fn token(&self, role: Role) -> &str {
        let all = |what: &str| self.demo.doors[what].as_array().unwrap();
        let account = all("accounts").iter().find(|account| account["role"] == role.code()).unwrap();
        let token = all("tokens").iter().find(|token| token["name"] == account["user"]).unwrap();
        token["token"].as_str().unwrap()
    }
}

/// Every route of the staff door's API, as OpenAPI lists them; acts and lists are one route for each name.
fn routes(openapi: &Value) -> BTreeSet<(String, String)> {
    let paths = openapi["paths"].as_object().unwrap();
    let each = |(path, methods): (&String, &Value)| {
        methods
            .as_object()
            .unwrap()
            .keys()
            .map(|method| (method.to_uppercase(), path.clone()))
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(each).collect()
}

#[test]
fn every_route_answers_whom_the_matrix_says_and_nobody_else_on_both_databases() {
    on_both(|home| {
        let demo = Demo::start(home, 2, 2, "error", &home.path().join("log"));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .build();
        let asked = Asked { demo: &demo, agent: agent.new_agent() };
        let openapi = asked
            .agent
            .get(demo.doors["openapi"][0].as_str().unwrap())
            .call()
            .unwrap()
            .body_mut()
            .read_to_string();
        let openapi: Value = serde_json::from_str(&openapi.unwrap()).unwrap();
        let matrix = matrix();
        let (mut probes, mut wrong) = (0, Vec::new());
        let routes = routes(&openapi);
        for (method, path) in &routes {
            let line = match path.strip_prefix("/api/acts/") {
                Some(act) => format!("act {act}"),
                None => format!("{method} {path}"),
            };
            let Some(open) = matrix.get(&line) else {
                wrong.push(format!("{method} {path} has no line"));
                continue;
            };
            let path = filled(path);
            if open.contains(&Role::Public) {
                continue;
            }
            for role in std::iter::once(None).chain(staff().map(Some)) {
                let status = asked.status(role, method, &path);
                let right = match role {
                    None => status == 401,
                    Some(role) if open.contains(&role) => ![401, 403].contains(&status) && status < 500,
                    Some(_) => status == 403,
                };
                probes += 1;
                if !right {
                    let who = role.map_or("nobody", |role| role.code());
                    wrong.push(format!("{method} {path} as {who}: {status}"));
                }
            }
        }
        for line in matrix.keys().filter(|what| what.contains(" /")) {
            let (method, path) = line.split_once(' ').unwrap();
            if !routes.contains(&(method.to_owned(), path.to_owned())) {
                wrong.push(format!("{line}: no such route"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        println!("{} routes, {probes} probes", routes.len());
        demo.stop();
    });
}

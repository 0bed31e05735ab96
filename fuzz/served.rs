//! Both doors and core, whole, on a node in a temporary directory: made once, and everything goes in as it would from outside.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kernel::{Actor, CodeList, Id, Purpose, Role};
use std::sync::{Arc, OnceLock};
use store::Node;
use store::team::Team;
use store::testing::Home;
use tower::ServiceExt;

/// The password of everybody who works here.
const PASSWORD: &str = "fictional people only";

/// A served node.
pub(crate) struct Served {
    /// The node itself.
    pub(crate) node: Arc<Node>,
    staff: Router,
    machine: Router,
    /// A session of each role, by its code; a key of each kind for a sender's system.
    sessions: Vec<(&'static str, String)>,
    _home: Home,
}

fn opened() -> Served {
    let home = Home::sqlite();
    let mut rooms = tutela::rooms::rooms();
    let registry = tutela::rooms::registry(&mut rooms).expect("the rooms go together");
    let node = Arc::new(Node::open(home.config(), registry).expect("a node"));
    let mut texts = desk::texts::resources();
    texts.extend(rooms.iter_mut().flat_map(|room| std::mem::take(&mut room.texts)));
    let looks = face::Looks::new(face::Catalogue::new(&texts).expect("texts"), "about:blank");
    let desk = desk::Desk::new(Arc::clone(&node), looks, &mut rooms);
    let routes = tutela::rooms::routes(rooms);
    let roles = Role::STAFF.iter();
    let session = |role: &Role| {
        let new =
            access::NewAccount { user: role.code(), role: *role, unit: Id([101; 16]), password: PASSWORD };
        access::add_account(&node, &new).expect("an account");
        let made = access::add_token(&node, role.code(), Purpose::Investigation, desk::Desk::now());
        (role.code(), made.expect("a session"))
    };
    let mut sessions: Vec<(&'static str, String)> = roles.map(session).collect();
    sessions.extend(keys(&node));
    let described = platforms::machine_described();
    let machine = platforms::machine_routes(desk.clone(), 1 << 20)
        .merge(known_material::service::routes(desk.clone()))
        .merge(reports::machine_routes(desk.clone(), described));
    let_match(&node);
    // A page of a chat would go on for twenty minutes.
    reports::closing(&node);
    Served { staff: desk::door(&desk, routes), machine, node, sessions, _home: home }
}

/// Keys of a fictional platform: `sender` and `sandbox`.
fn keys(node: &Node) -> Vec<(&'static str, String)> {
    use access::codes::Environment;
    let unit = Id([102; 16]);
    access::add_unit(node, unit, "fictional-platform", facts::unit::UnitKind::Platform).expect("a unit");
    let by = Actor { id: Id([103; 16]), role: Role::Administrator, unit: Id([101; 16]) };
    let both = [("sender", Environment::Production), ("sandbox", Environment::Sandbox)];
    let open = |(name, environment)| {
        let now = desk::Desk::now();
        let key = access::machine_keys::open_machine_key(node, by, name, unit, environment, now);
        let key = key.expect("a key");
        (name, format!("{}.{}", key.name, key.secret))
    };
    both.map(open).to_vec()
}

/// A fictional hash list that each of those keys may ask.
fn let_match(node: &Node) {
    use known_material::{
        acts::CreateList,
        codes::{ListPurpose, ListVisible},
        service::acts::LetMatch,
    };
    let (list, by) = (Id([104; 16]), Actor { id: Id([105; 16]), role: Role::Analyst, unit: Id([101; 16]) });
    let country = kernel::codes::Country::from_alpha2("FR").expect("a State");
    let (name, purpose) = ("Fictional list".to_owned(), ListPurpose::Recognise);
    let (visible, organisation) = (ListVisible::default(), String::new());
    let act =
        CreateList { list, name, country, grade_scheme: 1, max_distance: 31, purpose, visible, organisation };
    access::enter(node, &act, by).expect("a list");
    for key in access::machine_keys::machine_keys(node).expect("the keys") {
        access::enter(node, &LetMatch { list, asker: key.key.key }, by).expect("a right");
    }
    let csv = std::io::Cursor::new(format!("md5,grade\n{},baseline\n", "ab".repeat(16)));
    known_material::import(node, by, Purpose::Triage, list, Id([106; 16]), csv, &mut |_| {})
        .expect("an entry");
}

/// The node that everything goes to.
pub(crate) fn served() -> &'static Served {
    static SERVED: OnceLock<Served> = OnceLock::new();
    SERVED.get_or_init(opened)
}

/// A request as text: `WHO METHOD ADDRESS MEDIA-TYPE`, and after the line's end the body. None when it is none.
pub(crate) fn request(bytes: &[u8]) -> Option<(String, Request<Body>)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let words: Vec<&str> = line.split(' ').collect();
    let [who, method, address, media] = words[..] else { return None };
    let request = Request::builder().method(method).uri(address).header("content-type", media);
    Some((who.to_owned(), request.body(Body::from(bytes[end + 1..].to_vec())).ok()?))
}

/// Sends a request and tells how it was answered.
pub(crate) fn answered(routes: Router, request: Request<Body>) -> StatusCode {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let many = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        many.expect("a runtime")
    });
    runtime.block_on(async {
        let answer = routes.oneshot(request).await.expect("an answer");
        let status = answer.status();
        // The body is made while it is read.
        drop(axum::body::to_bytes(answer.into_body(), 1 << 26).await);
        status
    })
}

impl Served {
    /// The staff door's answer to a request by somebody of a role, or by nobody.
    pub(crate) fn asked(&self, who: &str, request: Request<Body>) -> StatusCode {
        self.asked_at(&self.staff, who, request)
    }

    /// The machine door's answer to a request by a key of that kind, or by nobody.
    pub(crate) fn asked_by_machine(&self, who: &str, request: Request<Body>) -> StatusCode {
        // Where nothing is written down nothing is answered.
        known_material::service::keep_once(&self.node).expect("what was asked is written down");
        self.asked_at(&self.machine, who, request)
    }

    fn asked_at(&self, door: &Router, who: &str, mut request: Request<Body>) -> StatusCode {
        if let Some((_, session)) = self.sessions.iter().find(|(code, _)| *code == who) {
            let bearer = format!("Bearer {session}").parse().expect("a session is hexadecimal");
            request.headers_mut().insert("authorization", bearer);
        }
        answered(door.clone(), request)
    }

    /// What core answers to something that the public process sealed for the desk of reports.
    pub(crate) fn core(&self, told: &[u8]) -> reports::wire::Answer {
        let desk = self.node.team_keys().expect("keys").of(Team::ReportsDesk);
        let sealed = desk.seal(told).expect("sealed");
        let question = reports::wire::write(&reports::wire::Question::Submit(sealed));
        let answer = reports::core::answer(&self.node, &question);
        reports::wire::read(&answer).expect("core answers in its own words")
    }
}

//! What the tests of the desk share: a node with a room whose one act can come to every end, and its staff door.

use crate::{ActDoor, Desk, Listing, NewAccount, Room, Rows, Slot, add_account, add_token, door};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use face::{Catalogue, Language, Looks, Resource, Texts};
use kernel::erasure::ErasureAsked;
use kernel::journal::RuleCount;
use kernel::{
    Act, ActKind, ActSpec, Charter, Ctx, Denial, Entry, Event, Facet, Id, Nature, Needs, NewEntry, Problem,
    Purpose, ReadKind, Record, Registry, Role, Value, View, code_list,
};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Node;
use store::testing::Home;
use tower::ServiceExt;
use utoipa::ToSchema;

/// A matter of which the tests speak.
pub(crate) const MATTER: &str = "07070707070707070707070707070707";

code_list! {
    /// What becomes of a try.
    pub How, "test-how", version 1, source "tests" {
        Enters = 1, "enters", "It is entered";
        Refused = 2, "refused", "A rule refuses it";
        Wrong = 3, "wrong", "The authority is wrong";
        WrongMatter = 4, "wrong-matter", "The matter is wrong";
    }
}

/// By whom.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByWhom {
    #[n(0)]
    authority: Id,
}

/// An act that can come to every end.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Try {
    #[n(0)]
    matter: Id,
    #[n(1)]
    how: How,
    #[n(2)]
    sure: bool,
    #[n(3)]
    told: bool,
    #[n(4)]
    deed: ByWhom,
}

const KIND: ActKind = ActKind {
    code: 9_999,
    name: "test.try",
    about: "Try",
    nature: Nature::Decision,
    roles: &[Role::Investigator],
};

impl Act for Try {
    const KIND: &'static ActKind = &KIND;
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }
    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        if self.how == How::Refused { vec![Facet::RequiresTestimony] } else { Vec::new() }
    }
    fn subject(&self) -> Id {
        self.matter
    }
    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        match self.how {
            How::Wrong => Err(Problem::new("authority", "is wrong", "another").into()),
            How::WrongMatter => Err(Problem::new("matter", "is wrong", "another").into()),
            _ => Ok(vec![NewEntry::of(&ErasureAsked {})]),
        }
    }
}

const TEXT: &[Slot] = &[Slot { slot: 0, label: "field-words", required: false }];

impl Try {
    pub(crate) fn door() -> ActDoor {
        ActDoor::of::<Try>(TEXT).telling("told", 0).for_many_of(&crate::staff::UNITS, "matter")
    }
}

static READ: ReadKind =
    ReadKind { code: 9_999, name: "test.read", roles: &[Role::Investigator], personal: false };
static RULES: Listing = RULES_LIST;
const RULES_LIST: Listing = Listing {
    guard: crate::known::Guard::Open,
    room: "journal",
    name: "rules",
    table: RuleCount::TABLE,
    rows: Rows::Kept,
    read: &READ,
    columns: &[],
    filters: &[],
    when: "",
    order: "rule",
    href: "",
};

static EXPORTS: Listing = Listing {
    name: "exports",
    table: kernel::export::Export::TABLE,
    filters: &["list", "actor"],
    when: "at",
    order: "-seq",
    ..RULES_LIST
};

/// The units of the house wait for everybody, and once more for whoever may try.
static WAITS: crate::Waits = crate::Waits {
    label: "waits-proposals",
    listing: &crate::staff::UNITS,
    filters: &[],
    own: "",
    due: "",
    pressing: crate::Pressing::Open,
};

async fn what_waits(
    axum::extract::State(desk): axum::extract::State<Desk>,
    caller: crate::Caller,
) -> Result<axum::Json<Vec<crate::Waiting>>, face::Problem> {
    crate::waiting(&desk, &caller).await.map(axum::Json)
}

const WORDS: &str = "act-test-try = Try\nfield-how = How\nfield-sure = Sure\n";

pub(crate) fn catalogue() -> Catalogue {
    let words =
        Language::STAFF.iter().map(|&language| Resource { language, is_for_door: false, source: WORDS });
    Catalogue::new(&crate::texts::resources().into_iter().chain(words).collect::<Vec<_>>()).unwrap()
}

pub(crate) fn texts() -> Texts {
    catalogue().texts(Language::English)
}

/// A node with the room, and its staff door as one account finds it.
pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    pub(crate) desk: Desk,
    pub(crate) routes: Router,
    token: String,
    runtime: tokio::runtime::Runtime,
    _home: Home,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) to: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl House {
    pub(crate) fn open() -> House {
        House::open_as(Role::Investigator)
    }

    pub(crate) fn open_as(role: Role) -> House {
        let home = Home::sqlite();
        let own = Charter { name: "test", acts: vec![ActSpec::of::<Try>()], ..Charter::default() };
        let charters = vec![facts::charter(), rules::charter(), crate::charter(), own];
        let node = Arc::new(Node::open(home.config(), Registry::new(charters).unwrap()).unwrap());
        let own = Room {
            acts: vec![Try::door()],
            listings: vec![&RULES, &EXPORTS],
            waits: vec![&WAITS],
            waits_for: vec![(&WAITS, Try::KIND)],
            ..Room::default()
        };
        let mut rooms = [own, crate::staff_room()];
        let desk = Desk::new(Arc::clone(&node), Looks::new(catalogue(), "about:blank"), &mut rooms);
        let new =
            NewAccount { user: "fictional", role, unit: Id([200; 16]), password: "a fictional password" };
        add_account(&node, &new).unwrap();
        let token = add_token(&node, "fictional", Purpose::Investigation, Desk::now()).unwrap();
        let [_, staff] = rooms;
        let waits = crate::Routes::new().get("/api/waits-of-tests", crate::Line::Staff, what_waits);
        let routes = door(&desk, staff.pages.and(waits));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        House { node, desk, routes, token, runtime, _home: home }
    }

    /// The same with more routes.
    pub(crate) fn with(self, more: Router) -> House {
        let routes = crate::dressed(&self.desk, self.routes.clone().merge(more));
        House { routes, ..self }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path), "")
    }

    pub(crate) fn post(&self, path: &str, form: &str) -> Answer {
        self.post_as(path, "application/x-www-form-urlencoded", form)
    }

    pub(crate) fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        self.post_as(path, "application/json", &body.to_string())
    }

    pub(crate) fn post_as(&self, path: &str, media: &str, body: &str) -> Answer {
        self.ask(Request::post(path).header(header::CONTENT_TYPE, media), body)
    }

    pub(crate) fn ask(&self, request: axum::http::request::Builder, body: &str) -> Answer {
        self.ask_as(Some(&self.token), request, body)
    }

    /// As [`House::ask`], with another token or none.
    pub(crate) fn ask_as(
        &self,
        token: Option<&str>,
        mut request: axum::http::request::Builder,
        body: &str,
    ) -> Answer {
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        self.runtime.block_on(async {
            let (parts, body) = self.routes.clone().oneshot(request).await.unwrap().into_parts();
            let to = parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Answer {
                status: parts.status,
                to: to.unwrap_or_default(),
                headers: parts.headers,
                body: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        })
    }

    /// How many tries were entered.
    pub(crate) fn entered(&self) -> usize {
        let rows = self.node.read(|database| database.rows("SELECT bytes FROM entry", Vec::new())).unwrap();
        let entry = |row: &Vec<Value>| match &row[0] {
            Value::Bytes(bytes) => Entry::from_bytes(bytes).unwrap(),
            other => panic!("{other:?}"),
        };
        rows.iter().filter(|row| entry(row).kind == ErasureAsked::KIND).count()
    }
}

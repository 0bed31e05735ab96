//! A real node with this room, on either database, and facts of other rooms. All people and cases are fictional.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use desk::{Desk, NewAccount};
use face::{Catalogue, Looks};
use facts::outcome::{CaseOpened, DemandCoded, StageReached};
use facts::person::{PersonEntered, PersonsLinked, SuspectNamed};
use kernel::codes::{DemandCategory, DemandLevel, Iccs, Sex, Stage, SuspectRole, Verdict};
use kernel::{
    Act, ActKind, ActSpec, Actor, Charter, CodeList, Ctx, Denial, Event, Facet, Id, Nature, Needs, NewEntry,
    Outcome, Purpose, Registry, Role, Span, View,
};
use minicbor::{Decode, Encode};
use serde_json::Value;
use std::sync::Arc;
use store::Node;
use store::testing::Home;
use tower::ServiceExt;

/// Facts of other rooms, as those rooms would enter them.
#[derive(Encode, Decode)]
struct Elsewhere {
    #[n(0)]
    facts: Vec<Fact>,
}

#[derive(Clone, Encode, Decode)]
struct Fact {
    #[n(0)]
    kind: u16,
    #[n(1)]
    body: Vec<u8>,
}

const ELSEWHERE: ActKind = ActKind {
    code: 9_999,
    name: "test.elsewhere",
    about: "Facts of other rooms",
    nature: Nature::Decision,
    roles: &[Role::System],
};

impl Act for Elsewhere {
    const KIND: &'static ActKind = &ELSEWHERE;
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }
    fn needs(&self, _: &Ctx, _: &View, _: &mut Needs) {}
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }
    fn subject(&self) -> Id {
        Id::NONE
    }
    fn decide(&self, _: &Ctx, _: &View) -> Result<Vec<NewEntry>, Denial> {
        let entry =
            |fact: &Fact| NewEntry { kind: fact.kind, version: 1, body: fact.body.clone(), subject: None };
        Ok(self.facts.iter().map(entry).collect())
    }
}

fn fact<E: Event>(event: &E) -> Fact {
    Fact { kind: E::KIND, body: NewEntry::of(event).body }
}

pub(super) fn id(kind: &str, n: u32) -> Id {
    Id([4; 16]).derive(kind, n)
}

pub(super) struct House {
    pub(super) node: Arc<Node>,
    pub(super) door: Router,
}

/// What the door answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) to: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }

    pub(super) fn problem(&self) -> String {
        self.json()["type"].as_str().unwrap_or_default().to_owned()
    }
}

pub(super) fn catalogue() -> Catalogue {
    let texts: Vec<_> = desk::texts::resources().into_iter().chain(crate::room().texts).collect();
    Catalogue::new(&texts).unwrap()
}

impl House {
    pub(super) fn open(home: &Home) -> House {
        let test =
            Charter { name: "elsewhere", acts: vec![ActSpec::of::<Elsewhere>()], ..Charter::default() };
        let charters = vec![facts::charter(), rules::charter(), desk::charter(), crate::charter(), test];
        let node = Arc::new(Node::open(home.config(), Registry::new(charters).unwrap()).unwrap());
        let mut rooms = [crate::room()];
        let looks = Looks::new(catalogue(), "about:blank");
        let desk = Desk::new(Arc::clone(&node), looks, &mut rooms);
        let [room] = rooms;
        House { node, door: desk::door(&desk, room.pages.and(room.api)) }
    }

    fn tell(&self, facts: Vec<Fact>) {
        let act = Elsewhere { facts };
        let id = self.node.new_id().unwrap();
        let deed = self.node.deed(id, &act, Actor::SYSTEM, Purpose::Reaction).build();
        let outcome = self.node.enter_now(deed).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    /// Sixty proceedings of 2025: 40 arrests, 14 of them to a conviction, of the others nothing is known.
    pub(super) fn a_year(&self) {
        for n in 0..60 {
            let (case, person) = (id("case", n / 2), id("person", n));
            let mut facts = Vec::new();
            if n % 2 == 0 {
                facts.push(opened(case));
            }
            facts.push(named(case, person));
            facts.push(reached(case, person, Stage::Identified, Verdict::NotKnown, "2025-02"));
            if n < 40 {
                facts.push(reached(case, person, Stage::Arrested, Verdict::NotKnown, "2025-03"));
            }
            if n < 14 {
                facts.push(reached(case, person, Stage::Verdict, Verdict::Convicted, "2025-11"));
            }
            if n < 14 {
                let category =
                    if n < 12 { DemandCategory::OnlineMaterial } else { DemandCategory::Situational };
                let level = DemandLevel::Immediate;
                facts.push(fact(&DemandCoded { person, case, level, category }));
            }
            self.tell(facts);
        }
    }

    /// One person of 2025 more, arrested.
    pub(super) fn one_more(&self, n: u32) {
        let (case, person) = (id("late case", n), id("late person", n));
        let arrested = reached(case, person, Stage::Arrested, Verdict::NotKnown, "2025-12");
        self.tell(vec![named(case, person), arrested]);
    }

    /// One person under two records of one case: an arrest of 2023 under one, a verdict of 2024 under the other.
    pub(super) fn one_person_under_two_records(&self) {
        let (case, kept, linked) = (id("two", 0), id("kept", 0), id("linked", 0));
        let (born, sex) = (Span::UNKNOWN, Sex::NotKnown);
        self.tell(vec![
            fact(&PersonEntered { person: kept, born, sex }),
            fact(&PersonEntered { person: linked, born, sex }),
            opened(case),
            named(case, kept),
            named(case, linked),
            reached(case, linked, Stage::Arrested, Verdict::NotKnown, "2023-05"),
            reached(case, kept, Stage::Verdict, Verdict::Convicted, "2024-06"),
            fact(&PersonsLinked { kept, linked }),
        ]);
    }

    pub(super) fn token(&self, user: &str, role: Role) -> String {
        let new = NewAccount { user, role, unit: Id([200; 16]), password: "a fictional password" };
        desk::add_account(&self.node, &new).unwrap();
        desk::add_token(&self.node, user, Purpose::Statistics, Desk::now()).unwrap()
    }

    pub(super) fn get(&self, token: &str, path: &str) -> Answer {
        send(&self.door, Request::get(path), token, String::new(), "text/plain")
    }

    pub(super) fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        send(&self.door, Request::post(path), token, body.to_string(), "application/json")
    }

    pub(super) fn form(&self, token: &str, path: &str, body: &str) -> Answer {
        send(&self.door, Request::post(path), token, body.to_owned(), "application/x-www-form-urlencoded")
    }
}

fn opened(case: Id) -> Fact {
    fact(&CaseOpened { case, offence: Iccs::all()[0], conduct_when: Span::UNKNOWN, ex_officio: true })
}

fn named(case: Id, person: Id) -> Fact {
    let role = SuspectRole::DirectOffender;
    fact(&SuspectNamed { person, case, role, conduct_when: Span::UNKNOWN, conduct: None })
}

fn reached(case: Id, person: Id, stage: Stage, verdict: Verdict, on: &str) -> Fact {
    fact(&StageReached { person, case, stage, verdict, happened: on.parse().unwrap() })
}

/// Sends one request to a door and reads the whole answer.
pub(super) fn send(
    door: &Router,
    request: axum::http::request::Builder,
    token: &str,
    body: String,
    media: &str,
) -> Answer {
    let request = request
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, media)
        .body(Body::from(body))
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let response = door.clone().oneshot(request).await.unwrap();
        let to = response.headers().get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
        Answer { status, to, body: String::from_utf8(bytes.to_vec()).unwrap() }
    })
}

use super::*;
use crate::acts::{ApprovePeer, ProposePeer};
use crate::codes::{ExchangeState, ExchangeWay, WordState};
use crate::simulated::{Manner, PASSWORD, Peer as Hotline, USER};
use crate::tables::{Exchanged, Word};
use crate::testing::{a_peer, administrator};
use access::events::UnitOpened;
use facts::address::{
    AddressActed, AddressAction, AddressGrade, AddressSettled, HostStands, TOKEN_DOMAIN, number_of, read,
};
use facts::testing::Elsewhere;
use facts::unit::UnitKind;
use kernel::codes::Country;
use kernel::{Event, Registry};
use store::testing::Home;

const MINUTE: i64 = crate::limits::MINUTE_MS;

/// A node with a fictional hotline of France, and a clock that is moved by hand.
struct Desk {
    works: Works,
    hotline: Hotline,
    clock: Arc<Mutex<Instant>>,
    peer: Id,
}

fn registry() -> Registry {
    let charters = vec![facts::charter(), rules::charter(), desk::charter()];
    let own = [facts::testing::charter(), crate::charter()];
    Registry::new(charters.into_iter().chain(own).collect()).unwrap()
}

fn works(home: &Home, clock: &Arc<Mutex<Instant>>) -> Works {
    let node = Arc::new(Node::open(home.config(), registry()).unwrap());
    let clock = Arc::clone(clock);
    let settings = Settings {
        patience: Duration::from_millis(600),
        pull_every_ms: MINUTE,
        hear_every_ms: MINUTE,
        clock: Arc::new(move || *clock.lock().unwrap()),
        ..Settings::default()
    };
    Works::new(node, settings, Arc::new(AtomicBool::new(true)))
}

impl Desk {
    fn new(home: &Home) -> Desk {
        let clock = Arc::new(Mutex::new(desk::Desk::now()));
        let works = works(home, &clock);
        let hotline = Hotline::start();
        let mut desk = Desk { works, hotline, clock, peer: Id::NONE };
        let unit = a_peer().unit;
        desk.tell(&UnitOpened { unit, word: "hotline".into(), kind: UnitKind::Hotline });
        let act = desk.works.node.new_id().unwrap();
        let proposal = kernel::act::made(act, "proposal");
        let propose = ProposePeer { proposal, endpoint: desk.hotline.endpoint.clone(), ..a_peer() };
        let deed = desk.works.node.deed(act, &propose, administrator(1), Purpose::Administration);
        let deed = deed.seal(SLOT_USER, proposal, USER.as_bytes()).unwrap();
        let deed = deed.seal(SLOT_PASSWORD, proposal, PASSWORD.as_bytes()).unwrap();
        let outcome = desk.works.node.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
        desk.does(&ApprovePeer { proposal }, administrator(2));
        desk.peer = proposal;
        desk
    }

    /// The process died, and another one goes on.
    fn dies(self, home: &Home) -> Desk {
        let Desk { works: before, hotline, clock, peer } = self;
        before.node.stop();
        drop(before);
        Desk { works: works(home, &clock), hotline, clock, peer }
    }

    fn does<A: Act>(&self, act: &A, actor: Actor) {
        let id = self.works.node.new_id().unwrap();
        let deed = self.works.node.deed(id, act, actor, Purpose::Administration).build();
        let outcome = self.works.node.enter_now(deed).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn tell<E: Event>(&self, event: &E) {
        self.does(&Elsewhere::of(event), Actor::SYSTEM);
    }

    /// Two people found that a page of that host in France is illegal.
    fn graded(&self, url: &str) -> Id {
        let normal = read(url).unwrap();
        let address = number_of(self.works.node.token(TOKEN_DOMAIN, normal.url.as_bytes()));
        let host = facts::address::host_number(&normal.host);
        let told_in = self.works.node.new_id().unwrap();
        let (grade, held_until) = (AddressGrade::Baseline, None);
        let settled = Elsewhere::of(&AddressSettled { address, host, grade, told_in, held_until });
        let deed = self.works.node.deed(told_in, &settled, Actor::SYSTEM, Purpose::Reaction);
        let deed = deed.seal(SLOT_URL, address, normal.url.as_bytes()).unwrap().build();
        assert!(matches!(self.works.node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        self.tell(&HostStands { host, country: Some(Country::from_alpha2("FR").unwrap()) });
        address
    }

    fn acted(&self, address: Id, action: AddressAction) {
        self.tell(&AddressActed { address, action: Some(action), held_until: None });
    }

    fn minutes_pass(&self, minutes: i64) {
        let mut clock = self.clock.lock().unwrap();
        *clock = Instant(clock.0 + minutes * MINUTE);
    }

    fn rounds(&self, n: usize) {
        for _ in 0..n {
            self.works.round().unwrap();
            self.minutes_pass(20);
        }
    }

    fn one(&self, address: Id) -> Exchanged {
        self.works.row::<Exchanged>(address).unwrap().unwrap()
    }

    fn words(&self) -> Vec<Word> {
        self.works.rows::<Word>("ORDER BY done_at", Vec::new()).unwrap()
    }
}

/// On both databases.
fn on_each(check: impl Fn(&Home)) {
    store::testing::on_both(check);
}

#[test]
fn an_address_goes_to_the_hotline_of_its_state_in_the_order_that_it_wants() {
    on_each(|home| {
        let desk = Desk::new(home);
        let address = desk.graded("https://host.example/page");
        desk.acted(address, AddressAction::ReportedToHost);
        desk.rounds(1);
        let calls = desk.hotline.heard();
        assert!(calls.contains(&"POST rest/reports".to_owned()), "{calls:?}");
        assert_eq!(
            desk.hotline.count("POST rest/Content/1/actions"),
            0,
            "not in the run that made the report"
        );
        desk.rounds(3);
        let calls: Vec<String> = desk
            .hotline
            .heard()
            .into_iter()
            .filter(|call| !call.starts_with("GET") && !call.ends_with("refresh"))
            .collect();
        assert_eq!(
            calls,
            [
                "POST Authentication",
                "POST rest/reports",
                "PUT rest/Content/1/assessment",
                "PUT rest/Content/1/url/hosting",
                "PUT rest/Content/1/assigned-country",
                "PUT rest/Content/1/hotline-reference",
                "POST rest/Content/1/actions",
            ]
        );
        let held = desk.hotline.held().remove(0);
        assert_eq!(
            (held.url.as_str(), held.classification, held.assigned.as_str()),
            ("https://host.example/page", 1, "FR")
        );
        assert_eq!((held.reference, held.actions.len(), held.actions[0].0), (address.to_string(), 1, 2));
        let row = desk.one(address);
        assert_eq!(
            (row.exchange_state, row.content_no, row.report_no),
            (ExchangeState::HandedOver, 1, 1_001)
        );
    });
}

#[test]
fn what_was_stored_there_before_the_line_broke_is_not_sent_again() {
    for manner in [Manner::Cut, Manner::Slow, Manner::Rubbish] {
        on_each(|home| {
            let desk = Desk::new(home);
            let address = desk.graded("https://host.example/page");
            desk.hotline.next("POST rest/reports", manner);
            desk.rounds(1);
            assert!(desk.one(address).send_tried.may_have_arrived(), "{manner:?}");
            desk.acted(address, AddressAction::Removed);
            desk.hotline.next("POST rest/Content/1/actions", manner);
            desk.rounds(8);
            let held = desk.hotline.held();
            assert_eq!((held.len(), desk.hotline.count("POST rest/reports")), (1, 1), "{manner:?}");
            assert_eq!((held[0].actions.len(), held[0].actions[0].0), (1, 3), "told once");
            assert_eq!(desk.words()[0].word_state, WordState::Told);
            assert_eq!(desk.one(address).exchange_state, ExchangeState::HandedOver);
        });
    }
}

#[test]
fn a_process_that_dies_in_the_middle_loses_and_doubles_nothing() {
    on_each(|home| {
        let desk = Desk::new(home);
        let address = desk.graded("https://host.example/page");
        // It died after it had begun and the other side had stored, before anything was entered of it.
        let begin = crate::acts::BeginSend { address, word: Id::NONE, peer: desk.peer, attempt: 1 };
        desk.does(&begin, Actor::SYSTEM);
        desk.hotline.has("https://host.example/page");
        let desk = desk.dies(home);
        desk.rounds(2);
        assert_eq!((desk.hotline.held().len(), desk.hotline.count("POST rest/reports")), (1, 0));
        // Likewise with a word.
        desk.acted(address, AddressAction::Removed);
        let word = desk.words().remove(0);
        let begin = crate::acts::BeginSend { address, word: word.word, peer: desk.peer, attempt: 1 };
        desk.does(&begin, Actor::SYSTEM);
        let desk = desk.dies(home);
        desk.rounds(3);
        assert_eq!(desk.hotline.held()[0].actions.len(), 1);
        assert_eq!(desk.words()[0].word_state, WordState::Told);
        assert_eq!(desk.one(address).exchange_state, ExchangeState::HandedOver);
        // And where it died before anything left, it goes out.
        let other = desk.graded("https://host.example/other");
        let begin = crate::acts::BeginSend { address: other, word: Id::NONE, peer: desk.peer, attempt: 1 };
        desk.does(&begin, Actor::SYSTEM);
        let desk = desk.dies(home);
        desk.rounds(3);
        assert_eq!(desk.hotline.count("POST rest/reports"), 1);
        assert_eq!(desk.one(other).exchange_state, ExchangeState::HandedOver);
    });
}

#[test]
fn what_another_hotline_hands_in_is_taken_over_once_and_answered() {
    on_each(|home| {
        let desk = Desk::new(home);
        let first = desk.hotline.hands_in("https://other.example/a");
        let wrong = desk.hotline.hands_in("no address at all");
        desk.hotline.next("GET rest/Content/unactioned", Manner::Doubled);
        desk.rounds(3);
        let rows: Vec<Exchanged> = desk.works.rows("", Vec::new()).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].exchange_way, rows[0].exchange_state), (ExchangeWay::In, ExchangeState::ToGrade));
        assert_eq!(
            desk.hotline.held()[0].reference,
            rows[0].address.to_string(),
            "the other side knows our number"
        );
        let peer = desk.works.row::<Peer>(desk.peer).unwrap().unwrap();
        assert_eq!((peer.taken_over, peer.unreadable), (1, 1), "{first} {wrong}");
        // The process dies, the cursor stands; a later one is found and the first is not taken again.
        let desk = desk.dies(home);
        let _ = desk.hotline.hands_in("https://other.example/b");
        desk.rounds(2);
        let peer = desk.works.row::<Peer>(desk.peer).unwrap().unwrap();
        assert_eq!(peer.taken_over, 2);
        let address = rows[0].address;
        desk.tell(&AddressSettled {
            address,
            host: rows[0].host,
            grade: AddressGrade::NotIllegal,
            told_in: rows[0].sealed_in,
            held_until: None,
        });
        desk.rounds(4);
        let held = desk.hotline.held().remove(0);
        assert_eq!((held.classification, held.actions.len(), held.actions[0].0), (4, 1, 6));
        assert_eq!(desk.one(address).exchange_state, ExchangeState::Told);
    });
}

#[test]
fn what_the_other_hotline_did_is_heard_once_and_our_own_words_are_no_news() {
    let home = Home::sqlite();
    let desk = Desk::new(&home);
    let address = desk.graded("https://host.example/page");
    desk.acted(address, AddressAction::ReportedToHost);
    desk.rounds(4);
    assert_eq!(desk.one(address).heard_last, 0, "our own word is no news");
    desk.hotline.acts(1, 3);
    desk.rounds(4);
    let row = desk.one(address);
    assert_eq!((row.peer_action, row.heard_last), (AddressAction::Removed, 2));
    assert_eq!(desk.words().iter().filter(|word| word.word_state == WordState::Heard).count(), 1);
}

#[test]
fn a_hotline_that_fails_is_left_alone_for_a_while_and_gets_everything_later() {
    let home = Home::sqlite();
    let desk = Desk::new(&home);
    let all: Vec<Id> = (0..5).map(|n| desk.graded(&format!("https://host.example/{n}"))).collect();
    for manner in [Manner::Status(503), Manner::Status(401), Manner::Status(401), Manner::Status(500)] {
        desk.hotline.next("POST rest/reports", manner);
    }
    desk.hotline.forgets_everybody();
    desk.rounds(8);
    assert_eq!(desk.hotline.held().len(), 5);
    assert!(all.iter().all(|address| desk.one(*address).exchange_state == ExchangeState::HandedOver));
    let peer = desk.works.row::<Peer>(desk.peer).unwrap().unwrap();
    assert_eq!((peer.handed_over, peer.pull_tried), (5, ExchangeTried::Taken));
    let refused = desk.graded("https://host.example/refused");
    desk.hotline.next("POST rest/reports", Manner::Status(422));
    desk.rounds(6);
    assert!(desk.one(refused).send_given_up, "a no for good waits for a person");
    assert_eq!(desk.hotline.held().len(), 5);
}

#[test]
fn a_hotline_that_lets_nobody_in_gets_no_address() {
    let home = Home::sqlite();
    let desk = Desk::new(&home);
    desk.graded("https://host.example/page");
    for _ in 0..4 {
        desk.hotline.next("POST Authentication", Manner::Status(401));
    }
    desk.rounds(3);
    assert_eq!(desk.hotline.count("POST rest/reports"), 0);
    assert!(!desk.hotline.bodies().contains("host.example"), "no address before this node is let in");
    let peer = desk.works.row::<Peer>(desk.peer).unwrap().unwrap();
    assert_eq!(peer.pull_tried, ExchangeTried::NotLetIn);
    assert_eq!(desk.one(desk.graded("https://host.example/page")).send_attempts, 0, "nothing was begun");
}

#[test]
fn each_opening_is_entered_and_nothing_else_leaves() {
    let home = Home::sqlite();
    let desk = Desk::new(&home);
    let address = desk.graded("https://host.example/page");
    desk.rounds(2);
    let looks = desk.works.rows::<kernel::journal::Look>("", Vec::new()).unwrap();
    let of = |read: &kernel::ReadKind| looks.iter().filter(|look| look.read == i64::from(read.code)).count();
    assert_eq!((of(&READ_URL), of(&READ_CREDENTIALS)), (1, 1));
    let said = desk.hotline.bodies();
    let names: BTreeSet<&str> = said.split('"').skip(1).step_by(2).collect();
    let own = address.to_string();
    let known = [
        "username",
        "tutela",
        "password",
        "fictional",
        "contents",
        "url",
        "countryCode",
        "FR",
        "classification",
        "hotlineReference",
        "refreshToken",
        "refresh-1",
        "https://host.example/page",
        own.as_str(),
    ];
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
}

//! Exchange between hotlines through the whole house: two people grade here, a hotline on this machine gets the address and tells what it
//! did, what it hands in is graded here; and a node that is killed again and again hands each address over once.

use crate::served::Served;
use exchange::acts::{ApprovePeer, ProposePeer, SLOT_PASSWORD, SLOT_USER};
use exchange::codes::{ExchangeState, WordState};
use exchange::simulated::{PASSWORD, Peer, USER};
use exchange::tables::{Exchanged, Word};
use exchange::{Exchange, Settings};
use facts::address::{AddressAction, host_number};
use facts::unit::UnitKind;
use kernel::codes::Country;
use kernel::knowing::Holding;
use kernel::{Act, Actor, Id, Instant, Outcome, Purpose, Record, Role};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use store::Node;
use store::testing::{Home, on_both};
use takedown::acts::{AskPreservation, GradeAddress, SLOT_CONTACT, SLOT_REASON, SendNotice, SetContact};
use takedown::codes::{AddressSource, ContactSource, LegalGround};
use takedown::tables::Address;
use tutela::rooms::{registry, rooms};

const UNIT: Id = Id([200; 16]);

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

fn of(n: u8, role: Role) -> Actor {
    Actor { id: Id([n; 16]), role, unit: UNIT }
}

/// A node with both rooms, and a hotline of France beside it.
pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    ahead: Arc<AtomicI64>,
}

impl House {
    pub(crate) fn open(home: &Home) -> House {
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = House::clock(&ahead);
        let node = Node::open_with_clock(home.config(), registry(&mut rooms()).unwrap(), Box::new(clock));
        House { node: Arc::new(node.unwrap()), ahead }
    }

    fn clock(ahead: &Arc<AtomicI64>) -> impl Fn() -> Instant + Send + Sync + use<> {
        let ahead = Arc::clone(ahead);
        move || Instant(now() + ahead.load(Ordering::SeqCst))
    }

    fn begins(&self) -> Exchange {
        let settings = Settings {
            patience: Duration::from_secs(5),
            pull_every_ms: 300,
            hear_every_ms: 300,
            clock: Arc::new(House::clock(&self.ahead)),
            ..Settings::default()
        };
        Exchange::start(&self.node, settings)
    }

    fn does_as<A: Act>(&self, id: Id, act: &A, actor: Actor, sealed: &[(u16, &str)]) {
        let mut deed = self.node.deed(id, act, actor, Purpose::Triage);
        for (slot, text) in sealed {
            deed = deed.seal(*slot, act.subject(), text.as_bytes()).unwrap();
        }
        let outcome = self.node.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn does<A: Act>(&self, act: &A, actor: Actor, sealed: &[(u16, &str)]) {
        self.does_as(self.node.new_id().unwrap(), act, actor, sealed);
    }

    /// Two people lay the hotline down.
    pub(crate) fn speaks_with(&self, endpoint: &str) {
        let unit = access::acts::OpenUnit { unit: UNIT, word: "hotline".into(), kind: UnitKind::Hotline };
        self.does(&unit, of(1, Role::Administrator), &[]);
        let id = self.node.new_id().unwrap();
        let proposal = kernel::act::made(id, "proposal");
        let propose = ProposePeer {
            proposal,
            peer: Id::NONE,
            name: "Fictional hotline of France".into(),
            endpoint: endpoint.to_owned(),
            countries: "FR".into(),
            unit: UNIT,
        };
        let sealed = [(SLOT_USER, USER), (SLOT_PASSWORD, PASSWORD)];
        self.does_as(id, &propose, of(1, Role::Administrator), &sealed);
        self.does(&ApprovePeer { proposal }, of(2, Role::Administrator), &[]);
    }

    pub(crate) fn takes_in(&self, url: &str) -> Id {
        let from = takedown::intake::From {
            source: AddressSource::Analyst,
            report: Id::NONE,
            actor: of(3, Role::Analyst),
            purpose: Purpose::Triage,
        };
        let id = self.node.new_id().unwrap();
        let (address, deed) = takedown::intake::deed(&self.node, id, url, &from).unwrap();
        assert!(matches!(self.node.enter_now(deed).unwrap().outcome, Outcome::Entered { .. }));
        address
    }

    pub(crate) fn graded(&self, address: Id, label: &str) {
        let country = Country::from_alpha2("NL").unwrap();
        for n in [3, 4] {
            let grade = GradeAddress { address, country, label: label.into() };
            self.does(&grade, of(n, Role::Analyst), &[]);
        }
    }

    pub(crate) fn stands_in_france(&self, host: &str) {
        let contact = SetContact {
            host: host_number(host),
            source: ContactSource::ByHand,
            country: Country::from_alpha2("FR").ok(),
            registrar: String::new(),
        };
        let sealed = [(SLOT_CONTACT, "abuse@host.example"), (SLOT_REASON, "fictional")];
        self.does(&contact, of(3, Role::Analyst), &sealed);
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        let sql = store::database::TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    /// Waits until it is so; two minutes go by with each look.
    fn until(&self, what: &str, holds: impl Fn(&House) -> bool) {
        let begun = std::time::Instant::now();
        while !holds(self) {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{what} did not come: {:?}",
                self.rows::<Exchanged>()
            );
            std::thread::sleep(Duration::from_millis(100));
            self.ahead.fetch_add(120_000, Ordering::SeqCst);
        }
    }

    fn is(&self, address: Id, state: ExchangeState) -> bool {
        self.rows::<Exchanged>().iter().any(|row| row.address == address && row.exchange_state == state)
    }
}

#[test]
fn an_address_goes_out_and_one_comes_in_and_both_sides_hear_what_was_done() {
    on_both(|home| {
        let (house, hotline) = (House::open(home), Peer::start());
        house.speaks_with(&hotline.endpoint);
        let address = house.takes_in("https://host.example/page");
        house.graded(address, "baseline");
        let theirs = hotline.hands_in("https://other.example/handed-in");
        let exchange = house.begins();
        house.until("what they hand in", |house| {
            house.rows::<Address>().iter().any(|row| row.address_source == AddressSource::Hotline)
        });
        assert!(!house.is(address, ExchangeState::HandedOver), "nobody knows yet where its host stands");
        house.stands_in_france("host.example");
        house.does(&AskPreservation { address }, of(3, Role::Analyst), &[]);
        house.until("a handing over", |house| house.is(address, ExchangeState::HandedOver));
        house.does(&SendNotice { address, ground: LegalGround::Opsc }, of(3, Role::Analyst), &[]);
        house.until("a word", |house| {
            house.rows::<Word>().iter().any(|word| word.word_state == WordState::Told)
        });

        // What they handed in is the unit's that the table names, and nobody else's; two people here grade it.
        let taken = house.rows::<Address>().into_iter().find(|row| row.address != address).unwrap();
        let holders: Vec<Id> = house
            .rows::<Holding>()
            .into_iter()
            .filter(|row| row.record_id == taken.address)
            .map(|row| row.unit)
            .collect();
        assert_eq!(holders, [UNIT]);
        house.graded(taken.address, "not-illegal");
        house.until("an answer", |house| house.is(taken.address, ExchangeState::Told));
        let of_theirs =
            |hotline: &Peer| hotline.held().into_iter().find(|held| held.number == theirs).unwrap();
        house.until("a word to them", |_| !of_theirs(&hotline).actions.is_empty());
        assert_eq!((of_theirs(&hotline).classification, of_theirs(&hotline).actions[0].0), (4, 6));

        // They say that it is removed: its status is looked at here, and nothing is closed on their word.
        let ours = hotline.held().into_iter().find(|held| held.number != theirs).unwrap();
        assert_eq!((ours.url.as_str(), ours.actions[0].0), ("https://host.example/page", 2));
        hotline.acts(ours.number, 3);
        house.until("their word", |house| {
            house.rows::<Exchanged>().iter().any(|row| row.peer_action == AddressAction::Removed)
        });
        let row = house.rows::<Address>().into_iter().find(|row| row.address == address).unwrap();
        assert_eq!(row.address_state, takedown::codes::AddressState::Noticed);
        assert!(row.check_at.0 > 0);
        exchange.stop();
        house.node.stop();
        drop(house);
        let verified = crate::demo::run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        println!("proof: {} calls, each address once", hotline.heard().len());
    });
}

#[test]
fn a_node_that_is_killed_again_and_again_hands_each_address_over_once() {
    on_both(|home| {
        let hotline = Peer::start();
        hotline.takes_its_time(Duration::from_millis(15));
        const ADDRESSES: usize = 30;
        {
            let house = House::open(home);
            house.speaks_with(&hotline.endpoint);
            for n in 0..ADDRESSES {
                let address = house.takes_in(&format!("https://host.example/{n}"));
                house.graded(address, "baseline");
                let _ = hotline.hands_in(&format!("https://other.example/{n}"));
            }
            house.stands_in_france("host.example");
            house.node.stop();
        }
        let mut numbers = crate::random::Numbers(7);
        let mut kills = 0;
        while hotline.held().len() < 2 * ADDRESSES {
            let served = Served::start(home, "log", &[]);
            std::thread::sleep(Duration::from_millis(150 + numbers.below(700) as u64));
            served.signal("KILL");
            kills += 1;
            assert!(kills < 60, "{:?}", hotline.heard());
        }
        let house = House::open(home);
        let exchange = house.begins();
        house.until("all", |house| {
            let rows = house.rows::<Exchanged>();
            let is_over = |row: &&Exchanged| {
                matches!(row.exchange_state, ExchangeState::HandedOver | ExchangeState::ToGrade)
            };
            rows.iter().filter(is_over).count() == 2 * ADDRESSES
        });
        exchange.stop();
        let mut urls: Vec<String> = hotline.held().into_iter().map(|held| held.url).collect();
        urls.sort();
        urls.dedup();
        assert_eq!(
            (hotline.held().len(), urls.len()),
            (2 * ADDRESSES, 2 * ADDRESSES),
            "none lost, none twice"
        );
        let taken = house.rows::<Address>();
        let from_them = taken.iter().filter(|row| row.address_source == AddressSource::Hotline);
        assert_eq!((from_them.count(), taken.len()), (ADDRESSES, 2 * ADDRESSES));
        assert!(taken.iter().all(|row| row.seen == 1), "each was taken in once");
        println!("proof: {ADDRESSES} addresses each way, {kills} kills, none lost, none twice");
    });
}

//! A node of the whole house with a clock that goes ahead, and addresses that are noticed.

use kernel::{Act, Actor, Id, Instant, Outcome, Purpose, Record, Role};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::database::TableSql;
use store::testing::Home;
use store::{Deed, Node};
use takedown::acts::{AskPreservation, GradeAddress, SLOT_CONTACT, SLOT_REASON, SendNotice, SetContact};
use takedown::address::host_number;
use takedown::codes::{AddressSource, ContactSource, LegalGround};
use takedown::intake::{From, deed};
use tutela::rooms::{registry, rooms};

/// So many deeds are entered together.
const TOGETHER: usize = 500;

pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    ahead: Arc<AtomicI64>,
}

pub(crate) fn analyst(n: u8) -> Actor {
    Actor { id: Id([n; 16]), role: Role::Analyst, unit: Id([200; 16]) }
}

fn clock(ahead: &Arc<AtomicI64>) -> impl Fn() -> Instant + Send + Sync + 'static + use<> {
    let ahead = Arc::clone(ahead);
    move || Instant(desk::Desk::now().0 + ahead.load(Ordering::SeqCst))
}

impl House {
    pub(crate) fn open(home: &Home) -> House {
        let ahead = Arc::new(AtomicI64::new(0));
        let rooms = registry(&mut rooms()).unwrap();
        let node = Node::open_with_clock(home.config(), rooms, Box::new(clock(&ahead))).unwrap();
        House { node: Arc::new(node), ahead }
    }

    pub(crate) fn settings(&self) -> takedown::Settings {
        takedown::Settings {
            also_private: true,
            clock: Arc::new(clock(&self.ahead)),
            ..takedown::Settings::default()
        }
    }

    pub(crate) fn later(&self, ms: i64) {
        self.ahead.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        let sql = TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    pub(crate) fn deed<A: Act>(&self, act: &A, n: u8, sealed: &[(u16, &str)]) -> Deed {
        let mut deed = self.node.deed(self.node.new_id().unwrap(), act, analyst(n), Purpose::Triage);
        for (slot, text) in sealed {
            deed = deed.seal(*slot, act.subject(), text.as_bytes()).unwrap();
        }
        deed.build()
    }

    pub(crate) fn enter_all(&self, deeds: impl Iterator<Item = Deed>) {
        let mut deeds = deeds.peekable();
        while deeds.peek().is_some() {
            for answer in self.node.enter_all(deeds.by_ref().take(TOGETHER).collect()) {
                let outcome = answer.unwrap().outcome;
                assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
            }
        }
    }

    pub(crate) fn does<A: Act>(&self, act: &A, n: u8, sealed: &[(u16, &str)]) {
        self.enter_all(std::iter::once(self.deed(act, n, sealed)));
    }

    /// Takes addresses in, has two people grade them, has them preserved and their hosts noticed; tells their numbers.
    pub(crate) fn noticed(&self, urls: &[String]) -> Vec<Id> {
        let from = From {
            source: AddressSource::Analyst,
            report: Id::NONE,
            actor: analyst(1),
            purpose: Purpose::Triage,
        };
        let mut ids = Vec::with_capacity(urls.len());
        let mut hosts = std::collections::BTreeSet::new();
        let taken = urls.iter().map(|url| {
            let (id, deed) = deed(&self.node, self.node.new_id().unwrap(), url, &from).unwrap();
            ids.push(id);
            hosts.insert(takedown::address::read(url).unwrap().host);
            deed
        });
        self.enter_all(taken);
        let country = kernel::codes::Country::from_alpha2("FR").unwrap();
        for n in [1, 2] {
            let grade = |id: &Id| GradeAddress { address: *id, country, label: "baseline".into() };
            self.enter_all(ids.iter().map(|id| self.deed(&grade(id), n, &[])));
        }
        self.enter_all(ids.iter().map(|id| self.deed(&AskPreservation { address: *id }, 1, &[])));
        for host in hosts {
            let (host, source) = (host_number(&host), ContactSource::ByHand);
            let contact = SetContact { host, source, country: None, registrar: String::new() };
            self.does(&contact, 1, &[(SLOT_CONTACT, "abuse@host.example"), (SLOT_REASON, "fictional")]);
        }
        let ground = LegalGround::Opsc;
        self.enter_all(ids.iter().map(|id| self.deed(&SendNotice { address: *id, ground }, 1, &[])));
        ids
    }

    /// Waits until something holds.
    pub(crate) fn until(&self, what: &str, seconds: u64, holds: impl Fn() -> bool) {
        let begun = std::time::Instant::now();
        while !holds() {
            assert!(begun.elapsed().as_secs() < seconds, "{what} did not come");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

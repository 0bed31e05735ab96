//! A letter to a platform from its draft to its lapse: signed, by a real mail server that answers late, answered, extended, lapsed, and its
//! withdrawal; on both databases.

use crate::calling::{Peer, catalogue};
use couriers::mail;
use kernel::act::made;
use kernel::codes::Country;
use kernel::{Act, Actor, CodeList as _, Id, Instant, Outcome, Purpose, Record, Role, Span};
use letters::acts::{
    AddPlatform, ApproveBasis, Draft, ProposeBasis, RecordAnswer, Send, Withdraw, add_platform, draft,
};
use letters::codes::{
    AskedAbout, Asks, Danger, LetterAnswer, LetterLanguage, LetterStands, LetterWay, OrderOf, SendingState,
    WhyRefused,
};
use letters::tables::{Letter, Sending};
use letters::{Outreach, ring, statistics};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use store::Node;
use store::database::TableSql;
use store::testing::{Home, on_both};
use tutela::rooms::{registry, rooms};

const DAY_MS: i64 = 86_400_000;
const IDENTIFIER: &str = "user 4711 (fictional)";

fn by(n: u8, role: Role) -> Actor {
    Actor { id: Id([n; 16]), role, unit: Id([200; 16]) }
}

fn clock(ahead: &Arc<AtomicI64>) -> impl Fn() -> Instant + std::marker::Send + Sync + 'static + use<> {
    let ahead = Arc::clone(ahead);
    move || Instant(desk::Desk::now().0 + ahead.load(Ordering::SeqCst))
}

/// A node of the whole house with a clock that goes ahead, a case, a platform and a legal basis.
struct House {
    node: Arc<Node>,
    ahead: Arc<AtomicI64>,
    case: Id,
    platform: Id,
    basis: Id,
}

impl House {
    fn open(home: &Home) -> House {
        let ahead = Arc::new(AtomicI64::new(0));
        let rooms = registry(&mut rooms()).unwrap();
        let node = Node::open_with_clock(home.config(), rooms, Box::new(clock(&ahead))).unwrap();
        let mut house =
            House { node: Arc::new(node), ahead, case: Id::NONE, platform: Id::NONE, basis: Id::NONE };
        house.case = house.makes("case", by(2, Role::Investigator), &[], |case| cases::acts::OpenCase {
            case,
            report: Id::NONE,
            offence: kernel::codes::Iccs::all()[0],
            conduct_when: "2026-01-05".parse().unwrap(),
            country: Country::from_alpha2("FR").unwrap(),
            ex_officio: true,
        });
        let contact = [
            (add_platform::SLOT_CONTACT, "legal@platform.example"),
            (add_platform::SLOT_REASON, "Its page for authorities"),
        ];
        house.platform =
            house.makes("platform", by(2, Role::Investigator), &contact, |platform| AddPlatform {
                platform,
                platform_name: "Fictional Platform".into(),
                country: Country::from_alpha2("FR").unwrap(),
                way: LetterWay::Mail,
                language: LetterLanguage::English,
            });
        house.basis = house.makes("basis", by(31, Role::Administrator), &[], |basis| ProposeBasis {
            basis,
            replaces: Id::NONE,
            country: Country::from_alpha2("FR").unwrap(),
            law: "Fictional Code, article 12".into(),
            allows: Asks::all().to_vec(),
            order: OrderOf::Prosecutor,
            preserved_days: 90,
            answer_days: 10,
        });
        house.does(&ApproveBasis { legal_basis: house.basis }, by(32, Role::Overseer));
        house
    }

    fn enter<A: Act>(&self, id: Id, act: &A, actor: Actor, sealed: &[(u16, &str)]) -> Outcome {
        let mut deed = self.node.deed(id, act, actor, Purpose::Investigation);
        for (slot, text) in sealed {
            deed = deed.seal(*slot, act.subject(), text.as_bytes()).unwrap();
        }
        self.node.enter_now(deed.build()).unwrap().outcome
    }

    fn makes<A: Act>(
        &self,
        field: &str,
        actor: Actor,
        sealed: &[(u16, &str)],
        act: impl FnOnce(Id) -> A,
    ) -> Id {
        let id = self.node.new_id().unwrap();
        let made = made(id, field);
        let outcome = self.enter(id, &act(made), actor, sealed);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
        made
    }

    fn does<A: Act>(&self, act: &A, actor: Actor) {
        let outcome = self.enter(self.node.new_id().unwrap(), act, actor, &[]);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn drafted(&self, asks: Asks, follows: Id) -> Id {
        let today = self.now().day();
        let mut sealed = vec![(draft::SLOT_IDENTIFIERS, IDENTIFIER)];
        if asks.discloses() {
            sealed.push((draft::SLOT_ORDER, "Order 12"));
        }
        self.makes("letter", by(2, Role::Investigator), &sealed, |letter| Draft {
            record: self.case,
            letter,
            asks_for: asks,
            platform: self.platform,
            legal_basis: self.basis,
            in_name_of: "Police of a fictional State".into(),
            period: Span::on(today),
            order: if asks.discloses() { OrderOf::Court } else { OrderOf::Nobody },
            in_danger: Danger::Nobody,
            follows,
            about: AskedAbout::Unknown,
            person: Id::NONE,
            conduct: None,
        })
    }

    fn send(&self, letter: Id, n: u8) -> Outcome {
        let act = Send { record: self.case, letter };
        self.enter(self.node.new_id().unwrap(), &act, by(n, Role::Investigator), &[])
    }

    fn now(&self) -> Instant {
        clock(&self.ahead)()
    }

    fn later(&self, ms: i64) {
        self.ahead.fetch_add(ms, Ordering::SeqCst);
    }

    fn rows<R: Record>(&self) -> Vec<R> {
        let sql = TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    fn letter(&self, letter: Id) -> Letter {
        self.rows::<Letter>().into_iter().find(|row| row.letter == letter).unwrap()
    }

    fn sending(&self, number: Id) -> Option<Sending> {
        self.rows::<Sending>().into_iter().find(|row| row.sending == number)
    }

    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        for _ in 0..600 {
            if is_so() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{what} did not come: {:?}", self.rows::<Sending>());
    }
}

fn outreach(house: &House, port: &serde_json::Value) -> Outreach {
    let server = mail::Server::read(&format!("smtp+plain://127.0.0.1:{port}")).unwrap();
    let settings = letters::Settings {
        mail: Some((server, "desk@hotline.example".into())),
        patience: Duration::from_secs(5),
        clock: Arc::new(clock(&house.ahead)),
    };
    Outreach::start(&house.node, &catalogue(), settings)
}

/// The texts of letters as the server has them, unfolded.
fn came(server: &Peer) -> Vec<String> {
    let text =
        |line: &serde_json::Value| line["letter"].as_str().unwrap().replace("=\r\n", "").replace("=3D", "=");
    server.all("letter").iter().map(text).collect()
}

/// A disclosure of content, which one person may draft and another signs; gone.
fn disclosed_by_two(house: &House) -> Id {
    let content = house.drafted(Asks::Content, Id::NONE);
    let alone = house.send(content, 2);
    assert!(matches!(alone, Outcome::Refused(_)), "the same person twice: {alone:?}");
    assert!(matches!(house.send(content, 3), Outcome::Entered { .. }));
    house.until("the disclosure", || {
        house.sending(content).is_some_and(|row| row.sending_state == SendingState::Gone)
    });
    content
}

/// The four letters: each with what its reader needs, none with a number of the house.
fn says_what_it_should(texts: &[String], house: &House, first: Id) {
    assert_eq!(texts.len(), 4);
    for (text, wanted) in [
        (
            &texts[0],
            vec![
                IDENTIFIER,
                "Request to preserve data",
                "Fictional Code, article 12",
                "desk@hotline.example",
            ],
        ),
        (&texts[1], vec![IDENTIFIER, "Request to disclose content", "Order 12"]),
        (&texts[2], vec![IDENTIFIER, "Request to extend"]),
        (&texts[3], vec!["A request of ours is withdrawn"]),
    ] {
        for wanted in wanted {
            assert!(text.contains(wanted), "{wanted} is not in {text}");
        }
        let nobody = [house.case, Id([1; 16]), Id([2; 16]), Id([3; 16]), Id([200; 16])];
        assert!(nobody.iter().all(|id| !text.contains(&id.to_string())), "{text}");
    }
    assert!(!texts[3].contains(IDENTIFIER), "a withdrawal says nothing of what was asked about");
    assert!(texts[0].contains(&format!("<{first}@hotline.example>")), "the letter's own number");
    assert!(texts[2].contains(&format!("In-Reply-To: <{first}@hotline.example>")));
}

#[test]
fn a_letter_goes_from_its_draft_to_its_answer_its_extension_and_its_lapse() {
    on_both(|home| {
        let mut server = Peer::start("mail.mjs", &[]);
        let port = server.says("port");
        let house = House::open(home);
        server.is_told("refuse 451", "mode");
        let outreach = outreach(&house, &port);

        let first = house.drafted(Asks::Preserve, Id::NONE);
        assert!(matches!(house.send(first, 2), Outcome::Entered { .. }), "one person is enough");
        house.until("a refusal", || house.sending(first).is_some_and(|row| row.letter_answer == 451));
        server.is_told("accept", "mode");
        house.later(2 * 60_000);
        house.until("the letter", || {
            house.sending(first).is_some_and(|row| row.sending_state == SendingState::Gone)
        });
        let row = house.letter(first);
        assert_eq!((row.letter_stands, row.runs), (LetterStands::Waits, true));

        let content = disclosed_by_two(&house);

        house.later(11 * DAY_MS);
        assert_eq!(ring(&house.node, house.now()).unwrap(), 2, "no answer to either in time");
        assert_eq!(ring(&house.node, house.now()).unwrap(), 0, "and that is told once");
        assert!(house.letter(content).overdue);
        let until = Span::on(kernel::Day(house.now().day().0 + 30));
        let answer = RecordAnswer {
            record: house.case,
            letter: first,
            platform_answer: LetterAnswer::Preserved,
            preserved_until: Some(until),
            why_refused: WhyRefused::NotSaid,
            disclosed_hash: None,
        };
        house.does(&answer, by(2, Role::Investigator));
        assert_eq!(
            (house.letter(first).letter_stands, house.letter(first).days_to_answer),
            (LetterStands::Preserved, 12)
        );

        let second = house.drafted(Asks::Extend, first);
        assert!(matches!(house.send(second, 2), Outcome::Entered { .. }));
        house.until("the extension", || {
            house.sending(second).is_some_and(|row| row.sending_state == SendingState::Gone)
        });
        assert_eq!((house.letter(first).runs, house.letter(second).runs), (false, true));
        house.does(&Withdraw { record: house.case, letter: content }, by(2, Role::Investigator));
        house.until("the withdrawal", || {
            house.rows::<Sending>().iter().filter(|row| row.sending_state == SendingState::Gone).count() == 4
        });
        outreach.stop();

        house.later(31 * DAY_MS);
        ring(&house.node, house.now()).unwrap();
        assert_eq!(house.letter(first).letter_stands, LetterStands::Preserved, "its extension carries it on");
        house.later(90 * DAY_MS);
        ring(&house.node, house.now()).unwrap();
        assert_eq!(house.letter(second).letter_stands, LetterStands::Lapsed);
        let figures = statistics::figures(&house.node).unwrap();
        assert_eq!((figures.len(), figures[0].sent), (1, None), "three letters are too few to tell");

        server.is_told("accept", "mode");
        says_what_it_should(&came(&server), &house, first);
    });
}

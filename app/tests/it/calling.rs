//! Calls reach people, with a real mail server that is down, slow, refusing, and back: no call is lost, a letter goes out again only
//! after an attempt of which nobody can say what became of it and then under the same number, the third level is reached, and all
//! of it stands in the journal. Webhooks are verified by the standard's own library.

use calling::acts::{BeginAttempt, OpenWay, SLOT_ADDRESS, SLOT_SECRET};
use calling::codes::{Attempted, Delivery, Means, WayLanguage};
use calling::events::MessageTried;
use calling::tables::{Message, Way};
use calling::{Couriers, Equipment, Gateway, MailServer};
use couriers::{hook, mail};
use face::{Catalogue, Resource};
use kernel::codes::DangerAnswer;
use kernel::journal::Look;
use kernel::{Act, Actor, Entry, Event, Id, Instant, Outcome, Purpose, Record, Role};
use reports::acts::{AnswerCall, FileReport, SLOT_TEXT};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Node;
use store::testing::{Home, on_both};
use tutela::rooms::{registry, rooms};

/// How long the couriers wait for an answer, and how long a server keeps them waiting that is slow.
const PATIENCE: Duration = Duration::from_secs(2);
const SLOW_MS: u32 = 6_000;
const MINUTE_MS: i64 = 60_000;

/// A peer in a process of its own: what it tells, a line of JSON each, and what it is told.
pub(crate) struct Peer {
    child: Child,
    input: ChildStdin,
    lines: Receiver<Value>,
    told: Mutex<Vec<Value>>,
}

impl Peer {
    pub(crate) fn start(script: &str, words: &[&str]) -> Peer {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");
        let mut command = Command::new("node");
        command.arg(script).args(words).current_dir(folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (send, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if send.send(serde_json::from_str(&line).unwrap()).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take().unwrap();
        Peer { child, input, lines, told: Mutex::default() }
    }

    /// The next thing that it tells and that has this field; what it told before is kept.
    pub(crate) fn says(&self, field: &str) -> Value {
        loop {
            let line = self
                .lines
                .recv_timeout(Duration::from_secs(30))
                .unwrap_or_else(|_| panic!("no {field} came"));
            self.told.lock().unwrap().push(line.clone());
            if !line[field].is_null() {
                return line[field].clone();
            }
        }
    }

    pub(crate) fn is_told(&mut self, words: &str, answer: &str) {
        writeln!(self.input, "{words}").unwrap();
        self.says(answer);
    }

    /// Everything with this field that came until now.
    pub(crate) fn all(&self, field: &str) -> Vec<Value> {
        let mut told = self.told.lock().unwrap();
        told.extend(self.lines.try_iter());
        told.iter().filter(|line| !line[field].is_null()).cloned().collect()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A letter as the server got it: its number, which it follows, to whom.
#[derive(Clone, Debug, PartialEq)]
struct Letter {
    number: String,
    follows: Option<String>,
    to: String,
}

fn letters(server: &Peer) -> Vec<Letter> {
    let header = |text: &str, name: &str| {
        let line = text.lines().take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix(name));
        line.map(|id| id.trim().trim_matches(['<', '>']).split('@').next().unwrap().to_owned())
    };
    let read = |line: &Value| {
        let text = line["letter"].as_str().unwrap();
        Letter {
            number: header(text, "Message-ID:").unwrap(),
            follows: header(text, "In-Reply-To:"),
            to: line["to"].as_str().unwrap().to_owned(),
        }
    };
    server.all("letter").iter().map(read).collect()
}

struct House {
    node: Arc<Node>,
    couriers: Option<Couriers>,
    ahead: Arc<AtomicI64>,
    equipment: Equipment,
}

pub(crate) fn catalogue() -> Catalogue {
    let texts: Vec<Resource> = rooms().into_iter().flat_map(|room| room.texts).collect();
    let all: Vec<Resource> = desk::texts::resources().into_iter().chain(texts).collect();
    Catalogue::new(&all).unwrap()
}

pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

impl House {
    fn open(home: &Home, mut equipment: Equipment) -> House {
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = |ahead: &Arc<AtomicI64>| {
            let ahead = Arc::clone(ahead);
            move || Instant(now() + ahead.load(Ordering::SeqCst))
        };
        equipment.clock = Arc::new(clock(&ahead));
        equipment.patience = PATIENCE;
        let node =
            Node::open_with_clock(home.config(), registry(&mut rooms()).unwrap(), Box::new(clock(&ahead)));
        let mut house = House { node: Arc::new(node.unwrap()), couriers: None, ahead, equipment };
        house.begin();
        house
    }

    fn begin(&mut self) {
        self.couriers = Some(Couriers::start(&self.node, &catalogue(), self.equipment.clone()));
    }

    fn later(&self, ms: i64) {
        self.ahead.fetch_add(ms, Ordering::SeqCst);
    }

    fn tries<A: Act>(&self, act: &A, actor: Actor, sealed: &[(u16, &str)]) -> Outcome {
        let mut deed = self.node.deed(self.node.new_id().unwrap(), act, actor, Purpose::Administration);
        for (slot, text) in sealed {
            deed = deed.seal(*slot, act.subject(), text.as_bytes()).unwrap();
        }
        self.node.enter_now(deed.build()).unwrap().outcome
    }

    fn does<A: Act>(&self, act: &A, actor: Actor, sealed: &[(u16, &str)]) {
        let outcome = self.tries(act, actor, sealed);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn rows<R: Record>(&self) -> Vec<R> {
        let sql = store::database::TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    fn opens(&self, n: u8, means: Means, level: u8, sealed: &[(u16, &str)]) {
        let administrator = Actor { id: Id([1; 16]), role: Role::Administrator, unit: Id([200; 16]) };
        let language = if n.is_multiple_of(2) { WayLanguage::Arabic } else { WayLanguage::English };
        let act = OpenWay {
            way: Id([n; 16]),
            means,
            unit: Id::NONE,
            from_level: level,
            officer: Id::NONE,
            way_language: language,
        };
        self.does(&act, administrator, sealed);
    }

    fn urgent(&self, report: Id) {
        let quiet = crate::retention::filed(report);
        let answered = reports::priority::answered(quiet.by, DangerAnswer::NotSafe, quiet.age, 0);
        let urgent = FileReport {
            danger: DangerAnswer::NotSafe,
            points: reports::priority::points(&answered),
            reasons: reports::priority::numbers(&answered),
            ..quiet
        };
        self.does(&urgent, Actor::SYSTEM, &[(SLOT_TEXT, "Fictional words")]);
    }

    /// The caller's turn: how many are called.
    fn calls(&self) -> usize {
        reports::calls::call(&self.node, Instant(now() + self.ahead.load(Ordering::SeqCst))).unwrap()
    }

    /// Waits until every message stands as is wanted; time goes on by itself only a little.
    fn until(&self, what: &str, holds: impl Fn(&[Message]) -> bool) -> Vec<Message> {
        let begun = std::time::Instant::now();
        loop {
            let mut messages = self.rows::<Message>();
            messages.sort_by_key(|row| (row.due_since, row.way));
            if holds(&messages) {
                return messages;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not come: {messages:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until nothing is on its way.
    fn delivered(&self) -> Vec<Message> {
        self.until("an end of what is on its way", |rows| {
            rows.iter().all(|row| row.delivery != Delivery::OnItsWay)
        })
    }

    /// What was tried, in the order of the journal, by message.
    fn tried(&self, message: Id) -> Vec<Attempted> {
        let sql = "SELECT bytes FROM entry ORDER BY seq";
        let rows = self.node.read(|database| database.rows(sql, Vec::new())).unwrap();
        let entries = rows.iter().map(|row| match &row[0] {
            kernel::Value::Bytes(bytes) => Entry::from_bytes(bytes).unwrap(),
            other => panic!("{other:?}"),
        });
        let tried = entries.filter(|entry| entry.kind == MessageTried::KIND);
        let tried = tried.map(|entry| entry.event::<MessageTried>().unwrap());
        tried.filter(|one| one.message == message).map(|one| one.attempted).collect()
    }

    /// Ends, and looks whether the journal verifies.
    fn ends(mut self, home: &Home) {
        self.couriers.take().unwrap().stop();
        drop(self);
        let verified = crate::demo::run(home, &["verify", "--json"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
}

fn by_mail(port: &Value) -> Equipment {
    let server = mail::Server::read(&format!("smtp+plain://127.0.0.1:{port}")).unwrap();
    Equipment {
        mail: Some(MailServer { server, from: "tutela@hotline.example".into() }),
        ..Equipment::default()
    }
}

/// The mail ways of three levels; what shows that they work has been taken over.
fn with_three_levels(house: &House) {
    for level in 1..=3 {
        house.opens(level, Means::Mail, level, &[(SLOT_ADDRESS, &format!("level-{level}@hotline.example"))]);
    }
    let trials = house.delivered();
    assert_eq!(trials.len(), 3);
    for trial in trials {
        assert_eq!((trial.delivery, trial.answer_code, trial.attempts), (Delivery::Taken, 250, 1));
        assert!(trial.proof.ends_with("queued as 1A2B"), "{}", trial.proof);
    }
    assert!(house.rows::<Way>().iter().all(|way| way.taken_at.0 > 0 && way.failed == 0));
}

/// The message about a report.
fn one(rows: &[Message], report: Id) -> Option<Message> {
    rows.iter().find(|row| row.matter == report).cloned()
}

/// Makes a call whose attempts fail as is wanted until the server is back; tells the message.
fn through(
    house: &House,
    server: &mut Peer,
    report: Id,
    trouble: &[(&str, &str)],
    back: &[(&str, &str)],
) -> Message {
    for (words, answer) in trouble {
        server.is_told(words, answer);
    }
    house.urgent(report);
    assert_eq!(house.calls(), 1);
    // Those that ended.
    let attempts =
        |rows: &[Message]| one(rows, report).map_or(0, |row| row.attempts - i64::from(row.under_way));
    house.until("a first attempt", |rows| attempts(rows) >= 1);
    house.later(20_000);
    house.until("a second attempt", |rows| attempts(rows) >= 2);
    for (words, answer) in back {
        server.is_told(words, answer);
    }
    house.later(40_000);
    let rows = house.delivered();
    // What the server told before it told this has been heard.
    server.is_told("accept", "mode");
    one(&rows, report).unwrap()
}

#[test]
fn no_call_is_lost_whatever_the_mail_server_does() {
    on_both(|home| {
        let mut server = Peer::start("mail.mjs", &[]);
        let house = House::open(home, by_mail(&server.says("port")));
        with_three_levels(&house);
        let sent_for = |server: &Peer, message: &Message| {
            let number = message.message.to_string();
            letters(server).into_iter().filter(|letter| letter.number == number).count()
        };
        let analyst = Actor { id: Id([9; 16]), role: Role::Analyst, unit: Id([200; 16]) };
        let answered = |house: &House, report| house.does(&AnswerCall { report }, analyst, &[]);

        let report = Id([11; 16]);
        let down = through(&house, &mut server, report, &[("down", "down")], &[("up", "port")]);
        assert_eq!(
            house.tried(down.message),
            [Attempted::Unreachable, Attempted::Unreachable, Attempted::Taken]
        );
        assert_eq!(sent_for(&server, &down), 1, "nobody had it before");
        answered(&house, report);

        let report = Id([12; 16]);
        let refused = through(&house, &mut server, report, &[("refuse 451", "mode")], &[("accept", "mode")]);
        assert_eq!(house.tried(refused.message), [Attempted::Refused, Attempted::Refused, Attempted::Taken]);
        assert_eq!(sent_for(&server, &refused), 1);
        answered(&house, report);

        // The server has the letter, and its answer comes too late or not at all: the same letter again, under its number.
        for (n, words) in [(13, format!("slow {SLOW_MS}")), (14, "hang-up".to_owned())] {
            let report = Id([n; 16]);
            let unknown = through(&house, &mut server, report, &[(&words, "mode")], &[("accept", "mode")]);
            assert_eq!(
                house.tried(unknown.message),
                [Attempted::Unknown, Attempted::Unknown, Attempted::Taken]
            );
            assert_eq!(sent_for(&server, &unknown), 3, "{words}");
            answered(&house, report);
        }

        server.is_told("refuse 550", "mode");
        let report = Id([15; 16]);
        house.urgent(report);
        assert_eq!(house.calls(), 1);
        let never = house.until("a message", |rows| {
            one(rows, report).is_some_and(|row| row.delivery != Delivery::OnItsWay)
        });
        let never = one(&never, report).unwrap();
        assert_eq!((never.delivery, never.answer_code, never.attempts), (Delivery::GivenUp, 550, 1));
        answered(&house, report);

        let calls = house.rows::<Message>().into_iter().filter(|row| !row.matter.is_none()).count();
        assert_eq!(calls, 5, "one message a call, whatever became of it");
        server.is_told("accept", "mode");
        let numbers: Vec<String> = letters(&server).into_iter().map(|letter| letter.number).collect();
        println!(
            "proof: {} letters for 5 calls and 3 trials, repeated only where the outcome was unknown",
            numbers.len()
        );
        house.ends(home);
    });
}

#[test]
fn nobody_answers_and_the_third_level_is_called_until_somebody_does() {
    on_both(|home| {
        let mut server = Peer::start("mail.mjs", &[]);
        let house = House::open(home, by_mail(&server.says("port")));
        with_three_levels(&house);
        let report = Id([21; 16]);
        house.urgent(report);
        let mut called = Vec::new();
        for times in 1..=7 {
            assert_eq!(house.calls(), 1);
            assert_eq!(house.calls(), 0, "not twice at once");
            let of_it = |row: &&Message| row.message_times == times;
            let is_over = |row: &Message| row.delivery != Delivery::OnItsWay;
            let rows =
                house.until("a call", |rows| rows.iter().any(|row| of_it(&row)) && rows.iter().all(is_over));
            called.push(rows.iter().filter(of_it).map(|row| row.message_level).max().unwrap());
            house.later(11 * MINUTE_MS);
        }
        assert_eq!(called, [1, 1, 1, 2, 2, 2, 3]);
        server.is_told("accept", "mode");
        let to = |level: u8| {
            let to = format!("level-{level}@hotline.example");
            letters(&server).into_iter().filter(move |letter| letter.to == to).collect::<Vec<_>>()
        };
        // A trial each, and those on duty are called with those above them.
        assert_eq!([to(1).len(), to(2).len(), to(3).len()], [1 + 7, 1 + 4, 1 + 1]);
        let calls = to(1).split_off(1);
        assert!(calls[0].follows.is_none());
        let follow = |letter: &Letter| letter.follows.as_ref() == Some(&calls[0].number);
        assert!(calls[1..].iter().all(follow), "one conversation: {calls:?}");

        // A call that still waits when somebody answers is not sent any more.
        drop(server);
        assert_eq!(house.calls(), 1);
        house.until("an attempt", |rows| rows.iter().any(|row| row.attempted == Attempted::Unreachable));
        let analyst = Actor { id: Id([9; 16]), role: Role::Analyst, unit: Id([200; 16]) };
        house.does(&AnswerCall { report }, analyst, &[]);
        house.later(5 * MINUTE_MS);
        let rows = house.delivered();
        let overtaken = rows.iter().filter(|row| row.delivery == Delivery::Overtaken).count();
        assert_eq!(overtaken, 3);
        assert_eq!(house.calls(), 0);
        let looks = house
            .rows::<Look>()
            .into_iter()
            .filter(|look| look.read == i64::from(calling::READ_ADDRESS.code));
        assert_eq!(looks.count(), 3, "each address was opened once, and that stands in the journal");
        println!("proof: {} messages, three levels, one conversation a way", rows.len());
        house.ends(home);
    });
}

#[test]
fn what_was_on_its_way_when_a_process_ended_goes_on_in_the_next() {
    on_both(|home| {
        let mut server = Peer::start("mail.mjs", &[]);
        let port = server.says("port");
        let house = House::open(home, by_mail(&port));
        with_three_levels(&house);
        server.is_told("down", "down");
        house.urgent(Id([31; 16]));
        assert_eq!(house.calls(), 1);
        house.until("an attempt", |rows| {
            rows.iter().any(|row| row.attempts == 1 && row.attempted == Attempted::Unreachable)
        });
        let mut house = house;
        house.couriers.take().unwrap().stop();
        let (ahead, equipment) = (house.ahead.load(Ordering::SeqCst), house.equipment.clone());
        drop(house);
        server.is_told("up", "port");
        let house = House::open(home, equipment);
        house.later(ahead + 20_000);
        let rows = house.delivered();
        assert!(rows.iter().all(|row| row.delivery == Delivery::Taken), "{rows:?}");
        assert_eq!(letters(&server).iter().filter(|letter| letter.to.starts_with("level-1")).count(), 2);
        house.ends(home);
    });
}

#[test]
fn two_couriers_deliver_each_letter_once_and_what_one_never_told_is_not_known() {
    on_both(|home| {
        let mut server = Peer::start("mail.mjs", &[]);
        let house = House::open(home, by_mail(&server.says("port")));
        // As two processes do while one takes the other's place.
        let other = Couriers::start(&house.node, &catalogue(), house.equipment.clone());
        with_three_levels(&house);
        let analyst = Actor { id: Id([9; 16]), role: Role::Analyst, unit: Id([200; 16]) };
        for n in 51..56 {
            house.urgent(Id([n; 16]));
            house.later(2 * MINUTE_MS);
            assert_eq!(house.calls(), 1);
            let is_taken = |row: Message| row.delivery == Delivery::Taken;
            house.until("a letter", |rows| one(rows, Id([n; 16])).is_some_and(is_taken));
            house.does(&AnswerCall { report: Id([n; 16]) }, analyst, &[]);
        }
        server.is_told("accept", "mode");
        let mut numbers: Vec<String> = letters(&server).into_iter().map(|letter| letter.number).collect();
        let all = numbers.len();
        numbers.sort();
        numbers.dedup();
        assert_eq!((numbers.len(), all), (8, 8), "three trials and five calls, each once");
        other.stop();

        // Somebody began an attempt and was never heard of again.
        server.is_told("down", "down");
        let report = Id([57; 16]);
        house.urgent(report);
        house.later(2 * MINUTE_MS);
        assert_eq!(house.calls(), 1);
        let rows = house.until("an attempt", |rows| {
            one(rows, report).is_some_and(|row| row.attempts == 1 && !row.under_way)
        });
        let message = one(&rows, report).unwrap().message;
        house.does(&BeginAttempt { message, attempt: 2 }, Actor::SYSTEM, &[]);
        server.is_told("up", "port");
        house.later(MINUTE_MS);
        std::thread::sleep(Duration::from_millis(600));
        assert!(
            one(&house.rows::<Message>(), report).unwrap().under_way,
            "whoever began it may still be at work"
        );
        house.later(3 * MINUTE_MS);
        house
            .until("an end", |rows| one(rows, report).is_some_and(|row| row.attempted == Attempted::Unknown));
        house.later(MINUTE_MS);
        house
            .until("the letter", |rows| one(rows, report).is_some_and(|row| row.delivery == Delivery::Taken));
        assert_eq!(house.tried(message), [Attempted::Unreachable, Attempted::Unknown, Attempted::Taken]);
        house.ends(home);
    });
}

#[test]
fn webhooks_and_the_gateway_get_what_the_standards_own_library_verifies() {
    let home = Home::sqlite();
    let (own, gateways) = (hook::Secret::written(&[7; 32]), hook::Secret::written(&[8; 32]));
    let [receiver, gateway] = [&own, &gateways].map(|secret| Peer::start("hook.mjs", &[secret]));
    let url = |peer: &Peer| format!("http://127.0.0.1:{}/calls", peer.says("port"));
    let (address, gateway_address) = (url(&receiver), url(&gateway));
    let secret = hook::Secret::read(&gateways).unwrap();
    let link = Some("https://staff.example/lists/reports/calls".to_owned());
    let equipment = Equipment {
        gateway: Some(Gateway { address: gateway_address, secret }),
        link,
        ..Equipment::default()
    };
    let house = House::open(&home, equipment);
    house.opens(1, Means::Webhook, 1, &[(SLOT_ADDRESS, &address), (SLOT_SECRET, &own)]);
    house.opens(2, Means::Text, 1, &[(SLOT_ADDRESS, "+12025550100")]);
    house.opens(3, Means::Voice, 1, &[(SLOT_ADDRESS, "+12025550101")]);
    house.opens(4, Means::Mail, 1, &[(SLOT_ADDRESS, "duty@hotline.example")]);
    house.until("three that were taken", |rows| {
        rows.iter().filter(|row| row.delivery == Delivery::Taken).count() == 3
    });
    house.urgent(Id([41; 16]));
    assert_eq!(house.calls(), 1);
    house.until("six that were taken", |rows| {
        rows.iter().filter(|row| row.delivery == Delivery::Taken).count() == 6
    });
    let nobody = |rows: &[Message]| {
        rows.iter().filter(|row| row.way == Id([4; 16])).all(|row| row.attempted == Attempted::NotSetUp)
    };
    house.until("that no mail server is set up", nobody);
    let bodies = |peer: &Peer| -> Vec<Value> {
        assert_eq!(peer.all("wrong"), Vec::<Value>::new());
        peer.all("number").iter().map(|line| line["body"].clone()).collect()
    };
    let told = bodies(&receiver);
    assert_eq!([&told[0]["type"], &told[1]["type"]], ["tutela.trial", "tutela.call"]);
    assert_eq!(told[1]["link"], "https://staff.example/lists/reports/calls");
    assert_eq!(
        (&told[1]["level"], &told[1]["times"], &told[1]["follows"]),
        (&json!(1), &json!(1), &Value::Null)
    );
    let told = bodies(&gateway);
    let to = |kind: &str| {
        told.iter().filter(|body| body["type"] == kind).map(|body| body["to"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(to("tutela.text"), ["+12025550100", "+12025550100"]);
    assert_eq!(to("tutela.voice"), ["+12025550101", "+12025550101"]);
    assert!(told.iter().filter(|body| body["type"] == "tutela.text").all(|body| body["language"] == "ar"));
    house.ends(&home);
}

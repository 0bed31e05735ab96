//! The couriers: beside the writer they deliver what is on its way, each way by itself, and tell what became of it.

use crate::READ_ADDRESS;
use crate::acts::{BeginAttempt, SLOT_ADDRESS, SLOT_SECRET, TellAttempt};
use crate::codes::{Attempted, Delivery, Means, WayLanguage};
use crate::tables::{Message, Way};
use access::codes::AccountState;
use access::tables::Staff;
use couriers::{Became, Trouble, hook, mail};
use desk::Desk;
use face::{Catalogue, Language, Texts};
use facts::call::Wanted;
use facts::standing::Conflict;
use kernel::knowing::KeptFrom;
use kernel::{Act, Actor, Cell as _, CodeList, Id, Instant, Key, Outcome, Purpose, Record};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, LookFault, Node};

/// How often the couriers look whether something is to be delivered.
const GLANCE: Duration = Duration::from_millis(200);
/// How long a way rests after something went wrong with it, and all of them after a fault of the database.
const REST: Duration = Duration::from_secs(2);
/// So often, [`REST`] apart, it is tried to tell what became of an attempt. What is not told then is not known.
const TELLS: usize = 20;
/// How long who stops waits for what is being delivered.
const FAREWELL: Duration = Duration::from_secs(8);

/// The mail server that takes letters over, and from whom they come.
#[derive(Clone)]
pub struct MailServer {
    /// The server.
    pub server: mail::Server,
    /// The sender's address.
    pub from: String,
}

/// The operator's gateway to the phone network: text messages and calls go there as signed webhooks.
#[derive(Clone)]
pub struct Gateway {
    /// Its address: https, or http on this machine.
    pub address: String,
    /// The secret that both sides know.
    pub secret: hook::Secret,
}

/// With what the couriers deliver. What is not set up is told of each message that needs it.
#[derive(Clone)]
pub struct Equipment {
    /// For mail.
    pub mail: Option<MailServer>,
    /// For text messages and phone calls.
    pub gateway: Option<Gateway>,
    /// Where staff find the list of calls; a message leads there.
    pub link: Option<String>,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// What time it is: the clock of the node's writer.
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl Default for Equipment {
    fn default() -> Equipment {
        let patience = Duration::from_secs(30);
        Equipment { mail: None, gateway: None, link: None, patience, clock: Arc::new(Desk::now) }
    }
}

/// Couriers at work.
pub struct Couriers {
    office: Arc<Office>,
    thread: JoinHandle<()>,
}

impl Couriers {
    /// Begins. Of several processes that serve one node, the writer's deliver.
    #[must_use]
    pub fn start(node: &Arc<Node>, catalogue: &Catalogue, equipment: Equipment) -> Couriers {
        let texts = WayLanguage::all().iter().map(|&language| (language, texts_of(catalogue, language)));
        let office = Arc::new(Office {
            node: Arc::clone(node),
            equipment,
            texts: texts.collect(),
            going: AtomicBool::new(true),
            ways: Mutex::default(),
            addresses: Mutex::default(),
        });
        let works = Arc::clone(&office);
        let work = move || desk::until_it_ends(|| works.is_going(), || work(&works));
        Couriers { office, thread: std::thread::spawn(work) }
    }

    /// Ends: nothing more leaves, and what is being delivered is waited for a while. What takes longer is found by the next process as
    /// an attempt of which nothing was told.
    pub fn stop(self) {
        self.office.going.store(false, Ordering::Relaxed);
        if self.thread.join().is_err() {
            tracing::error!("the thread that has messages delivered has died");
        }
        let begun = moment();
        while self.office.is_busy() && begun.elapsed() < FAREWELL {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn texts_of(catalogue: &Catalogue, language: WayLanguage) -> Texts {
    let spoken = Language::STAFF.iter().find(|spoken| spoken.code() == language.code());
    catalogue.texts(spoken.copied().unwrap_or_default())
}

/// What a courier does with a way.
#[derive(Clone, Copy, PartialEq)]
enum Serves {
    /// Somebody delivers by it.
    Busy,
    /// Something went wrong: nobody delivers by it until then.
    RestsUntil(std::time::Instant),
}

/// What all couriers share.
struct Office {
    node: Arc<Node>,
    equipment: Equipment,
    texts: BTreeMap<WayLanguage, Texts>,
    going: AtomicBool,
    /// Ways that are not free.
    ways: Mutex<BTreeMap<Id, Serves>>,
    /// Addresses that were opened since this process began.
    addresses: Mutex<BTreeMap<Id, Arc<Address>>>,
}

/// A way that one courier serves; it is free again when this goes, whatever happened.
struct Turn {
    office: Arc<Office>,
    way: Id,
    rests: bool,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut ways = self.office.ways();
        if self.rests || std::thread::panicking() {
            ways.insert(self.way, Serves::RestsUntil(moment() + REST));
        } else {
            ways.remove(&self.way);
        }
    }
}

/// Where a way leads. It is never shown.
struct Address {
    address: String,
    secret: Option<hook::Secret>,
}

/// What came of an attempt.
struct Came {
    attempted: Attempted,
    code: u16,
    words: String,
}

impl From<Attempted> for Came {
    fn from(attempted: Attempted) -> Came {
        Came { attempted, code: 0, words: String::new() }
    }
}

impl From<Became> for Came {
    fn from(became: Became) -> Came {
        match became {
            Became::Taken { code, words } => Came { attempted: Attempted::Taken, code, words },
            Became::Refused { code, for_good: true } => Came { code, ..Attempted::RefusedForGood.into() },
            Became::Refused { code, for_good: false } => Came { code, ..Attempted::Refused.into() },
            Became::Unknown(_) => Attempted::Unknown.into(),
            Became::NotSent(trouble) => match trouble {
                Trouble::Unreachable => Attempted::Unreachable,
                Trouble::Late => Attempted::Late,
                Trouble::Encryption => Attempted::Encryption,
                Trouble::Unfit | Trouble::Private => Attempted::Unfit,
                Trouble::Broken => Attempted::Broken,
            }
            .into(),
        }
    }
}

fn work(office: &Arc<Office>) {
    while office.is_going() {
        let rest = match office.hand_out() {
            Ok(()) => GLANCE,
            Err(fault) => {
                tracing::error!(%fault, "messages wait: the database was not read");
                REST
            }
        };
        std::thread::sleep(rest);
    }
}

impl Office {
    fn is_going(&self) -> bool {
        self.going.load(Ordering::Relaxed)
    }

    fn ways(&self) -> MutexGuard<'_, BTreeMap<Id, Serves>> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_busy(&self) -> bool {
        self.ways().values().any(|serves| *serves == Serves::Busy)
    }

    /// Takes a way, if nobody serves it now and it does not rest.
    fn turn(self: &Arc<Office>, way: Id) -> Option<Turn> {
        let mut ways = self.ways();
        let is_free = match ways.get(&way) {
            None => true,
            Some(Serves::Busy) => false,
            Some(Serves::RestsUntil(until)) => *until <= moment(),
        };
        is_free.then(|| {
            ways.insert(way, Serves::Busy);
            Turn { office: Arc::clone(self), way, rests: false }
        })
    }

    /// Gives what is due to couriers, one for each way that is free.
    fn hand_out(self: &Arc<Office>) -> Result<(), DatabaseFault> {
        if self.node.is_standby() {
            return Ok(());
        }
        for way in self.ways_due()? {
            let Some(mut turn) = self.turn(way) else { continue };
            let serve = move || {
                while turn.office.is_going() && !turn.rests {
                    match turn.office.serve(turn.way) {
                        Ok(Some(goes_well)) => turn.rests = !goes_well,
                        Ok(None) => break,
                        Err(fault) => {
                            tracing::error!(%fault, "a message waits: what it needs was not read or entered");
                            turn.rests = true;
                        }
                    }
                }
            };
            if let Err(error) = std::thread::Builder::new().spawn(serve) {
                // The turn is over with the thread that was not to be had; the next glance tries again.
                tracing::error!(%error, "no thread for a courier");
            }
        }
        Ok(())
    }

    /// What time it is for what is due.
    fn now(&self) -> Result<Instant, DatabaseFault> {
        self.node.no_earlier((self.equipment.clock)())
    }

    fn ways_due(&self) -> Result<Vec<Id>, DatabaseFault> {
        let sql = "SELECT DISTINCT way FROM call_message WHERE delivery = $1 AND try_at <= $2";
        let asked = vec![Delivery::OnItsWay.to_value(), self.now()?.to_value()];
        let rows = self.node.read(|database| database.rows(sql, asked))?;
        Ok(rows.iter().filter_map(|row| Id::from_value(row.first()?).ok()).collect())
    }

    /// The message by that way that is due for longest.
    fn next_by(&self, way: Id) -> Result<Option<Message>, DatabaseFault> {
        let every = TableSql::of(Message::TABLE).every;
        let sql =
            format!("{every} WHERE delivery = $1 AND way = $2 AND try_at <= $3 ORDER BY try_at LIMIT 1");
        let asked = vec![Delivery::OnItsWay.to_value(), way.to_value(), self.now()?.to_value()];
        Ok(self.node.read(|database| database.records::<Message>(&sql, asked))?.pop())
    }

    fn row<R: Record>(&self, key: impl Key) -> Result<Option<R>, DatabaseFault> {
        let sql = TableSql::of(R::TABLE).get;
        Ok(self.node.read(|database| database.records::<R>(&sql, key.cells()))?.pop())
    }

    /// Looks after the message by that way that is due for longest: whether the way goes well, or none where nothing is due.
    fn serve(&self, way: Id) -> Result<Option<bool>, DeedFault> {
        let broken = |fault: DatabaseFault| DeedFault::Broken(fault.to_string());
        let Some(message) = self.next_by(way).map_err(broken)? else { return Ok(None) };
        if message.under_way {
            // Whoever began it is gone, or was never able to tell.
            return self.tell(&message, message.attempts, Attempted::Unknown.into()).map(Some);
        }
        let used = self.row::<Way>(way).map_err(broken)?.filter(|row| row.in_use);
        if used.is_none() {
            self.addresses.lock().unwrap_or_else(PoisonError::into_inner).remove(&way);
        }
        let row = match used {
            Some(row) if self.is_needed(&message, &row).map_err(broken)? => row,
            _ => return self.tell(&message, message.attempts, Attempted::Overtaken.into()).map(Some),
        };
        let follows = self.first_of(&message).map_err(broken)?;
        let attempt = message.attempts + 1;
        let begins = BeginAttempt { message: message.message, attempt: counted(attempt) };
        if self.node.is_standby()
            || !self.enter(message.message.derive("begin", counted(attempt)), &begins)?
        {
            // Somebody else makes this attempt.
            return Ok(Some(false));
        }
        let came = match self.address(&row) {
            Ok(address) => self.send(&row, &address, &message, follows),
            // Erased, or never sealed: nobody can be reached there.
            Err(LookFault::Gone) => Attempted::Unfit.into(),
            Err(fault) => {
                tracing::error!(%fault, "the address of a way does not open");
                Attempted::OwnFault.into()
            }
        };
        let goes_well =
            matches!(came.attempted, Attempted::Taken | Attempted::RefusedForGood | Attempted::Unfit);
        Ok(Some(self.tell(&message, attempt, came)? && goes_well))
    }

    /// Whether the message still calls somebody who may be called: nobody has the matter, and no newer call is out.
    fn is_needed(&self, message: &Message, way: &Way) -> Result<bool, DatabaseFault> {
        if message.matter.is_none() {
            return Ok(true);
        }
        let wanted = self.row::<Wanted>(message.matter)?;
        let is_newest = wanted.is_some_and(|row| row.wanted && row.seq == message.caused_by);
        // It was sent for other matters, too, and leads to the list of them all.
        if !is_newest && message.does_for == 0 {
            return Ok(false);
        }
        let Some(officer) = way.officer.some() else { return Ok(true) };
        let is_open = self.row::<Staff>(officer)?.is_some_and(|row| row.state == AccountState::Open);
        let is_free = self.row::<Conflict>((officer, message.matter))?.is_none();
        Ok(is_open && is_free && self.row::<KeptFrom>((message.matter, officer))?.is_none())
    }

    /// The first message about the same matter by the same way, if it is another.
    fn first_of(&self, message: &Message) -> Result<Option<Id>, DatabaseFault> {
        let Some(matter) = message.matter.some() else { return Ok(None) };
        let sql = "SELECT message FROM call_message WHERE matter = $1 AND way = $2 ORDER BY due_since, message LIMIT 1";
        let asked = vec![matter.to_value(), message.way.to_value()];
        let rows = self.node.read(|database| database.rows(sql, asked))?;
        let first = rows.first().and_then(|row| row.first()).and_then(|cell| Id::from_value(cell).ok());
        Ok(first.filter(|first| *first != message.message))
    }

    /// Where the way leads: opened once by this process, under a trace.
    fn address(&self, way: &Way) -> Result<Arc<Address>, LookFault> {
        let known = self.addresses.lock().unwrap_or_else(PoisonError::into_inner).get(&way.way).cloned();
        if let Some(address) = known {
            return Ok(address);
        }
        let trace = self.node.look(Actor::SYSTEM, &READ_ADDRESS, Purpose::Reaction, &[way.way])?;
        let text = |slot| -> Result<String, LookFault> {
            let opened = self.node.open_payload(&trace, way.act, slot)?;
            Ok(String::from_utf8_lossy(opened.expose()).trim().to_owned())
        };
        let secret = match way.means {
            Means::Webhook => hook::Secret::read(&text(SLOT_SECRET)?).ok(),
            Means::Mail | Means::Text | Means::Voice => None,
        };
        let address = Arc::new(Address { address: text(SLOT_ADDRESS)?, secret });
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner).insert(way.way, Arc::clone(&address));
        Ok(address)
    }

    fn send(&self, way: &Way, address: &Address, message: &Message, follows: Option<Id>) -> Came {
        let said = self.said(way, message);
        let number = message.message.to_string();
        match way.means {
            Means::Mail => match &self.equipment.mail {
                None => Attempted::NotSetUp.into(),
                Some(MailServer { server, from }) => {
                    let letter = mail::Letter {
                        number,
                        follows: follows.map(|first| first.to_string()),
                        from: from.clone(),
                        to: address.address.clone(),
                        subject: said.subject,
                        text: said.text,
                    };
                    mail::send(server, &letter, self.equipment.patience).into()
                }
            },
            Means::Webhook => match &address.secret {
                None => Attempted::Unfit.into(),
                Some(secret) => {
                    let body = json!({
                        "type": if message.matter.is_none() { "tutela.trial" } else { "tutela.call" },
                        "message": number,
                        "follows": follows.map(|first| first.to_string()),
                        "level": message.message_level,
                        "times": message.message_times,
                        "text": said.text,
                        "link": self.equipment.link,
                    });
                    self.to_hook(secret, &address.address, &number, &body)
                }
            },
            Means::Text => self.by_gateway("tutela.text", address, &number, way, &said.short),
            Means::Voice => self.by_gateway("tutela.voice", address, &number, way, &said.short),
        }
    }

    fn by_gateway(&self, kind: &str, address: &Address, number: &str, way: &Way, text: &str) -> Came {
        let Some(Gateway { address: gateway, secret }) = &self.equipment.gateway else {
            return Attempted::NotSetUp.into();
        };
        let body = json!({
            "type": kind,
            "message": number,
            "to": address.address,
            "language": way.way_language.code(),
            "text": text,
        });
        self.to_hook(secret, gateway, number, &body)
    }

    fn to_hook(&self, secret: &hook::Secret, address: &str, number: &str, body: &serde_json::Value) -> Came {
        // A receiver compares it with its own clock.
        let sent_at = Desk::now().0.div_euclid(1_000);
        let body = body.to_string();
        let message = hook::Message { address, number, sent_at, body: &body };
        hook::send(secret, &message, self.equipment.patience).into()
    }

    fn said(&self, way: &Way, message: &Message) -> Said {
        let Some(t) = self.texts.get(&way.way_language) else { return Said::default() };
        if message.matter.is_none() {
            let subject = t.t("calling-trial-subject");
            return Said { text: t.t("calling-trial-words"), short: subject.clone(), subject };
        }
        let subject = t.with("calling-subject", "level", message.message_level);
        let mut lines = vec![t.t("calling-words"), t.with("calling-times", "times", message.message_times)];
        lines.extend(self.equipment.link.clone());
        Said { text: lines.join("\n\n"), short: t.t("calling-short"), subject }
    }

    /// Tells what became of an attempt, and whether that was news. A message that left must not leave again because its outcome could
    /// not be entered at once.
    fn tell(&self, message: &Message, attempt: i64, came: Came) -> Result<bool, DeedFault> {
        let Came { attempted, code, words } = came;
        let act = TellAttempt { message: message.message, attempt: counted(attempt), attempted, code, words };
        let label = if attempted == Attempted::Overtaken { "overtaken" } else { "attempt" };
        let id = message.message.derive(label, act.attempt);
        let mut told = self.enter(id, &act);
        for _ in 0..TELLS {
            match &told {
                Err(DeedFault::Broken(_) | DeedFault::Busy) if self.is_going() => {
                    std::thread::sleep(REST);
                    told = self.enter(id, &act);
                }
                _ => break,
            }
        }
        told
    }

    /// Enters an act; false when it does not fit any more, or somebody entered it before.
    fn enter<A: Act>(&self, id: Id, act: &A) -> Result<bool, DeedFault> {
        let deed = self.node.deed(id, act, Actor::SYSTEM, Purpose::Reaction).build();
        let answer = self.node.enter_now(deed)?;
        Ok(!answer.again && matches!(answer.outcome, Outcome::Entered { .. }))
    }
}

/// The machine's own watch, for rests and farewells: no entry holds what it says.
#[expect(clippy::disallowed_methods, reason = "nothing that is entered or replayed goes by it")]
fn moment() -> std::time::Instant {
    std::time::Instant::now()
}

/// A count as acts carry it.
fn counted(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What a message says.
#[derive(Default)]
struct Said {
    subject: String,
    text: String,
    /// For a text message, or to be read out.
    short: String,
}

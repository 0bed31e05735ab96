//! The couriers to senders' webhooks: beside the writer, each sender by itself, in order for each report.

use super::Reach;
use super::own::codes;
use crate::READ_HOOK;
use crate::acts::{BeginHook, SLOT_ADDRESS, SLOT_SECRET, TellHook};
use crate::codes::{HookAttempt, HookDelivery};
use crate::tables::{HookMessage, MachineReport, SenderHook};
use couriers::{Became, Trouble, hook};
use desk::Desk;
use kernel::{Act, Actor, Cell as _, CodeList as _, Id, Instant, Outcome, Purpose, Record as _};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, LookFault, Node};

/// How often it is looked whether something is to be delivered.
const GLANCE: Duration = Duration::from_millis(300);
/// How long everything rests after a fault of the database.
const REST: Duration = Duration::from_secs(2);
/// So often, [`REST`] apart, it is tried to tell what became of an attempt.
const TELLS: usize = 20;
/// How long who stops waits for what is being delivered.
const FAREWELL: Duration = Duration::from_secs(8);
/// Most senders that are served at once.
const AT_ONCE: usize = 32;

/// How webhooks are delivered.
#[derive(Clone)]
pub struct Settings {
    /// Whether they may lead into private networks, and to this machine without TLS.
    pub also_private: bool,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// What time it is: the clock of the node's writer.
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { also_private: false, patience: Duration::from_secs(15), clock: Arc::new(Desk::now) }
    }
}

/// Deliveries under way.
pub struct Deliveries {
    office: Arc<Office>,
    thread: JoinHandle<()>,
}

impl Deliveries {
    /// Begins. Of several processes that serve one node, the writer's deliver.
    #[must_use]
    pub fn start(node: &Arc<Node>, settings: Settings) -> Deliveries {
        Reach::set(node, settings.also_private);
        let office = Arc::new(Office {
            node: Arc::clone(node),
            settings,
            going: AtomicBool::new(true),
            served: Mutex::default(),
            opened: Mutex::default(),
        });
        let works = Arc::clone(&office);
        let work = move || desk::until_it_ends(|| works.is_going(), || work(&works));
        Deliveries { office, thread: std::thread::spawn(work) }
    }

    /// Ends: nothing more leaves, and what is being delivered is waited for a while. What takes longer is found by the next process as
    /// an attempt of which nothing was told.
    pub fn stop(self) {
        self.office.going.store(false, Ordering::Relaxed);
        if self.thread.join().is_err() {
            tracing::error!("the thread that has webhooks delivered has died");
        }
        let pause = Duration::from_millis(20);
        for _ in 0..FAREWELL.as_millis() / pause.as_millis() {
            if self.office.served().is_empty() {
                break;
            }
            std::thread::sleep(pause);
        }
    }
}

/// What all couriers share.
struct Office {
    node: Arc<Node>,
    settings: Settings,
    going: AtomicBool,
    /// Senders that somebody delivers to now.
    served: Mutex<BTreeSet<Id>>,
    /// Webhooks that were opened since this process began.
    opened: Mutex<BTreeMap<Id, Arc<Opened>>>,
}

/// Where a webhook leads, and its secret. They are never shown.
struct Opened {
    address: String,
    secret: hook::Secret,
}

/// A sender that one courier serves; it is free again when this goes, whatever happened.
struct Turn(Arc<Office>, Id);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.served().remove(&self.1);
    }
}

fn work(office: &Arc<Office>) {
    while office.is_going() {
        let rest = match office.hand_out() {
            Ok(()) => GLANCE,
            Err(fault) => {
                tracing::error!(%fault, "webhooks wait: the database was not read");
                REST
            }
        };
        std::thread::sleep(rest);
    }
}

impl From<Became> for Came {
    fn from(became: Became) -> Came {
        let (became, code) = match became {
            Became::Taken { code, .. } => (HookAttempt::Taken, code),
            Became::Refused { code, for_good: true } => (HookAttempt::RefusedForGood, code),
            Became::Refused { code, for_good: false } => (HookAttempt::Refused, code),
            Became::Unknown(_) => (HookAttempt::Unknown, 0),
            Became::NotSent(Trouble::Unreachable) => (HookAttempt::Unreachable, 0),
            Became::NotSent(Trouble::Late) => (HookAttempt::Late, 0),
            Became::NotSent(Trouble::Encryption) => (HookAttempt::Encryption, 0),
            Became::NotSent(Trouble::Unfit) => (HookAttempt::Unfit, 0),
            Became::NotSent(Trouble::Private) => (HookAttempt::Private, 0),
            Became::NotSent(Trouble::Broken) => (HookAttempt::Broken, 0),
        };
        Came { became, code }
    }
}

/// What came of an attempt.
struct Came {
    became: HookAttempt,
    code: u16,
}

impl Office {
    fn is_going(&self) -> bool {
        self.going.load(Ordering::Relaxed)
    }

    fn served(&self) -> MutexGuard<'_, BTreeSet<Id>> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What time it is for what is due.
    fn now(&self) -> Result<Instant, DatabaseFault> {
        self.node.no_earlier((self.settings.clock)())
    }

    /// Gives what is due to couriers, one for each sender that nobody serves.
    fn hand_out(self: &Arc<Office>) -> Result<(), DatabaseFault> {
        if self.node.is_standby() {
            return Ok(());
        }
        for sender in self.senders_due()? {
            let mut served = self.served();
            if served.len() >= AT_ONCE || !served.insert(sender) {
                continue;
            }
            drop(served);
            let turn = Turn(Arc::clone(self), sender);
            let serve = move || {
                while turn.0.is_going() {
                    match turn.0.serve(turn.1) {
                        Ok(true) => {}
                        Ok(false) => break,
                        Err(fault) => {
                            tracing::error!(%fault, "a webhook waits: what it needs was not read or entered");
                            std::thread::sleep(REST);
                            break;
                        }
                    }
                }
            };
            if let Err(error) = std::thread::Builder::new().spawn(serve) {
                // The turn is over with the thread that was not to be had; the next glance tries again.
                tracing::error!(%error, "no thread for a webhook");
            }
        }
        Ok(())
    }

    fn senders_due(&self) -> Result<Vec<Id>, DatabaseFault> {
        let sql = "SELECT h.sender FROM sender_hook h WHERE h.in_use = 1 AND h.rest_until <= $2 AND EXISTS \
            (SELECT 1 FROM hook_message m WHERE m.hook_delivery = $1 AND m.sender = h.sender AND m.try_at <= $2)";
        let asked = vec![HookDelivery::OnItsWay.to_value(), self.now()?.to_value()];
        let rows = self.node.read(|database| database.rows(sql, asked))?;
        Ok(rows.iter().filter_map(|row| Id::from_value(row.first()?).ok()).collect())
    }

    /// The first message to that sender that is due and has none of the same report before it.
    fn next_to(&self, sender: Id) -> Result<Option<HookMessage>, DatabaseFault> {
        let every = TableSql::of(HookMessage::TABLE).every;
        let sql = format!(
            "{every} WHERE hook_delivery = $1 AND sender = $2 AND try_at <= $3 AND NOT EXISTS (SELECT 1 FROM hook_message e \
             WHERE e.report = hook_message.report AND e.sequence < hook_message.sequence AND e.hook_delivery = $1 \
             AND e.report <> $4) ORDER BY sequence LIMIT 1"
        );
        let asked = vec![
            HookDelivery::OnItsWay.to_value(),
            sender.to_value(),
            self.now()?.to_value(),
            Id::NONE.to_value(),
        ];
        Ok(self.node.read(|database| database.records::<HookMessage>(&sql, asked))?.pop())
    }

    /// The sender's webhook, while it is used and does not rest.
    fn hook(&self, sender: Id) -> Result<Option<SenderHook>, DatabaseFault> {
        let now = self.now()?;
        Ok(super::own::hook(&self.node, sender)?.filter(|row| row.rest_until <= now))
    }

    /// Delivers the next message to that sender; false where nothing is due, or nothing more should go there now.
    fn serve(&self, sender: Id) -> Result<bool, DeedFault> {
        let broken = |fault: DatabaseFault| DeedFault::Broken(fault.to_string());
        let Some(row) = self.hook(sender).map_err(broken)? else { return Ok(false) };
        let Some(message) = self.next_to(sender).map_err(broken)? else { return Ok(false) };
        if message.under_way {
            // Whoever began it is gone, or was never able to tell.
            return self.tell(&message, message.attempts, Came { became: HookAttempt::Unknown, code: 0 });
        }
        let attempt = message.attempts + 1;
        let begins = BeginHook { message: message.message, attempt: counted(attempt) };
        if self.node.is_standby()
            || !self.enter(message.message.derive("begin", counted(attempt)), &begins)?
        {
            // Somebody else makes this attempt.
            return Ok(false);
        }
        let came = self.send(&row, &message).unwrap_or_else(|fault| {
            let became = match fault {
                // Erased, or never sealed: nobody can be reached there.
                LookFault::Gone => HookAttempt::Unfit,
                fault => {
                    tracing::error!(%fault, "the address of a webhook does not open");
                    HookAttempt::OwnFault
                }
            };
            Came { became, code: 0 }
        });
        self.tell(&message, attempt, came)
    }

    fn send(&self, row: &SenderHook, message: &HookMessage) -> Result<Came, LookFault> {
        let opened = self.opened(row)?;
        let (number, body) = (message.message.to_string(), self.body(message)?);
        // A receiver compares it with its own clock.
        let sent_at = Desk::now().0.div_euclid(1_000);
        let message = hook::Message { address: &opened.address, number: &number, sent_at, body: &body };
        let reach = Reach::of(&self.node);
        Ok(hook::send_within(reach, &opened.secret, &message, self.settings.patience).into())
    }

    /// Where a webhook leads: opened once by this process, under a trace.
    fn opened(&self, row: &SenderHook) -> Result<Arc<Opened>, LookFault> {
        let known = self.opened.lock().unwrap_or_else(PoisonError::into_inner).get(&row.hook).cloned();
        if let Some(opened) = known {
            return Ok(opened);
        }
        let trace = self.node.look(Actor::SYSTEM, &READ_HOOK, Purpose::Reaction, &[row.hook])?;
        let text = |slot| -> Result<String, LookFault> {
            let opened = self.node.open_payload(&trace, row.laid_in, slot)?;
            Ok(String::from_utf8_lossy(opened.expose()).trim().to_owned())
        };
        let Ok(secret) = hook::Secret::read(&text(SLOT_SECRET)?) else { return Err(LookFault::Gone) };
        let opened = Arc::new(Opened { address: text(SLOT_ADDRESS)?, secret });
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(row.hook, Arc::clone(&opened));
        Ok(opened)
    }

    /// What a message says: the same with each attempt.
    fn body(&self, message: &HookMessage) -> Result<String, LookFault> {
        if message.report.is_none() {
            return Ok(
                json!({ "type": "trial", "timestamp": message.said_at.to_text(), "data": {} }).to_string()
            );
        }
        let get = TableSql::of(MachineReport::TABLE).get;
        let wire = self
            .node
            .read(|database| database.records::<MachineReport>(&get, vec![message.report.to_value()]))?;
        let body = json!({
            "type": "report.status",
            "timestamp": message.said_at.to_text(),
            "data": {
                "report": message.report.to_string(),
                "number": wire.first().map(|row| row.number),
                "status": message.sender_stage.code(),
                "needed": codes(&message.needed),
                "sequence": message.sequence,
            },
        });
        Ok(body.to_string())
    }

    /// Tells what became of an attempt, and whether more should go there now. A message that left must not leave again because its
    /// outcome could not be entered at once.
    fn tell(&self, message: &HookMessage, attempt: i64, came: Came) -> Result<bool, DeedFault> {
        let Came { became, code } = came;
        let act = TellHook { message: message.message, attempt: counted(attempt), became, code };
        let id = message.message.derive("attempt", act.attempt);
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
        // After a failure the webhook rests, which the next glance sees.
        Ok(told? && became == HookAttempt::Taken)
    }

    /// Enters an act; false when it does not fit any more, or somebody entered it before.
    fn enter<A: Act>(&self, id: Id, act: &A) -> Result<bool, DeedFault> {
        let deed = self.node.deed(id, act, Actor::SYSTEM, Purpose::Reaction).build();
        let answer = self.node.enter_now(deed)?;
        Ok(!answer.again && matches!(answer.outcome, Outcome::Entered { .. }))
    }
}

/// A count as acts carry it.
fn counted(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

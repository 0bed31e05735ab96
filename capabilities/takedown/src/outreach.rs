//! Beside the writer: letters to hosts leave, the status of addresses is looked at on schedule, and the registry is asked for hosts. Each
//! in a thread of its own, so that none waits for another.

mod checks;
mod letters;
mod registry;

use crate::check::Looker;
use couriers::mail;
use desk::Desk;
use face::{Catalogue, Language, Texts};
use kernel::{Act, Actor, Id, Instant, Purpose};
use registry::Registry;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{DatabaseFault, DeedFault, LookFault, Node};

/// How often it is looked whether something is due.
const GLANCE: Duration = Duration::from_millis(500);

/// So many connections to hosts are open at once, where nothing else is said.
pub const CONNECTIONS: usize = 32;

/// With what it works.
#[derive(Clone)]
pub struct Settings {
    /// The mail server, and from whom letters come; answers go there.
    pub mail: Option<(mail::Server, String)>,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// So many connections at once, to so many hosts, at most.
    pub at_once: usize,
    /// The registry that is asked for hosts by RDAP, and nobody else: https, or http on this machine.
    pub registry: Option<String>,
    /// So long lies between two questions to the registry.
    pub registry_pause: Duration,
    /// The address of the machine door as hosts reach it: letters bring a link to the host's own page below it. Without it they bring none.
    pub pages: Option<String>,
    /// Also hosts of private networks: for tests and the demo alone.
    pub also_private: bool,
    /// What time it is: the clock of the node's writer.
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            mail: None,
            patience: Duration::from_secs(20),
            at_once: CONNECTIONS,
            registry: None,
            registry_pause: Duration::from_secs(1),
            pages: None,
            also_private: false,
            clock: Arc::new(Desk::now),
        }
    }
}

/// At work.
pub struct Outreach {
    going: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// What a thread does, again and again.
type Round = fn(&Works, Instant) -> Result<(), RoundFault>;

impl Outreach {
    /// Begins. Of several processes that serve one node, the writer's works.
    #[must_use]
    pub fn start(node: &Arc<Node>, catalogue: &Catalogue, settings: Settings) -> Outreach {
        let works = Arc::new(Works::new(Arc::clone(node), catalogue, settings));
        let rounds: [(Round, &'static str); 3] = [
            (Works::letters, "letters to hosts wait"),
            (Works::checks, "looks at addresses wait"),
            (Works::ask_registry, "questions to the registry wait"),
        ];
        let begin = |(round, waits): (Round, &'static str)| {
            let works = Arc::clone(&works);
            std::thread::spawn(move || {
                while works.is_going() {
                    if let Err(fault) = works.round(round) {
                        tracing::error!(%fault, other = waits, "outreach to hosts stands still");
                    }
                    std::thread::sleep(GLANCE);
                }
            })
        };
        Outreach { going: Arc::clone(&works.going), threads: rounds.into_iter().map(begin).collect() }
    }

    /// Ends, when what is under way is over.
    pub fn stop(self) {
        self.going.store(false, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread of outreach to hosts has died");
            }
        }
    }
}

/// What went wrong in a round.
#[derive(Debug, thiserror::Error)]
enum RoundFault {
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    #[error(transparent)]
    Look(#[from] LookFault),
    #[error(transparent)]
    Deed(#[from] DeedFault),
}

struct Works {
    node: Arc<Node>,
    settings: Settings,
    looker: Looker,
    registry: Option<Registry>,
    texts: Texts,
    going: Arc<AtomicBool>,
}

impl Works {
    fn new(node: Arc<Node>, catalogue: &Catalogue, settings: Settings) -> Works {
        let looker = Looker::new(settings.patience, settings.also_private);
        let registry = settings.registry.as_ref().map(|address| Registry::at(address, settings.patience));
        let texts = catalogue.texts(Language::default());
        Works { node, settings, looker, registry, texts, going: Arc::new(AtomicBool::new(true)) }
    }

    fn is_going(&self) -> bool {
        self.going.load(Ordering::Relaxed)
    }

    /// What time it is, and never earlier than what the journal says.
    fn now(&self) -> Result<Instant, RoundFault> {
        Ok(self.node.no_earlier((self.settings.clock)())?)
    }

    fn round(&self, round: Round) -> Result<(), RoundFault> {
        if self.node.is_standby() {
            return Ok(());
        }
        round(self, self.now()?)
    }

    fn enter<A: Act>(&self, id: Id, act: &A) -> Result<(), RoundFault> {
        let deed = self.node.deed(id, act, Actor::SYSTEM, Purpose::Reaction).build();
        self.node.enter_now(deed)?;
        Ok(())
    }

    fn opened(
        &self,
        read: &'static kernel::ReadKind,
        whose: Id,
        act: Id,
        slot: u16,
    ) -> Result<String, RoundFault> {
        let trace = self.node.look(Actor::SYSTEM, read, Purpose::Reaction, &[whose])?;
        let opened = self.node.open_payload(&trace, act, slot)?;
        Ok(String::from_utf8_lossy(opened.expose()).into_owned())
    }
}

#[cfg(test)]
mod tests;

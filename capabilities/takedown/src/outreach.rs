//! Beside the writer: letters to hosts leave, the status of addresses is looked at on schedule, and the registry is asked for hosts. Each
//! in a thread of its own, so that none waits for another.

mod checks;
mod letters;
mod registry;

use crate::check::Looker;
use couriers::mail;
use desk::{Beside, Desk, Round, RoundFault, Turns};
use face::{Catalogue, Language, Texts};
use kernel::Instant;
use registry::Registry;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use store::Node;

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
pub struct Outreach(Turns);

impl Outreach {
    /// Begins. Of several processes that serve one node, the writer's works.
    #[must_use]
    pub fn start(node: &Arc<Node>, catalogue: &Catalogue, settings: Settings) -> Outreach {
        let works = Arc::new(Works::new(Arc::clone(node), catalogue, settings));
        let rounds: Vec<(Round<Works>, &'static str)> = vec![
            (Works::letters, "letters to hosts wait"),
            (Works::checks, "looks at addresses wait"),
            (Works::ask_registry, "questions to the registry wait"),
        ];
        Outreach(Turns::begin(&works, rounds))
    }

    /// Ends, when what is under way is over.
    pub fn stop(self) {
        self.0.stop();
    }
}

struct Works {
    node: Arc<Node>,
    settings: Settings,
    looker: Looker,
    registry: Option<Registry>,
    texts: Texts,
    going: AtomicBool,
}

impl Works {
    fn new(node: Arc<Node>, catalogue: &Catalogue, settings: Settings) -> Works {
        let looker = Looker::new(settings.patience, settings.also_private);
        let registry = settings.registry.as_ref().map(|address| Registry::at(address, settings.patience));
        let texts = catalogue.texts(Language::default());
        Works { node, settings, looker, registry, texts, going: AtomicBool::new(true) }
    }
}

impl Beside for Works {
    fn node(&self) -> &Node {
        &self.node
    }

    fn clock(&self) -> Instant {
        (self.settings.clock)()
    }

    fn going(&self) -> &AtomicBool {
        &self.going
    }
}

#[cfg(test)]
mod tests;

//! Beside the writer: addresses and words go to other hotlines, and come from them.

mod out;
mod pull;
#[cfg(test)]
mod tests;
mod words;

use crate::acts::{SLOT_PASSWORD, SLOT_USER, TellPull};
use crate::codes::{ExchangeTried, PeerState};
use crate::line::{Clock, Credentials, Line, Trouble};
use crate::tables::Peer;
use crate::{READ_CREDENTIALS, READ_URL};
use desk::Desk;
use facts::address::SLOT_URL;
use iccam::ask::Asked;
use kernel::{Act, Actor, Cell as _, Id, Instant, Key, Outcome, Purpose, Record, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, LookFault, Node, Trace};
use ureq::tls::ClientCert;

/// How often it is looked whether something is due.
const GLANCE: Duration = Duration::from_millis(500);
/// So many addresses or words go out in one round to one hotline.
const AT_ONCE: i64 = 50;
/// A hotline that does not answer is left alone so long at most, in milliseconds.
const LONGEST_REST_MS: i64 = 600_000;

/// With what it works.
#[derive(Clone)]
pub struct Settings {
    /// The certificate by which this node shows who it is, where a hotline asks for one.
    pub certificate: Option<ClientCert>,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// How often each hotline is asked what it hands in, in milliseconds.
    pub pull_every_ms: i64,
    /// How often it is asked what became of what it has, in milliseconds.
    pub hear_every_ms: i64,
    /// What time it is: the clock of the node's writer.
    pub clock: Clock,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            certificate: None,
            patience: Duration::from_secs(20),
            pull_every_ms: 300_000,
            hear_every_ms: 6 * 3_600_000,
            clock: Arc::new(Desk::now),
        }
    }
}

/// At work.
pub struct Exchange {
    going: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Exchange {
    /// Begins. Of several processes that serve one node, the writer's works.
    #[must_use]
    pub fn start(node: &Arc<Node>, settings: Settings) -> Exchange {
        let going = Arc::new(AtomicBool::new(true));
        let works = Works::new(Arc::clone(node), settings, Arc::clone(&going));
        let rounds = move || {
            while works.is_going() {
                if let Err(fault) = works.round() {
                    tracing::error!(%fault, "the exchange with other hotlines waits");
                }
                std::thread::sleep(GLANCE);
            }
        };
        let goes_on = Arc::clone(&going);
        let thread =
            std::thread::spawn(move || desk::until_it_ends(|| goes_on.load(Ordering::Relaxed), rounds));
        Exchange { going, thread }
    }

    /// Ends, when what is under way is over.
    pub fn stop(self) {
        self.going.store(false, Ordering::Relaxed);
        if self.thread.join().is_err() {
            tracing::error!("the thread of the exchange with other hotlines has died");
        }
    }
}

/// What went wrong in a round.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RoundFault {
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    #[error(transparent)]
    Look(#[from] LookFault),
    #[error(transparent)]
    Deed(#[from] DeedFault),
}

/// Why a round with one hotline ends before its end.
pub(crate) enum Stop {
    /// The other side does not answer, or not this node.
    Peer(Trouble),
    /// This node.
    Here(RoundFault),
}

impl<F: Into<RoundFault>> From<F> for Stop {
    fn from(fault: F) -> Stop {
        Stop::Here(fault.into())
    }
}

/// What is remembered of a hotline between rounds. None of it is needed to go on after the process has died.
pub(crate) struct Talk {
    line: Line,
    credentials_act: Id,
    endpoint: String,
    rests_until: Instant,
    rest_ms: i64,
    pulled: Instant,
    swept: Instant,
    sweep_from: Option<Id>,
    unreadable: BTreeSet<i64>,
}

pub(crate) struct Works {
    node: Arc<Node>,
    settings: Settings,
    going: Arc<AtomicBool>,
    talks: Mutex<BTreeMap<Id, Talk>>,
}

impl Works {
    pub(crate) fn new(node: Arc<Node>, settings: Settings, going: Arc<AtomicBool>) -> Works {
        Works { node, settings, going, talks: Mutex::default() }
    }

    fn is_going(&self) -> bool {
        self.going.load(Ordering::Relaxed)
    }

    /// One round with every hotline, each in a thread of its own: a slow one holds up no other's round.
    pub(crate) fn round(&self) -> Result<(), RoundFault> {
        let mut talks = self.talks.lock().unwrap_or_else(PoisonError::into_inner);
        if self.node.is_standby() {
            talks.clear();
            return Ok(());
        }
        let now = self.node.no_earlier((self.settings.clock)())?;
        let peers = self.rows::<Peer>("WHERE peer_state = $1", vec![PeerState::Open.to_value()])?;
        talks.retain(|peer, _| peers.iter().any(|row| row.peer == *peer));
        for peer in &peers {
            let same =
                |talk: &Talk| talk.credentials_act == peer.credentials_act && talk.endpoint == peer.endpoint;
            if !talks.get(&peer.peer).is_some_and(same) {
                talks.insert(peer.peer, self.talk(peer));
            }
        }
        let awake: Vec<(&Peer, &mut Talk)> = talks
            .iter_mut()
            .filter(|(_, talk)| talk.rests_until <= now)
            .filter_map(|(number, talk)| Some((peers.iter().find(|row| row.peer == *number)?, talk)))
            .collect();
        std::thread::scope(|scope| {
            let rounds: Vec<_> = awake
                .into_iter()
                .map(|(peer, talk)| scope.spawn(move || self.with_peer(peer, talk, now)))
                .collect();
            let ended = rounds.into_iter().map(|round| round.join().unwrap_or(Ok(())));
            ended.fold(Ok(()), Result::and)
        })
    }

    fn talk(&self, peer: &Peer) -> Talk {
        Talk {
            line: Line::new(
                &peer.endpoint,
                self.settings.certificate.clone(),
                self.settings.patience,
                Arc::clone(&self.settings.clock),
            ),
            credentials_act: peer.credentials_act,
            endpoint: peer.endpoint.clone(),
            rests_until: Instant(0),
            rest_ms: 0,
            pulled: Instant(0),
            swept: Instant(0),
            sweep_from: None,
            unreadable: BTreeSet::new(),
        }
    }

    /// A round with one hotline. Words come first, so that none goes out in the run that made its report; then what belongs to addresses
    /// that are there, then new ones.
    fn with_peer(&self, peer: &Peer, talk: &mut Talk, now: Instant) -> Result<(), RoundFault> {
        let went = self
            .tell_words(peer, talk, now)
            .and_then(|()| self.follow_up(peer, talk, now))
            .and_then(|()| self.hand_over(peer, talk, now))
            .and_then(|()| self.pull(peer, talk, now))
            .and_then(|()| self.sweep(peer, talk, now));
        match went {
            Ok(()) => {
                talk.rest_ms = 0;
                Ok(())
            }
            Err(Stop::Here(fault)) => Err(fault),
            Err(Stop::Peer(trouble)) => {
                talk.rest_ms = (talk.rest_ms * 2).clamp(crate::limits::MINUTE_MS, LONGEST_REST_MS);
                talk.rests_until = Instant(now.0.saturating_add(talk.rest_ms));
                self.tell_trouble(peer, trouble)
            }
        }
    }

    /// That a hotline cannot be spoken with is entered once, until that changes.
    fn tell_trouble(&self, peer: &Peer, trouble: Trouble) -> Result<(), RoundFault> {
        if peer.pull_tried == trouble.tried {
            return Ok(());
        }
        let Trouble { tried, code } = trouble;
        let told =
            TellPull { peer: peer.peer, tried, code, until: peer.pulled_until, taken: 0, unreadable: 0 };
        self.enter(&told).map(drop)
    }

    /// Says something to a hotline.
    fn say(&self, peer: &Peer, line: &mut Line, asked: &Asked) -> Result<Vec<u8>, Trouble> {
        line.say(asked, &|| self.credentials(peer))
    }

    /// Before anything is entered as begun: whether the other side lets this node in at all.
    fn let_in(&self, peer: &Peer, line: &mut Line) -> Result<(), Stop> {
        line.let_in(&|| self.credentials(peer)).map(drop).map_err(Stop::Peer)
    }

    /// The credentials, opened under a look.
    fn credentials(&self, peer: &Peer) -> Result<Credentials, Trouble> {
        let opened = || -> Result<Credentials, LookFault> {
            let trace = self.node.look(Actor::SYSTEM, &READ_CREDENTIALS, Purpose::Reaction, &[peer.peer])?;
            let text = |slot| {
                let opened = self.node.open_payload(&trace, peer.credentials_act, slot)?;
                Ok::<_, LookFault>(String::from_utf8_lossy(opened.expose()).trim().to_owned())
            };
            Ok(Credentials { user: text(SLOT_USER)?, password: text(SLOT_PASSWORD)? })
        };
        opened().map_err(|_| Trouble::without_answer(ExchangeTried::NotLetIn))
    }

    /// A look at addresses that are about to be said.
    fn look(&self, addresses: &[Id]) -> Result<Trace, LookFault> {
        self.node.look(Actor::SYSTEM, &READ_URL, Purpose::Reaction, addresses)
    }

    /// An address; none where it was erased.
    fn url(&self, trace: &Trace, act: Id) -> Result<Option<String>, LookFault> {
        match self.node.open_payload(trace, act, SLOT_URL) {
            Ok(opened) => Ok(Some(String::from_utf8_lossy(opened.expose()).into_owned())),
            Err(LookFault::Gone) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Enters an act of Tutela; whether it was entered. What has just changed is looked at anew in the next round.
    fn enter<A: Act>(&self, act: &A) -> Result<bool, RoundFault> {
        let deed = self.node.deed(self.node.new_id()?, act, Actor::SYSTEM, Purpose::Reaction).build();
        Ok(matches!(self.node.enter_now(deed)?.outcome, Outcome::Entered { .. }))
    }

    fn rows<R: Record>(&self, rest: &str, asked: Vec<Value>) -> Result<Vec<R>, DatabaseFault> {
        let sql = format!("{} {rest}", TableSql::of(R::TABLE).every);
        self.node.read(|database| database.records::<R>(&sql, asked))
    }

    fn row<R: Record>(&self, key: impl Key) -> Result<Option<R>, DatabaseFault> {
        let (sql, asked) = (TableSql::of(R::TABLE).get, key.cells());
        Ok(self.node.read(|database| database.records::<R>(&sql, asked))?.pop())
    }
}

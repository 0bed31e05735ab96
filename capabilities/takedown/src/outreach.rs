//! Beside the writer: letters to hosts leave, and the status of addresses is looked at on schedule.

use crate::acts::{SLOT_CONTACT, SLOT_URL, TellChecks, TellLetter};
use crate::check::Looker;
use crate::codes::{LegalGround, LetterKind, LetterState};
use crate::events::{Checked, LetterTried};
use crate::limits::MOST_CHECKS;
use crate::tables::{Address, Letter};
use crate::{READ_CONTACT, READ_URL};
use couriers::{Became, mail};
use desk::Desk;
use face::{Catalogue, Language, Texts};
use kernel::{Act, Actor, Cell as _, CodeList as _, Id, Instant, Key as _, Purpose, Record};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use store::database::TableSql;
use store::{DatabaseFault, DeedFault, LookFault, Node};

/// How often it is looked whether something is due.
const GLANCE: Duration = Duration::from_millis(500);
/// So many addresses of one host are looked at in one round, one after the other.
const OF_ONE_HOST: usize = 20;
/// So many letters leave in one round.
const LETTERS: i64 = 50;

/// With what it works.
#[derive(Clone)]
pub struct Settings {
    /// The mail server, and from whom letters come; answers go there.
    pub mail: Option<(mail::Server, String)>,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// So many connections at once, to so many hosts, at most.
    pub at_once: usize,
    /// Also hosts of private networks: for tests and the demo alone.
    pub also_private: bool,
    /// What time it is: the clock of the node's writer.
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl Default for Settings {
    fn default() -> Settings {
        let patience = Duration::from_secs(20);
        Settings { mail: None, patience, at_once: 32, also_private: false, clock: Arc::new(Desk::now) }
    }
}

/// At work.
pub struct Outreach {
    going: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Outreach {
    /// Begins. Of several processes that serve one node, the writer's works.
    #[must_use]
    pub fn start(node: &Arc<Node>, catalogue: &Catalogue, settings: Settings) -> Outreach {
        let going = Arc::new(AtomicBool::new(true));
        let looker = Looker::new(settings.patience, settings.also_private);
        let texts = catalogue.texts(Language::default());
        let works = Works { node: Arc::clone(node), settings, looker, texts, going: Arc::clone(&going) };
        let thread = std::thread::spawn(move || {
            while works.going.load(Ordering::Relaxed) {
                if let Err(fault) = works.round() {
                    tracing::error!(%fault, "letters to hosts and looks at addresses wait");
                }
                std::thread::sleep(GLANCE);
            }
        });
        Outreach { going, thread }
    }

    /// Ends, when what is under way is over.
    pub fn stop(self) {
        self.going.store(false, Ordering::Relaxed);
        if self.thread.join().is_err() {
            tracing::error!("the thread of letters to hosts has died");
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
    texts: Texts,
    going: Arc<AtomicBool>,
}

impl Works {
    fn round(&self) -> Result<(), RoundFault> {
        if self.node.is_standby() {
            return Ok(());
        }
        let now = self.node.no_earlier((self.settings.clock)())?;
        self.letters(now)?;
        self.checks(now)
    }

    fn enter<A: Act>(&self, id: Id, act: &A) -> Result<(), RoundFault> {
        let deed = self.node.deed(id, act, Actor::SYSTEM, Purpose::Reaction).build();
        self.node.enter_now(deed)?;
        Ok(())
    }

    fn letters(&self, now: Instant) -> Result<(), RoundFault> {
        let every = TableSql::of(Letter::TABLE).every;
        let sql = format!(
            "{every} WHERE letter_state = $1 AND letter_next <= $2 ORDER BY letter_next LIMIT {LETTERS}"
        );
        let asked = vec![LetterState::OnItsWay.to_value(), now.to_value()];
        for letter in self.node.read(|database| database.records::<Letter>(&sql, asked))? {
            if !self.going.load(Ordering::Relaxed) {
                break;
            }
            let attempt = u32::try_from(letter.letter_attempts.saturating_add(1)).unwrap_or(u32::MAX);
            let (tried, code) = match self.send(&letter) {
                Ok(tried) => tried,
                Err(RoundFault::Look(LookFault::Gone)) => (LetterTried::Unfit, 0),
                Err(fault) => return Err(fault),
            };
            let told = TellLetter { letter: letter.letter, attempt, tried, code };
            self.enter(letter.letter.derive("tried", attempt), &told)?;
        }
        Ok(())
    }

    fn send(&self, letter: &Letter) -> Result<(LetterTried, u16), RoundFault> {
        let Some((server, from)) = &self.settings.mail else { return Ok((LetterTried::NotSetUp, 0)) };
        let sql = TableSql::of(Address::TABLE).get;
        let row = self.node.read(|database| database.records::<Address>(&sql, letter.address.cells()))?.pop();
        let Some(row) = row else { return Ok((LetterTried::Unfit, 0)) };
        let url = self.opened(&READ_URL, letter.address, row.act, SLOT_URL)?;
        let to = self.opened(&READ_CONTACT, letter.host, letter.contact_act, SLOT_CONTACT)?;
        let (subject, text) = words(&self.texts, letter.letter_kind, &url, letter.legal_ground, from);
        let number = letter.letter.to_string();
        let message = mail::Letter {
            number,
            follows: None,
            from: from.clone(),
            to: to.trim().to_owned(),
            subject,
            text,
        };
        let became = mail::send(server, &message, self.settings.patience);
        let code = match became {
            Became::Taken { code, .. } | Became::Refused { code, .. } => code,
            Became::NotSent(_) | Became::Unknown(_) => 0,
        };
        Ok((LetterTried::from(&became), code))
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

    /// Addresses that are due, by host: the only hosts that are ever asked.
    fn checks(&self, now: Instant) -> Result<(), RoundFault> {
        let every = TableSql::of(Address::TABLE).every;
        let sql = format!(
            "{every} WHERE check_at > 0 AND check_at <= $1 ORDER BY check_at, address LIMIT {MOST_CHECKS}"
        );
        let due = self.node.read(|database| database.records::<Address>(&sql, vec![now.to_value()]))?;
        if due.is_empty() {
            return Ok(());
        }
        let ids: Vec<Id> = due.iter().map(|row| row.address).collect();
        let trace = self.node.look(Actor::SYSTEM, &READ_URL, Purpose::Reaction, &ids)?;
        let mut hosts: BTreeMap<Id, Vec<(Id, String)>> = BTreeMap::new();
        let mut checks = Vec::new();
        for row in due {
            match self.node.open_payload(&trace, row.act, SLOT_URL) {
                Ok(url) => {
                    let of_host = hosts.entry(row.host).or_default();
                    if of_host.len() < OF_ONE_HOST {
                        of_host.push((row.address, String::from_utf8_lossy(url.expose()).into_owned()));
                    }
                }
                // Erased: nobody knows any more where to look.
                Err(LookFault::Gone) => {
                    let found = crate::codes::CheckFound::Barred;
                    checks.push(Checked { address: row.address, found, status: 0 });
                }
                Err(fault) => return Err(fault.into()),
            }
        }
        checks.extend(self.look_at(hosts.into_values().collect()));
        if checks.is_empty() {
            return Ok(());
        }
        self.enter(self.node.new_id()?, &TellChecks { checks })
    }

    /// Looks at the hosts, each by one connection at a time, and never at more at once than is set.
    fn look_at(&self, hosts: Vec<Vec<(Id, String)>>) -> Vec<Checked> {
        let threads = self.settings.at_once.clamp(1, 256).min(hosts.len());
        let (waiting, found) = (Mutex::new(hosts), Mutex::new(Vec::new()));
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(host) = next() {
                        for (address, url) in host {
                            if !self.going.load(Ordering::Relaxed) {
                                return;
                            }
                            let (what, status) = self.looker.look(&url);
                            let checked = Checked { address, found: what, status };
                            found.lock().unwrap_or_else(PoisonError::into_inner).push(checked);
                        }
                    }
                });
            }
        });
        found.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a letter says: the address, the law, where to answer. It is made of nothing else, so it can tell nothing else.
fn words(t: &Texts, kind: LetterKind, url: &str, ground: LegalGround, reply: &str) -> (String, String) {
    let kind = match kind {
        LetterKind::Notice => "notice",
        LetterKind::Correction => "correction",
    };
    let said = |name: &str| t.t(&format!("takedown-{kind}-{name}"));
    let law = t.t(&ground.key());
    let text =
        format!("{}\n\n{url}\n\n{}\n{law}\n\n{}\n{reply}\n", said("words"), said("law"), said("reply"));
    (said("subject"), text)
}

#[cfg(test)]
mod tests;

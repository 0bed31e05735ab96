//! The status of addresses is looked at on schedule: many hosts at once, each by one connection at a time. A host that is slow holds up
//! nobody but itself.

use super::{Beside as _, RoundFault, Works};
use crate::READ_URL;
use crate::acts::{SLOT_TARGET, SLOT_URL, TellChecks, TellMove};
use crate::check::Looked;
use crate::codes::CheckFound;
use crate::events::Checked;
use crate::limits::MOST_CHECKS;
use crate::tables::Address;
use kernel::{Actor, Cell as _, Id, Instant, Purpose, Record};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::LookFault;
use store::database::TableSql;

/// So many addresses of one host are looked at in one turn, one after the other.
const OF_ONE_HOST: usize = 20;
/// A turn of one host ends after so long, so that what was found is told.
const TURN: Duration = Duration::from_secs(5);
/// How often what was found is entered.
const TELL: Duration = Duration::from_millis(200);

/// One address that was looked at.
struct Seen {
    address: Id,
    looked: Looked,
    /// Where it points is kept already.
    is_told: bool,
}

/// Who looks at which host, and what was found.
#[derive(Default)]
struct Board {
    waiting: VecDeque<Id>,
    /// Hosts that wait, are looked at, or whose findings are not entered yet.
    taken: BTreeSet<Id>,
    found: Vec<(Id, Vec<Seen>)>,
    is_closed: bool,
}

#[derive(Default)]
struct Shared {
    board: Mutex<Board>,
    has_more: Condvar,
}

impl Shared {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next host; none when it is over.
    fn next(&self) -> Option<Id> {
        let mut board = self.board();
        loop {
            if let Some(host) = board.waiting.pop_front() {
                return Some(host);
            }
            if board.is_closed {
                return None;
            }
            board = self.has_more.wait(board).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Ends the lookers, also where the one that hands out hosts falls.
struct Closing<'s>(&'s Shared);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.board().is_closed = true;
        self.0.has_more.notify_all();
    }
}

impl Works {
    /// Looks at what is due, until nothing is: never at more hosts at once than is set.
    pub(super) fn checks(&self, now: Instant) -> Result<(), RoundFault> {
        let first = self.hosts_due(now)?;
        if first.is_empty() {
            return Ok(());
        }
        let shared = Shared::default();
        std::thread::scope(|scope| {
            let closing = Closing(&shared);
            for _ in 0..self.settings.at_once.clamp(1, 256).min(first.len()) {
                scope.spawn(|| {
                    while let Some(host) = shared.next() {
                        let seen = self.look_at(host).unwrap_or_else(|fault| {
                            tracing::error!(%fault, "a host's addresses were not looked at");
                            Vec::new()
                        });
                        shared.board().found.push((host, seen));
                    }
                });
            }
            let handed = self.hand_out(&shared, first);
            drop(closing);
            handed
        })?;
        // What the last turns found.
        self.tell(&shared).map(|_| ())
    }

    fn hand_out(&self, shared: &Shared, first: Vec<Id>) -> Result<(), RoundFault> {
        let mut due = first;
        while self.is_going() {
            {
                let mut board = shared.board();
                for host in due.drain(..) {
                    if board.taken.insert(host) {
                        board.waiting.push_back(host);
                    }
                }
                shared.has_more.notify_all();
            }
            std::thread::sleep(TELL.min(Duration::from_millis(20)));
            let nothing_came = self.tell(shared)? == 0;
            let (waits, is_idle) = {
                let board = shared.board();
                (board.waiting.len(), board.taken.is_empty())
            };
            if waits < self.settings.at_once {
                due = self.hosts_due(self.now()?)?;
                if due.is_empty() && is_idle {
                    break;
                }
            }
            if nothing_came {
                std::thread::sleep(TELL);
            }
        }
        shared.board().waiting.clear();
        Ok(())
    }

    /// Hosts with an address that is due, the longest due first.
    fn hosts_due(&self, now: Instant) -> Result<Vec<Id>, RoundFault> {
        let sql = "SELECT host, MIN(check_at) FROM takedown_address WHERE check_at > 0 AND check_at <= $1 \
            GROUP BY host ORDER BY 2 LIMIT 2000";
        let rows = self.node.read(|database| database.rows(sql, vec![now.to_value()]))?;
        Ok(rows.iter().filter_map(|row| row.first().and_then(|cell| Id::from_value(cell).ok())).collect())
    }

    /// A host's turn: its addresses that are due, one after the other.
    fn look_at(&self, host: Id) -> Result<Vec<Seen>, RoundFault> {
        let now = self.now()?;
        let every = TableSql::of(Address::TABLE).every;
        let sql = format!(
            "{every} WHERE host = $1 AND check_at > 0 AND check_at <= $2 ORDER BY check_at LIMIT {OF_ONE_HOST}"
        );
        let due = self
            .node
            .read(|database| database.records::<Address>(&sql, vec![host.to_value(), now.to_value()]))?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Id> = due.iter().map(|row| row.address).collect();
        let trace = self.node.look(Actor::SYSTEM, &READ_URL, Purpose::Reaction, &ids)?;
        let (begun, mut seen) = (moment(), Vec::new());
        for row in due {
            if !self.is_going() || begun.elapsed() >= TURN {
                break;
            }
            let looked = match self.node.open_payload(&trace, row.act, SLOT_URL) {
                Ok(url) => self.looker.look(&String::from_utf8_lossy(url.expose())),
                // Erased: nobody knows any more where to look.
                Err(LookFault::Gone) => Looked { found: CheckFound::Barred, status: 0, target: None },
                Err(fault) => return Err(fault.into()),
            };
            seen.push(Seen { address: row.address, looked, is_told: !row.moved_act.is_none() });
        }
        Ok(seen)
    }

    /// Enters what was found, and lets go of the hosts; tells how many addresses.
    fn tell(&self, shared: &Shared) -> Result<usize, RoundFault> {
        let found = std::mem::take(&mut shared.board().found);
        let (hosts, seen): (Vec<Id>, Vec<Vec<Seen>>) = found.into_iter().unzip();
        let seen: Vec<Seen> = seen.into_iter().flatten().collect();
        for part in seen.chunks(MOST_CHECKS) {
            let checked = |one: &Seen| Checked {
                address: one.address,
                found: one.looked.found,
                status: one.looked.status,
            };
            self.enter(self.node.new_id()?, &TellChecks { checks: part.iter().map(checked).collect() })?;
        }
        for one in seen.iter().filter(|one| !one.is_told) {
            if let Some(target) = &one.looked.target {
                let (act, id) = (TellMove { address: one.address }, self.node.new_id()?);
                let deed = self.node.deed(id, &act, Actor::SYSTEM, Purpose::Reaction);
                self.node.enter_now(deed.seal(SLOT_TARGET, one.address, target.as_bytes())?.build())?;
            }
        }
        let mut board = shared.board();
        board.taken.retain(|host| !hosts.contains(host));
        Ok(seen.len())
    }
}

/// The machine's clock, for how long a turn lasts: nothing of it reaches an act.
#[expect(clippy::disallowed_methods, reason = "how long something took; nothing of it reaches an act")]
fn moment() -> std::time::Instant {
    std::time::Instant::now()
}

//! A chat at the door: who is there at this moment, and what both sides' pages are told while they are open.
//!
//! Who is there is memory of this process alone. It stands in no journal and on no disk: that a child is writing at this minute is
//! nobody's to read later, and a restart forgets it. Of several processes on one database each knows what it saw itself.

use crate::core::of_tokens;
use crate::sealed::TOKEN_DOMAIN;
use crate::wire::Glance;
use kernel::{Cell as _, Id};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{DatabaseFault, Node};
use tokio::time::Instant;

/// Somebody who gave no sign for so long is gone: a page that is open gives one each second or two.
const FORGOTTEN: Duration = Duration::from_secs(30);
/// How long a page stays open; then it offers to go on. A page that was forgotten on a table is not open all night.
pub(crate) const LONGEST: Duration = Duration::from_secs(20 * 60);
/// How often something invisible is sent when nothing happens, so that a connection that is gone is noticed.
pub(crate) const STILL: Duration = Duration::from_secs(10);
/// How often it is looked for something new.
pub(crate) const EACH: Duration = Duration::from_secs(1);
/// Pages that a public door holds open, and threads that one question may ask for. Each is a connection and some 90 KB: 256 are more
/// than a desk can talk with and little for a small machine; whoever comes then writes in the ordinary thread.
pub(crate) const MOST_OPEN: usize = 256;

/// A side of the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// Whoever holds the receipt.
    Reporter,
    /// Somebody of the team.
    Staff,
}

/// Why a page is at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It was open long enough.
    Time,
    /// What is behind it does not answer.
    Away,
    /// The thread is open in newer pages.
    Elsewhere,
    /// What let the page in lets nobody in any more.
    Closed,
}

impl End {
    /// Its code, for texts and programs.
    pub(crate) fn code(self) -> &'static str {
        match self {
            End::Time => "time",
            End::Away => "away",
            End::Elsewhere => "elsewhere",
            End::Closed => "closed",
        }
    }
}

/// What a page that is open is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Happened<S> {
    /// This was said.
    Said(Vec<S>),
    /// The other side is there.
    Here,
    /// The other side is not there.
    Gone,
    /// Nothing; it is still open.
    Still,
    /// The page ends.
    End(End),
}

/// Who is there at this moment.
#[derive(Default)]
pub(crate) struct Presence {
    signs: Mutex<BTreeMap<(Side, Id), Instant>>,
    is_closing: AtomicBool,
}

impl Presence {
    fn signs(&self) -> MutexGuard<'_, BTreeMap<(Side, Id), Instant>> {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A sign of that side of a report's thread. Whoever gave none for long is forgotten with it, so nothing piles up.
    pub(crate) fn sign(&self, side: Side, report: Id, now: Instant) {
        let mut signs = self.signs();
        signs.retain(|_, last| is_fresh(*last, now));
        signs.insert((side, report), now);
    }

    /// Whether that side is there.
    pub(crate) fn is_here(&self, side: Side, report: Id, now: Instant) -> bool {
        self.signs().get(&(side, report)).is_some_and(|last| is_fresh(*last, now))
    }

    /// The reports of which that side is there.
    pub(crate) fn all(&self, side: Side, now: Instant) -> Vec<Id> {
        let signs = self.signs();
        let of_side = signs.iter().filter(|((of, _), last)| *of == side && is_fresh(**last, now));
        of_side.map(|((_, report), _)| *report).collect()
    }
}

fn is_fresh(last: Instant, now: Instant) -> bool {
    now.saturating_duration_since(last) < FORGOTTEN
}

/// The pages of the desk that are open in a chat end, in words: the node is about to stop.
pub fn closing(node: &Node) {
    node.memory::<Presence>().is_closing.store(true, Ordering::Relaxed);
}

/// Whether the node is about to stop.
pub(crate) fn is_closing(node: &Node) -> bool {
    node.memory::<Presence>().is_closing.load(Ordering::Relaxed)
}

/// Whether that side of a report's thread is there now, as far as this process knows.
pub(crate) fn is_here(node: &Node, side: Side, report: Id) -> bool {
    node.memory::<Presence>().is_here(side, report, Instant::now())
}

/// Notes that that side is there.
pub(crate) fn sign(node: &Node, side: Side, report: Id) {
    node.memory::<Presence>().sign(side, report, Instant::now());
}

/// The reports whose reporter is there now.
pub(crate) fn reporters(node: &Node) -> Vec<Id> {
    node.memory::<Presence>().all(Side::Reporter, Instant::now())
}

/// How it stands with the threads of these receipts, in their order; nothing of a receipt that no report has, or that is not in
/// force any more. One look-up for all of them.
///
/// This leaves no look in the journal: it opens no text and tells no more than that there is one, to whoever holds the receipt
/// and was let in by it a moment ago. With a look each second the journal would be a record of when a child was online.
pub(crate) fn glances(node: &Node, proofs: &[[u8; 32]]) -> Result<Vec<Option<Glance>>, DatabaseFault> {
    let tokens: Vec<[u8; 32]> = proofs.iter().map(|proof| node.token(TOKEN_DOMAIN, proof)).collect();
    let found = node.read(|database| of_tokens(database, &tokens))?;
    let (presence, now) = (node.memory::<Presence>(), Instant::now());
    let glance = |token: &[u8; 32]| {
        let (report, newest) = *found.get(token)?;
        presence.sign(Side::Reporter, report, now);
        Some(Glance { newest, staff_here: presence.is_here(Side::Staff, report, now) })
    };
    Ok(tokens.iter().map(glance).collect())
}

/// The number of the newest message of a thread, whoever said it; -1 where there is none.
pub(crate) fn newest(node: &Node, report: Id) -> Result<i64, DatabaseFault> {
    let sql = "SELECT COALESCE(MAX(n), -1) FROM message WHERE report = $1";
    node.read(|database| database.number(sql, vec![report.to_value()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_gives_no_sign_for_half_a_minute_is_forgotten() {
        let (presence, begun) = (Presence::default(), Instant::now());
        let at = |seconds| begun + Duration::from_secs(seconds);
        let (one, other) = (Id([1; 16]), Id([2; 16]));
        presence.sign(Side::Reporter, one, at(0));
        presence.sign(Side::Staff, other, at(20));
        assert!(
            presence.is_here(Side::Reporter, one, at(29)) && !presence.is_here(Side::Reporter, one, at(30))
        );
        assert!(!presence.is_here(Side::Staff, one, at(20)), "the other side's sign is not one's own");
        assert_eq!(
            (presence.all(Side::Reporter, at(29)), presence.all(Side::Reporter, at(30))),
            (vec![one], vec![])
        );
        presence.sign(Side::Staff, other, at(40));
        assert_eq!(presence.signs().len(), 1, "what is over is forgotten, not only hidden");
    }
}

//! The pages that are open in a chat, and the one question that is asked for all of them.

use super::super::ask::{Door, Kept};
use crate::live::{EACH, End, MOST_OPEN};
use crate::wire::{Answer, Glance, Question};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Pages of one receipt: two devices and a page that a browser has not yet let go. A further one takes the oldest one's place.
const MOST_OF_ONE: usize = 3;
/// How long the question may take before the pages are told that nobody answers.
const PATIENCE: Duration = Duration::from_secs(15);

/// The proof of a receipt.
type Proof = [u8; 32];

/// How it stands with a thread, as a page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// It was not asked yet.
    Unasked,
    /// So.
    So(Glance),
    /// The page ends.
    Over(End),
}

struct OpenPage {
    proof: Proof,
    tell: watch::Sender<Stands>,
}

#[derive(Default)]
struct Pages {
    open: BTreeMap<u64, OpenPage>,
    next: u64,
    is_asking: bool,
}

/// All pages of one door; its clones share them.
#[derive(Clone, Default)]
pub(in crate::door) struct Chats(Arc<Mutex<Pages>>);

/// One page's place among them; it is free again when this is dropped.
pub(super) struct Place {
    chats: Chats,
    number: u64,
    stands: watch::Receiver<Stands>,
}

/// As many pages are open as may be.
#[derive(Debug)]
pub(super) struct Full;

impl Chats {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a page. Where one receipt has its share, its oldest page gives way: it may be one that nobody looks at any more.
    fn take(&self, proof: Proof) -> Result<(Place, bool), Full> {
        let mut pages = self.pages();
        let own: Vec<u64> =
            pages.open.iter().filter(|(_, page)| page.proof == proof).map(|(number, _)| *number).collect();
        let is_full = pages.open.len() >= MOST_OPEN;
        match own.first() {
            Some(oldest) if is_full || own.len() >= MOST_OF_ONE => {
                if let Some(page) = pages.open.remove(oldest) {
                    page.tell.send_replace(Stands::Over(End::Elsewhere));
                }
            }
            None if is_full => return Err(Full),
            _ => {}
        }
        let (tell, stands) = watch::channel(Stands::Unasked);
        let number = pages.next;
        pages.next += 1;
        pages.open.insert(number, OpenPage { proof, tell });
        let begins = !std::mem::replace(&mut pages.is_asking, true);
        Ok((Place { chats: self.clone(), number, stands }, begins))
    }

    /// The receipts to ask for; none where no page is open: whoever asked then asks no more.
    fn to_ask(&self) -> Option<Vec<Proof>> {
        let mut pages = self.pages();
        let mut proofs: Vec<Proof> = pages.open.values().map(|page| page.proof).collect();
        proofs.sort_unstable();
        proofs.dedup();
        pages.is_asking = !proofs.is_empty();
        pages.is_asking.then_some(proofs)
    }

    fn tell(&self, stands: impl Fn(&Proof) -> Option<Stands>) {
        for page in self.pages().open.values() {
            let Some(now) = stands(&page.proof) else { continue };
            // What is over stays over: an answer that was under way then opens no page again.
            page.tell.send_if_modified(|was| {
                !matches!(was, Stands::Over(_)) && std::mem::replace(was, now) != now
            });
        }
    }

    /// Ends every page, as when the door closes.
    pub(in crate::door) fn end(&self) {
        self.tell(|_| Some(Stands::Over(End::Away)));
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.pages().open.len()
    }
}

impl Place {
    /// How it stands now.
    pub(super) fn stands(&mut self) -> Stands {
        *self.stands.borrow_and_update()
    }

    /// Waits until it stands otherwise; false when that can never be.
    pub(super) async fn changes(&mut self) -> bool {
        self.stands.changed().await.is_ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.chats.pages().open.remove(&self.number);
    }
}

/// A place for a page of this receipt. While any page is open, one question a second is asked for all of them.
pub(super) fn open(door: &Door, proof: Proof) -> Result<Place, Full> {
    let (place, begins) = door.chats().take(proof)?;
    if begins {
        tokio::spawn(ask_for_all(door.clone()));
    }
    Ok(place)
}

async fn ask_for_all(door: Door) {
    while let Some(proofs) = door.chats().to_ask() {
        let question = Question::Glance(proofs.iter().map(|proof| (*proof).into()).collect());
        let told = match tokio::time::timeout(PATIENCE, door.asked(&question)).await {
            Ok(Ok(Answer::Glances(told))) if told.len() == proofs.len() => Some(told),
            Ok(Ok(_) | Err(_)) | Err(_) => None,
        };
        match told {
            Some(told) => door.chats().tell(|proof| {
                // Whoever came while it was asked is told the next time.
                let at = proofs.binary_search(proof).ok()?;
                Some(told.get(at).copied().flatten().map_or(Stands::Over(End::Closed), Stands::So))
            }),
            None => door.chats().end(),
        }
        tokio::time::sleep(EACH).await;
    }
}

/// What keeps a thread's texts from being opened again, as its page is told.
pub(super) fn over(kept: &Kept) -> End {
    match kept {
        Kept::NoSuchThread => End::Closed,
        _ => End::Away,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(n: usize) -> Proof {
        let mut proof = [0; 32];
        proof[..8].copy_from_slice(&n.to_be_bytes());
        proof
    }

    #[test]
    fn a_full_door_takes_nobody_more_but_whoever_is_in_it_already() {
        let chats = Chats::default();
        let mut kept: Vec<Place> = (0..MOST_OPEN).map(|n| chats.take(proof(n)).unwrap().0).collect();
        assert!(chats.take(proof(MOST_OPEN)).is_err());
        let again = chats.take(proof(3)).unwrap().0;
        assert_eq!((chats.count(), kept[3].stands()), (MOST_OPEN, Stands::Over(End::Elsewhere)));
        drop(again);
        assert_eq!(chats.count(), MOST_OPEN - 1);
        assert!(chats.take(proof(MOST_OPEN)).is_ok());
        kept.clear();
        assert_eq!((chats.count(), chats.to_ask()), (0, None));
    }

    #[test]
    fn the_oldest_page_of_a_receipt_gives_way_and_no_other() {
        let chats = Chats::default();
        let mut stranger = chats.take(proof(9)).unwrap().0;
        let mut own: Vec<Place> = (0..5).map(|_| chats.take(proof(1)).unwrap().0).collect();
        let over: Vec<bool> = own.iter_mut().map(|place| place.stands() != Stands::Unasked).collect();
        assert_eq!(over, [true, true, false, false, false]);
        assert_eq!((stranger.stands(), chats.count()), (Stands::Unasked, 4));
        assert_eq!(chats.to_ask().unwrap(), [proof(1), proof(9)], "each receipt is asked for once");
    }

    #[test]
    fn one_asks_for_all_and_another_begins_when_that_one_has_ended() {
        let chats = Chats::default();
        let (one, begins) = chats.take(proof(1)).unwrap();
        let (two, again) = chats.take(proof(2)).unwrap();
        assert!(begins && !again);
        drop((one, two));
        assert!(chats.to_ask().is_none() && chats.take(proof(3)).unwrap().1);
    }
}

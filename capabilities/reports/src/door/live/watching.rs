//! What one open page is told, as it happens: it waits for that and asks nothing by itself.

use super::super::ask::Door;
use super::open::{Place, Stands, over};
use crate::live::{End, Happened, LONGEST, STILL};
use crate::wire::{Said, Thread};
use futures_util::stream::{Stream, unfold};
use tokio::time::{Instant, timeout_at};

/// One page, until its end or until nobody reads it any more.
pub(super) struct Watching {
    door: Door,
    proof: [u8; 32],
    place: Place,
    /// The place of the newest message that the page shows.
    shown: i64,
    /// What the page says of the other side; nothing yet.
    is_here: Option<bool>,
    until: Instant,
    is_over: bool,
}

impl Watching {
    /// A page that shows this much of a thread.
    pub(super) fn new(door: &Door, proof: [u8; 32], place: Place, shown: &Thread) -> Watching {
        let shown = shown.said.iter().map(Said::place).max().unwrap_or(-1);
        let until = Instant::now() + LONGEST;
        Watching { door: door.clone(), proof, place, shown, is_here: None, until, is_over: false }
    }

    /// What happens, one after the other.
    pub(super) fn happening(self) -> impl Stream<Item = Happened<Said>> + Send + 'static {
        unfold(self, |mut page| async move {
            let happened = page.next().await?;
            page.is_over = matches!(happened, Happened::End(_));
            Some((happened, page))
        })
    }

    async fn next(&mut self) -> Option<Happened<Said>> {
        if self.is_over {
            return None;
        }
        let still = Instant::now() + STILL;
        loop {
            if let Some(happened) = self.now().await {
                return Some(happened);
            }
            match timeout_at(self.until.min(still), self.place.changes()).await {
                Ok(true) => {}
                Ok(false) => return Some(Happened::End(End::Elsewhere)),
                Err(_) if Instant::now() >= self.until => return Some(Happened::End(End::Time)),
                Err(_) => return Some(Happened::Still),
            }
        }
    }

    /// What the page does not show yet.
    async fn now(&mut self) -> Option<Happened<Said>> {
        let glance = match self.place.stands() {
            Stands::Unasked => return None,
            Stands::Over(end) => return Some(Happened::End(end)),
            Stands::So(glance) => glance,
        };
        if glance.newest > self.shown {
            match self.door.thread_again(self.proof).await {
                Ok(thread) => {
                    let new: Vec<Said> =
                        thread.said.into_iter().filter(|said| said.place() > self.shown).collect();
                    // Even where nothing came, it is not asked for again.
                    self.shown = new.iter().map(Said::place).max().unwrap_or(glance.newest);
                    if !new.is_empty() {
                        return Some(Happened::Said(new));
                    }
                }
                Err(kept) => return Some(Happened::End(over(&kept))),
            }
        }
        let is_here = glance.staff_here;
        (self.is_here.replace(is_here) != Some(is_here)).then_some(match is_here {
            true => Happened::Here,
            false => Happened::Gone,
        })
    }
}

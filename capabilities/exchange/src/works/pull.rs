//! From another hotline to here: what it assigned to this one, from a cursor that is entered once all before it is.

use super::{Stop, Talk, Works};
use crate::acts::{TakeOver, TellPull};
use crate::codes::ExchangeTried;
use crate::limits::OVERLAP_MS;
use crate::line::Trouble;
use crate::tables::{Content, Peer};
use facts::address::{AddressGrade, SLOT_URL, TOKEN_DOMAIN, number_of, read};
use iccam::answer::{self, List, MOST_CONTENT};
use iccam::ask::{self, Shelf};
use iccam::codes::Classification;
use kernel::{Actor, Instant, Outcome, Purpose};
use std::collections::BTreeSet;
use store::{Deed, DeedFault};

/// So many are asked for at first; where there are more, so many more.
const AT_FIRST: usize = 250;
/// So many acts are entered together.
const TOGETHER: usize = 250;

/// What the other side says it is. It decides nothing here.
fn grade(classification: Option<Classification>) -> AddressGrade {
    match classification {
        Some(Classification::Baseline) => AddressGrade::Baseline,
        Some(Classification::National) => AddressGrade::National,
        Some(Classification::Ignore) => AddressGrade::NotIllegal,
        None => AddressGrade::NotGraded,
    }
}

impl Works {
    /// Takes over what is new, then moves the cursor. A process that dies in between reads the same list again, and takes nothing twice.
    pub(super) fn pull(&self, peer: &Peer, talk: &mut Talk, now: Instant) -> Result<(), Stop> {
        if now.0.saturating_sub(talk.pulled.0) < self.settings.pull_every_ms {
            return Ok(());
        }
        let list = match self.assigned(peer, talk) {
            Err(trouble) if !trouble.is_the_peers() => {
                talk.pulled = now;
                return Ok(self.tell_trouble(peer, trouble)?);
            }
            list => list.map_err(Stop::Peer)?,
        };
        talk.pulled = now;
        let newest = list.contents.iter().map(|content| content.received_ms).max().unwrap_or_default();
        let (taken, wrong) = self.take_over(peer, &list)?;
        let wrong = wrong.into_iter().filter(|number| talk.unreadable.insert(*number)).count();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        // A clock that is wrong there moves no cursor into the future.
        let until = Instant(newest.min(now.0)).max(peer.pulled_until);
        let tried = ExchangeTried::Taken;
        if until > peer.pulled_until || tried != peer.pull_tried || wrong > 0 {
            let (taken, unreadable) = (count(taken), count(wrong));
            self.enter(&TellPull { peer: peer.peer, tried, code: 200, until, taken, unreadable })?;
        }
        Ok(())
    }

    /// The list, as long as it must be: a full one may leave something out.
    fn assigned(&self, peer: &Peer, talk: &mut Talk) -> Result<List, Trouble> {
        let from = peer.pulled_until.0.saturating_sub(OVERLAP_MS).max(0);
        let mut most = AT_FIRST;
        loop {
            let said = self.say(peer, &mut talk.line, &ask::list(Shelf::Unactioned, from, most))?;
            let list =
                answer::list(&said).map_err(|_| Trouble { tried: ExchangeTried::Unreadable, code: 200 })?;
            if list.length < most || most >= MOST_CONTENT {
                return Ok(list);
            }
            most = (most * 4).min(MOST_CONTENT);
        }
    }

    /// Takes over what is not known yet: how many, and the numbers of those that cannot be read.
    fn take_over(&self, peer: &Peer, list: &List) -> Result<(usize, BTreeSet<i64>), Stop> {
        let mut wrong: BTreeSet<i64> = list.unreadable.iter().copied().collect();
        let (mut seen, mut deeds, mut taken) = (BTreeSet::new(), Vec::new(), 0);
        for content in &list.contents {
            let is_known = self.row::<Content>((peer.peer, content.number))?.is_some();
            if is_known || !seen.insert(content.number) {
                continue;
            }
            match self.taking(peer, content)? {
                Some(deed) => deeds.push(deed),
                None => {
                    wrong.insert(content.number);
                }
            }
            if deeds.len() >= TOGETHER {
                taken += self.enter_all(&mut deeds)?;
            }
        }
        Ok((taken + self.enter_all(&mut deeds)?, wrong))
    }

    /// The deed that takes an address over, sealed under its own number; none where it is no address.
    fn taking(&self, peer: &Peer, content: &answer::Content) -> Result<Option<Deed>, DeedFault> {
        let Ok(normal) = read(&content.url) else { return Ok(None) };
        let address = number_of(self.node.token(TOKEN_DOMAIN, normal.url.as_bytes()));
        let act = TakeOver {
            address,
            host: normal.host,
            kind: normal.kind,
            peer: peer.peer,
            report_no: content.report.unwrap_or_default(),
            content_no: content.number,
            grade: grade(content.classification),
        };
        let builder = self.node.deed(self.node.new_id()?, &act, Actor::SYSTEM, Purpose::Reaction);
        Ok(Some(builder.seal(SLOT_URL, address, normal.url.as_bytes())?.build()))
    }

    fn enter_all(&self, deeds: &mut Vec<Deed>) -> Result<usize, DeedFault> {
        let mut entered = 0;
        for answer in self.node.enter_all(std::mem::take(deeds)) {
            entered += usize::from(matches!(answer?.outcome, Outcome::Entered { .. }));
        }
        Ok(entered)
    }
}

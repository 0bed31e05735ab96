//! From here to another hotline: new addresses, and what belongs to those that it has.

use super::{AT_ONCE, Stop, Talk, Works};
use crate::acts::{BeginSend, TellSend};
use crate::codes::{ExchangeState, ExchangeTried};
use crate::limits::OVERLAP_MS;
use crate::line::Trouble;
use crate::tables::{Exchanged, HostCountry, Peer};
use facts::address::AddressGrade;
use iccam::answer::{self, MOST_CONTENT, Made};
use iccam::ask::{self, Asked, Shelf};
use iccam::codes::Classification;
use kernel::{Cell as _, Id, Instant};
use store::Trace;

/// What a grade here is on the wire.
pub(crate) fn classification(grade: AddressGrade) -> Classification {
    match grade {
        AddressGrade::Baseline => Classification::Baseline,
        AddressGrade::National => Classification::National,
        AddressGrade::NotGraded | AddressGrade::NotIllegal | AddressGrade::NotFound => Classification::Ignore,
    }
}

/// What belongs to an address that is there, in the order in which the other side wants it. All of it can be said twice.
fn details(row: &Exchanged, country: Option<&str>) -> Vec<Asked> {
    let content = row.content_no;
    let assess = ask::assess(content, classification(row.address_grade));
    let reference = ask::reference(content, &row.address.to_string());
    match row.exchange_state {
        ExchangeState::Details => {
            let fields =
                country.map(|country| [ask::hosting(content, country), ask::assign(content, country)]);
            [assess].into_iter().chain(fields.into_iter().flatten()).chain([reference]).collect()
        }
        ExchangeState::TakenOver => vec![reference],
        ExchangeState::Graded => vec![assess],
        _ => Vec::new(),
    }
}

impl Works {
    /// What belongs to addresses that another hotline has: assessment, fields, our number.
    pub(super) fn follow_up(&self, peer: &Peer, talk: &mut Talk, now: Instant) -> Result<(), Stop> {
        let rest = format!(
            "WHERE peer = $1 AND exchange_state IN ($2, $3, $4) AND send_given_up = $5 AND send_at <= $6 \
             ORDER BY send_at, address LIMIT {AT_ONCE}"
        );
        let states = [ExchangeState::Details, ExchangeState::TakenOver, ExchangeState::Graded];
        let [first, second, third] = states.map(|state| state.to_value());
        let asked = vec![peer.peer.to_value(), first, second, third, false.to_value(), now.to_value()];
        for row in self.rows::<Exchanged>(&rest, asked)? {
            if !self.is_going() {
                break;
            }
            let country = self.row::<HostCountry>(row.host)?.map(|host| host.country);
            let said = details(&row, country.as_deref())
                .iter()
                .try_for_each(|asked| self.say(peer, &mut talk.line, asked).map(drop));
            let attempt = attempts(row.send_attempts) + 1;
            self.tell(&row, Id::NONE, attempt, said.map(|()| None))?;
        }
        Ok(())
    }

    /// New addresses, and those of which nobody knows whether they arrived.
    pub(super) fn hand_over(&self, peer: &Peer, talk: &mut Talk, now: Instant) -> Result<(), Stop> {
        let rest = format!(
            "WHERE exchange_state = $1 AND ((send_under_way = $2 AND peer = $3) OR (send_under_way = $4 \
             AND send_given_up = $4 AND held_back = $4 AND held_until <= $5 AND send_at <= $5 AND host IN \
             (SELECT host FROM exchange_host WHERE country IN \
             (SELECT country FROM exchange_route WHERE peer = $3)))) ORDER BY send_at, address LIMIT {AT_ONCE}"
        );
        let (waiting, yes, no) = (ExchangeState::Waiting.to_value(), true.to_value(), false.to_value());
        let asked = vec![waiting, yes, peer.peer.to_value(), no, now.to_value()];
        let due = self.rows::<Exchanged>(&rest, asked)?;
        if due.is_empty() {
            return Ok(());
        }
        self.let_in(peer, &mut talk.line)?;
        let trace = self.look(&due.iter().map(|row| row.address).collect::<Vec<_>>())?;
        for row in due {
            if !self.is_going() {
                break;
            }
            self.hand_one_over(peer, talk, &row, &trace)?;
        }
        Ok(())
    }

    fn hand_one_over(
        &self,
        peer: &Peer,
        talk: &mut Talk,
        row: &Exchanged,
        trace: &Trace,
    ) -> Result<(), Stop> {
        let url = self.url(trace, row.sealed_in)?;
        let attempt = attempts(row.send_attempts) + u32::from(!row.send_under_way);
        let begin = BeginSend { address: row.address, word: Id::NONE, peer: peer.peer, attempt };
        if !row.send_under_way && !self.enter(&begin)? {
            return Ok(());
        }
        let Some(url) = url else {
            let gone = Trouble::without_answer(ExchangeTried::Unfit);
            return self.tell(row, Id::NONE, attempt, Err(gone));
        };
        let country = self.row::<HostCountry>(row.host)?.map(|host| host.country).unwrap_or_default();
        let made = match self.is_there(peer, talk, row, &url) {
            Ok(None) => self.say(peer, &mut talk.line, &ask::report(&url, &country)).and_then(|said| {
                // It said yes: it may have it, and the next attempt looks.
                answer::made(&said).map_err(|_| Trouble { tried: ExchangeTried::Unreadable, code: 200 })
            }),
            Ok(Some(made)) => Ok(made),
            // Nothing is known beyond what was known before: it may be there.
            Err(trouble) => Err(Trouble { tried: ExchangeTried::Unknown, code: trouble.code }),
        };
        self.tell(row, Id::NONE, attempt, made.map(Some))
    }

    /// What an attempt before made, of which no answer came: it is there without our number.
    fn is_there(
        &self,
        peer: &Peer,
        talk: &mut Talk,
        row: &Exchanged,
        url: &str,
    ) -> Result<Option<Made>, Trouble> {
        if !row.may_be_there() {
            return Ok(None);
        }
        let from = row.exchange_since.0.saturating_sub(OVERLAP_MS).max(0);
        let said = self.say(peer, &mut talk.line, &ask::list(Shelf::NoReference, from, MOST_CONTENT))?;
        let unreadable = |_| Trouble { tried: ExchangeTried::Unreadable, code: 200 };
        let mut same = answer::list(&said).map_err(unreadable)?.contents;
        same.retain(|content| facts::address::read(&content.url).is_ok_and(|normal| normal.url == url));
        let first = same.iter().min_by_key(|content| content.number);
        Ok(first.map(|content| Made { report: content.report.unwrap_or_default(), content: content.number }))
    }

    /// Enters what became of an attempt; the round with this hotline ends where the trouble is the hotline's.
    pub(super) fn tell(
        &self,
        row: &Exchanged,
        word: Id,
        attempt: u32,
        became: Result<Option<Made>, Trouble>,
    ) -> Result<(), Stop> {
        let Trouble { tried, code } =
            became.as_ref().err().copied().unwrap_or(Trouble { tried: ExchangeTried::Taken, code: 200 });
        let made = became.ok().flatten();
        let (report_no, content_no) = made.map_or((0, 0), |made| (made.report, made.content));
        let address = row.address;
        self.enter(&TellSend { address, word, attempt, tried, code, report_no, content_no })?;
        let trouble = Trouble { tried, code };
        if trouble.is_the_peers() { Err(Stop::Peer(trouble)) } else { Ok(()) }
    }
}

/// How many attempts, as acts count them.
pub(super) fn attempts(of: i64) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX - 1)
}

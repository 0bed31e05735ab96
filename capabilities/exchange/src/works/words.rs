//! Words about addresses: what was done here is told, and what was done there is heard.

use super::out::attempts;
use super::{AT_ONCE, Stop, Talk, Works};
use crate::acts::{BeginSend, TellHeard};
use crate::codes::{ExchangeState, ExchangeWay, WordState};
use crate::events::Heard;
use crate::limits::MOST_HEARD;
use crate::line::Trouble;
use crate::tables::{Exchanged, Peer, Word};
use facts::address::AddressAction;
use iccam::answer::{self, Content, Done};
use iccam::ask;
use iccam::codes::Action;
use kernel::{Cell as _, Id, Instant};

/// So many addresses are asked for in one round.
const SWEEP: i64 = 20;
/// Two moments are one if they lie no further apart: others keep seconds.
const SAME_MS: i64 = 1_000;

/// What was done here, on the wire; none for what nobody is told.
fn on_the_wire(action: AddressAction) -> Option<Action> {
    Some(match action {
        AddressAction::Nothing => return None,
        AddressAction::Moved => Action::Moved,
        AddressAction::ReportedToPolice => Action::ReportedToPolice,
        AddressAction::ReportedToHost => Action::ReportedToHost,
        AddressAction::Removed => Action::Removed,
        AddressAction::Unavailable => Action::Unavailable,
        AddressAction::NotIllegal => Action::NotIllegal,
    })
}

/// What was done there, in the words of this house.
fn in_words(action: Action) -> AddressAction {
    match action {
        Action::Moved => AddressAction::Moved,
        Action::ReportedToPolice => AddressAction::ReportedToPolice,
        Action::ReportedToHost => AddressAction::ReportedToHost,
        Action::Removed => AddressAction::Removed,
        Action::Unavailable => AddressAction::Unavailable,
        Action::NotIllegal => AddressAction::NotIllegal,
    }
}

/// Whether what stands there is this word of ours.
fn is_ours(done: &Done, word: &Word) -> bool {
    done.what == on_the_wire(word.address_action) && (done.at_ms - word.done_at.0).abs() <= SAME_MS
}

impl Works {
    /// Words that are due about addresses that this hotline has.
    pub(super) fn tell_words(&self, peer: &Peer, talk: &mut Talk, now: Instant) -> Result<(), Stop> {
        let rest = format!(
            "WHERE word_state = $1 AND word_next <= $2 AND address IN (SELECT address FROM exchange_address \
             WHERE peer = $3 AND exchange_state IN ($4, $5)) ORDER BY word_next, word LIMIT {AT_ONCE}"
        );
        let states = [ExchangeState::HandedOver, ExchangeState::Told].map(|state| state.to_value());
        let [handed, told] = states;
        let asked = vec![WordState::ToTell.to_value(), now.to_value(), peer.peer.to_value(), handed, told];
        for word in self.rows::<Word>(&rest, asked)? {
            if !self.is_going() {
                break;
            }
            let Some(row) = self.row::<Exchanged>(word.address)? else { continue };
            self.let_in(peer, &mut talk.line)?;
            self.tell_one(peer, talk, &row, &word)?;
        }
        Ok(())
    }

    fn tell_one(&self, peer: &Peer, talk: &mut Talk, row: &Exchanged, word: &Word) -> Result<(), Stop> {
        let Some(action) = on_the_wire(word.address_action) else { return Ok(()) };
        let attempt = attempts(word.word_attempts) + u32::from(!word.word_under_way);
        let begin = BeginSend { address: row.address, word: word.word, peer: peer.peer, attempt };
        if !word.word_under_way && !self.enter(&begin)? {
            return Ok(());
        }
        let is_there = if word.may_be_there() {
            self.content(peer, talk, row.content_no)
                .map(|found| found.actions.iter().any(|done| is_ours(done, word)))
        } else {
            Ok(false)
        };
        let became = match is_there {
            Ok(true) => Ok(None),
            Ok(false) => {
                let asked = ask::action(row.content_no, action, word.done_at.0);
                self.say(peer, &mut talk.line, &asked).map(|_| None)
            }
            Err(trouble) => Err(Trouble { tried: crate::codes::ExchangeTried::Unknown, code: trouble.code }),
        };
        self.tell(row, word.word, attempt, became)
    }

    fn content(&self, peer: &Peer, talk: &mut Talk, number: i64) -> Result<Content, Trouble> {
        let said = self.say(peer, &mut talk.line, &ask::content(number))?;
        let unreadable = |_| Trouble { tried: crate::codes::ExchangeTried::Unreadable, code: 200 };
        answer::content(&said).map_err(unreadable)
    }

    /// Asks what became of the addresses that the hotline has, some in each round, all of them every few hours.
    pub(super) fn sweep(&self, peer: &Peer, talk: &mut Talk, now: Instant) -> Result<(), Stop> {
        let is_due = now.0.saturating_sub(talk.swept.0) >= self.settings.hear_every_ms;
        let Some(from) = talk.sweep_from.or(is_due.then_some(Id::NONE)) else { return Ok(()) };
        if from.is_none() {
            talk.swept = now;
        }
        let rest = format!(
            "WHERE peer = $1 AND exchange_state IN ($2, $3) AND peer_action NOT IN ($4, $5, $6) AND address > $7 \
             ORDER BY address LIMIT {SWEEP}"
        );
        let over = [AddressAction::Removed, AddressAction::Unavailable, AddressAction::NotIllegal];
        let [removed, unavailable, not_illegal] = over.map(|action| action.to_value());
        let [handed, told] = [ExchangeState::HandedOver, ExchangeState::Told].map(|state| state.to_value());
        let peer_value = peer.peer.to_value();
        let asked = vec![peer_value, handed, told, removed, unavailable, not_illegal, from.to_value()];
        let rows = self.rows::<Exchanged>(&rest, asked)?;
        talk.sweep_from = rows.last().filter(|_| rows.len() as i64 >= SWEEP).map(|row| row.address);
        for row in rows {
            if !self.is_going() {
                break;
            }
            match self.content(peer, talk, row.content_no) {
                Ok(content) => self.hear(&row, &content)?,
                Err(trouble) if trouble.is_the_peers() => return Err(Stop::Peer(trouble)),
                // One that cannot be read, or is not there any more, keeps no other back.
                Err(_) => {}
            }
        }
        Ok(())
    }

    fn hear(&self, row: &Exchanged, content: &Content) -> Result<(), Stop> {
        let told = self.rows::<Word>("WHERE address = $1", vec![row.address.to_value()])?;
        let is_new = |done: &&Done| {
            let is_ours = |word: &Word| word.exchange_way == ExchangeWay::Out && is_ours(done, word);
            done.number > row.heard_last && !told.iter().any(is_ours)
        };
        let mut heard: Vec<Heard> = content
            .actions
            .iter()
            .filter(is_new)
            .filter_map(|done| {
                let action = in_words(done.what?);
                Some(Heard { number: done.number, action, at: Instant(done.at_ms) })
            })
            .collect();
        heard.sort_by_key(|one| one.number);
        heard.truncate(MOST_HEARD);
        if !heard.is_empty() {
            self.enter(&TellHeard { address: row.address, heard })?;
        }
        Ok(())
    }
}

//! What became of what was said to another hotline.

use super::{exchanged, sending_needs, word_of};
use crate::codes::{ExchangeState, ExchangeTried, WordState};
use crate::events::SendTold;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellSend`].
pub const KIND: ActKind = ActKind {
    code: 774,
    name: "exchange.tell-send",
    about: "Tell what became of what was said to another hotline",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what became of it. What is new on the other side was begun first; what is said a second time without harm need not be.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellSend {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// The word about it; none where it is the address itself.
    #[n(1)]
    pub word: Id,
    /// Which attempt, from 1.
    #[n(2)]
    pub attempt: u32,
    /// What became of it.
    #[n(3)]
    pub tried: ExchangeTried,
    /// The status of the answer; 0 when there was none.
    #[n(4)]
    pub code: u16,
    /// The other hotline's number of the report, where it has just made one.
    #[n(5)]
    pub report_no: i64,
    /// The other hotline's number of the address, likewise.
    #[n(6)]
    pub content_no: i64,
}

impl Act for TellSend {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        sending_needs(self.address, self.word, needs);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.address
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellSend { address, word, attempt, tried, code, report_no, content_no } = *self;
        let row = exchanged(address, view)?;
        let nothing = "nothing is left to do";
        let is_new = word.is_none() && row.exchange_state == ExchangeState::Waiting;
        let right_attempt = if word.is_none() {
            let is_due = match row.exchange_state {
                ExchangeState::Waiting => row.send_under_way,
                ExchangeState::Details | ExchangeState::TakenOver | ExchangeState::Graded => {
                    !row.send_given_up
                }
                _ => false,
            };
            if !is_due {
                return Err(Problem::new("address", "is not under way", nothing).into());
            }
            if is_new { row.send_attempts } else { row.send_attempts.saturating_add(1) }
        } else {
            let said = word_of(address, word, view)?;
            if said.word_state != WordState::ToTell || !said.word_under_way {
                return Err(Problem::new("word", "is not under way", nothing).into());
            }
            said.word_attempts
        };
        if i64::from(attempt) != right_attempt {
            return Err(
                Problem::new("attempt", "is not the one at hand", "the one that was begun last").into()
            );
        }
        if tried == ExchangeTried::NotYet {
            return Err(Problem::new("tried", "is no outcome", "what became of it").into());
        }
        if (content_no > 0) != (is_new && tried == ExchangeTried::Taken) || content_no < 0 || report_no < 0 {
            let right = "the number that the other hotline gave to what it took over, and else 0";
            return Err(Problem::new("content_no", "does not fit what became of it", right).into());
        }
        Ok(vec![NewEntry::of(&SendTold { address, word, attempt, tried, code, report_no, content_no })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{BeginSend, TryAgain};
    use crate::limits::MOST_ATTEMPTS;
    use crate::tables::{Content, Exchanged, Peer, Word};
    use crate::testing::{ADDRESS, Room, analyst, field, told};
    use facts::address::{AddressActed, AddressAction};
    use kernel::Actor;

    #[test]
    fn what_is_taken_over_goes_on_step_by_step() {
        let mut room = Room::begun();
        assert_eq!(field(&room.enter(&told(2, ExchangeTried::Taken, 8), Actor::SYSTEM)), "attempt");
        assert_eq!(field(&room.enter(&told(1, ExchangeTried::Taken, 0), Actor::SYSTEM)), "content_no");
        assert_eq!(field(&room.enter(&told(1, ExchangeTried::Refused, 8), Actor::SYSTEM)), "content_no");
        assert!(room.entered(&told(1, ExchangeTried::Taken, 8), Actor::SYSTEM));
        let row = room.address();
        assert_eq!((row.exchange_state, row.content_no), (ExchangeState::Details, 8));
        assert_eq!(room.rows::<Content>()[0].address, ADDRESS);
        assert_eq!(room.rows::<Peer>()[0].handed_over, 1);
        assert!(room.entered(&told(1, ExchangeTried::Refused, 0), Actor::SYSTEM));
        assert!(room.entered(&told(2, ExchangeTried::Taken, 0), Actor::SYSTEM));
        assert_eq!(room.address().exchange_state, ExchangeState::HandedOver);
        assert_eq!(field(&room.enter(&told(1, ExchangeTried::Taken, 0), Actor::SYSTEM)), "address");
        assert!(room.replays());
    }

    #[test]
    fn words_wait_for_the_address_and_are_told_once() {
        let mut room = Room::begun();
        room.tell(&AddressActed {
            address: ADDRESS,
            action: Some(AddressAction::ReportedToHost),
            held_until: None,
        });
        let word = room.rows::<Word>()[0].word;
        let begin = BeginSend { address: ADDRESS, word, peer: room.peer(), attempt: 1 };
        assert_eq!(field(&room.enter(&begin, Actor::SYSTEM)), "word", "the address comes first");
        for content in [8, 0] {
            assert!(room.entered(&told(1, ExchangeTried::Taken, content), Actor::SYSTEM));
        }
        let done = TellSend { word, ..told(1, ExchangeTried::Taken, 0) };
        assert_eq!(field(&room.enter(&done, Actor::SYSTEM)), "word", "nobody began it");
        assert!(room.entered(&begin, Actor::SYSTEM));
        assert!(room.entered(&done, Actor::SYSTEM));
        assert_eq!(room.rows::<Word>()[0].word_state, WordState::Told);
        assert_eq!(field(&room.enter(&done, Actor::SYSTEM)), "word");
        assert!(room.replays());
    }

    #[test]
    fn what_nobody_takes_over_waits_for_a_person() {
        let mut room = Room::begun();
        let peer = room.peer();
        for attempt in 1..=u32::try_from(MOST_ATTEMPTS).unwrap() {
            if attempt > 1 {
                let begin = BeginSend { address: ADDRESS, word: Id::NONE, peer, attempt };
                assert!(room.entered(&begin, Actor::SYSTEM));
            }
            assert!(room.entered(&told(attempt, ExchangeTried::NotSent, 0), Actor::SYSTEM));
        }
        let is_given_up = |room: &Room| room.rows::<Exchanged>()[0].send_given_up;
        assert!(is_given_up(&room));
        assert!(room.entered(&TryAgain { address: ADDRESS }, analyst(1)));
        assert!(!is_given_up(&room));
        let begin = BeginSend { address: ADDRESS, word: Id::NONE, peer, attempt: 13 };
        assert!(room.entered(&begin, Actor::SYSTEM));
        assert!(room.entered(&told(13, ExchangeTried::NotSent, 0), Actor::SYSTEM));
        assert!(!is_given_up(&room), "it is tried as often again");
        assert!(room.replays());
    }
}

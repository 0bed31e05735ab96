//! What became of an attempt to deliver a letter.

use crate::codes::LetterState;
use crate::events::{LetterAttempted, LetterTried};
use crate::tables::Letter;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellLetter`].
pub const KIND: ActKind = ActKind {
    code: 746,
    name: "takedown.tell-letter",
    about: "Tell what became of a letter to a host",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what became of an attempt.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellLetter {
    /// The letter.
    #[n(0)]
    pub letter: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
    /// What became of it.
    #[n(2)]
    pub tried: LetterTried,
    /// The server's answer; 0 when there was none.
    #[n(3)]
    pub code: u16,
}

impl Act for TellLetter {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        // Tutela itself acts on what it finds.
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Letter>(self.letter);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        // It decides nothing about anybody.
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.letter
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let TellLetter { letter, attempt, tried, code } = *self;
        let row = view.get::<Letter>(letter).filter(|row| row.letter_state == LetterState::OnItsWay);
        let Some(row) = row else {
            return Err(Problem::new("letter", "is none that is on its way", "nothing is left to do").into());
        };
        if i64::from(attempt) != row.letter_attempts.saturating_add(1) {
            return Err(Problem::new("attempt", "is not the next", "one more than there were").into());
        }
        if tried == LetterTried::NotYet {
            return Err(Problem::new("tried", "is no outcome", "what became of it").into());
        }
        // The subject is the address, so that its erasure takes the letter along.
        let attempted = LetterAttempted { letter, attempt, tried, code };
        Ok(vec![NewEntry::of(&attempted).about(row.address)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Room, analyst, field};
    use facts::letter::MOST_ATTEMPTS;
    use kernel::{Actor, Outcome};

    fn told(letter: Id, attempt: u32, tried: LetterTried) -> TellLetter {
        TellLetter { letter, attempt, tried, code: 0 }
    }

    #[test]
    fn a_letter_is_tried_until_it_is_taken_or_given_up() {
        let mut room = Room::noticed();
        let letter = room.rows::<Letter>()[0].letter;
        assert!(matches!(
            room.enter(&told(letter, 1, LetterTried::Taken), analyst(1)),
            Outcome::Forbidden(_)
        ));
        assert_eq!(field(&room.enter(&told(letter, 2, LetterTried::Taken), Actor::SYSTEM)), "attempt");
        assert!(room.entered(&told(letter, 1, LetterTried::NotSent), Actor::SYSTEM));
        assert!(room.entered(&told(letter, 2, LetterTried::Taken), Actor::SYSTEM));
        let row = &room.rows::<Letter>()[0];
        assert_eq!((row.letter_state, row.letter_attempts), (LetterState::Taken, 2));
        assert_eq!(field(&room.enter(&told(letter, 3, LetterTried::Taken), Actor::SYSTEM)), "letter");
        assert!(room.replays());
    }

    #[test]
    fn what_nobody_takes_over_waits_for_a_human() {
        let mut room = Room::noticed();
        let letter = room.rows::<Letter>()[0].letter;
        for attempt in 1..=u32::try_from(MOST_ATTEMPTS).unwrap() {
            assert_eq!(room.rows::<Letter>()[0].letter_state, LetterState::OnItsWay);
            assert!(room.entered(&told(letter, attempt, LetterTried::NotSent), Actor::SYSTEM));
        }
        assert_eq!(room.rows::<Letter>()[0].letter_state, LetterState::GivenUp);
    }
}

//! What became of an attempt to deliver a message. Whoever began it tells it; where nobody does in time, Tutela tells that it is
//! not known.

use super::on_its_way;
use crate::codes::Attempted;
use crate::events::MessageTried;
use crate::tables::{Message, Way};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TellAttempt`].
pub const KIND: ActKind = ActKind {
    code: 125,
    name: "calling.tell-attempt",
    about: "Tell what became of an attempt to deliver a message",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Tells what became of an attempt, once; or, while none is under way, that the message is not needed any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TellAttempt {
    /// The message.
    #[n(0)]
    pub message: Id,
    /// Which attempt, from 1; of a message that is not needed any more how many were made.
    #[n(1)]
    pub attempt: u32,
    /// What became of it.
    #[n(2)]
    pub attempted: Attempted,
    /// SMTP reply code or HTTP status; 0 when there was none.
    #[n(3)]
    pub code: u16,
    /// The number under which the other side keeps it, as far as it tells one.
    #[n(4)]
    pub words: String,
}

impl Act for TellAttempt {
    const KIND: &'static ActKind = &KIND;

    /// Tutela itself acts on what it finds.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Message>(self.message);
        if let Some(message) = view.peek::<Message>(self.message) {
            needs.row::<Way>(message.way);
        }
    }

    // It decides nothing about anybody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.message
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let row = on_its_way(self.message, view)?;
        let TellAttempt { message, attempt, attempted, code, words } = self.clone();
        if attempted == Attempted::NotYet {
            return Err(Problem::new("attempted", "is no attempt", "what became of one").into());
        }
        if i64::from(attempt) != row.attempts || row.under_way == (attempted == Attempted::Overtaken) {
            let wrong = format!("is {attempt}, and {} were begun", row.attempts);
            return Err(Problem::new("attempt", wrong, "the one that is under way").into());
        }
        Ok(vec![NewEntry::of(&MessageTried { message, attempt, attempted, code, words }).about(row.about())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::BeginAttempt;
    use crate::codes::Delivery;
    use crate::limits::{MOST_ATTEMPTS, UNTOLD_MS, pause_ms};
    use crate::testing::{Room, WAY, a_way, administrator, field};
    use kernel::{Actor, Instant};

    fn with_message() -> (Room, Id) {
        let mut room = Room::default();
        assert!(room.entered(&a_way(), administrator(1)));
        let message = room.rows::<Message>()[0].message;
        (room, message)
    }

    fn told(message: Id, attempt: u32, attempted: Attempted) -> TellAttempt {
        TellAttempt { message, attempt, attempted, code: 0, words: String::new() }
    }

    /// An attempt that was begun and ended so.
    fn tried(room: &mut Room, message: Id, attempt: u32, attempted: Attempted) {
        assert!(room.entered(&BeginAttempt { message, attempt }, Actor::SYSTEM));
        assert!(room.entered(&told(message, attempt, attempted), Actor::SYSTEM));
    }

    fn row(room: &Room) -> Message {
        room.rows::<Message>().pop().unwrap()
    }

    #[test]
    fn what_was_taken_over_is_done_and_proves_that_the_way_works() {
        let (mut room, message) = with_message();
        tried(&mut room, message, 1, Attempted::Late);
        assert_eq!((row(&room).delivery, row(&room).attempts), (Delivery::OnItsWay, 1));
        let way = room.rows::<Way>().pop().unwrap();
        assert_eq!((way.failed, way.trial, way.trial_at), (1, Attempted::Late, Instant(0)));
        assert!(room.entered(&BeginAttempt { message, attempt: 2 }, Actor::SYSTEM));
        let proof = TellAttempt {
            code: 250,
            words: "2.0.0 queued as 1A2B".into(),
            ..told(message, 2, Attempted::Taken)
        };
        assert!(room.entered(&proof, Actor::SYSTEM));
        let (message_row, way) = (row(&room), room.rows::<Way>().pop().unwrap());
        assert_eq!((message_row.delivery, message_row.answer_code), (Delivery::Taken, 250));
        assert_eq!(message_row.proof, "2.0.0 queued as 1A2B");
        assert_eq!((way.way, way.failed, way.trial), (WAY, 0, Attempted::Taken));
        assert!(way.taken_at > message_row.tried_at && way.trial_at == way.taken_at);
        assert_eq!(field(&room.enter(&BeginAttempt { message, attempt: 3 }, Actor::SYSTEM)), "message");
        assert!(room.replays());
    }

    #[test]
    fn one_attempt_is_made_at_a_time_and_each_is_told_once() {
        let (mut room, message) = with_message();
        let begin = |attempt| BeginAttempt { message, attempt };
        assert_eq!(
            field(&room.enter(&told(message, 1, Attempted::Taken), Actor::SYSTEM)),
            "attempt",
            "none was begun"
        );
        assert_eq!(field(&room.enter(&begin(2), Actor::SYSTEM)), "attempt");
        assert!(room.entered(&begin(1), Actor::SYSTEM));
        assert_eq!(field(&room.enter(&begin(1), Actor::SYSTEM)), "attempt", "somebody makes it");
        assert_eq!(
            field(&room.enter(&begin(2), Actor::SYSTEM)),
            "attempt",
            "and did not tell what became of it"
        );
        assert_eq!(row(&room).try_at.0 - row(&room).tried_at.0, UNTOLD_MS);
        assert_eq!(field(&room.enter(&told(message, 1, Attempted::NotYet), Actor::SYSTEM)), "attempted");
        assert_eq!(field(&room.enter(&told(message, 1, Attempted::Overtaken), Actor::SYSTEM)), "attempt");
        assert!(room.entered(&told(message, 1, Attempted::Unknown), Actor::SYSTEM));
        assert_eq!(field(&room.enter(&told(message, 1, Attempted::Taken), Actor::SYSTEM)), "attempt");
        let nowhere = Id([9; 16]);
        assert_eq!(field(&room.enter(&told(nowhere, 1, Attempted::Taken), Actor::SYSTEM)), "message");
        assert!(room.replays());
    }

    #[test]
    fn it_is_tried_for_an_hour_and_then_given_up_and_what_is_refused_for_good_at_once() {
        let (mut room, message) = with_message();
        let mut waited = 0;
        while row(&room).delivery == Delivery::OnItsWay {
            let attempt = u32::try_from(row(&room).attempts).unwrap() + 1;
            tried(&mut room, message, attempt, Attempted::Unreachable);
            waited += pause_ms(i64::from(attempt));
        }
        assert_eq!((row(&room).delivery, row(&room).attempts), (Delivery::GivenUp, MOST_ATTEMPTS));
        assert!((60 * 60_000..=70 * 60_000).contains(&waited), "{waited}");
        for attempted in [Attempted::RefusedForGood, Attempted::Unfit] {
            let (mut room, message) = with_message();
            tried(&mut room, message, 1, attempted);
            assert_eq!(row(&room).delivery, Delivery::GivenUp);
        }
    }

    #[test]
    fn what_is_not_needed_any_more_says_nothing_about_the_way_and_keeps_the_last_trouble() {
        let (mut room, message) = with_message();
        tried(&mut room, message, 1, Attempted::Refused);
        assert!(room.entered(&told(message, 1, Attempted::Overtaken), Actor::SYSTEM));
        assert_eq!((row(&room).delivery, row(&room).attempted), (Delivery::Overtaken, Attempted::Refused));
        assert_eq!(room.rows::<Way>()[0].failed, 1);
        assert!(room.replays());
    }
}

//! The facts of this room.

use crate::codes::{Attempted, Means, WayLanguage};
use kernel::{Id, event};
use minicbor::{Decode, Encode};

/// A way to reach somebody was opened. Its address is sealed beside the act, under the way's own number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WayOpened {
    /// The way.
    #[n(0)]
    pub way: Id,
    /// By what means.
    #[n(1)]
    pub means: Means,
    /// For which unit; none for what no unit has yet, and for units that have no way of their own.
    #[n(2)]
    pub unit: Id,
    /// From which level it is called, 1 to 3.
    #[n(3)]
    pub from_level: u8,
    /// Whose way it is; none when several share it.
    #[n(4)]
    pub officer: Id,
    /// In which language.
    #[n(5)]
    pub way_language: WayLanguage,
}
event!(WayOpened, 1020, 1, "calling.way-opened");

/// A way is used no more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WayClosed {
    /// The way.
    #[n(0)]
    pub way: Id,
}
event!(WayClosed, 1021, 1, "calling.way-closed");

/// One message of several. One that went out a moment ago by that way, and has the number of that message, does for this call, too.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Errand {
    /// The message.
    #[n(0)]
    pub message: Id,
    /// By which way.
    #[n(1)]
    pub way: Id,
}

/// Messages go out; none, where there is nobody to reach.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MessagesDue {
    /// What they are about; none for a trial.
    #[n(0)]
    pub matter: Id,
    /// Who is called: 1 to 3; 0 for a trial.
    #[n(1)]
    pub level: u8,
    /// How many times by now; 0 for a trial.
    #[n(2)]
    pub times: u32,
    /// The messages.
    #[n(3)]
    pub errands: Vec<Errand>,
}
event!(MessagesDue, 1022, 1, "calling.messages-due");

/// A message is about to leave: whoever entered this, and nobody else, makes that attempt.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AttemptBegun {
    /// The message.
    #[n(0)]
    pub message: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
}
event!(AttemptBegun, 1024, 1, "calling.attempt-begun");

/// What became of an attempt to deliver a message.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MessageTried {
    /// The message.
    #[n(0)]
    pub message: Id,
    /// Which attempt, from 1.
    #[n(1)]
    pub attempt: u32,
    /// What became of it.
    #[n(2)]
    pub attempted: Attempted,
    /// SMTP reply code or HTTP status; 0 when there was none.
    #[n(3)]
    pub code: u16,
    /// The number under which the other side keeps the message, as far as it tells one: the proof.
    #[n(4)]
    pub words: String,
}
event!(MessageTried, 1023, 1, "calling.message-tried");

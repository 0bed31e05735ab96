//! What the public door and `core` say to each other: three verbs, as CBOR frames.
//!
//! The public process holds no private key. What a person tells is sealed to its team before it leaves; `core` opens it once
//! and believes none of it: codes are texts here and become codes there.

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// A picture as the door took it: decoded, measured and hashed there, in the process without keys.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct TakenPicture {
    /// The file's bytes.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
    /// Its media type, as its first bytes say.
    #[n(1)]
    pub media: String,
    /// Width in pixels; 0 when it is a rare variant that could not be decoded.
    #[n(2)]
    pub width: u32,
    /// Height in pixels; 0 when it could not be decoded.
    #[n(3)]
    pub height: u32,
    /// SHA-256 of the file.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub sha256: [u8; 32],
    /// MD5 of the file.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub md5: [u8; 16],
    /// PDQ in all eight positions, 32 bytes each, as it is first; empty when it could not be decoded.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub pdq: Vec<u8>,
    /// Quality of the PDQ, 0 to 100.
    #[n(7)]
    pub quality: u8,
}

/// A voice message as the door took it. What kind it is, core finds by its bytes again.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct TakenVoice {
    /// The file's bytes.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// The SHA-256 of a picture that somebody wants gone. The picture itself never came to the door.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct ToldHash {
    /// SHA-256 of the file, as the sender made it.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub sha256: [u8; 32],
}

/// How somebody can safely be reached.
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct SafeContact {
    /// Where: a number, an address, a person to ask.
    #[n(0)]
    pub how: String,
    /// When it is safe.
    #[n(1)]
    pub hours: String,
    /// What to say if somebody else answers.
    #[n(2)]
    pub other: String,
}

impl SafeContact {
    /// Whether nothing was left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.trim().is_empty())
    }

    /// Where, when, and what to say to others.
    #[must_use]
    pub fn parts(&self) -> [&str; 3] {
        [&self.how, &self.hours, &self.other]
    }
}

/// What somebody at work said of what obliges them to report.
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct ToldDuty {
    /// Code of what obliges them; empty when it was not said.
    #[n(0)]
    pub kind: String,
    /// Which law, order or rule it is.
    #[n(1)]
    pub words: String,
    /// The agency or institution for which they report.
    #[n(2)]
    pub agency: String,
    /// Code of whether the child knows; empty when it was not said.
    #[n(3)]
    pub child_knows: String,
}

/// A report as it was told at the door.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct ToldReport {
    /// The act's id, from the form's own secret: the same form twice is the same act.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub act: [u8; 16],
    /// The report's number, from the same secret.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub report: [u8; 16],
    /// Code of who reports.
    #[n(2)]
    pub by: String,
    /// Code of the answer to "are you safe now?".
    #[n(3)]
    pub danger: String,
    /// Code of the age band.
    #[n(4)]
    pub age: String,
    /// The page's language.
    #[n(5)]
    pub language: String,
    /// What was told.
    #[n(6)]
    pub text: String,
    /// A safe way to be reached.
    #[n(7)]
    pub contact: SafeContact,
    /// Pictures.
    #[n(8)]
    pub pictures: Vec<TakenPicture>,
    /// Proof of the receipt.
    #[cbor(n(9), with = "minicbor::bytes")]
    pub proof: [u8; 32],
    /// Code of what happens; empty when it was not said.
    #[n(10)]
    pub happening: String,
    /// Codes of whom it is about.
    #[n(11)]
    pub said_of: Vec<String>,
    /// Code of how the reporter wishes to be reached; empty when it was not said.
    #[n(12)]
    pub reach: String,
    /// Adults who must not see it.
    #[n(13)]
    pub not_for: String,
    /// The app or site, and the name used there.
    #[n(14)]
    pub place: String,
    /// A voice message.
    #[n(17)]
    pub voice: Option<TakenVoice>,
    /// Fingerprints of pictures that somebody wants gone.
    #[n(18)]
    pub hashes: Vec<ToldHash>,
    /// Code of the way by which it came; empty where nobody noted it. A door of before says none.
    #[n(19)]
    pub came_by: Option<String>,
    /// What obliges whoever reports in the course of work; none where they told of no duty.
    #[n(20)]
    pub duty: Option<ToldDuty>,
}

/// A further message in a thread.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct ToldFurther {
    /// The act's id, from the form's own secret.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub act: [u8; 16],
    /// Proof of the receipt.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub proof: [u8; 32],
    /// What is told.
    #[n(2)]
    pub text: String,
}

/// A voice message to a thread that has none yet, as when somebody speaks after the alarm was raised already.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct ToldVoice {
    /// The act's id, from the sender's own secret.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub act: [u8; 16],
    /// Proof of the receipt.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub proof: [u8; 32],
    /// The voice message.
    #[n(2)]
    pub voice: TakenVoice,
}

/// The wish that another person looks at a report that was put aside.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct AskedAgain {
    /// The act's id, from the form's own secret.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub act: [u8; 16],
    /// Proof of the receipt.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub proof: [u8; 32],
}

/// The wish for a new receipt.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct AskedReceipt {
    /// The act's id, from the form's own secret.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub act: [u8; 16],
    /// Proof of the receipt that is in force.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub proof: [u8; 32],
    /// Proof of the new one.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub new_proof: [u8; 32],
}

/// What somebody thinks of the door. It comes with no receipt.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct ToldOpinion {
    /// The act's id, from the form's own secret.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub act: [u8; 16],
    /// The page's language.
    #[n(1)]
    pub language: String,
    /// Code of whether it was easy to tell; empty when it was not said.
    #[n(2)]
    pub easy: String,
    /// Code of whether one felt taken seriously; empty when it was not said.
    #[n(3)]
    pub serious: String,
    /// Code of whether one would tell a friend; empty when it was not said.
    #[n(4)]
    pub friend: String,
}

/// What is sealed to the team that receives it.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum Told {
    /// A new report.
    #[n(0)]
    Report(#[n(0)] Box<ToldReport>),
    /// A further message.
    #[n(1)]
    Further(#[n(0)] ToldFurther),
    /// The wish for a second look.
    #[n(2)]
    Again(#[n(0)] AskedAgain),
    /// An opinion of the door.
    #[n(3)]
    Opinion(#[n(0)] ToldOpinion),
    /// The wish for a new receipt.
    #[n(4)]
    Receipt(#[n(0)] AskedReceipt),
    /// A voice message to a thread.
    #[n(5)]
    Voice(#[n(0)] ToldVoice),
}

/// A question to `core`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Question {
    /// Take this in: a [`Told`] in a box for the desk of reports ([`store::team`]).
    #[n(0)]
    Submit(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
    /// Open the thread of this receipt, at this page: 0 is the latest, each further one is older.
    #[n(1)]
    OpenThread(#[cbor(n(0), with = "minicbor::bytes")] [u8; 32], #[n(1)] u32),
    /// How it stands with the threads of these receipts, which were opened before: at most as many as a door holds open in a
    /// chat. No text is told.
    #[n(2)]
    Glance(#[n(0)] Vec<ByteArray<32>>),
}

/// How it stands with one thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Glance {
    /// The number of the newest answer or notice, from 0; -1 where there is none.
    #[n(0)]
    pub newest: i64,
    /// Whether somebody of the team has the thread open.
    #[n(1)]
    pub staff_here: bool,
}

/// One message of a thread, as far as its receipt opens it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Said {
    /// When, UTC ms.
    #[n(0)]
    pub at: i64,
    /// Code of who speaks ([`Speaker`](crate::codes::Speaker)).
    #[n(1)]
    pub by: String,
    /// The text of a person's answer; empty for a notice, for what the reporter told, and for what is erased.
    #[n(2)]
    pub text: String,
    /// Code of a notice; empty for everything else.
    #[n(3)]
    pub notice: String,
    /// The first and the last day that a notice speaks of, counted from 1970-01-01.
    #[n(4)]
    pub on: (i32, i32),
    /// Its place in the thread, from 0; a core of before says none.
    #[n(5)]
    pub n: Option<i64>,
}

impl Said {
    /// Its place in the thread; before all others where the core says none.
    #[must_use]
    pub fn place(&self) -> i64 {
        self.n.unwrap_or(-1)
    }

    /// The days that a notice speaks of, as EDTF; empty for a reply.
    #[must_use]
    pub fn days(&self) -> String {
        let span = kernel::Span { from: kernel::Day(self.on.0), to: kernel::Day(self.on.1) };
        if self.notice.is_empty() { String::new() } else { span.to_string() }
    }
}

/// What an official is told of a report beside its state.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OfOfficial {
    /// The number for their own file: enough to speak of the report, and it opens nothing.
    #[n(0)]
    pub number: String,
    /// When it was filed, UTC ms.
    #[n(1)]
    pub filed_at: i64,
    /// By when a person must say that it was read, UTC ms.
    #[n(2)]
    pub acknowledge_by: i64,
    /// When a person did, UTC ms; 0 before.
    #[n(3)]
    pub acknowledged_at: i64,
}

/// A thread: answers and notices, never what was reported.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Thread {
    /// Code of the report's state.
    #[n(0)]
    pub state: String,
    /// Code of the reason why it is not pursued; empty when it is.
    #[n(1)]
    pub not_pursued: String,
    /// By when a person must answer what waits, UTC ms; 0 when nothing waits.
    #[n(2)]
    pub answer_by: i64,
    /// What was said on this page, in order; at most [`MAX_SAID`](crate::limits::MAX_SAID).
    #[n(3)]
    pub said: Vec<Said>,
    /// Whether a further page has what was said before.
    #[n(4)]
    pub older: bool,
    /// Code of [`SecondLook`](crate::codes::SecondLook): whether another person looks again.
    #[n(5)]
    pub second_look: String,
    /// The language in which it was reported; a core of before says none.
    #[n(6)]
    pub language: Option<String>,
    /// What an official is told beside it; none to everybody else, and a core of before says none.
    #[n(7)]
    pub official: Option<OfOfficial>,
}

/// What `core` answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    /// It is filed, durably.
    #[n(0)]
    Filed {
        /// By when a person must answer, UTC ms.
        #[n(0)]
        answer_by: i64,
        /// What an official is told at once; none to everybody else, and a core of before says none.
        #[n(1)]
        official: Option<OfOfficial>,
    },
    /// The thread.
    #[n(1)]
    Thread(#[n(0)] Thread),
    /// No report has this receipt.
    #[n(2)]
    NoSuchThread,
    /// Something does not fit.
    #[n(3)]
    Invalid {
        /// The field.
        #[n(0)]
        field: String,
        /// What is wrong.
        #[n(1)]
        wrong: String,
        /// What would be right.
        #[n(2)]
        right: String,
    },
    /// Nothing was taken in; try again.
    #[n(4)]
    TryAgain,
    /// The act's id was used for other words: the same form was sent before, and these words were not taken in.
    #[n(5)]
    Used,
    /// The box is sealed to a key that is not here or was destroyed; nothing was taken in. Seal to the newest one.
    #[n(6)]
    AnotherKey,
    /// How it stands with each of the threads, in their order; nothing of a receipt that no report has.
    #[n(7)]
    Glances(#[n(0)] Vec<Option<Glance>>),
}

/// Reads a frame, which must be one value and nothing after it.
///
/// # Errors
/// What the decoder says; frames are never trusted.
pub fn read<T: for<'b> Decode<'b, ()>>(frame: &[u8]) -> Result<T, minicbor::decode::Error> {
    let mut decoder = minicbor::Decoder::new(frame);
    let value = decoder.decode()?;
    if decoder.position() == frame.len() {
        Ok(value)
    } else {
        Err(minicbor::decode::Error::message("bytes follow the value"))
    }
}

/// Writes a frame.
#[must_use]
pub fn write<T: Encode<()>>(message: &T) -> Vec<u8> {
    kernel::entry::to_cbor(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_frame_is_answered_without_a_panic(frame in proptest::collection::vec(any::<u8>(), 0..300)) {
            drop(read::<Question>(&frame));
            drop(read::<Told>(&frame));
            drop(read::<Answer>(&frame));
        }

        #[test]
        fn a_message_comes_through_whole_and_alone(text in ".*", act: [u8; 16], proof: [u8; 32], extra: u8) {
            let told = Told::Further(ToldFurther { act, proof, text });
            let mut frame = write(&told);
            prop_assert!(read::<Told>(&frame).unwrap() == told);
            frame.push(extra);
            prop_assert!(read::<Told>(&frame).is_err());
        }
    }

    #[test]
    fn an_answer_of_a_core_of_before_is_read() {
        /// As it was when it had no place.
        #[derive(Encode)]
        struct Before {
            #[n(0)]
            at: i64,
            #[n(1)]
            by: String,
            #[n(2)]
            text: String,
            #[n(3)]
            notice: String,
            #[n(4)]
            on: (i32, i32),
        }
        let (by, text, notice) = ("staff".to_owned(), "Fictional".to_owned(), String::new());
        let said = read::<Said>(&write(&Before { at: 1, by, text, notice, on: (0, 0) })).unwrap();
        assert_eq!((said.text.as_str(), said.n, said.place()), ("Fictional", None, -1));
    }

    #[test]
    fn a_great_stated_length_reserves_nothing() {
        // An array of 2^60 pictures, and a byte string of 2^60 bytes.
        for frame in [
            &[0x82, 0, 0x8a, 0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0][..],
            &[0x82, 0, 0x81, 0x5b, 0x10, 0, 0, 0, 0, 0, 0, 0],
        ] {
            assert!(read::<Told>(frame).is_err() && read::<Question>(frame).is_err());
        }
    }
}

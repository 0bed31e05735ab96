//! How acts and their answers travel between two processes of one program on one machine: CBOR in frames with a length.

use crate::deed::{Answer, Deed, DeedFault, Laid, SealedPayload, SealedRow};
use crate::laying::Piece;
use kernel::{Actor, Forbidden, Hash, Id, Outcome, Problem, Purpose, Refusal, RuleName, Table, Value};
use minicbor::{Decode, Encode};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// The longest frame in bytes: a batch with its pictures.
pub(super) const MOST_FRAME: usize = 256 * 1024 * 1024;
/// How many different texts of the program are known by heart at most.
const MOST_TEXTS: usize = 8_192;

/// What a standby asks the writer.
#[derive(Encode, Decode)]
pub(super) enum Question {
    /// Enter these.
    #[n(0)]
    Enter(#[n(0)] Vec<SentDeed>),
    /// Sign a checkpoint.
    #[n(1)]
    Checkpoint,
    /// Are you there?
    #[n(2)]
    Ping,
    /// Lay this.
    #[n(3)]
    Lay(#[n(0)] SentPiece),
    /// Let go of what was laid for that act.
    #[n(4)]
    LetGo(#[n(0)] Id),
}

/// What the writer answers.
#[derive(Encode, Decode)]
pub(super) enum Reply {
    /// One answer for each deed.
    #[n(0)]
    Entered(#[n(0)] Vec<SentAnswer>),
    /// A checkpoint's text.
    #[n(1)]
    Checkpoint(#[n(0)] String),
    /// It is there, and it is the writer.
    #[n(2)]
    Here,
    /// It is not the writer, or no longer.
    #[n(3)]
    NotWriter,
    /// What was asked could not be done.
    #[n(4)]
    Fault(#[n(0)] SentFault),
    /// It is laid, or will be let go of.
    #[n(5)]
    Laid,
}

/// A piece that comes before its act.
#[derive(Encode, Decode)]
pub(super) struct SentPiece {
    #[n(0)]
    act: Id,
    #[n(1)]
    payload: SentPayload,
}

/// What was laid before an act.
#[derive(Encode, Decode)]
pub(super) struct SentLaid {
    #[n(0)]
    subject: Id,
    #[n(1)]
    key: Id,
    #[n(2)]
    promises: Vec<Hash>,
}

#[derive(Encode, Decode)]
pub(super) struct SentPayload {
    #[n(0)]
    slot: u16,
    #[n(1)]
    subject: Id,
    #[n(2)]
    key: Id,
    #[cbor(n(3), with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
}

#[derive(Encode, Decode)]
pub(super) struct SentRow {
    #[n(0)]
    table: String,
    #[n(1)]
    subject: Id,
    #[cbor(n(2), with = "minicbor::bytes")]
    salt: Vec<u8>,
    #[n(3)]
    row: Vec<Value>,
}

/// A deed on its way.
#[derive(Encode, Decode)]
pub(super) struct SentDeed {
    #[n(0)]
    act: Id,
    #[n(1)]
    kind: u16,
    #[cbor(n(2), with = "minicbor::bytes")]
    body: Vec<u8>,
    #[n(3)]
    actor: Actor,
    #[n(4)]
    purpose: Purpose,
    #[n(5)]
    cause: Option<u64>,
    #[n(6)]
    payloads: Vec<SentPayload>,
    #[n(7)]
    rows: Vec<SentRow>,
    #[cbor(n(8), with = "minicbor::bytes")]
    digest: Vec<u8>,
    #[n(9)]
    laid: Option<SentLaid>,
}

/// What became of a deed.
#[derive(Encode, Decode)]
pub(super) enum SentAnswer {
    #[n(0)]
    Entered {
        #[n(0)]
        again: bool,
        #[n(1)]
        seq: u64,
        #[n(2)]
        marks: Vec<RuleName>,
    },
    #[n(1)]
    Refused {
        #[n(0)]
        again: bool,
        #[n(1)]
        rule: RuleName,
        #[n(2)]
        why: String,
        #[n(3)]
        instead: String,
    },
    #[n(2)]
    ForRole {
        #[n(0)]
        again: bool,
        #[n(1)]
        what: String,
        #[n(2)]
        role: String,
    },
    #[n(3)]
    ForPurpose {
        #[n(0)]
        again: bool,
        #[n(1)]
        what: String,
    },
    #[n(4)]
    WithoutPurpose {
        #[n(0)]
        again: bool,
        #[n(1)]
        what: String,
    },
    #[n(5)]
    Invalid {
        #[n(0)]
        again: bool,
        #[n(1)]
        field: String,
        #[n(2)]
        wrong: String,
        #[n(3)]
        right: String,
    },
    #[n(6)]
    Fault(#[n(0)] SentFault),
}

/// Why a deed was not answered.
#[derive(Encode, Decode)]
pub(super) enum SentFault {
    #[n(0)]
    AnotherBody,
    #[n(1)]
    UnknownAct(#[n(0)] u16),
    #[n(2)]
    Unreadable(#[n(0)] String),
    #[n(3)]
    Internal(#[n(0)] String),
    #[n(4)]
    Broken(#[n(0)] String),
    #[n(5)]
    Stopping,
    #[n(6)]
    Busy,
}

/// A text that the program holds. Both sides are the same program, so there are only so many; no more are taken than that.
fn known(text: &str) -> &'static str {
    static TEXTS: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    let texts = texts.get_or_insert_default();
    match texts.get(text) {
        Some(known) => known,
        None if texts.len() < MOST_TEXTS => {
            let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
            texts.insert(kept);
            kept
        }
        None => "see the log",
    }
}

impl SentPayload {
    fn of(one: SealedPayload) -> SentPayload {
        let SealedPayload { slot, subject, key, ciphertext } = one;
        SentPayload { slot, subject, key, ciphertext }
    }

    fn into_payload(self) -> SealedPayload {
        let SentPayload { slot, subject, key, ciphertext } = self;
        SealedPayload { slot, subject, key, ciphertext }
    }
}

impl SentPiece {
    pub(super) fn of(piece: Piece) -> SentPiece {
        SentPiece { act: piece.act, payload: SentPayload::of(piece.payload) }
    }

    pub(super) fn into_piece(self) -> Piece {
        Piece { act: self.act, payload: self.payload.into_payload() }
    }
}

impl SentDeed {
    pub(super) fn of(deed: &Deed) -> SentDeed {
        let laid =
            |laid: &Laid| SentLaid { subject: laid.subject, key: laid.key, promises: laid.promises.clone() };
        let row = |one: &SealedRow| SentRow {
            table: one.table.name.to_owned(),
            subject: one.subject,
            salt: one.salt.to_vec(),
            row: one.row.clone(),
        };
        SentDeed {
            act: deed.act,
            kind: deed.kind,
            body: deed.body.clone(),
            actor: deed.actor,
            purpose: deed.purpose,
            cause: deed.cause,
            payloads: deed.payloads.iter().cloned().map(SentPayload::of).collect(),
            rows: deed.rows.iter().map(row).collect(),
            digest: deed.digest.to_vec(),
            laid: deed.laid.as_ref().map(laid),
        }
    }

    /// The deed; none when it names a table that is not here or a number of the wrong length.
    pub(super) fn into_deed(self, tables: &[&'static Table]) -> Option<Deed> {
        let laid = |laid: SentLaid| Laid { subject: laid.subject, key: laid.key, promises: laid.promises };
        let row = |one: SentRow| {
            let table = *tables.iter().find(|table| table.name == one.table)?;
            Some(SealedRow { table, subject: one.subject, salt: one.salt.try_into().ok()?, row: one.row })
        };
        Some(Deed {
            act: self.act,
            kind: self.kind,
            body: self.body,
            actor: self.actor,
            purpose: self.purpose,
            cause: self.cause,
            payloads: self.payloads.into_iter().map(SentPayload::into_payload).collect(),
            laid: self.laid.map(laid),
            rows: self.rows.into_iter().map(row).collect::<Option<_>>()?,
            digest: self.digest.try_into().ok()?,
        })
    }
}

impl SentFault {
    pub(super) fn of(fault: DeedFault) -> SentFault {
        match fault {
            DeedFault::AnotherBody => SentFault::AnotherBody,
            DeedFault::UnknownAct(kind) => SentFault::UnknownAct(kind),
            DeedFault::Unreadable(why) => SentFault::Unreadable(why),
            DeedFault::Internal(why) => SentFault::Internal(why),
            DeedFault::Broken(why) => SentFault::Broken(why),
            DeedFault::Stopping => SentFault::Stopping,
            DeedFault::Busy => SentFault::Busy,
        }
    }

    pub(super) fn into_fault(self) -> DeedFault {
        match self {
            SentFault::AnotherBody => DeedFault::AnotherBody,
            SentFault::UnknownAct(kind) => DeedFault::UnknownAct(kind),
            SentFault::Unreadable(why) => DeedFault::Unreadable(why),
            SentFault::Internal(why) => DeedFault::Internal(why),
            SentFault::Broken(why) => DeedFault::Broken(why),
            SentFault::Stopping => DeedFault::Stopping,
            SentFault::Busy => DeedFault::Busy,
        }
    }
}

impl SentAnswer {
    /// True where the writer's database or key store failed.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self, SentAnswer::Fault(SentFault::Broken(_)))
    }

    pub(super) fn of(answer: Result<Answer, DeedFault>) -> SentAnswer {
        let Answer { outcome, again, .. } = match answer {
            Ok(answer) => answer,
            Err(fault) => return SentAnswer::Fault(SentFault::of(fault)),
        };
        match outcome {
            Outcome::Entered { seq, marks } => SentAnswer::Entered { again, seq, marks },
            Outcome::Refused(Refusal { rule, why, instead }) => {
                SentAnswer::Refused { again, rule, why: why.to_owned(), instead: instead.to_owned() }
            }
            Outcome::Forbidden(Forbidden::Role { what, role }) => {
                SentAnswer::ForRole { again, what: what.to_owned(), role: role.to_owned() }
            }
            Outcome::Forbidden(Forbidden::Purpose { what }) => {
                SentAnswer::ForPurpose { again, what: what.to_owned() }
            }
            Outcome::Forbidden(Forbidden::NoPurpose { what }) => {
                SentAnswer::WithoutPurpose { again, what: what.to_owned() }
            }
            Outcome::Invalid(Problem { field, wrong, right }) => {
                SentAnswer::Invalid { again, field: field.to_owned(), wrong, right: right.to_owned() }
            }
        }
    }

    pub(super) fn into_answer(self, act: Id) -> Result<Answer, DeedFault> {
        let (again, outcome) = match self {
            SentAnswer::Fault(fault) => return Err(fault.into_fault()),
            SentAnswer::Entered { again, seq, marks } => (again, Outcome::Entered { seq, marks }),
            SentAnswer::Refused { again, rule, why, instead } => {
                (again, Outcome::Refused(Refusal { rule, why: known(&why), instead: known(&instead) }))
            }
            SentAnswer::ForRole { again, what, role } => {
                (again, Outcome::Forbidden(Forbidden::Role { what: known(&what), role: known(&role) }))
            }
            SentAnswer::ForPurpose { again, what } => {
                (again, Outcome::Forbidden(Forbidden::Purpose { what: known(&what) }))
            }
            SentAnswer::WithoutPurpose { again, what } => {
                (again, Outcome::Forbidden(Forbidden::NoPurpose { what: known(&what) }))
            }
            SentAnswer::Invalid { again, field, wrong, right } => {
                (again, Outcome::Invalid(Problem { field: known(&field), wrong, right: known(&right) }))
            }
        };
        Ok(Answer { act, outcome, again })
    }
}

#[cfg(test)]
mod tests;

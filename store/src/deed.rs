//! A deed: an act on its way to the writer, with what is sealed beside it.

use crate::crypto::place;
use crate::keys::KeyFault;
use kernel::{Act, Actor, Commitment, Hash, Id, Outcome, Purpose, Record, Row, Table, Value};

/// A payload, sealed before the writer sees it.
#[derive(Clone, Debug)]
pub struct SealedPayload {
    /// Its slot in the act.
    pub slot: u16,
    /// Whose data it is.
    pub subject: Id,
    /// The key that opens it.
    pub key: Id,
    /// Nonce and ciphertext.
    pub ciphertext: Vec<u8>,
}

/// A row of a sealed table, with its salt.
#[derive(Clone, Debug)]
pub struct SealedRow {
    /// The table.
    pub table: &'static Table,
    /// Whose data it is.
    pub subject: Id,
    /// 32 random bytes: without them the promise tells nothing about the row.
    pub salt: [u8; 32],
    /// The row.
    pub row: Row,
}

impl SealedRow {
    /// What the chain promises about a row: SHA-256 of salt, table name and row.
    #[must_use]
    pub fn promise(salt: &[u8], table: &str, row: &Row) -> Hash {
        Hash::of(&[salt, table.as_bytes(), &[0], &kernel::entry::to_cbor(row)])
    }
}

/// Payloads that were laid before their act, from slot 0 on: they are in the database already, and only promised here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Whose data they are.
    pub subject: Id,
    /// The key that opens them.
    pub key: Id,
    /// What the chain is to promise about each.
    pub promises: Vec<Hash>,
}

/// An act on its way.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Its id, chosen by the sender: the same id twice is one entry.
    pub act: Id,
    /// The kind of act.
    pub kind: u16,
    /// Its canonical public body.
    pub body: Vec<u8>,
    /// Who acts.
    pub actor: Actor,
    /// To what end.
    pub purpose: Purpose,
    /// The entry that it answers, for a worker's reaction.
    pub cause: Option<u64>,
    /// Sealed payloads.
    pub payloads: Vec<SealedPayload>,
    /// Those that were laid before, if any were: then `payloads` has none of their slots.
    pub laid: Option<Laid>,
    /// Rows of sealed tables.
    pub rows: Vec<SealedRow>,
    /// HMAC over everything plain, to tell a retry from another act under the same id.
    pub digest: [u8; 32],
}

impl Deed {
    /// What the act's first entry promises about what is sealed beside it: payloads first, rows after.
    #[must_use]
    pub fn commitments(&self) -> Vec<Commitment> {
        let laid = self.laid.iter().flat_map(|laid| {
            let promised = (0..).zip(&laid.promises);
            promised.map(|(slot, hash)| Commitment { slot, subject: laid.subject, hash: *hash })
        });
        let payloads = self.payloads.iter().map(|payload| Commitment {
            slot: payload.slot,
            subject: payload.subject,
            hash: payload_promise(payload.key, &payload.ciphertext),
        });
        let rows = (ROW_SLOTS..).zip(&self.rows).map(|(slot, row)| Commitment {
            slot,
            subject: row.subject,
            hash: SealedRow::promise(&row.salt, row.table.name, &row.row),
        });
        laid.chain(payloads).chain(rows).collect()
    }
}

/// What the chain promises about a payload: SHA-256 of the key's number and the ciphertext that it opens.
#[must_use]
pub fn payload_promise(key: Id, ciphertext: &[u8]) -> Hash {
    Hash::of(&[&key.0, ciphertext])
}

/// Sealed rows are counted from here, payloads from 0.
pub const ROW_SLOTS: u16 = 0x4000;

/// What the sender is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The act.
    pub act: Id,
    /// What became of it.
    pub outcome: Outcome,
    /// True when this act had been entered before and the answer is the same again.
    pub again: bool,
}

/// Why a deed was not answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DeedFault {
    /// The same act id came with another content.
    #[error("this act id was used for another content: send the same content, or a new act id")]
    AnotherBody,
    /// No such kind of act.
    #[error("no act has the number {0}")]
    UnknownAct(u16),
    /// The body is not one canonical encoding of its act.
    #[error("the act cannot be read: {0}")]
    Unreadable(String),
    /// A defect of ours; nothing was entered.
    #[error("internal: {0}")]
    Internal(String),
    /// The database or key store failed; nothing was entered. Try again.
    #[error("{0}")]
    Broken(String),
    /// Too many acts wait for the writer; nothing was entered. Try again.
    #[error("too many acts wait already: try again in a second")]
    Busy,
    /// The node is stopping.
    #[error("the node is stopping: try again later")]
    Stopping,
}

impl From<KeyFault> for DeedFault {
    fn from(fault: KeyFault) -> Self {
        DeedFault::Broken(fault.to_string())
    }
}

impl From<crate::crypto::NoRandomness> for DeedFault {
    fn from(fault: crate::crypto::NoRandomness) -> Self {
        DeedFault::Broken(fault.to_string())
    }
}

/// Puts a deed together: seals what is personal, draws salts, digests what is plain.
pub struct DeedBuilder<'n> {
    node: &'n crate::node::Node,
    deed: Deed,
    plain: Vec<u8>,
}

impl<'n> DeedBuilder<'n> {
    pub(crate) fn new<A: Act>(
        node: &'n crate::node::Node,
        act: Id,
        what: &A,
        actor: Actor,
        purpose: Purpose,
    ) -> Self {
        DeedBuilder::of(node, act, A::KIND.code, kernel::entry::to_cbor(what), actor, purpose)
    }

    /// Of an act whose kind and canonical body are known.
    pub(crate) fn of(
        node: &'n crate::node::Node,
        act: Id,
        kind: u16,
        body: Vec<u8>,
        actor: Actor,
        purpose: Purpose,
    ) -> Self {
        let plain = body.clone();
        let deed = Deed {
            act,
            kind,
            body,
            actor,
            purpose,
            cause: None,
            payloads: Vec::new(),
            laid: None,
            rows: Vec::new(),
            digest: [0; 32],
        };
        DeedBuilder { node, deed, plain }
    }

    /// With what was laid for this act. A retry is told by what it promises.
    pub(crate) fn laid(mut self, laid: Laid) -> Self {
        self.plain.extend(laid.subject.0);
        self.plain.extend(laid.promises.iter().flat_map(|promise| promise.0));
        self.deed.laid = Some(laid);
        self
    }

    /// Makes it the answer to an entry: a worker's reaction, under the job's id.
    #[must_use]
    pub fn caused_by(mut self, cause: u64) -> Self {
        self.deed.cause = Some(cause);
        self
    }

    /// Says that nothing was ever sealed for this subject: a new key is drawn without looking for an old one.
    ///
    /// # Errors
    /// [`DeedFault::Broken`] when no key can be had.
    pub fn for_new(self, subject: Id) -> Result<Self, DeedFault> {
        self.node.draw_key_for(subject)?;
        Ok(self)
    }

    /// Seals a payload into a slot, under the subject's key.
    ///
    /// # Errors
    /// [`DeedFault::Broken`] when no key can be had.
    pub fn seal(mut self, slot: u16, subject: Id, plain: &[u8]) -> Result<Self, DeedFault> {
        let (key, secret) = self.node.key_of(subject)?;
        let ciphertext = secret.seal(&place(self.deed.act, slot), plain)?;
        self.plain.extend(slot.to_be_bytes());
        self.plain.extend(subject.0);
        self.plain.extend((plain.len() as u64).to_be_bytes());
        self.plain.extend(plain);
        self.deed.payloads.push(SealedPayload { slot, subject, key, ciphertext });
        Ok(self)
    }

    /// Adds a row of a sealed table.
    ///
    /// # Errors
    /// [`DeedFault::Broken`] when no salt can be drawn.
    pub fn row<R: Record>(self, subject: Id, record: &R) -> Result<Self, DeedFault> {
        self.sealed_row(subject, R::TABLE, record.to_row())
    }

    /// As [`DeedBuilder::row`], of a table whose type is not at hand.
    pub(crate) fn sealed_row(
        mut self,
        subject: Id,
        table: &'static Table,
        row: Row,
    ) -> Result<Self, DeedFault> {
        self.plain.extend(kernel::entry::to_cbor::<Vec<Value>>(&row));
        self.deed.rows.push(SealedRow { table, subject, salt: crate::crypto::random()?, row });
        Ok(self)
    }

    /// The deed.
    #[must_use]
    pub fn build(mut self) -> Deed {
        // Another person's act is another act: nobody learns what became of somebody else's by knowing its id.
        let parts: [&[u8]; 3] = [&self.deed.kind.to_be_bytes(), &self.deed.actor.id.0, &self.plain];
        self.deed.digest = self.node.digest(&parts);
        self.deed
    }
}

//! Payloads too large to be held in memory: each piece is sealed and durable when it has come, before the act that takes all of them in.
//!
//! Until then its rows of `payload` are promised by no entry, and a row of `laid` says so. The act's transaction takes that row away and
//! promises them all, so they are whole or they are nothing: what no act took in goes when its sender gives up, when the node starts, or
//! by its age.

use crate::crypto::{Secret, place, random};
use crate::database::{Database, DatabaseFault, Statement};
use crate::deed::{DeedBuilder, DeedFault, Laid, ROW_SLOTS, SealedPayload, payload_promise};
use crate::node::Node;
use kernel::{Act, Actor, Cell, Id, Purpose, Value};
use std::sync::Arc;

/// So many pieces go in one transaction: nobody's act waits long for it.
const GO_TOGETHER: usize = 64;

/// A sealed piece on its way to the writer.
pub(crate) struct Piece {
    pub(crate) act: Id,
    pub(crate) payload: SealedPayload,
}

/// Pieces that are being laid. What is not taken in by its act goes when this does.
pub struct Laying {
    node: Arc<Node>,
    act: Id,
    laid: Laid,
    secret: Secret,
}

/// All pieces, laid: their act can take them in.
pub struct Whole(Laying);

impl Laying {
    /// Begins what is to lie beside that act, as that subject's.
    ///
    /// # Errors
    /// [`DeedFault::Broken`] when no key can be had.
    pub fn begin(node: &Arc<Node>, act: Id, subject: Id) -> Result<Laying, DeedFault> {
        let (key, secret) = node.key_of(subject)?;
        Ok(Laying::of(node, act, subject, (key, secret)))
    }

    /// Begins what cannot be said yet whose it is: nobody has its key but this, so no act can take it in. [`Laying::copy`] lays it again.
    ///
    /// # Errors
    /// [`DeedFault::Broken`] when the system gives no randomness.
    pub fn aside(node: &Arc<Node>) -> Result<Laying, DeedFault> {
        let (act, key) = (Id(random()?), (Id(random()?), Secret::random()?));
        Ok(Laying::of(node, act, act, key))
    }

    fn of(node: &Arc<Node>, act: Id, subject: Id, (key, secret): (Id, Secret)) -> Laying {
        Laying { node: Arc::clone(node), act, laid: Laid { subject, key, promises: Vec::new() }, secret }
    }

    /// Lays the next piece; it is durable when this returns. Blocking.
    ///
    /// # Errors
    /// [`DeedFault`]: then the whole is to be begun anew.
    pub fn put(&mut self, piece: &[u8]) -> Result<(), DeedFault> {
        let slot = u16::try_from(self.laid.promises.len()).ok().filter(|slot| *slot < ROW_SLOTS);
        let slot = slot.ok_or_else(|| DeedFault::Internal("an act has no slot for so much".into()))?;
        let ciphertext = self.secret.seal(&place(self.act, slot), piece)?;
        let Laid { subject, key, .. } = self.laid;
        let promise = payload_promise(key, &ciphertext);
        let payload = SealedPayload { slot, subject, key, ciphertext };
        // Where the answer is lost it may be there all the same.
        self.laid.promises.push(promise);
        self.node.lay(Piece { act: self.act, payload })
    }

    /// Lays what another laid, a piece at a time. Blocking.
    ///
    /// # Errors
    /// [`DeedFault`].
    pub fn copy(&mut self, other: &Laying) -> Result<(), DeedFault> {
        let gone = || DeedFault::Broken("what was laid is gone: send it again".into());
        let sql = "SELECT ciphertext FROM payload WHERE act = $1 AND slot = $2";
        for slot in (0..).take(other.laid.promises.len()) {
            let parameters = vec![other.act.to_value(), Value::Integer(i64::from(slot))];
            let rows = self.node.read(|database| database.rows(sql, parameters));
            let rows = rows.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
            let Some([Value::Bytes(ciphertext)]) = rows.first().map(Vec::as_slice) else {
                return Err(gone());
            };
            let plain = other.secret.open(&place(other.act, slot), ciphertext).map_err(|_| gone())?;
            self.put(&plain)?;
        }
        Ok(())
    }

    /// No more pieces come.
    #[must_use]
    pub fn end(self) -> Whole {
        Whole(self)
    }
}

impl Drop for Laying {
    fn drop(&mut self) {
        // Whatever its act took in is not let go of.
        if !self.laid.promises.is_empty() {
            self.node.let_go(self.act);
        }
    }
}

impl Whole {
    /// The act that takes them in, put together. Keep this until it is answered.
    #[must_use]
    pub fn deed<A: Act>(&self, what: &A, actor: Actor, purpose: Purpose) -> DeedBuilder<'_> {
        self.0.node.deed(self.0.act, what, actor, purpose).laid(self.0.laid.clone())
    }

    /// The act's number.
    #[must_use]
    pub fn act(&self) -> Id {
        self.0.act
    }
}

/// Whether all that was laid for an act is there, and no act took it in yet.
pub(crate) const IS_LAID: &str =
    "SELECT (SELECT COUNT(*) FROM payload WHERE act = $1), (SELECT COUNT(*) FROM laid WHERE act = $1)";

/// What puts a piece there. One that is there already is never replaced: an entry may have promised it.
pub(crate) fn laying(piece: &Piece, since: i64) -> [Statement; 2] {
    let Piece { act, payload: SealedPayload { slot, subject, key, ciphertext } } = piece;
    let open = "INSERT INTO laid (act, since) VALUES ($1, $2) ON CONFLICT (act) DO UPDATE SET since = excluded.since";
    let put = "INSERT INTO payload (act, slot, subject, key, ciphertext) VALUES ($1, $2, $3, $4, $5)";
    let parameters = vec![
        act.to_value(),
        Value::Integer(i64::from(*slot)),
        subject.to_value(),
        key.to_value(),
        Value::Bytes(ciphertext.clone()),
    ];
    [Statement::new(open, vec![act.to_value(), Value::Integer(since)]), Statement::new(put, parameters)]
}

/// What takes it in: from then on an entry promises it.
pub(crate) fn taking_in(act: Id) -> Statement {
    Statement::new("DELETE FROM laid WHERE act = $1", vec![act.to_value()])
}

/// Lets go of the last pieces that were laid for an act, inside of a transaction; false when none are left. What an act took in stays.
pub(crate) fn let_go_of_some(database: &mut dyn Database, act: Id) -> Result<bool, DatabaseFault> {
    let laid = "act = $1 AND act IN (SELECT act FROM laid)";
    let sql = format!("SELECT slot FROM payload WHERE {laid} ORDER BY slot DESC LIMIT {GO_TOGETHER}");
    let slots = database.rows(&sql, vec![act.to_value()])?;
    let more = slots.len() == GO_TOGETHER;
    if let Some([slot]) = slots.last().map(Vec::as_slice) {
        let sql = format!("DELETE FROM payload WHERE {laid} AND slot >= $2");
        database.run(&[Statement::new(sql, vec![act.to_value(), slot.clone()])])?;
    }
    if !more {
        database.run(&[taking_in(act)])?;
    }
    Ok(more)
}

/// For which acts something was laid last before a moment.
pub(crate) fn laid_before(database: &mut dyn Database, moment: i64) -> Result<Vec<Id>, DatabaseFault> {
    let rows = database.rows("SELECT act FROM laid WHERE since < $1", vec![Value::Integer(moment)])?;
    Ok(rows.iter().flatten().filter_map(|cell| Id::from_value(cell).ok()).collect())
}

/// Lets go of all that no act took in, before anybody lays anything.
pub(crate) fn let_go_of_all(database: &mut dyn Database) -> Result<(), DatabaseFault> {
    for act in laid_before(database, i64::MAX)? {
        loop {
            database.declare("BEGIN")?;
            let more = let_go_of_some(database, act)?;
            database.declare("COMMIT")?;
            if !more {
                break;
            }
        }
    }
    Ok(())
}

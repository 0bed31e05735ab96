//! What is sealed, at the node: whose key seals it, and the trace without which nothing is opened.

use super::Node;
use crate::crypto::{CannotOpen, Secret, place};
use crate::database::DatabaseFault;
use crate::deed::DeedFault;
use crate::keys::{BoxFault, KeyFault};
use crate::team::{Team, TeamKeys};
use crate::writer::now;
use kernel::look::Look;
use kernel::{Actor, Ask, Cell, Forbidden, Id, Outcome, Personal, Purpose, ReadKind, Refusal, Value, allow};
use std::collections::BTreeSet;
use std::sync::PoisonError;

/// Why personal data are not shown.
#[derive(Debug, thiserror::Error)]
pub enum LookFault {
    /// The policy refuses.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A rights rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The trace could not be made durable: then nothing is shown.
    #[error(transparent)]
    Trace(#[from] DeedFault),
    /// The data are erased, or not covered by the trace, or the record is not known to the unit of whoever asks.
    #[error("erased")]
    Gone,
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    /// The key store.
    #[error(transparent)]
    Keys(KeyFault),
    /// It does not open: a damaged database.
    #[error(transparent)]
    CannotOpen(#[from] CannotOpen),
}

/// The durable trace of a look: what it does not name is not opened.
#[derive(Debug)]
pub struct Trace {
    whose: BTreeSet<Id>,
}

impl Node {
    /// A blind token: equal texts of one domain give equal tokens, and without the root secret a token tells nothing.
    #[must_use]
    pub fn token(&self, domain: &str, text: &[u8]) -> [u8; 32] {
        self.index_key.mac(&[domain.as_bytes(), text])
    }

    pub(crate) fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.digest_key.mac(parts)
    }

    /// A secret for one use in the doors (sessions, say), derived from the root secret: a new node key leaves it as it is.
    #[must_use]
    pub fn secret(&self, label: &str) -> Secret {
        self.root.derive(label)
    }

    /// The public halves that a public door seals to now.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn team_keys(&self) -> Result<TeamKeys, KeyFault> {
        self.keys.team_keys()
    }

    /// Opens what a public door sealed for a team.
    ///
    /// # Errors
    /// [`BoxFault`].
    pub fn open_box(&self, team: Team, sealed: &[u8]) -> Result<Personal<Vec<u8>>, BoxFault> {
        self.keys.open_box(team, sealed, now()).map(Personal::new)
    }

    /// The key that a subject's data are sealed with: the one in use, or a new one.
    pub(crate) fn key_of(&self, subject: Id) -> Result<(Id, Secret), DeedFault> {
        let known = self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner).get(&subject).copied();
        let known = match known {
            Some(key) => Some(key),
            None => self.stored_key_of(subject)?,
        };
        match known {
            Some(id) => match self.keys.get(id) {
                Ok(key) => {
                    self.remember_key(subject, id);
                    Ok((id, key))
                }
                // It was erased since it was remembered.
                Err(KeyFault::Gone) => self.draw_key_for(subject),
                Err(fault) => Err(fault.into()),
            },
            None => self.draw_key_for(subject),
        }
    }

    /// Draws a new key for a subject.
    pub(crate) fn draw_key_for(&self, subject: Id) -> Result<(Id, Secret), DeedFault> {
        let (id, key) = self.keys.draw()?;
        self.remember_key(subject, id);
        Ok((id, key))
    }

    fn remember_key(&self, subject: Id, key: Id) {
        let mut remembered = self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= 65_536 {
            remembered.clear();
        }
        remembered.insert(subject, key);
    }

    fn stored_key_of(&self, subject: Id) -> Result<Option<Id>, DeedFault> {
        let sql = "SELECT key FROM payload WHERE subject = $1 LIMIT 1";
        let rows = self.read(|database| database.rows(sql, vec![subject.to_value()]));
        let rows = rows.map_err(|fault| DeedFault::Broken(fault.to_string()))?;
        Ok(rows.first().and_then(|row| row.first()).and_then(|cell| Id::from_value(cell).ok()))
    }

    /// Asks the policy and the rules, and makes the trace of a look durable. Blocking.
    ///
    /// # Errors
    /// [`LookFault`]: then nothing may be shown.
    pub fn look(
        &self,
        actor: Actor,
        read: &'static ReadKind,
        purpose: Purpose,
        whose: &[Id],
    ) -> Result<Trace, LookFault> {
        allow(&actor, Ask::Read(read), purpose)?;
        let look = Look { read: read.code, whose: whose.to_vec() };
        let deed = self.deed(self.new_id()?, &look, actor, purpose).build();
        match self.enter_now(deed)?.outcome {
            Outcome::Entered { .. } => Ok(Trace { whose: whose.iter().copied().collect() }),
            Outcome::Refused(refusal) => Err(refusal.into()),
            Outcome::Forbidden(forbidden) => Err(forbidden.into()),
            // All that can be wrong with a look is that the unit does not know of the record.
            Outcome::Invalid(_) => Err(LookFault::Gone),
        }
    }

    /// Opens one sealed payload under a trace that names its subject. Blocking.
    ///
    /// # Errors
    /// [`LookFault::Gone`] when it is erased or belongs to somebody whom the trace does not name.
    pub fn open_payload(&self, trace: &Trace, act: Id, slot: u16) -> Result<Personal<Vec<u8>>, LookFault> {
        let sql = "SELECT subject, key, ciphertext FROM payload WHERE act = $1 AND slot = $2";
        let rows =
            self.read(|database| database.rows(sql, vec![act.to_value(), Value::Integer(i64::from(slot))]))?;
        let Some([subject, key, Value::Bytes(ciphertext)]) = rows.first().map(Vec::as_slice) else {
            return Err(LookFault::Gone);
        };
        let (Ok(subject), Ok(key)) = (Id::from_value(subject), Id::from_value(key)) else {
            return Err(LookFault::Gone);
        };
        if !trace.whose.contains(&subject) {
            return Err(LookFault::Gone);
        }
        let key = match self.keys.get(key) {
            Ok(key) => key,
            Err(KeyFault::Gone) => return Err(LookFault::Gone),
            Err(fault) => return Err(LookFault::Keys(fault)),
        };
        Ok(Personal::new(key.open(&place(act, slot), ciphertext)?))
    }
}

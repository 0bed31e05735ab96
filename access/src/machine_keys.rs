//! Keys of senders' systems: a name and a secret that we draw, shown once. The secret is long enough that a keyed hash keeps it; what a
//! key opens, and for whom, stands in the journal ([`MachineKey`](crate::tables::MachineKey)).

use crate::acts::OpenMachineKey;
use crate::codes::Environment;
use crate::fault::AccountFault;
use crate::founding::enter;
use crate::runtime::{MachineSecret, all, new_secret, one, put};
use crate::tables::MachineKey;
use kernel::{Actor, Cell as _, Id, Instant, Record as _, Role, Value};
use store::database::TableSql;
use store::{DatabaseFault, Node};

/// A key that was opened. Its secret is shown once.
#[derive(Clone)]
pub struct OpenedKey {
    /// The key's number.
    pub key: Id,
    /// The name that it signs in with.
    pub name: String,
    /// The secret.
    pub secret: String,
}

/// Whose system it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineSender {
    /// The key.
    pub key: Id,
    /// The name that it signs in with.
    pub name: String,
    /// The unit that it sends for.
    pub unit: Id,
    /// What it opens.
    pub environment: Environment,
}

impl MachineSender {
    /// Who acts by it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { id: self.key, role: Role::Sender, unit: self.unit }
    }
}

fn hash(node: &Node, name: &str, secret: &str) -> Vec<u8> {
    // Lengths keep one pair from being another.
    let parts: [&[u8]; 4] =
        [b"machine-key", &(name.len() as u64).to_be_bytes(), name.as_bytes(), secret.as_bytes()];
    node.secret("sessions").mac(&parts).to_vec()
}

fn seal(node: &Node, secret: &[u8], key: Id) -> Vec<u8> {
    node.secret("sessions").mac(&[b"machine-key-seal", secret, &key.0]).to_vec()
}

/// Whether a text can be the name of a machine key.
fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (3..=40).contains(&name.len()) && name.chars().all(fits)
}

/// Opens a key, and tells its secret once. Blocking.
///
/// # Errors
/// [`AccountFault`] names the field, what is wrong and what would be right.
pub fn open_machine_key(
    node: &Node,
    by: Actor,
    name: &str,
    unit: Id,
    environment: Environment,
    now: Instant,
) -> Result<OpenedKey, AccountFault> {
    if !is_name(name) {
        return Err(AccountFault::KeyName);
    }
    let taken = node.runtime(|database| {
        all::<MachineSecret>(database, "machine_secret_by_name", name.to_owned().to_value())
    })?;
    if !taken.is_empty() {
        return Err(AccountFault::KeyNameTaken);
    }
    let (key, secret) = (node.new_id()?, new_secret()?);
    enter(node, &OpenMachineKey { key, unit, environment }, by)?;
    let hashed = hash(node, name, &secret);
    let row = MachineSecret {
        seal: seal(node, &hashed, key),
        secret: hashed,
        key,
        name: name.to_owned(),
        made: now,
    };
    node.runtime(|database| database.run(&[put(&row)]))?;
    Ok(OpenedKey { key, name: name.to_owned(), secret })
}

/// Whose system signs in so; nobody's where the secret is another, or the key is ended. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn machine_sender(node: &Node, name: &str, secret: &str) -> Result<Option<MachineSender>, DatabaseFault> {
    let hashed = hash(node, name, secret);
    let row = node.runtime(|database| one::<MachineSecret>(database, Value::Bytes(hashed.clone())))?;
    let Some(row) = row.filter(|row| row.name == name && row.seal == seal(node, &hashed, row.key)) else {
        return Ok(None);
    };
    let get = TableSql::of(MachineKey::TABLE).get;
    let found = node.read(|database| database.records::<MachineKey>(&get, vec![row.key.to_value()]))?;
    let key = found.into_iter().find(|key| key.works);
    Ok(key.map(|key| MachineSender {
        key: row.key,
        name: row.name.clone(),
        unit: key.unit,
        environment: key.environment,
    }))
}

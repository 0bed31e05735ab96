//! Keys of senders' systems: a name and a secret that we draw, shown once. The secret is long enough that a keyed hash keeps it; what a
//! key opens, and for whom, stands in the journal ([`MachineKey`](crate::tables::MachineKey)).

use crate::acts::{OpenMachineKey, SucceedMachineKey};
use crate::codes::Environment;
use crate::fault::AccountFault;
use crate::founding::enter;
pub use crate::runtime::MachineSpent;
use crate::runtime::{MachineSecret, all, new_secret, one, put};
use crate::tables::MachineKey;
use kernel::{Act, Actor, Cell as _, Id, Instant, Record as _, Role, Value};
use std::collections::BTreeMap;
use store::database::TableSql;
use store::{DatabaseFault, Node, Statement};

/// How often its use is noted.
const NOTED_MS: i64 = 60_000;

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
    /// Most reports that it hands in within a minute.
    pub per_minute: i64,
    /// Most bytes that it hands in within a day.
    pub bytes_a_day: i64,
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
    let quotas = (None, None);
    open_with_quotas(node, by, name, unit, environment, quotas, now)
}

/// The same, with how much it hands in at most: reports a minute and bytes a day, where these are not the usual. Blocking.
///
/// # Errors
/// [`AccountFault`] names the field, what is wrong and what would be right.
pub fn open_with_quotas(
    node: &Node,
    by: Actor,
    name: &str,
    unit: Id,
    environment: Environment,
    (per_minute, bytes_a_day): (Option<u32>, Option<u64>),
    now: Instant,
) -> Result<OpenedKey, AccountFault> {
    let open = |key| OpenMachineKey { key, unit, environment, per_minute, bytes_a_day };
    let key = entered_under(node, name, open, by)?;
    keep_secret(node, key, name, now)
}

/// Opens the next key of a sender's system by the one that it has, which ends a day later, or at once. Tells the new secret once.
/// Blocking.
///
/// # Errors
/// [`AccountFault`] names the field, what is wrong and what would be right.
pub fn succeed_machine_key(
    node: &Node,
    old: &MachineSender,
    name: &str,
    at_once: bool,
    now: Instant,
) -> Result<OpenedKey, AccountFault> {
    let key = entered_under(node, name, |key| SucceedMachineKey { key, at_once }, old.actor())?;
    keep_secret(node, key, name, now)
}

/// Enters the act that opens a key of that name. The key's number follows from the name, so that of two who open one name at once the
/// journal, where no number is taken twice, lets in the first alone. A name that was given once is never given again.
fn entered_under<A: Act>(
    node: &Node,
    name: &str,
    act: impl FnOnce(Id) -> A,
    by: Actor,
) -> Result<Id, AccountFault> {
    if !is_name(name) {
        return Err(AccountFault::KeyName);
    }
    let number: [u8; 16] = std::array::from_fn({
        let token = node.token("machine-key-name", name.as_bytes());
        move |at| token[at]
    });
    let key = Id(number);
    // Keys from before numbers followed from names have their names here alone.
    let named = node.runtime(|database| {
        all::<MachineSecret>(database, "machine_secret_by_name", name.to_owned().to_value())
    })?;
    if !named.is_empty() || is_key(node, key)? {
        return Err(AccountFault::KeyNameTaken);
    }
    match enter(node, &act(key), by) {
        // Somebody else was quicker.
        Err(AccountFault::Denied(_)) if is_key(node, key)? => Err(AccountFault::KeyNameTaken),
        done => done.map(|_| key),
    }
}

/// Whether there is a key of that number.
fn is_key(node: &Node, key: Id) -> Result<bool, DatabaseFault> {
    let get = TableSql::of(MachineKey::TABLE).get;
    Ok(!node.read(|database| database.rows(&get, vec![key.to_value()]))?.is_empty())
}

/// What a key has handed in, as it was noted last; nothing of one that never did. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn noted_spent(node: &Node, key: Id) -> Result<Option<MachineSpent>, DatabaseFault> {
    node.runtime(|database| one::<MachineSpent>(database, key.to_value()))
}

/// Notes what a key has handed in; a note that comes late changes nothing. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn note_spent(node: &Node, spent: &MachineSpent) -> Result<(), DatabaseFault> {
    let sql = "INSERT INTO machine_spent (key, minute, reports, day, bytes) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (key) DO UPDATE SET minute = excluded.minute, reports = excluded.reports, day = excluded.day, bytes = excluded.bytes \
        WHERE (excluded.day, excluded.bytes, excluded.minute, excluded.reports) \
        > (machine_spent.day, machine_spent.bytes, machine_spent.minute, machine_spent.reports)";
    node.runtime(|database| database.run(&[Statement::new(sql, spent.to_row())]))
}

/// Draws a secret for a key and keeps what tells it again.
fn keep_secret(node: &Node, key: Id, name: &str, now: Instant) -> Result<OpenedKey, AccountFault> {
    let secret = new_secret()?;
    let hashed = hash(node, name, &secret);
    let row = MachineSecret {
        seal: seal(node, &hashed, key),
        secret: hashed,
        key,
        name: name.to_owned(),
        made: now,
        used: Instant(0),
    };
    node.runtime(|database| database.run(&[put(&row)]))?;
    Ok(OpenedKey { key, name: name.to_owned(), secret })
}

/// A key in the list of keys: never its secret.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedKey {
    /// What the journal says of it.
    pub key: MachineKey,
    /// The name that it signs in with; nothing where `runtime.db` was lost: such a key lets nobody in.
    pub name: Option<String>,
    /// When it was last used, to the minute.
    pub used: Option<Instant>,
}

/// All keys, the newest first; those that are ended, too. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn machine_keys(node: &Node) -> Result<Vec<ListedKey>, DatabaseFault> {
    let (keys, secrets) = (TableSql::of(MachineKey::TABLE).all, TableSql::of(MachineSecret::TABLE).all);
    let keys = node.read(|database| database.records::<MachineKey>(&keys, Vec::new()))?;
    let secrets = node.runtime(|database| database.records::<MachineSecret>(&secrets, Vec::new()))?;
    let beside: BTreeMap<Id, MachineSecret> = secrets.into_iter().map(|row| (row.key, row)).collect();
    let listed = |key: MachineKey| {
        let row = beside.get(&key.key);
        let used = row.map(|row| row.used).filter(|used| used.0 != 0);
        ListedKey { key, name: row.map(|row| row.name.clone()), used }
    };
    let mut found: Vec<ListedKey> = keys.into_iter().map(listed).collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.key.opened_at, one.key.key)));
    Ok(found)
}

/// The row of a secret, and whose it is, where it is somebody's.
type Found = (MachineSecret, MachineSender);

fn found(node: &Node, name: &str, secret: &str, now: Instant) -> Result<Option<Found>, DatabaseFault> {
    let hashed = hash(node, name, secret);
    let row = node.runtime(|database| one::<MachineSecret>(database, Value::Bytes(hashed.clone())))?;
    let Some(row) = row.filter(|row| row.name == name && row.seal == seal(node, &hashed, row.key)) else {
        return Ok(None);
    };
    let get = TableSql::of(MachineKey::TABLE).get;
    let keys = node.read(|database| database.records::<MachineKey>(&get, vec![row.key.to_value()]))?;
    Ok(keys.into_iter().find(|key| key.lets_in(now)).map(|key| {
        let MachineKey { key, unit, environment, per_minute, bytes_a_day, .. } = key;
        let name = row.name.clone();
        let sender = MachineSender { key, name, unit, environment, per_minute, bytes_a_day };
        (row, sender)
    }))
}

/// Whose system signs in so; nobody's where the secret is another, or the key is ended. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn machine_sender(
    node: &Node,
    name: &str,
    secret: &str,
    now: Instant,
) -> Result<Option<MachineSender>, DatabaseFault> {
    Ok(found(node, name, secret, now)?.map(|(_, sender)| sender))
}

/// The same at the door, where it is noted, once a minute, that the key is used. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn sender_at_door(
    node: &Node,
    name: &str,
    secret: &str,
    now: Instant,
) -> Result<Option<MachineSender>, DatabaseFault> {
    let Some((row, sender)) = found(node, name, secret, now)? else { return Ok(None) };
    if now.0 - row.used.0 > NOTED_MS {
        let sql = "UPDATE machine_secret SET used = $2 WHERE secret = $1";
        let note = Statement::new(sql, vec![Value::Bytes(row.secret), now.to_value()]);
        node.runtime(|database| database.run(&[note]))?;
    }
    Ok(Some(sender))
}

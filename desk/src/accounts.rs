//! Accounts, sessions and tokens of staff: argon2id, secrets stored only as keyed hashes.

use crate::access::{AccountRow, SessionRow};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::{Id, Instant, Purpose, Record, Role, Value};
use store::database::TableSql;
use store::{Database, DatabaseFault, Node, Statement};

/// A session without use ends after this.
const IDLE_MS: i64 = 30 * 60 * 1000;
/// A session ends after this whatever happens.
const LONGEST_MS: i64 = 12 * 60 * 60 * 1000;
/// A token of a machine ends after this.
const TOKEN_DAYS: i64 = 365;
/// After so many failures in a row the account waits.
const FAILURES: i64 = 5;
/// How long it waits.
const LOCK_MS: i64 = 15 * 60 * 1000;
/// Least length of a password in characters.
const PASSWORD_LEAST: usize = 12;

/// An account, as far as its holder is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name one signs in with.
    pub user: String,
    /// The number that stands in entries.
    pub id: Id,
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: Id,
}

/// An account to be.
pub struct NewAccount<'a> {
    /// The name one signs in with: 2 to 40 letters, digits, dots, hyphens.
    pub user: &'a str,
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: Id,
    /// The password: at least 12 characters.
    pub password: &'a str,
}

/// Why an account cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum AccountFault {
    /// The name is not one.
    #[error("user: '{0}' is no name to sign in with; 2 to 40 letters, digits, dots or hyphens are")]
    User(String),
    /// The name is taken.
    #[error("user: '{0}' is taken; choose another name")]
    Taken(String),
    /// Nobody has that name.
    #[error("user: '{0}' is nobody's name; make the account first with 'tutela account'")]
    Nobody(String),
    /// The password is too short.
    #[error("password: it is shorter than 12 characters; longer is safer, words are fine")]
    Password,
    /// Name and password do not fit each other, or the account waits after too many attempts.
    #[error("name and password do not fit each other")]
    WrongPassword,
    /// The library failed.
    #[error("passwords cannot be hashed here: {0}")]
    Hash(String),
    /// `runtime.db` failed.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
}

fn one<R: Record>(database: &mut dyn Database, key: Value) -> Result<Option<R>, DatabaseFault> {
    let rows = database.records::<R>(&TableSql::of(R::TABLE).get, vec![key])?;
    Ok(rows.into_iter().next())
}

fn put<R: Record>(database: &mut dyn Database, record: &R) -> Result<(), DatabaseFault> {
    database.run(&[Statement::new(TableSql::of(R::TABLE).put, record.to_row())]).map(drop)
}

/// Makes an account.
///
/// # Errors
/// [`AccountFault`] names the field, what is wrong and what would be right.
pub fn add_account(node: &Node, new: &NewAccount<'_>) -> Result<Account, AccountFault> {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    if !(2..=40).contains(&new.user.len()) || !new.user.chars().all(fits) {
        return Err(AccountFault::User(new.user.chars().take(40).collect()));
    }
    if new.password.chars().count() < PASSWORD_LEAST {
        return Err(AccountFault::Password);
    }
    let hash = Argon2::default().hash_password(new.password.as_bytes());
    let password = hash.map_err(|error| AccountFault::Hash(error.to_string()))?.to_string();
    let id = node.new_id().map_err(|fault| AccountFault::Hash(fault.to_string()))?;
    node.runtime(|database| {
        if one::<AccountRow>(database, Value::Text(new.user.to_owned()))?.is_some() {
            return Ok(None);
        }
        let (role, unit) = (new.role, new.unit);
        let row = AccountRow {
            user: new.user.to_owned(),
            id,
            role,
            unit,
            password,
            failures: 0,
            locked_until: Instant(0),
        };
        put(database, &row)?;
        Ok(Some(Account { user: row.user, id, role, unit }))
    })?
    .ok_or_else(|| AccountFault::Taken(new.user.to_owned()))
}

/// Checks name and password; costs the same whether the name exists or not.
pub(crate) fn check_password(
    node: &Node,
    user: &str,
    password: &str,
    now: Instant,
) -> Result<Account, AccountFault> {
    let row = node.runtime(|database| one::<AccountRow>(database, Value::Text(user.to_owned())))?;
    let known = row.as_ref().map_or(DUMMY, |row| row.password.as_str());
    let hash = PasswordHash::new(known).map_err(|error| AccountFault::Hash(error.to_string()))?;
    let fits = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    let Some(mut row) = row else { return Err(AccountFault::WrongPassword) };
    if now < row.locked_until {
        return Err(AccountFault::WrongPassword);
    }
    row.failures = if fits { 0 } else { row.failures + 1 };
    if row.failures >= FAILURES {
        (row.failures, row.locked_until) = (0, Instant(now.0 + LOCK_MS));
    }
    node.runtime(|database| put(database, &row))?;
    if fits {
        Ok(Account { user: row.user, id: row.id, role: row.role, unit: row.unit })
    } else {
        Err(AccountFault::WrongPassword)
    }
}

/// A hash of nothing anybody knows, so that an unknown name costs as much time as a known one.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Zm9yIHRpbWluZyBvbmx5LCBmaXRzIG5vIHdvcmQgYXQgYWw";

fn hashed(node: &Node, secret: &str) -> Vec<u8> {
    node.secret("sessions").mac(&[secret.as_bytes()]).to_vec()
}

fn new_secret() -> Result<String, AccountFault> {
    let bytes: [u8; 32] = store::crypto::random().map_err(|error| AccountFault::Hash(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Opens a session and tells its secret, which is stored nowhere.
pub(crate) fn open_session(
    node: &Node,
    user: &str,
    purpose: Purpose,
    now: Instant,
) -> Result<String, AccountFault> {
    let secret = new_secret()?;
    let ends = Instant(now.0 + LONGEST_MS);
    let row = SessionRow {
        secret: hashed(node, &secret),
        user: user.to_owned(),
        purpose,
        machine: false,
        used: now,
        ends,
    };
    node.runtime(|database| put(database, &row))?;
    Ok(secret)
}

/// Makes a machine's token and tells it once.
///
/// # Errors
/// [`AccountFault`].
pub fn add_token(node: &Node, user: &str, purpose: Purpose, now: Instant) -> Result<String, AccountFault> {
    let known = node.runtime(|database| one::<AccountRow>(database, Value::Text(user.to_owned())))?;
    if known.is_none() {
        return Err(AccountFault::Nobody(user.to_owned()));
    }
    let secret = format!("tutela-{}", new_secret()?);
    let ends = now.plus_days(TOKEN_DAYS);
    let row = SessionRow {
        secret: hashed(node, &secret),
        user: user.to_owned(),
        purpose,
        machine: true,
        used: now,
        ends,
    };
    node.runtime(|database| put(database, &row))?;
    Ok(secret)
}

/// Whose session or token a secret is, with its purpose; ended ones are nobody's.
pub(crate) fn whose(
    node: &Node,
    secret: &str,
    machine: bool,
    now: Instant,
) -> Result<Option<(Account, Purpose)>, DatabaseFault> {
    node.runtime(|database| {
        let Some(mut row) = one::<SessionRow>(database, Value::Bytes(hashed(node, secret)))? else {
            return Ok(None);
        };
        let idle = !row.machine && now.0 - row.used.0 > IDLE_MS;
        if idle || now >= row.ends || row.machine != machine {
            return Ok(None);
        }
        let Some(account) = one::<AccountRow>(database, Value::Text(row.user.clone()))? else {
            return Ok(None);
        };
        // Once a minute is often enough to know that somebody is there.
        if now.0 - row.used.0 > 60_000 {
            row.used = now;
            put(database, &row)?;
        }
        let account = Account { user: account.user, id: account.id, role: account.role, unit: account.unit };
        Ok(Some((account, row.purpose)))
    })
}

/// States another purpose in a session.
pub(crate) fn restate(node: &Node, secret: &str, purpose: Purpose) -> Result<(), DatabaseFault> {
    node.runtime(|database| match one::<SessionRow>(database, Value::Bytes(hashed(node, secret)))? {
        Some(row) => put(database, &SessionRow { purpose, ..row }),
        None => Ok(()),
    })
}

/// Ends a session.
pub(crate) fn close_session(node: &Node, secret: &str) -> Result<(), DatabaseFault> {
    let delete =
        Statement::new(TableSql::of(SessionRow::TABLE).delete, vec![Value::Bytes(hashed(node, secret))]);
    node.runtime(|database| database.run(&[delete]).map(drop))
}

/// Checks name and password and makes a token that ends with the working day, for the command line.
pub(crate) fn short_token(
    node: &Node,
    user: &str,
    password: &str,
    purpose: Purpose,
    now: Instant,
) -> Result<String, AccountFault> {
    let account = check_password(node, user, password, now)?;
    let secret = format!("tutela-{}", new_secret()?);
    let ends = Instant(now.0 + LONGEST_MS);
    let row = SessionRow {
        secret: hashed(node, &secret),
        user: account.user,
        purpose,
        machine: true,
        used: now,
        ends,
    };
    node.runtime(|database| put(database, &row))?;
    Ok(secret)
}

/// Who acts on the command line of a node that is not running: the same name and password as at the door.
///
/// # Errors
/// [`AccountFault::WrongPassword`].
pub fn at_the_console(
    node: &Node,
    user: &str,
    password: &str,
    now: Instant,
) -> Result<Account, AccountFault> {
    check_password(node, user, password, now)
}

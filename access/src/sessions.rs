//! Sessions: on the server, ended by their holder, idle and absolute limits. What a row says is bound to the secret that only
//! its holder has, so that nobody turns a session into another account's by writing to `runtime.db`.

use crate::accounts::{Account, account_of, derived};
use crate::fault::AccountFault;
use crate::runtime::{Session, all, delete, delete_all, new_secret, one, put, together};
use crate::scope::Scope;
use crate::sign_in::{Typed, check_again};
use crate::tables::EndedSessions;
use crate::tokens::tokens;
use kernel::{Cell, Id, Instant, Purpose, Value};
use store::{DatabaseFault, Node};

/// A session without use ends after this.
pub const IDLE_MS: i64 = 30 * 60 * 1000;
/// A session ends after this whatever happens.
pub const LONGEST_MS: i64 = 12 * 60 * 60 * 1000;
/// Once a minute is often enough to know that somebody is there.
const NOTED_MS: i64 = 60_000;

/// What lets somebody in, once it is known whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// Whose it is, as the journal has it now.
    pub account: Account,
    /// The purpose stated.
    pub purpose: Purpose,
    /// What it is good for at most.
    pub scope: Scope,
    /// Number of the session or token.
    pub number: Id,
    /// When its holder last proved who they are; a machine cannot.
    pub proved: Option<Instant>,
}

pub(crate) fn secret_hash(node: &Node, secret: &str) -> Vec<u8> {
    node.secret("sessions").mac(&[secret.as_bytes()]).to_vec()
}

fn seal(node: &Node, secret: &str, row: &Session) -> Vec<u8> {
    let numbers = [row.began, row.ends, row.proved].map(|moment| moment.0.to_be_bytes());
    let bearer = [u8::from(row.bearer)];
    let parts: [&[u8]; 7] =
        [b"session", secret.as_bytes(), &row.account.0, &bearer, &numbers[0], &numbers[1], &numbers[2]];
    node.secret("sessions").mac(&parts).to_vec()
}

/// What a session is to be.
struct New {
    bearer: bool,
    proved: Instant,
    lasts_ms: i64,
}

/// A new secret; that of the command line says what it is.
fn secret_of(bearer: bool) -> Result<String, AccountFault> {
    let secret = new_secret()?;
    Ok(if bearer { format!("tutela-{secret}") } else { secret })
}

fn open(node: &Node, account: Id, purpose: Purpose, new: New, now: Instant) -> Result<String, AccountFault> {
    let New { bearer, proved, lasts_ms } = new;
    let secret = secret_of(bearer)?;
    let mut row = Session {
        secret: secret_hash(node, &secret),
        number: node.new_id()?,
        account,
        bearer,
        purpose,
        began: now,
        used: now,
        ends: Instant(now.0 + lasts_ms),
        proved,
        seal: Vec::new(),
    };
    row.seal = seal(node, &secret, &row);
    node.runtime(|database| database.run(&[put(&row)]))?;
    Ok(secret)
}

/// Opens a browser's session and tells its secret, which is stored nowhere.
///
/// # Errors
/// [`AccountFault`].
pub fn open_session(
    node: &Node,
    account: Id,
    purpose: Purpose,
    now: Instant,
) -> Result<String, AccountFault> {
    open_proved(node, account, purpose, now, now)
}

/// As [`open_session`], for somebody who proved who they are at another moment.
pub(crate) fn open_proved(
    node: &Node,
    account: Id,
    purpose: Purpose,
    proved: Instant,
    now: Instant,
) -> Result<String, AccountFault> {
    open(node, account, purpose, New { bearer: false, proved, lasts_ms: LONGEST_MS }, now)
}

/// Opens a session for the command line: a bearer secret that ends with the working day.
///
/// # Errors
/// [`AccountFault`].
pub fn open_bearer(node: &Node, account: Id, purpose: Purpose, now: Instant) -> Result<String, AccountFault> {
    open(node, account, purpose, New { bearer: true, proved: now, lasts_ms: LONGEST_MS }, now)
}

/// For demos and tests: a bearer session that lasts a year and does not end without use.
pub(crate) fn open_long(
    node: &Node,
    account: Id,
    purpose: Purpose,
    now: Instant,
) -> Result<String, AccountFault> {
    let lasts_ms = 365 * 24 * 60 * 60 * 1000;
    open(node, account, purpose, New { bearer: true, proved: now, lasts_ms }, now)
}

/// The session of a secret, if its row was written here for it.
fn found(node: &Node, secret: &str) -> Result<Option<Session>, DatabaseFault> {
    let hash = secret_hash(node, secret);
    let row = node.runtime(|database| one::<Session>(database, Value::Bytes(hash)))?;
    Ok(row.filter(|row| row.seal == seal(node, secret, row)))
}

/// When somebody who keeps accounts last ended all sessions of an account; the journal has it.
fn ended(node: &Node, account: Id) -> Result<Instant, DatabaseFault> {
    let row = derived::<EndedSessions>(node, account.to_value())?;
    Ok(row.map_or(Instant(i64::MIN), |ended| ended.at))
}

/// Whose session a secret is; one that has ended, or whose account is not open, is nobody's.
///
/// # Errors
/// [`DatabaseFault`].
pub fn session_of(
    node: &Node,
    secret: &str,
    bearer: bool,
    now: Instant,
) -> Result<Option<Pass>, DatabaseFault> {
    let Some((mut row, pass)) = open_pass(node, secret, bearer, now)? else { return Ok(None) };
    if now.0 - row.used.0 > NOTED_MS {
        row.used = now;
        // Ended meanwhile, it stays ended: the row is changed and never made again.
        let sql = "UPDATE staff_session SET used = $2 WHERE secret = $1";
        let note = store::Statement::new(sql, vec![Value::Bytes(row.secret), now.to_value()]);
        node.runtime(|database| database.run(&[note]))?;
    }
    Ok(Some(pass))
}

/// As [`session_of`], for what a page asks by itself: it is no sign that somebody is there, and keeps no session open.
///
/// # Errors
/// [`DatabaseFault`].
pub fn session_unattended(node: &Node, secret: &str, now: Instant) -> Result<Option<Pass>, DatabaseFault> {
    Ok(open_pass(node, secret, false, now)?.map(|(_, pass)| pass))
}

/// The session of a secret that has not ended, and what it lets in.
fn open_pass(
    node: &Node,
    secret: &str,
    bearer: bool,
    now: Instant,
) -> Result<Option<(Session, Pass)>, DatabaseFault> {
    let Some(row) = found(node, secret)? else { return Ok(None) };
    let idle = !row.bearer && now.0 - row.used.0 > IDLE_MS;
    if idle || now >= row.ends || row.bearer != bearer {
        return Ok(None);
    }
    if row.began <= ended(node, row.account)? {
        return Ok(None);
    }
    let Some(account) = account_of(node, row.account)? else { return Ok(None) };
    let (purpose, number, proved) = (row.purpose, row.number, Some(row.proved));
    Ok(Some((row, Pass { account, purpose, scope: Scope::Everything, number, proved })))
}

/// States another purpose in a session.
///
/// # Errors
/// [`DatabaseFault`].
pub fn restate(node: &Node, secret: &str, purpose: Purpose) -> Result<(), DatabaseFault> {
    let hash = secret_hash(node, secret);
    node.runtime(|database| match one::<Session>(database, Value::Bytes(hash))? {
        Some(row) => database.run(&[put(&Session { purpose, ..row })]),
        None => Ok(()),
    })
}

/// The holder of a session proves once more who they are, for what is grave; tells the new secret of the session.
///
/// # Errors
/// [`AccountFault::WrongPassword`], whatever is wrong.
pub fn prove(
    node: &Node,
    secret: &str,
    password: &str,
    code: &str,
    now: Instant,
) -> Result<String, AccountFault> {
    let row = found(node, secret)?.ok_or(AccountFault::WrongPassword)?;
    let user = crate::accounts::name_of(node, row.account)?;
    let typed = Typed { user: &user, password, code, browser: "" };
    if check_again(node, &typed, row.number, now)?.id != row.account {
        return Err(AccountFault::WrongPassword);
    }
    renewed(node, secret, now)
}

/// The row of a session's secret.
pub(crate) fn session_row(node: &Node, secret: &str) -> Result<Option<Session>, DatabaseFault> {
    found(node, secret)
}

/// The holder of a session has proved who they are: it goes on under a new secret, and the old one opens nothing from then on.
pub(crate) fn renewed(node: &Node, secret: &str, proved: Instant) -> Result<String, AccountFault> {
    let before = found(node, secret)?.ok_or(AccountFault::WrongPassword)?;
    let (old, gone) = (before.secret.clone(), delete(&before));
    let new = secret_of(before.bearer)?;
    let mut row = Session { secret: secret_hash(node, &new), proved, ..before };
    row.seal = seal(node, &new, &row);
    let done = node.runtime(|database| {
        // Ended or renewed meanwhile, it stays so.
        if one::<Session>(database, Value::Bytes(old))?.is_none() {
            return Ok(false);
        }
        together(database, &[gone, put(&row)]).map(|()| true)
    })?;
    if done { Ok(new) } else { Err(AccountFault::WrongPassword) }
}

/// Somebody signed in where a session of theirs was open: that one ends. Another's stays.
///
/// # Errors
/// [`DatabaseFault`].
pub fn end_replaced(node: &Node, account: Id, secret: &str) -> Result<(), DatabaseFault> {
    match found(node, secret)?.filter(|row| row.account == account) {
        Some(row) => node.runtime(|database| database.run(&[delete(&row)])),
        None => Ok(()),
    }
}

/// The sessions of an account that have not ended, the newest first.
///
/// # Errors
/// [`DatabaseFault`].
pub fn sessions_of(node: &Node, account: Id, now: Instant) -> Result<Vec<Session>, DatabaseFault> {
    let all =
        node.runtime(|database| all::<Session>(database, "staff_session_by_account", account.to_value()))?;
    let ended = ended(node, account)?;
    let lives =
        |row: &Session| row.began > ended && now < row.ends && (row.bearer || now.0 - row.used.0 <= IDLE_MS);
    let mut left: Vec<Session> = all.into_iter().filter(lives).collect();
    left.sort_by_key(|row| std::cmp::Reverse(row.began));
    Ok(left)
}

/// Whether what let somebody in a while ago still would, in the same role and unit: for an answer that goes on for long.
///
/// # Errors
/// [`DatabaseFault`].
pub fn still_holds(node: &Node, pass: &Pass, now: Instant) -> Result<bool, DatabaseFault> {
    let account = pass.account.id;
    let lives = sessions_of(node, account, now)?.iter().any(|row| row.number == pass.number)
        || tokens(node, Some(account), now)?.iter().any(|row| row.number == pass.number);
    Ok(lives && account_of(node, account)?.as_ref() == Some(&pass.account))
}

/// Ends the session of a secret.
///
/// # Errors
/// [`DatabaseFault`].
pub fn close_session(node: &Node, secret: &str) -> Result<(), DatabaseFault> {
    let hash = secret_hash(node, secret);
    node.runtime(|database| match one::<Session>(database, Value::Bytes(hash))? {
        Some(row) => database.run(&[delete(&row)]),
        None => Ok(()),
    })
}

/// Ends one session of an account, by its number; false when the account has none of that number.
///
/// # Errors
/// [`DatabaseFault`].
pub fn end_session(node: &Node, account: Id, number: Id) -> Result<bool, DatabaseFault> {
    node.runtime(|database| {
        let all = all::<Session>(database, "staff_session_by_account", account.to_value())?;
        match all.iter().find(|row| row.number == number) {
            Some(row) => database.run(&[delete(row)]).map(|()| true),
            None => Ok(false),
        }
    })
}

/// Ends all sessions of an account.
///
/// # Errors
/// [`DatabaseFault`].
pub fn end_sessions(node: &Node, account: Id) -> Result<(), DatabaseFault> {
    node.runtime(|database| database.run(&[delete_all::<Session>(account)]))
}

/// Ends all sessions of an account but one: what somebody else had opened does not outlive a changed way to sign in.
///
/// # Errors
/// [`DatabaseFault`].
pub fn end_other_sessions(node: &Node, account: Id, but: Id) -> Result<(), DatabaseFault> {
    node.runtime(|database| database.run(&[end_others(account, but)]))
}

/// The statement that does so.
pub(crate) fn end_others(account: Id, but: Id) -> store::Statement {
    let sql = "DELETE FROM staff_session WHERE account = $1 AND number <> $2";
    store::Statement::new(sql, vec![account.to_value(), but.to_value()])
}

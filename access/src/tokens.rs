//! Tokens of machines: for what they name and nothing else, for so many days, shown once, stored as a hash, withdrawn at once.

use crate::accounts::account_of;
use crate::fault::AccountFault;
use crate::runtime::{Token, all, delete, new_secret, one, put};
use crate::scope::Scope;
use crate::sessions::{Pass, secret_hash};
use kernel::{Cell, Id, Instant, Purpose, Record, Value};
use store::database::TableSql;
use store::{DatabaseFault, Node, Statement};

/// A token lasts so many days at most.
pub const MOST_DAYS: i64 = 365;
/// Most characters of a label.
const LONGEST_LABEL: usize = 40;
/// How often its use is noted.
const NOTED_MS: i64 = 60_000;

/// A token to be.
pub struct NewToken<'a> {
    /// The account that it acts for.
    pub account: Id,
    /// What it is for, in its maker's words.
    pub label: &'a str,
    /// The purpose that it states.
    pub purpose: Purpose,
    /// What it may do.
    pub scope: Scope,
    /// How many days it lasts: 1 to 365.
    pub days: i64,
}

fn seal(node: &Node, secret: &str, row: &Token) -> Vec<u8> {
    let (ends, purpose) = (row.ends.0.to_be_bytes(), kernel::CodeList::number(row.purpose).to_be_bytes());
    let parts: [&[u8]; 6] =
        [b"token", secret.as_bytes(), &row.account.0, row.scope.as_bytes(), &ends, &purpose];
    node.secret("sessions").mac(&parts).to_vec()
}

/// Makes a token and tells its number and its secret, once.
///
/// # Errors
/// [`AccountFault`] names the field, what is wrong and what would be right.
pub fn make_token(node: &Node, new: &NewToken<'_>, now: Instant) -> Result<(Id, String), AccountFault> {
    if !(1..=MOST_DAYS).contains(&new.days) {
        return Err(AccountFault::Days(new.days));
    }
    let label = new.label.trim();
    if label.is_empty() || label.chars().count() > LONGEST_LABEL || label.contains(char::is_control) {
        return Err(AccountFault::Label);
    }
    let secret = format!("tutela-{}", new_secret()?);
    let mut row = Token {
        secret: secret_hash(node, &secret),
        number: node.new_id()?,
        account: new.account,
        label: label.to_owned(),
        purpose: new.purpose,
        scope: new.scope.text(),
        made: now,
        used: Instant(0),
        ends: now.plus_days(new.days),
        seal: Vec::new(),
    };
    row.seal = seal(node, &secret, &row);
    node.runtime(|database| database.run(&[put(&row)]))?;
    Ok((row.number, secret))
}

/// Whose token a secret is; one that has ended or is withdrawn, or whose account is not open, is nobody's.
///
/// # Errors
/// [`DatabaseFault`].
pub fn token_of(node: &Node, secret: &str, now: Instant) -> Result<Option<Pass>, DatabaseFault> {
    let hash = secret_hash(node, secret);
    let row = node.runtime(|database| one::<Token>(database, Value::Bytes(hash)))?;
    let Some(row) = row.filter(|row| row.seal == seal(node, secret, row) && now < row.ends) else {
        return Ok(None);
    };
    let Some(account) = account_of(node, row.account)? else { return Ok(None) };
    if now.0 - row.used.0 > NOTED_MS {
        // Withdrawn meanwhile, it stays withdrawn: the row is changed and never made again.
        let sql = "UPDATE machine_token SET used = $2 WHERE secret = $1";
        let note = Statement::new(sql, vec![Value::Bytes(row.secret), now.to_value()]);
        node.runtime(|database| database.run(&[note]))?;
    }
    let (purpose, scope, number) = (row.purpose, Scope::stored(&row.scope), row.number);
    Ok(Some(Pass { account, purpose, scope, number, proved: None }))
}

/// The tokens that have not ended: of one account, or of all.
///
/// # Errors
/// [`DatabaseFault`].
pub fn tokens(node: &Node, of: Option<Id>, now: Instant) -> Result<Vec<Token>, DatabaseFault> {
    let mut found = node.runtime(|database| match of {
        Some(account) => all::<Token>(database, "machine_token_by_account", account.to_value()),
        None => database.records::<Token>(&TableSql::of(Token::TABLE).all, Vec::new()),
    })?;
    found.retain(|row| now < row.ends);
    found.sort_by_key(|row| std::cmp::Reverse(row.made));
    Ok(found)
}

/// Withdraws a token by its number: one of that account, or anybody's; false when there is none.
///
/// # Errors
/// [`DatabaseFault`].
pub fn withdraw_token(node: &Node, of: Option<Id>, number: Id) -> Result<bool, DatabaseFault> {
    node.runtime(|database| {
        let sql = TableSql::of(Token::TABLE).all;
        let rows = database.records::<Token>(&sql, Vec::new())?;
        let mine = |row: &&Token| row.number == number && of.is_none_or(|account| row.account == account);
        match rows.iter().find(mine) {
            Some(row) => database.run(&[delete(row)]).map(|()| true),
            None => Ok(false),
        }
    })
}

//! What stands beside the journal, in `runtime.db`: names, credentials, sessions, tokens. It proves nothing and gives nobody a
//! role; what it holds is bound to the node key, so that a row written by somebody else opens nothing.

use kernel::{Cell, Id, Instant, Purpose, Record, Table, Value, record};
use store::database::TableSql;
use store::{Database, DatabaseFault, Statement};

record! {
    /// What the holder of an account signs in with.
    pub struct Credential in "credential", Runtime, key 1, indexes [by_account: 1] {
        /// The name one signs in with.
        user: String, Internal;
        /// The account.
        account: Id, Internal;
        /// argon2id, in PHC string form, of the password mixed with the account under a node key; empty where there is none.
        password: String, Sealed;
        /// The second factor's secret, sealed under a node key to this account; empty when there is none.
        totp: Vec<u8>, Sealed;
        /// The last time step whose code was used: no code is used twice.
        step: i64, Internal;
        /// The leave by which it was set.
        given_by: Id, Internal;
        /// When it was set or changed, UTC ms.
        set_at: Instant, Internal;
    }
}

record! {
    /// Wrong attempts, by the keyed hash of a name, a known browser or a link.
    pub struct Attempts in "sign_in_attempt", Runtime, key 1, indexes [] {
        /// Keyed hash of whose they are.
        who: Vec<u8>, Sealed;
        /// Wrong ones since the last right one.
        failures: i64, Internal;
        /// No attempt is heard before this moment, UTC ms.
        locked_until: Instant, Internal;
    }
}

record! {
    /// Recovery codes that are not used yet.
    pub struct RecoveryCode in "recovery_code", Runtime, key 1, indexes [by_account: 1] {
        /// Keyed hash of account and code.
        code: Vec<u8>, Sealed;
        /// The account.
        account: Id, Internal;
    }
}

record! {
    /// Passkeys, by the number that the device gave them.
    pub struct Passkey in "passkey", Runtime, key 1, indexes [by_account: 1] {
        /// The credential's id.
        credential: Vec<u8>, Internal;
        /// The account.
        account: Id, Internal;
        /// Its number, by which its holder names or removes it.
        number: Id, Internal;
        /// What its holder calls it.
        label: String, Internal;
        /// The public key, as `webauthn_rp` writes it.
        public_key: Vec<u8>, Internal;
        /// What changes when it is used: the device's counter and whether it is backed up, as `webauthn_rp` writes it.
        dynamic: Vec<u8>, Internal;
        /// When it was added, UTC ms.
        added: Instant, Internal;
        /// When it was last used, UTC ms; 0 before the first time.
        used: Instant, Internal;
        /// Keyed hash that binds what stands above to the node, but for its name and dates.
        seal: Vec<u8>, Sealed;
    }
}

record! {
    /// Accounts that are bound to who their holder is at a provider of identities.
    pub struct Binding in "provider_binding", Runtime, key 1, indexes [by_account: 1] {
        /// Keyed hash of issuer and subject.
        subject: Vec<u8>, Sealed;
        /// The account.
        account: Id, Internal;
        /// When it was bound, UTC ms.
        bound: Instant, Internal;
        /// When somebody last came that way, UTC ms; 0 before the first time.
        used: Instant, Internal;
        /// Keyed hash that binds subject and account to the node.
        seal: Vec<u8>, Sealed;
    }
}

record! {
    /// Questions of the last minutes that were answered: none is answered twice.
    pub struct SpentCeremony in "spent_ceremony", Runtime, key 1, indexes [] {
        /// Keyed hash of the question.
        mark: Vec<u8>, Sealed;
        /// When it may be forgotten, because the question is too old by then, UTC ms.
        ends: Instant, Internal;
    }
}

record! {
    /// Sessions of people, by the keyed hash of their secret.
    pub struct Session in "staff_session", Runtime, key 1, indexes [by_account: 2] {
        /// Keyed hash of the secret.
        secret: Vec<u8>, Sealed;
        /// Its number, by which its holder ends it.
        number: Id, Internal;
        /// The account.
        account: Id, Internal;
        /// 1 for the command line, 0 for a browser.
        bearer: bool, Internal;
        /// The purpose stated.
        purpose: Purpose, Internal;
        /// When it began, UTC ms.
        began: Instant, Internal;
        /// When it was last used, UTC ms.
        used: Instant, Internal;
        /// When it ends whatever happens, UTC ms.
        ends: Instant, Internal;
        /// When its holder last proved who they are, UTC ms.
        proved: Instant, Internal;
        /// Keyed hash that binds what stands above to the secret.
        seal: Vec<u8>, Sealed;
    }
}

record! {
    /// Tokens of machines, by the keyed hash of their secret.
    pub struct Token in "machine_token", Runtime, key 1, indexes [by_account: 2] {
        /// Keyed hash of the secret.
        secret: Vec<u8>, Sealed;
        /// Its number, by which it is withdrawn.
        number: Id, Internal;
        /// The account that it acts for.
        account: Id, Internal;
        /// What it is for, in its maker's words.
        label: String, Internal;
        /// The purpose that it states.
        purpose: Purpose, Internal;
        /// Names of acts and reads that it may do, or rooms; nothing else.
        scope: String, Internal;
        /// When it was made, UTC ms.
        made: Instant, Internal;
        /// When it was last used, UTC ms; 0 before the first time.
        used: Instant, Internal;
        /// When it ends, UTC ms.
        ends: Instant, Internal;
        /// Keyed hash that binds what stands above to the secret.
        seal: Vec<u8>, Sealed;
    }
}

record! {
    /// Views of lists that people keep, with what they call them.
    pub struct SavedView in "saved_view", Runtime, key 1, indexes [by_account: 1, by_unit: 2] {
        /// Its number.
        number: Id, Internal;
        /// Whose it is.
        account: Id, Internal;
        /// The unit that it is shared with; none where it is its keeper's alone.
        unit: Id, Internal;
        /// Name, list and what is asked of it, sealed under a node key to number, account and unit.
        kept: Vec<u8>, Sealed;
        /// When it was kept, UTC ms.
        kept_at: Instant, Internal;
    }
}

record! {
    /// How people like to work.
    pub struct Habit in "staff_habit", Runtime, key 1, indexes [] {
        /// The account.
        account: Id, Internal;
        /// What they chose, sealed under a node key to the account.
        kept: Vec<u8>, Sealed;
        /// When they chose it, UTC ms.
        kept_at: Instant, Internal;
    }
}

pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        Credential::TABLE,
        Attempts::TABLE,
        RecoveryCode::TABLE,
        Passkey::TABLE,
        Binding::TABLE,
        SpentCeremony::TABLE,
        Session::TABLE,
        Token::TABLE,
        SavedView::TABLE,
        Habit::TABLE,
        MachineSecret::TABLE,
        MachineSpent::TABLE,
    ]
}

record! {
    /// What machine keys have handed in, and a little more: noted ahead, so that a process that begins anew never lets in too much.
    pub struct MachineSpent in "machine_spent", Runtime, key 1, indexes [] {
        /// The machine key.
        key: Id, Internal;
        /// The minute of the clock, counted from 1970.
        minute: i64, Internal;
        /// Reports within that minute.
        reports: i64, Internal;
        /// The day of the clock, UTC, counted from 1970.
        day: i64, Internal;
        /// Bytes within that day.
        bytes: i64, Internal;
    }
}

record! {
    /// Secrets of machine keys, by the keyed hash of name and secret.
    pub struct MachineSecret in "machine_secret", Runtime, key 1, indexes [by_name: 2] {
        /// Keyed hash of name and secret.
        secret: Vec<u8>, Sealed;
        /// The machine key.
        key: Id, Internal;
        /// The name that it signs in with.
        name: String, Internal;
        /// When it was made, UTC ms.
        made: Instant, Internal;
        /// When it was last used, UTC ms, noted once a minute; 0 before the first time.
        used: Instant, Internal;
        /// Keyed hash that binds secret and key.
        seal: Vec<u8>, Sealed;
    }
}

/// The row with that key.
pub(crate) fn one<R: Record>(database: &mut dyn Database, key: Value) -> Result<Option<R>, DatabaseFault> {
    let rows = database.records::<R>(&TableSql::of(R::TABLE).get, vec![key])?;
    Ok(rows.into_iter().next())
}

/// The rows that an index lists under one cell.
pub(crate) fn all<R: Record>(
    database: &mut dyn Database,
    index: &str,
    cell: Value,
) -> Result<Vec<R>, DatabaseFault> {
    let index = R::TABLE.index(index).ok_or_else(|| DatabaseFault::Refused(index.to_owned()))?;
    database.records::<R>(&TableSql::list(R::TABLE, index, 1), vec![cell])
}

/// The statement that enters or replaces a row.
pub(crate) fn put<R: Record>(record: &R) -> Statement {
    Statement::new(TableSql::of(R::TABLE).put, record.to_row())
}

/// The statement that removes a row.
pub(crate) fn delete<R: Record>(record: &R) -> Statement {
    Statement::new(TableSql::of(R::TABLE).delete, record.key())
}

/// The statement that removes every row of an account.
pub(crate) fn delete_all<R: Record>(account: Id) -> Statement {
    let sql = format!("DELETE FROM {} WHERE \"account\" = $1", R::TABLE.name);
    Statement::new(sql, vec![account.to_value()])
}

/// A new secret of 32 random bytes, in hexadecimal.
pub(crate) fn new_secret() -> Result<String, store::crypto::NoRandomness> {
    let bytes: [u8; 32] = store::crypto::random()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Runs all of these statements, or none.
pub(crate) fn together(database: &mut dyn Database, statements: &[Statement]) -> Result<(), DatabaseFault> {
    database.declare("BEGIN IMMEDIATE")?;
    let done = database.run(statements).and_then(|()| database.declare("COMMIT"));
    if done.is_err() {
        // What failed may have ended the transaction already.
        drop(database.declare("ROLLBACK"));
    }
    done
}

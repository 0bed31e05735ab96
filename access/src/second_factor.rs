//! The second factor of a credential: a code of an app, or one of ten recovery codes.

use crate::runtime::{Credential, RecoveryCode, delete, one, put};
use crate::totp;
use kernel::{Id, Instant, Value};
use store::{Database, DatabaseFault, Node, Statement};

/// How many recovery codes somebody gets.
const CODES: usize = 10;

/// The secret that is being enrolled: derived, so that the page may be asked for again, and another for every credential.
pub(crate) fn secret_to_enrol(node: &Node, account: Id, given_by: Id, set_at: Instant) -> [u8; totp::SECRET] {
    let mac = node.secret("second factors to enrol").mac(&[&account.0, &given_by.0, &set_at.0.to_be_bytes()]);
    let mut secret = [0; totp::SECRET];
    secret.copy_from_slice(&mac[..totp::SECRET]);
    secret
}

fn place(account: Id) -> Vec<u8> {
    [b"second factor of ", &account.0[..]].concat()
}

/// The secret as it is stored.
pub(crate) fn sealed(
    node: &Node,
    account: Id,
    secret: &[u8],
) -> Result<Vec<u8>, store::crypto::NoRandomness> {
    node.secret("second factors").seal(&place(account), secret)
}

/// The secret of a credential; none when it has none, or was written by somebody without the node key.
fn opened(node: &Node, known: &Credential) -> Option<Vec<u8>> {
    node.secret("second factors").open(&place(known.account), &known.totp).ok()
}

fn code_hash(node: &Node, account: Id, code: &str) -> Vec<u8> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    node.secret("recovery codes").mac(&[&account.0, plain.to_ascii_lowercase().as_bytes()]).to_vec()
}

/// New recovery codes: as they are shown once, and the statements that store their hashes.
pub(crate) fn new_codes(
    node: &Node,
    account: Id,
) -> Result<(Vec<String>, Vec<Statement>), store::crypto::NoRandomness> {
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let random: [u8; 7] = store::crypto::random()?;
        let text = totp::base32(&random).to_ascii_lowercase();
        codes.push(format!("{}-{}", &text[..5], &text[5..10]));
    }
    let row = |code: &String| put(&RecoveryCode { code: code_hash(node, account, code), account });
    let rows = codes.iter().map(row).collect();
    Ok((codes, rows))
}

/// Whether the second factor fits, and what is to be written so that it does not fit again.
pub(crate) fn judged(
    node: &Node,
    database: &mut dyn Database,
    known: &Credential,
    code: &str,
    now: Instant,
    is_required: bool,
) -> Result<Option<Statement>, DatabaseFault> {
    let unchanged = put(known);
    if known.totp.is_empty() {
        return Ok((!is_required).then_some(unchanged));
    }
    let Some(secret) = opened(node, known) else { return Ok(None) };
    if let Some(step) = totp::step_that_fits(&secret, code, now, known.step) {
        return Ok(Some(put(&Credential { step, ..known.clone() })));
    }
    let hash = code_hash(node, known.account, code);
    let spare = one::<RecoveryCode>(database, Value::Bytes(hash))?;
    Ok(spare.filter(|row| row.account == known.account).map(|row| delete(&row)))
}

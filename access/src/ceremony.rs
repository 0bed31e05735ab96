//! What is asked in one request and answered in the next: a challenge to a passkey, a visit to a provider. Nothing is kept of the
//! question, so that nobody fills a table by asking; it travels sealed, holds a few minutes, and is answered once.

use crate::runtime::{SpentCeremony, one, put};
use kernel::{Id, Instant, Value};
use store::{Database, DatabaseFault, Node, Statement};

/// How long an answer is waited for.
pub(crate) const HOLDS_MS: i64 = 5 * 60 * 1000;

/// What a question is for, and whose it is: an answer fits no other question.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    /// What is asked for.
    pub(crate) what: &'static str,
    /// The account, link or session that it belongs to; nobody's before somebody has signed in.
    pub(crate) whose: Id,
}

impl Kind {
    fn place(self) -> Vec<u8> {
        [b"ceremony ", self.what.as_bytes(), b" of ", &self.whose.0[..]].concat()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    if text.len() > 4_096 || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// A question as it travels.
pub(crate) fn sealed(
    node: &Node,
    kind: Kind,
    state: &[u8],
    now: Instant,
) -> Result<String, store::crypto::NoRandomness> {
    let plain = [&now.0.to_be_bytes()[..], state].concat();
    Ok(hexadecimal(&node.secret("ceremonies").seal(&kind.place(), &plain)?))
}

/// A question that came back in time.
pub(crate) struct Opened {
    /// What was to be remembered.
    pub(crate) state: Vec<u8>,
    mark: Vec<u8>,
}

/// The question, if it was asked here, for that, and not too long ago.
pub(crate) fn opened(node: &Node, kind: Kind, text: &str, now: Instant) -> Option<Opened> {
    let bytes = bytes_of(text)?;
    let plain = node.secret("ceremonies").open(&kind.place(), &bytes).ok()?;
    let (asked, state) = plain.split_at_checked(8)?;
    let asked = i64::from_be_bytes(asked.try_into().ok()?);
    let mark = node.secret("ceremonies").mac(&[&bytes]).to_vec();
    (asked <= now.0 && now.0 - asked <= HOLDS_MS).then(|| Opened { state: state.to_vec(), mark })
}

/// Notes that a question was answered; false when it was answered before.
pub(crate) fn spend(
    database: &mut dyn Database,
    opened: &Opened,
    now: Instant,
) -> Result<bool, DatabaseFault> {
    if one::<SpentCeremony>(database, Value::Bytes(opened.mark.clone()))?.is_some() {
        return Ok(false);
    }
    let old = Statement::new("DELETE FROM spent_ceremony WHERE ends < $1", vec![Value::Integer(now.0)]);
    let row = SpentCeremony { mark: opened.mark.clone(), ends: Instant(now.0 + 2 * HOLDS_MS) };
    database.run(&[old, put(&row)]).map(|()| true)
}

//! Wrong attempts are counted: five in a row, and it waits 15 minutes. They are counted apart for a browser that its holder has
//! signed in with before, so that nobody who knows a name can keep its holder out.

use crate::runtime::{Attempts, one, put};
use kernel::{Id, Instant, Value};
use store::{Database, DatabaseFault, Node};

/// After so many failures in a row it waits.
const FAILURES: i64 = 5;
/// How long it waits.
const LOCK_MS: i64 = 15 * 60 * 1000;

/// Whose attempts they are.
pub(crate) struct Who(Vec<u8>);

/// What says that a browser is known: a random number, and its keyed hash with the name.
fn known_hash(node: &Node, user: &str, number: &str) -> String {
    let hash = node.secret("known browsers").mac(&[user.as_bytes(), number.as_bytes()]);
    hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a browser keeps after its holder has signed in with it. It lets nobody in: it is only counted apart.
pub(crate) fn known_browser(node: &Node, user: &str) -> Result<String, store::crypto::NoRandomness> {
    let number = Id(store::crypto::random()?).to_string();
    let hash = known_hash(node, user, &number);
    Ok(number + &hash)
}

impl Who {
    /// Those of a name, or those of a browser that this name has signed in with.
    pub(crate) fn at_the_door(node: &Node, user: &str, browser: &str) -> Who {
        let secret = node.secret("attempts");
        let known =
            browser.split_at_checked(32).filter(|(number, hash)| known_hash(node, user, number) == *hash);
        Who(match known {
            Some((number, _)) => secret.mac(&[b"browser", number.as_bytes()]),
            None => secret.mac(&[b"name", user.as_bytes()]),
        }
        .to_vec())
    }

    /// Those to open a link.
    pub(crate) fn of_link(node: &Node, proposal: Id, account: Id) -> Who {
        Who(node.secret("attempts").mac(&[b"link", &proposal.0, &account.0]).to_vec())
    }

    /// Those of a session whose holder proves anew who they are.
    pub(crate) fn of_session(node: &Node, number: Id) -> Who {
        Who(node.secret("attempts").mac(&[b"session", &number.0]).to_vec())
    }
}

/// Counts an attempt and tells whether it is heard and right. `is_right` is asked only when it is heard.
pub(crate) fn counted(
    database: &mut dyn Database,
    who: &Who,
    now: Instant,
    is_right: impl FnOnce(&mut dyn Database) -> Result<bool, DatabaseFault>,
) -> Result<bool, DatabaseFault> {
    let known = one::<Attempts>(database, Value::Bytes(who.0.clone()))?;
    let mut row = known.unwrap_or(Attempts { who: who.0.clone(), failures: 0, locked_until: Instant(0) });
    if now < row.locked_until {
        return Ok(false);
    }
    let right = is_right(database)?;
    row.failures = if right { 0 } else { row.failures + 1 };
    if row.failures >= FAILURES {
        (row.failures, row.locked_until) = (0, Instant(now.0 + LOCK_MS));
    }
    database.run(&[put(&row)])?;
    Ok(right)
}

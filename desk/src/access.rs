//! The tables of staff access. They live in `runtime.db`: they prove nothing, and a restored node starts without sessions.

use kernel::{Charter, Id, Instant, Purpose, Record, Role, Table, record};

record! {
    /// Staff accounts.
    pub struct AccountRow in "account", Runtime, key 1, indexes [] {
        /// The name one signs in with.
        user: String, Internal;
        /// The number that stands in entries.
        id: Id, Internal;
        /// The role.
        role: Role, Internal;
        /// The unit.
        unit: Id, Internal;
        /// argon2id in PHC string form.
        password: String, Sealed;
        /// Failed attempts since the last success.
        failures: i64, Internal;
        /// No attempt is heard before this moment, UTC ms.
        locked_until: Instant, Internal;
    }
}

record! {
    /// Sessions and machine tokens, by the hash of their secret.
    pub struct SessionRow in "session", Runtime, key 1, indexes [] {
        /// HMAC of the secret under a node key.
        secret: Vec<u8>, Sealed;
        /// The account's name.
        user: String, Internal;
        /// The purpose stated.
        purpose: Purpose, Internal;
        /// 1 for a machine's token, 0 for a person's session.
        machine: bool, Internal;
        /// When it was last used, UTC ms.
        used: Instant, Internal;
        /// When it ends whatever happens, UTC ms.
        ends: Instant, Internal;
    }
}

/// The tables of staff access.
pub const ACCESS_TABLES: [&Table; 2] = [AccountRow::TABLE, SessionRow::TABLE];

/// The charter of staff access.
#[must_use]
pub fn charter() -> Charter {
    Charter { name: "desk", paragraphs: "52, 69", tables: ACCESS_TABLES.to_vec(), ..Charter::default() }
}

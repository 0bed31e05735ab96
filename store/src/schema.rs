//! The store's own tables: the chain, its head and checkpoints, and what is sealed beside it.

use kernel::{Id, record};

record! {
    /// The chain.
    pub struct EntryRow in "entry", Journal, key 1, indexes [] {
        /// The entry's number.
        seq: i64, Internal;
        /// Its canonical CBOR.
        bytes: Vec<u8>, Internal;
    }
}

record! {
    /// Where the chain ends, and who may write it.
    pub struct HeadRow in "head", Journal, key 1, indexes [] {
        /// Always 1.
        one: i64, Internal;
        /// Counts the writers: only the newest may write.
        term: i64, Internal;
        /// Number of the last entry.
        seq: i64, Internal;
        /// Leaf hash of the last entry.
        leaf: Vec<u8>, Internal;
        /// When the last entry was recorded, UTC ms.
        recorded: i64, Internal;
    }
}

record! {
    /// Signed tree heads.
    pub struct CheckpointRow in "checkpoint", Journal, key 1, indexes [] {
        /// How many entries it covers.
        size: i64, Published;
        /// C2SP tlog-checkpoint text.
        text: String, Published;
        /// Roots of the full subtrees, 32 bytes each: the writer goes on from here.
        edge: Vec<u8>, Internal;
    }
}

record! {
    /// Sealed payloads: texts, names, pictures.
    pub struct PayloadRow in "payload", Journal, key 2, indexes [by_subject: 2] {
        /// The act it came with.
        act: Id, Internal;
        /// Its slot in that act.
        slot: i64, Internal;
        /// Whose data it is.
        subject: Id, Internal;
        /// The key that opens it.
        key: Id, Internal;
        /// Nonce and ciphertext.
        ciphertext: Vec<u8>, Sealed;
    }
}

record! {
    /// Acts that are not entered yet and whose payloads came before them, piece by piece: what none of them takes in goes again.
    pub struct LaidRow in "laid", Journal, key 1, indexes [] {
        /// The act.
        act: Id, Internal;
        /// When its last piece came, UTC ms.
        since: i64, Internal;
    }
}

record! {
    /// Digests by which a retry is told from another body under the same act id; one row a transaction, kept 72 hours.
    pub struct Digests in "act_digests", Runtime, key 1, indexes [by_time: 2] {
        /// Number of the first entry that the transaction could write.
        first: i64, Internal;
        /// For each act its id, 16 bytes, and the HMAC of its plain content under a node secret, 32 bytes.
        pairs: Vec<u8>, Sealed;
        /// When, UTC ms.
        at: i64, Internal;
    }
}

record! {
    /// Keys of carried-out erasures that may still lie in the key store: erased again at the next start.
    pub struct KeyToErase in "key_to_erase", Journal, key 1, indexes [] {
        /// The key.
        key: Id, Sealed;
    }
}

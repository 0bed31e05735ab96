//! Keeping a node: backups of its database and of its key store, restoring both, and moving to another database.
//!
//! What must be kept is the *journal side*: entries, checkpoints, and what is sealed beside them. Derived tables are not
//! copied: they are replayed. Backup, restore and moving read and write that side with the same functions.
//!
//! | file | what it does |
//! |---|---|
//! | `reading` | the journal side of a database, in order, page by page |
//! | `building` | the journal side into an empty database, and its derived tables by replay |
//! | `parts` | records in an age-encrypted, hashed file |
//! | `manifest` | what a backup consists of, signed by the node |
//! | `backup`, `restore` | the database's backup, and a node made of backups |
//! | `key_backup` | the key store's own backup |
//! | `moving` | to the other database |

mod backup;
mod building;
mod key_backup;
mod manifest;
mod moving;
mod parts;
mod reading;
mod restore;

pub use backup::{BackedUp, BackupPlan, backup};
pub use key_backup::{KeysBackedUp, back_keys_up};
pub use moving::{MovePlan, Moved, move_node};
pub use parts::{make_identity, recipients_of};
#[cfg(feature = "testing")]
pub mod parsing;
pub(crate) use restore::refuse_unfinished;
pub use restore::{RestorePlan, Restored, restore};

use crate::database::DatabaseFault;
use crate::deed::DeedFault;
use crate::keys::KeyFault;
use crate::node::OpenFault;
use std::io;
use std::path::{Path, PathBuf};

/// Why a backup, a restore or a move was not done.
#[derive(Debug, thiserror::Error)]
pub enum KeepFault {
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseFault),
    /// The key store or node key.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// A node does not open.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// An erasure could not be entered again.
    #[error(transparent)]
    Deed(#[from] DeedFault),
    /// A file.
    #[error("{0}: {1}")]
    File(PathBuf, String),
    /// Nobody could read it.
    #[error("--recipient: '{0}' is no age recipient; one begins with age1")]
    Recipient(String),
    /// No recipient.
    #[error(
        "--recipient: is missing; an age recipient (age1...) is wanted, so that nobody else reads the backup"
    )]
    NoRecipient,
    /// A file without an age identity.
    #[error("--identity {0}: holds no age identity; a line that begins with AGE-SECRET-KEY-1 is one")]
    Identity(PathBuf),
    /// A part of a backup is not what was written.
    #[error("{0}: {1}")]
    Damaged(PathBuf, String),
    /// The directory holds another journal's backup.
    #[error(
        "{0}: holds the backup of another journal, or of one that was restored since; name a new directory"
    )]
    AnotherJournal(PathBuf),
    /// The target is not empty.
    #[error("{0} holds something already: name a directory and a database that are empty")]
    NotEmpty(String),
    /// Source and target are one.
    #[error("--to: the node lives there already; name the other database")]
    AlreadyThere,
    /// The journal cannot be replayed.
    #[error("entry {0}: {1}; run 'tutela verify' on the node that it comes from")]
    Entry(u64, String),
    /// What was built is not what it should be.
    #[error("what was built does not verify, and is not put to use: {0}")]
    NotTrue(String),
    /// The node was not stopped in time.
    #[error(
        "the node was not stopped: nothing was switched; stop it and run this again with an empty target"
    )]
    StillRunning,
}

impl KeepFault {
    /// True when something was looked at and found wrong, rather than asked for wrongly.
    #[must_use]
    pub fn is_found(&self) -> bool {
        matches!(self, KeepFault::Damaged(..) | KeepFault::Entry(..) | KeepFault::NotTrue(_))
    }
}

/// A fault of a file.
fn at(file: &Path) -> impl Fn(io::Error) -> KeepFault {
    let file = file.to_owned();
    move |error| KeepFault::File(file.clone(), error.to_string())
}

/// What tells how far it is.
pub type Told<'t> = &'t mut dyn FnMut(crate::verify::Progress);

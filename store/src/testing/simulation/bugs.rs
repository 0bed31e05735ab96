//! Bugs that can be sown, to see that the simulation finds them.

use super::plan::Place;
use crate::testing::weather::Verdict;
use std::cell::Cell;

/// A bug that a writer could have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// A failed COMMIT is taken for a done one.
    AnswerBeforeCommit,
    /// What is answered is not forced to the disk.
    AnswerBeforeDurable,
    /// The digests that tell a retry from another act are not kept.
    ForgetDigests,
    /// A writer does not look whether it still is the writer.
    SkipTermCheck,
    /// After a lost connection the journal's end is taken from memory.
    KeepOldHead,
    /// An erasure leaves its keys in the key store.
    KeepErasedKeys,
    /// An erasure leaves what was sealed.
    KeepErasedPayloads,
    /// What is sealed beside an act is not stored.
    ForgetPayloads,
    /// The time of the last entry is not kept.
    ForgetTime,
    /// What an entry calls for is not written down.
    ForgetJobs,
    /// An act that was seen is not written down.
    ForgetActs,
}

impl Bug {
    /// All of them.
    pub const ALL: &[Bug] = &[
        Bug::AnswerBeforeCommit,
        Bug::AnswerBeforeDurable,
        Bug::ForgetDigests,
        Bug::SkipTermCheck,
        Bug::KeepOldHead,
        Bug::KeepErasedKeys,
        Bug::KeepErasedPayloads,
        Bug::ForgetPayloads,
        Bug::ForgetTime,
        Bug::ForgetJobs,
        Bug::ForgetActs,
    ];

    /// What becomes of a statement under this bug; none where the bug does not touch it.
    pub(super) fn lie(self, at: Place, sql: &str, fails: bool) -> Option<Verdict> {
        let pretended = |begins: &str| sql.starts_with(begins).then_some(Verdict::Pretend);
        match self {
            Bug::AnswerBeforeCommit if at == Place::Main && sql == "COMMIT" && fails => {
                Some(Verdict::Instead("ROLLBACK"))
            }
            Bug::ForgetDigests => pretended("INSERT INTO act_digests"),
            Bug::SkipTermCheck if sql.starts_with("UPDATE head SET term = term WHERE") => {
                Some(Verdict::Instead(
                    "UPDATE head SET term = term WHERE one = 1 AND (term = $1 OR 1 = 1) AND seq = $2 RETURNING seq",
                ))
            }
            Bug::KeepErasedKeys => pretended("DELETE FROM wrapped_key"),
            Bug::KeepErasedPayloads => pretended("DELETE FROM payload"),
            Bug::ForgetPayloads => pretended("INSERT INTO payload"),
            Bug::ForgetTime if sql.starts_with("UPDATE head SET seq") => Some(Verdict::Instead(
                "UPDATE head SET seq = $1, leaf = $2, recorded = $3 - $3 WHERE one = 1",
            )),
            Bug::ForgetJobs => pretended("INSERT INTO job "),
            Bug::ForgetActs => pretended("INSERT INTO act_seen"),
            _ => None,
        }
    }
}

thread_local! {
    static SOWN: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// Whether this bug is sown in this thread: for the one that no statement shows.
pub(crate) fn is_sown(bug: Bug) -> bool {
    SOWN.get() == Some(bug)
}

/// Sows a bug in this thread while it lives.
pub(super) struct Sown(());

impl Sown {
    pub(super) fn here(bug: Option<Bug>) -> Sown {
        SOWN.set(bug);
        Sown(())
    }
}

impl Drop for Sown {
    fn drop(&mut self) {
        SOWN.set(None);
    }
}

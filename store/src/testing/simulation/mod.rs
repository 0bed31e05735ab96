//! A node and its writer in one thread, all of whose chance, time and misfortune come from one seed.
//!
//! A [`plan`] is a list of steps. A machine does them one after the other: senders seal acts and send them, late, twice or in another
//! order; the writer does its rounds; statements fail, answers are lost, processes are killed, the power fails, the clock
//! jumps, another process takes over. After each step the laws of [`laws`] must hold. A plan that breaks one is [cut
//! shorter](shrink) while it still does, and kept.
//!
//! Files are real SQLite files, opened by the code that opens every node; only the disk under them is [simulated](disk).

pub mod bugs;
mod disk;
mod laws;
mod machine;
pub mod plan;
mod process;
mod senders;
pub mod shrink;
mod sky;

pub use bugs::Bug;
pub(crate) use bugs::is_sown;
pub use machine::{Ground, House, Report, run};

/// A law that a plan broke.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("step {step}: {law}: {detail}")]
pub struct Failure {
    /// The law.
    pub law: &'static str,
    /// What was found.
    pub detail: String,
    /// After which step; as many as there are when it was after the last.
    pub step: usize,
}

pub(crate) fn broken(law: &'static str, detail: impl ToString) -> Failure {
    Failure { law, detail: detail.to_string(), step: 0 }
}

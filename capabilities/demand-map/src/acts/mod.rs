//! The room's acts: one proposes a release, another confirms it.

mod confirm_release;
mod earlier;
mod propose_release;

pub use confirm_release::{CONFIRM_RELEASE, ConfirmRelease};
pub use propose_release::{PROPOSE_RELEASE, ProposeRelease};

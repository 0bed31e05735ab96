//! The room's acts, one file each.

pub mod exclude_guardian;
pub mod name_guardian;
pub mod notify_after_wish;
pub mod notify_release;
pub mod state_wish;
pub mod tell_of_release;

pub use exclude_guardian::ExcludeGuardian;
pub use name_guardian::NameGuardian;
pub use notify_after_wish::NotifyAfterWish;
pub use notify_release::NotifyRelease;
pub use state_wish::StateWish;
pub use tell_of_release::TellOfRelease;

use kernel::{ActSpec, Role};

/// Who speaks with victims.
const CARERS: &[Role] = &[Role::VictimSupport, Role::Investigator];

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<NameGuardian>(),
        ActSpec::of::<ExcludeGuardian>(),
        ActSpec::of::<StateWish>(),
        ActSpec::of::<NotifyRelease>(),
        ActSpec::of::<NotifyAfterWish>(),
        ActSpec::of::<TellOfRelease>(),
    ]
}

//! The service's acts. Numbers are counted from the end of the room's range.

mod end_match;
mod keep_look_ups;
mod let_match;
mod note_probing;
mod set_match_quota;

pub use end_match::EndMatch;
pub use keep_look_ups::KeepLookUps;
pub use let_match::LetMatch;
pub use note_probing::NoteProbing;
pub use set_match_quota::SetMatchQuota;

use kernel::ActSpec;

/// All of them.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<LetMatch>(),
        ActSpec::of::<EndMatch>(),
        ActSpec::of::<SetMatchQuota>(),
        ActSpec::of::<KeepLookUps>(),
        ActSpec::of::<NoteProbing>(),
    ]
}

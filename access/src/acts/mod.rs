//! What may be done about units and accounts. Authority is given by two people; taking it away needs one.

mod approve_account;
mod approve_recovery;
mod close_account;
mod end_machine_key;
mod end_sessions;
mod found;
mod open_machine_key;
mod open_unit;
mod propose_account;
mod propose_recovery;
mod set_machine_quota;
mod set_names;
mod standing;
mod succeed_machine_key;
mod suspend_account;

pub use approve_account::ApproveAccount;
pub use approve_recovery::ApproveRecovery;
pub use close_account::CloseAccount;
pub use end_machine_key::EndMachineKey;
pub use end_sessions::EndSessions;
pub use found::Found;
pub use open_machine_key::OpenMachineKey;
pub use open_unit::OpenUnit;
pub use propose_account::ProposeAccount;
pub use propose_recovery::ProposeRecovery;
pub use set_machine_quota::SetMachineQuota;
pub use set_names::{MOST_NAMES, SLOT_NAMES, SetNames};
pub use succeed_machine_key::SucceedMachineKey;
pub use suspend_account::SuspendAccount;

use kernel::{ActSpec, Problem, Role};

/// Who looks after accounts: two roles that see no case (administrator) or decide none (overseer).
pub(crate) const KEEPERS: &[Role] = &[Role::Overseer, Role::Administrator];

pub(crate) fn acts() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<Found>(),
        ActSpec::of::<OpenUnit>(),
        ActSpec::of::<ProposeAccount>(),
        ActSpec::of::<ApproveAccount>(),
        ActSpec::of::<SuspendAccount>(),
        ActSpec::of::<CloseAccount>(),
        ActSpec::of::<EndSessions>(),
        ActSpec::of::<SetNames>(),
        ActSpec::of::<ProposeRecovery>(),
        ActSpec::of::<ApproveRecovery>(),
        ActSpec::of::<OpenMachineKey>(),
        ActSpec::of::<EndMachineKey>(),
        ActSpec::of::<SetMachineQuota>(),
        ActSpec::of::<SucceedMachineKey>(),
    ]
}

/// Least bytes a day that a key can have: the largest document of a report fits in.
const LEAST_BYTES: u64 = 4 << 20;
/// Most bytes a day: a pebibyte.
const MOST_BYTES: u64 = 1 << 50;

/// Whether a key can hand in so much at most.
fn checked_quota(per_minute: Option<u32>, bytes_a_day: Option<u64>) -> Result<(), Problem> {
    if per_minute == Some(0) {
        return Err(Problem::new("per_minute", "is 0", "1 or more; end the key to take nothing of it"));
    }
    if bytes_a_day.is_some_and(|bytes| !(LEAST_BYTES..=MOST_BYTES).contains(&bytes)) {
        return Err(Problem::new("bytes_a_day", "is no such number", "4 MiB (4194304) to a pebibyte"));
    }
    Ok(())
}

//! The room's acts.

pub mod add_address;
pub mod appeal;
pub mod contact;
pub mod follow;
pub mod grade;
pub mod hook;
pub mod letter;
pub mod notice;
pub mod preserve;
pub mod registry;
pub mod scheme;
pub mod status;

pub use add_address::{AddAddress, SLOT_URL};
pub use appeal::{DecideAppeal, LodgeAppeal, SLOT_WORDS};
pub use contact::{SLOT_CONTACT, SLOT_REASON, SetContact};
pub use follow::{FollowMove, SLOT_TARGET, TellMove};
pub use grade::GradeAddress;
pub use hook::{SLOT_HOOK, SLOT_HOOK_REASON, SLOT_HOOK_SECRET, SetHook};
pub use letter::TellLetter;
pub use notice::SendNotice;
pub use preserve::{AskPreservation, EndHold, PlaceHold};
pub use registry::TellRegistry;
pub use scheme::{ApproveScheme, ProposeScheme};
pub use status::{ClaimRemoval, DecideFound, TellChecks};

use crate::tables::Address;
use kernel::{ActSpec, Id, Needs, Problem, Role, View};

/// Who works at the hotline's desk.
pub const DESK: &[Role] = &[Role::Analyst, Role::Investigator];

/// The room's acts.
pub(crate) fn specs() -> Vec<ActSpec> {
    vec![
        ActSpec::of::<AddAddress>(),
        ActSpec::of::<GradeAddress>(),
        ActSpec::of::<AskPreservation>(),
        ActSpec::of::<PlaceHold>(),
        ActSpec::of::<EndHold>(),
        ActSpec::of::<SendNotice>(),
        ActSpec::of::<TellLetter>(),
        ActSpec::of::<TellChecks>(),
        ActSpec::of::<DecideFound>(),
        ActSpec::of::<ClaimRemoval>(),
        ActSpec::of::<LodgeAppeal>(),
        ActSpec::of::<DecideAppeal>(),
        ActSpec::of::<SetContact>(),
        ActSpec::of::<ProposeScheme>(),
        ActSpec::of::<ApproveScheme>(),
        ActSpec::of::<TellRegistry>(),
        ActSpec::of::<SetHook>(),
        ActSpec::of::<TellMove>(),
        ActSpec::of::<FollowMove>(),
    ]
}

/// Asks for the row of an address.
fn address_needs(address: Id, needs: &mut Needs) {
    needs.row::<Address>(address);
}

/// The address of that number, if it is where the act can go on from.
fn address_that(
    address: Id,
    view: &View,
    fits: impl FnOnce(&Address) -> bool,
    wrong: &'static str,
    right: &'static str,
) -> Result<Address, Problem> {
    let row = view.get::<Address>(address).ok_or_else(|| kernel::knowing::not_known("address"))?;
    if fits(&row) { Ok(row) } else { Err(Problem::new("address", wrong, right)) }
}

//! The room's acts.

pub mod add_address;
pub mod appeal;
pub mod contact;
pub mod follow;
pub mod grade;
pub mod hook;
pub mod letter;
pub mod link;
pub mod notice;
pub mod preserve;
pub mod registry;
pub mod scheme;
pub mod status;
pub mod word;

pub use add_address::{AddAddress, SLOT_URL};
pub use appeal::{DecideAppeal, LodgeAppeal, SLOT_WORDS};
pub use contact::{SLOT_CONTACT, SLOT_REASON, SetContact};
pub use follow::{FollowMove, SLOT_TARGET, TellMove};
pub use grade::GradeAddress;
pub use hook::{SLOT_HOOK, SLOT_HOOK_REASON, SLOT_HOOK_SECRET, SetHook};
pub use letter::TellLetter;
pub use link::{EndLink, RenewLink};
pub use notice::SendNotice;
pub use preserve::{AskPreservation, EndHold, PlaceHold};
pub use registry::TellRegistry;
pub use scheme::{ApproveScheme, ProposeScheme};
pub use status::{ClaimRemoval, DecideFound, TellChecks};
pub use word::{AnswerDisowned, Disown};

use crate::tables::Address;
use kernel::{ActSpec, Ctx, Id, Needs, Problem, Role, View};

/// Who works at the hotline's desk.
pub const DESK: &[Role] = &[Role::Analyst, Role::Investigator];

/// The same, and a host itself, by its link, of its own addresses.
pub const DESK_AND_HOST: &[Role] = &[Role::Analyst, Role::Investigator, Role::Host];

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
        ActSpec::of::<RenewLink>(),
        ActSpec::of::<EndLink>(),
        ActSpec::of::<Disown>(),
        ActSpec::of::<AnswerDisowned>(),
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

/// The same where a host may speak: of its own addresses alone, and another's is answered like one that never was.
fn own_address_that(
    ctx: &Ctx,
    address: Id,
    view: &View,
    fits: impl FnOnce(&Address) -> bool,
    wrong: &'static str,
    right: &'static str,
) -> Result<Address, Problem> {
    let is_own = |row: &Address| ctx.actor.role != Role::Host || row.host == ctx.actor.id;
    if view.get::<Address>(address).is_some_and(|row| !is_own(&row)) {
        return Err(kernel::knowing::not_known("address"));
    }
    address_that(address, view, fits, wrong, right)
}

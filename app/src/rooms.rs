//! The rooms of this house, in the order of the report: this list is its table of contents.

use desk::{Address, Room, Routes, own_routes, staff_room};
use kernel::{Charter, Registry, charter::DeclaredTwice, kept::Undeclared};

/// All rooms.
#[must_use]
pub fn rooms() -> Vec<Room> {
    vec![
        demand_map::room(), // ¶22-49, 63, 78, 82(k): the demand map and the accountability funnel
        cases::room(),      // ¶56-61, 63, 82(c)(d): from a report to a final outcome
        known_material::room(), // ¶63: recognition of known material
        victims::room(),    // ¶56, 59, 65: wishes, safe adults, release notices
        reports::room(),    // ¶35, 43, 45, 46, 82(g): the complaint and reporting mechanism
        platforms::room(),  // ¶38, 40, 63, 82(c): reports by machine, on the wire that platforms speak
        calling::room(),    // ¶43, 82(g): a human is reached for what cannot wait
        evidence::room(),   // ¶63: originals go to a lawful unit, encrypted, hand by hand
        exchange::room(),   // ¶38, 63: addresses go to the hotline of their State, and come from there
        letters::room(), // ¶40, 63: preservation and disclosure asked of platforms, with basis, clock and answer
        takedown::room(), // ¶38, 63: addresses are taken down, evidence first
        letting_go::room(), // ¶52, 69: how long, until when, and who is told
        oversight::room(), // ¶52, 69: looks, exports, refusals and violations before a human
        crate::doors::home::oversight(), // ¶52, 69: what the journal itself knows
        staff_room(),    // ¶46, 52, 69: units, accounts, who opened them
    ]
}

/// What the rooms and the house itself lay at the staff door.
#[must_use]
pub fn routes(rooms: Vec<Room>) -> Routes {
    rooms.into_iter().fold(crate::doors::home::routes(), |all, room| all.and(room.pages).and(room.api))
}

/// Every address of the staff door, each with the line of policy that says to whom it is open.
#[must_use]
pub fn addresses() -> Vec<Address> {
    own_routes().and(routes(rooms())).addresses().to_vec()
}

/// Tables of `runtime.db` that a restored node needs: accounts, but no session and no token.
pub const KEPT_RUNTIME: [&str; 4] = ["credential", "recovery_code", "passkey", "provider_binding"];

/// The charters of the floors below the rooms.
fn floors() -> Vec<Charter> {
    vec![facts::charter(), rules::charter(), access::charter()]
}

/// Puts floors and rooms together; the rooms' charters are moved into the registry.
///
/// # Errors
/// [`Unfit`] when two rooms claim one number or name, or one keeps what it does not declare.
pub fn registry(rooms: &mut [Room]) -> Result<Registry, Unfit> {
    let charters = rooms.iter_mut().map(|room| std::mem::take(&mut room.charter));
    let registry = Registry::new(floors().into_iter().chain(charters).collect())?;
    kernel::kept::declared(&registry)?;
    Ok(registry)
}

/// Rooms that do not fit together, or that keep what they do not declare: a defect, and the node does not start.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Two of one number or name.
    #[error(transparent)]
    Twice(#[from] DeclaredTwice),
    /// Something is kept and not declared.
    #[error(transparent)]
    Undeclared(#[from] Undeclared),
}

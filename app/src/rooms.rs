//! The rooms of this house, in the order of the report: this list is its table of contents.

use desk::{Room, staff_room};
use kernel::{Charter, Registry, charter::DeclaredTwice};

/// All rooms.
#[must_use]
pub fn rooms() -> Vec<Room> {
    vec![
        demand_map::room(), // ¶22-49, 63, 78, 82(k): the demand map and the accountability funnel
        cases::room(),      // ¶56-61, 63, 82(c)(d): from a report to a final outcome
        known_material::room(), // ¶63: recognition of known material
        victims::room(),    // ¶56, 59, 65: wishes, safe adults, release notices
        reports::room(),    // ¶35, 43, 45, 46, 82(g): the complaint and reporting mechanism
        oversight::room(),  // ¶52, 69: looks, exports, refusals and violations before a human
        crate::doors::home::oversight(), // ¶52, 69: what the journal itself knows
        staff_room(),       // ¶46, 52, 69: units, accounts, who opened them
    ]
}

/// Tables of `runtime.db` that a restored node needs: accounts, but no session and no token.
pub const KEPT_RUNTIME: [&str; 2] = ["credential", "recovery_code"];

/// The charters of the floors below the rooms.
fn floors() -> Vec<Charter> {
    vec![facts::charter(), rules::charter(), access::charter()]
}

/// Puts floors and rooms together; the rooms' charters are moved into the registry.
///
/// # Errors
/// [`DeclaredTwice`] when two rooms claim one number or name.
pub fn registry(rooms: &mut [Room]) -> Result<Registry, DeclaredTwice> {
    let charters = rooms.iter_mut().map(|room| std::mem::take(&mut room.charter));
    Registry::new(floors().into_iter().chain(charters).collect())
}

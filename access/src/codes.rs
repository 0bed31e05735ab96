//! Code lists of units and accounts.

use kernel::code_list;
use kernel::codes::Listing;

code_list! {
    /// What a unit of this node is for.
    pub UnitKind, "unit-kind", version 1, source "A/HRC/31/58, ¶35-82: who works with reports and cases" {
        Hotline = 1, "hotline", "Hotline";
        Police = 2, "police", "Police";
        Prosecution = 3, "prosecution", "Prosecution";
        Court = 4, "court", "Court or prison";
        VictimSupport = 5, "victim-support", "Victim support";
        Oversight = 6, "oversight", "Oversight";
        Statistics = 7, "statistics", "Statistics";
        Administration = 8, "administration", "Running the node";
        Other = 9, "other", "Another unit";
    }
}

code_list! {
    /// Whether somebody may work here with an account.
    pub AccountState, "account-state", version 1, source "A/HRC/31/58, ¶52 derived" {
        Open = 1, "open", "Open";
        /// Nobody works with it until two people open it again.
        Suspended = 2, "suspended", "Suspended";
        /// It is never opened again.
        Closed = 3, "closed", "Closed";
    }
}

/// The lists of this floor, for interfaces and the check of translations.
#[must_use]
pub fn catalogue() -> Vec<Listing> {
    vec![Listing::of::<UnitKind>(), Listing::of::<AccountState>()]
}

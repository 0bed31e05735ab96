//! Code lists of accounts.

use kernel::code_list;
use kernel::codes::Listing;

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

code_list! {
    /// Which words of reporters are folded until whoever reads opens them.
    pub Fold, "fold", version 1, source "A/HRC/31/58, ¶52 derived" {
        /// Of reports whose reasons or answers say that they may distress.
        Marked = 1, "marked", "Those that may distress";
        All = 2, "all", "All words of reporters";
        Never = 3, "never", "None";
    }
}

code_list! {
    /// What a machine key opens.
    pub Environment, "environment", version 1, source "A/HRC/31/58, ¶38 derived" {
        Production = 1, "production", "What is meant";
        /// Everything is checked and nothing reaches a desk.
        Sandbox = 2, "sandbox", "What is tried";
    }
}

/// The lists of this floor, for interfaces and the check of translations.
#[must_use]
pub fn catalogue() -> Vec<Listing> {
    vec![Listing::of::<AccountState>(), Listing::of::<Fold>(), Listing::of::<Environment>()]
}

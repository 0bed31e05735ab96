//! The room's code lists.

use kernel::code_list;

code_list! {
    /// How it stands with a machine's report on the wire.
    pub TipState, "tip-state", version 1, source "A/HRC/31/58, ¶38 derived" {
        Open = 1, "open", "Open";
        /// Nothing can be added, changed or taken back.
        Finished = 2, "finished", "Finished";
        Retracted = 3, "retracted", "Taken back by its sender";
        Expired = 4, "expired", "Never finished";
    }
}

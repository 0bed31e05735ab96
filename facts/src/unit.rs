//! Units: what each is for. Need to know and the rules ask; rooms and people are many, units few.

use kernel::{Id, Instant, code_list, record};

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
        Platform = 10, "platform", "Platform that reports by machine";
    }
}

record! {
    /// Units that work on this node.
    pub struct Unit in "unit", Derived, key 1, indexes [by_word: 1] {
        /// The unit.
        unit: Id, Internal;
        /// The word by which people call it.
        word: String, Internal;
        /// What it is for.
        kind: UnitKind, Internal;
        /// When it was opened, UTC ms.
        opened_at: Instant, Internal;
    }
}

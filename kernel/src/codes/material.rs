//! Grades of material and the state of a lead (A/HRC/31/58, ¶63). Codes only: nothing here describes content.

use crate::code_list;

code_list! {
    /// Grade of material, neutral between States: what their laws call it is mapped elsewhere.
    #[derive(Default)]
    pub Grade, "grade", version 1, source "A/HRC/31/58, ¶63; division into baseline and national law as hotlines use it" {
        #[default]
        NotGraded = 0, "not-graded", "Not graded";
        Baseline = 1, "baseline", "Unlawful in nearly every State";
        National = 2, "national", "Unlawful under national law";
        KnownHarmless = 3, "known-harmless", "Known to be harmless";
    }
}

code_list! {
    /// What a match is worth: a lead, until a lawful unit has confirmed it.
    #[derive(Default)]
    pub LeadState, "lead-state", version 2, source "A/HRC/31/58, ¶63" {
        #[default]
        Unverified = 0, "unverified", "Unverified lead";
        Confirmed = 1, "confirmed", "Confirmed by a lawful unit";
        NotConfirmed = 2, "not-confirmed", "Not confirmed";
        /// What it rested on was withdrawn before a unit decided: it is no lead any more.
        Withdrawn = 3, "withdrawn", "Withdrawn: no lead any more";
    }
}

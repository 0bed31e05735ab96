//! The room's code lists.

use kernel::code_list;

code_list! {
    /// Why a record must not be erased for a while.
    pub HoldReason, "hold-reason", version 1, source "Directive (EU) 2016/680 Art. 16(3); what a court or an authority orders" {
        Proceedings = 1, "proceedings", "Proceedings need it as evidence";
        Appeal = 2, "appeal", "An appeal or a review is under way";
        Claim = 3, "claim", "A victim claims compensation or redress";
        Audit = 4, "audit", "What was done with it is being examined";
        Request = 5, "request", "Another State asked to preserve it";
    }
}

code_list! {
    /// Where a legal hold stands.
    pub HoldState, "hold-state", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        Standing = 1, "standing", "It stands";
        Ended = 2, "ended", "It ended by itself";
        Lifted = 3, "lifted", "Lifted early by two";
    }
}

code_list! {
    /// Where a retention schedule stands.
    pub ScheduleState, "schedule-state", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        Proposed = 1, "proposed", "Waits for a second person";
        InForce = 2, "in-force", "In force";
        Replaced = 3, "replaced", "Replaced by a newer one";
    }
}

code_list! {
    /// How far a record that falls due has come.
    pub DueState, "due-state", version 1, source "A/HRC/31/58 ¶52, 69 derived" {
        Announced = 1, "announced", "Shown before it is put forward";
        PutForward = 2, "put-forward", "Waits for the overseer";
    }
}

code_list! {
    /// What partners who were told of a record are to be told.
    pub ToTell, "to-tell", version 1, source "Regulation (EU) 2016/679 Art. 19; Directive (EU) 2016/680 Art. 16(6)" {
        Erased = 1, "erased", "It was erased here";
        Mended = 2, "mended", "It was mended here";
    }
}

//! The room's code lists: on what a handover rests, how far it is, and through whose hands originals went.

use kernel::code_list;

code_list! {
    /// On what the handover rests; the words of law or order are sealed beside it.
    pub LegalBasis, "evidence-basis", version 1, source "A/HRC/31/58, ¶63; Directive (EU) 2016/680 Art. 8 derived" {
        DutyToReport = 1, "duty-to-report", "A law that obliges to report";
        CourtOrder = 2, "court-order", "An order of a court";
        ProsecutorOrder = 3, "prosecutor-order", "An order of a prosecutor";
        PoliceRequest = 4, "police-request", "A request by the police that a law allows";
        Treaty = 5, "treaty", "Legal assistance under a treaty";
    }
}

code_list! {
    /// How it stands with a recipient.
    pub RecipientState, "recipient-state", version 1, source "A/HRC/31/58, ¶52, 63 derived" {
        Proposed = 1, "proposed", "Waits for a second person";
        InForce = 2, "in-force", "May get originals";
        Withdrawn = 3, "withdrawn", "Withdrawn";
    }
}

code_list! {
    /// How far a handover is.
    pub HandoverState, "handover-state", version 1, source "A/HRC/31/58, ¶63 derived" {
        Proposed = 1, "proposed", "Waits for a second person";
        Approved = 2, "approved", "Approved, is being packed";
        Packed = 3, "packed", "Packed, waits to be fetched";
        Fetched = 4, "fetched", "Fetched, no receipt yet";
        Arrived = 5, "arrived", "Arrived whole";
        Answered = 6, "answered", "Answered";
        Closed = 7, "closed", "Destroyed or returned there";
        CalledOff = 8, "called-off", "Called off";
        /// A hash differed, or the recipient was withdrawn: nothing more goes on.
        Stopped = 9, "stopped", "Stopped: a human must look";
    }
}

code_list! {
    /// Through whose hands originals went.
    pub Hand, "custody-hand", version 1, source "ISO/IEC 27037:2012, 6.1 derived" {
        Proposed = 1, "proposed", "Chosen for a handover";
        Approved = 2, "approved", "Approved by a second person";
        Packed = 3, "packed", "Packed for the recipient";
        Fetched = 4, "fetched", "Fetched";
        Arrived = 5, "arrived", "Arrived, by the recipient's receipt";
        Answered = 6, "answered", "Answered";
        Destroyed = 7, "destroyed", "Destroyed there";
        Returned = 8, "returned", "Returned";
    }
}

//! What is entered about lists, checks and leads. Hashes are never in a body: they travel sealed beside it.

use crate::codes::{How, ListPurpose};
use kernel::codes::{Country, Grade};
use kernel::{Id, event};
use minicbor::{Decode, Encode};

/// A hash list was created. Its unit is the actor's.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ListCreated {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// Its short name; names no person.
    #[n(1)]
    pub name: String,
    /// The State under whose law it is graded.
    #[n(2)]
    pub country: Country,
    /// Version of the grading scheme.
    #[n(3)]
    pub grade_scheme: u16,
    /// Largest perceptual distance that counts as a match, in bits, 0 to 31.
    #[n(4)]
    pub max_distance: u8,
    /// What it is for.
    #[n(5)]
    pub purpose: ListPurpose,
}
event!(ListCreated, 1100, 1, "known-material.list-created");

/// Entries were added to a list, numbered without gaps.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HashesAdded {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// Number of the first entry.
    #[n(1)]
    pub first: u32,
    /// The grade of each entry, in their order.
    #[n(2)]
    pub grades: Vec<Grade>,
}
event!(HashesAdded, 1101, 1, "known-material.hashes-added");

/// Entries were withdrawn from a list: nothing matches them any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HashesWithdrawn {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries.
    #[n(1)]
    pub entries: Vec<u32>,
}
event!(HashesWithdrawn, 1102, 1, "known-material.hashes-withdrawn");

/// One match of one picture with one list entry, as the matcher finds it and an act carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Hit {
    /// The picture's place in the report, from 0.
    #[n(0)]
    pub picture: u32,
    /// The list.
    #[n(1)]
    pub list: Id,
    /// The entry's number in the list.
    #[n(2)]
    pub entry: u32,
    /// How it was found.
    #[n(3)]
    pub how: How,
    /// Bits that differ, 0 to 31; 0 when the file is the same.
    #[n(4)]
    pub distance: u8,
    /// The list's grade of the entry.
    #[n(5)]
    pub grade: Grade,
}

/// A report's pictures were compared with all lists. With no leads it says: checked, none found.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PicturesChecked {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// New leads.
    #[n(1)]
    pub leads: u32,
    /// Pictures that could be compared by their exact digests only: not decoded, or too little detail.
    #[n(2)]
    pub exact_only: u32,
    /// Weaker matches beyond what one act holds; not entered.
    #[n(3)]
    pub left_out: u32,
}
event!(PicturesChecked, 1103, 1, "known-material.pictures-checked");

/// A match became a lead: unverified, and about a picture, never about a person.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LeadFound {
    /// The lead.
    #[n(0)]
    pub lead: Id,
    /// The report.
    #[n(1)]
    pub report: Id,
    /// The match.
    #[n(2)]
    pub hit: Hit,
}
event!(LeadFound, 1104, 1, "known-material.lead-found");

/// A unit confirmed that the picture is the listed material. The unit is the actor's.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LeadConfirmed {
    /// The lead.
    #[n(0)]
    pub lead: Id,
}
event!(LeadConfirmed, 1105, 1, "known-material.lead-confirmed");

/// A unit found that the picture is not the listed material.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LeadRejected {
    /// The lead.
    #[n(0)]
    pub lead: Id,
}
event!(LeadRejected, 1106, 1, "known-material.lead-rejected");

/// The unit that got pictures of a report as evidence answered: these leads are confirmed or not, as it found.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AnswerHeard {
    /// The handover.
    #[n(0)]
    pub handover: Id,
    /// The leads that waited, if any.
    #[n(1)]
    pub leads: Vec<Id>,
    /// Whether it confirms them.
    #[n(2)]
    pub confirmed: bool,
    /// The unit of this node that answered; none for one outside.
    #[n(3)]
    pub unit: Id,
}
event!(AnswerHeard, 1822, 1, "known-material.answer-heard");

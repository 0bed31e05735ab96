//! What is entered about lists, checks and leads. Hashes are never in a body: they travel sealed beside it.

use crate::codes::{
    DisputeReason, DisputeState, EntryReach, How, ListPurpose, ListVisible, Undone, VictimStatus,
    WithdrawnWhy,
};
use kernel::codes::{Country, Grade};
use kernel::{Day, EventSpec, Id, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    /// Which units see it; none where every unit does.
    #[n(6)]
    pub visible: Option<ListVisible>,
    /// The organisation whose list it is, where the unit keeps it for another; names no person.
    #[n(7)]
    pub organisation: Option<String>,
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
    /// The exchange or partner that brought them; none for what the unit itself entered. Names no person.
    #[n(3)]
    pub exchange: Option<String>,
    /// By what each is found, in their order; none where nobody noted it.
    #[n(4)]
    pub reach: Option<Vec<EntryReach>>,
    /// The last day on which they are found; none for no end.
    #[n(5)]
    pub until: Option<Day>,
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
    /// Why; none where nobody said.
    #[n(2)]
    pub why: Option<WithdrawnWhy>,
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

/// From now on another unit sees a list, too.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ListShown {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The unit.
    #[n(1)]
    pub unit: Id,
}
event!(ListShown, 1107, 1, "known-material.list-shown");

/// From now on a unit does not see a list any more; none: only those named do.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ListHidden {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The unit; none for all that were not named.
    #[n(1)]
    pub unit: Id,
}
event!(ListHidden, 1108, 1, "known-material.list-hidden");

/// Somebody proposed a grade of entries: it is in force when another person agrees.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GradeProposed {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries.
    #[n(1)]
    pub entries: Vec<u32>,
    /// The grade.
    #[n(2)]
    pub grade: Grade,
}
event!(GradeProposed, 1109, 1, "known-material.grade-proposed");

/// Somebody voted on what stands proposed as the grade of entries.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GradeVoted {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries.
    #[n(1)]
    pub entries: Vec<u32>,
    /// Whether they agree.
    #[n(2)]
    pub agrees: bool,
}
event!(GradeVoted, 1110, 1, "known-material.grade-voted");

/// Two people stand behind the grade of these entries: who proposed it and the actor.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GradeConfirmed {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries.
    #[n(1)]
    pub entries: Vec<u32>,
    /// Their grade from now on.
    #[n(2)]
    pub grade: Grade,
}
event!(GradeConfirmed, 1111, 1, "known-material.grade-confirmed");

/// Leads about one report rest on nothing any more: they are none.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LeadsUndone {
    /// The leads.
    #[n(0)]
    pub leads: Vec<Id>,
    /// Why.
    #[n(1)]
    pub why: Undone,
}
event!(LeadsUndone, 1112, 1, "known-material.leads-undone");

/// An entry is disputed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DisputeRaised {
    /// The dispute.
    #[n(0)]
    pub dispute: Id,
    /// The list.
    #[n(1)]
    pub list: Id,
    /// The entry.
    #[n(2)]
    pub entry: u32,
    /// Why.
    #[n(3)]
    pub reason: DisputeReason,
}
event!(DisputeRaised, 1113, 1, "known-material.dispute-raised");

/// The unit that keeps the list answered a dispute.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DisputeAnswered {
    /// The dispute.
    #[n(0)]
    pub dispute: Id,
    /// How.
    #[n(1)]
    pub answer: DisputeState,
}
event!(DisputeAnswered, 1114, 1, "known-material.dispute-answered");

/// Entries are found until a day.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ExpirySet {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entries.
    #[n(1)]
    pub entries: Vec<u32>,
    /// The last day.
    #[n(2)]
    pub until: Day,
}
event!(ExpirySet, 1115, 1, "known-material.expiry-set");

/// How far the victims of an entry are found and safe was noted.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct VictimsNoted {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// The entry.
    #[n(1)]
    pub entry: u32,
    /// How far.
    #[n(2)]
    pub status: VictimStatus,
}
event!(VictimsNoted, 1116, 1, "known-material.victims-noted");

/// What one label of a State's law is in the grades that all lists share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeLabel {
    /// The State.
    #[n(0)]
    pub country: Country,
    /// The label, as its law or its hotlines call it: letters, digits and hyphens.
    #[n(1)]
    #[schema(min_length = 1, max_length = 40)]
    pub label: String,
    /// The grade.
    #[n(2)]
    pub grade: Grade,
}

/// Somebody proposed a table of what the labels of each law are.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MappingProposed {
    /// The proposal.
    #[n(0)]
    pub proposal: Id,
    /// All labels.
    #[n(1)]
    pub labels: Vec<GradeLabel>,
}
event!(MappingProposed, 1117, 1, "known-material.mapping-proposed");

/// The table is in force under this number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MappingSet {
    /// The proposal.
    #[n(0)]
    pub proposal: Id,
    /// Its version, from 1.
    #[n(1)]
    pub version: u32,
}
event!(MappingSet, 1118, 1, "known-material.mapping-set");

/// New or regraded entries were compared with the pictures of all reports that were there.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LookedBack {
    /// The list.
    #[n(0)]
    pub list: Id,
    /// How many entries.
    #[n(1)]
    pub entries: u32,
    /// With how many pictures.
    #[n(2)]
    pub pictures: u64,
    /// Reports of which a picture was near one of them.
    #[n(3)]
    pub reports: u32,
}
event!(LookedBack, 1119, 1, "known-material.looked-back");

/// A match was not told as a lead, since a negative list says that the picture is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct HitSetAside {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The match.
    #[n(1)]
    pub hit: Hit,
    /// The list that says so.
    #[n(2)]
    pub list: Id,
    /// The entry that says so.
    #[n(3)]
    pub entry: u32,
}
event!(HitSetAside, 1120, 1, "known-material.hit-set-aside");

/// The facts that the room may enter.
pub(crate) fn specs() -> Vec<EventSpec> {
    vec![
        EventSpec::of::<ListCreated>(),
        EventSpec::of::<HashesAdded>(),
        EventSpec::of::<HashesWithdrawn>(),
        EventSpec::of::<PicturesChecked>(),
        EventSpec::of::<LeadFound>(),
        EventSpec::of::<LeadConfirmed>(),
        EventSpec::of::<LeadRejected>(),
        EventSpec::of::<ListShown>(),
        EventSpec::of::<ListHidden>(),
        EventSpec::of::<GradeProposed>(),
        EventSpec::of::<GradeVoted>(),
        EventSpec::of::<GradeConfirmed>(),
        EventSpec::of::<LeadsUndone>(),
        EventSpec::of::<DisputeRaised>(),
        EventSpec::of::<DisputeAnswered>(),
        EventSpec::of::<ExpirySet>(),
        EventSpec::of::<VictimsNoted>(),
        EventSpec::of::<MappingProposed>(),
        EventSpec::of::<MappingSet>(),
        EventSpec::of::<LookedBack>(),
        EventSpec::of::<HitSetAside>(),
        EventSpec::of::<AnswerHeard>(),
    ]
}

//! What is entered about reports beside [`ReportFiled`](facts::report::ReportFiled): codes, numbers and counts. Who acted and
//! when stands in the entry; what was said is sealed beside it.

mod desk;
mod officials;

pub use desk::*;
pub use officials::*;

use crate::circumstances::Circumstances;
use crate::codes::{Agreement, CallReason, DoorLanguage, Media, Opinion, OpinionOf, SaidOf, Sound, Wording};
use crate::limits::MAX_VOICE_BYTES;
use facts::complaint::Body;
use kernel::codes::{ClosureReason, NotPursuedReason};
use kernel::{Id, Problem, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is known of a picture without looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PictureMeta {
    /// Its format, as its first bytes say.
    #[n(0)]
    pub media: Media,
    /// Its size, in bytes, 1 to [`MAX_PICTURE_BYTES`](crate::limits::MAX_PICTURE_BYTES).
    #[n(1)]
    pub bytes: u64,
    /// Its width, in pixels; 0 when it could not be decoded.
    #[n(2)]
    pub width: u32,
    /// Its height, in pixels; 0 when it could not be decoded.
    #[n(3)]
    pub height: u32,
    /// How much detail it has for perceptual matching, 0 to 100 as PDQ measures it; 0 when it could not be decoded.
    #[n(4)]
    pub quality: u8,
    /// In which slot of the act it is sealed: 2 and upwards.
    #[n(5)]
    pub slot: u16,
}

/// Pictures came with a report.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PicturesAttached {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The pictures, in the order in which they came.
    #[n(1)]
    pub pictures: Vec<PictureMeta>,
}
event!(PicturesAttached, 1000, 1, "reports.pictures-attached");

/// What is known of a voice message without hearing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoiceMeta {
    /// Its kind, as its first bytes say.
    #[n(0)]
    pub media: Sound,
    /// Its size, in bytes, 1 to [`MAX_VOICE_BYTES`](crate::limits::MAX_VOICE_BYTES).
    #[n(1)]
    pub bytes: u64,
}

impl VoiceMeta {
    /// Whether it is of a size that is taken.
    ///
    /// # Errors
    /// [`Problem`] names the field `voice`.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if (1..=MAX_VOICE_BYTES).contains(&self.bytes) {
            return Ok(());
        }
        let wrong = format!("has {} bytes", self.bytes);
        Err(Problem::new("voice", wrong, "a voice message of at most 10 MiB"))
    }
}

/// A voice message came with a report, or after it. It is sealed in the act's [`SLOT_VOICE`](crate::acts::file_report::SLOT_VOICE).
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct VoiceAttached {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// What is known of it.
    #[n(1)]
    pub voice: VoiceMeta,
}
event!(VoiceAttached, 1040, 1, "reports.voice-attached");

/// SHA-256 of pictures that somebody wants gone came with a report, and no picture. They are sealed beside the act as rows.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HashesGiven {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// How many, 1 to [`MOST_HASHES`](crate::gone::MOST_HASHES).
    #[n(1)]
    pub hashes: u32,
}
event!(HashesGiven, 1041, 1, "reports.hashes-given");

/// The reporter wrote again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MessageAdded {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Reasons that its words give, told before or not: numbers of [`Reason`](crate::priority::Reason).
    #[n(1)]
    pub reasons: Vec<u32>,
    /// The report's points from now on, 0 to 100.
    #[n(2)]
    pub points: u32,
    /// Number of the table of points that gave them; none for the one that is built in, and where the points stay what they were.
    #[n(3)]
    pub weights: Option<u32>,
}
event!(MessageAdded, 1001, 1, "reports.message-added");

/// A person answered in the thread.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Replied {
    /// The report.
    #[n(0)]
    pub report: Id,
}
event!(Replied, 1002, 1, "reports.replied");

/// The actor looks after the report from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TakenUp {
    /// The report.
    #[n(0)]
    pub report: Id,
}
event!(TakenUp, 1003, 1, "reports.taken-up");

/// A colleague looks after the report from now on: all that somebody looked after was handed over.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HandedOver {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The colleague's account.
    #[n(1)]
    pub to: Id,
}
event!(HandedOver, 940, 1, "reports.handed-over");

/// Another unit looks after the report from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Referred {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The unit.
    #[n(1)]
    pub unit: Id,
    /// What the reporter says to it; none where nothing was noted.
    #[n(2)]
    pub agreement: Option<Agreement>,
    /// Whether the unit may open the safe contact; none where nothing was noted.
    #[n(3)]
    pub with_contact: Option<bool>,
}
event!(Referred, 1004, 1, "reports.referred");

/// Nothing more is done about the report.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct NotPursued {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Why.
    #[n(1)]
    pub reason: NotPursuedReason,
    /// The ground in the words of a case; none for what is no report at all.
    #[n(2)]
    pub ground: Option<ClosureReason>,
    /// True when words to the reporter are sealed beside it.
    #[n(3)]
    pub told: bool,
}
event!(NotPursued, 1005, 1, "reports.not-pursued");

/// Something was chosen beside the text of a report.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct CircumstancesTold {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// What was chosen.
    #[n(1)]
    pub circumstances: Circumstances,
}
event!(CircumstancesTold, 1006, 1, "reports.circumstances-told");

/// A human is called to the entry's report.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HumanCalled {
    /// Why.
    #[n(0)]
    pub reason: CallReason,
    /// Who is called: 1 those on duty, then their superiors, 3 at last.
    #[n(1)]
    pub level: u8,
    /// How many times by now.
    #[n(2)]
    pub times: u32,
}
event!(HumanCalled, 1011, 1, "reports.human-called");

/// The actor has the entry's report: nobody else need be called.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct CallAnswered {}
event!(CallAnswered, 1012, 1, "reports.call-answered");

/// The reporter asks that somebody else looks at a report that was put aside.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SecondLookAsked {
    /// The report.
    #[n(0)]
    pub report: Id,
}
event!(SecondLookAsked, 1013, 1, "reports.second-look-asked");

/// The report has a new receipt, whose blind token is sealed beside the entry's act; none before it opens anything.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReceiptChanged {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The act beside which the receipt before was sealed; none for the one that the report was filed with.
    #[n(1)]
    pub replaces: Id,
}
event!(ReceiptChanged, 1017, 1, "reports.receipt-changed");

/// Somebody said what they think of the door. It names no report and nobody.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct OpinionGiven {
    /// The language of the page.
    #[n(0)]
    pub in_language: DoorLanguage,
    /// What was asked and what was answered, each question at most once.
    #[n(1)]
    pub answers: Vec<(OpinionOf, Opinion)>,
}
event!(OpinionGiven, 1014, 1, "reports.opinion-given");

/// Somebody proposes that two reports belong together.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LinkProposed {
    /// A report.
    #[n(0)]
    pub report: Id,
    /// The other one.
    #[n(1)]
    pub other: Id,
}
event!(LinkProposed, 1015, 1, "reports.link-proposed");

/// A report went to the body that hears complaints.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ComplaintRouted {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Which body.
    #[n(1)]
    pub body: Body,
    /// Its unit; [`NO_UNIT_YET`](kernel::knowing::NO_UNIT_YET) when none is named.
    #[n(2)]
    pub unit: Id,
}
event!(ComplaintRouted, 1007, 1, "reports.complaint-routed");

/// A unit hears complaints from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct BodyNamed {
    /// Which body.
    #[n(0)]
    pub body: Body,
    /// The unit.
    #[n(1)]
    pub unit: Id,
}
event!(BodyNamed, 1008, 1, "reports.body-named");

/// Staff read whom a report is about.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FoundToConcern {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Whom.
    #[n(1)]
    pub said_of: SaidOf,
}
event!(FoundToConcern, 1009, 1, "reports.found-to-concern");

/// The body that hears a complaint found that it is not about them.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FoundNotToConcern {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Whom it is not about.
    #[n(1)]
    pub said_of: SaidOf,
}
event!(FoundNotToConcern, 1010, 1, "reports.found-not-to-concern");

/// Words were proposed in the place of a text's built-in ones. The entry's act is the proposal's number.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TextProposed {
    /// The text.
    #[n(0)]
    pub wording: Wording,
    /// The language.
    #[n(1)]
    pub in_language: DoorLanguage,
    /// The words, for everybody to read.
    #[n(2)]
    pub words: String,
}
event!(TextProposed, 942, 1, "reports.text-proposed");

/// Words stand in the place of a text's built-in ones from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TextReplaced {
    /// The text.
    #[n(0)]
    pub wording: Wording,
    /// The language.
    #[n(1)]
    pub in_language: DoorLanguage,
    /// The words, for everybody to read.
    #[n(2)]
    pub words: String,
    /// Who proposed them.
    #[n(3)]
    pub proposed_by: Id,
}
event!(TextReplaced, 943, 1, "reports.text-replaced");

/// A text has its built-in words again, and what waited to take their place waits no more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TextTakenBack {
    /// The text.
    #[n(0)]
    pub wording: Wording,
    /// The language.
    #[n(1)]
    pub in_language: DoorLanguage,
}
event!(TextTakenBack, 944, 1, "reports.text-taken-back");

/// A report of a machine stands in the line of another one from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Folded {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The one in whose line it stands.
    #[n(1)]
    pub into: Id,
}
event!(Folded, 1030, 1, "reports.folded");

/// A report stands in a line of its own again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Unfolded {
    /// The report.
    #[n(0)]
    pub report: Id,
}
event!(Unfolded, 1031, 1, "reports.unfolded");

//! What became known of a report.

use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{Id, Span, code_list, event};
use minicbor::{Decode, Encode};

code_list! {
    /// The way by which a report came. An onion address is not told apart from the web.
    pub CameBy, "came-by", version 1, source "A/HRC/31/58, ¶82(g) derived" {
        NotNoted = 0, "not-noted", "Not noted";
        Web = 1, "web", "Web";
        Sms = 2, "sms", "Text message (SMS)";
        Ussd = 3, "ussd", "Telephone menu (USSD)";
        Call = 4, "call", "Telephone call";
        Platform = 5, "platform", "A platform's system";
    }
}

/// A report was filed (¶82(g)). What was told is sealed beside the entry; here are codes and counts only.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReportFiled {
    /// The report's number.
    #[n(0)]
    pub report: Id,
    /// Who reports.
    #[n(1)]
    pub by: ReportingPerson,
    /// The answer to "are you safe now?".
    #[n(2)]
    pub danger: DangerAnswer,
    /// The age band of the child, as told.
    #[n(3)]
    pub age: AgeBand,
    /// The language it was written in, as a BCP 47 tag.
    #[n(4)]
    pub language: String,
    /// How many pictures came with it.
    #[n(5)]
    pub pictures: u32,
    /// Points for priority, 0 to 100, computed before sealing.
    #[n(6)]
    pub points: u32,
    /// Why it has these points: numbers of the reports room's list of reasons.
    #[n(7)]
    pub reasons: Vec<u32>,
    /// True when the person left a safe way to be reached.
    #[n(8)]
    pub contact: bool,
    /// The report of a machine that says the same and came before: this one stands in its line, and is known through it alone.
    #[n(9)]
    pub folded_into: Option<Id>,
    /// Number of the reports room's table of points that gave the points; none for the one that is built in.
    #[n(10)]
    pub weights: Option<u32>,
    /// The way by which it came; none where nobody noted it.
    #[n(11)]
    pub came_by: Option<CameBy>,
}
event!(ReportFiled, 100, 1, "reports.filed");

/// A report was taken into a case.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReportBecameCase {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
}
event!(ReportBecameCase, 101, 1, "cases.report-taken-in");

/// Two reports belong together, each as urgent as the more urgent one was: what keeps the one keeps the other.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReportsLinked {
    /// A report.
    #[n(0)]
    pub report: Id,
    /// The other one.
    #[n(1)]
    pub other: Id,
    /// The points of both from now on, 0 to 100.
    #[n(2)]
    pub points: u32,
}
event!(ReportsLinked, 103, 1, "reports.linked");

/// Two reports do not belong together after all, or what was proposed is taken back.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReportsParted {
    /// A report.
    #[n(0)]
    pub report: Id,
    /// The other one.
    #[n(1)]
    pub other: Id,
}
event!(ReportsParted, 104, 1, "reports.parted");

/// Something is to be said in a report's thread, as a code and dates: the page renders it in the reader's language.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ThreadNotice {
    /// The report whose thread it is.
    #[n(0)]
    pub thread: Id,
    /// What is said.
    #[n(1)]
    pub notice: Notice,
    /// The day that it speaks of.
    #[n(2)]
    pub on: Span,
}
event!(ThreadNotice, 102, 1, "victims.thread-notice");

code_list! {
    /// What may be said in a thread by code. Covert on purpose: a stranger who reads along learns little.
    pub Notice, "notice", version 1, source "A/HRC/31/58 ¶59; General Assembly resolution 69/194" {
        ReleaseAhead = 1, "release-ahead", "Somebody you asked about is to leave custody";
        Released = 2, "released", "Somebody you asked about has left custody";
        Referred = 3, "referred", "Another team looks after this now";
    }
}

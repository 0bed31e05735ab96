//! The facts of this room. That a report is complete is [`facts::machine::MachineReportComplete`].

use facts::machine::Wire;
use kernel::{Id, event};
use minicbor::{Decode, Encode};

/// A sender began a report. Its document lies sealed beside the act, word for word, from slot 0 on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReportOpened {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// Its number on the wire.
    #[n(1)]
    pub number: u64,
    /// How it came.
    #[n(2)]
    pub wire: Wire,
    /// How many slots its document takes.
    #[n(3)]
    pub slots: u32,
    /// How many bytes its document has.
    #[n(4)]
    pub bytes: u64,
}
event!(ReportOpened, 1700, 1, "platforms.report-opened");

/// A file came to an open report. Its bytes lie sealed beside the act, from slot 0 on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FileTaken {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The file.
    #[n(1)]
    pub file: Id,
    /// How many slots it takes.
    #[n(2)]
    pub slots: u32,
    /// Its size, in bytes.
    #[n(3)]
    pub bytes: u64,
}
event!(FileTaken, 1701, 1, "platforms.file-taken");

/// A sender told the details of a file; the document lies sealed beside the act, from slot 0 on. What is told later replaces it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FileDescribed {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The file.
    #[n(1)]
    pub file: Id,
    /// How many slots the document takes.
    #[n(2)]
    pub slots: u32,
    /// Its size, in bytes; none where nobody noted it.
    #[n(3)]
    pub bytes: Option<u64>,
}
event!(FileDescribed, 1702, 1, "platforms.file-described");

/// A sender took an open report back: what was sealed about it is gone, with its keys.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReportRetracted {
    /// The report.
    #[n(0)]
    pub report: Id,
}
event!(ReportRetracted, 1703, 1, "platforms.report-retracted");

/// An open report was never finished: what was sealed about it is gone, with its keys.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ReportExpired {
    /// The report.
    #[n(0)]
    pub report: Id,
}
event!(ReportExpired, 1704, 1, "platforms.report-expired");

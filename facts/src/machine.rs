//! Reports by machine: a platform, another hotline or an agency hands in what it found (¶38, 40, 63, 82(c)). The room of platforms keeps
//! the wire; the desk of reports hears of a report once its sender has finished it.

use kernel::{EventSpec, Id, code_list, event};
use minicbor::{Decode, Encode};

code_list! {
    /// How a machine's report came in.
    pub Wire, "wire", version 1, source "A/HRC/31/58, ¶38, 82(c) derived" {
        CyberTipline = 1, "cybertipline", "CyberTipline reporting API";
        Native = 2, "native", "Tutela's own API";
    }
}

/// A machine's report is complete: nothing can be added, changed or taken back any more. From now on it is a report like any other,
/// under the same number, so that one erasure and one need to know cover both.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct MachineReportComplete {
    /// Its number, which the report of the desk bears, too.
    #[n(0)]
    pub report: Id,
    /// The unit that sent it.
    #[n(1)]
    pub sender: Id,
    /// How it came.
    #[n(2)]
    pub wire: Wire,
    /// The act beside which the document lies sealed, word for word, from slot 0 on.
    #[n(3)]
    pub told_in: Id,
    /// How many consecutive slots the document takes.
    #[n(4)]
    pub slots: u32,
    /// How many files came with it.
    #[n(5)]
    pub files: u32,
    /// How useful it is for whoever must act on it, 0 to 100: how well it identifies somebody, somewhere, at some time. It says nothing
    /// of how urgent it is.
    #[n(6)]
    pub quality: u32,
}
event!(MachineReportComplete, 150, 1, "platforms.report-complete");

pub(crate) fn events() -> [EventSpec; 1] {
    [EventSpec::of::<MachineReportComplete>()]
}

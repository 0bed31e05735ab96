//! What is known of reports by machine without reading them.

use facts::machine::{MachineReportComplete, Wire};
use kernel::{Apply, Entry, Event, Id, TableFault, Tables, record};

record! {
    /// Reports that a sender's system finished: how useful each is, and where its document lies sealed, word for word.
    ///
    /// by_usefulness orders them.
    pub struct ByMachine in "report_by_machine", Derived, key 1, indexes [by_usefulness: 2 0] {
        /// The report.
        report: Id, Internal;
        /// How it came.
        machine_way: Wire, Internal;
        /// How well it identifies somebody, somewhere, at some time: 0 to 100. It says nothing of how urgent it is.
        usefulness: i64, Internal;
        /// How many files came with it.
        machine_files: i64, Internal;
        /// The act beside which its document is sealed, from slot 0 on.
        told_in: Id, Internal;
        /// How many consecutive slots the document takes.
        slots: i64, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(MachineReportComplete::KIND, apply_complete as Apply)]
}

fn apply_complete(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MachineReportComplete { report, wire, told_in, slots, files, quality, .. } = entry.event()?;
    tables.put(&ByMachine {
        report,
        machine_way: wire,
        usefulness: quality.into(),
        machine_files: files.into(),
        told_in,
        slots: slots.into(),
    })
}

//! What is known of pictures that somebody wants gone without handing them over.

use crate::events::HashesGiven;
use kernel::{Apply, Entry, Event, Id, TableFault, Tables, record};

record! {
    /// Reports that came with SHA-256 of pictures in the place of the pictures. The fingerprints are sealed rows.
    pub struct WishedGone in "report_wished_gone", Derived, key 1, indexes [] {
        /// The report.
        report: Id, Internal;
        /// How many.
        hashes_given: i64, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(HashesGiven::KIND, apply_hashes as Apply)]
}

fn apply_hashes(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HashesGiven { report, hashes } = entry.event()?;
    tables.put(&WishedGone { report, hashes_given: i64::from(hashes) })
}

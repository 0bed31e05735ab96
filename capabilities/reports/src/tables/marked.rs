//! What somebody said of a report's words, for those who read them next.

use crate::events::WordsMarked;
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables, record};

record! {
    /// Reports whose words somebody marked: that they may distress, or that they do not.
    pub struct MarkedWords in "report_marked_words", Derived, key 1, indexes [] {
        /// The report.
        report: Id, Internal;
        /// Whether they may distress.
        may_distress: bool, Internal;
        /// Who said so.
        marked_by: Id, Internal;
        /// When, UTC ms.
        marked_at: Instant, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(WordsMarked::KIND, apply_marked as Apply)]
}

fn apply_marked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let WordsMarked { report, may_distress } = entry.event()?;
    let (marked_by, marked_at) = (entry.actor.id, entry.recorded);
    tables.put(&MarkedWords { report, may_distress, marked_by, marked_at })
}

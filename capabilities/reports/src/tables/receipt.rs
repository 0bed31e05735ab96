//! Which receipt of a report is in force.

use super::ReceiptInForce;
use crate::events::ReceiptChanged;
use kernel::{Apply, Entry, Event, TableFault, Tables};

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(ReceiptChanged::KIND, apply_changed as Apply)]
}

fn apply_changed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReceiptChanged { report, .. } = entry.event()?;
    tables.put(&ReceiptInForce { report, receipt_act: entry.act, receipt_changed_at: entry.recorded })
}

//! The tables of points as acts and pages read them: which is in force, which one a report has its points by, which one is proposed.

use crate::priority::Reason;
use crate::priority::weights::{BUILT_IN_VERSION, Weights};
use crate::tables::weights::{ProposedWeight, ReportWeights, Weight, WeightsInForce};
use kernel::{CodeList, Id, Needs, View};

/// Key of the one row that says which table is in force.
pub(crate) const THE_ONE: i64 = 1;

/// Number of a table as a column holds it.
pub(crate) fn column(version: u32) -> i64 {
    i64::from(version)
}

/// Number of a table as an entry holds it; none for what is built in, so that entries of before read the same.
pub(crate) fn entered(version: u32) -> Option<u32> {
    (version != BUILT_IN_VERSION).then_some(version)
}

/// Asks for what [`in_force`] reads.
pub(crate) fn in_force_needs(view: &View, needs: &mut Needs) {
    needs.row::<WeightsInForce>(THE_ONE);
    if let Some(row) = view.peek::<WeightsInForce>(THE_ONE) {
        needs.list::<Weight>(Weight::BY_VERSION, row.weights_version);
    }
}

/// The table in force, and its number.
pub(crate) fn in_force(view: &View) -> (u32, Weights) {
    let Some(row) = view.get::<WeightsInForce>(THE_ONE) else {
        return (BUILT_IN_VERSION, Weights::BUILT_IN);
    };
    (u32::try_from(row.weights_version).unwrap_or(u32::MAX), numbered(row.weights_version, view))
}

fn numbered(version: i64, view: &View) -> Weights {
    weights_of(view.list::<Weight>(Weight::BY_VERSION, version))
}

/// The table that these rows are of.
pub(crate) fn weights_of(rows: impl IntoIterator<Item = Weight>) -> Weights {
    Weights::from_rows(rows.into_iter().map(|row| (row.reason, row.points)))
}

/// Asks for what [`of_report`] reads.
pub(crate) fn of_report_needs(report: Id, view: &View, needs: &mut Needs) {
    needs.row::<ReportWeights>(report);
    if let Some(row) = view.peek::<ReportWeights>(report) {
        needs.list::<Weight>(Weight::BY_VERSION, row.weights_version);
    }
}

/// The table by which a report has its points.
pub(crate) fn of_report(report: Id, view: &View) -> Weights {
    view.get::<ReportWeights>(report).map_or(Weights::BUILT_IN, |row| numbered(row.weights_version, view))
}

/// Asks for what [`proposed`] reads.
pub(crate) fn proposed_needs(needs: &mut Needs) {
    for &reason in Reason::all() {
        needs.row::<ProposedWeight>(reason);
    }
}

/// The table that waits for a second person.
pub(crate) fn proposed(view: &View) -> Weights {
    let rows = Reason::all().iter().filter_map(|&reason| view.get::<ProposedWeight>(reason));
    Weights::from_rows(rows.map(|row| (row.reason, row.points)))
}

//! Cases: from a report to a final outcome.

//! The CyberTipline reporting format, receiving side: what platforms send by machine is read, checked, scored and answered.
//! No I/O, nothing asynchronous; it knows nothing of who uses it.
//!
//! * [`read_report`] and [`read_file_details`] take bytes and limits, and give what a desk needs in neutral terms, or a [`Fault`]:
//!   a code of the format, and as text the description for the answer.
//! * [`answer`] writes the two documents of answers, [`xsd`] the schema that is checked, from the same table.
//! * [`scores`] tells how well a report can be worked with, and apart from that what speaks for haste.
//!
//! Stable: these functions, [`Limits`], [`Code`], [`Fault`], and the fields of [`Report`] and [`FileDetails`].
//!
//! ```
//! let xml = "<report><incidentSummary><incidentType>Child Sex Trafficking</incidentType>\
//!     <incidentDateTime>2026-01-01T00:00:00Z</incidentDateTime></incidentSummary>\
//!     <reporter><reportingPerson/></reporter></report>";
//! let now = 1_800_000_000_000;
//! let report = tipline::read_report(xml.as_bytes(), &tipline::Limits::default(), now)?;
//! assert_eq!(report.incident.code(), "trafficking");
//! assert_eq!(tipline::scores::quality(&report, &[]).points, 0);
//! let fault = tipline::read_report(b"<!DOCTYPE report><report/>", &tipline::Limits::default(), now).unwrap_err();
//! assert_eq!(fault.code().number(), 4110);
//! # Ok::<(), tipline::Fault>(())
//! ```

pub mod answer;
mod fault;
mod report;
mod schema;
pub mod scores;
mod terms;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

pub use bounded_xml::Limits;
pub use fault::{Code, Fault, Place};
pub use report::{FileDetails, Identifier, IpUse, Person, Report, read_file_details, read_report};
pub use schema::{unix_ms, xsd};
pub use terms::{Annotation, Incident};

//! Code lists: the closed vocabularies in which facts are entered, counted and exchanged.
//!
//! An entry keeps the *number* of a code (a country its two letters), an API speaks the *code*, a page shows the
//! *label* or its translation under the Fluent key `NAME-code`. Numbers and codes never change their meaning; a
//! code that is no longer wanted stays, so that old entries can be read for ever. Where "not determined" or
//! "not said" is a possible answer it is a code, and its number is 0.
//!
//! | file | lists | source |
//! |---|---|---|
//! | `country`, `party` | countries; who can be a party to a treaty, or a territory | ISO 3166-1, UN membership |
//! | `iccs` | offences | UNODC, ICCS 1.0 (2015) |
//! | `demand` | the three levels of demand and what is coded on them | A/HRC/31/58 ¶22-48 |
//! | `case` | stages, verdicts, sentences, releases, grounds for closing | ¶46, 50, 56-63, 82 |
//! | `person` | sex, role of a suspect, sector, what exploitation made of a child | ¶35-38, 82(f) |
//! | `report` | who reports what, danger, queue, outcome, age band | ¶82(c), 82(g) |
//! | `material` | grades of material, state of a lead | ¶63 |

mod catalogue;
mod country_names;
mod country_rows;
mod list;
mod unknown;

pub mod case;
pub mod country;
pub mod demand;
pub mod iccs;
pub mod material;
pub mod party;
pub mod person;
pub mod report;

#[cfg(test)]
mod tests;

pub use case::{ClosureReason, ReleaseKind, SentenceKind, Stage, Verdict};
pub use catalogue::{Listed, Listing, catalogue};
pub use country::Country;
pub use demand::{DemandCategory, DemandLevel};
pub use iccs::Iccs;
pub use list::{CodeList, decode_number, encode_number};
pub use material::{Grade, LeadState};
pub use party::{Party, PartyKind};
pub use person::{ConductOfExploitation, Sector, Sex, SuspectRole};
pub use report::{
    AgeBand, DangerAnswer, NotPursuedReason, QueueState, ReportChannel, ReportKind, ReportOutcome,
    ReportingPerson,
};
pub use unknown::UnknownCode;

//! What the entries amount to: one file a table, each with what facts do to it.

mod case_file;
mod demand;
mod person_name;
mod proceeding;
mod risk;
mod silent_match;
mod timeline;
mod victim;

pub(crate) use proceeding::for_every_deed;

pub use case_file::CaseFile;
pub use demand::Demand;
pub use person_name::PersonName;
pub use proceeding::Proceeding;
pub use risk::Risk;
pub use silent_match::SilentMatch;
pub use timeline::TimelineRow;
pub use victim::CaseVictim;

use kernel::{Apply, Record, Table};

pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        CaseFile::TABLE,
        TimelineRow::TABLE,
        Proceeding::TABLE,
        CaseVictim::TABLE,
        Risk::TABLE,
        Demand::TABLE,
        PersonName::TABLE,
        SilentMatch::TABLE,
        crate::sealed::PersonToken::TABLE,
    ]
}

/// In this order: rows are made before the timeline touches them.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    [
        case_file::projections(),
        victim::projections(),
        proceeding::projections(),
        risk::projections(),
        demand::projections(),
        person_name::projections(),
        silent_match::projections(),
        timeline::projections(),
    ]
    .concat()
}

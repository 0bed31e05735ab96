//! Live figures of one set of years: for staff only, and what a release is frozen from.

use crate::counts::DemandCounts;
use crate::funnel::Funnel;
use crate::linked::{codings_by_root, one_row_a_person};
use crate::tables::{DemandRow, FunnelCase, FunnelPerson};
use kernel::Id;

/// The rows that fall into the period: reports by the year of filing, cases by the year of opening, persons by the year of
/// first contact; and the codings of these cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Reports filed.
    pub reports: i64,
    /// Cases.
    pub cases: Vec<FunnelCase>,
    /// Persons and companies.
    pub people: Vec<FunnelPerson>,
    /// Codings of these persons and cases; others are left aside.
    pub codings: Vec<DemandRow>,
}

/// The figures, companies apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// The funnel of persons.
    pub funnel: Funnel,
    /// Demand of persons and cases.
    pub demand: DemandCounts,
    /// The funnel of companies, beside the same reports and cases.
    pub companies: Funnel,
    /// Demand of companies; its cases are counted under persons.
    pub company_demand: DemandCounts,
}

impl Live {
    /// Counts the rows, linked records as one person.
    #[must_use]
    pub fn of(rows: Rows, root_of: &dyn Fn(Id) -> Id) -> Live {
        let opened: Vec<FunnelCase> = rows.cases.into_iter().filter(|case| case.opened).collect();
        let codings = codings_by_root(rows.codings, root_of);
        let (companies, people): (Vec<_>, Vec<_>) =
            one_row_a_person(rows.people, root_of).into_iter().partition(FunnelPerson::is_company);
        let cases = i64::try_from(opened.len()).unwrap_or(i64::MAX);
        Live {
            funnel: Funnel::of(rows.reports, cases, &people),
            demand: DemandCounts::of(&people, &opened, &codings),
            companies: Funnel::of(rows.reports, cases, &companies),
            company_demand: DemandCounts::of(&companies, &[], &codings),
        }
    }
}

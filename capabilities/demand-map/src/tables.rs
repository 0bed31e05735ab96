//! The room's tables. The first five are what facts of other rooms amount to; the last two are frozen releases.

use crate::codes::{Part, ReleaseState};
use kernel::codes::{CodeList, DemandLevel, Stage, SuspectRole, Verdict};
use kernel::{Day, Id, Instant, Span, record};

record! {
    /// How far one person has come in one case: one proceeding, whatever the number of charges.
    pub struct FunnelPerson in "funnel_person", Derived, key 2, indexes [by_year: 12] {
        /// The case.
        case_id: Id, Internal;
        /// The person, or company.
        person: Id, Internal;
        /// In which role they were named.
        role: SuspectRole, Internal;
        /// The furthest stage entered; identified when nothing else is.
        furthest: Stage, Internal;
        /// 1 when in formal contact with the police, or further: suspected, arrested or cautioned.
        contact: bool, Internal;
        /// 1 when an arrest is entered.
        arrested: bool, Internal;
        /// 1 when charged, or further.
        charged: bool, Internal;
        /// The latest verdict.
        verdict: Verdict, Internal;
        /// First possible day of that verdict, counted from 1970-01-01.
        verdict_on: Day, Internal;
        /// 1 when a sentence is entered.
        sentenced: bool, Internal;
        /// 1 when the outcome is final.
        settled: bool, Internal;
        /// Number of the reason why the proceeding was closed; 0 while it is open.
        closed: i64, Internal;
        /// Gregorian year of the first dated stage, or of the naming where that is earlier.
        first_year: i64, Internal;
        /// When the last stage or closing was recorded, UTC ms.
        last_at: Instant, Internal;
    }
}

record! {
    /// A case, as far as it is counted.
    pub struct FunnelCase in "funnel_case", Derived, key 1, indexes [by_year: 1] {
        /// The case.
        case_id: Id, Internal;
        /// Gregorian year in which it was first recorded.
        year: i64, Internal;
        /// 1 when its opening is entered.
        opened: bool, Internal;
        /// Number of the reason why the whole case was closed; 0 while it is open.
        closed: i64, Internal;
        /// How many persons have a place in it.
        people: i64, Internal;
    }
}

record! {
    /// The persons of a case by place, so that what closes a case reaches each of them.
    pub struct FunnelPlace in "funnel_place", Derived, key 2, indexes [] {
        /// The case.
        case_id: Id, Internal;
        /// The place, from 0 without gaps.
        place: i64, Internal;
        /// The person.
        person: Id, Internal;
    }
}

record! {
    /// What of demand was determined of a person or a case; no row where nothing was.
    pub struct DemandRow in "demand_row", Derived, key 3, indexes [by_category: 2] {
        /// The case.
        case_id: Id, Internal;
        /// The person; none when the case as a whole is coded.
        person: Id, Internal;
        /// Number of the category; a hundred times the level where only the level is determined.
        category: i64, Internal;
        /// The level.
        level: DemandLevel, Internal;
    }
}

record! {
    /// Reports filed in one year.
    pub struct ReportYear in "report_year", Derived, key 1, indexes [] {
        /// Gregorian year of recording.
        year: i64, Internal;
        /// How many were filed.
        filed: i64, Internal;
    }
}

record! {
    /// A frozen release of the demand map.
    pub struct Release in "release", Derived, key 1, indexes [by_period: 1 2] {
        /// Its number.
        release_id: Id, Published;
        /// First day of its period.
        period_from: Day, Published;
        /// Last day of its period.
        period_to: Day, Published;
        /// The least count, but zero, that it shows.
        threshold: i64, Published;
        /// Proposed or published.
        state: ReleaseState, Internal;
        /// Who proposed it.
        proposed_by: Id, Internal;
        /// Who confirmed it; none before.
        confirmed_by: Id, Internal;
        /// When it was proposed and, from then on, when it was published, UTC ms.
        at: Instant, Published;
    }
}

record! {
    /// One figure of a release. A figure that is not shown is not kept either.
    pub struct ReleaseCell in "release_cell", Derived, key 3, indexes [by_release: 0] {
        /// The release.
        release_id: Id, Published;
        /// Funnel or demand.
        part: Part, Published;
        /// Number of the figure in its part.
        cell: i64, Published;
        /// 1 when the count is shown.
        shown: bool, Published;
        /// The count in persons, cases or reports; 0 where it is not shown.
        count: i64, Published;
    }
}

impl FunnelPerson {
    /// A person who was named and of whom nothing else is entered.
    #[must_use]
    pub fn named(case: Id, person: Id, year: i64, at: Instant) -> FunnelPerson {
        FunnelPerson {
            case_id: case,
            person,
            role: SuspectRole::NotDetermined,
            furthest: Stage::Identified,
            contact: false,
            arrested: false,
            charged: false,
            verdict: Verdict::NotKnown,
            verdict_on: Span::UNKNOWN.from,
            sentenced: false,
            settled: false,
            closed: 0,
            first_year: year,
            last_at: at,
        }
    }

    /// Whether it is a company, counted apart from persons.
    #[must_use]
    pub fn is_company(&self) -> bool {
        self.role == SuspectRole::Company
    }
}

impl DemandRow {
    /// The row of a coding: what `category` is kept for a level without one.
    #[must_use]
    pub fn number(level: DemandLevel, category: kernel::codes::DemandCategory) -> i64 {
        if category.number() == 0 { level.number() * 100 } else { category.number() }
    }
}

impl Release {
    /// Its period.
    #[must_use]
    pub fn period(&self) -> Span {
        Span { from: self.period_from, to: self.period_to }
    }

    /// Whether it is published.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.state == ReleaseState::Published
    }
}

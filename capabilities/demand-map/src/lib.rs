//! The demand map (A/HRC/31/58 ¶22-49, 63, 78, 82(k)): the funnel from report to final outcome, demand by level and
//! category, live for staff and as frozen releases for everybody.
//!
//! Three levels of demand (¶24-48) are coded on persons and cases elsewhere; here they are counted. "Not determined" is
//! the default and is counted as such (¶78: data are absent, and it must show). Of every arrest the funnel says what became
//! of it, or that it is not known (¶63). Persons are counted, not charges: one proceeding is one person in one case.
//! Companies stand apart. Linked records are one person.
//!
//! From facts to a release:
//! 1. [`tables`]: what facts of other rooms amount to, one row a person and case.
//! 2. [`live`]: exact figures of a set of years ([`funnel`], [`counts`]), linked records as one person ([`linked`]).
//! 3. [`release`]: freezing by the [`scheme`]; [`exposure`] tells what a reader would get.
//! 4. [`acts`]: one proposes, another confirms. [`csv`]: the published file.
//!
//! | act | number | who | rules that may refuse |
//! |---|---|---|---|
//! | [`ProposeRelease`] | 500 | statistician | count-nobody-out |
//! | [`ConfirmRelease`] | 501 | overseer, another statistician | count-nobody-out, two-people |
//!
//! The room's own rule is [`count_nobody_out::COUNT_NOBODY_OUT`]. Releases are national: no region, venue, host or agency is counted,
//! nothing is ranked, and a period is over before it is published, so that the map guides no offender (¶46).
//!
//! # Limits
//! Hiding protects against what can be worked out of the releases themselves. Who knows some of the people counted from
//! elsewhere can narrow a hidden count further.

pub mod acts;
mod apply;
pub mod codes;
pub mod count_nobody_out;
pub mod counts;
pub mod csv;
#[cfg(test)]
mod door_tests;
pub mod events;
pub mod exposure;
pub mod funnel;
pub mod linked;
pub mod live;
pub mod load;
pub mod public;
pub mod release;
mod room;
pub mod scheme;
pub mod tables;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use public::{PublicStatistics, public_paths, public_routes, write_out};
pub use room::room;

use acts::{ConfirmRelease, ProposeRelease};
use events::{ReleaseProposed, ReleasePublished};
use kernel::kept::Kept;
use kernel::{ActSpec, Charter, EventSpec, ReadKind, Record, Role};
use tables::{DemandRow, FunnelCase, FunnelPerson, FunnelPlace, Release, ReleaseCell, ReportYear};

/// Reading the live figures: small counts among them, so staff alone, and never who is counted.
pub const READ_LIVE: ReadKind = ReadKind {
    code: 500,
    name: "demand-map.live",
    roles: &[
        Role::Analyst,
        Role::Investigator,
        Role::Prosecutor,
        Role::VictimSupport,
        Role::Overseer,
        Role::Statistician,
    ],
    personal: false,
};

/// Reading a release that waits for its second person.
pub const READ_PROPOSED: ReadKind = ReadKind {
    code: 501,
    name: "demand-map.proposed",
    roles: &[Role::Overseer, Role::Statistician],
    personal: false,
};

/// Reading a published release: everybody.
pub const READ_PUBLISHED: ReadKind = ReadKind {
    code: 502,
    name: "demand-map.published",
    roles: &[
        Role::Public,
        Role::Analyst,
        Role::Investigator,
        Role::Prosecutor,
        Role::CourtOfficer,
        Role::VictimSupport,
        Role::Overseer,
        Role::Statistician,
        Role::Administrator,
    ],
    personal: false,
};

/// The room's charter.
#[must_use]
pub fn charter() -> Charter {
    Charter {
        name: "demand-map",
        paragraphs: "22-49, 63, 78, 82(k)",
        acts: vec![ActSpec::of::<ProposeRelease>(), ActSpec::of::<ConfirmRelease>()],
        reads: vec![&READ_LIVE, &READ_PROPOSED, &READ_PUBLISHED],
        events: vec![EventSpec::of::<ReleaseProposed>(), EventSpec::of::<ReleasePublished>()],
        projections: [apply::projections(), events::projections()].concat(),
        tables: vec![
            FunnelPerson::TABLE,
            FunnelCase::TABLE,
            FunnelPlace::TABLE,
            DemandRow::TABLE,
            ReportYear::TABLE,
            Release::TABLE,
            ReleaseCell::TABLE,
        ],
        rules: vec![count_nobody_out::COUNT_NOBODY_OUT],
        kept: vec![
            Kept::of(FunnelPerson::TABLE, &["person"], &[]),
            Kept::nothing(FunnelCase::TABLE),
            Kept::of(FunnelPlace::TABLE, &["person"], &[]),
            Kept::of(DemandRow::TABLE, &["person"], &[]),
            Kept::nothing(ReportYear::TABLE),
            Kept::nothing(Release::TABLE),
            Kept::nothing(ReleaseCell::TABLE),
        ],
        ..Charter::default()
    }
}

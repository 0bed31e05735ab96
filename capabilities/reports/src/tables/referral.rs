//! Referrals: from which unit a report went to which, by when that one must say whether it has it, and what came of it.

use super::Report;
use super::apply::hand_over;
use super::calls::{moved, raise};
use crate::codes::{ReferralState, ReturnReason};
use crate::events::ReferralReturned;
use crate::limits::{SOON_POINTS, due};
use kernel::codes::QueueState;
use kernel::{Apply, Entry, Event, Id, Instant, TableFault, Tables, record};

record! {
    /// Reports that went from one unit to another, the last time between these two.
    ///
    /// by_state lists what waits, the most pressing first; by_from and by_to what a unit gave and got.
    pub struct Referral in "report_referral", Derived, key 2, indexes [by_state: 6 5, by_from: 2 6, by_to: 1 6] {
        /// The report.
        report: Id, Internal;
        /// The unit that it went to.
        to_unit: Id, Internal;
        /// The unit that it came from.
        from_unit: Id, Internal;
        /// Who referred it.
        referred_by: Id, Internal;
        /// When, UTC ms.
        referred_at: Instant, Internal;
        /// By when the other unit must say whether it has it, UTC ms.
        answer_by: Instant, Internal;
        /// What came of it.
        referral_state: ReferralState, Internal;
        /// Why it was returned, where it was.
        return_reason: ReturnReason, Internal;
        /// Who took or returned it; none before.
        decided_by: Id, Internal;
        /// When, UTC ms; 0 before.
        decided_at: Instant, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(ReferralReturned::KIND, apply_returned as Apply)]
}

/// The entry's unit gives a report to another one. What is urgent must be taken within the hour, and nothing later than what cannot
/// wait long.
pub(super) fn given(
    tables: &mut dyn Tables,
    report: Id,
    to_unit: Id,
    entry: &Entry,
) -> Result<(), TableFault> {
    let points = tables.get::<Report>(report)?.map_or(0, |row| u32::try_from(row.points).unwrap_or(0));
    let answer_by = due(tables, entry.recorded, points.max(SOON_POINTS))?;
    tables.put(&Referral {
        report,
        to_unit,
        from_unit: entry.actor.unit,
        referred_by: entry.actor.id,
        referred_at: entry.recorded,
        answer_by,
        referral_state: ReferralState::Waiting,
        return_reason: ReturnReason::NotReturned,
        decided_by: Id::NONE,
        decided_at: Instant(0),
    })
}

/// The unit that a report was referred to does something about it: it has it. Whatever comes later, its sender reads no more here.
pub(super) fn taken(tables: &mut dyn Tables, report: Id, entry: &Entry) -> Result<(), TableFault> {
    decided(tables, report, entry, ReferralState::Taken, ReturnReason::NotReturned)
}

fn decided(
    tables: &mut dyn Tables,
    report: Id,
    entry: &Entry,
    state: ReferralState,
    reason: ReturnReason,
) -> Result<(), TableFault> {
    let Some(holder) = tables.get::<Report>(report)?.map(|row| row.unit) else { return Ok(()) };
    tables.change::<Referral>((report, holder), |row| {
        if row.referral_state == ReferralState::Waiting {
            (row.referral_state, row.return_reason) = (state, reason);
            (row.decided_by, row.decided_at) = (entry.actor.id, entry.recorded);
        }
    })
}

/// It is with its sender again, where nobody has it yet.
fn apply_returned(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReferralReturned { report, to, reason } = entry.event()?;
    decided(tables, report, entry, ReferralState::Returned, reason)?;
    hand_over(tables, report, to)?;
    moved(tables, report, entry.recorded)?;
    tables.change::<Report>(report, |row| {
        (row.state, row.taken_by) = (QueueState::Referred, Id::NONE);
    })?;
    let waiting = tables.get::<Report>(report)?.filter(|row| row.waiting);
    waiting.map_or(Ok(()), |row| raise(tables, row.report, row.points, entry.recorded))
}

//! Referrals: from which unit a report went to which, by when that one must say whether it has it, and what came of it.

use super::Report;
use super::apply::hand_over;
use super::calls::{moved, raise};
use super::figures::first_of_month;
use crate::codes::{Agreement, ReferralState, ReturnReason};
use crate::events::{ReferralReturned, Referred};
use crate::limits::{SOON_POINTS, due};
use kernel::codes::QueueState;
use kernel::{Apply, Day, Entry, Event, Id, Instant, TableFault, Tables, record};

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
        /// What the reporter said to it.
        agreement: Agreement, Internal;
        /// 1 when it went there without the reporter's word.
        overridden: bool, Internal;
        /// 1 when the safe contact went with it.
        with_contact: bool, Internal;
    }
}

record! {
    /// Whether a unit that had a report, or has it, may open its safe contact. Where no row is, nothing closed it.
    pub struct ContactReach in "report_contact_reach", Derived, key 2, indexes [] {
        /// The report.
        report: Id, Internal;
        /// The unit.
        unit: Id, Internal;
        /// 1 when it may.
        contact_open: bool, Internal;
    }
}

record! {
    /// How many reports a unit gave to others in a month, by what their reporters said to it. It names no report.
    pub struct AgreementFigure in "referral_agreement_figure", Derived, key 3, indexes [] {
        /// The month, by its first day.
        in_month: Day, Internal;
        /// The unit that gave them.
        from_unit: Id, Internal;
        /// What the reporter said to it.
        agreement: Agreement, Internal;
        /// 1 when they went without the reporter's word.
        overridden: bool, Internal;
        /// How many reports were given, or shown to a unit that was asked.
        referred: i64, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    vec![(ReferralReturned::KIND, apply_returned as Apply)]
}

/// The entry's unit gives a report to another one. What is urgent must be taken within the hour, and nothing later than what cannot
/// wait long.
pub(super) fn given(tables: &mut dyn Tables, event: &Referred, entry: &Entry) -> Result<(), TableFault> {
    let (report, to_unit) = (event.report, event.unit);
    let points = tables.get::<Report>(report)?.map_or(0, |row| u32::try_from(row.points).unwrap_or(0));
    let answer_by = due(tables, entry.recorded, points.max(SOON_POINTS))?;
    let agreement = event.agreement.unwrap_or(Agreement::NotNoted);
    let with_contact = contact_goes(tables, event, entry)?;
    counted(tables, agreement, entry)?;
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
        agreement,
        overridden: agreement.is_override(),
        with_contact,
    })
}

/// Whether the other unit may open the safe contact from now on. What a unit could open before stays open to it, and nobody hands on
/// what is closed to themselves. Before agreement was noted, the contact went with the report.
fn contact_goes(tables: &mut dyn Tables, event: &Referred, entry: &Entry) -> Result<bool, TableFault> {
    let mut reach = |unit: Id| tables.get::<ContactReach>((event.report, unit));
    let (own, there) = (reach(entry.actor.unit)?, reach(event.unit)?);
    let is_open = own.is_none_or(|row| row.contact_open);
    let goes = event.with_contact.unwrap_or(event.agreement.is_none()) && is_open;
    let contact_open = goes || there.is_some_and(|row| row.contact_open);
    opens_contact(tables, event.report, entry.actor.unit, is_open)?;
    opens_contact(tables, event.report, event.unit, contact_open)?;
    Ok(contact_open)
}

/// From now on a unit may open the safe contact, or may not.
pub(super) fn opens_contact(
    tables: &mut dyn Tables,
    report: Id,
    unit: Id,
    contact_open: bool,
) -> Result<(), TableFault> {
    tables.put(&ContactReach { report, unit, contact_open })
}

pub(super) fn counted(
    tables: &mut dyn Tables,
    agreement: Agreement,
    entry: &Entry,
) -> Result<(), TableFault> {
    let (in_month, from_unit) = (first_of_month(entry.recorded.day()), entry.actor.unit);
    let row = tables.get::<AgreementFigure>((in_month, from_unit, agreement))?;
    let referred = row.map_or(0, |row| row.referred) + 1;
    let overridden = agreement.is_override();
    tables.put(&AgreementFigure { in_month, from_unit, agreement, overridden, referred })
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
    hand_over(tables, report, to, entry)?;
    moved(tables, report, entry.recorded)?;
    tables.change::<Report>(report, |row| {
        (row.state, row.taken_by) = (QueueState::Referred, Id::NONE);
    })?;
    let waiting = tables.get::<Report>(report)?.filter(|row| row.waiting);
    waiting.map_or(Ok(()), |row| raise(tables, row.report, row.points, entry.recorded))
}

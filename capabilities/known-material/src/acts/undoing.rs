//! What an entry's end or another grade does to what rested on it: leads of it are none any more, and what a negative entry kept from being
//! told is told. Both are entered by the act that ends it, so nobody sees the one without the other.

use crate::codes::Undone;
use crate::events::{Hit, LeadFound, LeadsUndone};
use crate::tables::{HashEntry, LEADS_OF_ENTRY, Lead, SET_ASIDE_BY, SetAside};
use kernel::codes::{Grade, LeadState};
use kernel::{Id, Needs, NewEntry, View};
use std::collections::BTreeMap;

/// Asks for what rests on these entries.
pub(super) fn needs(list: Id, entries: &[u32], view: &View, needs: &mut Needs) {
    for entry in entries.iter().take(super::MAX_ENTRIES) {
        let at = (list, i64::from(*entry));
        needs.list::<Lead>(LEADS_OF_ENTRY, at);
        needs.list::<SetAside>(SET_ASIDE_BY, at);
        for row in view.peek_list::<SetAside>(SET_ASIDE_BY, at) {
            needs.row::<HashEntry>((row.list, row.entry));
            needs.row::<Lead>(row.lead);
        }
    }
}

/// The leads of these entries on which nobody decided are none any more: one fact for each report. What a unit confirmed stays its own
/// finding, and its page says that the entry is gone.
pub(super) fn undone(list: Id, entries: &[u32], why: Undone, view: &View) -> Vec<NewEntry> {
    let mut of: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    for entry in entries {
        let leads = view.list::<Lead>(LEADS_OF_ENTRY, (list, i64::from(*entry)));
        for lead in leads.into_iter().filter(|lead| lead.state == LeadState::Unverified) {
            of.entry(lead.report).or_default().push(lead.lead);
        }
    }
    let each = |(report, leads)| NewEntry::of(&LeadsUndone { leads, why }).about(report);
    of.into_iter().map(each).collect()
}

/// What these entries kept from being told becomes leads, as far as it still stands.
pub(super) fn told(list: Id, entries: &[u32], view: &View) -> Vec<NewEntry> {
    let rows =
        entries.iter().flat_map(|entry| view.list::<SetAside>(SET_ASIDE_BY, (list, i64::from(*entry))));
    rows.filter_map(|row| {
        let at = view.get::<HashEntry>((row.list, row.entry))?;
        let stands = !at.withdrawn && at.grade != Grade::KnownHarmless;
        let hit = Hit {
            picture: u32::try_from(row.picture).ok()?,
            list: row.list,
            entry: u32::try_from(row.entry).ok()?,
            how: row.how,
            distance: u8::try_from(row.distance).ok()?,
            grade: at.grade,
        };
        let lead = LeadFound { lead: row.lead, report: row.report, hit };
        let is_new = view.get::<Lead>(row.lead).is_none_or(|lead| lead.state == LeadState::Withdrawn);
        (stands && is_new).then(|| NewEntry::of(&lead).about(row.report))
    })
    .collect()
}

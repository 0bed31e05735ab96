//! Laying down how long records of a kind are kept. Two people do: one lays down, another approves.

use super::KEEPERS;
use crate::events::ScheduleLaidDown;
use crate::tables::Schedule;
use crate::terms::{MOST_DAYS, NOTICE_DAYS};
use kernel::kept::{Anchor, RecordKind};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Lays down a schedule. Nothing changes until somebody else approves it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayDown {
    /// The schedule's new number.
    #[n(0)]
    pub schedule: Id,
    /// The kind of record.
    #[n(1)]
    pub kind: RecordKind,
    /// From which event the term counts.
    #[n(2)]
    pub counts_from: Anchor,
    /// The term, in days: at least what the kind's room needs, at most 36525.
    #[n(3)]
    pub days: u32,
    /// How many days before a record is erased it is shown, 14 to 180.
    #[n(4)]
    pub notice_days: u32,
    /// The law that it rests on, 3 to 200 characters; names nobody.
    #[n(5)]
    pub basis: String,
}

/// Kind of [`LayDown`].
pub const KIND: ActKind = ActKind {
    code: 956,
    name: "letting-go.lay-down-schedule",
    about: "Lay down how long records of a kind are kept",
    nature: Nature::Decision,
    roles: KEEPERS,
};

impl Act for LayDown {
    const KIND: &'static ActKind = &KIND;

    /// Schedules are no records that one unit keeps from another.
    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Schedule>(self.schedule);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        vec![Facet::Handles { matter: self.schedule }]
    }

    fn subject(&self) -> Id {
        self.schedule
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let LayDown { schedule, kind, counts_from, days, notice_days, ref basis } = *self;
        if schedule.is_none() || view.get::<Schedule>(schedule).is_some() {
            return Err(Problem::new("schedule", "is no new number", "a new random number").into());
        }
        let least = least_days(kind);
        if days < least || days > MOST_DAYS {
            let wrong = format!("is {days}; {least} to {MOST_DAYS} for this kind of record");
            return Err(Problem::new("days", wrong, "a term as long as what is still needed of it").into());
        }
        if !NOTICE_DAYS.contains(&notice_days) {
            return Err(Problem::new("notice_days", format!("is {notice_days}"), "14 to 180").into());
        }
        let long = basis.trim().chars().count();
        if !(3..=200).contains(&long) || basis.chars().any(char::is_control) {
            return Err(
                Problem::new("basis", format!("has {long} characters"), "3 to 200, in one line").into()
            );
        }
        let basis = basis.trim().to_owned();
        Ok(vec![NewEntry::of(&ScheduleLaidDown { schedule, kind, counts_from, days, notice_days, basis })])
    }
}

/// The shortest term that a kind of record may have, in days.
///
/// A reporter returns with their receipt for months, and answers are owed to them; proceedings and the appeals after them last
/// for years, and victims claim redress after them; what a hash list once held explains later leads.
#[must_use]
pub fn least_days(kind: RecordKind) -> u32 {
    match kind {
        RecordKind::Report => 180,
        RecordKind::Person | RecordKind::Case => 1_826,
        RecordKind::HashList | RecordKind::Address => 365,
    }
}

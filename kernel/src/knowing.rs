//! Need to know: which unit knows of which record. Who is outside learns nothing, not even that the record exists (¶52
//! derived): a record of another unit and one that never was are answered alike, by the same look-ups.

use crate::actor::{Actor, Role};
use crate::entry::{Entry, NewEntry};
use crate::glass::BrokenGlass;
use crate::refusal::Problem;
use crate::tables::{TableFault, Tables};
use crate::view::{Needs, View};
use crate::{Id, Instant, event, record};
use minicbor::{Decode, Encode};

record! {
    /// A unit knows of a record.
    pub struct Holding in "holding", Derived, key 3, indexes [by_both: 0 1, by_record: 1 0] {
        /// The unit; none when every unit knows of it: a report that nobody has taken up.
        unit: Id, Internal;
        /// The report, case, person or list.
        record_id: Id, Internal;
        /// The case through which it is known; none when the unit entered it or it was shared by itself.
        through: Id, Internal;
    }
}

record! {
    /// Units that were ever told of a record: whoever may keep copies of their own is told when it is erased or mended.
    pub struct EverTold in "ever_told", Derived, key 2, indexes [by_record: 0] {
        /// The record.
        record_id: Id, Internal;
        /// The unit.
        unit: Id, Internal;
    }
}

record! {
    /// Officers who never learn of a record, though their unit knows of it: they are answered like outsiders.
    pub struct KeptFrom in "kept_from", Derived, key 2, indexes [by_record: 0, by_officer: 1] {
        /// The record.
        record_id: Id, Internal;
        /// The officer.
        officer: Id, Internal;
    }
}

impl Holding {
    /// Index that lists which units know of a record.
    pub const BY_RECORD: &'static str = BY_RECORD;
}

impl KeptFrom {
    /// Index that lists who is kept from a record.
    pub const BY_RECORD: &'static str = "kept_from_by_record";
}

/// The unit of what waits for one that is not named yet. No unit has this number, so only who is not bound by need to know knows
/// of such a record.
pub const NO_UNIT_YET: Id = Id([0xff; 16]);

/// Index that lists what a unit knows of a record.
const BY_BOTH: &str = "holding_by_both";
/// Index that lists who knows of a record.
const BY_RECORD: &str = "holding_by_record";

/// A unit was told of a record: its subject.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Shared {
    /// The unit.
    #[n(0)]
    pub unit: Id,
    /// The case that the record belongs to; none when it was shared by itself.
    #[n(1)]
    pub through: Id,
}
event!(Shared, 5, 1, "journal.shared");

/// A unit has no business with a record any more: the entry's subject.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Unshared {
    /// The unit.
    #[n(0)]
    pub unit: Id,
    /// The case through which it knew of the record; none when it was shared by itself.
    #[n(1)]
    pub through: Id,
}
event!(Unshared, 6, 1, "journal.unshared");

/// Whether a role is bound by need to know. The public door and Tutela itself act on what they are handed; the overseer sees
/// to it that nobody looks where they have no business, and must see all that is looked at. A host belongs to no unit: each act of its
/// own asks whether the address stands at it.
#[must_use]
pub fn is_bound(role: Role) -> bool {
    !matches!(role, Role::Public | Role::System | Role::Overseer | Role::Host)
}

/// Asks for what [`knows`] looks up: the same look-ups whether the record exists or not.
pub fn knowing_needs(actor: &Actor, record: Id, needs: &mut Needs) {
    needs.list::<Holding>(BY_BOTH, (actor.unit, record));
    needs.list::<Holding>(BY_BOTH, (Id::NONE, record));
    needs.row::<BrokenGlass>((actor.id, record));
    needs.row::<KeptFrom>((record, actor.id));
}

/// Whether an actor may know of a record.
#[must_use]
pub fn knows(actor: &Actor, record: Id, now: Instant, view: &View) -> bool {
    let own = !view.list::<Holding>(BY_BOTH, (actor.unit, record)).is_empty();
    let common = !view.list::<Holding>(BY_BOTH, (Id::NONE, record)).is_empty();
    let glass = view.get::<BrokenGlass>((actor.id, record)).is_some_and(|glass| now < glass.until);
    let kept_from = view.get::<KeptFrom>((record, actor.id)).is_some();
    (own | common | glass) & !kept_from
}

/// What everybody is told of a record that they do not know of, whether it exists or not.
#[must_use]
pub fn not_known(field: &'static str) -> Problem {
    Problem::new(field, "is not known to your unit", "the number of a record that your unit holds")
}

/// Asks for what [`share_through`] reads.
pub fn sharing_needs(case: Id, record: Id, needs: &mut Needs) {
    needs.list::<Holding>(BY_RECORD, case);
    needs.list::<Holding>(BY_RECORD, record);
}

/// Whoever knows of a case knows of whom it concerns: what tells those units of a record that do not know of it by this case.
#[must_use]
pub fn share_through(case: Id, record: Id, view: &View) -> Vec<NewEntry> {
    let told = view.list::<Holding>(BY_RECORD, record);
    let knows = |unit: Id| told.iter().any(|row| row.unit == unit && row.through == case);
    let mut units = holders(case, view);
    units.retain(|&unit| !knows(unit));
    units.into_iter().map(|unit| NewEntry::of(&Shared { unit, through: case }).about(record)).collect()
}

/// A unit knows of a case no more: what ends that it knows of a record that belongs to it, unless it knows of that by another case, too.
/// [`sharing_needs`] asks for what is read.
#[must_use]
pub fn unshare_through(unit: Id, case: Id, record: Id, view: &View) -> Vec<NewEntry> {
    let mut rows = view.list::<Holding>(BY_RECORD, record);
    rows.retain(|row| row.unit == unit);
    let by_another = rows.iter().any(|row| !row.through.is_none() && row.through != case);
    let ends = |row: &Holding| row.through == case || (row.through.is_none() && !by_another);
    let ended = rows.into_iter().filter(ends);
    ended.map(|row| NewEntry::of(&Unshared { unit, through: row.through }).about(record)).collect()
}

/// The units that know of a record, each once; [`sharing_needs`] asks for them.
#[must_use]
pub fn holders(record: Id, view: &View) -> Vec<Id> {
    let mut units: Vec<Id> =
        view.list::<Holding>(BY_RECORD, record).into_iter().map(|row| row.unit).collect();
    units.dedup();
    units
}

/// From now on this unit knows of the record: for rooms, when it is entered.
///
/// # Errors
/// [`TableFault`].
pub fn hold(tables: &mut dyn Tables, unit: Id, record_id: Id) -> Result<(), TableFault> {
    remember(tables, unit, record_id)?;
    tables.put(&Holding { unit, record_id, through: Id::NONE })
}

/// A unit is shown something of a record that it does not know of by it: whoever may keep copies is told when it is erased.
///
/// # Errors
/// [`TableFault`].
pub fn told(tables: &mut dyn Tables, unit: Id, record_id: Id) -> Result<(), TableFault> {
    remember(tables, unit, record_id)
}

/// Once told is told: a unit that has no business with a record any more may still have copies of it.
fn remember(tables: &mut dyn Tables, unit: Id, record_id: Id) -> Result<(), TableFault> {
    if unit.is_none() || unit == NO_UNIT_YET { Ok(()) } else { tables.put(&EverTold { record_id, unit }) }
}

/// Asks for what [`ever_told`] reads.
pub fn ever_told_needs(record: Id, needs: &mut Needs) {
    needs.list::<EverTold>("ever_told_by_record", record);
}

/// The units that were ever told of a record.
#[must_use]
pub fn ever_told(record: Id, view: &View) -> Vec<Id> {
    view.list::<EverTold>("ever_told_by_record", record).into_iter().map(|row| row.unit).collect()
}

/// From now on this unit does not know of the record by itself any more.
///
/// # Errors
/// [`TableFault`].
pub fn let_go(tables: &mut dyn Tables, unit: Id, record_id: Id) -> Result<(), TableFault> {
    tables.delete::<Holding>((unit, record_id, Id::NONE))
}

/// From now on this officer does not learn of the record, whatever their unit knows: for rooms, when it is entered.
///
/// # Errors
/// [`TableFault`].
pub fn keep_from(tables: &mut dyn Tables, officer: Id, record_id: Id) -> Result<(), TableFault> {
    tables.put(&KeptFrom { record_id, officer })
}

pub(crate) fn apply_shared(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Shared { unit, through } = entry.event()?;
    remember(tables, unit, entry.subject)?;
    tables.put(&Holding { unit, record_id: entry.subject, through })
}

pub(crate) fn apply_unshared(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let Unshared { unit, through } = entry.event()?;
    tables.delete::<Holding>((unit, entry.subject, through))
}

#[cfg(test)]
mod tests;

//! Complaints about agencies and officials: which kinds of units a matter is about, and which unit hears it (¶46, 52).

use crate::report::ReportBecameCase;
use crate::standing::Conflict;
use crate::unit::{Unit, UnitKind};
use kernel::glass::BrokenGlass;
use kernel::{CodeList as _, Entry, Id, Instant, Needs, TableFault, Tables, View, code_list, event, record};
use minicbor::{Decode, Encode};

code_list! {
    /// Which of two bodies hears a complaint about an agency or an official.
    pub Body, "complaint-body", version 1, source "A/HRC/31/58, ¶46, 52" {
        First = 1, "first", "The first body: about police, courts, schools and this service";
        /// So that nobody judges in their own cause.
        Second = 2, "second", "The second body: about the first";
    }
}

record! {
    /// The units that hear complaints about agencies and officials.
    pub struct ComplaintBody in "complaint_body", Derived, key 1, indexes [] {
        /// Which of the two.
        body: Body, Internal;
        /// The unit.
        unit: Id, Internal;
        /// Since when, UTC ms.
        since: Instant, Internal;
    }
}

record! {
    /// Kinds of units that a matter is a complaint about: all of a kind, since parent and sister units work beside each other.
    pub struct Concern in "concern", Derived, key 2, indexes [by_matter: 0] {
        /// The report, or the case that began with it.
        matter: Id, Internal;
        /// The kind of the units.
        kind: UnitKind, Internal;
    }
}

/// Index that lists what a matter is about.
const BY_MATTER: &str = "concern_by_matter";

/// From now on the matter is about units of that kind, or no longer is.
///
/// # Errors
/// [`TableFault`].
pub fn set_concern(
    tables: &mut dyn Tables,
    matter: Id,
    kind: UnitKind,
    is_about: bool,
) -> Result<(), TableFault> {
    if is_about { tables.put(&Concern { matter, kind }) } else { tables.delete::<Concern>((matter, kind)) }
}

/// A glass that somebody broke before a complaint about their own kind of unit, or before a matter in which they have a conflict,
/// stays shut: they are answered as before a record that never was.
pub(crate) fn keep_shut(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let (officer, unit, matter) = (entry.actor.id, entry.actor.unit, entry.subject);
    let kind = tables.get::<Unit>(unit)?.map(|row| row.kind);
    let concern = kind.map(|kind| tables.get::<Concern>((matter, kind))).transpose()?.flatten();
    let second = tables.get::<ComplaintBody>(Body::Second)?;
    let is_about = concern.is_some() && !is_excepted(unit, kind, second.as_ref());
    if is_about || tables.get::<Conflict>((officer, matter))?.is_some() {
        tables.delete::<BrokenGlass>((officer, matter))?;
    }
    Ok(())
}

/// A case that begins with a complaint is about the same units.
pub(crate) fn apply_became_case(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ReportBecameCase { report, case } = entry.event()?;
    for &kind in UnitKind::all() {
        if tables.get::<Concern>((report, kind))?.is_some() {
            set_concern(tables, case, kind, true)?;
        }
    }
    Ok(())
}

/// A case that began with a report is found to be about the units that the report is about.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct CaseConcerned {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// The report.
    #[n(1)]
    pub report: Id,
    /// The unit that hears it; none when the report was found to be about somebody no more.
    #[n(2)]
    pub unit: Id,
}
event!(CaseConcerned, 141, 1, "reports.case-concerned");

/// The case is about the same units as the report is now.
pub(crate) fn apply_case_concerned(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let CaseConcerned { case, report, .. } = entry.event()?;
    for &kind in UnitKind::all() {
        let is_about = tables.get::<Concern>((report, kind))?.is_some();
        set_concern(tables, case, kind, is_about)?;
    }
    Ok(())
}

/// The unit that is the second body hears what is about the others of oversight.
fn is_excepted(unit: Id, kind: Option<UnitKind>, second: Option<&ComplaintBody>) -> bool {
    kind == Some(UnitKind::Oversight) && second.is_some_and(|row| row.unit == unit)
}

/// Asks for what [`is_complaint`] reads.
pub fn complaint_needs(matter: Id, needs: &mut Needs) {
    needs.list::<Concern>(BY_MATTER, matter);
}

/// Whether a matter is a complaint about units of any kind.
#[must_use]
pub fn is_complaint(matter: Id, view: &View) -> bool {
    !view.list::<Concern>(BY_MATTER, matter).is_empty()
}

/// Asks for what [`is_about`] reads: the same look-ups whatever there is.
pub fn about_needs(matter: Id, unit: Id, needs: &mut Needs) {
    needs.list::<Concern>(BY_MATTER, matter);
    needs.row::<Unit>(unit);
    needs.row::<ComplaintBody>(Body::Second);
}

/// Whether a matter is a complaint about that unit or those beside it, which then never hear it; the second body is excepted.
#[must_use]
pub fn is_about(matter: Id, unit: Id, view: &View) -> bool {
    let concerns = view.list::<Concern>(BY_MATTER, matter);
    let kind = view.get::<Unit>(unit).map(|row| row.kind);
    let second = view.get::<ComplaintBody>(Body::Second);
    let is_one = kind.is_some_and(|kind| concerns.iter().any(|row| row.kind == kind));
    is_one && !is_excepted(unit, kind, second.as_ref())
}

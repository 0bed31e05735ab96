//! What is checked before a report is given, or shown, to another unit.

use crate::codes::Agreement;
use crate::tables::Report;
use facts::unit::{Unit, UnitKind};
use kernel::codes::ReportingPerson;
use kernel::{Ctx, Id, Problem, View};

fn wrong(wrong: &'static str, right: &'static str) -> Result<(), Problem> {
    Err(Problem::new("unit", wrong, right))
}

/// A sender of a unit names another one.
pub(super) fn another_unit(unit: Id, own: &'static str, ctx: &Ctx) -> Result<(), Problem> {
    if unit.is_none() {
        return wrong("names nobody", "the unit that it should go to");
    }
    if ctx.actor.unit.is_none() {
        return wrong("is named by nobody of a unit", "a sender of a unit: sign in for one");
    }
    if unit == ctx.actor.unit { wrong("is your own", own) } else { Ok(()) }
}

/// The unit works here. A platform sends reports and reads none, so that none is handed to it.
pub(super) fn works_here(unit: Id, view: &View) -> Result<(), Problem> {
    match view.get::<Unit>(unit) {
        Some(Unit { kind: UnitKind::Platform, .. }) => {
            wrong("is a platform, which only sends reports", "a unit that works on reports: hotline, police")
        }
        Some(_) => Ok(()),
        None => wrong("is no unit of this node", "the number of a unit that was opened here"),
    }
}

/// What a person told goes nowhere before it is said what they say to it, or why nobody asked.
pub(super) fn noted(agreement: Option<Agreement>, report: &Report) -> Result<(), Problem> {
    let of_machine = report.reporter == ReportingPerson::Machine;
    match agreement {
        None | Some(Agreement::NotNoted) if !of_machine => {
            let right =
                "what the reporter says to it (of a child, the child's own view), or why nobody asked";
            Err(Problem::new("agreement", "is not said, and a person told it", right))
        }
        Some(Agreement::NothingPersonal) if !of_machine => {
            let right = "what the reporter says to it, or why nobody asked";
            Err(Problem::new("agreement", "does not fit: a person told it", right))
        }
        Some(Agreement::Agreed) if of_machine => {
            let right = "nothing-personal, or why it goes there";
            Err(Problem::new("agreement", "does not fit: a machine told it", right))
        }
        _ => Ok(()),
    }
}

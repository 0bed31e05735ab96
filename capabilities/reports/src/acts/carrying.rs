//! Who is kept from one report is kept from the other, where two are put together: linked, or in one line.

use crate::tables::Report;
use facts::conflict::{ConflictDeclared, KeptAway};
use facts::standing::Conflict;
use kernel::knowing::KeptFrom;
use kernel::{Id, Needs, NewEntry, Problem, View};

/// Asks for what [`carried`] reads of a report.
pub(super) fn carried_needs(report: Id, needs: &mut Needs) {
    needs.list::<KeptFrom>(KeptFrom::BY_RECORD, report);
    needs.list::<Conflict>(Conflict::BY_MATTER, report);
}

fn kept_from(record: Id, view: &View) -> Vec<Id> {
    view.list::<KeptFrom>(KeptFrom::BY_RECORD, record).into_iter().map(|row| row.officer).collect()
}

fn conflicted(matter: Id, view: &View) -> Vec<Id> {
    view.list::<Conflict>(Conflict::BY_MATTER, matter).into_iter().map(|row| row.officer).collect()
}

/// Those of the one who are not among those of the other.
fn missing(from: Vec<Id>, there: &[Id]) -> Vec<Id> {
    from.into_iter().filter(|officer| !there.contains(officer)).collect()
}

/// What keeps officers from the one report is laid down for the other one, too; a problem where one of them is at work on it.
pub(super) fn carried(from: Id, to: &Report, view: &View) -> Result<Vec<NewEntry>, Problem> {
    let away = missing(kept_from(from, view), &kept_from(to.report, view));
    let conflicted = missing(conflicted(from, view), &conflicted(to.report, view));
    let at_work = |officer: &Id| !officer.is_none() && *officer == to.taken_by;
    if away.iter().chain(&conflicted).any(at_work) {
        let wrong =
            "cannot stand with it: one of the two is looked after by somebody who must not see the other";
        return Err(Problem::new("other_report", wrong, "a colleague takes it up first"));
    }
    let carries = !away.is_empty() || !conflicted.is_empty();
    if carries && !to.case_id.is_none() {
        let wrong = "cannot stand with it: one of the two went into a case, which somebody who must not see the other may still open";
        return Err(Problem::new("other_report", wrong, "answer each report by itself"));
    }
    let matter = to.report;
    let away = away.into_iter().map(|officer| NewEntry::of(&KeptAway { officer, matter }));
    let conflicted =
        conflicted.into_iter().map(|officer| NewEntry::of(&ConflictDeclared { officer, matter }));
    Ok(away.chain(conflicted).collect())
}

//! What the room's tables become by the facts of other rooms.

use crate::tables::{DemandRow, FunnelCase, FunnelPerson, FunnelPlace, ReportYear};
use facts::outcome::{CaseOpened, DemandCoded, ProceedingClosed, StageReached};
use facts::person::SuspectNamed;
use facts::report::ReportFiled;
use kernel::codes::{CodeList, DemandCategory, DemandLevel, Stage, Verdict};
use kernel::{Apply, Day, Entry, Event, Id, Span, TableFault, Tables};

/// Which fact changes what.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (ReportFiled::KIND, apply_report),
        (CaseOpened::KIND, apply_opened),
        (SuspectNamed::KIND, apply_named),
        (StageReached::KIND, apply_stage),
        (ProceedingClosed::KIND, apply_closed),
        (DemandCoded::KIND, apply_coded),
    ]
}

fn year_of(day: Day) -> i64 {
    i64::from(day.parts().0)
}

fn apply_report(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let year = year_of(entry.recorded.day());
    let filed = tables.get::<ReportYear>(year)?.map_or(0, |row| row.filed);
    tables.put(&ReportYear { year, filed: filed.saturating_add(1) })
}

fn case_of(tables: &mut dyn Tables, case: Id, entry: &Entry) -> Result<FunnelCase, TableFault> {
    let year = year_of(entry.recorded.day());
    let fresh = FunnelCase { case_id: case, year, opened: false, closed: 0, people: 0 };
    Ok(tables.get::<FunnelCase>(case)?.unwrap_or(fresh))
}

fn apply_opened(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: CaseOpened = entry.event()?;
    let case = case_of(tables, event.case, entry)?;
    tables.put(&FunnelCase { opened: true, ..case })
}

/// The person's row, with a place in the case from the first time on.
fn person_of(
    tables: &mut dyn Tables,
    case: Id,
    person: Id,
    entry: &Entry,
) -> Result<FunnelPerson, TableFault> {
    if let Some(row) = tables.get::<FunnelPerson>((case, person))? {
        return Ok(row);
    }
    let mut known = case_of(tables, case, entry)?;
    tables.put(&FunnelPlace { case_id: case, place: known.people, person })?;
    known.people = known.people.saturating_add(1);
    tables.put(&known)?;
    Ok(FunnelPerson::named(case, person, year_of(entry.recorded.day()), entry.recorded))
}

fn apply_named(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: SuspectNamed = entry.event()?;
    let row = person_of(tables, event.case, event.person, entry)?;
    tables.put(&FunnelPerson { role: event.role, ..row })
}

fn apply_stage(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: StageReached = entry.event()?;
    if event.person.is_none() {
        return Ok(()); // A stage of the whole case is nobody's.
    }
    let mut row = person_of(tables, event.case, event.person, entry)?;
    advance(&mut row, event.stage, event.happened);
    judge(&mut row, event.verdict, event.happened);
    row.last_at = entry.recorded;
    tables.put(&row)
}

fn advance(row: &mut FunnelPerson, stage: Stage, happened: Span) {
    // Who gets further after a closing is open again; a stage entered late is not.
    if stage > row.furthest {
        row.furthest = stage;
        row.closed = 0;
    }
    row.contact |= stage >= Stage::FormalContact;
    row.arrested |= stage == Stage::Arrested;
    row.charged |= stage >= Stage::Charged;
    row.sentenced |= stage == Stage::Sentenced;
    row.settled |= stage == Stage::Final;
    if !happened.is_unknown() {
        row.first_year = row.first_year.min(year_of(happened.from));
    }
}

/// A verdict stands until another is given that is not surely earlier: an appeal may turn it.
fn judge(row: &mut FunnelPerson, verdict: Verdict, happened: Span) {
    if verdict == Verdict::NotKnown {
        return;
    }
    if row.verdict == Verdict::NotKnown || happened.to >= row.verdict_on {
        row.verdict = verdict;
        row.verdict_on = happened.from;
    }
    (row.contact, row.charged) = (true, true);
}

fn apply_closed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ProceedingClosed = entry.event()?;
    let reason = event.reason.number();
    if !event.person.is_none() {
        let row = person_of(tables, event.case, event.person, entry)?;
        return tables.put(&FunnelPerson { closed: reason, last_at: entry.recorded, ..row });
    }
    let case = case_of(tables, event.case, entry)?;
    tables.put(&FunnelCase { closed: reason, ..case })?;
    for place in 0..case.people {
        let Some(seat) = tables.get::<FunnelPlace>((event.case, place))? else { continue };
        tables.change::<FunnelPerson>((event.case, seat.person), |row| {
            // Whoever's own proceeding was closed before keeps that reason.
            if row.closed == 0 {
                (row.closed, row.last_at) = (reason, entry.recorded);
            }
        })?;
    }
    Ok(())
}

fn apply_coded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: DemandCoded = entry.event()?;
    let (case, person) = (event.case, event.person);
    if event.level != DemandLevel::NotDetermined {
        let category = DemandRow::number(event.level, event.category);
        return tables.put(&DemandRow { case_id: case, person, category, level: event.level });
    }
    // "Not determined" takes back what was coded before: the gap shows again.
    let levels =
        DemandLevel::all().iter().map(|level| DemandRow::number(*level, DemandCategory::NotDetermined));
    let categories = DemandCategory::all().iter().map(|category| category.number());
    levels.chain(categories).try_for_each(|category| tables.delete::<DemandRow>((case, person, category)))
}

//! What the room keeps: persons and cases, what moves their clocks, what its tables hold on whom, and that an open case
//! still needs them.

use crate::codes::CaseState;
use crate::deed::Told;
use crate::events::{ChargeDecided, RiskAssessed, TestimonyRequested, WrongEnded};
use crate::sealed::PersonToken;
use crate::tables::*;
use facts::letting_go::PersonCorrected;
use facts::outcome::{CaseOpened, DemandCoded, ProceedingClosed, ReleasePlanned, StageReached};
use facts::person::{PersonEntered, PersonsLinked, SuspectNamed, VictimRecorded};
use kernel::kept::{Anchor, Kept, Kind, RecordKind, Touch};
use kernel::{Bar, Ctx, Entry, Event, Facet, Id, Needs, Problem, Record, TableFault, View};

pub(crate) const KINDS: [Kind; 2] = [
    Kind { kind: RecordKind::Person, last_event: "the last fact that names the person, in any case" },
    Kind { kind: RecordKind::Case, last_event: "the last fact entered in the case" },
];

pub(crate) fn kept() -> Vec<Kept> {
    vec![
        Kept::of(CaseFile::TABLE, &["report"], &["case_id"]),
        Kept::of(TimelineRow::TABLE, &["person"], &["document"]),
        Kept::of(Proceeding::TABLE, &["person"], &[]),
        Kept::of(CaseVictim::TABLE, &["person"], &["thread"]),
        // Of a victim, for a victim: no suspect reads how their victim was protected from them.
        Kept::of(Risk::TABLE, &["victim"], &["person", "assessed_by"]),
        Kept::of(Demand::TABLE, &["person"], &[]),
        Kept::of(PersonName::TABLE, &["person"], &[]),
        Kept::of(SilentMatch::TABLE, &["kept"], &["other", "answered_by"]),
        Kept::of(PersonToken::TABLE, &["person"], &[]),
    ]
}

type Whose = fn(&Entry) -> Result<Id, TableFault>;

macro_rules! touched {
    ($hand:ident, $kind:ident, $($event:ty : $field:ident),+) => {
        vec![$(Touch {
            on: <$event as Event>::KIND,
            kind: RecordKind::$kind,
            hand: Anchor::$hand,
            whose: |entry| Ok(entry.event::<$event>()?.$field),
        }),+]
    };
}

fn deed_person<E: Told>(entry: &Entry) -> Result<Id, TableFault> {
    Ok(entry.event::<E>()?.deed().person)
}

fn deed_case<E: Told>(entry: &Entry) -> Result<Id, TableFault> {
    Ok(entry.event::<E>()?.deed().case)
}

/// The case as a whole was closed, and not one person's proceeding.
fn closed_case(entry: &Entry) -> Result<Id, TableFault> {
    let ProceedingClosed { person, case, .. } = entry.event()?;
    Ok(if person.is_none() { case } else { Id::NONE })
}

pub(crate) fn touches() -> Vec<Touch> {
    let mut persons: Vec<(u16, Whose)> = Vec::new();
    let mut cases: Vec<(u16, Whose)> = Vec::new();
    crate::tables::for_every_deed!(persons, deed_person);
    crate::tables::for_every_deed!(cases, deed_case);
    let last = |kind: RecordKind| {
        move |(on, whose): (u16, Whose)| Touch { on, kind, hand: Anchor::LastEvent, whose }
    };
    let closed = Touch {
        on: ProceedingClosed::KIND,
        kind: RecordKind::Case,
        hand: Anchor::Closed,
        whose: closed_case,
    };
    touched!(Entered, Person, PersonEntered: person)
        .into_iter()
        .chain(
            touched!(LastEvent, Person, VictimRecorded: person, SuspectNamed: person, StageReached: person),
        )
        .chain(touched!(LastEvent, Person, ChargeDecided: person, RiskAssessed: person, DemandCoded: person))
        .chain(touched!(LastEvent, Person, RiskAssessed: victim, TestimonyRequested: victim))
        .chain(touched!(LastEvent, Person, PersonCorrected: person))
        .chain(touched!(LastEvent, Person, ProceedingClosed: person, WrongEnded: person))
        .chain(
            touched!(LastEvent, Person, PersonsLinked: kept, PersonsLinked: linked, ReleasePlanned: person),
        )
        .chain(persons.into_iter().map(last(RecordKind::Person)))
        .chain(touched!(Entered, Case, CaseOpened: case))
        .chain(touched!(LastEvent, Case, VictimRecorded: case, SuspectNamed: case, StageReached: case))
        .chain(touched!(LastEvent, Case, ChargeDecided: case, RiskAssessed: case, DemandCoded: case))
        .chain(touched!(LastEvent, Case, TestimonyRequested: case, ReleasePlanned: case, WrongEnded: case))
        .chain(cases.into_iter().map(last(RecordKind::Case)))
        .chain([closed])
        .collect()
}

/// What an open case still needs is not let go by a schedule: the case itself, whom it concerns, the report that it began with.
pub(crate) const OPEN_CASE: Bar = Bar { name: "cases.open-case", needs, stops };

/// Index of the timeline by person.
const OF_PERSON: &str = "timeline_by_person";
/// Index of cases by report.
const OF_REPORT: &str = "case_file_by_report";

fn needs(facet: &Facet, _: &Ctx, view: &View, needs: &mut Needs) {
    let Facet::Erases { subject, scheduled: true } = facet else { return };
    needs.row::<CaseFile>(*subject);
    needs.list::<CaseFile>(OF_REPORT, *subject);
    needs.list::<TimelineRow>(OF_PERSON, *subject);
    for row in view.peek_list::<TimelineRow>(OF_PERSON, *subject) {
        needs.row::<CaseFile>(row.case_id);
    }
}

fn stops(facet: &Facet, _: &Ctx, view: &View) -> Option<Problem> {
    let Facet::Erases { subject, scheduled: true } = facet else { return None };
    let of_person = view.list::<TimelineRow>(OF_PERSON, *subject);
    let files = of_person.iter().filter_map(|row| view.get::<CaseFile>(row.case_id));
    let own = view.get::<CaseFile>(*subject);
    let mut all = own.into_iter().chain(view.list::<CaseFile>(OF_REPORT, *subject)).chain(files);
    let open = all.find(|file| file.state == CaseState::Open)?;
    let wrong = format!("{subject} is needed by the open case {}", open.case_id);
    Some(Problem::new("subject", wrong, "wait until the case is closed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::CaseFact;
    use kernel::codes::CodeList;
    use kernel::{Actor, Day, Instant, Loader, MemoryTables, Purpose, Tables};
    use proptest::prelude::*;

    const SUBJECT: Id = Id([1; 16]);

    fn case(n: u8, report: Id, open: bool) -> CaseFile {
        CaseFile {
            case_id: Id([n; 16]),
            report,
            offence: CodeList::all()[0],
            conduct_from: Day(0),
            conduct_to: Day(0),
            country: CodeList::all()[0],
            state: if open { CaseState::Open } else { CaseState::Closed },
            unit: Id::NONE,
            opened_at: Instant(0),
            last_at: Instant(0),
            ex_officio: true,
            victims: 0,
            suspects: 0,
        }
    }

    fn named(case_id: Id) -> TimelineRow {
        TimelineRow {
            case_id,
            seq: i64::from(case_id.0[0]),
            kind: CaseFact::all()[0],
            person: SUBJECT,
            happened_from: Day(0),
            happened_to: Day(0),
            authority: Id::NONE,
            document: Id::NONE,
            act: Id::NONE,
            marked: false,
        }
    }

    proptest! {
        /// One open case of several is enough, whether the record is the case, its report or whom it concerns; and only before a
        /// schedule: what people ask for is theirs to weigh.
        #[test]
        fn what_any_open_case_needs_stays(open in prop::collection::vec(any::<bool>(), 0..4), how in 0_usize..3, scheduled: bool) {
            let mut tables = MemoryTables::default();
            let put: &mut dyn Tables = &mut tables;
            for (n, &is_open) in (10_u8..).zip(&open) {
                let file = match how {
                    0 => CaseFile { case_id: SUBJECT, ..case(n, Id::NONE, is_open) },
                    1 => case(n, SUBJECT, is_open),
                    _ => case(n, Id::NONE, is_open),
                };
                put.put(&file).unwrap();
                if how == 2 {
                    put.put(&named(file.case_id)).unwrap();
                }
            }
            let ctx = Ctx { now: Instant(0), act: Id([9; 16]), actor: Actor::SYSTEM, purpose: Purpose::Administration, cause: None };
            let facet = Facet::Erases { subject: SUBJECT, scheduled };
            let mut view = View::default();
            for _ in 0..3 {
                let mut wanted = Needs::default();
                needs(&facet, &ctx, &view, &mut wanted);
                tables.load(&wanted.missing_from(&view), &mut view).unwrap();
            }
            // Of one case, the last that was written counts.
            let needed = if how == 0 { open.last().copied().unwrap_or(false) } else { open.contains(&true) };
            prop_assert_eq!(stops(&facet, &ctx, &view).is_some(), scheduled && needed);
        }
    }
}

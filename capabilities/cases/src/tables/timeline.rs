//! The timeline of a case: one row for the first entry of each act.

use super::CaseFile;
use super::proceeding::for_every_deed;
use crate::codes::CaseFact;
use crate::deed::Told;
use crate::events::{CaseFiled, ChargeDecided, RiskAssessed, TestimonyRequested, WrongEnded};
use facts::outcome::{DemandCoded, ProceedingClosed, ReleasePlanned};
use facts::person::{SuspectNamed, VictimRecorded};
use kernel::codes::CodeList;
use kernel::{Apply, Day, Entry, Event, Id, Span, TableFault, Tables, record};

record! {
    /// Something that was done in a case, by this node or by an authority.
    pub struct TimelineRow in "timeline", Derived, key 2, indexes [by_person: 3] {
        /// The case.
        case_id: Id, Internal;
        /// Number of the entry.
        seq: i64, Internal;
        /// Its kind of fact, by number.
        kind: CaseFact, Internal;
        /// The person whom it concerns; none when it concerns the case.
        person: Id, Internal;
        /// First possible day on which it happened.
        happened_from: Day, Internal;
        /// Last possible day on which it happened.
        happened_to: Day, Internal;
        /// The authority that did it; for decisions of this node the unit that decided.
        authority: Id, Internal;
        /// The document that says so; none for decisions of this node.
        document: Id, Internal;
        /// The act: what it sealed is opened under this number.
        act: Id, Internal;
        /// 1 when it violates a rule.
        marked: bool, Internal;
    }
}

pub(super) fn projections() -> Vec<(u16, Apply)> {
    let mut all: Vec<(u16, Apply)> = vec![
        (CaseFiled::KIND, decided::<CaseFiled>),
        (VictimRecorded::KIND, decided::<VictimRecorded>),
        (SuspectNamed::KIND, decided::<SuspectNamed>),
        (ChargeDecided::KIND, decided::<ChargeDecided>),
        (RiskAssessed::KIND, decided::<RiskAssessed>),
        (TestimonyRequested::KIND, decided::<TestimonyRequested>),
        (ReleasePlanned::KIND, decided::<ReleasePlanned>),
        (ProceedingClosed::KIND, decided::<ProceedingClosed>),
        (DemandCoded::KIND, decided::<DemandCoded>),
        (WrongEnded::KIND, decided::<WrongEnded>),
    ];
    for_every_deed!(all, told);
    all
}

/// A fact of this node's own, as the timeline shows it.
trait Decided: Event {
    /// The case and the person.
    fn about(&self) -> (Id, Id);
    /// The day that it speaks of, where that is another than the day of recording.
    fn on(&self) -> Option<Span> {
        None
    }
}

macro_rules! about {
    ($($event:ty : $person:ident),+) => { $(
        impl Decided for $event {
            fn about(&self) -> (Id, Id) {
                (self.case, self.$person)
            }
        }
    )+ };
}
about!(VictimRecorded: person, SuspectNamed: person, ChargeDecided: person, RiskAssessed: person);
about!(TestimonyRequested: victim, ProceedingClosed: person, DemandCoded: person, WrongEnded: person);

impl Decided for CaseFiled {
    fn about(&self) -> (Id, Id) {
        (self.case, Id::NONE)
    }
}

impl Decided for ReleasePlanned {
    fn about(&self) -> (Id, Id) {
        (self.case, self.person)
    }
    fn on(&self) -> Option<Span> {
        Some(self.on)
    }
}

pub(super) fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn decided<E: Decided>(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: E = entry.event()?;
    let (case, person) = event.about();
    let happened = event.on().unwrap_or(Span::on(entry.recorded.day()));
    line(tables, entry, case, person, happened, (entry.actor.unit, Id::NONE))
}

fn told<E: Told>(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: E = entry.event()?;
    let deed = event.deed();
    line(tables, entry, deed.case, deed.person, deed.happened, (deed.authority, deed.document))
}

fn line(
    tables: &mut dyn Tables,
    entry: &Entry,
    case: Id,
    person: Id,
    happened: Span,
    (authority, document): (Id, Id),
) -> Result<(), TableFault> {
    // What follows from an act is told to other rooms; people read the act once.
    if entry.ordinal > 0 {
        return Ok(());
    }
    let kind = CaseFact::from_number(i64::from(entry.kind))
        .map_err(|unknown| TableFault::Body { kind: entry.kind, cause: unknown.to_string() })?;
    tables.change::<CaseFile>(case, |file| file.last_at = entry.recorded)?;
    tables.put(&TimelineRow {
        case_id: case,
        seq: signed(entry.seq),
        kind,
        person,
        happened_from: happened.from,
        happened_to: happened.to,
        authority,
        document,
        act: entry.act,
        marked: !entry.marks.is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_timeline_has_a_word_for_each_of_its_facts_and_for_no_other() {
        let mut told: Vec<i64> = projections().iter().map(|(kind, _)| i64::from(*kind)).collect();
        told.sort_unstable();
        let words: Vec<i64> = CaseFact::all().iter().map(|fact| fact.number()).collect();
        assert_eq!(told, words);
    }
}

//! The node's own decision to close a case, or the proceeding against one person in it.

use super::HANDLERS;
use super::divert::diverts;
use crate::checks::{proceeded_against, still_open};
use crate::events::WrongEnded;
use crate::matters::{conduct_when, handles, person_needs};
use crate::tables::{CaseFile, Proceeding};
use facts::outcome::ProceedingClosed;
use kernel::codes::ClosureReason;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the words that the reason "other" needs: sealed under the case.
pub const SLOT_WORDS: u16 = 0;

/// Closes a case. Every closing has a reason.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCase {
    /// The case.
    #[n(0)]
    pub case: Id,
    /// Against whom the proceeding ends; none to close the whole case.
    #[n(1)]
    pub person: Id,
    /// Why.
    #[n(2)]
    pub reason: ClosureReason,
}

/// Kind of [`CloseCase`].
const KIND: ActKind = ActKind {
    code: 307,
    name: "cases.close",
    about: "Close a case or the proceeding against one person, with a reason",
    nature: Nature::Decision,
    roles: HANDLERS,
};

/// What closing means in the words that rules speak; shared with what an authority closed.
pub(super) fn closes(case: Id, person: Id, reason: ClosureReason, view: &View) -> Vec<Facet> {
    let suspects = match person.some() {
        Some(person) => vec![person],
        None => suspects(view.list::<Proceeding>(BY_CASE, case)),
    };
    let mut facets = handles(case, &suspects, view);
    if reason == ClosureReason::DivertedToProgramme {
        facets.extend(suspects.iter().map(|&person| diverts(case, person, view)));
    }
    let when = span_of_conduct(case, &suspects, view);
    facets.push(Facet::Closes { reason, suspects, when });
    facets
}

/// From the first to the last day on which the case or any of these suspects is said to have acted.
fn span_of_conduct(case: Id, suspects: &[Id], view: &View) -> Span {
    let whole = view.get::<CaseFile>(case).map(|file| file.conduct_when()).filter(|when| !when.is_unknown());
    let each = suspects.iter().map(|&person| conduct_when(case, person, view));
    let hull =
        whole.into_iter().chain(each).reduce(|a, b| Span { from: a.from.min(b.from), to: a.to.max(b.to) });
    hull.unwrap_or(Span::UNKNOWN)
}

/// A child whom an authority wronged is no suspect.
fn suspects(rows: Vec<Proceeding>) -> Vec<Id> {
    rows.into_iter().filter(|row| row.suspect).map(|row| row.person).collect()
}

/// The fact that ends the whole case, or the proceeding against one person.
pub(super) fn ended(case: Id, person: Id, reason: ClosureReason, view: &View) -> NewEntry {
    let row = person.some().and_then(|person| view.get::<Proceeding>((case, person)));
    if row.is_some_and(|row| !row.suspect) {
        NewEntry::of(&WrongEnded { case, person, reason })
    } else {
        NewEntry::of(&ProceedingClosed { person, case, reason })
    }
}

const BY_CASE: &str = "proceeding_by_case";

/// Asks for what [`closes`] reads.
pub(super) fn closing_needs(case: Id, person: Id, view: &View, needs: &mut Needs) {
    needs.row::<CaseFile>(case);
    needs.list::<Proceeding>(BY_CASE, case);
    let persons = suspects(view.peek_list::<Proceeding>(BY_CASE, case)).into_iter().chain([person]);
    persons.for_each(|person| {
        needs.row::<Proceeding>((case, person));
        person_needs(person, view, needs);
    });
}

impl Act for CloseCase {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("case", self.case), ("person", self.person)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        closing_needs(self.case, self.person, view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        closes(self.case, self.person, self.reason, view)
    }

    fn subject(&self) -> Id {
        self.case
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        still_open(self.case, view)?;
        let CloseCase { case, person, reason } = *self;
        if !person.is_none() && proceeded_against(case, person, view)?.closed_reason != 0 {
            return Err(Problem::new("person", "has no open proceeding here", "nothing is left to do").into());
        }
        Ok(vec![ended(case, person, reason, view)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{ArrestMade, ClosedByAuthority, NameSuspect, OpenCase, RecordVictim};
    use crate::codes::CaseState;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, deed, id, open_case, suspect, victim};
    use crate::{Accusation, Deed};
    use kernel::RuleName;
    use kernel::codes::{CodeList, ConductOfExploitation};

    fn close(reason: ClosureReason) -> CloseCase {
        CloseCase { case: case(), person: Id::NONE, reason }
    }

    fn desk() -> Desk {
        let mut desk = Desk::with_case();
        desk.does(&victim());
        desk.does(&suspect());
        desk
    }

    #[test]
    fn closes_once_and_a_suspect_opens_it_again() {
        let mut desk = desk();
        desk.does(&close(ClosureReason::InsufficientEvidence));
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().state, CaseState::Closed);
        assert_eq!(desk.problem(&close(ClosureReason::NoOffence)), "case");
        desk.does(&suspect());
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().state, CaseState::Open);
        let one = CloseCase { person: ADULT, ..close(ClosureReason::InsufficientEvidence) };
        desk.does(&one);
        desk.does(&suspect());
        desk.does(&one);
    }

    #[test]
    fn ends_the_proceeding_against_one_person_only() {
        let mut desk = desk();
        let one = CloseCase { person: ADULT, ..close(ClosureReason::SuspectDied) };
        assert_eq!(desk.problem(&CloseCase { person: CHILD, ..one.clone() }), "person");
        desk.does(&one);
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().state, CaseState::Open);
        let closed = desk.row::<Proceeding>((case(), ADULT)).unwrap().closed_reason;
        assert_eq!(closed, ClosureReason::SuspectDied.number());
        assert_eq!(desk.problem(&one), "person");
    }

    #[test]
    fn no_closing_on_consent_complaint_or_programme() {
        let mut desk = desk();
        for (reason, rule) in [
            (ClosureReason::AllegedConsent, RuleName::NoConsentOfAChild),
            (ClosureReason::AgeAllegedlyNotKnown, RuleName::NoConsentOfAChild),
            (ClosureReason::PeersWithoutExploitation, RuleName::NoConsentOfAChild),
            (ClosureReason::NoComplaint, RuleName::ExOfficio),
            (ClosureReason::ComplaintWithdrawn, RuleName::ExOfficio),
            (ClosureReason::ChildWillNotTestify, RuleName::ExOfficio),
            (ClosureReason::DivertedToProgramme, RuleName::NoProgrammeInsteadOfProsecution),
        ] {
            assert_eq!(desk.refused(&close(reason)), rule);
            assert_eq!(desk.refused(&CloseCase { person: ADULT, ..close(reason) }), rule);
        }
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().state, CaseState::Open);
    }

    #[test]
    fn a_wronged_child_is_no_suspect_whose_age_could_close_the_case() {
        let mut desk = Desk::with_case();
        let conduct = Some(ConductOfExploitation::Prostitution);
        let deed = Deed { person: CHILD, ..deed("2026-05-01") };
        let arrest = ArrestMade { deed, accusation: Accusation { conduct, ..Accusation::SILENT } };
        desk.marked(&arrest, RuleName::VictimIsNotOffender);
        assert_eq!(desk.refused(&close(ClosureReason::AllegedConsent)), RuleName::NoConsentOfAChild);
        desk.does(&CloseCase { person: CHILD, ..close(ClosureReason::NoOffence) });
        let closed = desk.row::<Proceeding>((case(), CHILD)).unwrap().closed_reason;
        assert_eq!(closed, ClosureReason::NoOffence.number());
        let fact = ClosedByAuthority { deed, reason: ClosureReason::NoOffence };
        desk.does(&fact);
        assert_eq!(desk.entered::<ProceedingClosed>(), [], "other rooms know of no such proceeding");
    }

    #[test]
    fn who_came_of_age_after_the_case_began_is_no_peer() {
        let mut desk = Desk::new();
        desk.person(9, "2007-06-15");
        desk.does(&OpenCase { conduct_when: "2025-01".parse().unwrap(), ..open_case() });
        desk.does(&NameSuspect { person: id(9), conduct_when: "2025-12".parse().unwrap(), ..suspect() });
        let peers = close(ClosureReason::PeersWithoutExploitation);
        assert_eq!(desk.refused(&peers), RuleName::NoConsentOfAChild);
    }

    #[test]
    fn peers_are_no_case_where_all_were_children() {
        let mut desk = Desk::with_case();
        desk.does(&RecordVictim { person: ADULT, ..victim() });
        desk.does(&NameSuspect { person: CHILD, ..suspect() });
        desk.does(&close(ClosureReason::PeersWithoutExploitation));
    }
}

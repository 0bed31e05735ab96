//! A fact: an authority closed a case or a proceeding, on whatever ground it named.

use super::RECORDERS;
use super::close_case::{closes, closing_needs, ended};
use crate::checks::{entered, in_lifetime, opened, proceeded_against, well_formed};
use crate::deed::{Deed, Told};
use crate::tables::Proceeding;
use kernel::codes::ClosureReason;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An authority closed a case, or the proceeding against one person in it.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedByAuthority {
    /// Who, when, by which document; the person is none when the whole case was closed.
    #[n(0)]
    pub deed: Deed,
    /// The ground that the authority named.
    #[n(1)]
    pub reason: ClosureReason,
}
event!(ClosedByAuthority, 1218, 1, "cases.closed-by-authority");

/// Kind of [`ClosedByAuthority`].
const KIND: ActKind = ActKind {
    code: 328,
    name: "cases.closed-by-authority",
    about: "Enter that an authority closed a case or a proceeding",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for ClosedByAuthority {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    /// The closing itself is told by the fact that follows.
    fn tell(&self, _: &mut Proceeding) {}
}

impl Act for ClosedByAuthority {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        closing_needs(self.deed.case, self.deed.person, view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        closes(self.deed.case, self.deed.person, self.reason, view)
    }

    fn subject(&self) -> Id {
        self.deed.case
    }

    fn source(&self) -> Option<Source> {
        Some(self.deed.source())
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let Deed { case, person, happened, .. } = self.deed;
        opened(case, view)?;
        well_formed("happened", happened)?;
        if !person.is_none() {
            entered("person", person, view)?;
            proceeded_against(case, person, view)?;
            in_lifetime("happened", happened, person, view)?;
        }
        Ok(vec![NewEntry::of(self), ended(case, person, self.reason, view)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::CloseCase;
    use crate::codes::CaseState;
    use crate::tables::{CaseFile, TimelineRow};
    use crate::tests::desk::{ADULT, CHILD, Desk, case, deed, suspect};
    use kernel::RuleName;

    fn closed(reason: ClosureReason) -> ClosedByAuthority {
        ClosedByAuthority { deed: Deed { person: Id::NONE, ..deed("2026-05-10") }, reason }
    }

    fn desk() -> Desk {
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk
    }

    #[test]
    fn a_lawful_closing_is_entered_without_a_mark() {
        let mut desk = desk();
        desk.does(&closed(ClosureReason::InsufficientEvidence));
        assert_eq!(desk.row::<CaseFile>(case()).unwrap().state, CaseState::Closed);
        desk.does(&closed(ClosureReason::TimeBarred));
    }

    #[test]
    fn what_would_have_been_refused_is_entered_marked_and_alarmed() {
        for (reason, rule) in [
            (ClosureReason::AllegedConsent, RuleName::NoConsentOfAChild),
            (ClosureReason::NoComplaint, RuleName::ExOfficio),
            (ClosureReason::DivertedToProgramme, RuleName::NoProgrammeInsteadOfProsecution),
        ] {
            let mut desk = desk();
            assert_eq!(desk.refused(&CloseCase { case: case(), person: Id::NONE, reason }), rule);
            let alarm = desk.marked(&closed(reason), rule);
            assert!(alarm.repeats > 0, "it repeats what was refused here");
            assert_eq!(desk.row::<CaseFile>(case()).unwrap().state, CaseState::Closed);
            assert!(desk.rows::<TimelineRow>().last().unwrap().marked);
        }
    }

    #[test]
    fn a_person_must_have_a_proceeding_to_close() {
        let mut desk = desk();
        let against = |person| ClosedByAuthority {
            deed: Deed { person, ..deed("2026-05-10") },
            ..closed(ClosureReason::SuspectDied)
        };
        assert_eq!(desk.problem(&against(CHILD)), "person");
        desk.does(&against(ADULT));
    }
}

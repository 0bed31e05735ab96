//! A fact: a court passed a sentence.

use super::RECORDERS;
use crate::deed::{Accusation, Deed, Told};
use crate::release::{release_needs, releases};
use crate::tables::Proceeding;
use kernel::Problem;
use kernel::codes::{SentenceKind, Stage, SuspectRole, Verdict};
use kernel::rule::{ReleaseChoice, Step};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A court passed a sentence. One without custody leaves the person at large, and is a release too (¶56).
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentencePassed {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
    /// Its kinds, each once.
    #[n(1)]
    pub kinds: Vec<SentenceKind>,
    /// Months of custody, suspended ones included; 0 when there are none.
    #[n(2)]
    pub months: u32,
    /// What the person is accused of; where it is silent, the charge on record holds.
    #[n(3)]
    pub accusation: Accusation,
}
event!(SentencePassed, 1214, 1, "cases.sentence-passed");

/// Kind of [`SentencePassed`].
const KIND: ActKind = ActKind {
    code: 324,
    name: "cases.sentence-passed",
    about: "Enter the sentence that a court passed",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for SentencePassed {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    fn tell(&self, proceeding: &mut Proceeding) {
        proceeding.advance(Stage::Sentenced);
        proceeding.accuse(&self.accusation);
        proceeding.sentence_to(self.deed.happened.from, self.months, &self.kinds);
    }
}

impl SentencePassed {
    /// A company is never in custody; every other sentence without custody leaves somebody at large.
    fn leaves_at_large(&self, view: &View) -> bool {
        let company = self.deed.proceeding(view).is_some_and(|row| row.suspect_role == SuspectRole::Company);
        !company && !self.kinds.contains(&SentenceKind::Custodial)
    }

    fn check_kinds(&self) -> Result<(), Problem> {
        let twice = |(n, kind): (usize, &SentenceKind)| self.kinds[..n].contains(kind);
        let custody = [SentenceKind::Custodial, SentenceKind::SuspendedCustodial];
        if self.kinds.is_empty() || self.kinds.iter().enumerate().any(twice) {
            Err(Problem::new("kinds", "are none, or one stands twice", "each part of the sentence once"))
        } else if self.months > 0 && !custody.iter().any(|kind| self.kinds.contains(kind)) {
            Err(Problem::new("months", "stand without custody", "0, or a custodial kind"))
        } else {
            Ok(())
        }
    }
}

impl Act for SentencePassed {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
        release_needs(self.deed.case, self.deed.person, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let Deed { case, person, happened, .. } = self.deed;
        let accuses = self.deed.as_charged(self.accusation, view).facet(person, Step::Punish);
        let at_large = self.leaves_at_large(view);
        let releases = at_large.then(|| releases(case, person, ReleaseChoice::Discretionary, happened, view));
        self.deed.handles(view).into_iter().chain([accuses]).chain(releases).collect()
    }

    fn subject(&self) -> Id {
        self.deed.person
    }

    fn source(&self) -> Option<Source> {
        Some(self.deed.source())
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        self.deed.check(view)?;
        self.accusation.check(&self.deed, view)?;
        self.check_kinds()?;
        let accusation = self.deed.as_charged(self.accusation, view);
        let followed = self.deed.accused(&accusation, Stage::Sentenced, Verdict::NotKnown, view);
        Ok([vec![NewEntry::of(self)], followed].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::NameSuspect;
    use crate::tests::desk::{ADULT, CHILD, Desk, assessment, case, deed, sentence, suspect, victim};
    use kernel::RuleName;
    use kernel::codes::ConductOfExploitation;

    #[test]
    fn the_latest_sentence_stands() {
        let mut desk = Desk::with_case();
        desk.does(&SentencePassed { deed: deed("2026-05-25"), months: 30, ..sentence() });
        desk.does(&sentence());
        let row: Proceeding = desk.row((case(), ADULT)).unwrap();
        assert_eq!((row.stage, row.sentence_months), (Stage::Sentenced, 30));
        assert_eq!(row.sentence(), sentence().kinds);
    }

    #[test]
    fn a_sentence_that_leaves_the_person_at_large_needs_the_risk_assessed_before() {
        let fine = SentencePassed { kinds: vec![SentenceKind::Fine], months: 0, ..sentence() };
        let mut desk = Desk::with_case();
        desk.does(&suspect());
        desk.does(&victim());
        desk.marked(&fine, RuleName::RiskBeforeRelease);
        desk.does(&assessment());
        desk.marked(&fine, RuleName::RiskBeforeRelease);
        let happened = kernel::Span::on(desk.now().day());
        desk.does(&SentencePassed { deed: Deed { happened, ..fine.deed }, ..fine.clone() });
        desk.does(&NameSuspect { role: SuspectRole::Company, ..suspect() });
        desk.does(&fine);
    }

    #[test]
    fn a_child_punished_for_its_exploitation_is_marked() {
        let mut desk = Desk::with_case();
        let accusation =
            Accusation { conduct: Some(ConductOfExploitation::SelfMadeImages), ..Accusation::SILENT };
        let deed = Deed { person: CHILD, ..deed("2026-05-20") };
        desk.marked(&SentencePassed { deed, accusation, ..sentence() }, RuleName::VictimIsNotOffender);
    }

    #[test]
    fn wants_kinds_that_fit_the_months() {
        let mut desk = Desk::with_case();
        assert_eq!(desk.problem(&SentencePassed { kinds: vec![], ..sentence() }), "kinds");
        let twice = vec![SentenceKind::Fine, SentenceKind::Fine];
        assert_eq!(desk.problem(&SentencePassed { kinds: twice, months: 0, ..sentence() }), "kinds");
        assert_eq!(desk.problem(&SentencePassed { kinds: vec![SentenceKind::Fine], ..sentence() }), "months");
    }
}

//! A fact: a court gave a verdict.

use super::RECORDERS;
use crate::checks::known;
use crate::deed::{Accusation, Deed, Told};
use crate::tables::Proceeding;
use kernel::codes::{Stage, Verdict};
use kernel::rule::Step;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Source, View, event};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A court gave a verdict, in the first instance or on appeal. The latest stands until one is final.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictGiven {
    /// Whom, who, when, by which document.
    #[n(0)]
    pub deed: Deed,
    /// The verdict.
    #[n(1)]
    pub verdict: Verdict,
    /// What the person is accused of; where it is silent, the charge on record holds.
    #[n(2)]
    pub accusation: Accusation,
}
event!(VerdictGiven, 1213, 1, "cases.verdict-given");

/// Kind of [`VerdictGiven`].
const KIND: ActKind = ActKind {
    code: 323,
    name: "cases.verdict-given",
    about: "Enter the verdict that a court gave",
    nature: Nature::Fact,
    roles: RECORDERS,
};

impl Told for VerdictGiven {
    fn deed(&self) -> &Deed {
        &self.deed
    }
    fn tell(&self, proceeding: &mut Proceeding) {
        proceeding.advance(Stage::Verdict);
        proceeding.accuse(&self.accusation);
        proceeding.judge(self.deed.happened.from, self.verdict, false);
    }
}

impl Act for VerdictGiven {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        self.deed.names()
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        self.deed.needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let convicts = self.verdict == Verdict::Convicted;
        let accusation = self.deed.as_charged(self.accusation, view);
        let accuses = convicts.then(|| accusation.facet(self.deed.person, Step::Punish));
        self.deed.handles(view).into_iter().chain(accuses).collect()
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
        known(self.verdict)?;
        let accusation = self.deed.as_charged(self.accusation, view);
        let followed = self.deed.accused(&accusation, Stage::Verdict, self.verdict, view);
        Ok([vec![NewEntry::of(self)], followed].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::ChargeBrought;
    use crate::tests::desk::{ADULT, CHILD, Desk, case, charge, deed, verdict};
    use facts::outcome::StageReached;
    use kernel::RuleName;
    use kernel::codes::ConductOfExploitation;

    #[test]
    fn the_latest_verdict_stands_and_the_person_is_counted_once() {
        let mut desk = Desk::with_case();
        desk.does(&VerdictGiven { deed: deed("2026-05-20"), verdict: Verdict::Acquitted, ..verdict() });
        desk.does(&VerdictGiven { deed: deed("2026-05-10"), ..verdict() });
        assert_eq!(desk.row::<Proceeding>((case(), ADULT)).unwrap().verdict, Verdict::Acquitted);
        assert_eq!(desk.entered::<StageReached>().len(), 1);
    }

    #[test]
    fn an_unknown_verdict_is_no_fact_but_a_gap() {
        let mut desk = Desk::with_case();
        assert_eq!(desk.problem(&VerdictGiven { verdict: Verdict::NotKnown, ..verdict() }), "verdict");
    }

    #[test]
    fn a_child_convicted_as_it_was_charged_is_marked_and_an_acquittal_is_not() {
        let mut desk = Desk::with_case();
        let accusation =
            Accusation { conduct: Some(ConductOfExploitation::Prostitution), ..Accusation::SILENT };
        let child = |day| Deed { person: CHILD, ..deed(day) };
        let charge = ChargeBrought { deed: child("2026-05-05"), accusation, ..charge() };
        desk.marked(&charge, RuleName::VictimIsNotOffender);
        desk.marked(&VerdictGiven { deed: child("2026-05-10"), ..verdict() }, RuleName::VictimIsNotOffender);
        desk.does(&VerdictGiven { deed: child("2026-05-20"), verdict: Verdict::Acquitted, ..verdict() });
        assert_eq!(desk.entered::<StageReached>().len(), 0);
        let row: Proceeding = desk.row((case(), CHILD)).unwrap();
        assert_eq!((row.stage, row.verdict, row.violations), (Stage::Verdict, Verdict::Acquitted, 2));
    }
}
